"""All checks of one sender domain, one after the other."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from campaigns.domain_check.dkim import check_dkim
from campaigns.domain_check.dmarc import check_dmarc
from campaigns.domain_check.findings import Check, Verdict, worst
from campaigns.domain_check.mailboxes import check_mailboxes
from campaigns.domain_check.names import Names
from campaigns.domain_check.one_click import check_one_click, signatures
from campaigns.domain_check.spf import check_spf
from campaigns.models import Newsletter


class DomainRefused(ValueError):
    """Not a domain; says so in one sentence."""


@dataclass(frozen=True)
class Report:
    domain: str
    checks: tuple[Check, ...]

    @property
    def verdict(self) -> Verdict:
        return worst(check.verdict for check in self.checks)

    def as_json(self) -> dict[str, Any]:
        return {
            "domain": self.domain,
            "verdict": self.verdict.name.lower(),
            "checks": [check.as_json() for check in self.checks],
        }


def check_domain(
    domain: str, *, selector: str = "", relay: str = "", received: bytes = b""
) -> Report:
    """`received` is the source of a letter that left this way. Raises DomainRefused."""
    domain = clean_domain(domain)
    names = Names(settings.DNS_SERVERS)
    wanted = [selector or settings.DKIM_SELECTOR]
    wanted += [s.selector for s in signatures(received) if s.domain == domain]
    return Report(
        domain,
        (
            check_spf(_envelope(domain), names, relay=relay or settings.SPF_RELAY, author=domain),
            check_dkim(domain, names, selectors=[s for s in dict.fromkeys(wanted) if s]),
            check_dmarc(domain, names),
            check_mailboxes(domain, names),
            check_one_click(domain, names, received=received),
        ),
    )


def _envelope(domain: str) -> str:
    """SPF is about the address errors come back to, which need not be the sender's."""
    return settings.RETURN_PATH.rpartition("@")[2].lower() or domain


def clean_domain(typed: str) -> str:
    """In lower case and ASCII, taken out of an address if need be. Raises DomainRefused."""
    name = typed.strip().rpartition("@")[2].rstrip(".").lower()
    try:
        domain = name.encode("idna").decode("ascii")
    except UnicodeError:
        domain = ""
    labels = domain.split(".")
    if len(labels) < 2 or not all(label.replace("-", "").isalnum() for label in labels):
        raise DomainRefused(_("This is not a domain: it looks like example.org."))
    return domain


def sender_domains() -> list[str]:
    """Those our letters are sent from."""
    addresses = Newsletter.objects.values_list("sender_email", flat=True)
    return sorted({address.rpartition("@")[2].lower() for address in addresses if address})
