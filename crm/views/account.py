"""Pages behind mailed links to accounts: a GET shows, only the button's POST acts."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.forms import SetPasswordForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from crm import invitations
from crm.forms.account import PasswordRequestForm
from crm.tasks import send_outgoing_mails

BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
def account_password_request(request: HttpRequest) -> HttpResponse:
    """Answers the same whether the address is known or not."""
    form = PasswordRequestForm(request.POST or None)
    if not form.is_valid():
        return render(request, "account/password_request.html", {"form": form})
    with transaction.atomic():
        invitations.send_password_link(form.cleaned_data["email"], timezone.now())
        transaction.on_commit(send_outgoing_mails)
    return redirect("account_password_sent")


@never_cache
def account_password_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "account/password_sent.html")


@never_cache
@sensitive_post_parameters()
def account_password(request: HttpRequest, token: str) -> HttpResponse:
    user = invitations.read_token(invitations.PASSWORD, token)
    if user is None:
        return _dead_link(request)
    form = SetPasswordForm(user, request.POST or None)
    if not form.is_valid():
        return _private(render(request, "account/password.html", {"form": form}))
    invitations.choose_password(user, form.cleaned_data["new_password1"])
    messages.success(request, _("Your password is changed. Sign in with it."))
    return redirect("account_login")


@never_cache
@sensitive_post_parameters()
def account_invitation(request: HttpRequest, token: str) -> HttpResponse:
    user = invitations.read_token(invitations.INVITATION, token)
    if user is None:
        return _dead_link(request)
    form = SetPasswordForm(user, request.POST or None)
    if not form.is_valid():
        return _private(render(request, "account/invitation.html", {"form": form}))
    invitations.choose_password(user, form.cleaned_data["new_password1"])
    login(request, user, backend=BACKEND)
    record_authentication(request, user, "password")
    return redirect("wagtailadmin_home")


def _dead_link(request: HttpRequest) -> HttpResponse:
    """One same page for a forged, expired or used link of either kind."""
    context = {"form": PasswordRequestForm()}
    return _private(render(request, "account/dead_link.html", context, status=404))


def _private(response: HttpResponse) -> HttpResponse:
    """The address of the page is a key, so no other site hears it. “no-referrer” would be too
    much: browsers then send “Origin: null”, which the CSRF check refuses."""
    response["Referrer-Policy"] = "same-origin"
    return response
