"""How far a file of hits has been read: written in one transaction with the rows it became."""

from django.db import models


class SpoolPosition(models.Model):
    segment = models.CharField(max_length=60, unique=True)
    offset = models.PositiveBigIntegerField(default=0)
    read_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "spool position"
        verbose_name_plural = "spool positions"

    def __str__(self) -> str:
        return f"{self.segment}: {self.offset}"
