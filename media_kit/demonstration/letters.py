"""Eleven letters of 2018 with what became of them, and one that is ready to leave.

Each is frozen by the real planning; its deliveries then get the outcomes of their day, and the
hits of its readers go through the spool and the real ingestion.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.approval import audience_hash, content_hash
from campaigns.models import (
    Approval,
    Campaign,
    Delivery,
    Event,
    IssuePage,
    Link,
    NewsletterPage,
    Segment,
    Subscription,
    TrackingClass,
)
from campaigns.segments.members import audience as audience_of
from campaigns.sending import planning
from campaigns.tokens import Kind
from campaigns.tracking.audiences import count_audiences
from campaigns.tracking.hits import Hit
from campaigns.tracking.ingest import ingest_spool
from campaigns.tracking.spool import append_past
from cms.models import ArticlePage, CooperationIndexPage
from crm.models import SubscriberTag, User
from media_kit.demonstration import words
from media_kit.demonstration.audience import MAIN, VOLUNTEER
from media_kit.demonstration.dice import Dice

READY = "pret-a-partir"
ACCEPTED, FAILED = Delivery.State.ACCEPTED, Delivery.State.FAILED
REFUSED = 0.008  # of the addresses, at each letter
OPENED, OPENED_AGAIN, FOLLOWED = 0.36, 0.22, 0.24
BY_MACHINE = 0.13
SCANNED = 0.04  # whose mail server tries every link, under a browser's name
A_MINUTE = 400  # mails the server took
HALF_HOUR = 1800


def load() -> None:
    page = NewsletterPage.objects.filter(newsletter__slug=MAIN, locale__language_code="fr").first()
    if page is None or Campaign.objects.exists():
        return
    dice, scanners = Dice("letters"), Dice("scanners")
    _segments()
    campaigns = [
        _send(dice, page, number, month, subject)
        for number, (month, subject) in enumerate(words.LETTER_SUBJECTS, start=1)
    ]
    for campaign in campaigns:
        append_past(_hits(dice, campaign))
        append_past(_scans(scanners, campaign))
    ingest_spool()
    count_audiences()
    _prepare(page)


def _segments() -> None:
    """An example of what a segment can be."""
    volunteers = SubscriberTag.objects.get(name=VOLUNTEER).slug
    Segment.objects.get_or_create(
        name="Bénévoles francophones",
        defaults={
            "rules": [
                {"type": "language", "value": ["fr"]},
                {"type": "tag", "value": [volunteers]},
            ]
        },
    )


def _send(dice: Dice, page: NewsletterPage, number: int, month: int, subject: str) -> Campaign:
    day = dt.date(2018, month, dice.randint(8, 20))
    sent_at = timezone.make_aware(dt.datetime.combine(day, dt.time(10, 2)))
    issue = _issue(page, f"Lettre n° {number} – {subject}", subject, day, _articles_before(day))
    with transaction.atomic():
        campaign = _approved(issue, f"lettre-2018-{month:02}")
        ended_at = sent_at
        if audience_of(campaign.newsletter, None).exists():
            planning.start(campaign)
            ended_at = _deliver(dice, campaign, sent_at)
        _date_back(campaign, sent_at, ended_at)
    return campaign


def _articles_before(day: dt.date) -> list[ArticlePage]:
    earlier = ArticlePage.objects.filter(locale__language_code="fr", published_on__lte=day)
    return list(earlier.order_by("-published_on")[:3])


def _issue(page, title: str, subject: str, day: dt.date, articles: list[ArticlePage]) -> IssuePage:
    body = [
        _block("greeting", {"opening": "Bonjour", "fallback": "à toutes et à tous"}),
        _block("text", f"<p>{words.LETTER_INTRODUCTION.fr}</p>"),
        *(_article(article) for article in articles),
        _block("separator", None),
        _button("fr"),
    ]
    issue = IssuePage(title=title, subject=subject, issued_on=day, body=body, locale=page.locale)
    page.add_child(instance=issue)
    issue.save_revision().publish()
    return issue


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value}


def _article(article: ArticlePage) -> dict[str, Any]:
    value = {"page": article.pk, "title": "", "summary": "", "with_image": True}
    return _block("article", value)


def _button(language: str) -> dict[str, Any]:
    index = CooperationIndexPage.objects.get(locale__language_code=language)
    label = words.READY_BUTTON.in_language(language)
    return _block("button", {"label": label, "page": index.pk, "url": ""})


def _approved(issue: IssuePage, slug: str) -> Campaign:
    """Written by Claire Moreau, approved by Rachid Benali."""
    campaign = Campaign.objects.create(
        slug=slug,
        name=issue.title,
        issue=issue,
        newsletter=issue.newsletter,
        owner=User.objects.get(email="communication@example.org"),
        state=Campaign.State.APPROVED,
    )
    Approval.objects.create(
        campaign=campaign,
        content_hash=content_hash(campaign),
        audience_hash=audience_hash(campaign),
        approved_by=User.objects.get(email="relecture@example.org"),
    )
    return campaign


def _deliver(dice: Dice, campaign: Campaign, sent_at: dt.datetime) -> dt.datetime:
    """Those who subscribed later have not got it; those who left since then had."""
    subscriptions = campaign.newsletter.subscriptions
    later = subscriptions.filter(confirmed_at__gt=sent_at).values("subscriber")
    campaign.deliveries.filter(subscriber__in=later).delete()
    Delivery.objects.bulk_create(_to_those_who_left(campaign, sent_at))
    ended_at = _settle(dice, campaign, sent_at)
    _record_departures(campaign, sent_at)
    return ended_at


def _date_back(campaign: Campaign, sent_at: dt.datetime, ended_at: dt.datetime) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(
        state=Campaign.State.SENT,
        frozen_at=sent_at,
        began_at=sent_at,
        ended_at=ended_at,
        created_at=sent_at - dt.timedelta(days=2),
    )
    campaign.approvals.update(approved_at=sent_at - dt.timedelta(days=1))
    campaign.refresh_from_db()


def _to_those_who_left(campaign: Campaign, sent_at: dt.datetime) -> Iterator[Delivery]:
    left = campaign.newsletter.subscriptions.filter(
        confirmed_at__lte=sent_at, unsubscribed_at__gt=sent_at
    ).select_related("subscriber")
    for subscription in left:
        yield Delivery(
            campaign=campaign,
            subscriber=subscription.subscriber,
            address=subscription.subscriber.address,
            locale="fr",
            opens=TrackingClass.ANONYMOUS,
            clicks=TrackingClass.ANONYMOUS,
        )


def _settle(dice: Dice, campaign: Campaign, sent_at: dt.datetime) -> dt.datetime:
    """So many a minute were accepted; a few were refused. Returns when the last one was."""
    pks = list(campaign.deliveries.order_by("pk").values_list("pk", flat=True))
    at = sent_at
    for first in range(0, len(pks), A_MINUTE):
        at = sent_at + dt.timedelta(minutes=first // A_MINUTE)
        campaign.deliveries.filter(
            pk__range=(pks[first], pks[first : first + A_MINUTE][-1])
        ).update(
            state=ACCEPTED,
            reply="250 2.0.0 Ok: queued",
            attempts=1,
            not_before=at,
            claimed_at=at,
            settled_at=at,
        )
    refused = dice.sample(pks, round(REFUSED * len(pks)))
    campaign.deliveries.filter(pk__in=refused).update(
        state=FAILED, reason=Delivery.Reason.REFUSED, reply="552 5.2.2 Mailbox full"
    )
    return at


def _record_departures(campaign: Campaign, sent_at: dt.datetime) -> None:
    """Who left within two weeks did so from this letter."""
    left = campaign.newsletter.subscriptions.filter(
        state=Subscription.State.UNSUBSCRIBED,
        unsubscribed_at__range=(sent_at, sent_at + dt.timedelta(days=14)),
    )
    moments = dict(left.values_list("subscriber", "unsubscribed_at"))
    Event.objects.bulk_create(
        Event(
            kind=Event.Kind.UNSUBSCRIPTION,
            campaign=campaign,
            delivery=delivery,
            at=moments[delivery.subscriber_id],
        )
        for delivery in campaign.deliveries.filter(subscriber__in=moments)
    )


def _hits(dice: Dice, campaign: Campaign) -> Iterator[Hit]:
    """What the pixel and the links of one letter would have received."""
    links = list(campaign.links.exclude(number=Link.TRAP).values_list("number", flat=True))
    accepted = campaign.deliveries.filter(state=ACCEPTED)
    for pk, opens, clicks, at in accepted.values_list("pk", "opens", "clicks", "settled_at"):
        sent = int(at.timestamp())
        if dice.random() < BY_MACHINE and opens != TrackingClass.NONE:
            yield _open(campaign, pk, opens, sent + 60, "machine", "apple_privacy")
        if dice.random() >= OPENED:
            continue
        read = sent + HALF_HOUR * (1 + int(dice.expovariate(1 / 14)))
        if opens != TrackingClass.NONE:
            yield _open(campaign, pk, opens, read, "person", "browser")
            if dice.random() < OPENED_AGAIN:
                yield _open(campaign, pk, opens, read + 4 * HALF_HOUR, "person", "mail_program")
        if clicks != TrackingClass.NONE and dice.random() < FOLLOWED:
            yield _click(campaign, pk, clicks, read + HALF_HOUR, dice.choice(links))


def _scans(dice: Dice, campaign: Campaign) -> Iterator[Hit]:
    """Slow enough to pass for a person, were it not for the link that no person sees.

    Only where clicks have a name: elsewhere nothing tells which hits belong together.
    """
    links = sorted(campaign.links.values_list("number", flat=True))
    accepted = campaign.deliveries.filter(state=ACCEPTED, clicks=TrackingClass.IDENTIFIED)
    for pk, at in accepted.values_list("pk", "settled_at"):
        if dice.random() < SCANNED:
            begin = int(at.timestamp()) + dice.randint(20, 300)
            for number, link in enumerate(links):
                yield _click(campaign, pk, TrackingClass.IDENTIFIED, begin + 4 * number, link)


def _open(campaign: Campaign, pk: int, opens: str, second: int, verdict: str, rule: str) -> Hit:
    if opens == TrackingClass.IDENTIFIED:
        return Hit(Kind.OPEN, second, verdict, rule, pk)
    return Hit(Kind.OPEN_ANONYMOUS, second, verdict, rule, campaign.pk)


def _click(campaign: Campaign, pk: int, clicks: str, second: int, link: int) -> Hit:
    if clicks == TrackingClass.IDENTIFIED:
        return Hit(Kind.CLICK, second, "person", "browser", pk, link)
    return Hit(Kind.CLICK_ANONYMOUS, second, "person", "browser", campaign.pk, link)


def _prepare(page: NewsletterPage) -> None:
    """In French and English, approved, not started, for every confirmed subscriber."""
    issue = IssuePage(
        title="Les nouvelles de l’automne",
        slug=READY,
        subject=words.READY_SUBJECT.fr,
        preheader=words.READY_PREHEADER.fr,
        issued_on=timezone.localdate(),
        body=_ready_body("fr"),
        locale=page.locale,
    )
    page.add_child(instance=issue)
    issue.save_revision().publish()
    english_page = NewsletterPage.objects.get(
        translation_key=page.translation_key, locale__language_code="en"
    )
    english = issue.copy_for_translation(english_page.locale)
    english.title, english.slug = "News of the autumn", "ready-to-leave"
    english.subject, english.preheader = words.READY_SUBJECT.en, words.READY_PREHEADER.en
    english.body = _ready_body("en")
    english.save_revision().publish()
    _approved(issue, READY)


def _ready_body(language: str) -> list[dict[str, Any]]:
    opening, fallback = {
        "fr": ("Bonjour", "à toutes et à tous"),
        "en": ("Hello", "everyone"),
    }[language]
    articles = ArticlePage.objects.filter(locale__language_code=language)
    return [
        _block("greeting", {"opening": opening, "fallback": fallback}),
        _block("text", words.READY_TEXT.in_language(language)),
        *(_article(article) for article in articles.order_by("-published_on")[:3]),
        _block(
            "key_figure",
            {
                "value": "712",
                "caption": words.READY_FIGURE.in_language(language),
                "source": "31/12/2020",
            },
        ),
        _block("separator", None),
        _button(language),
        _question(language),
    ]


def _question(language: str) -> dict[str, Any]:
    title, text, label = (part.in_language(language) for part in words.READY_QUESTION)
    return _block("tracking_question", {"title": title, "text": text, "label": label})
