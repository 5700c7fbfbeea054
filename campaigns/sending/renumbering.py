"""After a backup was restored, no number is given a second time.

A mailed link names its row by number: one sent after the backup was made would else lead to
whoever is the next to get that number.
"""

from django.db import connection, models

from campaigns.models import AddressChange, Campaign, Delivery, Newsletter
from crm.models import Subscriber

# More than any installation can have given away between a backup and its restoration.
STEP = 1_000_000_000
NAMED_BY_LINKS: tuple[type[models.Model], ...] = (
    Subscriber,
    Delivery,
    Campaign,
    Newsletter,
    AddressChange,
)

SKIP = {
    "postgresql": "SELECT setval(sequence, nextval(sequence) + %s) "
    "FROM (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS sequence) AS its",
    "sqlite": "UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s",
}


def skip_numbers() -> None:
    """The next row of each gets a number far above all that were ever given."""
    with connection.cursor() as cursor:
        for model in NAMED_BY_LINKS:
            cursor.execute(SKIP[connection.vendor], [STEP, model._meta.db_table])
