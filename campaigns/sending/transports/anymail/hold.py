"""When the next call for a campaign is welcome: what the provider asked of us, and our own doubts.

System mail obeys the first alone: it may arrive twice, and a confirmation is waited for.
"""

import time

from django.core.cache import cache

from crm import mail_provider

FIRST_DOUBT = 60.0
LONGEST_DOUBT = 900.0
REMEMBERED = 86_400


class Hold:
    def __init__(self, provider: str) -> None:
        self.provider = provider
        self.pause_key = f"mail-provider:{provider}:pause"
        self.doubts_key = f"mail-provider:{provider}:doubts"

    @property
    def seconds_left(self) -> float:
        pause = cache.get(self.pause_key, 0.0) - time.time()
        return max(pause, mail_provider.seconds_to_wait(self.provider))

    @property
    def is_doubtful(self) -> bool:
        """The last call ended in doubt: the next one should risk a single mail."""
        return bool(cache.get(self.doubts_key, 0))

    def wait(self, seconds: float) -> None:
        mail_provider.wait(self.provider, seconds)

    def doubt(self) -> None:
        """A pause that doubles from one doubtful call to the next."""
        doubts = cache.get(self.doubts_key, 0)
        cache.set(self.doubts_key, doubts + 1, timeout=REMEMBERED)
        seconds = min(FIRST_DOUBT * 2**doubts, LONGEST_DOUBT)
        cache.set(self.pause_key, time.time() + max(seconds, self.seconds_left), REMEMBERED)

    def trust_again(self) -> None:
        cache.delete(self.doubts_key)
