"""Cooperations with their stages and facilitators, and citizen teams with their carriers."""

import datetime as dt

from crm.models import (
    CitizenTeam,
    Cooperation,
    CooperationStage,
    Facilitator,
    Organisation,
    Person,
    Territory,
)
from media_kit.demonstration.dice import Dice

Stage = CooperationStage.Stage
Carrier = CitizenTeam.CarrierKind

# Launched between two days: 14 by December 2014, 26, 33 by October 2016, 47, 61 in 2018, 64, 66.
LAUNCHED = (
    (14, dt.date(2014, 1, 20), dt.date(2014, 11, 28)),
    (12, dt.date(2015, 1, 19), dt.date(2015, 11, 27)),
    (7, dt.date(2016, 1, 18), dt.date(2016, 10, 7)),
    (14, dt.date(2017, 1, 16), dt.date(2017, 12, 8)),
    (14, dt.date(2018, 1, 15), dt.date(2018, 12, 7)),
    (3, dt.date(2019, 2, 4), dt.date(2019, 11, 29)),
    (2, dt.date(2020, 2, 3), dt.date(2020, 10, 30)),
)
FIRST_CONTACTS = 4
# Where the 61 stood at the end of 2018. The youngest 14 can only be under way or active.
STAGES_2018 = {Stage.DORMANT: 7, Stage.UNDER_WAY: 13, Stage.ACTIVE: 24, Stage.MATURE: 17}
FACILITATORS_2018 = 170

# Teams created between two days, by kind of carrier: 184 in November 2016 (67, 21, 10, 2 %),
# 275 in 2018 (60, 25, 15 %, the four teams carried by a CLIC having closed), 712 in 2020.
TEAMS = (
    (
        dt.date(2013, 9, 1),
        dt.date(2016, 11, 10),
        {
            Carrier.NATIONAL_NETWORK: 123,
            Carrier.LOCAL_ASSOCIATION: 39,
            Carrier.MUNICIPAL: 18,
            Carrier.CLIC: 4,
        },
    ),
    (
        dt.date(2017, 1, 9),
        dt.date(2017, 12, 15),
        {Carrier.NATIONAL_NETWORK: 17, Carrier.LOCAL_ASSOCIATION: 12, Carrier.MUNICIPAL: 9},
    ),
    (
        dt.date(2018, 1, 8),
        dt.date(2018, 12, 14),
        {Carrier.NATIONAL_NETWORK: 25, Carrier.LOCAL_ASSOCIATION: 18, Carrier.MUNICIPAL: 14},
    ),
    (
        dt.date(2019, 1, 7),
        dt.date(2019, 12, 13),
        {Carrier.NATIONAL_NETWORK: 108, Carrier.LOCAL_ASSOCIATION: 48, Carrier.MUNICIPAL: 29},
    ),
    (
        dt.date(2020, 1, 6),
        dt.date(2020, 12, 11),
        {Carrier.NATIONAL_NETWORK: 147, Carrier.LOCAL_ASSOCIATION: 65, Carrier.MUNICIPAL: 40},
    ),
)
TEAM_NAMES = ("Les Voisins de", "L’Équipe de", "Les Visiteurs de", "Bonjour", "Les Amis de")


def load() -> None:
    if not Cooperation.objects.exists():
        _load_cooperations(Dice("cooperations"))
    if not CitizenTeam.objects.exists():
        _load_teams(Dice("teams"))


def _load_cooperations(dice: Dice) -> None:
    territories = dice.sample(
        list(Territory.objects.all()), sum(n for n, *_ in LAUNCHED) + FIRST_CONTACTS
    )
    days = sorted(dice.working_day(a, b) for count, a, b in LAUNCHED for _ in range(count))
    launches = [*days, *[None] * FIRST_CONTACTS]
    cooperations = Cooperation.objects.bulk_create(
        Cooperation(
            name=f"Coopération {territory.name}",
            territory=territory,
            launched_on=launched_on,
            email=f"cooperation-{territory.code.lower()}@asso.example",
        )
        for territory, launched_on in zip(territories, launches, strict=True)
    )
    CooperationStage.objects.bulk_create(_stages(dice, cooperations))
    _join(dice, cooperations)
    _facilitate(dice, [c for c in cooperations if c.launched_on and c.launched_on.year <= 2018])


