"""What else could send the same letter, measured beside ours: C, Django and plain smtplib."""

import smtplib
import subprocess
from concurrent.futures import ThreadPoolExecutor

from django.core.mail import EmailMultiAlternatives, get_connection

from campaigns.management.benchmarks.material import LETTER_BYTES
from campaigns.management.benchmarks.servers import Postfix
from campaigns.management.benchmarks.stopwatch import Taken, stopwatch
from campaigns.rendering.placeholders import Context, fill

SENDER = "lettre@example.org"


def smtp_source(postfix: Postfix, port: int, mails: int, *, connections: int = 4) -> Taken:
    """Postfix's own generator of load: one and the same body, nothing personal, no ledger."""
    command = [
        postfix.tool("smtp-source"), "-s", str(connections), "-m", str(mails),
        "-l", str(LETTER_BYTES), "-f", SENDER, "-t", "user@example.org", f"127.0.0.1:{port}",
    ]  # fmt: skip
    with stopwatch() as taken:
        subprocess.run(command, env=postfix.environment, check=True, stdout=subprocess.DEVNULL)
    return taken


def django_backend(port: int, mails: int, letter: tuple[str, str]) -> Taken:
    """One open connection; a message filled in and built for each recipient."""
    html, text = letter
    connection = get_connection(
        "django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=port,
        username="", password="", use_tls=False, use_ssl=False,
    )  # fmt: skip
    with stopwatch() as taken, connection:
        for number in range(mails):
            values = _values(number)
            message = EmailMultiAlternatives(
                "Numéro", fill(text, values, Context.TEXT), SENDER,
                [f"user{number}@example.org"], connection=connection,
            )  # fmt: skip
            message.attach_alternative(fill(html, values, Context.HTML), "text/html")
            message.send()
    return taken


def plain_smtplib(port: int, mails: int, *, connections: int) -> Taken:
    """One thread a connection, each with bytes that are ready; four round trips a mail."""
    body = b"Subject: x\r\n\r\n" + (b"x" * 70 + b"\r\n") * (LETTER_BYTES // 72)

    def send(share: int) -> None:
        with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost") as client:
            for number in range(share):
                client.sendmail(SENDER, [f"user{number}@example.org"], body)

    with stopwatch() as taken, ThreadPoolExecutor(connections) as pool:
        list(pool.map(send, [mails // connections] * connections))
    return taken


def _values(number: int) -> dict[str, str]:
    address = f"https://lettres.example.org/c/{number:032x}"
    links = ("unsubscribe_url", "preferences_url", "tracking_url", "open_url")
    clicks = {f"click:{link}": f"{address}{link}" for link in range(1, 13)}
    return {"first_name": f"Zoé {number}", **dict.fromkeys(links, address), **clicks}
