import re

import pytest
from wagtail.blocks import StructBlockValidationError

from cms.blocks import TargetBlock
from crm.models import Consent, Subscriber
from tests.factories.campaigns import NewsletterFactory
from tests.factories.cms import StandardPageFactory


def test_a_target_is_a_page_or_an_address(home):
    block = TargetBlock()

    assert block.clean(block.to_python({"page": home.pk, "url": ""}))["page"].pk == home.pk
    assert block.clean(block.to_python({"page": None, "url": "https://example.org"}))["url"]


@pytest.mark.parametrize("address", ["", "https://example.org"])
def test_neither_and_both_are_refused(home, address):
    block = TargetBlock()
    page = home.pk if address else None

    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"page": page, "url": address}))


def test_a_script_is_no_address():
    block = TargetBlock()

    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"page": None, "url": "javascript:alert(1)"}))


def test_a_page_offers_several_letters_and_its_form_signs_up(client, home):
    for slug in ("info", "formations"):
        NewsletterFactory(slug=slug, name=slug)
    form = {"title": "Nos lettres", "text": "", "newsletters": ["info", "formations"]}
    page = StandardPageFactory(parent=home, body=[("sign_up", form)])

    shown = client.get(page.url).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', shown))
    answers = {"email": "zoe@example.org", "letters": ["formations"]}
    answer = client.post("/newsletters/subscribe/", hidden | answers)

    assert answer.status_code == 302
    assert Subscriber.objects.get().subscriptions.get().newsletter.slug == "formations"
    assert {consent.proof for consent in Consent.objects.all()} == {page.url}
    assert "Nos lettres" in shown
    assert "checked" not in shown
