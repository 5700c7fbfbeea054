from django.conf import settings
from django.db import connection

from campaigns.management.benchmarks.scratch import scratch


def test_an_error_leaves_the_configured_name_in_place(monkeypatch):
    """Making a whole database takes half a minute: test_benchmark.py does that once."""
    configured = connection.settings_dict["NAME"]
    monkeypatch.setattr(type(connection.creation), "create_test_db", lambda *a, **k: 1 / 0)

    try:
        with scratch():
            raise AssertionError("a database that was never made")
    except ZeroDivisionError:
        pass

    assert connection.settings_dict["NAME"] == configured
    assert settings.SPOOL_DIR
