"""How many outcomes to wait for before the next commit, measured while sending.

A commit for each mail would keep the ledger busy, one for half a group would leave connections
to a far server without a mail while the rest of the half comes in.
"""

# A wait so many times as long as the commit before it has room for more commits; a shorter one
# than the second has not.
LONG, SHORT = 4.0, 2.0


class Portion:
    """`size` is between 1 and half a group; it stays there for a transport that wants many
    mails together."""

    def __init__(self, group_size: int, *, singly: bool) -> None:
        self.most = max(group_size // 2, 1)
        self.least = 1 if singly else self.most
        self.size = self.most

    def adapt(self, *, committed: float, waited: float) -> None:
        """After each round, with the seconds its commit and the wait after it took."""
        if waited > LONG * committed:
            self.size = max(self.size // 2, self.least)
        elif waited < SHORT * committed:
            self.size = min(self.size * 2, self.most)
