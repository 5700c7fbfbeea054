"""What a provider said to a call: about the whole of it, and about each mail in it."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import requests

from campaigns.sending.transports import Result
from crm.mail_provider import SLOW_DOWN_ERRORS, TOO_MANY_REQUESTS, wait_told_by

LONGEST_REPLY = 300
# Errors of Amazon's that are about our account, whatever their HTTP status:
# https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendBulkEmail.html
ACCOUNT_ERRORS = frozenset(
    {
        *("AccountSuspendedException", "SendingPausedException", "AccessDeniedException"),
        *("MailFromDomainNotVerifiedException", "NotFoundException"),
    }
)


class Kind(Enum):
    TAKEN = auto()  # each mail has its own verdict
    SLOW_DOWN = auto()  # nothing was taken; not before so many seconds
    SHUT = auto()  # nothing was taken and nothing will be: key, credit, permission, domain
    REFUSED = auto()  # nothing was taken: something in this call is wrong
    NO_ANSWER = auto()  # whether anything was taken nobody knows


@dataclass(frozen=True, slots=True)
class Answer:
    code: int
    headers: Mapping[str, str]
    said: Any

    @classmethod
    def from_response(cls, response: requests.Response) -> "Answer":
        try:
            said = response.json()
        except ValueError:
            said = response.text
        headers = {name.lower(): value for name, value in response.headers.items()}
        return cls(response.status_code, headers, said)

    @classmethod
    def from_amazon(cls, said: Mapping[str, Any]) -> "Answer":
        meta = said.get("ResponseMetadata", {})
        return cls(meta.get("HTTPStatusCode", 0), meta.get("HTTPHeaders", {}), said)

    @property
    def kind(self) -> Kind:
        error = self._amazon_error
        if self.code == TOO_MANY_REQUESTS or error in SLOW_DOWN_ERRORS:
            return Kind.SLOW_DOWN
        if self.code in (401, 402, 403, 404) or error in ACCOUNT_ERRORS:
            return Kind.SHUT
        if 200 <= self.code < 300 or (self.code < 500 and self._has_verdicts):
            return Kind.TAKEN
        return Kind.REFUSED if 400 <= self.code < 500 and self.code != 408 else Kind.NO_ANSWER

    @property
    def wait(self) -> float:
        return wait_told_by(self.headers)

    @property
    def is_repetition(self) -> bool:
        """The key of this call is known already, so the call was carried out."""
        return self.code in (400, 409, 422) and bool(
            re.search("duplicate|idempot", str(self), re.I)
        )

    @property
    def _has_verdicts(self) -> bool:
        """Mailjet answers 4xx when one mail of several was wrong, and takes the others."""
        return isinstance(self.said, dict) and isinstance(self.said.get("Messages"), list)

    @property
    def _amazon_error(self) -> str:
        error = self.said.get("Error") if isinstance(self.said, dict) else None
        return str(error.get("Code", "")) if isinstance(error, dict) else ""

    def __str__(self) -> str:
        return one_line(f"{self.code} {_words_of(self.said)}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """About one mail. `words` are what the provider said."""

    result: Result
    words: str
    recipient_at_fault: bool = False


def one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST_REPLY]


def _words_of(said: Any) -> str:
    if isinstance(said, dict):
        for name in ("message", "Message", "ErrorMessage", "error", "Error"):
            if isinstance(said.get(name), dict):
                return _words_of(said[name])
            if said.get(name):
                code = said.get("code") or said.get("Code") or said.get("ErrorCode") or ""
                details = json.dumps(said["details"]) if said.get("details") else ""
                return f"{code} {said[name]} {details}"
    return said if isinstance(said, str) else json.dumps(said, default=str)


def _brevo(said: Any, count: int) -> list[Verdict]:
    numbers = said["messageIds"] if "messageIds" in said else [said["messageId"]]
    return [Verdict(Result.ACCEPTED, f"201 {number}") for number in numbers]


def _mailgun(said: Any, count: int) -> list[Verdict]:
    if not said["message"].startswith("Queued"):
        raise ValueError("not queued")
    return [Verdict(Result.ACCEPTED, f"200 {said['message']} {said['id']}")] * count


def _mailjet(said: Any, count: int) -> list[Verdict]:
    return [_mailjet_verdict(message) for message in said["Messages"]]


def _mailjet_verdict(message: Any) -> Verdict:
    if message["Status"] == "success":
        return Verdict(Result.ACCEPTED, f"200 {message['To'][0]['MessageID']}")
    error = message["Errors"][0]
    words = f"{error['StatusCode']} {error.get('ErrorCode', '')} {error['ErrorMessage']}"
    result = Result.IN_DOUBT if error["StatusCode"] >= 500 else Result.FAILED
    return Verdict(result, words, any("To" in place for place in error.get("ErrorRelatedTo", ())))


def _postmark(said: Any, count: int) -> list[Verdict]:
    return [_postmark_verdict(mail) for mail in said]


def _postmark_verdict(mail: Any) -> Verdict:
    """https://postmarkapp.com/developer/api/overview#error-codes"""
    code, words = mail.get("ErrorCode", 0), mail["Message"]
    if code == 0:
        return Verdict(Result.ACCEPTED, f"200 {words} {mail['MessageID']}")
    if code in (100, 429):
        return Verdict(Result.DEFERRED, f"{code} {words}")
    return Verdict(
        Result.FAILED, f"{code} {words}", code == 406 or (code == 300 and "'To'" in words)
    )


def _amazon_ses(said: Any, count: int) -> list[Verdict]:
    if "MessageId" in said:
        return [Verdict(Result.ACCEPTED, f"200 {said['MessageId']}")]
    return [_amazon_verdict(entry) for entry in said["BulkEmailEntryResults"]]


def _amazon_verdict(entry: Any) -> Verdict:
    """https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_BulkEmailEntryResult.html"""
    status = entry["Status"]
    if status == "SUCCESS":
        return Verdict(Result.ACCEPTED, f"200 {entry['MessageId']}")
    words = f"{status} {entry.get('Error', '')}"
    if status in ("TRANSIENT_FAILURE", "ACCOUNT_THROTTLED", "ACCOUNT_DAILY_QUOTA_EXCEEDED"):
        return Verdict(Result.DEFERRED, words)
    return Verdict(Result.FAILED, words, status == "INVALID_PARAMETER")


def _scaleway(said: Any, count: int) -> list[Verdict]:
    return [
        Verdict(
            Result.FAILED if mail.get("status") in ("failed", "canceled") else Result.ACCEPTED,
            f"200 {mail['id']} {mail.get('status', '')}",
        )
        for mail in said["emails"]
    ]


def _any(said: Any, count: int) -> list[Verdict]:
    """A success of a provider whose words we do not know, for one mail."""
    return [Verdict(Result.ACCEPTED, f"200 {_words_of(said)}")]


READERS: dict[str, Callable[[Any, int], list[Verdict]]] = {
    "brevo": _brevo,
    "mailgun": _mailgun,
    "mailjet": _mailjet,
    "postmark": _postmark,
    "amazon_ses": _amazon_ses,
    "scaleway": _scaleway,
}


def verdicts(provider: str, said: Any, count: int) -> list[Verdict] | None:
    """One for each mail of the call, in its order; None when it cannot be understood."""
    try:
        found = READERS.get(provider, _any)(said, count)
    except (KeyError, TypeError, IndexError, ValueError, AttributeError):
        return None
    return found if len(found) == count else None
