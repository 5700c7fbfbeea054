from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from campaigns.models import SubscriberExport


def ask(client, subscription, **answers):
    typed = {"newsletter": subscription.newsletter_id, "format": "csv", "reason": "Étiquettes"}
    return client.post(reverse("export_subscribers"), typed | answers)


def body(answer):
    return b"".join(answer.streaming_content)


def test_a_list_is_taken_and_logged(alice, subscription):
    answer = ask(alice, subscription)

    assert "attachment" in answer["Content-Disposition"]
    assert subscription.subscriber.email in body(answer).decode("utf-8-sig")
    made = SubscriberExport.objects.get()
    assert (made.made_by, made.reason) == (alice.user, "Étiquettes")
    assert "Étiquettes" in alice.get(reverse("export_subscribers")).content.decode()


def test_without_a_newsletter_the_screen_says_what_comes_first(sign_in):
    page = sign_in("olga", "administrator").get(reverse("export_subscribers")).content.decode()

    assert "There is no newsletter yet" in page
    assert reverse("newsletter:add") in page
    assert "Download the file" not in page


def test_a_workbook_opens(alice, subscription):
    file = BytesIO(body(ask(alice, subscription, format="xlsx")))

    assert load_workbook(file).active["A2"].value == subscription.subscriber.email


@pytest.mark.parametrize("role", ["partnerships", "reading"])
def test_others_take_nothing(sign_in, subscription, role):
    assert ask(sign_in("carol", role), subscription).status_code == 302

    assert not SubscriberExport.objects.exists()
