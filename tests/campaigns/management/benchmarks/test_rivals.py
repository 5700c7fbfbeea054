from campaigns.management.benchmarks import material, rivals
from campaigns.management.benchmarks.servers import fast_sink


def test_django_s_backend_sends_the_same_letter(smtp_sink):
    rivals.django_backend(smtp_sink.port, 2, material.letter())

    assert smtp_sink.recipients == ["user0@example.org", "user1@example.org"]
    assert "Bonjour Zoé 1," in smtp_sink.mails[1].text
    assert "\ue000" not in smtp_sink.mails[1].html


def test_plain_smtplib_shares_the_mails_among_its_connections():
    with fast_sink() as port:
        taken = rivals.plain_smtplib(port, 8, connections=4)

    assert taken.seconds > 0
