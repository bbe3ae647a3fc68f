"""Baro's speed and size, beside two bare bots that answer a tap with the same two calls and store nothing."""
