"""The main job from end to end, as a new user lives it: steps 2 to 8 on what step 1, `make run`,
has started. Each step goes on from where the one before it has led.
"""

import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import formats
from django.utils.timezone import localtime
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import again, letter, network
from tests.browser.axe import assert_accessible
from tests.browser.chromium import PHONE
from tests.browser.editor import open_preview, press_header_action, preview
from tests.browser.house import manage
from tests.browser.mailbox import open_mail
from tests.browser.patience import reload_until
from tests.browser.people import address

pytestmark = pytest.mark.usefixtures("steps_so_far")

ORGANISATION = "Fondation Voisins d’abord"
NOTES = "Un goûter est prévu au printemps."
PROMISE = "Réserver la salle"
SEND = re.compile("^Envoyer à")
MAIN_PAGES = {
    "fr": (
        "Le réseau", "Actualités", "Ressources", "Coopérations", "Kit média",
        "La lettre d’information",
    ),
    "en": ("The network", "News", "Resources", "Cooperations", "Media kit", "The newsletter"),
}  # fmt: skip


@pytest.fixture(scope="module")
def officer(staff) -> Page:
    return staff("communication")


@pytest.fixture(scope="module")
def colleague(staff) -> Page:
    return staff("relecture")


@pytest.fixture(scope="module")
def partner(staff) -> Page:
    return staff("partenariats", viewport=PHONE, has_touch=True, is_mobile=True)


@pytest.fixture(scope="module")
def meetings_before(partner, site) -> int:
    return network.meetings_of_this_year(partner, site)


@pytest.mark.parametrize("language", MAIN_PAGES)
def test_2_the_main_pages_open_from_the_menu(visitor, site, language):
    visitor.goto(f"{site}/{language}/")

    for title in MAIN_PAGES[language]:
        menu = visitor.get_by_role("navigation").first
        menu.get_by_role("link", name=title, exact=True).click()
        expect(visitor.get_by_role("heading", level=1)).to_have_text(title)
        expect(visitor.locator("html")).to_have_attribute("lang", language)


def test_3_a_visitor_subscribes_and_confirms(visitor, site):
    visitor.goto(f"{site}/newsletters/lettre-info/subscribe/")
    visitor.get_by_label("Votre adresse électronique").fill(letter.READER)
    visitor.get_by_label("si et quand j’ouvre les lettres").check()
    visitor.get_by_role("button", name="Recevoir la lettre").click()
    expect(visitor.get_by_role("heading", level=1)).to_be_visible()

    mail = open_mail(visitor, site, "La lettre d’information", letter.READER)
    mail.get_by_role("link", name=re.compile("Confirmer|Oui")).first.click()
    assert_accessible(visitor)
    visitor.get_by_role("button", name="Confirmer mon abonnement").click()

    expect(visitor.get_by_role("heading", level=1)).to_have_text("Votre abonnement est confirmé")
    assert_accessible(visitor)


def test_4_the_officer_writes_an_issue_and_looks_at_it(officer, site):
    letter.write_issue(officer, site)

    open_preview(officer)
    mail = preview(officer, "Courriel")
    expect(mail.get_by_text(letter.SUBJECT)).to_be_visible()
    expect(mail.frame_locator("iframe").get_by_text(letter.TEXT)).to_be_visible()
    text = preview(officer, "Texte brut")
    expect(text.locator("pre")).to_contain_text(letter.HEADING)


def test_4_she_sends_herself_a_test(officer, site):
    letter.open_issue(officer, site)
    press_header_action(officer, "Vérifier et m’envoyer un essai")
    expect(officer.get_by_text("Rien ne s’oppose à l’envoi")).to_be_visible()
    officer.get_by_role("button", name="Envoyer l’essai").click()

    mail = open_mail(officer, site, f"[Test] {letter.SUBJECT}", address("communication"))

    expect(mail.get_by_text(letter.TEXT)).to_be_visible()


def test_5_she_describes_who_is_to_read_it(officer, site):
    letter.make_segment(officer, site)

    explanation = officer.locator("[data-count-result]")
    expect(explanation).to_contain_text("hors de « langue : français »")
    officer.get_by_role("button", name="Enregistrer").click()
    expect(officer.get_by_role("link", name=letter.SEGMENT).first).to_be_visible()


def test_5_she_sees_the_count_explained_and_submits(officer, site):
    letter.prepare_campaign(officer, site)

    expect(officer.get_by_text("personnes recevraient la lettre")).to_be_visible()
    expect(officer.get_by_text("hors de « langue : français »")).to_be_visible()
    officer.get_by_role("button", name="Demander une relecture").click()
    expect(officer.get_by_text("a demandé une relecture")).to_be_visible()


def test_5_a_colleague_approves(colleague, site):
    colleague.goto(f"{site}/admin/")
    colleague.get_by_role("link", name=letter.TITLE).first.click()
    assert_accessible(colleague)
    colleague.get_by_label("Commentaire").fill("Parfait")
    colleague.get_by_role("button", name="Approuver").click()

    expect(colleague.get_by_text("L’envoi peut maintenant partir")).to_be_visible()


