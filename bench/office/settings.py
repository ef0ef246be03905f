"""The office's settings for the benchmark: laws are not examined meanwhile, programs may ask as often as they like."""

import os

os.environ.setdefault("GUIJU_SECOND_FACTOR", "none")
os.environ.setdefault("GUIJU_API_RATE", "1000000/s")

from office.settings import *  # noqa: F403

CHECKUPS = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
