import pytest

from crm import yearly_counts as counts
from crm.models import CharterSignature, Organisation
from crm.territories import load_territories
from media_kit.demonstration import organisations


@pytest.fixture(scope="module", autouse=True)
def loaded(load_once):
    with load_once():
        load_territories()
        organisations.load()
        yield


@pytest.mark.parametrize(
    ("year", "total"),
    [(2013, 47), (2014, 111), (2015, 203), (2016, 297), (2018, 461), (2020, 512)],
)
def test_signatories_add_up(year, total):
    assert counts.signatories_total(year) == total


def test_seventy_one_signed_in_2018():
    assert counts.signatories_new(2018) == 71


def test_kinds_of_signatories_have_their_shares():
    kinds = counts.signatories_by_kind(2020)

    shares = {kind: round(100 * count / 512) for kind, count in kinds.items()}
    assert shares == {"local": 40, "associations": 40, "health": 20, "other": 1}


def test_a_deleted_signature_counts_no_more():
    CharterSignature.objects.filter(signed_on__year=2018).first().delete()

    assert counts.signatories_total(2018) == 460


def test_some_partners_show_their_logo():
    shown = Organisation.objects.filter(logo__isnull=False)

    assert 8 <= shown.count() <= 12
    assert not shown.filter(family=None).exists()


def test_loading_twice_changes_nothing():
    before = Organisation.objects.count()

    organisations.load()

    assert Organisation.objects.count() == before
