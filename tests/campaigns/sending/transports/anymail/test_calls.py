from collections import deque
from dataclasses import replace

import pytest

from campaigns.sending.transports.anymail.calls import message_of, next_call
from campaigns.sending.transports.anymail.providers import PROVIDERS, UNKNOWN, Way
from tests.campaigns.sending.transports.anymail.conftest import envelope, pattern_of


def cut(provider, envelopes, mails=None):
    backlog, calls = deque(envelopes), []
    while backlog:
        calls.append(next_call(backlog, provider, mails=mails or provider.mails))
    return [[one.key for one in call.envelopes] for call in calls]


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        ("brevo", [1000, 201]),
        ("mailgun", [1000, 201]),
        ("postmark", [500, 500, 201]),
        ("mailjet", [50] * 24 + [1]),
        ("amazon_ses", [50] * 24 + [1]),
        ("scaleway", [1] * 1201),
        ("resend", [1] * 1201),
    ],
)
def test_lists_are_cut_to_what_the_provider_takes(name, sizes):
    calls = cut(PROVIDERS[name], [envelope(n) for n in range(1201)])

    assert [len(call) for call in calls] == sizes
    assert sorted(key for call in calls for key in call) == list(range(1201))


def test_a_provider_we_do_not_know_gets_one_mail_a_call():
    assert cut(UNKNOWN, [envelope(1), envelope(2)]) == [[1], [2]]


def test_a_call_holds_one_pattern():
    other = pattern_of(text="Hello ")
    mails = [envelope(1), envelope(2, pattern=other), envelope(3), envelope(4, pattern=other)]

    assert cut(PROVIDERS["mailjet"], mails) == [[1, 3], [2, 4]]


@pytest.mark.parametrize("way", [Way.MERGE, Way.COMPLETE])
def test_a_call_stays_below_its_size(way):
    provider = replace(PROVIDERS["mailgun"], way=way, size=10_000)
    calls = cut(provider, [envelope(n, "é" * 200) for n in range(20)])

    assert 2 <= max(map(len, calls)) < 20
    assert sorted(key for call in calls for key in call) == list(range(20))


def test_a_body_too_large_for_a_template_goes_alone():
    heavy = pattern_of(html="<p>" + "mot " * 400_000)

    assert cut(PROVIDERS["amazon_ses"], [envelope(n, pattern=heavy) for n in (1, 2)]) == [[1], [2]]


@pytest.mark.parametrize(
    "address", ["zoé@example.org", '"a b"@example.org', "o'brien@example.org"]
)
@pytest.mark.parametrize("name", ["mailjet", "brevo"])
def test_an_address_that_may_come_back_changed_goes_alone(name, address):
    mails = [envelope(1), envelope(2, address=address), envelope(3)]

    assert sorted(cut(PROVIDERS[name], mails)) == [[1, 3], [2]]


def test_after_a_doubt_one_mail_is_risked_at_a_time():
    assert cut(PROVIDERS["brevo"], [envelope(1), envelope(2)], mails=1) == [[1], [2]]


@pytest.mark.parametrize("name", sorted(PROVIDERS))
def test_nothing_of_one_person_stands_where_another_could_read_it(name):
    people = {1: "Zoé", 2: "Léa", 3: "Ève & Guy"}
    backlog = deque(envelope(key, person) for key, person in people.items())

    while backlog:
        call = next_call(backlog, PROVIDERS[name], mails=50)
        message = message_of(call, PROVIDERS[name])
        for one in call.envelopes:
            others = [x for x in people if x != one.key]
            own = (
                [message.merge_data[one.recipient], message.merge_headers[one.recipient]]
                if (call.together)
                else [message.body]
            )
            assert not any(f"/u/{x}" in str(own) or people[x] in str(own) for x in others)
        if call.together:
            shared = f"{message.subject} {message.body} {message.alternatives}"
            assert not any(person in shared for person in people.values())
            assert "/u/" not in shared
