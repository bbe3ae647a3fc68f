"""What people do, one module a deed: arrive, answer, ask, support, moderate, open a stage, run a poll.

A deed loads through a unit of work, lets ``bot.core`` decide, and leaves what it changed and what is to be sent
in the same unit of work. It knows neither Telegram nor SQL.
"""
