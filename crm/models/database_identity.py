"""Which database this is, wherever it stands: given when it is made, and kept by its backups."""

import uuid

from django.db import models


def new_key() -> str:
    return uuid.uuid4().hex


class DatabaseIdentity(models.Model):
    """One row, which a migration writes."""

    key = models.CharField(max_length=32, default=new_key, editable=False)

    def __str__(self) -> str:
        return self.key
