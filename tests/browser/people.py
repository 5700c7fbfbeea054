"""The people of the demonstration who sign in, and how they do it."""

from playwright.sync_api import Page, expect

PASSWORD = "maille-demo"


def address(name: str) -> str:
    return f"{name}@example.org"


def sign_in(page: Page, site: str, name: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{site}/admin/")
    fill_sign_in(page, name)
    expect(page).to_have_url(f"{site}/admin/")


def fill_sign_in(page: Page, name: str) -> None:
    page.get_by_label("Adresse e-mail").fill(address(name))
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
