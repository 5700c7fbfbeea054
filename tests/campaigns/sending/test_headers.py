import email
from email import policy

import pytest
from django.utils import timezone

from campaigns.sending import headers
from campaigns.sending.headers import (
    HeaderRefused,
    check_header,
    header_line,
    header_problem,
    text_line,
)


@pytest.mark.parametrize("character", ["\r", "\n", "\0", "\u2028", "\u2029", "\x85", "\x1b"])
def test_line_breaks_and_controls_are_refused(character):
    with pytest.raises(HeaderRefused, match="objet"):
        check_header("Subject", f"Bonjour{character}Bcc: x@example.org")


@pytest.mark.row("B3", "line breaks and controls in header fields", "refused")
@pytest.mark.parametrize("field", ["sender_name", "sender_email"])
@pytest.mark.parametrize("character", ["\n", "\0", "\u2028"])
def test_no_header_of_a_newsletter_takes_them_either(campaign, field, character):
    setattr(campaign.newsletter, field, f"a{character}b@example.org")

    with pytest.raises(HeaderRefused):
        headers.campaign_headers(campaign, "fr", at=timezone.now())


@pytest.mark.parametrize("address", ["", "lettre", "lettre@", "a b@example.org", "@example.org"])
def test_what_is_no_address_sends_nothing_and_is_named(campaign, address):
    campaign.newsletter.sender_email = address

    assert f"« {address} »" in header_problem(campaign, "fr").replace("\xa0", " ")


def test_a_newsletter_as_forms_make_it_has_no_problem(campaign):
    assert header_problem(campaign, "fr") == ""


def test_accents_become_encoded_words():
    line = header_line("Subject", "La lettre d'été")

    assert line.isascii()
    assert line.startswith(b"Subject: ")
    assert line.endswith(b"\r\n")


def test_long_subjects_are_folded():
    lines = header_line("Subject", "Une lettre très longue " * 20).split(b"\r\n")

    assert max(map(len, lines)) <= 78


@pytest.mark.parametrize(
    "value",
    ["Pour Zoé", "Pour Zoe", "=?utf-8?q?x?=", "", "Une très longue lettre 🎈 " * 12, "mot " * 50],
)
def test_a_subject_of_one_s_own_says_the_same_as_the_email_package(value):
    line = text_line("Subject", value)

    message = email.message_from_bytes(line + b"\r\n", policy=policy.default)
    assert message["Subject"] == value
    assert line.isascii()
    assert all(len(one) <= 78 for one in line.split(b"\r\n"))


def test_a_message_id_is_the_same_at_every_attempt(campaign):
    domain = campaign.newsletter.sender_email.partition("@")[2]

    assert headers.message_id("7-0123456789", 1, campaign.newsletter) == (
        f"<1.7-0123456789@{domain}>"
    )


def test_bounces_come_back_to_an_address_of_their_own(campaign, settings):
    settings.RETURN_PATH = "bounces+{delivery}@example.org"

    path = headers.return_path("7-0123456789", campaign.newsletter)

    assert path == "bounces+7-0123456789@example.org"
    assert len(path.partition("@")[0]) <= 64


def test_without_a_pattern_they_come_back_to_the_sender(campaign):
    assert (
        headers.return_path("7-0123456789", campaign.newsletter)
        == campaign.newsletter.sender_email
    )
