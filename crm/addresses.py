"""E-mail addresses: the one way to compare them, and the keyed hash that outlives an erasure."""

import hashlib
import hmac

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from email_validator import EmailNotValidError, validate_email

FORBIDDEN_CHARACTERS = frozenset("\r\n\0\u2028\u2029\u0085")


def normalise_address(email: str) -> str:
    """Lower case, domain in its ASCII form (IDNA): two spellings of one mailbox compare equal."""
    local, _at, domain = email.strip().rpartition("@")
    try:
        domain = domain.lower().encode("idna").decode("ascii")
    except UnicodeError:
        domain = domain.lower()
    return f"{local.lower()}@{domain}"


def check_address(email: str) -> str:
    """Returns the address cleaned of blanks; raises ValidationError with a sentence to show."""
    email = email.strip()
    if FORBIDDEN_CHARACTERS & set(email):
        raise ValidationError(_("This address holds a line break or a control character."))
    try:
        validate_email(email, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise ValidationError(
            _("This address is not complete: it looks like name@domain.org.")
        ) from None
    return email


def address_hash(address: str) -> str:
    """128 bits, hexadecimal, keyed by the oldest of TOKEN_KEYS, which must therefore stay."""
    key = settings.TOKEN_KEYS[-1].encode()
    return hmac.new(key, address.encode(), hashlib.blake2b).hexdigest()[:32]
