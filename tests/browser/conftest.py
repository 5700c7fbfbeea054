"""One house and one browser for all tests of this folder; each person has a context of her own.

They live as long as the folder's tests: a running Playwright would make Django refuse its
database in every test that comes afterwards.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import INSTALL, chromium, new_context
from tests.browser.house import House, running_house
from tests.browser.people import sign_in


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def _database():
    """The processes have a database of their own; this one touches none."""


@pytest.fixture(scope="module")
def failed_before(request) -> int:
    return request.session.testsfailed


@pytest.fixture
def steps_so_far(request, failed_before):
    """For journeys: after a step that failed, the next ones would only wait in vain."""
    if request.session.testsfailed > failed_before:
        pytest.skip("A step before this one failed.")


@pytest.fixture(scope="package")
def chrome() -> Iterator[Browser]:
    with chromium() as browser:
        if browser is None:
            (pytest.fail if os.environ.get("CI") else pytest.skip)(INSTALL)
        yield browser


@pytest.fixture(scope="package")
def house(chrome: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running_house(tmp_path_factory.mktemp("house")) as running:
        yield running


@pytest.fixture(scope="package")
def site(house: House) -> str:
    return house.site


@pytest.fixture
def new_visitor(chrome: Browser) -> Iterator[Callable[[], Page]]:
    """Somebody who has never been here: nothing is cached."""
    contexts = []

    def come() -> Page:
        contexts.append(new_context(chrome))
        return contexts[-1].new_page()

    yield come
    for context in contexts:
        context.close()


@pytest.fixture
def visitor(new_visitor: Callable[[], Page]) -> Page:
    return new_visitor()


@pytest.fixture(scope="package")
def staff(chrome: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens the back office of one of the demonstration's people."""
    contexts = []

    def open_for(name: str, **more) -> Page:
        contexts.append(new_context(chrome, **more))
        page = contexts[-1].new_page()
        sign_in(page, site, name)
        return page

    yield open_for
    for context in contexts:
        context.close()
