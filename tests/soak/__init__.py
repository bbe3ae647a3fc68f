"""Baro in a real process that is killed again and again while people use it: what they sent is kept, once."""
