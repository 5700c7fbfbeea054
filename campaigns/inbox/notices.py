"""What a message turned out to say, before anything is done about it."""

from dataclasses import dataclass, field

from campaigns.models import BounceClass, SeenNotice

Kind = SeenNotice.Kind

# The gravest comes first: a message about several people is summed up by it.
GRAVITY = (BounceClass.HARD, BounceClass.SOFT, BounceClass.POLICY, BounceClass.NONE)


@dataclass(frozen=True)
class Finding:
    """What is said of one address; `is_final` is false of a warning that we should wait."""

    address: str
    bounce_class: BounceClass = BounceClass.NONE
    status: str = ""
    reply: str = ""
    is_final: bool = True


@dataclass(frozen=True)
class Clues:
    """Which delivery it may be about; `asked` are tokens in the subject itself.

    The seals of `deliveries` were genuine; `tokens` and `message_ids` are as somebody wrote them.
    """

    asked: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    deliveries: tuple[int, ...] = ()
    message_ids: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True)
class Notice:
    kind: Kind
    findings: tuple[Finding, ...] = ()
    clues: Clues = field(default_factory=Clues)
    message_id: str = ""
    sender: str = ""

    @property
    def bounce_class(self) -> BounceClass:
        return self._gravest().bounce_class

    @property
    def status(self) -> str:
        return self._gravest().status

    @property
    def addresses(self) -> list[str]:
        return list(dict.fromkeys(found.address for found in self.findings if found.address))

    def _gravest(self) -> Finding:
        ranked = sorted(self.findings, key=lambda found: GRAVITY.index(found.bounce_class))
        return ranked[0] if ranked else Finding("")
