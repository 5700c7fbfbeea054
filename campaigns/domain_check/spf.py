"""SPF (RFC 7208): which servers may send for a domain, and whether receivers can work it out."""

import ipaddress
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from campaigns.domain_check.dmarc import organisation
from campaigns.domain_check.findings import Check, Finding, Record, ok, unanswered, warning, wrong
from campaigns.domain_check.names import Names, Unanswered

# Section 4.6.4
MOST_LOOKUPS = 10
MOST_VOID_LOOKUPS = 2
LOOKING_UP = ("include", "a", "mx", "ptr", "exists")
MECHANISMS = (*LOOKING_UP, "ip4", "ip6", "all")
TERM = re.compile(r"([+?~-]?)([a-z][a-z0-9._-]*)(?:([:=/])(.*))?", re.I)
# Where counting stops: a record that includes itself would never end.
COUNTED_AT_MOST = 40


@dataclass
class Evaluation:
    """`met` are the mechanisms on the way, as "include:spf.example.net"."""

    lookups: int = 0
    void: int = 0
    met: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)


def check_spf(domain: str, names: Names, *, relay: str = "", author: str = "") -> Check:
    """`domain` takes the errors, `author` stands in From; DMARC heeds SPF when they align."""
    try:
        found = records_of(domain, names)
        findings = _judge(domain, found, names, mechanism_of(relay))
        findings += _about_alignment(domain, author or domain, names)
    except Unanswered:
        found, findings = [], [unanswered()]
    shown = tuple(Record(domain, record) for record in found)
    return Check("spf", "SPF", tuple(findings), shown)


def records_of(domain: str, names: Names) -> list[str]:
    """Sorted: name servers answer in whatever order."""
    return sorted(text for text in names.txt(domain) if re.match(r"v=spf1( |$)", text, re.I))


def mechanism_of(relay: str) -> str:
    """Our way out as SPF writes it: an address, or a name whose record is included."""
    relay = relay.strip().lower()
    try:
        return f"ip{ipaddress.ip_address(relay).version}:{relay}"
    except ValueError:
        return relay if not relay or ":" in relay else f"include:{relay}"


def _judge(domain: str, found: list[str], names: Names, ours: str) -> list[Finding]:
    if not found:
        return [
            wrong(
                _("%(domain)s does not say which servers may send for it.") % {"domain": domain},
                _("Publish this record, completed by what your mail host tells you to include."),
                Record(domain, " ".join(["v=spf1", ours or "mx", "~all"])),
            )
        ]
    if len(found) > 1:
        return [
            wrong(
                _("There are %(count)s SPF records: receivers then heed none.")
                % {"count": len(found)},
                _("Keep one record that holds what all of them say."),
                Record(domain, _merged(found)),
            )
        ]
    seen = Evaluation()
    _evaluate(domain, found[0], names, seen)
    return [
        *_about_errors(seen),
        _about_lookups(seen),
        *_about_void(seen),
        *_about_relay(domain, found[0], seen, ours),
        *_about_all(domain, found[0]),
    ]


def _evaluate(domain: str, record: str, names: Names, seen: Evaluation) -> None:
    """Counts as a receiver does whose mail matches nothing before the end."""
    redirect, ends = "", False
    for term in record.split()[1:]:
        parts = TERM.fullmatch(term)
        if parts is None:
            seen.errors.append(term)
            continue
        name, sign, value = parts[2].lower(), parts[3], parts[4] or ""
        if sign == "=":
            redirect = value if name == "redirect" else redirect
        elif name not in MECHANISMS or not _is_well_formed(name, value):
            seen.errors.append(term)
        else:
            ends = ends or name == "all"
            _meet(domain, name, value, names, seen)
    if redirect and not ends:
        seen.lookups += 1
        _follow(redirect, names, seen)


def _is_well_formed(name: str, value: str) -> bool:
    if name in ("include", "exists"):
        return bool(value)
    if name not in ("ip4", "ip6"):
        return True
    try:
        return ipaddress.ip_network(value, strict=False).version == int(name[2])
    except ValueError:
        return False


def _meet(domain: str, name: str, value: str, names: Names, seen: Evaluation) -> None:
    seen.met.add(f"{name}:{value.lower()}" if value else name)
    if name not in LOOKING_UP or seen.lookups > COUNTED_AT_MOST:
        return
    seen.lookups += 1
    target = value.split("/")[0] or domain
    if "%{" in target:
        return
    if name == "include":
        _follow(target, names, seen)
    elif (name == "a" and not names.has_address(target)) or (
        name == "mx" and not names.mail_exchangers(target)
    ):
        seen.void += 1


