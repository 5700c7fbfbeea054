"""The class of a refusal, from its status (RFC 3463), its reply code (RFC 5321) and its words.

Hard excludes an address at once, so the doubtful is soft; what blames us is policy, never hard.
"""

import re

from campaigns.models import BounceClass
from campaigns.sending.suppression import NO_SUCH_ADDRESS

STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
# A reply line: the code opens it, or follows words such as "said:", "error" or "smtp;".
REPLY_CODE = re.compile(
    r"(?:^|[:;(<]\s*|\b(?:said|error|code|status|response|reply|host|erreur)\W{0,3})"
    r"([45][0-5]\d)(?=[\s\-#:,)]|$)",
    re.IGNORECASE | re.MULTILINE,
)

POLICY_WORDS = re.compile(
    r"""spam|blocked|not\s+accepting\s+mail\s+from|black.?list|block.?list|deny.?list|\brbls?\b|dnsbl|spamhaus|barracuda|reputation
    |\bpolicy\b|polic(?:y|ies)\s+(?:reasons|violation)|\bSPF\b|\bDKIM\b|DMARC|unauthenticated
    |not\s+authori[sz]ed|authenticat\w+\s+(?:required|failed)|relay(?:ing)?\s+(?:access\s+)?denied
    |relay\s+not\s+permitted|unable\s+to\s+relay|relaying\s+(?:not|prohibited)|virus|malware
    |phishing|content\s+(?:rejected|filter)|banned|too\s+many\s+(?:connections|recipients|messages)
    |rate.?limit|administrative\s+prohibition|administratively|unsolicited|bulk\s+mail
    |message\s+(?:size|too\s+(?:large|big))|size\s+(?:limit|exceeds)|exceed\w*\s+(?:the\s+)?(?:size|maximum|fixed)
    |message\s+(?:content\s+)?rejected|refus\w*\s+par\s+la\s+politique|indésirable|liste\s+noire
    |taille\s+du\s+message|message\s+trop\s+(?:gros|volumineux)|\bOFR_?5\d\d|\bLPN\d|\bofr5""",
    re.IGNORECASE | re.VERBOSE,
)
UNKNOWN_WORDS = re.compile(
    r"""(?:user|recipient|mailbox|address|account|addressee|destinataire|utilisateur|compte|adresse
        |boîte|boite|boîte\s+aux\s+lettres|login|alias|inbox)\W{0,3}(?:\S+\s+){0,6}?
        (?:unknown|not\s+known|inconnue?s?|not\s+found|(?:does\s+not|doesn.?t|no\s+longer)\s+(?:exist|valid|on\s+server)
        |is\s+not\s+(?:known|valid|active\s+here)|n.existe\s+(?:pas|plus)|not\s+exist|invalide?|introuvable
        |isn.?t\s+(?:in|known)|couldn.?t\s+be\s+found|could\s+not\s+be\s+found|wasn.?t\s+found|was\s+not\s+found
        |not\s+listed|rejected:\s+user|has\s+been\s+(?:closed|deleted|removed|discontinued)|supprimée?|fermée?)
    |(?:unknown|no\s+such|invalid(?:\s+final\s+delivery)?|unrouteable|unroutable|bad|nonexistent|non-existent|undeliverable)
        \s+(?:local\s+)?(?:user(?:id)?|recipient|mailbox|address|account|addressee|local.?part|virtual|alias|person|domain)
    |no\s+(?:mailbox|mail\s+box|user)\s+(?:here\s+)?(?:by|with|of)\s+that\s+name|no\s+such\s+\w+
    |not\s+a\s+(?:known|valid)\s+(?:user|address|mailbox|recipient)|user\s+doesn.?t\s+have\s+an?\s+\S+\s+account
    |mailbox\s+(?:is\s+)?unavailable|address\s+rejected|recipient\s+(?:is\s+)?not\s+(?:known|recogni[sz]ed|exist|found)
    |(?:domain|host|hôte|domaine)\s+(?:name\s+)?(?:\S+\s+){0,2}(?:not\s+found|unknown|does\s+not\s+exist|n.existe\s+pas|inconnu)
    |domain\s+(?:of\s+\S+\s+)?does\s+not\s+(?:exist|accept\s+mail)|nullmx|null\s+mx|does\s+not\s+accept\s+mail
    |couldn.?t\s+find\s+any\s+host|unknown\s+(?:host|domain)|no\s+account\s+by\s+that\s+name
    |did\s+not\s+(?:exactly\s+)?match\s+an\w?\s+\S+\s+(?:e-?mail\s+)?address
    |not\s+in\s+our\s+(?:directory|database)|not\s+listed\s+in|discontinued|no\s+matches\s+to\s+nameserver""",
    re.IGNORECASE | re.VERBOSE,
)
PASSING_WORDS = re.compile(
    r"""over\s?.?quota|quota|mailbox\s+(?:is\s+)?full|mailbox\s+\S+\s+is\s+full|full\s+mailbox
    |insufficient\s+(?:disk|storage|space)|boîte\s+(?:\S+\s+){0,4}pleine|out\s+of\s+(?:disk|storage)|storage\s+(?:limit|allocation)
    |(?:try|retry)\s+(?:again\s+)?later|temporar|timed?.?\s?out|could\s+not\s+connect|connection\s+(?:refused|lost)
    |grey.?list|gray.?list|inactive|disabled|désactivée?|suspended|deferred|delayed|still\s+be(?:ing)?\s+retried
    |too\s+busy|unreachable|loop|mailbox\s+size|exceed(?:s|ed)?\s+(?:its|their|the)?\s*(?:storage|quota|mailbox)""",
    re.IGNORECASE | re.VERBOSE,
)


