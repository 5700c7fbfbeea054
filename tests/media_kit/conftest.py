"""Loading takes seconds: the tests of one module look at one load, which is rolled back after."""

from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import translation


@pytest.fixture(scope="module")
def load_once(django_db_setup, django_db_blocker, tmp_path_factory):
    """`with load_once(): load()` around the `yield` of a module's own fixture."""

    @contextmanager
    def opened():
        spool = str(tmp_path_factory.mktemp("spool"))
        with django_db_blocker.unblock(), transaction.atomic(), translation.override("fr"):
            with override_settings(SPOOL_DIR=spool):
                yield
            transaction.set_rollback(True)

    return opened
