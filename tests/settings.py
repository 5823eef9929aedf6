"""The environment the suite runs in; everything else is the one settings file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DEBUG", "1")

from perfgoals.settings import *  # noqa: F403, TID251
from perfgoals.settings import DATABASES  # noqa: TID251

# Hundreds of people are made; the real hasher is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A file of its own for every process: the live server's threads need a real file, and two runs
# on one machine must not meet. The folder goes when the process ends.
_folder = tempfile.TemporaryDirectory(prefix="perfgoals-tests-")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_folder.name) / "test.sqlite3")}
MEDIA_ROOT = Path(_folder.name) / "media"

# Nothing is collected for the tests; WhiteNoise would warn about the missing folder.
WHITENOISE_AUTOREFRESH = True
