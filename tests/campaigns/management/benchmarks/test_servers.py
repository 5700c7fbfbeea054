import pytest
from django.core.management.base import CommandError

from campaigns.management.benchmarks.servers import Postfix, fast_sink, mail_goes_to


def test_without_postfix_it_says_where_to_get_it(tmp_path):
    with pytest.raises(CommandError, match="apt-get download postfix"):
        Postfix(tmp_path).tool("smtp-source")


def test_an_unpacked_package_brings_its_libraries(tmp_path):
    tool = tmp_path / "sbin" / "smtp-source"
    tool.parent.mkdir()
    tool.touch(mode=0o755)

    postfix = Postfix(tmp_path)

    assert postfix.tool("smtp-source") == str(tool)
    assert postfix.environment["LD_LIBRARY_PATH"] == str(tmp_path / "lib/postfix")


def test_mail_goes_to_a_server_of_its_own(settings):
    with fast_sink() as port, mail_goes_to(port, SMTP_CONNECTIONS=2):
        assert (port, 2) == (settings.EMAIL_PORT, settings.SMTP_CONNECTIONS)
