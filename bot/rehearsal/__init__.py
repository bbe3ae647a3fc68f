"""The rehearsal: a local stand-in for the Bot API, and simulated people who play a session on it."""
