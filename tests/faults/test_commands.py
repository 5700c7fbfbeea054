"""By commands alone, as whoever runs Maille would: a file comes in, a letter goes out, and both
the worker and the command that helps it are killed meanwhile.
"""

import csv
import json
import shlex
import subprocess
import sys
from contextlib import contextmanager

import pytest

from config.dev import run
from tests.browser import house
from tests.faults.accounts import seen
from tests.faults.figures import PATIENCE, figure
from tests.faults.workers import wait_for

PEOPLE = figure(300, 10_000)
KILLS = figure(1, 8)
FENCE = 50  # SEND_GROUP_SIZE of these programs, where the tests' own process has another
LEFT_ALONE = ("candidates", "accepted", "failed", "suppressed", "cancelled", "unknown", "pending")


@pytest.fixture
def env(tmp_path, server):
    """A demonstration of its own, whose mail goes to a server outside; a file of people is in."""
    server.delay = figure(0.05, 0.02)
    with house.own_database(tmp_path) as database_url:
        env = house.environment(tmp_path, database_url) | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
        }
        house.manage(env, "load_demo", "--subscribers", "30")
        proof = ["--newsletter", "lettre-info", "--consent-source", "Forum de Lyon"]
        house.manage(env, "import_subscribers", str(people_file(tmp_path)), *proof)
        yield env


def people_file(folder):
    path = folder / "people.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["email", "prenom"])
        rows.writerows([f"personne{number}@example.org", "Zoé"] for number in range(PEOPLE))
    return path


@contextmanager
def beginning(command, env):
    process = subprocess.Popen(
        command, cwd=run.ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def report(env):
    told = subprocess.run(
        [sys.executable, "manage.py", "campaign_report", "pret-a-partir", "--format", "json"],
        cwd=run.ROOT, env=env, check=True, capture_output=True,
    )  # fmt: skip
    return json.loads(told.stdout)


@pytest.mark.row(
    "A1",
    f"kill -9 of the worker and of start_campaign --wait in turn, {KILLS} times, by commands",
    "0 twice, 0 lost, at most a fence in doubt per worker killed",
)
def test_a1_whoever_is_in_a_file_gets_one_mail_however_often_programs_are_killed(env, server):
    helper = [sys.executable, "manage.py", "start_campaign", "pret-a-partir", "--wait"]
    worker = shlex.split(run.commands(env)["worker"])
    for kill in range(KILLS):
        with beginning(helper if kill % 2 == 0 else worker, env):
            reached = PEOPLE * (kill + 1) // (KILLS + 2)
            wait_for(lambda reached=reached: len(server.mails) > reached, PATIENCE * 2)
    with beginning(worker, env):
        house.manage(env, "start_campaign", "pret-a-partir", "--wait")

    found = report(env)
    received = set(server.recipients)
    assert server.twice == []
    assert found["candidates"] == sum(found[state] for state in LEFT_ALONE[1:])
    assert (found["pending"], found["failed"], found["cancelled"]) == (0, 0, 0)
    assert found["accepted"] <= len(received) <= found["accepted"] + found["unknown"]
    assert 1 <= found["unknown"] <= KILLS * FENCE
    everybody = {f"personne{number}@example.org" for number in range(PEOPLE)}
    assert len(everybody - received) <= found["unknown"]
    counts = " + ".join(f"{found[state]:,} {state}" for state in LEFT_ALONE[1:] if found[state])
    seen.append(f"{found['candidates']:,} = {counts}; 0 twice")
