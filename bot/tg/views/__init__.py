"""Screens as messages: words from the script and the catalogs, buttons under them. Views decide nothing."""
