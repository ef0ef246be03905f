"""The office's settings for tests: a data folder of its own that is thrown away, and quick hashing of passwords."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="guiju-office-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["GUIJU_DATA"] = _folder
for name in ("GUIJU_DEMO", "GUIJU_HTTPS", "GUIJU_SECOND_FACTOR", "OIDC_RP_CLIENT_ID"):
    os.environ.pop(name, None)

from office.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECOND_FACTOR = "none"  # its own tests ask for it
CHECKUPS = False
SECONDS_PICTURES_ARE_KEPT = 0  # what a test has changed is seen at once
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
