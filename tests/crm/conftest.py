"""Colleagues of each role, signed in."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.roles import give_role
from tests.factories.crm import UserFactory


@pytest.fixture
def signed_in(client):
    """`signed_in("partnerships")` gives a client; its `.user` is the colleague."""

    def sign_in(role: str):
        user = UserFactory()
        give_role(user, role)
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        client.user = user
        return client

    return sign_in


@pytest.fixture
def django_capture_queries():
    return lambda: CaptureQueriesContext(connection)
