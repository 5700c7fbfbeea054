"""Where the walks of the browser lead: every kind of page once."""

from playwright.sync_api import Page

READY = "Les nouvelles de l’automne"
PUBLIC_PAGES = (
    "/fr/",
    "/en/",
    "/fr/le-reseau/",
    "/fr/actualites/",
    "/fr/actualites/une-journee-de-marche-autour-de-la-chapelle-la-foret/",
    "/fr/ressources/",
    "/fr/ressources/devenir-benevole/",
    "/fr/cooperations/",
    "/fr/kit-media/",
    "/fr/la-lettre-dinformation/",
    "/fr/la-lettre-dinformation/lettre-n-11-une-annee-de-liens/",
    "/fr/recherche/?q=réseau",
    "/newsletters/lettre-info/subscribe/",
    "/preferences/",
    "/account/login/",
    "/en/news/",
    "/en/media-kit/",
)
PRIVACY = (
    "/admin/data_requests/",
    "/admin/data_requests/new/",
    "/admin/consents/",
    "/admin/consents/newsletter:lettre-info/",
    "/admin/retention/",
    "/admin/retention/start/",
    "/admin/network/processing/",
    "/admin/letters/exports/",
)
OUR_SCREENS = (
    "/admin/",
    "/admin/letters/figures/",
    "/admin/campaigns/",
    "/admin/campaigns/new/",
    "/admin/segments/",
    "/admin/segments/add/",
    "/admin/subscribers/",
    "/admin/network/log/",
    "/admin/network/figures/",
    "/admin/organisations/",
    "/admin/people/",
    "/admin/meetings/",
    "/admin/reports/media-kit-downloads/",
    *PRIVACY,
)
WAGTAILS_OWN_SCREENS = ("/admin/issues/", "/admin/pages/", "/admin/images/")


def visit(page: Page, address: str, *, status: int = 200) -> None:
    """An address that leads nowhere would have nothing to find fault with."""
    response = page.goto(address)
    assert response is not None and response.status == status, address
    page.wait_for_load_state("networkidle")


def issue_editor(page: Page, site: str) -> str:
    page.goto(f"{site}/admin/issues/")
    return site + page.get_by_role("link", name=READY).get_attribute("href")


def sent_campaign(page: Page, site: str) -> str:
    page.goto(f"{site}/admin/campaigns/?ordering=name")
    return site + page.get_by_role("link", name="Lettre n° 11").get_attribute("href")


def waiting_campaign(page: Page, site: str) -> str:
    page.goto(f"{site}/admin/campaigns/")
    return site + page.get_by_role("link", name=READY).get_attribute("href")


def question_before_sending(page: Page, site: str) -> str:
    page.goto(waiting_campaign(page, site))
    return site + page.get_by_role("link", name="Envoyer maintenant…").get_attribute("href")


def issue_trial(page: Page, site: str) -> str:
    page.goto(issue_editor(page, site))
    link = page.get_by_role("link", name="Vérifier et m’envoyer un essai").first
    return site + link.get_attribute("href")


def organisation(page: Page, site: str) -> str:
    page.goto(f"{site}/admin/organisations/?q=Voisins")
    return site + page.get_by_role("link", name="Fondation Voisins").get_attribute("href")


def meeting(page: Page, site: str) -> str:
    page.goto(f"{site}/admin/meetings/")
    return site + page.locator("td.title a").first.get_attribute("href")


def waiting_request(page: Page, site: str) -> str:
    page.goto(f"{site}/admin/data_requests/?state=open&q=marc.lebrun")
    return site + page.locator("td.title a").first.get_attribute("href")


def question_before_erasing(page: Page, site: str) -> str:
    page.goto(waiting_request(page, site))
    return site + page.get_by_role("link", name="Effacer…").get_attribute("href")


def consent_to_write_down(page: Page, site: str) -> str:
    page.goto(f"{site}/admin/subscribers/")
    inspected = page.locator("td.title a").first.get_attribute("href")
    page.goto(site + inspected)
    return site + page.locator("a[href$='/consent/']").first.get_attribute("href")
