"""DMARC (RFC 9989, which obsoletes RFC 7489): what receivers do with mail that is not ours.

The policy is found by walking up the tree of names (section 4.10), without a list of public
suffixes; `np` and `t` came, `pct`, `rf` and `ri` went (section 4.7). Reports: RFC 9990.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from django.utils.translation import gettext as _

from campaigns.domain_check.findings import Check, Finding, Record, ok, unanswered, warning, wrong
from campaigns.domain_check.names import Names, Unanswered
from campaigns.domain_check.tags import parse_tags, written

MOST_QUESTIONS = 8
POLICIES = ("none", "quarantine", "reject")
REMOVED = ("pct", "rf", "ri")
# Testing lowers each policy by one step.
SOFTENED = {"reject": "quarantine", "quarantine": "none", "none": "none"}


@dataclass(frozen=True)
class Published:
    """The one record of a name; `tags` by their names in lower case."""

    domain: str
    text: str

    @property
    def tags(self) -> dict[str, str]:
        return parse_tags(self.text)

    @property
    def psd(self) -> str:
        return self.tags.get("psd", "u").lower()

    def policy(self, *tags: str) -> str:
        """That of the first of these tags that is set; `p` is none when only reports are asked."""
        for tag in tags:
            value = self.tags.get(tag, "").lower()
            if value in POLICIES:
                return value
        return "none"


def check_dmarc(domain: str, names: Names) -> Check:
    try:
        several = _texts(domain, names)
        if len(several) > 1:
            shown = tuple(Record(_name(domain), text) for text in several)
            return Check("dmarc", "DMARC", (_several(domain, several),), shown)
        found = discover(domain, names)
        findings = list(_judge(domain, found, names)) if found else [_none(domain)]
    except Unanswered:
        return Check("dmarc", "DMARC", (unanswered(),))
    shown = (Record(_name(found.domain), found.text),) if found else ()
    return Check("dmarc", "DMARC", tuple(findings), shown)


def discover(domain: str, names: Names) -> Published | None:
    """Section 4.10.1: of the domain itself, of its organisation, or of the suffix above."""
    records = walk(domain, names)
    wanted = [domain, _organisation(domain, records)]
    for name in wanted:
        for record in records:
            if record.domain == name:
                return record
    return next((record for record in records if record.psd == "y"), None)


def organisation(domain: str, names: Names) -> str:
    """The Organizational Domain (section 4.10.2): two names align when theirs is the same."""
    return _organisation(domain, walk(domain, names))


def walk(domain: str, names: Names) -> list[Published]:
    """Section 4.10: the records from the domain upwards, until one says where to stop."""
    records: list[Published] = []
    for name in steps(domain):
        record = published(name, names)
        if record is None:
            continue
        records.append(record)
        if record.psd == "n" or (record.psd == "y" and name != domain):
            break
    return records


def steps(domain: str) -> list[str]:
    """The domain, then its parents down to one label; above eight labels, from seven on."""
    labels = domain.split(".")
    first = max(len(labels) - (MOST_QUESTIONS - 1), 1)
    return [domain, *(".".join(labels[start:]) for start in range(first, len(labels)))]


def published(domain: str, names: Names) -> Published | None:
    """None unless there is one record, and it holds a policy or asks for reports."""
    texts = _texts(domain, names)
    if len(texts) != 1:
        return None
    tags = parse_tags(texts[0])
    if tags.get("p", "").lower() not in POLICIES and not _reports(tags):
        return None
    return Published(domain, texts[0])


def _organisation(domain: str, records: list[Published]) -> str:
    for record in records:
        if record.psd == "n":
            return record.domain
        if record.psd == "y" and record.domain != domain:
            below = len(record.domain.split(".")) + 1
            return ".".join(domain.split(".")[-below:])
    return records[-1].domain if records else domain


def _texts(domain: str, names: Names) -> list[str]:
    return [text for text in names.txt(_name(domain)) if re.match(r"v\s*=\s*DMARC1\s*(;|$)", text)]


def _name(domain: str) -> str:
    return f"_dmarc.{domain}"


def _reports(tags: dict[str, str]) -> list[str]:
    """Addresses that ask for aggregate reports."""
    uris = [uri.strip() for uri in tags.get("rua", "").split(",")]
    return [unquote(uri[7:].split("!")[0]) for uri in uris if re.match(r"mailto:.+@.+", uri, re.I)]


def _record(domain: str, **tags: str) -> Record:
    return Record(_name(domain), written({"v": "DMARC1", **tags}))


def _none(domain: str) -> Finding:
    return wrong(
        _("No DMARC record: large mailbox providers ask for one from whoever writes to many."),
        _("Publish this record; later, when the reports show only your own mails, p=quarantine."),
        _record(domain, p="none", rua=f"mailto:dmarc@{domain}"),
    )


def _several(domain: str, texts: list[str]) -> Finding:
    return wrong(
        _("There are %(count)s DMARC records: receivers then heed none.") % {"count": len(texts)},
        _("Keep one of them."),
        Record(_name(domain), texts[0]),
    )


def _judge(domain: str, found: Published, names: Names) -> Iterator[Finding]:
    tags = found.tags
    yield from _about_policy(domain, found, names)
    yield from _about_subdomains(found)
    yield from _about_old_tags(found)
    yield from _about_reports(found, names)
    if tags.get("psd", "u").lower() == "y" and found.domain == domain:
        yield warning(
            _("It says that others register names under this domain (psd=y)."),
            _("Take psd=y out, unless you are a registry."),
            _without(found, "psd"),
        )


def _about_policy(domain: str, found: Published, names: Names) -> Iterator[Finding]:
    policy = _effective_policy(domain, found, names)
    told = {"domain": found.domain, "policy": policy}
    if found.tags.get("p", "").lower() not in POLICIES:
        yield warning(
            _("It holds no valid policy (p=): receivers take it for p=none."),
            _("Publish the policy you want."),
            _changed(found, p="none"),
        )
    if found.tags.get("t", "n").lower() == "y" and policy != "none":
        yield warning(
            _("It is a test (t=y): receivers treat p=%(policy)s as p=%(softened)s.")
            % {**told, "softened": SOFTENED[policy]},
            _("Take t=y out once the reports show only your own mails."),
            _without(found, "t"),
        )
    if policy == "none":
        yield warning(
            _("The policy found at %(domain)s is none: others may write in your name.") % told,
            _("Once the reports show only your own mails, publish p=quarantine."),
            _changed(found, p="quarantine"),
        )
    else:
        yield ok(_("The policy found at %(domain)s is %(policy)s.") % told)


def _effective_policy(domain: str, found: Published, names: Names) -> str:
    """Section 4.7: below the record's own domain, sp; np for names that do not exist."""
    if found.domain == domain:
        return found.policy("p")
    return found.policy("sp", "p") if names.exists(domain) else found.policy("np", "sp", "p")


