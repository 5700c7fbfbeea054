import pytest

from campaigns.inbox.automatic import has_automatic_subject, is_automatic
from campaigns.inbox.parts import message_from
from tests.campaigns.inbox.letters import mail

HEADERS = [
    "Auto-Submitted: auto-replied (vacation)\n",
    "Auto-Submitted: auto-generated\n",
    "X-Autoreply: yes\n",
    "Precedence: auto_reply\n",
]
SUBJECTS = [
    "Automatic reply: La lettre",
    "Réponse automatique : La lettre",
    "Absence du bureau Re: La lettre",
    "Re: Absence",
    "Out of the Office",
    "Je suis en congés jusqu'au 3 mai",
    "En vacances !",
    "Message d'absence",
    "Accusé de réception",
    "Lu : La lettre",
]


@pytest.mark.parametrize("headers", HEADERS)
def test_headers_that_only_machines_set(headers):
    assert is_automatic(message_from(mail("Re: La lettre", headers=headers)))


@pytest.mark.parametrize("subject", SUBJECTS)
def test_subjects_that_only_machines_write(subject):
    message = message_from(mail(subject))

    assert has_automatic_subject(message)
    assert is_automatic(message)


@pytest.mark.parametrize(
    ("subject", "headers"),
    [
        ("Re: La lettre d'avril", ""),
        ("Re: La lettre d'avril", "Auto-Submitted: no\n"),
        ("Re: La lettre d'avril", "X-Auto-Response-Suppress: All\n"),
        ("L'absence de transports à la campagne", ""),
        ("Lumière sur nos équipes", ""),
    ],
)
def test_people_are_not_taken_for_machines(subject, headers):
    assert not is_automatic(message_from(mail(subject, headers=headers)))
