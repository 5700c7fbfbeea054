from django.utils import timezone

from campaigns.rendering.trial import queue_trial
from crm.outbox import send_due_mails
from tests.factories.crm import UserFactory


def test_the_test_greets_its_reader_under_a_marked_subject(full_issue):
    mail = queue_trial(full_issue, UserFactory(first_name="Zoé", email="zoe@example.org"))

    assert (mail.to, mail.subject) == ("zoe@example.org", "[Test] Prêts ?")
    assert "Bonjour Zoé," in mail.text
    assert "/o/" not in mail.html


def test_the_test_travels_by_smtp_under_the_newsletters_name(full_issue, smtp_sink):
    newsletter = full_issue.newsletter
    newsletter.sender_name = "Réseau, Maille"
    newsletter.save()
    queue_trial(full_issue, UserFactory())

    assert send_due_mails(timezone.now()) == 1
    assert newsletter.sender_email in str(smtp_sink.mails[0].message["From"])


def test_a_subject_with_a_line_break_cannot_smuggle_a_header(make_issue):
    issue = make_issue(subject="Un\r\nBcc: x@example.org")

    assert "\n" not in queue_trial(issue, UserFactory()).subject
