import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from campaigns.rendering.markup import put_back, set_aside
from campaigns.rendering.parts import BUILDERS

MAIL = Path("templates/campaigns/mail")
# https://documentation.mjml.io, the parts we use; mrml lets unknown tags pass silently.
KNOWN = {
    "mjml", "mj-head", "mj-title", "mj-preview", "mj-attributes", "mj-all", "mj-text", "mj-image",
    "mj-button", "mj-raw", "mj-style", "mj-body", "mj-section", "mj-column", "mj-divider",
}  # fmt: skip


@pytest.mark.parametrize("path", sorted(MAIL.glob("**/*.mjml.html")), ids=lambda path: path.name)
def test_templates_use_only_tags_mjml_knows(path):
    used = set(re.findall(r"<(mj[\w-]*)", path.read_text()))

    assert used - KNOWN == set()


@pytest.mark.parametrize("kind", BUILDERS)
def test_every_block_has_its_templates(kind):
    assert (MAIL / "blocks" / f"{kind}.mjml.html").exists()
    assert (MAIL / "blocks" / f"{kind}.txt").exists()
    assert Path(f"templates/campaigns/blocks/{kind}.html").exists()


def test_attributes_come_back_as_they_were():
    mjml = '<a href="https://e.org/?a=1&amp;b=\\x">kept-0-</a><img alt="\ue000" src="" />'

    changed, kept = set_aside(mjml)

    assert "e.org" not in changed
    assert "\ue000" not in changed
    assert put_back(changed, kept) == mjml


def test_no_attribute_is_spoiled_on_the_way(make_issue):
    from campaigns.rendering.examples import example_of

    address = "https://example.org/a\\b/?q=é\u00a0ü&r=%22#x"
    issue = make_issue(("text", f'<p><a href="{address}">là</a></p>'))

    links = BeautifulSoup(example_of(issue).html, "lxml").find_all("a")

    assert address in [link["href"] for link in links]
