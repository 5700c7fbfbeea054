"""What one-click unsubscription needs (RFC 8058): https, and headers that our signature covers.

Only a letter that was received shows what the mail server signs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from campaigns.domain_check.dmarc import organisation
from campaigns.domain_check.findings import Check, Finding, ok, unanswered, warning, wrong
from campaigns.domain_check.names import Names, Unanswered
from campaigns.domain_check.tags import parse_tags

NEEDED = ("List-Unsubscribe", "List-Unsubscribe-Post")
OURS_ALONE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Signature:
    domain: str
    selector: str
    covered: frozenset[str]


def check_one_click(domain: str, names: Names, *, received: bytes = b"") -> Check:
    try:
        findings = (_about_address(), *_about_letter(domain, names, received))
    except Unanswered:
        findings = (_about_address(), unanswered())
    return Check("one_click", _("One-click unsubscription"), findings)


def signatures(received: bytes) -> list[Signature]:
    """Those of a mail as it was received; its headers are enough."""
    return [_signature(header) for header in _headers(received, "DKIM-Signature")]


def _headers(received: bytes, name: str) -> list[str]:
    message: Message = message_from_bytes(received.lstrip())
    return [str(value) for value in message.get_all(name, [])]


def _signature(header: str) -> Signature:
    tags = parse_tags("".join(header.split()))
    covered = frozenset(name.lower() for name in tags.get("h", "").split(":"))
    return Signature(tags.get("d", "").lower(), tags.get("s", "").lower(), covered)


def _about_address() -> Finding:
    address = urlsplit(settings.SITE_URL)
    advice = _("Set SITE_URL to the public address of the site, beginning with https://.")
    told = {"address": settings.SITE_URL}
    if address.hostname in OURS_ALONE:
        return wrong(_("%(address)s can be reached from this machine alone.") % told, advice)
    if address.scheme != "https":
        return wrong(_("%(address)s is not https: mailboxes offer no one-click.") % told, advice)
    return ok(_("The links to unsubscribe begin with %(address)s.") % told)


def _about_letter(domain: str, names: Names, received: bytes) -> Iterator[Finding]:
    if not received.strip():
        yield warning(
            _("Whether the signature covers %(headers)s cannot be seen from here.")
            % {"headers": " + ".join(NEEDED)},
            _("Send yourself a test letter and give its source to this check."),
        )
        return
    missing = [name for name in NEEDED if not _headers(received, name)]
    if missing:
        yield wrong(
            _("The letter holds no %(headers)s.") % {"headers": ", ".join(missing)},
            _("Give the source of a letter of Maille, whole, as your mailbox shows it."),
        )
        return
    yield from _about_signatures(domain, names, signatures(received))


def _about_signatures(domain: str, names: Names, found: list[Signature]) -> Iterator[Finding]:
    advice = _("Have your mail server or provider sign with a key of %(domain)s.")
    if not found:
        yield wrong(_("The letter is not signed."), advice % {"domain": domain})
        return
    ours = organisation(domain, names)
    aligned = [signature for signature in found if organisation(signature.domain, names) == ours]
    if not aligned:
        yield wrong(
            _("It is signed by %(signers)s, which does not speak for %(domain)s.")
            % {"signers": ", ".join(sorted({s.domain for s in found})), "domain": domain},
            advice % {"domain": domain},
        )
        return
    wanted = {name.lower() for name in NEEDED}
    if any(wanted <= signature.covered for signature in aligned):
        yield ok(_("The signature of the letter covers both headers."))
        return
    left_out = [name for name in NEEDED if all(name.lower() not in s.covered for s in aligned)]
    yield wrong(
        _("The signature does not cover %(headers)s: mailboxes offer no one-click.")
        % {"headers": ", ".join(left_out or NEEDED)},
        _("Add both headers to those that your mail server signs (h=)."),
    )
