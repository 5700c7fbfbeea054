"""When the next call to a provider is welcome: told once, obeyed by every worker and campaign.

In the cache that all processes share; what it forgets costs a refused call, never a mail.
"""

import time

from django.core.cache import cache

FIRST_DOUBT = 60.0
LONGEST_DOUBT = 900.0
REMEMBERED = 86_400


class Hold:
    def __init__(self, provider: str) -> None:
        self.until_key = f"mail-provider:{provider}:until"
        self.doubts_key = f"mail-provider:{provider}:doubts"

    @property
    def seconds_left(self) -> float:
        return max(cache.get(self.until_key, 0.0) - time.time(), 0.0)

    @property
    def is_doubtful(self) -> bool:
        """The last call ended in doubt: the next one should risk a single mail."""
        return bool(cache.get(self.doubts_key, 0))

    def wait(self, seconds: float) -> None:
        """Never shortens what was said before."""
        until = time.time() + max(seconds, self.seconds_left)
        cache.set(self.until_key, until, timeout=REMEMBERED)

    def doubt(self) -> None:
        """A pause that doubles from one doubtful call to the next."""
        doubts = cache.get(self.doubts_key, 0)
        cache.set(self.doubts_key, doubts + 1, timeout=REMEMBERED)
        self.wait(min(FIRST_DOUBT * 2**doubts, LONGEST_DOUBT))

    def trust_again(self) -> None:
        cache.delete(self.doubts_key)
