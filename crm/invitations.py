"""Staff accounts come by invitation; invitations and forgotten passwords travel as signed links.

A link holds no row: it is signed with the account's state, so it dies when the password is set.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac

from crm.models import User
from crm.outbox import queue_mail
from crm.roles import give_role

INVITATION = "invitation"
PASSWORD = "password"  # noqa: S105 - the kind of a link


def _valid_for(kind: str) -> timedelta:
    return (
        settings.INVITATION_VALID_FOR if kind == INVITATION else settings.PASSWORD_LINK_VALID_FOR
    )


def _signer(kind: str) -> signing.TimestampSigner:
    newest, *older = settings.TOKEN_KEYS
    return signing.TimestampSigner(key=newest, fallback_keys=older, salt=f"crm.{kind}")


def _fingerprint(user: User) -> str:
    state = f"{user.pk} {user.email} {user.password} {user.last_login} {user.is_active}"
    return salted_hmac("crm.invitations", state, secret=settings.TOKEN_KEYS[-1]).hexdigest()[:32]


def make_token(kind: str, user: User) -> str:
    return _signer(kind).sign(f"{user.pk}.{_fingerprint(user)}").replace(":", "~")


def read_token(kind: str, token: str) -> User | None:
    """None for a forged, expired or used link, without saying which."""
    try:
        signed = _signer(kind).unsign(token.replace("~", ":"), max_age=_valid_for(kind))
    except signing.BadSignature:
        return None
    key, _dot, fingerprint = signed.partition(".")
    user = User.objects.filter(pk=key, is_active=True).first()
    return user if user and fingerprint == _fingerprint(user) else None


def page_address(kind: str, user: User) -> str:
    return settings.SITE_URL + reverse(f"account_{kind}", args=[make_token(kind, user)])


@transaction.atomic
def invite(
    email: str, *, role: str, first_name: str = "", last_name: str = "", by: User | None = None
) -> User:
    """Makes the account, without a password, and queues the mail with its link."""
    user = User.objects.create_user(email, first_name=first_name, last_name=last_name)
    give_role(user, role)
    send_invitation(user, by=by)
    return user


def send_invitation(user: User, *, by: User | None = None, dedupe_key: str | None = None) -> None:
    context = {"url": page_address(INVITATION, user), "inviter": str(by) if by else ""}
    queue_mail(
        "crm/emails/invitation",
        to=user.email,
        context=context,
        language=settings.LANGUAGE_CODE,
        dedupe_key=dedupe_key,
    )


def awaits_invitation(user: User) -> bool:
    return user.is_active and not user.has_usable_password()


def send_password_link(email: str, now: datetime) -> None:
    """Queues a mail if an account has this address, one in five minutes at most."""
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        return
    dedupe_key = f"password {user.pk} {int(now.timestamp()) // 300}"
    if awaits_invitation(user):
        send_invitation(user, dedupe_key=dedupe_key)
        return
    queue_mail(
        "crm/emails/password_reset",
        to=user.email,
        context={
            "url": page_address(PASSWORD, user),
            "hours": settings.PASSWORD_LINK_VALID_FOR // timedelta(hours=1),
        },
        language=settings.LANGUAGE_CODE,
        dedupe_key=dedupe_key,
    )


def choose_password(user: User, password: str) -> None:
    """Ends all sessions of the account: they are signed with the password's hash."""
    user.set_password(password)
    user.save(update_fields=["password"])
