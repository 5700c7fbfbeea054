"""For real use: refuses to start on a weak or missing secret, with one clear line."""

import sys
from urllib.parse import urlsplit

from config.settings.base import *
from config.settings.words import gettext as _

LOCAL_HOSTS = {"localhost", "127.0.0.1"}


def _is_weak(secret: str, length: int) -> bool:
    return len(secret) < length or len(set(secret)) < 10 or secret.startswith("development-only")


def _refusal() -> str | None:
    """What an operator has to mend, in a sentence; None when all is well."""
    site = urlsplit(SITE_URL)
    if _is_weak(SECRET_KEY, 50):
        return _("SECRET_KEY is missing or weak: give 50 random characters or more.")
    if not TOKEN_KEYS or any(_is_weak(key, 32) for key in TOKEN_KEYS):
        return _("TOKEN_KEYS is missing or weak: give keys of 32 random characters or more.")
    if not env("SITE_URL", default="") or not site.hostname:
        return _("SITE_URL is missing: give the address of the site, as https://www.example.org.")
    if site.scheme != "https" and site.hostname not in LOCAL_HOSTS:
        return _("SITE_URL must begin with https://: sign-in cookies travel over it.")
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        return _("ALLOWED_HOSTS is missing: give the names of the site, as www.example.org.")
    return None


if refusal := _refusal():
    sys.exit(refusal)

IS_HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
CSRF_TRUSTED_ORIGINS = [SITE_URL]
PROXY_COUNT = env.int("PROXY_COUNT", default=1)
if PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=True)

# Compressed once, by collectstatic, under names that change with the content: kept for ever
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
