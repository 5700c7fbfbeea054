"""How allauth (sign-in, second factor) and axes (throttling) are fitted to this house.

No IP address reaches a table or a log: axes counts in the shared cache, under keyed hashes.
"""

import base64
import hashlib
import hmac
import time
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added
from allauth.mfa.utils import is_mfa_enabled
from axes.handlers.proxy import AxesProxyHandler
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from crm.models import Network, User


def client_address(request: HttpRequest) -> str:
    """Counted from the right of X-Forwarded-For: what a client writes there itself is ignored."""
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if settings.PROXY_COUNT and len(forwarded) >= settings.PROXY_COUNT:
        return forwarded[-settings.PROXY_COUNT].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _keyed(value: str) -> str:
    return hmac.new(settings.TOKEN_KEYS[0].encode(), value.encode(), "sha256").hexdigest()


def client_hash(address: str) -> str:
    return _keyed(f"client {address}")


def account_hash(email: str) -> str:
    return _keyed(f"account {email.strip().lower()}")


def hashed_client(request: HttpRequest) -> str:
    return client_hash(client_address(request))


def hashed_account(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    given = credentials or {}
    address = given.get("email") or given.get("username") or request.POST.get("login", "")
    return account_hash(address)


def nameless_client(*args: Any) -> str:
    return "a client"


def locked_response(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, Any] | None
) -> HttpResponse:
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "account/locked.html", {"minutes": minutes}, status=429)


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who signed in a moment ago need not say their password twice."""
        since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        records = get_authentication_records(self.request, self.request.user)
        recent = [record for record in records if record["at"] > since]
        return not recent and super().is_reauthentication_required(app=app, **kwargs)

    def get_client_ip(self, request: HttpRequest) -> str:
        return hashed_client(request)

    def get_http_user_agent(self, request: HttpRequest) -> str:
        return ""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps are stored encrypted, under the ring of TOKEN_KEYS."""

    def get_totp_issuer(self) -> str:
        return Network.load().name

    def encrypt(self, text: str) -> str:
        return _ring().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _ring().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not settings.STAFF_SECOND_FACTOR


def _ring() -> MultiFernet:
    digests = (hashlib.sha256(f"second factor {key}".encode()) for key in settings.TOKEN_KEYS)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(d.digest())) for d in digests])


class _LockedForm:
    """A code is not even looked at while the account or the client is locked."""

    user: User

    def clean_code(self) -> str:
        request, credentials = context.request, {"email": self.user.email}
        if AxesProxyHandler.is_allowed(request, credentials):
            return super().clean_code()  # type: ignore[misc]
        on_wrong_code(request, self.user)
        raise ValidationError(_("Too many attempts: wait a little before the next one."))


class CodeForm(_LockedForm, AuthenticateForm):
    pass


class CodeAgainForm(_LockedForm, ReauthenticateForm):
    pass


@receiver(authentication_failed)
def on_wrong_code(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A wrong code counts like a wrong password."""
    user_login_failed.send(sender=__name__, credentials={"email": user.email}, request=request)


@receiver(authenticator_added)
def on_second_factor_added(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Whoever has just proved it by a first code is not asked again in this session."""
    record_authentication(request, user, "mfa", type="totp")


class SecondFactorMiddleware:
    """Nobody who has a second factor is in the admin without it, whatever door they took;
    with STAFF_SECOND_FACTOR nobody is there without having one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(settings.ADMIN_PREFIX) and request.user.is_authenticated:
            refusal = self.refuse(request)
            if refusal:
                return refusal
        return self.get_response(request)

    def refuse(self, request: HttpRequest) -> HttpResponse | None:
        records = get_authentication_records(request, request.user)
        if any(record["method"] == "mfa" for record in records):
            return None
        if is_mfa_enabled(request.user):
            logout(request)
            return redirect(settings.LOGIN_URL)
        if settings.STAFF_SECOND_FACTOR:
            return redirect("mfa_activate_totp")
        return None
