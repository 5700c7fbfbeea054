import os
import signal

import pytest
from django.conf import settings
from django.db import connection

from campaigns.management.benchmarks.scratch import scratch


def test_an_error_leaves_the_configured_name_in_place(monkeypatch):
    """A whole database is made in test_benchmark.py."""
    configured = connection.settings_dict["NAME"]
    monkeypatch.setattr(type(connection.creation), "create_test_db", lambda *a, **k: 1 / 0)

    try:
        with scratch():
            raise AssertionError("a database that was never made")
    except ZeroDivisionError:
        pass

    assert connection.settings_dict["NAME"] == configured
    assert settings.SPOOL_DIR


@pytest.mark.parametrize("when", ["while it is made", "while it is used"])
def test_term_drops_it_and_ends_the_program(monkeypatch, when):
    configured, kind = connection.settings_dict["NAME"], type(connection.creation)
    before, dropped = signal.getsignal(signal.SIGTERM), []

    def make(*_args, **_more):
        connection.settings_dict["NAME"] = "scratch"
        if when == "while it is made":
            os.kill(os.getpid(), signal.SIGTERM)

    def drop(_self, old_name, **_more):
        dropped.append(connection.settings_dict["NAME"])
        connection.settings_dict["NAME"] = old_name

    monkeypatch.setattr(kind, "create_test_db", make)
    monkeypatch.setattr(kind, "destroy_test_db", drop)

    with pytest.raises(SystemExit), scratch():
        os.kill(os.getpid(), signal.SIGTERM)

    assert dropped == ["scratch"]
    assert connection.settings_dict["NAME"] == configured
    assert signal.getsignal(signal.SIGTERM) == before
