"""Organisations of every kind, their people, and when they signed the charter."""

import datetime as dt

from crm.models import CharterSignature, Organisation, PartnerFamily, Person, Position, Territory
from media_kit.demonstration.dice import Dice
from media_kit.demonstration.pictures import add_picture, emblem

Kind = Organisation.Kind

PARTNERS_WITH_LOGO = 8
FAMILIES = (
    "Unions et agences nationales",
    "Caisses de retraite et complémentaires",
    "Fondations",
    "Institutions et administrations publiques",
    "Ministères et Parlement",
)

# New signatories between two days: 47 by January 2014, 111, 203, 297, then 390, 461, 485, 512.
SIGNED = (
    (47, dt.date(2013, 1, 15), dt.date(2013, 12, 20)),
    (64, dt.date(2014, 1, 6), dt.date(2014, 12, 19)),
    (92, dt.date(2015, 1, 5), dt.date(2015, 12, 18)),
    (94, dt.date(2016, 1, 4), dt.date(2016, 11, 15)),
    (93, dt.date(2017, 1, 9), dt.date(2017, 12, 15)),
    (71, dt.date(2018, 1, 8), dt.date(2018, 12, 14)),
    (24, dt.date(2019, 1, 7), dt.date(2019, 12, 13)),
    (27, dt.date(2020, 1, 6), dt.date(2020, 12, 11)),
)
# 512 signatories: 40 % local authorities and municipal centres, 40 % associations, social centres
# and foundations, 20 % health and social care, and a few national bodies.
SIGNATORIES = {
    Kind.MUNICIPAL_CENTRE: 148,
    Kind.LOCAL_AUTHORITY: 55,
    Kind.ASSOCIATION: 142,
    Kind.SOCIAL_CENTRE: 46,
    Kind.FOUNDATION: 15,
    Kind.HEALTH: 101,
    Kind.NATIONAL_UNION: 5,
}
# National partners who have not signed, by family.
PARTNERS = (
    (
        0,
        Kind.NATIONAL_UNION,
        "Union nationale {}",
        (
            "des aidants",
            "de la vie associative",
            "des centres d’action sociale",
            "de l’habitat partagé",
            "des aînés ruraux",
        ),
    ),
    (
        1,
        Kind.FUND,
        "Caisse {}",
        (
            "de retraite des métiers",
            "de prévoyance de l’Ouest",
            "complémentaire du commerce",
            "des indépendants",
            "agricole de solidarité",
            "de retraite des artisans",
        ),
    ),
    (
        2,
        Kind.FOUNDATION,
        "Fondation {}",
        (
            "du Bien vieillir",
            "des Solidarités de proximité",
            "Lien et Territoires",
            "Âges ensemble",
            "Voisins d’abord",
        ),
    ),
    (
        3,
        Kind.PUBLIC_BODY,
        "{}",
        (
            "Agence de la cohésion locale",
            "Institut du grand âge",
            "Conseil national des territoires solidaires",
            "Observatoire de la solitude",
        ),
    ),
    (
        4,
        Kind.MINISTRY,
        "{}",
        (
            "Ministère des Solidarités (direction de l’autonomie)",
            "Commission des affaires sociales",
            "Délégation à la vie associative",
        ),
    ),
)

PLANTS = (
    "Tilleuls",
    "Genêts",
    "Amandiers",
    "Lauriers",
    "Bruyères",
    "Peupliers",
    "Lilas",
    "Mimosas",
)
CAUSES = (
    "Voisins solidaires",
    "Un lien de plus",
    "Les Petits Pas",
    "Bavardages",
    "Portes ouvertes",
    "Le Fil",
    "Ensemble ici",
    "Main tendue",
    "Cœurs en chemin",
    "Café des âges",
)
POSTS = (
    "directrice",
    "directeur",
    "présidente",
    "président",
    "chargée de mission",
    "coordinateur",
    "coordinatrice",
    "élue aux solidarités",
    "responsable vie sociale",
)


def load() -> None:
    if Organisation.objects.exists():
        return
    dice = Dice("organisations")
    families = [
        PartnerFamily.objects.create(name=name, position=number)
        for number, name in enumerate(FAMILIES)
    ]
    territories = list(Territory.objects.all())
    signatories = [_signatory(dice, kind, territories) for kind in dice.spread(SIGNATORIES)]
    partners = [
        Organisation(name=pattern.format(end), kind=kind, family=families[family])
        for family, kind, pattern, ends in PARTNERS
        for end in ends
    ]
    for partner in partners[:: len(partners) // PARTNERS_WITH_LOGO]:
        partner.logo = add_picture(
            f"Logo – {partner.name}", emblem(partner.name), partner.name, "Démonstration"
        )
    Organisation.objects.bulk_create(signatories + partners)
    _sign(dice, signatories)
    _people(dice, partners, each=2)
    _people(dice, signatories, each=1)


def _signatory(dice: Dice, kind: str, territories: list[Territory]) -> Organisation:
    territory = dice.choice(territories)
    city = dice.town()
    return Organisation(
        name=_name(dice, kind, city),
        kind=kind,
        territory=territory,
        city=city,
        postcode=_postcode(dice, territory),
        phone=dice.faker.phone_number(),
        email=dice.address("contact", city),
    )


def _postcode(dice: Dice, territory: Territory) -> str:
    """Corsica's 2A and 2B share the postcodes that begin with 20."""
    beginning = territory.code if territory.code.isdigit() else "20"
    return f"{beginning}{dice.randrange(10, 99)}0"[:5]


def _name(dice: Dice, kind: str, city: str) -> str:
    patterns = {
        Kind.MUNICIPAL_CENTRE: [f"CCAS de {city}", f"CIAS du pays de {city}"],
        Kind.LOCAL_AUTHORITY: [f"Ville de {city}", f"Communauté de communes de {city}"],
        Kind.ASSOCIATION: [f"{dice.choice(CAUSES)} – {city}"],
        Kind.SOCIAL_CENTRE: [f"Centre social {dice.faker.last_name()}, {city}"],
        Kind.FOUNDATION: [f"Fondation {dice.faker.last_name()}"],
        Kind.HEALTH: [
            f"Résidence Les {dice.choice(PLANTS)}, {city}",
            f"Maison de santé de {city}",
            f"Service d’aide à domicile de {city}",
        ],
        Kind.NATIONAL_UNION: [f"Fédération nationale {dice.faker.last_name()}"],
    }
    return dice.choice(patterns[Kind(kind)])


def _sign(dice: Dice, signatories: list[Organisation]) -> None:
    waiting = iter(signatories)
    CharterSignature.objects.bulk_create(
        CharterSignature(organisation=next(waiting), signed_on=dice.working_day(first, last))
        for count, first, last in SIGNED
        for _ in range(count)
    )


def _people(dice: Dice, organisations: list[Organisation], *, each: int) -> None:
    people, positions = [], []
    for organisation in organisations:
        for _ in range(each):
            first_name, last_name = dice.name()
            person = Person(
                first_name=first_name,
                last_name=last_name,
                email=dice.address(first_name, last_name),
                phone=dice.faker.phone_number(),
            )
            people.append(person)
            positions.append(
                Position(
                    person=person,
                    organisation=organisation,
                    title=dice.choice(POSTS),
                    started_on=dice.day(dt.date(2012, 1, 1), dt.date(2013, 12, 31)),
                )
            )
    Person.objects.bulk_create(people)
    Position.objects.bulk_create(positions)
