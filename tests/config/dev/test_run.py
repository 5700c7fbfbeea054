import errno
import os
import socket
import subprocess
import sys

import pytest

from config.dev import run
from tests.ports import free_port


@pytest.mark.parametrize(("family", "address"), run.LOCALHOST)
def test_a_busy_port_is_refused_with_one_sentence(family, address):
    with socket.socket(family) as busy:
        try:
            busy.bind((address, 0))
        except OSError:
            pytest.skip(f"Nothing can listen on {address} here: switch IPv6 on to test it.")
        busy.listen()
        port = busy.getsockname()[1]

        with pytest.raises(SystemExit, match=rf"port {port} est déjà.*make run PORT={port + 1}"):
            run.refuse_busy_port("PORT", str(port))


@pytest.mark.parametrize("port", ["", "abc", "0", "70000", "²"])
def test_a_port_that_is_none_is_refused(port):
    with pytest.raises(SystemExit, match="n’est pas un port"):
        run.refuse_busy_port("PORT", port)


def test_a_port_that_the_system_keeps_is_not_called_busy(monkeypatch):
    monkeypatch.setattr(run, "obstacle", lambda _port: errno.EACCES)

    with pytest.raises(SystemExit, match="réservé au système.*make run PORT=8000"):
        run.refuse_busy_port("PORT", "80")


def test_one_port_for_both_is_refused():
    port = str(free_port())

    with pytest.raises(SystemExit, match=f"tous deux {port}"):
        run.refuse_ports({"PORT": port, "SMTP_PORT": port})


def test_a_port_taken_while_the_demonstration_was_loaded_leaves_nothing_running(monkeypatch):
    started = []
    port = free_port()
    monkeypatch.setenv("PORT", str(free_port()))
    monkeypatch.setenv("SMTP_PORT", str(port))
    monkeypatch.setattr(run, "run_together", started.append)
    with socket.socket() as busy:
        monkeypatch.setattr(run, "prepare", lambda _env: listen(busy, port))

        with pytest.raises(SystemExit, match=f"port {port} est déjà"):
            run.main()

    assert not started


def listen(busy: socket.socket, port: int) -> None:
    busy.bind(("127.0.0.1", port))
    busy.listen()


@pytest.mark.parametrize(
    ("words", "ports"), [([], "8000 2525"), (["PORT=8123", "SMTP_PORT=2626"], "8123 2626")]
)
def test_make_run_has_the_usual_ports_unless_told_others(words, ports):
    told = "from config.dev.run import environment as e; print(e()['PORT'], e()['SMTP_PORT'])"
    rule = f'told:; @{sys.executable} -c "{told}"'
    env = {"PATH": os.environ["PATH"]}

    outcome = subprocess.run(
        ["make", "--eval", rule, "told", *words],
        cwd=run.ROOT, env=env, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert outcome.stdout.strip() == ports


def test_a_variable_that_is_set_to_nothing_is_not_set(monkeypatch):
    monkeypatch.setenv("PORT", "")

    assert run.environment()["PORT"] == "8000"


def test_the_procfile_reads_its_ports_from_the_environment():
    commands = run.commands({"PORT": "8123", "SMTP_PORT": "2626"})

    assert "--port 8123" in commands["web"]
    assert "mail_catcher 2626" in commands["mail"]


def test_every_process_of_the_procfile_is_run():
    assert list(run.commands({})) == ["web", "ingest", "worker", "mail"]


def test_the_terminal_says_where_to_look_and_how_to_sign_in():
    told = run.welcome({"PORT": "8123", "SMTP_PORT": "2626"})

    assert "http://localhost:8123/admin/" in told
    assert "SMTP sur le port 2626" in told
    assert all(f"{name}@example.org" in told for name in run.ACCOUNTS)
    assert run.PASSWORD in told
