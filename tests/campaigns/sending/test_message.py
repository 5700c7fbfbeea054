import email
import re
from email import policy

import pytest

from campaigns.models import CampaignContent
from campaigns.rendering.placeholders import slot
from campaigns.sending.claims import Claim
from campaigns.sending.headers import HeaderRefused
from campaigns.sending.message import Mailroom
from campaigns.sending.transports import MailRefused
from campaigns.tokens import Kind, read


def claim_of(first_name="Zoé", address="zoe@example.org", delivery_id=7):
    return Claim(
        delivery_id, 3, address, address, first_name, "Martin", "fr", "", "none", "none", 0
    )


@pytest.fixture
def content(campaign):
    return CampaignContent(
        campaign=campaign, locale="fr", opens="none", clicks="none", subject="Été",
        html=f"<p>Bonjour {slot('first_name')}</p>\n<a href=\"{slot('unsubscribe_url')}\">x</a>",
        text=f"Bonjour {slot('first_name')}\n.point\n{slot('unsubscribe_url')}",
        content_hash="0" * 64,
    )  # fmt: skip


def compose(content, claim=None, eight_bit=True):
    content.save()
    mailroom = Mailroom(content.campaign, eight_bit=eight_bit)
    _sender, write = mailroom.compose(claim or claim_of())
    return write()


def parsed(raw):
    assert raw.endswith(b"\r\n.\r\n")
    content = raw[:-3].replace(b"\r\n..", b"\r\n.").replace(b"\r\n", b"\n")
    return email.message_from_bytes(content, policy=policy.default)


@pytest.mark.parametrize("eight_bit", [True, False])
def test_both_parts_are_there_and_filled(content, eight_bit):
    message = parsed(compose(content, eight_bit=eight_bit))

    text = message.get_body(("plain",)).get_content()
    assert text.startswith("Bonjour Zoé\n.point\nhttp")
    assert "<p>Bonjour Zoé</p>" in message.get_body(("html",)).get_content()
    assert message["Subject"] == "Été"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("Precedence", "bulk"),
        ("Content-Language", "fr"),
        ("To", "zoe@example.org"),
    ],
)
def test_the_headers_of_bulk_mail(content, name, value):
    assert parsed(compose(content))[name] == value


def test_one_can_leave_by_one_click_or_by_mail(content):
    message = parsed(compose(content))

    assert message["List-Unsubscribe"].startswith("<http://localhost:8000/unsubscribe/")
    assert "<mailto:lettre@example.org?subject=unsubscribe-" in message["List-Unsubscribe"]
    assert message["List-Id"] == f"<{content.campaign.newsletter.slug}.localhost>"
    assert message["Auto-Submitted"] is None


def test_without_8bitmime_the_mail_is_ascii(content):
    raw = compose(content, eight_bit=False)

    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_with_8bitmime_accents_go_as_they_are(content):
    assert "Bonjour Zoé".encode() in compose(content)


@pytest.mark.parametrize("first_name", [".", ".Zoé", "..", "<b>&", "Zoé\r\nBcc: x@example.org"])
@pytest.mark.parametrize("eight_bit", [True, False])
def test_no_name_breaks_the_mail(content, first_name, eight_bit):
    content.text = content.html = f"{slot('first_name')}.\n.\nfin"

    raw = compose(content, claim_of(first_name), eight_bit)

    assert raw.count(b"\r\n.\r\n") == 1
    assert parsed(raw)["Bcc"] is None
    assert "fin" in parsed(raw).get_body(("plain",)).get_content()


def test_a_name_in_the_subject_is_encoded(content):
    content.subject = f"Pour {slot('first_name')}"

    assert parsed(compose(content))["Subject"] == "Pour Zoé"


@pytest.mark.row("B3", "line breaks in a name or an address", "refused")
@pytest.mark.parametrize("character", ["\r", "\n", "\0", "\u2028"])
def test_a_line_break_in_a_subject_slot_or_an_address_is_refused(content, character):
    content.subject = f"Pour {slot('first_name')}"

    with pytest.raises(HeaderRefused):
        compose(content, claim_of(first_name=f"a{character}b"))
    with pytest.raises(HeaderRefused):
        compose(content, claim_of(address=f"a{character}b@example.org"))


@pytest.mark.row("B15", "a body of 2 MB in one line", "lines of 998 at most, both parts")
def test_a_two_megabyte_body_of_one_line_has_short_lines(content):
    content.html = "<p>" + "mot été " * 200_000 + "</p>"

    assert max(map(len, compose(content).split(b"\r\n"))) <= 998


def test_a_word_of_two_thousand_letters_is_quoted(content):
    content.text = "x" * 2000

    raw = compose(content)

    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert parsed(raw).get_body(("plain",)).get_content().strip() == "x" * 2000


def test_who_has_no_frozen_content_is_refused_alone(content):
    content.save()
    stranger = Claim(7, 3, "a@b.fr", "a@b.fr", "", "", "de", "", "none", "none", 0)

    _sender, write = Mailroom(content.campaign, eight_bit=True).compose(stranger)

    with pytest.raises(MailRefused):
        write()


def test_a_link_has_the_same_address_wherever_it_stands(content):
    content.clicks = "identified"
    content.html = f'<a href="{slot("click", number=2)}">2</a> {slot("click", number=1)}'
    content.text = f"{slot('click', number=1)} {slot('click', number=2)}"
    claim = claim_of()
    claim.clicks = "identified"

    message = parsed(compose(content, claim))

    text = message.get_body(("plain",)).get_content().split()
    html = re.findall(r"http[^\s\"]+", message.get_body(("html",)).get_content())
    assert text == html[::-1]
    assert [read(Kind.CLICK, url.rpartition("/")[2]) for url in text] == [(7, 1), (7, 2)]
