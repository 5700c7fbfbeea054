"""Sends over several connections to one mail server, from a thread of its own.

Whoever hands mails over goes on with the ledger meanwhile: neither waits for the other's disk or
network. The thread never touches the database.
"""

import threading
from collections.abc import Callable, Iterable

from django.conf import settings
from django.utils import translation

from campaigns.sending.transports import Envelope, Outcome, TransportDown
from campaigns.sending.transports.dialogue import Mail
from campaigns.sending.transports.opening import Server
from campaigns.sending.transports.switchboard import Switchboard


class SmtpTransport:
    takes_singly = True

    def __init__(self, server: Server | None = None, *, connections: int = 0) -> None:
        self.board = Switchboard(
            server or Server.from_settings(),
            connections=connections or settings.SMTP_CONNECTIONS,
            report=self._report,
        )
        self.eight_bit = True
        self.in_hand = 0
        self.wanted = 0
        self.outcomes: list[Outcome] = []
        self.reported = threading.Condition()
        self.thread: threading.Thread | None = None
        self.failure: BaseException | None = None

    @property
    def at_once(self) -> int:
        """As many as the server allows connections."""
        return self.board.connections

    @property
    def down(self) -> TransportDown | None:
        return self.board.down

    def open(self) -> None:
        self.eight_bit = "8BITMIME" in self.board.connect().abilities

    def submit(self, envelopes: Iterable[Envelope[Callable[[], bytes]]]) -> None:
        mails = [Mail(envelope) for envelope in envelopes]
        if not mails:
            return
        self.in_hand += len(mails)
        self.board.take_in(mails)
        if self.thread is None:
            language = translation.get_language() or settings.LANGUAGE_CODE
            self.thread = threading.Thread(target=self._work, args=[language], daemon=True)
            self.thread.start()

    def collect(self, at_least: int) -> list[Outcome]:
        with self.reported:
            self.wanted = min(at_least, self.in_hand)
            self.reported.wait_for(
                lambda: self.failure is not None or len(self.outcomes) >= self.wanted
            )
            ready, self.outcomes = self.outcomes, []
        if self.failure is not None:
            raise self.failure
        self.in_hand -= len(ready)
        return ready

    def close(self) -> None:
        if self.thread is not None:
            self.board.stop()
            self.thread.join()
        self.board.close()

    def _work(self, language: str) -> None:
        try:
            with translation.override(language):
                self.board.run()
        except BaseException as error:
            with self.reported:
                self.failure = error
                self.reported.notify()

    def _report(self, outcomes: list[Outcome]) -> None:
        with self.reported:
            self.outcomes += outcomes
            if len(self.outcomes) >= self.wanted:
                self.reported.notify()
