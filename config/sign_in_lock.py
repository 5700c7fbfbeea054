"""After how many wrong passwords and codes sign-in is closed for a while, and for whom.

Who mistypes is closed out alone: neither colleagues behind the same address nor the same person
elsewhere wait with them, unless it goes on. Only keyed hashes reach the shared cache.
"""

import logging
import time
from contextlib import suppress
from typing import Any

from axes.handlers.cache import AxesCacheHandler
from axes.helpers import get_cache_timeout
from django.conf import settings
from django.http import HttpRequest

from config.sign_in import account_hash, client_hash, hashed_account, hashed_client
from crm.models import User

logger = logging.getLogger(__name__)

# Wrong ones of an account from one address; of an account from anywhere; of all from an address
PAIR, ACCOUNT, CLIENT = "pair", "account", "client"
LIMITS = {PAIR: settings.AXES_FAILURE_LIMIT, ACCOUNT: 15, CLIENT: 15}
EPOCH = "sign-in:epoch"


class SignInLock(AxesCacheHandler):
    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        keys = self._keys(hashed_account(request, credentials), hashed_client(request))
        counts = self._counts(keys)
        # Without its account's counter, a pair's is one that somebody reset
        counts[PAIR] = min(counts[PAIR], counts[ACCOUNT])
        return any(counts[name] >= limit for name, limit in LIMITS.items())

    def user_login_failed(
        self,
        sender: Any,
        credentials: dict[str, Any],
        request: HttpRequest | None = None,
        **kwargs: Any,
    ) -> None:
        """Counts on while the pair is closed out, so that trying on closes the others too."""
        if request is None:
            return
        keys = self._keys(hashed_account(request, credentials), hashed_client(request))
        counts = self._counts(keys)
        for name, key in keys.items():
            # What is full is left to run out
            if counts[name] < LIMITS[name]:
                self._add(key, get_cache_timeout(request))
        if self.is_locked(request, credentials):
            logger.warning("Sign-in is closed for a while after too many wrong attempts.")
            request.axes_locked_out, request.axes_credentials = True, credentials  # type: ignore[attr-defined]

    def user_logged_in(self, sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        self.cache.delete_many(
            self._keys(account_hash(user.email), hashed_client(request)).values()
        )

    def reset_attempts(
        self,
        *,
        ip_address: str | None = None,
        username: str | None = None,
        ip_or_username: bool = False,
    ) -> int:
        """What axes_reset, axes_reset_username and axes_reset_ip do."""
        if ip_address is None and username is None:
            self.cache.set(EPOCH, time.time_ns(), timeout=None)
            return 1
        keys = self._keys(account_hash(username or ""), client_hash(ip_address or ""))
        opened = [keys[ACCOUNT]] * (username is not None) + [keys[CLIENT]] * (
            ip_address is not None
        )
        return sum(self.cache.delete(key) for key in opened)

    def _keys(self, account: str, client: str) -> dict[str, str]:
        """Of an epoch: a new one forgets all that was counted."""
        epoch = f"sign-in:{self.cache.get(EPOCH, 0)}"
        return {
            PAIR: f"{epoch}:{account}:{client}",
            ACCOUNT: f"{epoch}:{account}",
            CLIENT: f"{epoch}:{client}",
        }

    def _counts(self, keys: dict[str, str]) -> dict[str, int]:
        found = self.cache.get_many(keys.values())
        return {name: found.get(key, 0) for name, key in keys.items()}

    def _add(self, key: str, timeout: int | None) -> None:
        if self.cache.add(key, 1, timeout):
            return
        # Run out since: the next one begins anew
        with suppress(ValueError):
            self.cache.incr(key)
            self.cache.touch(key, timeout)
