"""The pictures of README and docs, from a running demonstration: `make run`, then
`python -m tests.browser.screenshots http://localhost:8000`.
"""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.chromium import DESK, PHONE, chromium, new_context
from tests.browser.editor import open_preview, preview
from tests.browser.people import sign_in

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "images"
COLOURS = 256


def keep(page: Page, name: str, *, settle: bool = True) -> None:
    """A picture of 256 colours weighs a third of a full one and looks the same on a screen.

    A page that follows something never comes to rest: it is not to `settle`.
    """
    if settle:
        page.wait_for_load_state("networkidle")
    picture = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    picture.quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)


def picture_site(page: Page, site: str) -> None:
    page.goto(f"{site}/fr/")
    keep(page, "home")
    page.set_viewport_size(PHONE)
    keep(page, "home-phone")
    page.set_viewport_size(DESK)


def picture_letters(page: Page, site: str) -> None:
    page.goto(f"{site}/admin/campaigns/")
    page.get_by_role("link", name="Lettre n° 11").first.click()
    keep(page, "campaign-report")
    page.goto(f"{site}/admin/campaigns/")
    page.get_by_role("link", name="Les nouvelles de l’automne").first.click()
    page.get_by_role("link", name="Français").first.click()
    open_preview(page)
    expect(
        preview(page, "Courriel").frame_locator("iframe").get_by_role("img").first
    ).to_be_visible()
    keep(page, "issue-editor")


def picture_network(page: Page, site: str) -> None:
    page.goto(f"{site}/admin/network/log/")
    tell_a_meeting(page)
    keep(page, "quick-log")
    page.goto(f"{site}/admin/organisations/?q=Union+nationale+des+centres")
    page.get_by_role("link", name="Union nationale des centres d’action sociale").first.click()
    keep(page, "organisation")


def tell_a_meeting(page: Page) -> None:
    """Typed, and not logged."""
    page.get_by_label("Organisations").fill("Voisins d’abord")
    page.get_by_role("option", name="Fondation Voisins d’abord").click()
    page.get_by_label("Notes").fill(
        "Accord de principe pour deux nouvelles coopérations à la rentrée.\n"
        "La fondation finance la formation des bénévoles, le réseau trouve les communes."
    )
    page.get_by_label("À faire").fill("Envoyer la convention")


def main() -> None:
    site = sys.argv[1].rstrip("/")
    with chromium() as browser:
        page = new_context(browser).new_page()
        picture_site(page, site)
        sign_in(page, site, "communication")
        picture_letters(page, site)
        sign_in(page, site, "partenariats")
        picture_network(page, site)


if __name__ == "__main__":
    main()
