"""Row B7: every address of our back office × every role, against one table.

An address that no line of the table names fails the test: who adds one says here who may enter.
"""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page

from campaigns.models import IssuePage, RetentionRun, Segment, SendingPace
from crm.models import (
    FollowUp,
    Network,
    PartnerFamily,
    Subscriber,
    SubscriberTag,
    Suppression,
    User,
)
from crm.roles import Role, give_role
from tests.factories import campaigns, crm, media_kit
from tests.factories.campaigns import IssuePageFactory, NewsletterPageFactory
from tests.factories.crm import UserFactory
from tests.journeys.back_office import NEITHER, OPEN, REFUSED, Place, answer, methods, our_places

pytestmark = pytest.mark.once

LETTERS = {
    "A": Role.ADMINISTRATOR,
    "C": Role.COMMUNICATION,
    "P": Role.PARTNERSHIPS,
    "R": Role.READING,
}
ACTIONS = {
    "see": "index index_results list list_results inspect "
    "choose choose_results chosen chosen_multiple select_format",
    "add": "add copy create",
    "change": "edit history history_results usage revisions_revert revisions_compare",
    "delete": "delete",
}
KINDS = {action: kind for kind, actions in ACTIONS.items() for action in actions.split()}

NETWORK = {"see": "ACPR", "add": "AP", "change": "AP", "delete": "AP"}
PRESS = {"see": "ACPR", "add": "ACP", "change": "ACP", "delete": "ACP"}
LETTER = {"see": "ACPR", "add": "AC", "change": "AC", "delete": "AC"}
SCREENS = {
    **dict.fromkeys(
        [
            *("organisations", "people", "meetings", "follow_ups", "cooperations", "teams"),
            *("charter_signatures", "training_sessions", "key_figures", "follow_up_groups"),
            *("partner_families", "territories", "organisation_chooser", "person_chooser"),
        ],
        NETWORK,
    ),
    **dict.fromkeys(
        ["interviews", "op_eds", "press_mentions", "press_counts", "public_talks"], PRESS
    ),
    **dict.fromkeys(
        [
            *("campaign", "segment", "wagtailsnippetchoosers_campaigns_segment"),
            *("subscriber", "suppression", "wagtailimages_chooser"),
        ],
        LETTER,
    ),
    **dict.fromkeys(
        ["topic", "subscriber_import", "issues", "pace", "wagtailimages", "wagtaildocs"],
        LETTER | {"see": "AC"},
    ),
    "newsletter": LETTER | {"delete": "A"},
    "data_requests": {"see": "ACP", "add": "ACP", "change": "A", "delete": ""},
    "wagtailusers_users": dict.fromkeys(ACTIONS, "A"),
}
# `who may look / who may act`, where that is not the same.
OTHERS = {
    # Offers only the pages under which one may add.
    "issues:choose_parent": "ACPR",
    **dict.fromkeys(
        [
            *("campaign:submit", "campaign:approve", "campaign:request_changes", "campaign:send"),
            *("campaign:schedule", "campaign:unschedule", "campaign:pace", "campaign:pause"),
            *("campaign:resume", "campaign:cancel", "campaign:settle"),
            *("segment:count", "subscriber:leave", "subscriber:exclude", "subscriber:lift"),
            *("subscriber_import:check", "subscriber_import:run", "subscriber_import:give_up"),
            *("subscriber_import:undo", "subscriber_import:refused"),
            *("subscriber_import:progress", "issue_trial", "check_domain"),
            *("export_subscribers", "attest_consent", "wagtailimages:url_generator"),
            *("wagtailimages:url_generator_output", "wagtailimages:image_usage"),
            "wagtaildocs:document_usage",
        ],
        "AC",
    ),
    **dict.fromkeys(
        [
            *("campaign:progress", "campaign:ledger", "campaign:links", "campaign:table"),
            *("campaign:doubts", "segment:count_saved", "issue_reader", "whole_ledger"),
            *("letter_figures", "letter_figures_file", "consent_register", "consent_purpose"),
            *("download_report", "download_report_results", "yearly_figures", "suggest"),
        ],
        "ACPR",
    ),
    "campaign:failures": "ACPR/AC",
    "log_meeting": "AP",
    "mark_follow_up_done": "AP",
    "reopen_follow_up": "AP",
    **dict.fromkeys(["data_requests:history", "data_requests:history_results"], "ACP"),
    "data_requests:hand_out": "A",
    "data_requests:erase": "A",
    "data_requests:file": "A",
    **dict.fromkeys(["retention", "retention_progress"], "AC"),
    "start_retention": "A",
    "processing_register": "ACPR",
    "sending_hold": "A",
    "wagtailusers_users:invite_again": "A",
}

ABOUT = {
    "issue_trial": IssuePage,
    "attest_consent": Subscriber,
    "retention_progress": RetentionRun,
    "mark_follow_up_done": FollowUp,
    "reopen_follow_up": FollowUp,
}
PLACES = our_places()
MODELS = {place.group: place.model for place in PLACES if place.group and place.model}
WORDS = {
    "locale": "fr",
    "table": "rates",
    "choice": "leave",
    "name": "letter",
    "model_name": "organisation",
    "purpose": "open_tracking",
    "revision_id_a": "earliest",
    "revision_id_b": "latest",
}


