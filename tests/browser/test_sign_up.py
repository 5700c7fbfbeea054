"""A sign-up that cannot be: one clear sentence beside the field, nothing mailed."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("typed", ["camille", "camille@", "camille@@boite.example", "a b@c.fr"])
def test_a_bad_address_gets_one_sentence(visitor, site, typed):
    visitor.goto(f"{site}/newsletters/lettre-info/subscribe/")
    visitor.get_by_label("Votre adresse électronique").fill(typed)
    visitor.get_by_role("button", name="Recevoir la lettre").click()

    expect(visitor.locator(".field__error")).to_have_count(1)
    field = visitor.get_by_label("Votre adresse électronique")
    expect(field).to_have_value(typed)
    expect(field).to_have_attribute("aria-invalid", "true")
