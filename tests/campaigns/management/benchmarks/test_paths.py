import pytest

from campaigns.management.benchmarks import paths
from campaigns.models import Delivery


@pytest.fixture(autouse=True)
def _spool(settings, tmp_path):
    settings.SPOOL_DIR = str(tmp_path / "spool")


@pytest.mark.parametrize(
    ("measure", "figures"),
    [
        (paths.imports, {"import: new people, rows/s", "import: XLSX, rows/s"}),
        (paths.track, {"track: taken in, hits/s", "track: its audience counted, s"}),
    ],
)
def test_each_path_gives_its_figures(measure, figures):
    found = dict(measure(20))

    assert figures <= found.keys()
    # Twenty people need no memory that the process did not have.
    assert all(value > 0 for name, value in found.items() if "memory" not in name)


def test_the_ledger_s_moves_leave_every_row_accepted():
    figures = dict(paths.plan(120))

    assert figures["plan: claimed, checked and marked, 25 a commit, rows/s"] > 0
    assert set(Delivery.objects.values_list("state")) == {("accepted",)}
    assert Delivery.objects.count() == 2 * 120
