from crm.network_processings import accounts, partners, requests
from tests.factories.crm import DataRequestFactory, PersonFactory, UserFactory


def test_numbers_are_counted():
    PersonFactory.create_batch(2)
    PersonFactory(first_name="", last_name="–", email="", phone="")  # erased
    UserFactory(is_active=False)
    DataRequestFactory()

    assert (partners().count, requests().count) == (2, 1)
    assert accounts().count == 0