def _follow(target: str, names: Names, seen: Evaluation) -> None:
    if "%{" in target or seen.lookups > COUNTED_AT_MOST:
        return
    found = records_of(target, names)
    if not names.txt(target):
        seen.void += 1
    if len(found) == 1:
        _evaluate(target, found[0], names, seen)
    else:
        seen.errors.append(f"include:{target}")


def _about_errors(seen: Evaluation) -> list[Finding]:
    if not seen.errors:
        return []
    return [
        wrong(
            _("Receivers cannot read this part and so heed none of it: %(terms)s.")
            % {"terms": ", ".join(sorted(set(seen.errors)))},
            _("Correct it, or take it out: an include must name a domain with one SPF record."),
        )
    ]


def _about_lookups(seen: Evaluation) -> Finding:
    counted = {"count": seen.lookups, "most": MOST_LOOKUPS}
    if seen.lookups <= MOST_LOOKUPS:
        return ok(_("%(count)s look-ups of the %(most)s allowed.") % counted)
    return wrong(
        _("It takes %(count)s look-ups and %(most)s are allowed: receivers give up.") % counted,
        _("Take out the includes of services you no longer use, or replace some by addresses."),
    )


def _about_void(seen: Evaluation) -> list[Finding]:
    if seen.void <= MOST_VOID_LOOKUPS:
        return []
    return [
        wrong(
            _("%(count)s of its names do not exist: receivers give up after two.")
            % {"count": seen.void},
            _("Take out the names that no longer exist."),
        )
    ]


def _about_relay(domain: str, record: str, seen: Evaluation, ours: str) -> list[Finding]:
    if not ours:
        return []
    if ours in seen.met or _covers(seen.met, ours):
        return [ok(_("Our mail server is allowed: %(relay)s.") % {"relay": ours})]
    return [
        wrong(
            _("Our mail server is not allowed to send for this domain: %(relay)s is missing.")
            % {"relay": ours},
            _("Publish this record in the place of the one there is."),
            Record(domain, _with(record, ours)),
        )
    ]


def _covers(met: set[str], ours: str) -> bool:
    kind, _colon, address = ours.partition(":")
    if kind not in ("ip4", "ip6"):
        return False
    return any(
        ipaddress.ip_address(address) in ipaddress.ip_network(mechanism[4:], strict=False)
        for mechanism in met
        if mechanism.startswith(f"{kind}:")
    )


def _about_all(domain: str, record: str) -> list[Finding]:
    terms = [term.lower() for term in record.split()]
    if {"+all", "all"} & set(terms):
        return [
            wrong(
                _("It allows every server of the world."),
                _("End it with ~all."),
                Record(domain, _with(record, "", end="~all")),
            )
        ]
    closed = {"-all", "~all"} & set(terms) or any(t.startswith("redirect=") for t in terms)
    if closed:
        return []
    return [
        warning(
            _("It does not say what to think of all other servers."),
            _("End it with ~all."),
            Record(domain, _with(record, "", end="~all")),
        )
    ]


def _about_alignment(domain: str, author: str, names: Names) -> list[Finding]:
    if domain == author or organisation(domain, names) == organisation(author, names):
        return []
    if domain.endswith(f".{author}"):
        advice = _("Publish a DMARC record for %(author)s: RETURN_PATH is under it.")
    else:
        advice = _("Use a RETURN_PATH under %(author)s.")
    return [
        warning(
            _("Errors come back to %(domain)s, not %(author)s: for DMARC only DKIM counts then.")
            % {"domain": domain, "author": author},
            advice % {"author": author},
        )
    ]


def _with(record: str, added: str, *, end: str = "") -> str:
    """The record with one more mechanism, before what ends it."""
    terms = record.split()
    ends = [term for term in terms if re.fullmatch(r"[+?~-]?all|redirect=.*", term, re.I)]
    kept = [term for term in terms if term not in ends]
    return " ".join([*kept, *([added] if added else []), *([end] if end else ends)])


def _merged(found: list[str]) -> str:
    terms = [term for record in found for term in record.split()[1:]]
    inside = [term for term in dict.fromkeys(terms) if not re.fullmatch(r"[+?~-]?all", term, re.I)]
    return " ".join(["v=spf1", *inside, "~all"])
