"""For `make run`: everything works with no variable set."""

from config.settings.base import *

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = SECRET_KEY or "development-only-key-never-used-in-production"
TOKEN_KEYS = TOKEN_KEYS or ["development-only-token-key"]
ALLOWED_HOSTS = ALLOWED_HOSTS or ["*"]
CALL_BACK_SECONDS = env.int("CALL_BACK_SECONDS", default=15)
MAILBOX_DIR = env("MAILBOX_DIR", default=str(VAR_DIR / "mailbox"))
ROOT_URLCONF = "config.urls_dev"
