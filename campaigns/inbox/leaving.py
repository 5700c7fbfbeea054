"""Mails to the List-Unsubscribe address: one of our tokens in the subject, or a plain word."""

import re
from email.message import Message

from campaigns.inbox.automatic import is_automatic
from campaigns.inbox.parts import header, words_of

# campaigns/sending/headers.py writes it; some clients put a prefix or lower the case of nothing.
TOKEN = re.compile(r"unsubscribe-([A-Za-z0-9_-]{16,120})")
WORDS = re.compile(
    r"""^\W*(?:(?:re|tr|fwd?|ré)\s*:\s*)*
    (?:unsubscribe(?:\s+me)?|please\s+unsubscribe(?:\s+me)?|unsub|opt.?out|remove(?:\s+me)?|stop
    |signoff|se\s+désabonner|me\s+désabonner|désabonne(?:z|ment|r)?(?:[\s-]+moi)?|se\s+désinscrire|me\s+désinscrire
    |désinscri(?:re|ption|vez)(?:[\s-]+moi)?|desabonnement|desinscription|résiliation)
    (?:\s+(?:de\s+la\s+|à\s+la\s+|de\s+votre\s+|from\s+(?:this\s+|the\s+|your\s+)?)?(?:newsletter|lettre(?:\s+d.information)?|liste?|mailing\s+list))?
    (?:\s+(?:please|merci|svp|s.il\s+vous\s+pla[iî]t))?\W*$""",
    re.IGNORECASE | re.VERBOSE,
)


def asks_to_leave(message: Message) -> bool:
    """A token is ours alone to give; words count when they are all there is to read."""
    subject = header(message, "Subject")
    if TOKEN.search(subject):
        return True
    if is_automatic(message):
        return False
    if WORDS.match(subject):
        return True
    return not subject and bool(WORDS.match(words_of(message).strip()[:200]))
