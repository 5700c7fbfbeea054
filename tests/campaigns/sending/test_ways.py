import pytest

from campaigns.sending.merging import MergeRoom
from campaigns.sending.message import Mailroom
from campaigns.sending.transports.anymail.transport import AnymailTransport
from campaigns.sending.transports.smtp import SmtpTransport
from campaigns.sending.ways import configured_transport, room_for


@pytest.mark.parametrize(
    ("provider", "transport_class", "room_class"),
    [("", SmtpTransport, Mailroom), ("brevo", AnymailTransport, MergeRoom)],
)
def test_the_settings_name_the_way(settings, campaign, provider, transport_class, room_class):
    settings.MAIL_PROVIDER = provider

    transport = configured_transport()

    assert isinstance(transport, transport_class)
    assert isinstance(room_for(transport, campaign), room_class)
    transport.close()
