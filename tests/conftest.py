"""What holds for every test."""

from hypothesis import settings

# How long one example takes says how busy the machine is, not whether the code is right.
settings.register_profile("baro", deadline=None, print_blob=True)
settings.load_profile("baro")
