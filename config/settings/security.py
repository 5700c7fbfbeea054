"""Sign-in, cookies, headers and what pages may load. Read docs/decisions/0003-sign-in.md."""

from datetime import timedelta
from typing import Any

import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE

env = environ.Env()

AUTH_USER_MODEL = "crm.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# One door: Wagtail's own sign-in pages lead here, since they know no second factor
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
WAGTAIL_PASSWORD_RESET_ENABLED = False
# Nobody types somebody else's password: accounts are invited
WAGTAILUSERS_PASSWORD_ENABLED = False
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=False)
INVITATION_VALID_FOR = timedelta(days=7)
PASSWORD_LINK_VALID_FOR = timedelta(hours=2)

ACCOUNT_ADAPTER = "config.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Axes counts the wrong passwords and codes; no limit of allauth may look at an IP address
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "20/15m/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "config.sign_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "config.sign_in.CodeForm",
    "reauthenticate": "config.sign_in.CodeAgainForm",
}

AXES_HANDLER = "config.sign_in_lock.SignInLock"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_USERNAME_CALLABLE = "config.sign_in.hashed_account"
AXES_CLIENT_IP_CALLABLE = "config.sign_in.hashed_client"
AXES_CLIENT_STR_CALLABLE = "config.sign_in.nameless_client"
AXES_LOCKOUT_CALLABLE = "config.sign_in.locked_response"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
# How many proxies stand in front of us: whose word about the client's address counts
PROXY_COUNT = env.int("PROXY_COUNT", default=0)

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"

# Below /media/, what anybody may see: the renditions of images and the staff's portraits
PUBLIC_MEDIA_FOLDERS = ["images/", "avatar_images/"]

_EVERYWHERE: dict[str, Any] = {
    "default-src": [SELF],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "object-src": [NONE],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": _EVERYWHERE}
ADMIN_PREFIX, ACCOUNT_PREFIX = "/admin/", "/account/"
ADMIN_CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": _EVERYWHERE
    | {
        # Wagtail 8 starts its form widgets and its bulk actions by inline scripts, and colours
        # editors by inline styles. Nothing in there may come from another host all the same.
        "script-src": [SELF, UNSAFE_INLINE],
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
    }
}

# Mail providers that press one-click over http must not meet a redirect (RFC 8058, section 3.1).
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^unsubscribe/"]
