"""How many mails are in hand, and how many outcomes to wait for before the next commit: measured
while sending.

What is in hand was asked about before: a pause or somebody who leaves does not count for it any
more. So there is never more of it than leaves within half a second. A commit for each mail would
keep the ledger busy, one for half a group would leave connections to a far server without a mail
while the rest of the half comes in.
"""

import time
from collections import deque
from collections.abc import Callable

# A wait so many times as long as the commit before it has room for more commits; a shorter one
# than the second has not.
LONG, SHORT = 4.0, 2.0
IN_HAND_SECONDS = 0.5


class Portion:
    """`size` is between 1 and half of what may be in hand, and always half a group for a transport
    that wants many mails together."""

    def __init__(
        self, group_size: int, *, singly: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.group_size = group_size
        self.singly = singly
        self.clock = clock
        self.most = max(group_size // 2, 1)
        self.size = self.most
        self.answered: deque[tuple[float, int]] = deque()
        self.answered_lately = 0

    def in_hand_at_most(self, at_once: int) -> int:
        """One for each that can be under way at once, and as many as were answered within the last
        half second; never more than a group."""
        if not self.singly:
            return self.group_size
        before = self.clock() - IN_HAND_SECONDS
        while self.answered and self.answered[0][0] < before:
            self.answered_lately -= self.answered.popleft()[1]
        return min(max(at_once, self.answered_lately), self.group_size)

    def adapt(self, *, answered: int, committed: float, waited: float) -> None:
        """After each round: how many mails were answered, and the seconds its commit and the wait
        after it took."""
        self.answered.append((self.clock(), answered))
        self.answered_lately += answered
        if not self.singly:
            return
        if waited > LONG * committed:
            self.size = max(self.size // 2, 1)
        elif waited < SHORT * committed:
            self.size = min(self.size * 2, self.most)
