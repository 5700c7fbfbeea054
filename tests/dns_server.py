"""A name server on a port of this machine, with the records a test gives it."""

import socketserver
import threading

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset


class DnsServer:
    """`records` by (name, kind): {("example.org", "TXT"): ['"v=spf1 -all"']}.

    A name above or equal to one that has records exists; any other does not. While it
    is `silent` it fails at every question.
    """

    def __init__(self) -> None:
        self.records: dict[tuple[str, str], list[str]] = {}
        self.silent = False
        self.asked: list[tuple[str, str]] = []
        owner = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                data, socket = self.request
                socket.sendto(owner.answer(data), self.client_address)

        self.server = socketserver.ThreadingUDPServer(("127.0.0.1", 0), Handler)
        self.address = f"127.0.0.1:{self.server.server_address[1]}"

    def publish(self, name: str, *values: str, kind: str = "TXT") -> None:
        """Long texts are cut into pieces of 255 bytes, as zone files do."""
        self.records[name, kind] = [_cut(v) if kind == "TXT" else v for v in values]

    def answer(self, data: bytes) -> bytes:
        query = dns.message.from_wire(data)
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.rdtype)
        self.asked.append((name, kind))
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.RA
        if self.silent:
            reply.set_rcode(dns.rcode.SERVFAIL)
        elif (name, kind) in self.records:
            values = self.records[name, kind]
            reply.answer.append(dns.rrset.from_text_list(question.name, 60, "IN", kind, values))
        elif not any(known == name or known.endswith(f".{name}") for known, _ in self.records):
            reply.set_rcode(dns.rcode.NXDOMAIN)
        return reply.to_wire(max_size=65535)

    def start(self) -> "DnsServer":
        threading.Thread(target=self.server.serve_forever, args=[0.01], daemon=True).start()
        return self

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def _cut(text: str) -> str:
    pieces = [text[start : start + 255] for start in range(0, len(text), 255)]
    return " ".join(f'"{piece}"' for piece in pieces)
