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


def shown(code, **context):
    return Template("{% load letters %}" + code).render(Context(context))


def test_names_are_listed_as_a_sentence_lists_them():
    rows = NewsletterFactory.build_batch(3, name="Une")

    assert shown("{% listed rows %}", rows=rows[:1]) == "«\xa0Une\xa0»"
    assert shown("{% listed rows %}", rows=rows).endswith(
        "«\xa0Une\xa0», «\xa0Une\xa0» et «\xa0Une\xa0»"
    )


def test_the_whole_form_offers_the_letters_named_or_all():
    for slug in ("un", "deux", "trois"):
        NewsletterFactory(slug=slug)

    assert "/newsletters/un/subscribe/" in shown("{% sign_up_to slugs 1 %}", slugs=["un"])
    assert shown("{% sign_up_to slugs 1 %}", slugs=[]).count('name="letters"') == 3


def test_no_letter_no_form():
    assert shown("{% sign_up_to slugs 1 %}", slugs=["gone"]).strip() == ""


def test_a_newsletter_page_ticks_its_own_letter_and_offers_the_others():
    own = NewsletterFactory(slug="own", name="Zut")
    NewsletterFactory(slug="other", name="Autre")
    NewsletterFactory(slug="private", is_public=False)

    form = shown("{% sign_up_at own %}", own=own)

    boxes = re.findall(
        r'<input type="checkbox" name="letters" value="(\w+)"[^>]*?( checked)?>', form
    )
    assert boxes == [("own", " checked"), ("other", "")]
    assert form.count(" checked") == 1
    assert 'action="/newsletters/subscribe/"' in form
