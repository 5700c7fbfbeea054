from campaigns.inbox.clues import clues_in
from campaigns.inbox.parts import message_from
from campaigns.tokens import sealed
from tests.campaigns.inbox.letters import (
    bounce,
    mail,
    our_headers,
    return_path_of,
    unsubscribe_token,
)


def test_the_envelope_address_names_the_delivery(delivery):
    assert clues_in(message_from(bounce(delivery))).deliveries == (delivery.pk,)


def test_without_a_pattern_no_address_does(delivery, settings):
    content = bounce(delivery)
    settings.RETURN_PATH = "bounces@example.org"

    assert clues_in(message_from(content)).deliveries == ()


def test_an_address_that_only_resembles_does_not():
    message = message_from(mail("x", to="rebounces+7@lettres.example.org"))

    assert clues_in(message).deliveries == ()


def test_a_forged_envelope_address_names_nobody(delivery):
    for forged in (
        str(delivery.pk),
        f"{delivery.pk}-0123456789",
        f"{delivery.pk + 1}{sealed(1)[1:]}",
    ):
        message = message_from(mail("x", to=f"bounces+{forged}@lettres.example.org"))

        assert clues_in(message).deliveries == ()


def test_a_server_may_have_changed_the_case(delivery):
    path = return_path_of(delivery).upper()

    assert clues_in(message_from(mail("x", to=path))).deliveries == (delivery.pk,)


def test_the_headers_that_come_back_tell_more(delivery):
    content = bounce(delivery, to="x@example.org", returned=our_headers(delivery))

    clues = clues_in(message_from(content))

    assert set(clues.tokens) == {unsubscribe_token(delivery)}
    assert clues.deliveries == (delivery.pk,)
    assert clues.asked == ()


def test_a_message_id_counts_by_its_seal(delivery):
    start = f"<{delivery.campaign_id}.{delivery.pk}"
    forged = f"Message-ID: {start}-0123456789@example.org>"
    bare = f"Message-ID: {start}@Example.org>"

    for returned, bare_ones in ((forged, ()), (bare, ("example.org",))):
        clues = clues_in(message_from(bounce(delivery, to="x@example.org", returned=returned)))

        assert clues.deliveries == ()
        assert [domain for _campaign, _number, domain in clues.message_ids] == list(bare_ones)


def test_a_token_in_the_subject_was_asked_with(delivery):
    token = unsubscribe_token(delivery)

    assert clues_in(message_from(mail(f"unsubscribe-{token}"))).asked == (token,)


def test_a_mail_pasted_below_a_bounce_is_searched(delivery):
    content = mail("failure notice", body=f"Sorry.\n\n--- Below\n\n{our_headers(delivery)}")

    assert clues_in(message_from(content)).tokens == (unsubscribe_token(delivery),)
