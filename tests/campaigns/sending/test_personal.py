import pytest

from campaigns.models import CampaignContent, Link
from campaigns.rendering.placeholders import Slot
from campaigns.sending.claims import Claim
from campaigns.sending.personal import value_of
from campaigns.tokens import Kind, read

CLAIM = Claim(7, 3, "zoe@example.org", "Zoe@example.org", "Zoé", "Martin", "fr", "", "", "", 0)


def value(campaign, slot, **classes):
    content = CampaignContent(campaign=campaign, **classes)
    return value_of(slot, content, campaign, "https://example.org/fr/")(CLAIM)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("first_name", "Zoé"),
        ("last_name", "Martin"),
        ("email", "Zoe@example.org"),
        ("web_url", "https://example.org/fr/"),
    ],
)
def test_what_a_person_is_called(campaign, name, expected):
    assert value(campaign, Slot(name)) == expected


@pytest.mark.parametrize(
    ("name", "kind", "numbers"),
    [
        ("unsubscribe_url", Kind.UNSUBSCRIBE, (3, None, 7)),
        ("preferences_url", Kind.PREFERENCES, (3,)),
        ("tracking_url", Kind.PREFERENCES, (3,)),
    ],
)
def test_personal_links_say_who_and_which_letter(campaign, name, kind, numbers):
    token = value(campaign, Slot(name)).removesuffix("tracking/").rstrip("/").rpartition("/")[2]

    wanted = tuple(campaign.newsletter_id if n is None else n for n in numbers)
    assert read(kind, token) == wanted


@pytest.mark.parametrize(
    ("opens", "kind", "number"),
    [("identified", Kind.OPEN, 7), ("anonymous", Kind.OPEN_ANONYMOUS, None)],
)
def test_a_pixel_names_the_delivery_only_with_consent(campaign, opens, kind, number):
    url = value(campaign, Slot("open_url"), opens=opens)

    token = url.rpartition("/")[2].removesuffix(".gif")
    assert read(kind, token) == (number or campaign.pk,)


@pytest.mark.parametrize(
    ("clicks", "kind", "number"),
    [("identified", Kind.CLICK, 7), ("anonymous", Kind.CLICK_ANONYMOUS, None)],
)
def test_a_link_and_the_trap_name_the_delivery_only_with_consent(campaign, clicks, kind, number):
    url = value(campaign, Slot("click", 4), clicks=clicks)

    assert read(kind, url.rpartition("/")[2]) == (number or campaign.pk, 4)
    trap = value(campaign, Slot("trap_url"), clicks=clicks)
    assert read(kind, trap.rpartition("/")[2]) == (number or campaign.pk, Link.TRAP)
