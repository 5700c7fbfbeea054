"""One line to a provider: makes a call, and again where a key makes that safe. Knows no rows."""

import ssl
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import requests
from anymail.exceptions import AnymailAPIError, AnymailError
from anymail.message import AnymailMessage
from urllib3.exceptions import ConnectTimeoutError as NoConnectionInTime
from urllib3.exceptions import MaxRetryError, NewConnectionError, SSLError

from campaigns.sending.transports.anymail.backends import open_backend
from campaigns.sending.transports.anymail.calls import Call, message_of
from campaigns.sending.transports.anymail.providers import Provider
from campaigns.sending.transports.anymail.replies import Answer, Kind, one_line

# Between a call without an answer and the same call made again with its key.
PAUSES = (1.0, 4.0)
# botocore's, by name: it is installed only where Amazon is the provider.
NOT_CONNECTED = ("EndpointConnectionError", "ConnectTimeoutError", "ProxyConnectionError")
NO_REQUEST = ("NoCredentialsError", "NoRegionError", "PartialCredentialsError", "ProfileNotFound")


class Unmade(Exception):
    """The request could not be written; nothing left."""


class Unreached(Exception):
    """No connection; nothing left. `lasting` when trying again will not help by itself."""

    def __init__(self, reason: str, *, lasting: bool = False) -> None:
        super().__init__(reason)
        self.lasting = lasting


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The request left, and what came back says nothing."""

    reason: str


class Line:
    def __init__(self, name: str, provider: Provider) -> None:
        self.provider = provider
        self.backend = open_backend(name)

    def make(self, call: Call) -> Answer | NoAnswer:
        """Raises Unmade and Unreached: then, and only then, nobody can have got anything."""
        message = message_of(call, self.provider)
        if self.provider.repeats_safely:
            message.idempotency_key = str(uuid.uuid4())
        payload = self._payload(message)
        said = self._post(payload, message)
        for pause in self._pauses():
            if not _is_open(said):
                return said
            time.sleep(pause)
            said = self._repeat(message, said)
        return said

    def close(self) -> None:
        self.backend.close()

    def _pauses(self) -> Iterator[float]:
        yield from PAUSES if self.provider.repeats_safely else ()

    def _payload(self, message: AnymailMessage):
        try:
            return self.backend.build_message_payload(message, self.backend.send_defaults)
        except (AnymailError, KeyError, ValueError) as error:
            raise Unmade(one_line(str(error))) from error

    def _repeat(self, message: AnymailMessage, before: Answer | NoAnswer) -> Answer | NoAnswer:
        """After a doubt only a success settles it: a refusal may be about this second try."""
        try:
            said = self._post(self._payload(message), message)
        except Unreached:
            return before
        if isinstance(said, NoAnswer) or said.kind is Kind.TAKEN or said.is_repetition:
            return said
        return NoAnswer(str(said))

    def _post(self, payload, message: AnymailMessage) -> Answer | NoAnswer:
        try:
            response = self.backend.post_to_esp(payload, message)
        except AnymailAPIError as error:
            return _answer_in(error)
        except (AnymailError, KeyError, ValueError) as error:
            raise Unmade(one_line(str(error))) from error
        return _answer_of(response)


def _is_open(said: Answer | NoAnswer) -> bool:
    return isinstance(said, NoAnswer) or said.kind is Kind.NO_ANSWER


def _answer_of(response) -> Answer:
    if isinstance(response, requests.Response):
        return Answer.from_response(response)
    return Answer.from_amazon(response)


def _answer_in(error: AnymailAPIError) -> Answer | NoAnswer:
    if error.response is not None:
        return _answer_of(error.response)
    cause = error.__cause__
    reason = one_line(str(cause or error))
    if _certificate_refused(cause):
        raise Unreached(reason, lasting=True)
    name = type(cause).__name__
    if name in NO_REQUEST or name == "ParamValidationError":
        raise Unreached(reason, lasting=True)
    if name in NOT_CONNECTED or _is_before_connection(cause):
        raise Unreached(reason)
    return NoAnswer(reason)


def _is_before_connection(cause: BaseException | None) -> bool:
    inner = cause.args[0] if isinstance(cause, requests.ConnectionError) and cause.args else None
    inner = inner.reason if isinstance(inner, MaxRetryError) else inner
    return isinstance(inner, NewConnectionError | NoConnectionInTime)


def _certificate_refused(cause: BaseException | None) -> bool:
    inner = (
        cause.args[0] if isinstance(cause, requests.exceptions.SSLError) and cause.args else None
    )
    inner = inner.reason if isinstance(inner, MaxRetryError) else inner
    inner = inner.args[0] if isinstance(inner, SSLError) and inner.args else inner
    return isinstance(inner, ssl.SSLCertVerificationError)
