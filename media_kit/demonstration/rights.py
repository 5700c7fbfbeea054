"""What people asked about their data: late, waiting, answered; and who is responsible."""

import datetime as dt

from django.utils import timezone

from crm.addresses import address_hash, normalise_address
from crm.models import DataProtection, DataRequest, User

Kind, Way, Check, Outcome = (
    DataRequest.Kind,
    DataRequest.Way,
    DataRequest.Check,
    DataRequest.Outcome,
)

# Days since it came, kind, way, name, address, words, check.
WAITING = (
    (36, Kind.RECTIFICATION, Way.LETTER, "Odile Ferrand", "", "Mon nom s’écrit avec deux r.", ""),
    (
        *(24, Kind.ACCESS, Way.MAIL, "Marc Lebrun", "marc.lebrun@example.org"),
        *("Que savez-vous de moi, et d’où vient mon adresse\u202f?", Check.LINK),
    ),
    (
        *(3, Kind.ERASURE, Way.PHONE, "Jeanne Texier", "jeanne.texier@example.org"),
        *("Elle a changé de métier et ne veut plus rien recevoir.", Check.KNOWN),
    ),
)
# Days since it came, days until it was answered, kind, way, outcome, answer.
ANSWERED = (
    (75, 0, Kind.ERASURE, Way.PAGE, Outcome.DONE, "14 lignes effacées ou rendues anonymes."),
    (
        130,
        9,
        Kind.ACCESS,
        Way.LETTER,
        Outcome.NOTHING_HELD,
        "Rien n’est conservé.",
    ),
    (210, 26, Kind.OBJECTION, Way.MAIL, Outcome.DONE, "La mesure des ouvertures a été arrêtée."),
)


def load() -> None:
    _say_who_is_responsible()
    if DataRequest.objects.exists():
        return
    today = timezone.localdate()
    officer = User.objects.filter(email="admin@example.org").first()
    for days, kind, way, name, email, words, check in WAITING:
        received = today - dt.timedelta(days=days)
        DataRequest.objects.create(
            kind=kind, way=way, name=name, email=email, details=words, received_on=received,
            identity_check=check, identity_checked_on=received if check else None,
            identity_checked_by=officer if check else None, created_by=officer,
        )  # fmt: skip
    for number, (days, later, kind, way, outcome, answer) in enumerate(ANSWERED):
        received = today - dt.timedelta(days=days)
        by = None if way == Way.PAGE else officer
        DataRequest.objects.create(
            kind=kind, way=way, received_on=received, outcome=outcome, answer=answer,
            address_hash=address_hash(normalise_address(f"oubli-{number}@example.org")),
            answered_on=received + dt.timedelta(days=later), answered_by=by, created_by=by,
            identity_check=Check.LINK, identity_checked_on=received, identity_checked_by=by,
        )  # fmt: skip


def _say_who_is_responsible() -> None:
    DataProtection.objects.get_or_create(
        defaults={
            "controller": "Réseau Maille, association loi 1901\n12 rue du Lien, 75011 Paris",
            "officer": "Claire Hamon, donnees@example.org",
            "host": "Un hébergeur en France",
            "transfers": "Aucun",
        }
    )
