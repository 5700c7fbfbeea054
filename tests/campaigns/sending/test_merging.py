import pytest

from campaigns.models import CampaignContent
from campaigns.rendering.placeholders import slot
from campaigns.sending.claims import Claim
from campaigns.sending.headers import HeaderRefused
from campaigns.sending.merging import MergeRoom
from campaigns.sending.transports import MailRefused
from campaigns.tokens import sealed


def claim_of(first_name="Zoé", address="zoe@example.org", delivery_id=7, opens="none"):
    return Claim(
        delivery_id, 3, address, address, first_name, "Martin", "fr", "", opens, "none", 0
    )  # fmt: skip


def content_of(campaign, opens="none", **fields):
    link = slot("unsubscribe_url")
    given = {
        "subject": f"Bonjour {slot('first_name')}",
        "html": f'<p>{slot("first_name")}, {slot("first_name")}</p><a href="{link}">x</a>',
        "text": f"{slot('first_name', before=' ', fallback=' vous')}\n{link}",
        **fields,
    }
    return CampaignContent.objects.create(
        campaign=campaign, locale="fr", opens=opens, clicks="none", content_hash="0" * 64, **given
    )


def write(campaign, claim=None):
    sender, body = MergeRoom(campaign).compose(claim or claim_of())
    return body()


@pytest.fixture
def content(campaign):
    return content_of(campaign)


def test_the_values_are_escaped_for_their_places(campaign, content):
    letter = write(campaign, claim_of("<b>&"))

    pattern = letter.pattern
    assert letter.part(pattern.subject) == "Bonjour <b>&"
    assert letter.part(pattern.html).startswith("<p>&lt;b&gt;&amp;, &lt;b&gt;&amp;</p>")
    assert letter.part(pattern.text).startswith(" <b>&\nhttp")


def test_who_has_no_name_gets_what_stands_instead(campaign, content):
    letter = write(campaign, claim_of(""))

    assert letter.part(letter.pattern.text).startswith(" vous\n")


def test_the_same_slot_in_the_same_kind_of_place_is_one_field(campaign, content):
    letter = write(campaign)

    fields = [piece for piece in letter.pattern.html if not isinstance(piece, str)]
    assert len(fields) == 3
    assert len({field.name for field in fields}) == 2
    assert len(letter.values) == 5


def test_everyone_of_one_content_shares_its_pattern(campaign, content):
    room = MergeRoom(campaign)
    first, second = (
        room.compose(claim_of(delivery_id=n, address=f"u{n}@example.org"))[1]() for n in (1, 2)
    )

    assert first.pattern is second.pattern
    assert first.values != second.values
    assert first.message_id != second.message_id


def test_the_headers_of_bulk_mail_are_there(campaign, content):
    letter = write(campaign)

    assert letter.pattern.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.pattern.headers["Precedence"] == "bulk"
    assert letter.pattern.headers["Content-Language"] == "fr"
    url = letter.values[letter.pattern.text[-1].name]
    assert letter.headers["List-Unsubscribe"].startswith(f"<{url}>, <mailto:")
    domain = campaign.newsletter.sender_email.split("@")[1]
    assert letter.message_id == f"<{campaign.pk}.{sealed(7)}@{domain}>"


def test_the_pixel_follows_the_class_of_consent(campaign):
    for opens in ("identified", "anonymous", "none"):
        pixel = f'<img src="{slot("open_url")}">' if opens != "none" else ""
        content_of(campaign, opens, html=f"<p>x</p>{pixel}", text="x", subject="x")
    room = MergeRoom(campaign)

    def html(opens, delivery_id):
        letter = room.compose(claim_of(opens=opens, delivery_id=delivery_id))[1]()
        return letter.part(letter.pattern.html)

    assert html("identified", 1) != html("identified", 2)
    assert html("anonymous", 1) == html("anonymous", 2)
    assert "<img" in html("anonymous", 1)
    assert html("none", 1) == "<p>x</p>"


@pytest.mark.parametrize("field", ["first_name", "address"])
def test_a_line_break_in_a_header_is_refused(campaign, content, field):
    with pytest.raises(HeaderRefused):
        write(campaign, claim_of(**{field: "a\r\nBcc: b@example.org"}))


def test_a_content_that_was_not_frozen_is_refused(campaign, content):
    with pytest.raises(MailRefused):
        write(campaign, claim_of(opens="identified"))


def test_preparing_costs_the_same_whatever_the_audience(
    campaign, content, django_assert_num_queries
):
    room = MergeRoom(campaign)

    with django_assert_num_queries(0):
        for number in range(50):
            room.compose(claim_of(delivery_id=number))[1]()
