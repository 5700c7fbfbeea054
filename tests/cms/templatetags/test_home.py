from cms.templatetags.home import network_today
from tests.factories.crm import CooperationFactory, TerritoryFactory


def test_figures_and_regions_come_from_one_count():
    CooperationFactory(territory=TerritoryFactory(code="26", region="Auvergne-Rhône-Alpes"))

    today = network_today()

    assert list(today["regions"]) == [("Auvergne-Rhône-Alpes", 1)]
    assert [figure.value for figure in today["figures"]] == [1]
