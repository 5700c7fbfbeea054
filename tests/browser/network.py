"""What the partnerships lead reads in the back office."""

from playwright.sync_api import Page


def meetings_of_this_year(page: Page, site: str) -> int:
    page.goto(f"{site}/admin/network/figures/")
    row = page.get_by_role("row").filter(has_text="rencontres individuelles de partenaires")
    return int(row.get_by_role("cell").first.inner_text())
