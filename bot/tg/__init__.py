"""Telegram in and out: the inbox, the handlers, the views, the outbox, the transport."""
