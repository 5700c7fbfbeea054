"""What the communication officer and her colleague do for one letter, from the first word to
"Send"."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.editor import (
    add_block,
    add_text,
    choose_image,
    choose_listed,
    choose_page,
    press_header_action,
)

TITLE = "La lettre des voisins"
SUBJECT = "Des nouvelles de vos voisins"
HEADING = "Ce que font trente voisins"
TEXT = "Ils se sont retrouvés samedi autour d’un café."
SEGMENT = "Lectrices et lecteurs francophones"


ARTICLE = "Une journée de marche"
READER = "lectrice@courriel.example"


def write_issue(page: Page, site: str) -> None:
    page.goto(f"{site}/admin/issues/")
    page.get_by_role("link", name="Écrire un numéro").first.click()
    choose_parent(page)
    page.get_by_role("textbox", name="Titre").first.fill(TITLE)
    page.get_by_label("Objet du courriel").fill(SUBJECT)
    page.get_by_label("Texte d’aperçu").fill("Un café, une photo, un chiffre")
    fill_body(page)
    save_draft(page)


def choose_parent(page: Page) -> None:
    choose_page(page, page.locator("main"), "La lettre d’information")
    page.get_by_role("button", name="Créer").click()


def fill_body(page: Page) -> None:
    add_block(page, "Salutation")
    add_block(page, "Titre").get_by_role("textbox").fill(HEADING)
    add_text(page, TEXT)
    choose_image(page, add_block(page, "Image"), "Collines 1")
    choose_page(page, add_block(page, "Article du site"), ARTICLE)
    figure = add_block(page, "Chiffre clé")
    figure.get_by_role("textbox", name="Chiffre").first.fill("30")
    figure.get_by_label("Ce qu’il compte").fill("voisins")
    add_block(page, "Séparation")
    button = add_block(page, "Bouton")
    button.get_by_label("Texte du bouton").fill("Lire la suite")
    choose_page(page, button, "Kit média")


def save_draft(page: Page) -> None:
    """Once Wagtail's own saving rests, so that a late one does not bring back older words."""
    expect(page.locator("#w-autosave-indicator").get_by_text("Enregistré")).to_be_visible()
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_text(f"La page « {TITLE} » a été")).to_be_visible()


def make_segment(page: Page, site: str) -> None:
    page.goto(f"{site}/admin/segments/add/")
    page.get_by_role("textbox", name="Nom").fill(SEGMENT)
    add_block(page, "Langue").get_by_label("Français").check()
    page.get_by_label("Pour la lettre").select_option(label="La lettre d’information")


def prepare_campaign(page: Page, site: str) -> None:
    open_issue(page, site)
    press_header_action(page, "Préparer l’envoi")
    choose_listed(page, "Choisir un segment", SEGMENT)
    page.get_by_role("button", name="Créer").click()


def open_issue(page: Page, site: str) -> None:
    page.goto(f"{site}/admin/issues/")
    page.get_by_role("link", name=TITLE).first.click()


def open_campaign(page: Page, site: str) -> None:
    page.goto(f"{site}/admin/campaigns/")
    page.get_by_role("link", name=TITLE).first.click()


def figure(page: Page, name: str) -> Locator:
    return page.locator(".campaign-figures > div").filter(has_text=name).locator("dd").first
