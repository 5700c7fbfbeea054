import random
import re
import string

import pytest

from campaigns.tokens import SEALED, Kind, make, read, sealed, series, unsealed

ALPHABET = string.ascii_letters + string.digits + "-_"


@pytest.mark.parametrize("numbers", [(), (0,), (1, 2, 3), (127, 128), (2**40, 0, 300)])
def test_a_token_gives_its_numbers_back(numbers):
    assert read(Kind.UNSUBSCRIBE, make(Kind.UNSUBSCRIBE, *numbers)) == numbers


def test_a_series_is_made_of_the_same_tokens():
    assert series(Kind.CLICK, [1, 200])(70_000) == [
        make(Kind.CLICK, 70_000, 1),
        make(Kind.CLICK, 70_000, 200),
    ]


def test_a_seal_belongs_to_one_number_and_one_key_ring(settings):
    settings.TOKEN_KEYS = ["old-key"]
    number = sealed(7)
    settings.TOKEN_KEYS = ["new-key", "old-key"]

    assert re.fullmatch(SEALED, number)
    assert unsealed(number.upper()) == 7
    assert unsealed(f"8{number[1:]}") is None
    settings.TOKEN_KEYS = ["new-key"]
    assert unsealed(number) is None


def test_a_token_is_of_one_kind():
    token = make(Kind.PREFERENCES, 7)

    assert [kind for kind in Kind if read(kind, token)] == [Kind.PREFERENCES]


def test_a_key_of_the_ring_still_reads(settings):
    settings.TOKEN_KEYS = ["old-key"]
    token = make(Kind.OPEN, 12)

    settings.TOKEN_KEYS = ["new-key", "old-key"]

    assert read(Kind.OPEN, token) == (12,)
    assert make(Kind.OPEN, 12) != token


def test_a_key_that_left_the_ring_reads_no_more(settings):
    settings.TOKEN_KEYS = ["old-key"]
    token = make(Kind.OPEN, 12)

    settings.TOKEN_KEYS = ["new-key"]

    assert read(Kind.OPEN, token) is None


def test_no_random_or_altered_token_is_read():
    """Row B1 of the trust figures."""
    dice = random.Random(2026)
    genuine = make(Kind.UNSUBSCRIBE, 1234, 2, 98765)
    altered = [_alter(genuine, dice) for _ in range(50_000)]
    invented = ["".join(dice.choices(ALPHABET, k=dice.randint(0, 60))) for _ in range(50_000)]

    read_ones = [token for token in altered + invented if read(Kind.UNSUBSCRIBE, token)]

    assert read(Kind.UNSUBSCRIBE, genuine) == (1234, 2, 98765)
    assert read_ones == []


def _alter(token: str, dice: random.Random) -> str:
    """One bit of the text flipped; what falls outside ASCII is kept, it must be refused too."""
    place = dice.randrange(len(token))
    return token[:place] + chr(ord(token[place]) ^ 1 << dice.randrange(8)) + token[place + 1 :]


@pytest.mark.parametrize("odd", ["", "é", "a" * 5000, "=", "----", "\0", "a=b"])
def test_oddities_are_refused_quietly(odd):
    assert read(Kind.OPEN, odd) is None


def test_padding_and_other_spellings_are_refused():
    token = make(Kind.OPEN, 1)

    assert read(Kind.OPEN, token + "=") is None
    assert read(Kind.OPEN, token + "\n") is None
