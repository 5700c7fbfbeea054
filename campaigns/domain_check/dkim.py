"""DKIM (RFC 6376): the key that receivers check our signature with."""

import base64
import binascii
from collections.abc import Iterator, Sequence

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.utils.translation import gettext as _

from campaigns.domain_check.findings import Check, Finding, Record, ok, unanswered, warning, wrong
from campaigns.domain_check.names import Names, Unanswered
from campaigns.domain_check.tags import parse_tags

# What mail servers and providers call their keys unless told otherwise; nobody can list them all.
COMMON_SELECTORS = (
    *("default", "dkim", "mail", "email", "key1", "smtp", "mta", "selector1", "selector2"),
    *("s1", "s2", "k1", "k2", "k3", "google", "mailjet", "brevo1", "brevo2", "mandrill", "pm"),
    *("scaleway", "gm1", "gm2", "ovhmo-selector-1", "fm1", "protonmail"),
)
# RFC 8301, section 3.2
WEAK_BITS, GOOD_BITS = 1024, 2048
ED25519_BYTES = 32


def check_dkim(domain: str, names: Names, *, selectors: Sequence[str] = ()) -> Check:
    """These selectors, each of which must have a key, or the common ones, of which one must."""
    try:
        found = list(_keys(domain, names, selectors or COMMON_SELECTORS))
        findings = [finding for record in found for finding in _judge(record, names)]
        known = {record.name for record in found}
        findings += [
            _missing(domain, selector)
            for selector in selectors
            if key_name(selector, domain) not in known
        ]
        if not findings:
            findings = [_none_found(domain)]
    except Unanswered:
        found, findings = [], [unanswered()]
    return Check("dkim", "DKIM", tuple(findings), tuple(found))


def key_name(selector: str, domain: str) -> str:
    return f"{selector}._domainkey.{domain}"


def _keys(domain: str, names: Names, selectors: Sequence[str]) -> Iterator[Record]:
    for selector in selectors:
        name = key_name(selector, domain)
        for text in names.txt(name):
            if "p" in parse_tags(text):
                yield Record(name, text)


def _judge(record: Record, names: Names) -> Iterator[Finding]:
    tags = parse_tags(record.value)
    told = {"name": record.name}
    if len(names.txt(record.name)) > 1:
        yield wrong(
            _("%(name)s holds several records: receivers may read the wrong one.") % told,
            _("Keep the one your mail server signs with."),
        )
    if tags.get("v", "DKIM1") != "DKIM1":
        yield wrong(
            _("%(name)s is not written as a DKIM key.") % told,
            _("Its first word must be v=DKIM1."),
            Record(record.name, f"v=DKIM1; k={tags.get('k', 'rsa')}; p={tags['p']}"),
        )
    if tags.get("s", "*") not in ("*", "email") and "email" not in tags["s"].split(":"):
        yield wrong(
            _("%(name)s is not meant for mail (s=%(service)s).") % {**told, "service": tags["s"]},
            _("Take the s= part out."),
        )
    if "y" in tags.get("t", "").split(":"):
        yield warning(
            _("%(name)s says that it is only a test (t=y): receivers may ignore it.") % told,
            _("Take t=y out once your mails are signed."),
        )
    yield _about_key(record, tags)


def _about_key(record: Record, tags: dict[str, str]) -> Finding:
    told = {"name": record.name}
    kind, written = tags.get("k", "rsa").lower(), "".join(tags["p"].split())
    if not written:
        return wrong(
            _("%(name)s was revoked: its key is empty.") % told,
            _("Publish the key your mail server signs with now."),
        )
    try:
        raw = base64.b64decode(written, validate=True)
        bits = len(raw) if kind == "ed25519" else _bits(raw)
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        bits = 0
    if kind == "ed25519" and bits == ED25519_BYTES:
        return warning(
            _("%(name)s is an Ed25519 key, which part of the receivers cannot read.") % told,
            _("Sign with an RSA key of 2048 bits as well."),
        )
    if kind != "rsa" or not bits:
        return wrong(
            _("The key of %(name)s cannot be read.") % told,
            _("Copy it once more, whole and without line breaks, from your mail server."),
        )
    told["bits"] = str(bits)
    if bits < WEAK_BITS:
        return wrong(
            _("The key of %(name)s has %(bits)s bits: receivers must refuse it.") % told,
            _("Make a new key of 2048 bits."),
        )
    if bits < GOOD_BITS:
        return warning(
            _("The key of %(name)s has %(bits)s bits, which is little today.") % told,
            _("Make a new key of 2048 bits under another selector, then change over."),
        )
    return ok(_("%(name)s holds a key of %(bits)s bits.") % told)


def _bits(raw: bytes) -> int:
    key = load_der_public_key(raw)
    return key.key_size if isinstance(key, RSAPublicKey) else 0


def _missing(domain: str, selector: str) -> Finding:
    name, key = key_name(selector, domain), _("(the public key)")
    return wrong(
        _("There is no key at %(name)s.") % {"name": name},
        _("Publish the public key that your mail server or provider gives you."),
        Record(name, f"v=DKIM1; k=rsa; p={key}"),
    )


def _none_found(domain: str) -> Finding:
    return warning(
        _("No key was found under the usual selectors; there may be one under another name."),
        _(
            "Say which selector your mail server signs with: it stands after s= in the"
            " DKIM-Signature of any mail it sent. If it signs nothing, have it sign."
        ),
    )
