"""Wagtail's editor as a person uses it: blocks are added, filled in and chosen with the mouse."""

from playwright.sync_api import FrameLocator, Locator, Page, expect

CHILD = "[data-streamfield-child]"


def add_block(page: Page, kind: str) -> Locator:
    """The new block, which stands at the end."""
    blocks = page.locator(CHILD)
    before = blocks.count()
    page.get_by_title("Insérer un bloc").last.click()
    page.get_by_role("option", name=kind, exact=True).click()
    expect(blocks).to_have_count(before + 1)
    return blocks.last


def add_text(page: Page, words: str) -> None:
    text = add_block(page, "Texte").locator("[contenteditable=true]")
    text.click()
    text.press_sequentially(words)
    expect(text).to_have_text(words)


def choose_page(page: Page, block: Locator, title: str) -> None:
    block.get_by_role("button", name="Choisissez une page").first.click()
    window = page.locator(".modal-dialog")
    window.get_by_label("Terme de recherche").fill(title)
    window.get_by_role("link", name=title).first.click()
    expect(block.get_by_text(title).first).to_be_visible()


def choose_image(page: Page, block: Locator, title: str) -> None:
    block.get_by_role("button", name="Choisir une image").first.click()
    page.locator(".modal-dialog").get_by_role("link", name=title).first.click()
    expect(block.locator("img").first).to_be_visible()


def choose_listed(page: Page, opener: str, title: str) -> None:
    """From a chooser that lists what there is."""
    page.get_by_role("button", name=opener).click()
    page.locator(".modal-dialog").get_by_role("link", name=title).click()
    expect(page.locator(".modal-dialog")).to_have_count(0)


def open_preview(page: Page) -> None:
    page.get_by_role("button", name="Afficher/masquer la prévisualisation").click()


def preview(page: Page, mode: str) -> FrameLocator:
    page.get_by_label("Mode prévisualisation").select_option(label=mode)
    return page.frame_locator("#w-preview-iframe")


def press_header_action(page: Page, action: str) -> None:
    page.locator("header").get_by_role("button", name="Actions").click()
    page.locator("header").get_by_role("link", name=action).click()
