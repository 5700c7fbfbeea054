from pathlib import Path

import pytest

from crm.models import User

ROOT = Path(__file__).resolve().parents[2]


def policy(response) -> dict[str, str]:
    parts = response["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


@pytest.mark.parametrize("path", ["/account/login/", "/nowhere/", "/health/live"])
def test_public_answers_run_no_inline_script_and_no_inline_style(client, path):
    found = policy(client.get(path))

    assert found["script-src"] == found["style-src"] == found["default-src"] == "'self'"
    assert found["object-src"] == "'none'"


def test_the_admin_allows_inline_but_no_other_host(client):
    client.force_login(User.objects.create_superuser("root@example.org"))

    found = policy(client.get("/admin/"))

    assert found["script-src"] == "'self' 'unsafe-inline'"
    assert "http" not in " ".join(found.values())


def test_headers_that_every_answer_carries(client):
    answer = client.get("/account/login/")

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