def _stages(dice: Dice, cooperations: list[Cooperation]) -> list[CooperationStage]:
    """First contact, under way at the launch, then what each had become by the end of 2018."""
    rows = []
    reached = _reached(dice, cooperations)
    for cooperation, stage in zip(cooperations, reached, strict=True):
        launched_on = cooperation.launched_on
        contact_on = (launched_on or dt.date(2020, 9, 1)) - dt.timedelta(
            days=dice.randint(60, 200)
        )
        rows.append((cooperation, Stage.FIRST_CONTACT, contact_on))
        if launched_on:
            rows.append((cooperation, Stage.UNDER_WAY, launched_on))
        if stage != Stage.UNDER_WAY:
            rows += [(cooperation, *step) for step in _later(stage, launched_on)]
    return [CooperationStage(cooperation=c, stage=s, started_on=day) for c, s, day in rows]


def _reached(dice: Dice, cooperations: list[Cooperation]) -> list[str]:
    """The oldest are mature or dormant, the youngest under way; later ones just begin."""
    old = dice.spread({Stage.DORMANT: 7, Stage.MATURE: 17})
    middle = dice.spread({Stage.ACTIVE: 24})
    young = dice.spread({Stage.UNDER_WAY: 13})
    rest = len(cooperations) - sum(STAGES_2018.values())
    return [*old, *middle, *young, *[Stage.UNDER_WAY] * rest]


def _later(stage: str, launched_on: dt.date) -> list[tuple[str, dt.date]]:
    """Steps between the launch and the end of 2018, each at its own day."""
    steps = [Stage.ACTIVE] if stage == Stage.ACTIVE else [Stage.ACTIVE, stage]
    room = (dt.date(2018, 12, 20) - launched_on).days // (len(steps) + 1)
    return [
        (step, launched_on + dt.timedelta(days=room * number))
        for number, step in enumerate(steps, start=1)
    ]


def _join(dice: Dice, cooperations: list[Cooperation]) -> None:
    local = list(Organisation.objects.exclude(territory=None))
    through = Cooperation.organisations.through
    through.objects.bulk_create(
        through(cooperation=cooperation, organisation=organisation)
        for cooperation in cooperations
        for organisation in dice.some(local, 4, 12)
    )


def _facilitate(dice: Dice, cooperations: list[Cooperation]) -> None:
    """170 people, from two to four for each cooperation launched by the end of 2018."""
    people = []
    for _ in range(FACILITATORS_2018):
        first_name, last_name = dice.name()
        email = dice.address(first_name, last_name)
        people.append(Person(first_name=first_name, last_name=last_name, email=email))
    Person.objects.bulk_create(people)
    Facilitator.objects.bulk_create(
        Facilitator(
            person=person,
            cooperation=cooperations[number % len(cooperations)],
            started_on=cooperations[number % len(cooperations)].launched_on,
        )
        for number, person in enumerate(people)
    )


def _load_teams(dice: Dice) -> None:
    territories = list(Territory.objects.all())
    associations = list(Organisation.objects.filter(kind=Organisation.Kind.ASSOCIATION))
    CitizenTeam.objects.bulk_create(
        _team(dice, carrier, dice.day(first, last), territories, associations)
        for first, last, carriers in TEAMS
        for carrier in dice.spread(carriers)
    )


def _team(dice, carrier, created_on, territories, associations) -> CitizenTeam:
    city = dice.town()
    carried = carrier in (Carrier.NATIONAL_NETWORK, Carrier.LOCAL_ASSOCIATION)
    return CitizenTeam(
        name=f"{dice.choice(TEAM_NAMES)} {city}",
        territory=dice.choice(territories),
        city=city,
        carrier=dice.choice(associations) if carried else None,
        carrier_kind=carrier,
        created_on=created_on,
        closed_on=dt.date(2017, 6, 30) if carrier == Carrier.CLIC else None,
    )
