import pytest

from campaigns.tracking import clicks


@pytest.fixture(autouse=True)
def spool_folder(settings, tmp_path):
    """A spool of its own for each test, and no address remembered from the test before."""
    settings.SPOOL_DIR = str(tmp_path / "spool")
    clicks.forget_addresses()
    yield tmp_path / "spool"
    clicks.forget_addresses()
