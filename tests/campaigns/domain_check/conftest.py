"""A name server of one's own, and a domain that does everything right."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils import translation

from campaigns.domain_check.names import Names
from tests.dns_server import DnsServer


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def server(settings):
    server = DnsServer().start()
    settings.DNS_SERVERS = [server.address]
    yield server
    server.stop()


@pytest.fixture
def names(server):
    return Names([server.address])


def public_key(bits: int) -> str:
    key = rsa.generate_private_key(65537, bits).public_key()
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(der).decode()


@pytest.fixture(scope="session")
def good_key() -> str:
    return public_key(2048)


@pytest.fixture
def ready(server, settings, good_key):
    """example.org, ready to send."""
    settings.SITE_URL = "https://lettres.example.org"
    settings.RETURN_PATH = settings.SPF_RELAY = settings.DKIM_SELECTOR = ""
    server.publish("example.org", "v=spf1 include:spf.relay.example ~all", "unrelated")
    server.publish("example.org", "10 mx.example.org.", kind="MX")
    server.publish("mx.example.org", "192.0.2.10", kind="A")
    server.publish("spf.relay.example", "v=spf1 ip4:192.0.2.0/24 -all")
    server.publish("s1._domainkey.example.org", f"v=DKIM1; k=rsa; p={good_key}")
    server.publish("_dmarc.example.org", "v=DMARC1; p=reject; rua=mailto:dmarc@example.org")
    return server
