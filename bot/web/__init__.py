"""What Baro answers over HTTP: Telegram's webhook."""
