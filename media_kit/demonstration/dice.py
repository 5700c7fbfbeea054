"""Chance that falls the same way each time: names, towns and days of the demonstration."""

import datetime as dt
import random
import zlib
from collections.abc import Sequence
from typing import TypeVar

from django.utils.text import slugify
from faker import Faker

T = TypeVar("T")

# Towns that could be anywhere and are nowhere.
TOWNS = (
    *("Saint-Aubin", "Beaulieu", "Villeneuve", "Montreuil", "Castelnau", "La Chapelle"),
    *("Rochefort", "Bellevue", "Fontaine", "Saint-Martin", "Sainte-Marie", "Neuville"),
    *("Valmont", "Grandpré", "Bourgneuf", "Saint-Julien", "Champvert", "Clairval"),
)
TOWN_ENDS = (
    *("sur-Aure", "les-Bois", "en-Plaine", "le-Haut", "des-Champs", "sur-Mer", "lès-Vignes"),
    *("du-Lac", "la-Forêt", "sous-Bois", "les-Bains", "en-Val", "l’Abbaye", "aux-Pins"),
)

DOMAINS = (
    "courriel.example",
    "boite.example",
    "asso.example",
    "ville.example",
    "example.org",
    "example.net",
    "example.com",
)
DOMAIN_WEIGHTS = (30, 22, 14, 10, 10, 8, 6)


class Dice(random.Random):
    """One per part, so that a change in one part leaves the others as they were."""

    def __init__(self, part: str) -> None:
        seed = zlib.crc32(part.encode())
        super().__init__(seed)
        self.faker = Faker("fr_FR")
        self.faker.seed_instance(seed)
        self._taken: set[str] = set()

    def day(self, first: dt.date, last: dt.date) -> dt.date:
        return first + dt.timedelta(days=self.randrange((last - first).days + 1))

    def working_day(self, first: dt.date, last: dt.date) -> dt.date:
        while (day := self.day(first, last)).weekday() > 4:
            pass
        return day

    def spread(self, parts: dict[T, int]) -> list[T]:
        """Each key as often as its number says, shuffled."""
        items = [key for key, count in parts.items() for _ in range(count)]
        self.shuffle(items)
        return items

    def shares(self, total: int, count: int, least: int) -> list[int]:
        """`count` whole numbers, none under `least`, that add up to `total`."""
        cuts = sorted(self.randrange(total - count * least + 1) for _ in range(count - 1))
        edges = [0, *cuts, total - count * least]
        return [least + high - low for low, high in zip(edges, edges[1:], strict=False)]

    def town(self) -> str:
        return f"{self.choice(TOWNS)}-{self.choice(TOWN_ENDS)}"

    def name(self) -> tuple[str, str]:
        return self.faker.first_name(), self.faker.last_name()

    def address(self, first_name: str, last_name: str) -> str:
        """Never the same twice, always under a name kept for examples (RFC 2606)."""
        local = f"{slugify(first_name)}.{slugify(last_name)}"
        [domain] = self.choices(DOMAINS, DOMAIN_WEIGHTS)
        email, number = f"{local}@{domain}", 1
        while email in self._taken:
            number += 1
            email = f"{local}{number}@{domain}"
        self._taken.add(email)
        return email

    def some(self, items: Sequence[T], least: int, most: int) -> list[T]:
        return self.sample(items, min(len(items), self.randint(least, most)))
