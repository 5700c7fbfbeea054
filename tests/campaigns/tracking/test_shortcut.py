import random

import pytest

from campaigns.models import Event
from campaigns.tokens import Kind, make
from campaigns.tracking.ingest import ingest_spool
from campaigns.tracking.shortcut import answer_hits_first
from tests.campaigns.tracking.asking import ask, spooled
from tests.factories.campaigns import LinkFactory


def test_a_pixel_is_answered_and_spooled(spool_folder):
    status, headers, body = ask(f"/o/{make(Kind.OPEN, 7)}.gif")

    assert (status, headers["Content-Type"], len(body)) == (200, "image/gif", 43)
    assert [(hit.owner, hit.verdict) for hit in spooled(spool_folder)] == [(7, "person")]


def test_django_is_not_even_asked():
    def django_application(environ, start_response):
        raise AssertionError

    status, _headers, _body = ask(
        f"/o/{make(Kind.OPEN, 7)}.gif", wsgi=answer_hits_first(django_application)
    )

    assert status == 200


def test_a_click_is_sent_on_and_spooled(spool_folder):
    link = LinkFactory()
    token = make(Kind.CLICK_ANONYMOUS, link.campaign_id, link.number)

    status, headers, _body = ask(f"/c/{token}")

    assert (status, headers["Location"]) == (302, link.url)
    assert [hit.link for hit in spooled(spool_folder)] == [link.number]


def test_head_is_answered_likewise_and_judged_a_machine(spool_folder):
    link = LinkFactory()
    token = make(Kind.CLICK_ANONYMOUS, link.campaign_id, link.number)

    answers = [
        ask(f"/c/{token}", method="HEAD"),
        ask(f"/o/{make(Kind.OPEN, 7)}.gif", method="HEAD"),
    ]

    assert [(status, body) for status, _headers, body in answers] == [(302, b""), (200, b"")]
    assert {hit.rule for hit in spooled(spool_folder)} == {"head"}


def test_forged_tokens_all_get_one_same_page_and_count_nothing(spool_folder):
    dice = random.Random(2026)
    genuine = make(Kind.OPEN_ANONYMOUS, 7)
    letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    forged = {"x", genuine[:-1], genuine + "A", make(Kind.UNSUBSCRIBE, 7, 1, 1)}
    for _n in range(20):
        at = dice.randrange(len(genuine))
        changed = genuine[:at] + dice.choice(letter.replace(genuine[at], "")) + genuine[at + 1 :]
        forged.add(changed)

    answers = [ask(f"/o/{token}.gif") for token in forged] + [ask(f"/c/{t}") for t in forged]

    assert {status for status, _headers, _body in answers} == {404}
    assert len({body for _status, _headers, body in answers}) == 1
    assert spooled(spool_folder) == []


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_only_get_and_head_are_answered(spool_folder, method):
    status, _headers, _body = ask(f"/o/{make(Kind.OPEN, 7)}.gif", method=method)

    assert (status, spooled(spool_folder)) == (405, [])


def test_what_is_no_hit_goes_on_to_django():
    assert ask("/no/such/page")[0] in (302, 404)


def test_asking_a_thousand_times_changes_no_row_until_ingestion(spool_folder):
    link = LinkFactory()
    token = make(Kind.OPEN_ANONYMOUS, link.campaign_id)
    for _n in range(1000):
        ask(f"/o/{token}.gif")
    before = Event.objects.count()

    assert (before, ingest_spool()) == (0, 1000)
