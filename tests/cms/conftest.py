"""The tree that every test of the public site starts from."""

import pytest

from tests.factories.cms import site_with_home


@pytest.fixture
def home():
    return site_with_home()
