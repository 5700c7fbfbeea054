"""`name__plain__contains="cote"`: accents and capitals do not count, on either database."""

from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import CharField, TextField, Transform

from crm.alphabet import alphabetical


class Plain(Transform):
    lookup_name = "plain"
    function = "PLAIN"
    bilateral = True

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """`unaccent` is there since crm.0008."""
        template = "LOWER(UNACCENT(%(expressions)s))"
        return super().as_sql(compiler, connection, template=template, **context)


def register() -> None:
    """Before the first connection is opened."""
    for kind in (CharField, TextField):
        kind.register_lookup(Plain)
    connection_created.connect(_teach_sqlite, dispatch_uid="crm.plain_letters")


def _teach_sqlite(sender: Any, connection: Any, **kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function("PLAIN", 1, _plain, deterministic=True)


def _plain(text: str | None) -> str | None:
    return text if text is None else alphabetical(text)
