import pytest

from campaigns.inbox.leaving import asks_to_leave
from campaigns.inbox.parts import message_from
from tests.campaigns.inbox.letters import mail

TOKEN = "unsubscribe-" + "A" * 24


@pytest.mark.parametrize(
    "subject",
    [TOKEN, f"Re: {TOKEN}", "unsubscribe", "Désabonnement", "STOP", "Me désinscrire svp",
     "Se désabonner de la newsletter", "Please unsubscribe me"],
)  # fmt: skip
def test_a_token_or_a_plain_word_is_enough(subject):
    assert asks_to_leave(message_from(mail(subject)))


def test_without_a_subject_the_first_words_count():
    assert asks_to_leave(message_from(mail("", body="désinscription")))


@pytest.mark.parametrize(
    "subject",
    ["Comment se désinscrire d'un autre site ?", "Stopper la solitude", "Re: La lettre",
     "unsubscribe-court", "Remove this article?"],
)  # fmt: skip
def test_a_sentence_is_left_to_people(subject):
    assert not asks_to_leave(message_from(mail(subject)))


def test_a_machine_asks_only_with_a_token():
    automatic = "Auto-Submitted: auto-generated\n"

    assert not asks_to_leave(message_from(mail("unsubscribe", headers=automatic)))
    assert asks_to_leave(message_from(mail(TOKEN, headers=automatic)))
