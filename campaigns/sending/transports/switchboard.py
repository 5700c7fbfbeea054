"""All connections to one mail server, kept going by one thread.

A connection that drops is replaced; what it had not handed over goes to another one.
"""

import selectors
import socket
import time
from collections import Counter, deque
from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext as _

from campaigns.sending.transports import Outcome, Result, TransportDown, broken_off
from campaigns.sending.transports.dialogue import Dialogue, Lost, Mail
from campaigns.sending.transports.opening import Server, Session, fault, open_session

# A mail whose connection dropped before its dot gets another one; then it waits for later.
TRIES = 3
# A pause, or somebody who leaves, counts for a mail until its fence. What has not begun so many
# seconds after it goes back, to be asked about once more.
BEGIN_WITHIN = 1.0
LOOK_AROUND_SECONDS = 0.5
# Of a server that takes mails and never says so, it takes no more. One that breaks off before it
# has taken any is left alone for a while. Silence was long in coming.
DOUBTS_IN_A_ROW = 10
LOSSES_IN_A_ROW = 12
SILENCE_WEIGHS = 3


class Switchboard:
    """`run` works until `stop`; `report` hears of outcomes in its thread. From another one only
    `take_in` and `stop` may be called meanwhile."""

    def __init__(
        self,
        server: Server,
        *,
        connections: int,
        report: Callable[[list[Outcome]], None],
    ) -> None:
        self.server = server
        self.connections = connections
        self.report = report
        self.arrived: deque[list[Mail]] = deque()
        self.backlog: deque[Mail] = deque()
        self.tries: Counter[int] = Counter()
        self.dialogues: set[Dialogue] = set()
        self.spare: Session | None = None
        self.outcomes: list[Outcome] = []
        self.down: TransportDown | None = None
        self.doubts = self.losses = 0
        self.stopping = False
        self.looked_around_at = 0.0
        self.selector = selectors.DefaultSelector()
        self.bell, self.bell_rope = socket.socketpair()
        self.bell.setblocking(False)
        self.selector.register(self.bell, selectors.EVENT_READ)

    def connect(self) -> Session:
        """Before `run`: the first connection, kept for it. Raises TransportDown."""
        self.spare = open_session(self.server)
        return self.spare

    def take_in(self, mails: list[Mail]) -> None:
        begin_by = time.monotonic() + BEGIN_WITHIN
        for mail in mails:
            mail.begin_by = begin_by
        self.arrived.append(mails)
        self.bell_rope.send(b"!")

    def stop(self) -> None:
        self.stopping = True
        self.bell_rope.send(b"!")

    def run(self) -> None:
        while not self.stopping:
            self._occupy()
            self._report()
            self._attend()

    def close(self) -> None:
        """After `run` has ended, or when it was never called."""
        for dialogue in list(self.dialogues):
            self._forget(dialogue)
            dialogue.quit()
        if self.spare is not None:
            self.spare.socket.close()
        self.selector.close()
        self.bell.close()
        self.bell_rope.close()

    def _report(self) -> None:
        if not self.outcomes:
            return
        for outcome in self.outcomes:
            self.tries.pop(outcome.key, None)
        outcomes, self.outcomes = self.outcomes, []
        self.report(outcomes)

    def _take(self) -> Mail | None:
        self._give_back_late()
        return self.backlog.popleft() if self.backlog and self.down is None else None

    def _occupy(self) -> None:
        """Gives every idle connection a mail, and opens another one while mails wait."""
        while self.arrived:
            self.backlog.extend(self.arrived.popleft())
        if self.backlog and self.down is not None:
            self._give_back(str(self.down))
        self._give_back_late()
        for dialogue in list(self.dialogues):
            if dialogue.idle and (self.backlog or dialogue.left <= 0):
                self._start(dialogue)
        # One at a time: the others go on before the next one is greeted.
        if self.backlog and len(self.dialogues) < self.connections:
            connected = self._connect()
            if connected is not None:
                self._start(connected)

    def _start(self, dialogue: Dialogue) -> None:
        dialogue.begin_next()
        self._keep_outcomes(dialogue)
        if dialogue.idle and dialogue.left <= 0:
            self._forget(dialogue)
            dialogue.quit()
        else:
            self._advance(dialogue)

    def _connect(self) -> Dialogue | None:
        try:
            session = self.spare or open_session(self.server)
        except TransportDown as down:
            # One connection is enough to go on: many servers allow no more.
            self.connections = max(len(self.dialogues), 1)
            if not self.dialogues:
                self.down = down
                self._give_back(str(down))
            return None
        self.spare = None
        limit = settings.SMTP_MAILS_PER_CONNECTION
        dialogue = Dialogue(session, self._take, mails_at_most=limit)
        self.dialogues.add(dialogue)
        self.selector.register(session.socket, selectors.EVENT_READ, dialogue)
        return dialogue

    def _attend(self) -> None:
        """Waits for the bell or one of the connections, and lets it go on."""
        opens_more = self.backlog and len(self.dialogues) < self.connections
        for key, events in self.selector.select(0 if opens_more else LOOK_AROUND_SECONDS):
            dialogue = key.data
            if dialogue is None:
                self.bell.recv(4096)
                continue
            try:
                if events & selectors.EVENT_READ:
                    dialogue.receive()
            except Lost as lost:
                self._replace(dialogue, lost)
            else:
                self._keep_outcomes(dialogue)
                self._advance(dialogue)
        now = time.monotonic()
        if now > self.looked_around_at + LOOK_AROUND_SECONDS:
            self.looked_around_at = now
            self._leave_the_silent(now)

    def _leave_the_silent(self, now: float) -> None:
        for dialogue in list(self.dialogues):
            if not dialogue.idle and dialogue.overdue_at <= now:
                self._replace(dialogue, Lost(fault(TimeoutError()), is_silence=True))

    def _advance(self, dialogue: Dialogue) -> None:
        try:
            more = dialogue.advance()
        except Lost as lost:
            self._hear_last_words(dialogue)
            self._replace(dialogue, lost)
            return
        if more is not dialogue.waits_to_write:
            dialogue.waits_to_write = more
            events = selectors.EVENT_READ | (selectors.EVENT_WRITE if more else 0)
            self.selector.modify(dialogue.socket, events, dialogue)

    def _hear_last_words(self, dialogue: Dialogue) -> None:
        """A server that hangs up often says why first, or had already accepted a mail."""
        try:
            dialogue.receive()
        except Lost:
            return

    def _replace(self, dialogue: Dialogue, lost: Lost) -> None:
        self._forget(dialogue)
        settled, untouched = dialogue.abandon()
        for outcome in settled:
            outcome.reply = outcome.reply or str(lost)
            if outcome.result is Result.IN_DOUBT:
                self._doubt(lost)
        self.outcomes += settled
        if untouched and not settled:
            self._lose(lost)
        for mail in untouched:
            key = mail.envelope.key
            self.tries[key] += 1
            if self.tries[key] < TRIES:
                self.backlog.appendleft(Mail(mail.envelope, begin_by=mail.begin_by))
            else:
                self.outcomes.append(Outcome(key, Result.NOT_SENT, str(lost)))

    def _doubt(self, lost: Lost) -> None:
        self.doubts += SILENCE_WEIGHS if lost.is_silence else 1
        if self.doubts >= DOUBTS_IN_A_ROW and self.down is None:
            told = _(
                "The mail server %(server)s takes our mails without ever saying so: %(reason)s."
            )
            reason = {"server": self.server, "reason": lost}
            self.down = TransportDown(told % reason, lasting=True)

    def _lose(self, lost: Lost) -> None:
        self.losses += SILENCE_WEIGHS if lost.is_silence else 1
        if self.losses >= LOSSES_IN_A_ROW and self.down is None:
            self.down = broken_off(lost)

    def _keep_outcomes(self, dialogue: Dialogue) -> None:
        if dialogue.outcomes:
            self.doubts = self.losses = 0
            self.outcomes += dialogue.outcomes
            dialogue.outcomes = []

    def _forget(self, dialogue: Dialogue) -> None:
        self.dialogues.discard(dialogue)
        self.selector.unregister(dialogue.socket)

    def _give_back_late(self) -> None:
        """What is to begin first stands in front."""
        now = time.monotonic()
        while self.backlog and self.backlog[0].begin_by < now:
            self._decline(self.backlog.popleft(), "")

    def _give_back(self, reason: str) -> None:
        while self.backlog:
            self._decline(self.backlog.popleft(), reason)

    def _decline(self, mail: Mail, reason: str) -> None:
        self.outcomes.append(Outcome(mail.envelope.key, Result.NOT_SENT, reason))
