"""/o/<token>.gif: the pixel. Asking for it changes nothing but the spool."""

from collections.abc import Mapping
from typing import Any

from campaigns.tokens import read
from campaigns.tracking.answers import HEADERS, Answer, note
from campaigns.tracking.hits import OPENS

# The smallest transparent GIF: one pixel, 43 bytes.
PIXEL = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
PIXEL_HEADERS = [("Content-Type", "image/gif"), ("Content-Length", str(len(PIXEL))), *HEADERS]


def answer_open(token: str, request: Mapping[str, Any]) -> Answer | None:
    """None for whatever was not made here. A HEAD gets the same headers without the picture."""
    for kind in OPENS:
        numbers = read(kind, token)
        if numbers is not None and len(numbers) == 1:
            note(kind, request, *numbers)
            body = b"" if request["REQUEST_METHOD"] == "HEAD" else PIXEL
            return Answer(200, PIXEL_HEADERS, body)
    return None
