import pytest
from django.conf import settings as configured

from campaigns.management.benchmarks.over_http import opens


@pytest.mark.django_db(transaction=True)
def test_every_open_is_answered_and_spooled_beside_a_plain_view(settings, tmp_path, monkeypatch):
    """The web processes are those of a real installation, with its settings."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    monkeypatch.setenv("TOKEN_KEYS", ",".join(configured.TOKEN_KEYS))
    settings.SPOOL_DIR = str(tmp_path / "spool")

    figures = dict(opens(40))

    for name in ("with the pages", "by a process of their own"):
        assert figures[f"opens: {name}, ratio to the plain view"] > 0
        assert figures[f"opens: {name}, p50, ms"] <= figures[f"opens: {name}, p99, ms"]
