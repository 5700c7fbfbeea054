"""Sends through a provider: cuts what is handed in into calls, and gives each mail its outcome.

Several calls may be under way at once; nobody is called while the provider asked us to wait.
"""

import re
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import timedelta

from anymail.exceptions import AnymailConfigurationError, AnymailError
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from campaigns.sending.transports import Envelope, MailRefused, Outcome, Result, TransportDown
from campaigns.sending.transports.anymail.calls import Call, next_call
from campaigns.sending.transports.anymail.hold import Hold
from campaigns.sending.transports.anymail.letters import Letter
from campaigns.sending.transports.anymail.line import Line, NoAnswer, Unmade, Unreached
from campaigns.sending.transports.anymail.providers import provider_named
from campaigns.sending.transports.anymail.replies import Answer, Kind, Verdict, verdicts

# In seconds after `submit`: what begins no call by then is asked about once more.
BEGIN_WITHIN = 1.0
# As many refusals in a row that are not about a person as the breaker needs to see.
REFUSALS_AT_MOST = 10

Flight = Future[Answer | NoAnswer]


class AnymailTransport:
    eight_bit = True

    def __init__(self, name: str, *, connections: int = 0) -> None:
        self.name = name
        self.provider = provider_named(name)
        self.takes_singly = self.provider.mails == 1
        self.hold = Hold(name)
        self.connections = connections or settings.SMTP_CONNECTIONS
        self.free: list[Line] = []
        self.lines: list[Line] = []
        self.pool = ThreadPoolExecutor(self.connections, thread_name_prefix="mail-provider")
        self.flights: dict[Flight, tuple[Line, Call]] = {}
        self.backlog: deque[Envelope[Letter]] = deque()
        self.begin_until = 0.0
        self.outcomes: list[Outcome] = []
        self.in_hand = 0
        self.probing = False  # after a doubt, one mail is risked and its answer awaited
        self.singles = 0  # so many at the head of the backlog are to go one by one
        self.refusals = 0
        self.down: TransportDown | None = None

    @property
    def at_once(self) -> int:
        return self.connections * self.provider.mails

    def open(self) -> None:
        self._respect_hold()
        if self.down is not None:
            raise self.down
        try:
            self.lines = [Line(self.name, self.provider) for _n in range(self.connections)]
        except (
            AnymailConfigurationError,
            AnymailError,
            ImproperlyConfigured,
            ValueError,
        ) as error:
            raise TransportDown(
                _("The mail provider %(provider)s is not set up: %(reason)s")
                % {"provider": self.name, "reason": str(error)},
                lasting=True,
            ) from error
        self.free = list(self.lines)
        self.probing = self.hold.is_doubtful

    def submit(self, envelopes: Iterable[Envelope[Callable[[], Letter]]]) -> None:
        for one in envelopes:
            self.in_hand += 1
            try:
                self.backlog.append(Envelope(one.key, one.sender, one.recipient, one.body()))
            except MailRefused as refusal:
                self.outcomes.append(Outcome(one.key, Result.MALFORMED, str(refusal)))
        self.begin_until = time.monotonic() + BEGIN_WITHIN

    def collect(self, at_least: int) -> list[Outcome]:
        while True:
            self._start_calls()
            if len(self.outcomes) >= min(at_least, self.in_hand):
                break
            self._await_calls()
        ready, self.outcomes = self.outcomes, []
        self.in_hand -= len(ready)
        return ready

    def close(self) -> None:
        self.pool.shutdown()
        for line in self.lines:
            line.close()

    def _start_calls(self) -> None:
        while self.backlog and self.free:
            if time.monotonic() > self.begin_until:
                self._give_back("")
                return
            self._respect_hold()
            if self.down is not None:
                self._give_back(str(self.down))
                return
            if self.probing and self.flights:
                return
            self._start_call()

    def _start_call(self) -> None:
        alone = self.probing or self.singles > 0
        self.singles = max(self.singles - 1, 0)
        line = self.free.pop()
        call = next_call(self.backlog, self.provider, mails=1 if alone else self.provider.mails)
        self.flights[self.pool.submit(line.make, call)] = line, call

    def _await_calls(self) -> None:
        ended, _flying = wait(self.flights, return_when=FIRST_COMPLETED)
        for flight in ended:
            line, call = self.flights.pop(flight)
            self.free.append(line)
            self._take_in(call, flight)

    def _take_in(self, call: Call, flight: Flight) -> None:
        try:
            said = flight.result()
        except Unmade as unmade:
            self._refuse(call, Verdict(Result.MALFORMED, str(unmade)))
        except Unreached as unreached:
            self._stop(self._unreachable(unreached))
            self._settle(call, Result.NOT_SENT, str(unreached))
        else:
            if isinstance(said, NoAnswer):
                self._doubt(call, said.reason)
            else:
                self._hear(call, said)

    def _hear(self, call: Call, answer: Answer) -> None:
        if self.provider.repeats_safely and answer.is_repetition:
            self._settle(call, Result.ACCEPTED, str(answer))
            return
        match answer.kind:
            case Kind.TAKEN:
                self._tell_each(call, answer)
            case Kind.SLOW_DOWN:
                self.hold.wait(answer.wait)
                self._respect_hold()
                self._settle(call, Result.DEFERRED, str(answer))
            case Kind.SHUT:
                self._stop(self._shut(answer))
                self._settle(call, Result.NOT_SENT, str(answer))
            case Kind.REFUSED:
                self._refuse(call, Verdict(Result.FAILED, str(answer)))
            case Kind.NO_ANSWER:
                self._doubt(call, str(answer))

    def _tell_each(self, call: Call, answer: Answer) -> None:
        told = verdicts(self.name, answer.said, len(call.envelopes))
        if told is None:
            self._doubt(call, str(answer))
            return
        if self.probing:
            self.hold.trust_again()
        self.probing, self.refusals = False, 0
        for envelope, verdict in zip(call.envelopes, told, strict=True):
            self._tell(envelope, verdict)

    def _refuse(self, call: Call, verdict: Verdict) -> None:
        """Of several mails one may be to blame: each is then tried by itself."""
        if len(call.envelopes) > 1:
            self.backlog.extendleft(reversed(call.envelopes))
            self.singles += len(call.envelopes)
            return
        at_fault = bool(re.search(self.provider.about_recipient, verdict.words))
        self._tell(
            call.envelopes[0], Verdict(verdict.result, verdict.words, recipient_at_fault=at_fault)
        )
        if verdict.result is Result.FAILED and not at_fault:
            self.refusals += 1
        if self.refusals >= REFUSALS_AT_MOST:
            self._give_back(verdict.words)

    def _doubt(self, call: Call, reason: str) -> None:
        self.hold.doubt()
        self._respect_hold()
        self._settle(call, Result.IN_DOUBT, reason)

    def _tell(self, envelope: Envelope[Letter], verdict: Verdict) -> None:
        self.outcomes.append(
            Outcome(
                envelope.key,
                verdict.result,
                verdict.words,
                recipient_at_fault=verdict.recipient_at_fault,
            )
        )

    def _settle(self, call: Call, result: Result, words: str) -> None:
        for envelope in call.envelopes:
            self._tell(envelope, Verdict(result, words))

    def _give_back(self, reason: str) -> None:
        self.outcomes += [Outcome(one.key, Result.NOT_SENT, reason) for one in self.backlog]
        self.backlog.clear()

    def _stop(self, down: TransportDown) -> None:
        if self.down is None or down.lasting:
            self.down = down

    def _respect_hold(self) -> None:
        seconds = self.hold.seconds_left
        if seconds and self.down is None:
            self.down = self._asked_to_wait(seconds)

    def _asked_to_wait(self, seconds: float) -> TransportDown:
        at = timezone.localtime() + timedelta(seconds=seconds)
        return TransportDown(
            _("The mail provider %(provider)s is called again at %(time)s.")
            % {"provider": self.name, "time": date_format(at, "H:i:s")}
        )

    def _shut(self, answer: Answer) -> TransportDown:
        return TransportDown(
            _("The mail provider %(provider)s refused us: %(reason)s")
            % {"provider": self.name, "reason": answer},
            lasting=True,
        )

    def _unreachable(self, unreached: Unreached) -> TransportDown:
        return TransportDown(
            _("The mail provider %(provider)s cannot be reached: %(reason)s")
            % {"provider": self.name, "reason": unreached},
            lasting=unreached.lasting,
        )
