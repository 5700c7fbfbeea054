"""Signs and reads the token of every link in our mails: a kind, a few numbers, a keyed hash.

A token holds no address and no name. Signed with the first of TOKEN_KEYS, read with any of them.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import b2a_base64
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import lru_cache

from django.conf import settings

# Keyed BLAKE2b is a MAC by design (RFC 7693, section 2.9), in one pass where HMAC takes two.
SIGNATURE_SIZE = 12
LARGEST_TOKEN = 120
# Digits of a seal: short enough for an address, too long to be guessed.
SEAL_DIGITS = 10
# A number as `sealed` writes it; for addresses and identifiers, which know no case.
SEALED = rf"[0-9]{{1,18}}-[0-9a-fA-F]{{{SEAL_DIGITS}}}"


class Kind(StrEnum):
    """What a link may do. The numbers each kind carries stand beside it."""

    OPEN = "o"  # delivery
    OPEN_ANONYMOUS = "p"  # campaign
    CLICK = "c"  # delivery, link number
    CLICK_ANONYMOUS = "d"  # campaign, link number
    CONFIRM = "f"  # subscriber, newsletter, hour of issue
    PREFERENCES = "e"  # subscriber
    MY_DATA = "m"  # subscriber, hour of issue
    MOVE = "a"  # change of address, hour of issue
    MOVE_BACK = "b"  # change of address, hour of issue
    UNSUBSCRIBE = "u"  # subscriber, newsletter, delivery or 0


_SEAL_HEAD = b"r"  # of no kind: a seal is no token
_URL_SAFE = bytes.maketrans(b"+/", b"-_")


def make(kind: Kind, *numbers: int) -> str:
    """The token for these numbers (none negative): always the same for the same key."""
    return maker(kind)(*numbers)


def maker(kind: Kind) -> Callable[..., str]:
    """`make` for many: the key is taken up once."""
    keyed, head = _keyed(settings.TOKEN_KEYS[0]), kind.encode()

    def token(*numbers: int) -> str:
        payload = head + b"".join(map(_varint, numbers))
        signature = keyed.copy()
        signature.update(payload)
        return _spelled(b2a_base64(payload + signature.digest(), newline=False))

    return token


def series(kind: Kind, last_numbers: Iterable[int]) -> Callable[[int], list[str]]:
    """Makes, for a first number, the tokens of it with each of the last numbers.

    The same tokens as of `make`, at half the price: what they share is hashed once.
    """
    keyed, head = _keyed(settings.TOKEN_KEYS[0]), kind.encode()
    ends = [_varint(number) for number in last_numbers]

    def tokens(first_number: int) -> list[str]:
        start = head + _varint(first_number)
        shared = keyed.copy()
        shared.update(start)
        lines = []
        for end in ends:
            signature = shared.copy()
            signature.update(end)
            lines.append(b2a_base64(start + end + signature.digest()))
        return _spelled(b"".join(lines)).split()

    return tokens


def sealed(number: int) -> str:
    """The number with a few digits that only we can give to it: "7-0123456789"."""
    return _sealed(settings.TOKEN_KEYS[0], number)


def unsealed(text: str) -> int | None:
    """The number inside what `SEALED` matches, or None when its seal is none of ours."""
    number = int(text.partition("-")[0])
    genuine = False
    for key in settings.TOKEN_KEYS:
        genuine |= hmac.compare_digest(_sealed(key, number), text.lower())
    return number if genuine else None


def read(kind: Kind, token: str) -> tuple[int, ...] | None:
    """The numbers inside, or None for whatever was not made here, for this kind, by our keys."""
    raw = _decode(token)
    if raw is None or raw[:1] != kind.encode():
        return None
    payload, signature = raw[:-SIGNATURE_SIZE], raw[-SIGNATURE_SIZE:]
    genuine = False
    for key in settings.TOKEN_KEYS:
        genuine |= hmac.compare_digest(_signature(key, payload), signature)
    return tuple(_numbers(payload[1:])) if genuine else None


def _spelled(encoded: bytes) -> str:
    """Plain base64, of several lines too, as it stands in an address."""
    return encoded.translate(_URL_SAFE, b"=").decode()


def _sealed(key: str, number: int) -> str:
    return f"{number}-{_signature(key, _SEAL_HEAD + _varint(number)).hex()[:SEAL_DIGITS]}"


def _signature(key: str, payload: bytes) -> bytes:
    keyed = _keyed(key).copy()
    keyed.update(payload)
    return keyed.digest()


@lru_cache(maxsize=16)
def _keyed(key: str) -> hashlib.blake2b:
    """The hash with its key already in, to be copied: half the work of a signature."""
    derived = hashlib.blake2b(key.encode(), digest_size=32, person=b"maille-tokens").digest()
    return hashlib.blake2b(key=derived, digest_size=SIGNATURE_SIZE)


def _decode(token: str) -> bytes | None:
    """Only the canonical spelling counts: base64 has several for the same bytes."""
    if len(token) > LARGEST_TOKEN or not token.isascii():
        return None
    try:
        raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return None
    if len(raw) <= SIGNATURE_SIZE or urlsafe_b64encode(raw).rstrip(b"=").decode() != token:
        return None
    return raw


def _varint(number: int) -> bytes:
    """LEB128: seven bits a byte, the eighth says that more follow."""
    if number < 128:
        return _SMALL[number]
    encoded = bytearray()
    while number > 127:
        encoded.append(number & 127 | 128)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


_SMALL = [bytes([number]) for number in range(128)]


def _numbers(payload: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in payload:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield number
            number = shift = 0
