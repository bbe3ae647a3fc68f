"""Reads what people are told, the scripts of conversations/ and the catalogs of locales/, and checks it."""
