"""The rules of Baro: scripts, journeys, questions, scores, disclosure, names.

Nothing here awaits, reads a clock, draws a random number, knows Telegram or speaks SQL.
"""
