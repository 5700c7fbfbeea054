"""Every setting that all environments share. What differs stands in dev, test and production."""

import secrets
import zoneinfo
from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from config.settings.connections import database, huey, mail
from config.settings.logs import *
from config.settings.periods import kept_months
from config.settings.providers import mail_provider, provider_variables
from config.settings.security import *

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()

# Identity of the installation
SITE_URL_IS_GIVEN = bool(env("SITE_URL", default=""))
SITE_URL = (env("SITE_URL", default="") or "http://localhost:8000").rstrip("/")
SECRET_KEY = env("SECRET_KEY", default="")
TOKEN_KEYS = env.list("TOKEN_KEYS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
DEBUG = False

INSTALLED_APPS = [
    "media_kit.apps.MediaKitConfig",
    "cms.apps.CmsConfig",
    "campaigns.apps.CampaignsConfig",
    "crm.apps.CrmConfig",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.search_promotions",
    "wagtail.embeds",
    "wagtail.sites",
    "config.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "anymail",
    "huey.contrib.djhuey",
    "django_filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.compression.CompressionMiddleware",
    "config.csp.CSPMiddleware",
    "config.maintenance.MaintenanceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.language.StaffLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "config.sign_in.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# Data, queue, mail: one address each
DATABASES = {
    "default": database(
        env("DATABASE_URL", default="") or "sqlite:///var/maille.sqlite3", BASE_DIR
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
HUEY = huey(env("HUEY_URL", default="") or "sqlite:///var/huey.sqlite3", BASE_DIR)
TASKS = {
    "default": {
        "BACKEND": "huey.contrib.djhuey.tasks_backend.HueyBackend",
        "ENQUEUE_ON_COMMIT": True,
    }
}
# The shared cache counts failed sign-ins, so all processes must see the same one
CACHES = {
    "default": env.cache("CACHE_URL", default="dbcache://shared_cache"),
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "TIMEOUT": 60},
}

EMAIL_URL = env("EMAIL_URL", default="") or "smtp://localhost:2525"
vars().update(mail(EMAIL_URL))
MAIL_PROVIDER = mail_provider(EMAIL_URL)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Maille <bonjour@example.org>")
REPLY_TO = env("REPLY_TO", default="")
RETURN_PATH = env("RETURN_PATH", default="")

# What `check_domain` asks, and expects to find
DNS_SERVERS = env.list("DNS_SERVERS", default=[])
SPF_RELAY = env("SPF_RELAY", default="")
DKIM_SELECTOR = env("DKIM_SELECTOR", default="")

# What comes back: the mailbox that is read, and the webhooks of a mail provider
INBOX_URL = env("INBOX_URL", default="")
SOFT_BOUNCES_BEFORE_EXCLUSION = env.int("SOFT_BOUNCES_BEFORE_EXCLUSION", default=5)
# Without a secret of ours, one that nobody knows: every webhook is refused
WEBHOOK_SECRET = env.list("WEBHOOK_SECRET", default=[]) or [secrets.token_urlsafe()]
ANYMAIL = {"WEBHOOK_SECRET": WEBHOOK_SECRET, **provider_variables(MAIL_PROVIDER, env.ENVIRON)}

# Languages and time
LANGUAGE_CODE = env("LANGUAGE_CODE", default="fr")
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("fr", _("French")), ("en", _("English"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env("TIME_ZONE", default="Europe/Paris")
FORMAT_MODULE_PATH = "config.formats"
# The machine may list “localtime” too, which browsers do not know
WAGTAIL_USER_TIME_ZONES = sorted(zoneinfo.available_timezones() - {"localtime", "Factory"})
USE_I18N = USE_TZ = USE_THOUSAND_SEPARATOR = True

# Files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"

# Wagtail
WAGTAIL_SITE_NAME = "Maille"
WAGTAIL_I18N_ENABLED = True
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILIMAGES_IMAGE_MODEL = "media_kit.MailleImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media_kit.MailleDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILIMAGES_IMAGE_FORM_BASE = "media_kit.forms.PictureForm"
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64_000_000
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "config.search"}}
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "wagtail.workflows.publish_workflow_state"
TAGGIT_CASE_INSENSITIVE = True

# Sending
SEND_GROUP_SIZE = 50
SEND_LEASE_SECONDS = 300
DEFERRED_FOR_HOURS = 48
BREAKER_REFUSALS = 10
BREAKER_FAILURE_SHARE = 0.2
CALL_BACK_SECONDS = env.int("CALL_BACK_SECONDS", default=300)
SEND_WORKERS = env.int("SEND_WORKERS", default=1)
SMTP_CONNECTIONS = env.int("SMTP_CONNECTIONS", default=4)
SMTP_MAILS_PER_CONNECTION = env.int("SMTP_MAILS_PER_CONNECTION", default=1000)

# Tracking: on a local disk of each web machine, shared with nobody
MAINTENANCE_FILE: str = env("MAINTENANCE_FILE", default=str(VAR_DIR / "maintenance"))
SPOOL_DIR: str = env("SPOOL_DIR", default=str(VAR_DIR / "spool"))

# Who opened and clicked, in months; 0: as long as the letter
HITS_KEPT_MONTHS = kept_months(env.int("HITS_KEPT_MONTHS", default=0))

# What a restored backup would have forgotten: on a disk of each machine, not the database's
JOURNAL_DIR: str = env("JOURNAL_DIR", default=str(VAR_DIR / "journal"))