@pytest.fixture(scope="module")
def second_tab(officer, site) -> Page:
    """The question "send now?" stands open twice before it is answered."""
    page = officer.context.new_page()
    letter.open_campaign(page, site)
    page.get_by_role("link", name="Envoyer maintenant…").click()
    return page


def test_5_she_sends_and_the_screen_follows_by_itself(officer, second_tab, site):
    letter.open_campaign(officer, site)
    officer.get_by_role("link", name="Envoyer maintenant…").click()
    officer.get_by_role("button", name=SEND).click()

    expect(officer.get_by_text("Terminé le")).to_be_visible()
    expect(officer.get_by_role("heading", name="Ce qu’elle est devenue")).to_be_visible()


def test_5_a_second_press_on_send_does_nothing_and_says_so(second_tab):
    second_tab.get_by_role("button", name=SEND).click()

    told = second_tab.get_by_text("déjà envoyée ou en cours d’envoi")
    expect(told).to_be_visible()


def test_5_or_she_chooses_the_moment(officer, house):
    manage(house.env, "shell", "-c", "from tests.browser.again import *; prepare_for_a_moment()")
    officer.goto(f"{house.site}/admin/campaigns/")
    officer.get_by_role("link", name=again.TOMORROW).click()
    officer.get_by_role("link", name="Choisir une date…").click()
    moment = localtime() + timedelta(days=1)
    officer.get_by_label("Jour et heure").fill(moment.strftime("%Y-%m-%dT%H:%M"))
    assert_accessible(officer)
    officer.get_by_role("button", name="Envoyer à cette date").click()

    leaves = officer.get_by_text("La lettre partira d’elle-même le")
    expect(leaves).to_contain_text(formats.date_format(moment, "DATETIME_FORMAT"))
    assert_accessible(officer)


def test_6_an_opened_mail_is_counted(officer, visitor, site):
    mail = open_mail(visitor, site, letter.SUBJECT, letter.READER)
    expect(mail.get_by_text(letter.HEADING)).to_be_visible()

    letter.open_campaign(officer, site)
    opens = officer.get_by_role("row", name=re.compile("^Ouvertures 1 1 0 0"))
    reload_until(officer, opens)


def test_6_the_report_tells_what_became_of_the_letter(officer):
    accepted, rate = letter.figure(officer, "Acceptées par leur"), letter.figure(officer, "Taux")

    expect(accepted).to_have_text(re.compile(r"^\d\d$"))
    expect(rate).to_have_text(re.compile(r"^\d+(,\d+)?\s%$"))
    expect(officer.get_by_text("avec 95 chances sur 100")).to_be_visible()
    assert_accessible(officer)


def test_7_a_meeting_is_logged_on_a_phone(partner, site, meetings_before):
    partner.goto(f"{site}/admin/organisations/?q=Voisins")
    partner.get_by_role("link", name=ORGANISATION).first.click()
    partner.get_by_role("link", name="Noter une rencontre").first.click()
    partner.get_by_label("Personnes").fill("Camille Nouvelle")
    partner.get_by_role("option", name="Camille Nouvelle").click()
    partner.get_by_label("Notes").fill(NOTES)
    partner.get_by_label("À faire").fill(PROMISE)
    assert_accessible(partner)
    partner.get_by_role("button", name="Noter la rencontre").click()

    expect(partner.get_by_text(NOTES).first).to_be_visible()


def test_7_it_stands_on_the_timeline_of_the_organisation(partner, site):
    partner.goto(f"{site}/admin/organisations/?q=Voisins")
    partner.get_by_role("link", name=ORGANISATION).first.click()

    newest = partner.locator(".crm-timeline li").first
    expect(newest).to_contain_text(NOTES)
    expect(partner.get_by_text(PROMISE).first).to_be_visible()
    assert_accessible(partner)


def test_7_it_counts_in_the_figures_of_the_year(partner, site, meetings_before):
    assert network.meetings_of_this_year(partner, site) == meetings_before + 1


def test_8_a_partner_downloads_the_logo_and_the_whole_kit(visitor, site, tmp_path):
    visitor.goto(f"{site}/fr/kit-media/")

    logo = download(visitor, "Télécharger Logo couleur", tmp_path)
    kit = download(visitor, "Télécharger tout le kit", tmp_path)

    Image.open(logo).verify()
    with zipfile.ZipFile(kit) as archive:
        assert archive.testzip() is None
        assert Path(logo).name in {Path(name).name for name in archive.namelist()}


def test_8_the_downloads_are_counted(officer, site):
    officer.goto(f"{site}/admin/reports/media-kit-downloads/")

    for file in ("Logo couleur", "Kit média"):
        expect(officer.get_by_role("row", name=re.compile(f"^{file}.* 1 "))).to_be_visible()


def download(page: Page, link: str, folder: Path) -> Path:
    with page.expect_download() as coming:
        page.get_by_role("link", name=link).click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path
