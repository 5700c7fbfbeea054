import pytest
from django.db import connection
from huey.contrib.djhuey import HUEY


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_a_healthy_process_says_so(client, path):
    answer = client.get(path)

    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert "no-store" in answer["Cache-Control"]


def test_a_migration_that_is_missing_makes_it_unready(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'crm' AND name = '0002_core'")

    answer = client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"] == "behind"


def test_a_queue_out_of_reach_makes_it_unready(client, monkeypatch, tmp_path):
    monkeypatch.setattr(HUEY, "storage", None)

    answer = client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json()["checks"] == {
        "database": "ok",
        "migrations": "ok",
        "queue": "AttributeError",
    }


def test_probes_only_look(client):
    assert client.post("/health/ready").status_code == 405
