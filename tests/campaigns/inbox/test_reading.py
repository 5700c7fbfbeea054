import random

import pytest

from campaigns.inbox.notices import Kind
from campaigns.inbox.reading import read_message
from campaigns.models import BounceClass
from tests.campaigns.inbox.corpus import CORPUS, MESSAGES, raw


@pytest.mark.row("B14", "bounces and feedback reports, 72 shapes", "the class a person gives it")
@pytest.mark.parametrize(("name", "kind", "bounce_class", "status", "addresses"), CORPUS)
def test_each_message_is_what_a_person_says_it_is(name, kind, bounce_class, status, addresses):
    notice = read_message(raw(name))

    assert (notice.kind, notice.bounce_class) == (kind, bounce_class)
    assert (notice.status, notice.addresses) == (status, addresses)


def test_the_table_names_every_message():
    assert {row[0] for row in CORPUS} == {path.stem for path in MESSAGES.glob("*.eml")}


@pytest.mark.parametrize("seed", range(20))
def test_no_flipped_byte_makes_it_fall(seed):
    dice = random.Random(seed)
    for name, kind, *_rest in CORPUS:
        if kind != "bounce" or not (content := bytearray(raw(name))):
            continue
        for _flip in range(30):
            content[dice.randrange(len(content))] = dice.randrange(256)

        assert read_message(bytes(content)).kind in Kind


@pytest.mark.parametrize("name", [row[0] for row in CORPUS])
def test_half_a_message_is_read_too(name):
    content = raw(name)

    assert read_message(content[: len(content) // 2]).kind in Kind


def test_a_message_of_ten_megabytes_is_read_like_any_other():
    """An expression that went back and forth over all of it would never come to an end."""
    content = raw("postfix_unknown_user") + b"bounce spam user unknown " * 400_000

    assert read_message(content).bounce_class is BounceClass.HARD


def test_parts_within_parts_without_end_are_left_to_a_person():
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(5000)
    )

    assert read_message(b"From: a@example.com\n" + nested).kind is Kind.OTHER