class Things(dict):
    """One of each, made when it is first asked for."""

    MADE: dict[Any, Callable[[], Any]] = {
        IssuePage: lambda: IssuePageFactory(
            parent=NewsletterPageFactory(parent=Page.objects.get(depth=1))
        ),
        PartnerFamily: lambda: PartnerFamily.objects.create(name="Fondations"),
        RetentionRun: lambda: RetentionRun.objects.create(state=RetentionRun.State.DONE),
        SendingPace: SendingPace.load,
        SubscriberTag: lambda: SubscriberTag.objects.create(name="Presse", is_topic=True),
        Suppression: lambda: Suppression.objects.create(
            address="gone@example.org", address_hash="gone", reason=Suppression.Reason.MANUAL
        ),
    }
    FACTORIES = {
        factory._meta.model: factory
        for module in (crm, campaigns, media_kit)
        for factory in vars(module).values()
        if hasattr(factory, "_meta") and hasattr(factory, "create_batch")
    }

    def __missing__(self, model: Any) -> Any:
        self[model] = thing = (self.MADE.get(model) or self.FACTORIES[model])()
        return thing

    def value_for(self, name: str, model: Any) -> Any:
        if name == "revision_id":
            return self[Segment].save_revision().pk
        if name == "newsletter_id":
            return self[campaigns.Newsletter].pk
        return WORDS[name] if name in WORDS else self[model].pk


@pytest.fixture
def things() -> Things:
    return Things()


def address_of(place: Place, things: Things) -> str:
    model = ABOUT.get(place.name) or place.model or MODELS.get(place.group)
    values = {name: things.value_for(name, model) for name in place.parameters}
    return reverse(place.name, kwargs=values)


def told(place: Place) -> str | None:
    """Who may enter, as the table says it; None when it says nothing."""
    screens, kind = SCREENS.get(place.group), KINDS.get(place.action)
    return OTHERS.get(place.name) or (screens and kind and screens[kind])


def wagtails_own(things: Things) -> dict[str, str]:
    """Addresses of Wagtail that lead to what is ours: an issue, the settings."""
    issue = things[IssuePage]
    pages = ["edit", "view_draft", "history", "copy", "delete", "move", "unpublish", "usage"]
    compared = reverse(
        "wagtailadmin_pages:revisions_compare", args=[issue.pk, "earliest", "latest"]
    )
    return {
        **{reverse(f"wagtailadmin_pages:{page}", args=[issue.pk]): "AC" for page in pages},
        compared: "AC",
        reverse("wagtailadmin_pages:preview_on_edit", args=[issue.pk]): "AC",
        reverse(
            "wagtailadmin_pages:add", args=["campaigns", "issuepage", issue.get_parent().pk]
        ): "AC",
        reverse("wagtailsettings:edit", args=["crm", "network", Network.load().pk]): "A",
    }


def of_role(letter: str) -> User | None:
    user = UserFactory() if letter else None
    if user:
        give_role(user, LETTERS[letter])
    return user


def test_every_address_stands_in_the_table():
    assert [place.name for place in PLACES if told(place) is None] == []


def test_every_line_of_the_table_has_its_address():
    assert set(OTHERS) - {place.name for place in PLACES} == set()
    assert set(SCREENS) - {place.group for place in PLACES} == set()


@pytest.mark.parametrize("letter", [*LETTERS, ""])
def test_nobody_goes_where_the_table_does_not_let_them(letter, things, caplog):
    caplog.set_level(logging.ERROR, logger="django.request")
    user = of_role(letter)
    table = {address_of(place, things): told(place) for place in PLACES}

    wrong = [
        (method, address, seen)
        for address, who in (table | wagtails_own(things)).items()
        for method, seen, expected in seen_at(user, letter, address, who)
        if seen not in (expected, NEITHER)
    ]

    assert wrong == []


def seen_at(user: User | None, letter: str, address: str, who: str) -> Iterator[Any]:
    look, _slash, act = who.partition("/")
    allowed = bool(letter) and letter in look
    for method in methods(address, allowed=allowed):
        may = letter and letter in (act or look if method == "POST" else look)
        yield method, answer(user, address, method), OPEN if may else REFUSED


BULK = [
    ("campaigns", "segment", "delete"),
    *(("wagtailcore", "page", action) for action in ("delete", "publish", "unpublish")),
]


@pytest.mark.parametrize("letter", ["P", "R"])
@pytest.mark.parametrize(("app", "model", "action"), BULK)
def test_nothing_is_done_in_bulk_by_who_may_not_do_it_once(letter, app, model, action, things):
    """Wagtail's own page for it opens to everybody, and says which rows one may not touch."""
    thing = things[Segment if model == "segment" else IssuePage]
    if action == "publish":
        thing.unpublish()
    before = type(thing).objects.values().get(pk=thing.pk)
    address = reverse("wagtail_bulk_action", args=[app, model, action])

    answer(of_role(letter), f"{address}?id={thing.pk}", "POST", keep=True)

    assert type(thing).objects.values().get(pk=thing.pk) == before
