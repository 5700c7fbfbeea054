"""Two processes may put the same thing into the index at once, on either database."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from wagtail.search.backends import get_search_backend

from crm.models import Organisation
from tests.factories.crm import OrganisationFactory


@pytest.mark.django_db(transaction=True)
def test_two_processes_index_the_same_organisation():
    organisation = OrganisationFactory(name="Réseau des aînés")
    backend = get_search_backend()
    faults, ready = [], Barrier(2)

    def index():
        try:
            ready.wait()
            for _ in range(20):
                backend.add(organisation)
                backend.delete(organisation)
                backend.add(organisation)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=index) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert list(backend.search("reseau", Organisation)) == [organisation]
