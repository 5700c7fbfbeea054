from datetime import timedelta
from email.utils import format_datetime

import pytest
from anymail.exceptions import AnymailAPIError, AnymailRequestsAPIError
from django.utils import timezone
from requests import Response

from crm.mail_provider import (
    LONGEST_WAIT,
    USUAL_WAIT,
    seconds_to_wait,
    wait,
    wait_asked_by,
    wait_told_by,
)


class BotocoreError(Exception):
    """What Amazon's library raises carries the answer as a dictionary."""

    def __init__(self, code: str) -> None:
        self.response = {"Error": {"Code": code}}


def refusal(code: int, **headers: str) -> AnymailRequestsAPIError:
    response = Response()
    response.status_code = code
    response.headers.update(headers)
    return AnymailRequestsAPIError(response=response)


def of_amazon(code: str) -> AnymailAPIError:
    error = AnymailAPIError()
    error.__cause__ = BotocoreError(code)
    return error


def test_nobody_waits_at_first():
    assert seconds_to_wait("brevo") == 0


def test_what_one_was_told_all_obey_and_a_shorter_wait_shortens_nothing():
    wait("brevo", 30)
    wait("brevo", 1)

    assert 29 < seconds_to_wait("brevo") <= 30
    assert seconds_to_wait("mailjet") == 0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "30"}, 30),
        ({"x-sib-ratelimit-reset": "12"}, 12),
        ({"retry-after": "5", "x-sib-ratelimit-reset": "12"}, 5),
        ({"retry-after": "-3"}, 0),
        ({"retry-after": "soon"}, USUAL_WAIT),
        ({"retry-after": "99999999"}, LONGEST_WAIT),
        ({}, USUAL_WAIT),
    ],
)
def test_how_long_to_wait(headers, seconds):
    assert wait_told_by(headers) == seconds


def test_a_wait_may_be_given_as_a_date():
    at = format_datetime(timezone.now() + timedelta(seconds=90), usegmt=True)

    assert 80 < wait_told_by({"retry-after": at}) <= 90


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (refusal(429, **{"Retry-After": "30"}), 30),
        (refusal(429), USUAL_WAIT),
        (of_amazon("ThrottlingException"), USUAL_WAIT),
        (refusal(500, **{"Retry-After": "30"}), None),
        (of_amazon("AccountSuspendedException"), None),
        (AnymailAPIError(), None),
        (OSError(), None),
    ],
)
def test_which_errors_are_a_wish_to_wait(error, seconds):
    assert wait_asked_by(error) == seconds
