"""Bounces that follow no standard: flufl.bounce finds the addresses, the words their class."""

import logging
import re
from collections.abc import Collection
from email.message import Message

from flufl.bounce import all_failures

from campaigns.inbox.codes import judge
from campaigns.inbox.dsn import bare_address
from campaigns.inbox.notices import Finding
from campaigns.inbox.parts import addresses_in, header, sender, words_of
from campaigns.models import BounceClass

# It logs a traceback whenever a detector trips, which is no news to anybody.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)

DAEMONS = re.compile(
    r"^(?:mailer-?daemon|mail-?daemon|postmaster|mdaemon|post_?office|mailerdaemon|bounces?|mailadmin"
    r"|mail(?:-|\.)?(?:delivery|router|system)|smtp|maildelivery|mail-gateway|mta|notification"
    r"|[\w.-]*mail(?:er)?-?(?:daemon|er)|undeliver\w*|non-?remis)\b",
    re.IGNORECASE,
)
SUBJECTS = re.compile(
    r"""undeliver|non.?deliver|not\s+(?:be\s+)?deliver|deliver\w*\s+(?:status|fail|problem|error|report|has|delay)
    |fail(?:ed|ure)\W+(?:\S+\s+)?(?:to\s+)?(?:deliver|notice|mail)|returned\s+(?:e?-?mail|message|to\s+sender)
    |mail\s+(?:delivery|system|status|non|error|fail|return)|bounce|warning:\s+(?:could\s+not|message)
    |message\s+status|could\s+not\s+(?:send|deliver)|user\s+unknown|unknown\s+user|nondeliverable|unzustellbar
    |non.?remis|n.a\s+pas\s+(?:pu\s+)?(?:être\s+)?(?:remis|délivré|distribué)|échec\s+(?:de\s+)?(?:la\s+)?(?:remise|distribution|livraison|l.envoi)
    |avis\s+de\s+non|retour\s+(?:de\s+|du\s+)?(?:courrier|mail|message)|erreur\s+(?:de\s+)?(?:distribution|remise|livraison|envoi)
    |message\s+(?:non\s+délivré|rejeté|en\s+erreur)|distribution\s+impossible|impossible\s+(?:de\s+)?(?:remettre|délivrer)""",
    re.IGNORECASE | re.VERBOSE,
)
ANSWERS = re.compile(r"^\W*(?:re|tr|fwd?|aw|wg|ré)\s*:", re.IGNORECASE)
ADDRESS = re.compile(r"(?<![\w.+-])([\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+)")
WAITS = re.compile(
    r"warning\s+message\s+only|do\s+not\s+need\s+to\s+(?:resend|send)|will\s+(?:be\s+)?(?:retried|retry|keep\s+trying|continue)"
    r"|still\s+(?:being\s+)?retr|has\s+been\s+delayed|nouvel\s+essai|sera\s+retent|vous\s+n.avez\s+pas\s+besoin",
    re.IGNORECASE,
)


def comes_from_daemon(message: Message) -> bool:
    """Strong signs: its sender's name, or a header that only bounces carry (Exim's)."""
    return bool(DAEMONS.match(sender(message))) or message.get("X-Failed-Recipients") is not None


def looks_returned(message: Message) -> bool:
    """Weaker: an empty sender, or a subject that says so, and no human reply or forward."""
    subject = header(message, "Subject")
    if ANSWERS.match(subject):
        return False
    is_nobody = header(message, "Return-Path") == "<>" or not sender(message)
    return is_nobody or bool(SUBJECTS.search(subject))


def irregular_bounce(message: Message) -> list[Finding]:
    """Empty when nobody is named as not reached."""
    words = words_of(message)
    waiting, failed = _scan(message)
    named = {*waiting, *failed}
    addresses = sorted(bare_address(address.decode("ascii", "replace")) for address in named)
    addresses = [address for address in addresses if address] or _named(message, words)
    only_waits = bool(waiting and not failed) or bool(WAITS.search(words) and not failed)
    if only_waits:
        return [Finding(a, BounceClass.SOFT, is_final=False) for a in addresses]
    bounce_class, status = judge("", words, otherwise=BounceClass.SOFT)
    reply = " ".join(words.split())[:300]
    return [Finding(address, bounce_class, status, reply) for address in addresses]


def _scan(message: Message) -> tuple[Collection[bytes], Collection[bytes]]:
    """Some of its detectors fall over messages without a sender."""
    try:
        return all_failures(message)
    except Exception:
        return (), ()


def _named(message: Message, words: str) -> list[str]:
    """Exim's header, else the only address that the words hold beside sender and recipient."""
    declared = addresses_in(message, "X-Failed-Recipients")
    if declared:
        return declared
    if not (SUBJECTS.search(header(message, "Subject")) or comes_from_daemon(message)):
        return []
    ours = {address.lower() for address in addresses_in(message, "To", "From", "Delivered-To")}
    found = dict.fromkeys(a.rstrip(".") for a in ADDRESS.findall(words) if a.lower() not in ours)
    daemons = [address for address in found if not DAEMONS.match(address)]
    return daemons[:1]
