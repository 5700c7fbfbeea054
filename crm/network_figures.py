"""The CRM's own part of the yearly report: each figure, its sentence and where its rows are."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from crm import yearly_counts as counts
from crm.figures import Value, register, register_family, told_until, unless_nothing, written
from crm.models import Interview, Meeting, OpEd, PublicTalk, TrainingSession
from crm.press_counts import press_mentions, share_about_teams

Kind = Meeting.Kind
Training = TrainingSession.Kind


def register_figures() -> None:
    _register_network()
    _register_advocacy()
    _register_cooperations()
    _register_teams()
    _register_training()
    _register_press()
    _register_audience()


def listing(url_name: str, field: str, *, since: bool = True, **filters: str) -> Callable:
    """The address of an admin list narrowed to the year, or to all that is dated up to its end."""

    def rows(year: int) -> str:
        until = counts.last_day(year) if since else told_until(year)
        query = {**filters, f"{field}_to": until.isoformat()}
        if since:
            query[f"{field}_from"] = counts.first_day(year).isoformat()
        return f"{reverse(url_name)}?{urlencode(query)}"

    return rows


def _register_network() -> None:
    signed = partial(listing, "charter_signatures:index", "signed_on")
    add = partial(register, "network")
    add(
        "signatories_total",
        counts.signatories_total,
        ngettext_lazy(
            "%(figure)s organisation had signed the charter by %(day)s.",
            "%(figure)s organisations had signed the charter by %(day)s.",
            "value",
        ),
        signed(since=False),
    )
    add(
        "signatories_new",
        counts.signatories_new,
        ngettext_lazy(
            "%(figure)s of them signed it in %(year)s.",
            "%(figure)s of them signed it in %(year)s.",
            "value",
        ),
        signed(),
    )
    add(
        "signatories_by_kind",
        counts.signatories_by_kind,
        unless_nothing(
            gettext_lazy(
                "Among the signatories: %(local_share)s%% local authorities and municipal social "
                "centres, %(associations_share)s%% associations, social centres and foundations, "
                "%(health_share)s%% health and social care, %(other_share)s%% others."
            ),
            gettext_lazy("Signatories by kind: none."),
        ),
        signed(since=False),
    )


def _meetings(slug: str, kind: str, sentence: Any, section: str = "cooperations") -> None:
    register(
        section,
        slug,
        counts.counted_in_year(Meeting, "held_on", kind=kind),
        sentence,
        listing("meetings:index", "held_on", kind=kind),
    )


def _register_advocacy() -> None:
    _meetings(
        "partner_meetings",
        Kind.PARTNER,
        ngettext_lazy(
            "%(figure)s meeting with a partner in %(year)s.",
            "%(figure)s meetings with partners in %(year)s.",
            "value",
        ),
        "advocacy",
    )
    register(
        "advocacy",
        "follow_up_groups",
        counts.follow_up_groups,
        ngettext_lazy(
            "%(figure)s follow-up group met in %(year)s.",
            "%(figure)s follow-up groups met in %(year)s.",
            "value",
        ),
        listing("meetings:index", "held_on", kind=Kind.FOLLOW_UP_GROUP),
    )
    register(
        "advocacy",
        "interviews",
        counts.counted_in_year(Interview, "given_on"),
        ngettext_lazy(
            "%(figure)s interview given to journalists and researchers.",
            "%(figure)s interviews given to journalists and researchers.",
            "value",
        ),
        listing("interviews:index", "given_on"),
    )
    register(
        "advocacy",
        "op_eds",
        counts.counted_in_year(OpEd, "published_on"),
        ngettext_lazy("%(figure)s op-ed published.", "%(figure)s op-eds published.", "value"),
        listing("op_eds:index", "published_on"),
    )


def _register_cooperations() -> None:
    launched = partial(listing, "cooperations:index", "launched_on")
    register(
        "cooperations",
        "cooperations_total",
        counts.cooperations_total,
        ngettext_lazy(
            "%(figure)s territorial cooperation launched by %(day)s.",
            "%(figure)s territorial cooperations launched by %(day)s.",
            "value",
        ),
        launched(since=False),
    )
    register(
        "cooperations",
        "cooperations_new",
        counts.cooperations_new,
        ngettext_lazy(
            "%(figure)s of them launched in %(year)s.",
            "%(figure)s of them launched in %(year)s.",
            "value",
        ),
        launched(),
    )
    register(
        "cooperations",
        "cooperations_by_stage",
        counts.cooperations_by_stage,
        gettext_lazy(
            "By stage: %(under_way)s under way, %(active)s active, %(mature)s mature, "
            "%(dormant)s dormant."
        ),
        launched(since=False),
    )
    register(
        "cooperations",
        "facilitators",
        counts.facilitators,
        ngettext_lazy(
            "%(figure)s facilitator runs the cooperations.",
            "%(figure)s facilitators run the cooperations.",
            "value",
        ),
        lambda year: reverse("cooperations:index"),
    )
    _register_cooperation_meetings()
    _register_gathering()


def _register_cooperation_meetings() -> None:
    _meetings(
        "visits",
        Kind.VISIT,
        ngettext_lazy(
            "%(figure)s visit by the national team.",
            "%(figure)s visits by the national team.",
            "value",
        ),
    )
    _meetings(
        "steering_committees",
        Kind.STEERING,
        ngettext_lazy(
            "%(figure)s steering committee.", "%(figure)s steering committees.", "value"
        ),
    )
    _meetings(
        "plenary_meetings",
        Kind.PLENARY,
        ngettext_lazy("%(figure)s plenary meeting.", "%(figure)s plenary meetings.", "value"),
    )
    _meetings(
        "local_meetings",
        Kind.LOCAL,
        ngettext_lazy(
            "%(figure)s local cooperation meeting.",
            "%(figure)s local cooperation meetings.",
            "value",
        ),
    )
    _meetings(
        "public_events",
        Kind.PUBLIC,
        ngettext_lazy("%(figure)s public event.", "%(figure)s public events.", "value"),
    )


def _register_gathering() -> None:
    rows = listing("meetings:index", "held_on", kind=Kind.GATHERING)
    register(
        "cooperations",
        "gathering_participants",
        counts.gathering_participants,
        ngettext_lazy(
            "%(figure)s participant at the yearly gathering.",
            "%(figure)s participants at the yearly gathering.",
            "value",
        ),
        rows,
    )
    register(
        "cooperations",
        "gathering_departements",
        counts.gathering_departements,
        ngettext_lazy(
            "%(figure)s département represented at the yearly gathering.",
            "%(figure)s départements represented at the yearly gathering.",
            "value",
        ),
        rows,
    )


def _register_teams() -> None:
    created = partial(listing, "teams:index", "created_on")
    register(
        "teams",
        "teams_total",
        counts.teams_total,
        ngettext_lazy(
            "%(figure)s citizen team at %(day)s.",
            "%(figure)s citizen teams at %(day)s.",
            "value",
        ),
        created(since=False),
    )
    register(
        "teams",
        "teams_new",
        counts.teams_new,
        ngettext_lazy(
            "%(figure)s team created in %(year)s.",
            "%(figure)s teams created in %(year)s.",
            "value",
        ),
        created(),
    )
    register(
        "teams",
        "teams_by_carrier",
        counts.teams_by_carrier,
        unless_nothing(
            gettext_lazy(
                "Carried by: %(national_network_share)s%% national networks, "
                "%(local_association_share)s%% local associations, %(municipal_share)s%% "
                "municipal social centres, %(clic_share)s%% local information centres."
            ),
            gettext_lazy("Teams by carrier: none."),
        ),
        created(since=False),
    )


def _register_training() -> None:
    for kind, prefix, people, sessions_sentence, people_sentence in (
        (
            Training.BASIC,
            "basic",
            "volunteers_trained",
            ngettext_lazy(
                "%(figure)s basic training session.",
                "%(figure)s basic training sessions.",
                "value",
            ),
            ngettext_lazy(
                "%(figure)s volunteer trained.", "%(figure)s volunteers trained.", "value"
            ),
        ),
        (
            Training.PROFESSIONAL,
            "professional",
            "professionals_trained",
            ngettext_lazy(
                "%(figure)s professional training session.",
                "%(figure)s professional training sessions.",
                "value",
            ),
            ngettext_lazy(
                "%(figure)s professional trained.",
                "%(figure)s professionals trained.",
                "value",
            ),
        ),
    ):
        rows = listing("training_sessions:index", "held_on", kind=kind)
        held = counts.counted_in_year(TrainingSession, "held_on", kind=kind)
        register("training", f"{prefix}_training_sessions", held, sessions_sentence, rows)
        register("training", people, counts.trainees(kind), people_sentence, rows)


def _register_press() -> None:
    rows = listing("press_mentions:index", "published_on")
    register(
        "press",
        "press_mentions",
        press_mentions,
        ngettext_lazy(
            "%(figure)s mention in the press.", "%(figure)s mentions in the press.", "value"
        ),
        rows,
    )
    register(
        "press",
        "press_mentions_about_teams_share",
        share_about_teams,
        _share_about_teams,
        rows,
    )
    register(
        "press",
        "public_talks",
        counts.counted_in_year(PublicTalk, "given_on"),
        ngettext_lazy("%(figure)s public talk.", "%(figure)s public talks.", "value"),
        listing("public_talks:index", "given_on"),
    )


def _share_about_teams(value: Value, year: int) -> str:
    if not isinstance(value, float):
        return _("No mention was counted in %(year)s.") % {"year": year}
    return _("%(share)s%% of the mentions are about citizen teams.") % {
        "share": written(round(value * 100))
    }


def _register_audience() -> None:
    for slug, sentence in (
        ("site_visits", gettext_lazy("Visits to the site in %(year)s: %(figure)s.")),
        ("video_views", gettext_lazy("Views of the videos in %(year)s: %(figure)s.")),
    ):
        register(
            "audience",
            slug,
            counts.reading(slug),
            sentence,
            lambda year: reverse("key_figures:index"),
        )
    register_family(counts.other_readings)
