"""For `make run`: everything works with no variable set."""

from config.settings.base import *

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = SECRET_KEY or "development-only-key-never-used-in-production"
TOKEN_KEYS = TOKEN_KEYS or ["development-only-token-key"]
ALLOWED_HOSTS = ALLOWED_HOSTS or ["*"]
CALL_BACK_SECONDS = env.int("CALL_BACK_SECONDS", default=15)
MAILBOX_DIR = env("MAILBOX_DIR", default=str(VAR_DIR / "mailbox"))
# Static files straight from their folders, as they are at this moment
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
ROOT_URLCONF = "config.urls_dev"
