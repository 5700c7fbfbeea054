"""Questions to the DNS. Each name is asked once; "no such name" is an answer, silence is not."""

from collections.abc import Sequence
from urllib.parse import urlsplit

import dns.exception
import dns.name
import dns.nameserver
import dns.rdatatype
import dns.resolver

SECONDS_PER_QUESTION = 4.0
SILENCES_ENDURED = 2


class Unanswered(Exception):
    """No name server could say."""


class Names:
    """Asks these servers ("192.0.2.1", "127.0.0.1:5300"), or those of the machine."""

    def __init__(self, servers: Sequence[str] = ()) -> None:
        self.servers = servers
        self.answers: dict[tuple[str, str], list] = {}
        self.missing: set[str] = set()
        self.silences = 0

    def txt(self, name: str) -> list[str]:
        return [
            b"".join(answer.strings).decode("utf-8", "replace")
            for answer in self._ask(name, "TXT")
        ]

    def mail_exchangers(self, name: str) -> list[str]:
        """By preference; a null MX (RFC 7505) is the empty text."""
        found = sorted((answer.preference, answer.exchange) for answer in self._ask(name, "MX"))
        return [
            exchange.to_text(omit_final_dot=True).rstrip(".") for _preference, exchange in found
        ]

    def has_address(self, name: str) -> bool:
        return bool(self._ask(name, "A") or self._ask(name, "AAAA"))

    def exists(self, name: str) -> bool:
        self._ask(name, "A")
        return name not in self.missing

    def _ask(self, name: str, kind: str) -> list:
        if (name, kind) not in self.answers:
            self.answers[name, kind] = self._resolve(name, kind)
        return self.answers[name, kind]

    def _resolve(self, name: str, kind: str) -> list:
        if self.silences >= SILENCES_ENDURED:
            raise Unanswered
        try:
            asked = dns.name.from_text(name)
        except dns.exception.DNSException:
            self.missing.add(name)
            return []
        try:
            return list(self._resolver().resolve(asked, kind, raise_on_no_answer=False))
        except dns.resolver.NXDOMAIN:
            self.missing.add(name)
            return []
        except dns.exception.DNSException as error:
            self.silences += 1
            raise Unanswered from error

    def _resolver(self) -> dns.resolver.Resolver:
        resolver = dns.resolver.Resolver(configure=not self.servers)
        resolver.lifetime = SECONDS_PER_QUESTION
        if self.servers:
            resolver.nameservers = [_server(server) for server in self.servers]
        return resolver


def _server(address: str) -> dns.nameserver.Nameserver:
    parts = urlsplit(f"//{address}")
    return dns.nameserver.Do53Nameserver(parts.hostname or address, parts.port or 53)
