import logging

from campaigns.tokens import Kind
from campaigns.tracking.answers import note
from campaigns.tracking.hits import Hit
from tests.campaigns.tracking.asking import BROWSER, spooled

REQUEST = {
    "REQUEST_METHOD": "GET",
    "HTTP_USER_AGENT": BROWSER,
    "REMOTE_ADDR": "203.0.113.77",
    "HTTP_X_FORWARDED_FOR": "198.51.100.9",
}


def test_the_spool_keeps_the_verdict_and_nothing_of_the_request(spool_folder):
    note(Kind.CLICK, REQUEST, 7, 3)

    [hit] = spooled(spool_folder)
    assert hit == Hit(Kind.CLICK, hit.at, "person", "browser", 7, 3)
    kept = b"".join(path.read_bytes() for path in spool_folder.iterdir())
    assert not any(trace in kept for trace in (b"203.0.113", b"198.51.100", b"Firefox"))


def test_a_spool_that_cannot_be_written_stops_no_reader(settings, tmp_path, caplog):
    (tmp_path / "file").touch()
    settings.SPOOL_DIR = str(tmp_path / "file")

    with caplog.at_level(logging.ERROR):
        note(Kind.OPEN, REQUEST, 7)

    assert "could not be spooled" in caplog.text
    assert "203.0.113" not in caplog.text
