"""From an approved campaign to frozen content and one Delivery row per recipient.

All of it in one transaction: a campaign that was killed while starting has not started.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection, models, transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.approval import is_approved
from campaigns.models import Campaign, CampaignContent, IssuePage, Link, TrackingClass
from campaigns.rendering.checks import check_issue
from campaigns.rendering.email import RenderedEmail, render_issue
from campaigns.rendering.links import LinkRegistry
from campaigns.segments.members import audience
from campaigns.segments.rules import SegmentRefused
from campaigns.sending.alerts import give_up_start
from campaigns.sending.epoch import SendingHeld, advance
from campaigns.sending.headers import HeaderRefused, check_header, header_problem
from crm.models import Subscriber, TrackingChoice, User

State = Campaign.State
STARTABLE = (State.APPROVED, State.SCHEDULED)
STARTED = (State.SENDING, State.PAUSED, State.SENT)
# So many rows at once make what PostgreSQL knows of the table wrong.
MANY = 10_000

INSERT = """
    INSERT INTO campaigns_delivery (
        campaign_id, not_before, variant, state, reason, reply, owner, attempts,
        subscriber_id, address, locale, opens, clicks
    )
    SELECT %s, %s, '', 'pending', '', '', '', 0, chosen.* FROM ({select}) AS chosen
"""
MARK_PAUSED = """
    UPDATE campaigns_delivery SET state = 'suppressed', reason = 'paused', settled_at = %s
    FROM crm_subscriber s
    WHERE campaigns_delivery.subscriber_id = s.id AND campaigns_delivery.campaign_id = %s
      AND s.paused_until > %s
"""
# Set after the INSERT, row by row of the few excluded: a join for a million costs seconds.
MARK_SUPPRESSED = """
    UPDATE campaigns_delivery SET state = 'suppressed', reason = x.reason, settled_at = %s
    FROM crm_suppression x JOIN crm_subscriber s ON s.address_hash = x.address_hash
    WHERE campaigns_delivery.subscriber_id = s.id AND campaigns_delivery.campaign_id = %s
"""


class SendingRefused(Exception):
    """Nothing was sent; says why in one sentence."""


def schedule(campaign: Campaign, at: datetime) -> None:
    """To be started by `start_due`. Raises SendingRefused."""
    _check(campaign)
    moved = Campaign.objects.filter(pk=campaign.pk, state__in=STARTABLE).update(
        state=State.SCHEDULED, scheduled_for=at, paused_because=""
    )
    campaign.refresh_from_db()
    if not moved and campaign.state not in STARTED:
        raise SendingRefused(_("This campaign cannot be sent any more."))


def send_soon(campaign: Campaign, at: datetime) -> None:
    """Scheduled for a moment so near that there is just time to call it back.

    Pressing again never puts it off. Raises SendingRefused.
    """
    _check(campaign)
    later = Q(state=State.APPROVED) | Q(state=State.SCHEDULED, scheduled_for__gt=at)
    Campaign.objects.filter(later, pk=campaign.pk).update(
        state=State.SCHEDULED, scheduled_for=at, paused_because=""
    )
    campaign.refresh_from_db()


def start_due(now: datetime | None = None) -> list[int]:
    """Starts every scheduled campaign whose time has come; one that is refused says so.

    One called back at the last moment does not start. While sending is held they wait.
    """
    if _hold():
        return []
    now = now or timezone.now()
    due = Campaign.objects.filter(state=State.SCHEDULED, scheduled_for__lte=now)
    started = []
    for campaign in due:
        try:
            start(campaign, due=now)
        except SendingRefused as refusal:
            give_up_start(campaign, str(refusal))
        if campaign.state == State.SENDING:
            started.append(campaign.pk)
    return started


def start(campaign: Campaign, *, by: User | None = None, due: datetime | None = None) -> int:
    """Freezes content and audience and returns the number of candidates.

    Pressing twice, or on two machines at once, starts it once; with `due`, only if it is scheduled
    for that moment or before. Raises SendingRefused.
    """
    if campaign.state not in STARTED:
        _check(campaign)
        if reason := _hold():
            raise SendingRefused(reason)
        with transaction.atomic():
            if _take(campaign, due):
                _freeze(campaign)
        campaign.refresh_from_db()
    return campaign.deliveries.count()


def _hold() -> str:
    """One epoch further; or the sentence that says why nothing may leave."""
    try:
        advance()
    except SendingHeld as refusal:
        return str(refusal)
    return ""


def _check(campaign: Campaign) -> None:
    if campaign.state == State.CANCELLED:
        raise SendingRefused(_("This campaign was cancelled."))
    if campaign.issue is None:
        raise SendingRefused(_("This campaign has no issue any more."))
    if campaign.state not in (*STARTABLE, *STARTED) or not is_approved(campaign):
        raise SendingRefused(
            _("This campaign is not approved: a colleague has to read it as it stands now.")
        )
    for language in _languages(campaign.issue).values():
        for problem in check_issue(language):
            raise SendingRefused(problem)
    if problem := header_problem(campaign, campaign.issue.language):
        raise SendingRefused(problem)


def _take(campaign: Campaign, due: datetime | None) -> bool:
    """Locks the row: only one of two that press at once goes on."""
    startable = Q(state=State.SCHEDULED, scheduled_for__lte=due) if due else Q(state__in=STARTABLE)
    return bool(
        Campaign.objects.filter(startable, pk=campaign.pk).update(
            state=State.SENDING,
            frozen_at=timezone.now(),
            fresh_from=0,
            paused_because="",
            difficulty="",
        )
    )


def _freeze(campaign: Campaign) -> None:
    assert campaign.issue is not None
    languages = _languages(campaign.issue)
    source = campaign.issue.language
    frozen = _freeze_audience(campaign, list(languages), source)
    if not frozen:
        raise SendingRefused(_("Nobody would receive this campaign: its audience is empty."))
    links = LinkRegistry()
    for locale, opens, clicks in sorted(_kinds(campaign)):
        rendered = render_issue(
            languages[locale],
            opens=TrackingClass(opens),
            clicks=TrackingClass(clicks),
            links=links,
        )
        _freeze_content(campaign, locale, opens, clicks, rendered)
    rows = [(Link.TRAP, f"{settings.SITE_URL}/"), *links.rows()]
    Link.objects.bulk_create(Link(campaign=campaign, number=n, url=url) for n, url in rows)
    if frozen >= MANY and connection.vendor == "postgresql":
        _tell_planner()


def _tell_planner() -> None:
    """A quarter of a second, whatever the size: else, until autovacuum comes by, each claim sorts
    all rows of the campaign (400,000 rows: 1,800 mails a second instead of 4,500)."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE campaigns_delivery")


