"""First passwords: made by the machine, given by hand, changed at the first sign-in."""

from __future__ import annotations

import secrets

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, make_password

# No 0 and o, no 1, l and i: these are read from paper and over the telephone.
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_DIGITS = "23456789"
_QUICK = 20_000


def first_password() -> str:
    """Six letters and five digits: 42 bits of chance."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(6))
    digits = "".join(secrets.choice(_DIGITS) for _ in range(5))
    return f"{letters}-{digits}"


def quick_hash(password: str) -> str:
    """For many first passwords at once, where the slow hash would take minutes.

    They are chance and live until the first sign-in, which also makes the slow hash of them.
    """
    hasher = get_hasher()
    if isinstance(hasher, PBKDF2PasswordHasher):
        return hasher.encode(password, hasher.salt(), _QUICK)
    return make_password(password)
