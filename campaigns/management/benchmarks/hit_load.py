"""A generator of load: asks for one path after the other over connections that stay open.

Run as `python hit_load.py PORT CONNECTIONS`, paths on its input, a line each. Prints JSON: how
many were answered with 200, the seconds it took, and the 50th and 99th hundredth of the waits.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from typing import cast

REQUEST = "GET {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {agent}\r\n\r\n"
OK = b"HTTP/1.1 200"
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


class Reader(asyncio.Protocol):
    """One mail program after the other on one connection; the answer tells its length."""

    def __init__(self, requests: Iterator[bytes], waits: list[float]) -> None:
        self.requests, self.waits = requests, waits
        self.done = asyncio.get_running_loop().create_future()
        self.rest, self.whole, self.asked, self.answered = b"", 0, 0.0, 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.WriteTransport, transport)  # uvloop's is no subclass
        self._ask()

    def _ask(self) -> None:
        request = next(self.requests, None)
        if request is None:
            self.transport.close()
        else:
            self.asked = time.perf_counter()
            self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        """An answer as long as one that was read whole is not taken apart again: the generator
        is to cost less than what it measures."""
        data = self.rest + data if self.rest else data
        if len(data) != self.whole or not data.startswith(OK):
            head, end, body = data.partition(b"\r\n\r\n")
            if not end or len(body) < _length(head):
                self.rest = data
                return
            self.whole = len(data)
        self.rest = b""
        self.waits.append(time.perf_counter() - self.asked)
        self.answered += data.startswith(OK)
        self._ask()

    def connection_lost(self, error: Exception | None) -> None:
        self.done.set_result(self.answered)


def _length(head: bytes) -> int:
    _before, _name, after = head.lower().partition(b"\r\ncontent-length:")
    return int(after.split(b"\r\n", 1)[0] or 0)


async def load(port: int, connections: int, paths: list[str]) -> dict[str, float]:
    requests = iter([REQUEST.format(path=path, agent=AGENT).encode() for path in paths])
    waits: list[float] = []
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    readers = [
        (await loop.create_connection(lambda: Reader(requests, waits), "127.0.0.1", port))[1]
        for _number in range(connections)
    ]
    answered = sum([await reader.done for reader in readers])
    seconds = time.perf_counter() - began
    waits.sort()
    at = {f"p{part}": waits[min(len(waits) - 1, len(waits) * part // 100)] for part in (50, 99)}
    return {"answered": answered, "seconds": seconds, **at}


def main() -> None:
    work = load(int(sys.argv[1]), int(sys.argv[2]), sys.stdin.read().split())
    try:
        import uvloop  # noqa: PLC0415 - only where it is installed
    except ImportError:
        found = asyncio.run(work)
    else:
        found = uvloop.run(work)
    print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main()
