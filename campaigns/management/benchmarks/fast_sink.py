"""A mail server that offers PIPELINING and throws every mail away: the least a server can cost.

Run as `python fast_sink.py PORT [SECONDS]`; so many seconds pass before each answer. With uvloop
installed it runs on that.
"""

import asyncio
import sys
from typing import cast

ANSWERS = {
    b"EHLO": b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n",
    b"HELO": b"250 sink\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 2.0.0 bye\r\n",
}
OK = b"250 2.1.0 ok\r\n"
QUEUED = b"250 2.0.0 queued\r\n"
END = b"\r\n.\r\n"


class Sink(asyncio.Protocol):
    def __init__(self, delay: float) -> None:
        self.delay = delay
        self.rest = b""
        self.in_mail = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.WriteTransport, transport)  # uvloop's is no subclass
        self._say(b"220 sink ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        answers = []
        buffer = self.rest + data if self.rest else data
        while buffer:
            end = END if self.in_mail else b"\r\n"
            found = buffer.find(end)
            if found < 0:
                buffer = buffer[1 - len(END) :] if self.in_mail else buffer
                break
            answers.append(self._answer(buffer[:4].upper()))
            buffer = buffer[found + len(end) :]
        self.rest = buffer
        if answers:
            self._say(b"".join(answers))

    def _answer(self, word: bytes) -> bytes:
        if self.in_mail:
            self.in_mail = False
            return QUEUED
        self.in_mail = word == b"DATA"
        return ANSWERS.get(word, OK)

    def _say(self, answer: bytes) -> None:
        if self.delay:
            asyncio.get_running_loop().call_later(self.delay, self._write, answer)
        else:
            self.transport.write(answer)

    def _write(self, answer: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(answer)


async def serve(port: int, delay: float) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Sink(delay), "127.0.0.1", port, backlog=256)
    await server.serve_forever()


def main() -> None:
    port, delay = int(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 0.0
    try:
        import uvloop  # noqa: PLC0415 - only where it is installed
    except ImportError:
        asyncio.run(serve(port, delay))
    else:
        uvloop.run(serve(port, delay))


if __name__ == "__main__":
    main()
