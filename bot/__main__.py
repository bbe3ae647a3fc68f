"""`python -m bot`, the same program as the `baro` command."""

from bot.cli import main

if __name__ == "__main__":
    main()