def _languages(issue: IssuePage) -> dict[str, IssuePage]:
    """The source page and its published translations, by language."""
    translations = issue.get_translations().live().select_related("locale")
    pages = {page.locale.language_code: page.specific for page in translations}
    return {**pages, issue.language: issue}


def _freeze_audience(campaign: Campaign, languages: list[str], source: str) -> int:
    """INSERT … SELECT: no row passes through Python."""
    now = timezone.now()
    try:
        chosen = audience(campaign.newsletter, campaign.segment)
        rows = _rows(Subscriber.objects.filter(pk__in=chosen.values("pk")), languages, source)
        select, parameters = rows.query.get_compiler(connection=connection).as_sql()
    except SegmentRefused as refusal:
        raise SendingRefused(str(refusal)) from refusal
    except EmptyResultSet:
        return 0
    today = connection.ops.adapt_datefield_value(timezone.localdate())
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(INSERT.format(select=select), [campaign.pk, moment, *parameters])
        inserted = cursor.rowcount
        cursor.execute(MARK_PAUSED, [moment, campaign.pk, today])
        cursor.execute(MARK_SUPPRESSED, [moment, campaign.pk])
    return inserted


def _rows(
    chosen: QuerySet[Subscriber], languages: list[str], source: str
) -> QuerySet[Subscriber, tuple[Any, ...]]:
    locale = Case(
        When(language__in=languages, then=F("language")),
        default=Value(source),
        output_field=models.CharField(),
    )
    return (
        chosen.annotate(
            locale=locale, opens=_class("open_tracking"), clicks=_class("click_tracking")
        )
        .order_by()
        .values_list("pk", "address", "locale", "opens", "clicks")
    )


def _class(field: str) -> Case:
    return Case(
        When(**{field: TrackingChoice.GRANTED}, then=Value(TrackingClass.IDENTIFIED.value)),
        When(**{field: TrackingChoice.UNKNOWN}, then=Value(TrackingClass.ANONYMOUS.value)),
        default=Value(TrackingClass.NONE.value),
        output_field=models.CharField(),
    )


def _kinds(campaign: Campaign) -> set[tuple[str, str, str]]:
    """Locale and tracking classes of the rows, and those a withdrawn consent may lower them to."""
    none = TrackingClass.NONE.value
    rows = campaign.deliveries.order_by().values_list("locale", "opens", "clicks").distinct()
    return {
        (locale, opens, clicks)
        for locale, *classes in rows
        for opens in {classes[0], none}
        for clicks in {classes[1], none}
    }


def _freeze_content(
    campaign: Campaign, locale: str, opens: str, clicks: str, rendered: RenderedEmail
) -> None:
    _refuse(rendered.errors)
    try:
        check_header("Subject", rendered.subject)
    except HeaderRefused as refusal:
        raise SendingRefused(str(refusal)) from refusal
    whole = "\0".join([rendered.subject, rendered.html, rendered.text])
    CampaignContent.objects.create(
        campaign=campaign, locale=locale, opens=opens, clicks=clicks,
        subject=rendered.subject, html=rendered.html, text=rendered.text,
        content_hash=hashlib.sha256(whole.encode()).hexdigest(),
    )  # fmt: skip


def _refuse(errors: Iterable[str]) -> None:
    for error in errors:
        raise SendingRefused(error)
