"""Press, talks, training, and the figures that come from outside."""

import datetime as dt

from crm.models import (
    Cooperation,
    Interview,
    KeyFigure,
    KeyFigureReading,
    OpEd,
    PressCount,
    PressMention,
    PublicTalk,
    TrainingSession,
)
from media_kit.demonstration.dice import Dice

Kind = TrainingSession.Kind

OUTLETS = (
    "Le Courrier de l’Ouest lointain",
    "La Gazette des territoires",
    "Radio Bocage",
    "Vivre ensemble",
    "Le Journal des aidants",
    "Télé Littoral",
    "L’Écho du plateau",
    "Revue Âges et sociétés",
)
EVENTS = (
    "Assises du bien vieillir",
    "Congrès des centres d’action sociale",
    "Journée de la vie associative",
    "Séminaire sur la solitude",
    "Forum des solidarités",
    "Université d’été du lien social",
)
INTERVIEWS = {2017: 8, 2018: 11, 2019: 9}
TALKS = {2017: 12, 2018: 16, 2019: 14}
# Quarters of 2018: mentions, and of which about citizen teams: 1,200 and 1,080 (90 %).
COUNTED = ((1, 280, 250), (2, 310, 281), (3, 260, 234), (4, 350, 315))
LISTED_2018 = 40
# Basic sessions, people trained; professional sessions, people.
TRAINED = {2015: (9, 96), 2016: (32, 338), 2017: (40, 441), 2018: (66, 725)}
PROFESSIONAL_2018 = (4, 71)
READINGS = (
    (
        "site-visits",
        "Visites du site",
        "visites",
        "Statistiques du site",
        dt.date(2018, 12, 31),
        63000,
    ),
    (
        "video-views",
        "Vues des vidéos",
        "vues",
        "Statistiques des vidéos",
        dt.date(2018, 12, 31),
        8000,
    ),
    (
        "isolated-people",
        "Personnes isolées en France",
        "personnes",
        "Étude nationale 2019",
        dt.date(2019, 12, 31),
        7000000,
    ),
    (
        "isolated-over-75",
        "Personnes isolées de plus de 75 ans",
        "personnes",
        "Étude nationale 2019",
        dt.date(2019, 12, 31),
        1700000,
    ),
)


def load() -> None:
    if not Interview.objects.exists():
        _load_press(Dice("press"))
    if not TrainingSession.objects.exists():
        _load_training(Dice("training"))
    for slug, label, unit, source, read_on, value in READINGS:
        figure, _created = KeyFigure.objects.get_or_create(
            slug=slug, defaults={"label": label, "unit": unit, "source": source}
        )
        KeyFigureReading.objects.get_or_create(
            figure=figure, read_on=read_on, defaults={"value": value}
        )


def _year(dice: Dice, year: int) -> dt.date:
    return dice.working_day(dt.date(year, 1, 8), dt.date(year, 12, 14))


def _load_press(dice: Dice) -> None:
    Interview.objects.bulk_create(
        Interview(
            given_on=_year(dice, year),
            outlet=dice.choice(OUTLETS),
            subject="L’isolement des personnes âgées",
            interviewee="La déléguée générale",
        )
        for year, count in INTERVIEWS.items()
        for _ in range(count)
    )
    OpEd.objects.create(
        published_on=dt.date(2018, 10, 3),
        title="Vieillir entourés, l’affaire de tous",
        outlet=OUTLETS[1],
        signatories="La présidente du réseau et douze partenaires",
    )
    PublicTalk.objects.bulk_create(
        PublicTalk(given_on=_year(dice, year), event=dice.choice(EVENTS), place=dice.town())
        for year, count in TALKS.items()
        for _ in range(count)
    )
    _load_mentions(dice)


def _load_mentions(dice: Dice) -> None:
    """The agency counts the whole year; the mentions listed one by one are among those."""
    for quarter, mentions, about_teams in COUNTED:
        first = dt.date(2018, 3 * quarter - 2, 1)
        last = dt.date(2018 + quarter // 4, 3 * quarter % 12 + 1, 1) - dt.timedelta(days=1)
        PressCount.objects.create(
            started_on=first,
            ended_on=last,
            mentions=mentions,
            mentions_about_teams=about_teams,
            source="Agence de veille de la presse",
        )
    PressMention.objects.bulk_create(
        PressMention(
            published_on=_year(dice, 2018),
            outlet=dice.choice(OUTLETS),
            title=f"À {dice.town()}, des voisins contre la solitude",
            about_teams=dice.random() < 0.9,
        )
        for _ in range(LISTED_2018)
    )


def _load_training(dice: Dice) -> None:
    cooperations = list(Cooperation.objects.exclude(launched_on=None))
    sessions = []
    for year, (count, people) in TRAINED.items():
        for trained in dice.shares(people, count, least=5):
            day = _year(dice, year)
            cooperation = dice.choice([c for c in cooperations if c.launched_on <= day] or [None])
            sessions.append(
                TrainingSession(
                    kind=Kind.BASIC,
                    held_on=day,
                    cooperation=cooperation,
                    place=dice.town(),
                    trainees_count=trained,
                )
            )
    count, people = PROFESSIONAL_2018
    sessions += [
        TrainingSession(kind=Kind.PROFESSIONAL, held_on=_year(dice, 2018), trainees_count=trained)
        for trained in dice.shares(people, count, least=8)
    ]
    TrainingSession.objects.bulk_create(sessions)
