"""What reaches the bot: each handler translates an update, calls one deed, and shows what follows."""
