"""A mail server for development: real SMTP, every message kept as a file, nothing forwarded.

Run as `python -m config.dev.mail_catcher PORT FOLDER`.
"""

import signal
import sys
import threading
import time
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

MESSAGES_KEPT = 5000  # the demonstration's letter to all its subscribers, twice


class KeepInFolder:
    """Writes each message under a temporary name, then renames: readers never see half of one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.received = 0
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(  # noqa: N802 - the name aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.received += 1
        name = f"{time.time_ns():020d}"
        partial = self.folder / f"{name}.partial"
        recipients = "".join(f"X-Envelope-To: {address}\r\n" for address in envelope.rcpt_tos)
        partial.write_bytes(recipients.encode() + envelope.original_content)
        partial.rename(self.folder / f"{name}.eml")
        if self.received % 100 == 0:
            self.forget_oldest()
        return "250 2.0.0 Kept"

    def forget_oldest(self) -> None:
        for path in sorted(self.folder.glob("*.eml"))[:-MESSAGES_KEPT]:
            path.unlink(missing_ok=True)


def start(port: int, folder: Path) -> Controller:
    controller = Controller(
        KeepInFolder(folder), hostname="127.0.0.1", port=port, enable_SMTPUTF8=True
    )
    controller.start()
    return controller


def main() -> None:
    controller = start(int(sys.argv[1]), Path(sys.argv[2]))
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    stop.wait()
    controller.stop()


if __name__ == "__main__":
    main()
