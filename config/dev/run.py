"""`make run`: prepares the database, then runs every line of the Procfile until Ctrl-C."""

import errno
import os
import re
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from honcho.environ import parse_procfile

from config.dev.together import run_together
from config.settings.words import gettext as _

ROOT = Path(__file__).resolve().parent.parent.parent
ACCOUNTS = ("communication", "partenariats", "relecture", "admin")
PORTS = {"PORT": "8000", "SMTP_PORT": "2525"}
LOCALHOST = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))
PASSWORD = "maille-demo"


def environment() -> dict[str, str]:
    """What the processes see: this Python's programs first, ports filled in."""
    given = {name: value for name, value in os.environ.items() if value}
    chosen = PORTS | given
    chosen.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    chosen.setdefault("SITE_URL", f"http://localhost:{chosen['PORT']}")
    chosen.setdefault("EMAIL_URL", f"smtp://localhost:{chosen['SMTP_PORT']}")
    chosen["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{chosen.get('PATH', '')}"
    chosen["PYTHONUNBUFFERED"] = "1"
    return chosen


def refuse_ports(env: dict[str, str]) -> None:
    """With one sentence, before anything is started that another program would only hold up."""
    for name in PORTS:
        refuse_busy_port(name, env[name])
    if int(env["PORT"]) == int(env["SMTP_PORT"]):
        told = _("PORT and SMTP_PORT are both %(port)s: the site and the mailbox need one each.")
        sys.exit(told % {"port": env["PORT"]})


def refuse_busy_port(name: str, port: str) -> None:
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        told = _("%(name)s=%(port)s is not a port: give a number between 1 and 65535.")
        sys.exit(told % {"name": name, "port": port})
    match obstacle(int(port)):
        case errno.EADDRINUSE:
            told = _(
                "Port %(port)s is in use by another program: stop it, or choose another one "
                "with “make run %(name)s=%(other)s”."
            )
            other = int(port) + 1 if int(port) < 65535 else int(port) - 1
            sys.exit(told % {"port": port, "name": name, "other": other})
        case errno.EACCES:
            told = _(
                "Port %(port)s is kept for the system: choose another one with "
                "“make run %(name)s=%(other)s”."
            )
            sys.exit(told % {"port": port, "name": name, "other": PORTS[name]})


def obstacle(port: int) -> int | None:
    """Why nothing can listen there. “localhost” is either address, as browsers like it."""
    for family, address in LOCALHOST:
        with suppress(OSError), socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError as refusal:
                if refusal.errno in (errno.EADDRINUSE, errno.EACCES):
                    return refusal.errno
    return None


def prepare(env: dict[str, str]) -> None:
    """Its own sentence is enough when it refuses."""
    program = [sys.executable, "-m", "config.dev.prepare"]
    outcome = subprocess.run(program, cwd=ROOT, env=env, check=False)
    if outcome.returncode:
        sys.exit(outcome.returncode)


def commands(env: dict[str, str]) -> dict[str, str]:
    """The Procfile's lines, with ${NAME:-default} filled in as a shell would."""
    text = (ROOT / "Procfile").read_text()
    filled = re.sub(r"\$\{(\w+):-([^}]*)\}", lambda m: env.get(m[1]) or m[2], text)
    return dict(parse_procfile(filled).processes)


def announce(env: dict[str, str]) -> None:
    """Waits for the first answer of the web process, then says where to look."""
    live = f"http://localhost:{env['PORT']}/health/live"
    for _attempt in range(600):
        with suppress(URLError, OSError), urlopen(live, timeout=2):
            break
        time.sleep(0.1)
    print(welcome(env), flush=True)  # noqa: T201


def welcome(env: dict[str, str]) -> str:
    site = f"http://localhost:{env['PORT']}"
    places = {
        _("Site"): f"{site}/",
        _("Back office"): f"{site}/admin/",
        _("Mailbox"): f"{site}/dev/mailbox/",
    }
    wide = max(map(len, places)) + 2
    every_mail = _("every mail lands here; SMTP on port %(port)s") % {"port": env["SMTP_PORT"]}
    sign_in = _("Sign in as one of these, with the password %(password)s:")
    lines = [
        "",
        _("Maille is ready."),
        "",
        *(f"{name:<{wide}}{address}" for name, address in places.items()),
        f"{'':<{wide}}({every_mail})",
        "",
        sign_in % {"password": PASSWORD},
        *(f"  {name}@example.org" for name in ACCOUNTS),
        "",
        _("Ctrl-C stops everything."),
        "",
    ]
    return "\n".join(f"  {line}".rstrip() for line in lines)


def main() -> None:
    env = environment()
    refuse_ports(env)
    prepare(env)
    # The demonstration took a minute, in which another program may have come
    refuse_ports(env)
    threading.Thread(target=announce, args=(env,), daemon=True).start()
    sys.exit(run_together(commands(env), env=env, folder=ROOT))


if __name__ == "__main__":
    main()
