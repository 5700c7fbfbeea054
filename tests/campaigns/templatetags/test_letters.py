import re

from django.template import Context, Template
from django.utils.translation import override

from crm.models import Subscriber
from tests.factories.campaigns import NewsletterFactory


def test_the_short_form_signs_up_in_the_language_of_its_page(client):
    newsletter = NewsletterFactory(slug="info")
    with override("en"):
        form = Template("{% load letters %}{% newsletter_sign_up newsletter %}").render(
            Context({"newsletter": newsletter})
        )
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))

    answer = client.post("/newsletters/info/subscribe/", {**hidden, "email": "zoe@example.org"})

    assert answer.status_code == 302
    assert Subscriber.objects.get().language == "en"
    assert 'action="/newsletters/info/subscribe/"' in form