def _about_subdomains(found: Published) -> Iterator[Finding]:
    own = POLICIES.index(found.policy("p"))
    for tag, fallbacks, whose in (
        ("sp", ("sp", "p"), _("names under this domain")),
        ("np", ("np", "sp", "p"), _("names under this domain that do not exist")),
    ):
        policy = found.policy(*fallbacks)
        if found.tags.get(tag) and POLICIES.index(policy) < own:
            yield warning(
                _("It protects %(whose)s less (%(tag)s=%(policy)s) than the domain itself.")
                % {"whose": whose, "tag": tag, "policy": policy},
                _("Take %(tag)s= out, so that p= holds for them too.") % {"tag": tag},
                _without(found, tag),
            )


def _about_old_tags(found: Published) -> Iterator[Finding]:
    old = [tag for tag in REMOVED if tag in found.tags]
    if not old:
        return
    share = found.tags.get("pct", "100")
    testing = {"t": "y"} if share != "100" and found.policy("p") != "none" else {}
    kept = {tag: value for tag, value in found.tags.items() if tag not in old}
    yield warning(
        _("It uses %(tags)s, which RFC 9989 took out: receivers may ignore it.")
        % {"tags": ", ".join(f"{tag}=" for tag in old)},
        _("Take it out; t=y is today's way to try a policy."),
        Record(_name(found.domain), written(kept | testing)),
    )


def _about_reports(found: Published, names: Names) -> Iterator[Finding]:
    reports = _reports(found.tags)
    if not reports:
        yield warning(
            _("It asks for no reports: nobody tells you who writes in your name."),
            _("Add an address of yours, or of a service that reads these reports."),
            _changed(found, rua=f"mailto:dmarc@{found.domain}"),
        )
    ours = organisation(found.domain, names)
    for address in reports:
        host = address.rpartition("@")[2].lower()
        if organisation(host, names) == ours or _takes_reports(host, found.domain, names):
            continue
        yield warning(
            _("%(host)s does not say that it takes reports about this domain: none is sent.")
            % {"host": host},
            _("Ask %(host)s to publish this record, or use an address of your own domain.")
            % {"host": host},
            Record(f"{found.domain}._report._dmarc.{host}", "v=DMARC1"),
        )


def _takes_reports(host: str, domain: str, names: Names) -> bool:
    """RFC 9990, section 4."""
    texts = names.txt(f"{domain}._report._dmarc.{host}")
    return any(text.startswith("v=DMARC1") for text in texts)


def _changed(found: Published, **tags: str) -> Record:
    """`p` right after the version: older readers expect it there."""
    rest = {tag: value for tag, value in found.tags.items() if tag not in ("v", "p")}
    policy = tags.get("p") or found.policy("p")
    return _record(found.domain, **({"p": policy} | rest | tags))


def _without(found: Published, tag: str) -> Record:
    kept = {name: value for name, value in found.tags.items() if name != tag}
    return Record(_name(found.domain), written(kept))
