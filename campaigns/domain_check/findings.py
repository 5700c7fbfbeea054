"""What a check found: how bad it is, what to do, and the record to publish."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import IntEnum
from typing import Any

from django.utils.translation import gettext as _


class Verdict(IntEnum):
    OK = 0
    WARNING = 1
    WRONG = 2


@dataclass(frozen=True)
class Record:
    """A TXT record to publish."""

    name: str
    value: str


@dataclass(frozen=True)
class Finding:
    """`sentence` says what is, `advice` what to do about it."""

    verdict: Verdict
    sentence: str
    advice: str = ""
    record: Record | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"verdict": self.verdict.name.lower()}


@dataclass(frozen=True)
class Check:
    """`found` are the records that were looked at."""

    key: str
    name: str
    findings: tuple[Finding, ...]
    found: tuple[Record, ...] = ()

    @property
    def verdict(self) -> Verdict:
        return worst(finding.verdict for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        return {
            "check": self.key,
            "verdict": self.verdict.name.lower(),
            "findings": [finding.as_json() for finding in self.findings],
            "found": [asdict(record) for record in self.found],
        }


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    return max(verdicts, default=Verdict.OK)


def ok(sentence: str) -> Finding:
    return Finding(Verdict.OK, sentence)


def warning(sentence: str, advice: str, record: Record | None = None) -> Finding:
    return Finding(Verdict.WARNING, sentence, advice, record)


def wrong(sentence: str, advice: str, record: Record | None = None) -> Finding:
    return Finding(Verdict.WRONG, sentence, advice, record)


def unanswered() -> Finding:
    return warning(
        _("No name server answered: nothing is known of this point."),
        _("Try again in a few minutes; if it lasts, ask who runs this machine's network."),
    )
