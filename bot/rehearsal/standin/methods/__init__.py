"""The Bot API's methods, one function each: (world, call) → result.

A function raises Refusal where Telegram would answer with an error.
"""
