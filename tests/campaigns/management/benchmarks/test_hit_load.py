import asyncio

from campaigns.management.benchmarks.hit_load import load
from tests.ports import free_port


def answered(paths, *, body=b"GIF"):
    """By a server that finds all but /gone, and lets each answer arrive in two pieces."""
    asked = []

    async def serve(reader, writer):
        while head := await reader.readuntil(b"\r\n\r\n"):
            path = head.split()[1].decode()
            asked.append(path)
            code = "404 Not Found" if path == "/gone" else "200 OK"
            writer.write(f"HTTP/1.1 {code}\r\nContent-Length: {len(body)}\r\n\r\n".encode())
            await writer.drain()
            await asyncio.sleep(0)
            writer.write(body)

    async def talk():
        port = free_port()
        server = await asyncio.start_server(serve, "127.0.0.1", port)
        try:
            return await asyncio.wait_for(load(port, 3, paths), 20)
        finally:
            server.close()

    return asyncio.run(talk()), asked


def test_each_path_is_asked_for_once_and_waits_are_told():
    paths = [f"/o/{number}.gif" for number in range(20)]

    found, asked = answered(paths)

    assert sorted(asked) == sorted(paths)
    assert found["answered"] == 20
    assert 0 < found["p50"] <= found["p99"] <= found["seconds"]


def test_only_what_was_found_counts():
    found, _asked = answered(["/o/1.gif", "/gone"])

    assert found["answered"] == 1