# Said of somebody who exists, whatever else is said beside it
FULL_WORDS = re.compile(
    r"over\s?.?(?:\w+\s)?quota|quota\s+(?:is\s+)?exceeded|(?:mailbox|mailfolder)\s+(?:\S+\s+)?is\s+full",
    re.IGNORECASE,
)


def class_of_status(status: str) -> BounceClass | None:
    """None when RFC 3463 does not decide: the words around it must."""
    if status in NO_SUCH_ADDRESS:
        return BounceClass.HARD
    if status.startswith(("5.7.", "5.6.")) or status == "5.3.4":
        return BounceClass.POLICY
    if status.startswith(("4.", "5.2.")):
        return BounceClass.SOFT
    return None


def judge(status: str, words: str, *, otherwise: BounceClass) -> tuple[BounceClass, str]:
    """The class and the most telling status, of what a report and the server's words say.

    Some servers write 5.0.0 for everything, or 5.1.1 for any refusal they were given without a
    status: what the words spell out then counts more, and policy most of all.
    """
    told = [".".join(found.groups()) for found in STATUS.finditer(words) if found[1] != "2"]
    candidates = [status, *told] if status else told
    for candidate in candidates:
        if class_of_status(candidate) is BounceClass.POLICY:
            return BounceClass.POLICY, candidate
    if class_of_status(status) is BounceClass.HARD and not told and _blames_us(words):
        return BounceClass.POLICY, status
    for candidate in candidates:
        if (decided := class_of_status(candidate)) is not None:
            return decided, candidate
    return class_of_words(words) or otherwise, candidates[0] if candidates else ""


def class_of_words(words: str) -> BounceClass | None:
    if _blames_us(words):
        return BounceClass.POLICY
    if PASSING_WORDS.search(words) and not UNKNOWN_WORDS.search(words):
        return BounceClass.SOFT
    if FULL_WORDS.search(words):
        return BounceClass.SOFT
    if UNKNOWN_WORDS.search(words):
        return BounceClass.HARD
    codes = {found[1] for found in REPLY_CODE.finditer(words)}
    if codes and (all(code[0] == "4" for code in codes) or "552" in codes):
        return BounceClass.SOFT
    return None


def _blames_us(words: str) -> bool:
    return bool(POLICY_WORDS.search(words)) and not UNKNOWN_WORDS.search(words)
