import pytest

from crm.roles import give_role
from tests.factories.crm import UserFactory


@pytest.fixture
def colleague(client):
    """An administrator's browser."""
    user = UserFactory()
    give_role(user, "administrator")
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client
