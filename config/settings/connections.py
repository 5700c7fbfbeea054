"""Reads DATABASE_URL, HUEY_URL and EMAIL_URL into what Django and huey expect."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from config.settings.words import gettext as _

# What is erased is overwritten in the file as well, whatever way SQLite was compiled.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA busy_timeout=20000; PRAGMA cache_size=-32000; PRAGMA secure_delete=ON;"
)


def _resolved(path: str, base_dir: Path) -> str:
    """A relative database path belongs to the project's folder, wherever the command was typed."""
    resolved = Path(path) if path.startswith("/") else base_dir / path
    resolved.parent.mkdir(parents=True, exist_ok=True)
    return str(resolved)


def _refuse(name: str, *beginnings: str) -> ImproperlyConfigured:
    told = _("%(name)s must begin with %(beginnings)s or %(last)s.")
    *others, last = beginnings
    return ImproperlyConfigured(
        told % {"name": name, "beginnings": ", ".join(others), "last": last}
    )


def database(url: str, base_dir: Path) -> dict[str, Any]:
    scheme = urlsplit(url).scheme
    if scheme not in ("sqlite", "postgres", "postgresql"):
        raise _refuse("DATABASE_URL", "sqlite:///", "postgres://")
    config: dict[str, Any] = environ.Env.db_url_config(url)
    if config["ENGINE"].endswith("sqlite3"):
        config["NAME"] = _resolved(url.removeprefix("sqlite:///"), base_dir)
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
        }
    else:
        config["CONN_HEALTH_CHECKS"] = True
        config["CONN_MAX_AGE"] = 600
        # For campaigns/sending/statements.py alone: Django's own cursors never prepare.
        config.setdefault("OPTIONS", {})["prepare_threshold"] = 5
    return config


def huey(url: str, base_dir: Path) -> dict[str, Any]:
    """A dict, not an instance: run_huey reads its `consumer` options only from a dict."""
    parts = urlsplit(url)
    config: dict[str, Any] = {
        "name": "maille",
        "immediate": False,
        "results": True,
        "consumer": {"workers": 2, "worker_type": "thread", "graceful_signal": "TERM"},
    }
    if parts.scheme == "sqlite":
        filename = _resolved(url.removeprefix("sqlite:///"), base_dir)
        return config | {"huey_class": "huey.SqliteHuey", "filename": filename, "fsync": True}
    if parts.scheme in ("postgres", "postgresql"):
        return config | {"huey_class": "huey.PostgresHuey", "dsn": url}
    if parts.scheme in ("redis", "rediss"):
        return config | {"huey_class": "huey.RedisHuey", "url": url}
    raise _refuse("HUEY_URL", "sqlite:///", "postgres://", "redis://")


def mail(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme == "anymail":
        return {"EMAIL_BACKEND": f"anymail.backends.{parts.netloc}.EmailBackend"}
    if parts.scheme not in ("smtp", "smtps", "smtp+starttls"):
        raise _refuse("EMAIL_URL", "smtp://", "smtps://", "smtp+starttls://", "anymail://")
    default_port = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}[parts.scheme]
    try:
        port = parts.port or default_port
    except ValueError:
        raise ImproperlyConfigured(
            _("EMAIL_URL names a port that is none: give a number between 1 and 65535.")
        ) from None
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+starttls",
        "EMAIL_TIMEOUT": 30,
    }
