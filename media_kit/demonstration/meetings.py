"""Meetings of each year with what was promised at them, and the yearly gathering of 2018."""

import datetime as dt

from django.utils import timezone

from crm.models import (
    Cooperation,
    Decision,
    FollowUp,
    FollowUpGroup,
    Meeting,
    Organisation,
    Participation,
    Person,
    User,
)
from media_kit.demonstration.dice import Dice

Kind = Meeting.Kind

# How many meetings of each kind a year held.
HELD = {
    2016: {Kind.PARTNER: 31, Kind.STEERING: 88, Kind.PLENARY: 39, Kind.VISIT: 24},
    2017: {Kind.PARTNER: 39, Kind.STEERING: 127, Kind.PLENARY: 58, Kind.LOCAL: 52, Kind.VISIT: 35},
    2018: {
        Kind.PARTNER: 48,
        Kind.VISIT: 42,
        Kind.STEERING: 164,
        Kind.PLENARY: 73,
        Kind.LOCAL: 84,
        Kind.PUBLIC: 30,
    },
    2019: {Kind.PARTNER: 44, Kind.VISIT: 47, Kind.STEERING: 171, Kind.PLENARY: 70, Kind.LOCAL: 90},
}
GROUPS_2018 = {"Suivi de la formation socle": 3, "Suivi de l’évaluation": 2, "Suivi du site": 2}
GATHERING_2018 = (dt.date(2018, 10, 9), 120, 43)
# Days before today: what the partnerships lead finds on her desk.
RECENT = (2, 5, 9, 14, 20, 27, 33, 41, 55, 70)

SUBJECTS = (
    "Point sur la convention",
    "Préparation de la journée nationale",
    "Financement de la formation socle",
    "Appel à projets commun",
    "Relais dans les territoires",
    "Bilan de l’année",
    "Présentation des équipes citoyennes",
    "Étude sur la solitude des aînés",
)
PROMISES = (
    "Envoyer le bilan de l’année",
    "Transmettre la liste des coopérations",
    "Proposer une date pour la prochaine rencontre",
    "Relire le projet de convention",
    "Adresser le kit média",
    "Mettre en relation avec la coopération locale",
)
DECISIONS = (
    "Le partenariat est reconduit pour un an.",
    "Une action commune est préparée pour la Semaine bleue.",
    "Un référent est nommé de part et d’autre.",
)


def load() -> None:
    if Meeting.objects.exists():
        return
    dice = Dice("meetings")
    partners = list(Organisation.objects.exclude(family=None))
    cooperations = list(Cooperation.objects.exclude(launched_on=None))
    for year, kinds in HELD.items():
        days = dt.date(year, 1, 8), dt.date(year, 12, 18)
        _hold(
            dice,
            [(kind, dice.working_day(*days)) for kind in dice.spread(kinds)],
            partners,
            cooperations,
        )
    today = timezone.localdate()
    _hold(
        dice,
        [(Kind.PARTNER, today - dt.timedelta(days=n)) for n in RECENT],
        partners,
        cooperations,
    )
    _groups(dice, partners)
    _gathering(dice)
    _promises(dice)


def _hold(dice, held, partners, cooperations) -> None:
    """Partners come to partner meetings; other kinds belong to a cooperation launched by then."""
    meetings, guests = [], []
    for kind, day in held:
        meeting = Meeting(kind=kind, held_on=day, place=dice.town())
        if kind == Kind.PARTNER:
            meeting.title = dice.choice(SUBJECTS)
            guests.append((meeting, dice.some(partners, 1, 2)))
        else:
            launched = [c for c in cooperations if c.launched_on <= day]
            meeting.cooperation = dice.choice(launched)
            meeting.attendance = dice.randint(8, 60)
        meetings.append(meeting)
    Meeting.objects.bulk_create(meetings)
    through = Meeting.organisations.through
    through.objects.bulk_create(
        through(meeting=meeting, organisation=organisation)
        for meeting, organisations in guests
        for organisation in organisations
    )
    _attend(dice, guests)


def _attend(dice: Dice, guests: list) -> None:
    people: dict[int, list[Person]] = {}
    for person in Person.objects.filter(positions__organisation__family__isnull=False).distinct():
        for position in person.positions.all():
            people.setdefault(position.organisation_id, []).append(person)
    Participation.objects.bulk_create(
        Participation(meeting=meeting, person=dice.choice(people[organisation.pk]))
        for meeting, organisations in guests
        for organisation in organisations
    )
    Decision.objects.bulk_create(
        Decision(meeting=meeting, text=dice.choice(DECISIONS))
        for meeting, _organisations in guests
        if dice.random() < 0.4
    )


def _groups(dice: Dice, partners: list[Organisation]) -> None:
    for name, count in GROUPS_2018.items():
        group = FollowUpGroup.objects.create(name=name, started_on=dt.date(2018, 1, 15))
        for _ in range(count):
            meeting = Meeting.objects.create(
                kind=Kind.FOLLOW_UP_GROUP,
                group=group,
                held_on=dice.working_day(dt.date(2018, 2, 1), dt.date(2018, 12, 14)),
            )
            meeting.organisations.set(dice.some(partners, 3, 6))


def _gathering(dice: Dice) -> None:
    """Two days, one list of participants, from 43 départements."""
    first_day, participants, departements = GATHERING_2018
    local = Organisation.objects.exclude(territory=None).order_by("pk")
    by_territory = {organisation.territory_id: organisation for organisation in local}
    hosts = dice.sample(sorted(by_territory.values(), key=lambda o: o.pk), departements)
    for number in range(2):
        meeting = Meeting.objects.create(
            kind=Kind.GATHERING,
            held_on=first_day + dt.timedelta(days=number),
            title=f"Rencontre annuelle 2018, journée {number + 1}",
            attendance=participants,
        )
        meeting.organisations.set(hosts)


def _promises(dice: Dice) -> None:
    """Old promises are kept; the recent ones are partly due, one of them late."""
    today = timezone.localdate()
    lead = User.objects.filter(email="partenariats@example.org").first()
    meetings = Meeting.objects.filter(kind=Kind.PARTNER).prefetch_related("organisations")
    rows = []
    for meeting in meetings:
        for title in dice.some(PROMISES, 0, 2):
            due_on = meeting.held_on + dt.timedelta(days=dice.choice((7, 14, 30)))
            done_on = due_on - dt.timedelta(days=dice.randint(0, 5))
            done = due_on < today - dt.timedelta(days=6)
            rows.append(
                FollowUp(
                    title=title,
                    due_on=due_on,
                    meeting=meeting,
                    organisation=meeting.organisations.all()[0],
                    assigned_to=lead,
                    done_at=timezone.make_aware(dt.datetime.combine(done_on, dt.time(16)))
                    if done
                    else None,
                )
            )
    FollowUp.objects.bulk_create(rows)
