import pytest

from campaigns.tokens import Kind, make
from campaigns.tracking.opens import PIXEL, answer_open

GET = {"REQUEST_METHOD": "GET", "HTTP_USER_AGENT": "Mozilla/5.0 (X11; rv:143.0) Firefox/143.0"}


@pytest.mark.parametrize("kind", [Kind.OPEN, Kind.OPEN_ANONYMOUS])
def test_a_pixel_of_ours_is_a_picture_that_nobody_keeps(kind):
    answer = answer_open(make(kind, 7), GET)

    assert (answer.status, answer.body) == (200, PIXEL)
    assert dict(answer.headers)["Cache-Control"].startswith("no-store")


def test_head_gets_the_headers_alone():
    answer = answer_open(make(Kind.OPEN, 7), GET | {"REQUEST_METHOD": "HEAD"})

    assert (answer.body, dict(answer.headers)["Content-Length"]) == (b"", "43")


@pytest.mark.parametrize(
    "token",
    ["", "x", make(Kind.CLICK, 7, 1), make(Kind.UNSUBSCRIBE, 7, 1, 1), make(Kind.OPEN, 7, 7)],
)
def test_a_token_for_something_else_opens_nothing(token):
    assert answer_open(token, GET) is None


def test_the_pixel_is_a_gif_of_one_point():
    assert PIXEL[:10] == b"GIF89a\x01\x00\x01\x00"
