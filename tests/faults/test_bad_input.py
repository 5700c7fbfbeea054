"""B3 and B15 all the way: what somebody typed, and what the mail server of the recipient gets."""

import email
from email import policy

import pytest
from django.db import connection

from campaigns.models import Campaign, CampaignContent
from campaigns.sending.planning import SendingRefused, start
from crm.models import Subscriber
from tests.faults.accounts import assert_accounted
from tests.faults.figures import FEW
from tests.faults.workers import send_all

BREAKS = ["\r", "\n", "\r\nBcc: x@example.org", "\u2028"]
if connection.vendor == "sqlite":  # PostgreSQL stores no NUL
    BREAKS.append("\0")
STRANGE = {
    "emoji": "Zoé 👩‍👩‍👧 🇫🇷",
    "accents": "Łukasz Ñandú Œuvre ŷ",
    "right to left": "\u202bשלום عليكم\u202c",
    "long": "a" * 2_000,
}


@pytest.fixture
def people() -> int:
    return FEW


@pytest.mark.row("B3", "CR, LF, NUL, U+2028 in the subject", "refused with a sentence, 0 sent")
@pytest.mark.parametrize("text", BREAKS)
def test_b3_a_line_break_in_a_subject_stops_the_start(campaign, server, text):
    """Written past the form, as an import or a script might."""
    issue = campaign.issue
    type(issue).objects.filter(pk=issue.pk).update(subject=f"Avril{text}")
    campaign.issue.refresh_from_db()

    with pytest.raises(SendingRefused) as refusal:
        start(campaign)

    assert str(refusal.value)
    assert campaign.deliveries.count() == len(server.mails) == 0


@pytest.mark.row("B3", "CR, LF, NUL, U+2028 in the sender", "paused with a sentence, 0 sent")
@pytest.mark.parametrize("text", BREAKS)
def test_b3_a_line_break_in_the_sender_sends_nothing(started, server, text):
    newsletter = started.newsletter
    type(newsletter).objects.filter(pk=newsletter.pk).update(sender_name=f"Réseau{text}")

    send_all(started)

    started.refresh_from_db()
    assert started.state == Campaign.State.PAUSED
    assert "expéditeur" in started.paused_because
    assert server.mails == []


@pytest.mark.row("B15", "emoji, accents, right to left, long names", "RFC 5322, lines ≤ 998")
@pytest.mark.parametrize("name", STRANGE.values(), ids=STRANGE)
@pytest.mark.parametrize("abilities", [["PIPELINING", "8BITMIME", "SMTPUTF8"], []])
def test_b15_strange_names_and_texts_arrive_whole(started, server, name, abilities):
    server.abilities = abilities
    Subscriber.objects.update(first_name=name[:100])
    contents = CampaignContent.objects.filter(campaign=started)
    contents.update(subject=name[:200], text=name, html=f"<p>{name}</p>" * 50)

    send_all(started)

    assert assert_accounted(started, server, candidates=FEW)["accepted"] == FEW
    for mail in server.mails[:3]:
        assert max(map(len, mail.content.split(b"\r\n"))) <= 998
        assert b"\n" not in mail.content.replace(b"\r\n", b"")
        message = email.message_from_bytes(mail.content, policy=policy.default)
        assert not message.defects
        assert message["Subject"].strip() == name[:200].strip()
        assert name in message.get_body(("plain",)).get_content().replace("\n", "")
        assert name in message.get_body(("html",)).get_content().replace("\n", "")


@pytest.mark.row("B15", "an empty text part", "both parts are there")
def test_b15_an_empty_text_part_is_still_a_part(started, server):
    CampaignContent.objects.filter(campaign=started).update(text="")

    send_all(started)

    message = email.message_from_bytes(server.mails[0].content, policy=policy.default)
    assert [part.get_content_type() for part in message.iter_parts()] == [
        "text/plain",
        "text/html",
    ]


@pytest.mark.row("B15", "an internationalised domain", "mailed in its ASCII form")
def test_b15_an_internationalised_domain_is_mailed_in_its_ascii_form(campaign, server):
    subscriber = Subscriber.objects.latest("pk")
    subscriber.email = "zoé@éléphant.example"
    subscriber.save()

    start(campaign)
    send_all(campaign)

    assert "zoé@" + "éléphant.example".encode("idna").decode() in server.recipients
