"""Sign-in, second factor and the pages behind mailed links. No sign-up: accounts are invited."""

from allauth.account import views as allauth_views
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from crm.views import account

urlpatterns = [
    path("login/", allauth_views.login, name="account_login"),
    path("logout/", allauth_views.logout, name="account_logout"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("confirm/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("second-factor/", include("allauth.mfa.urls")),
    path("password/", account.account_password_request, name="account_password_request"),
    path("password/sent/", account.account_password_sent, name="account_password_sent"),
    path("password/<str:token>/", account.account_password, name="account_password"),
    path("invitation/<str:token>/", account.account_invitation, name="account_invitation"),
]

# Wagtail's own sign-in pages would let people in without their second factor.
_to_login = RedirectView.as_view(pattern_name="account_login", query_string=True)
_to_password = RedirectView.as_view(pattern_name="account_password_request")
closed_doors = [
    path("admin/login/", _to_login),
    re_path(r"^admin/password_reset/", _to_password),
    re_path(r"^(?:[\w-]+/)?_util/login/$", _to_login),
]
