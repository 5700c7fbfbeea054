"""What may leave the database only sealed: read again with the same key ring, and by nobody else.

Sealed with the first of TOKEN_KEYS, read with any of them.
"""

import hashlib
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def seal(text: str) -> str:
    """Another result each time."""
    return _ring().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str | None:
    """None when no key of the ring opens it."""
    try:
        return _ring().decrypt(sealed).decode()
    except (InvalidToken, ValueError):
        return None


def _ring() -> MultiFernet:
    return MultiFernet([Fernet(_key(key)) for key in settings.TOKEN_KEYS])


def _key(key: str) -> bytes:
    """Of its own use: no token of a link is made with it."""
    return urlsafe_b64encode(
        hashlib.blake2b(key.encode(), digest_size=32, person=b"seal").digest()
    )
