import json

import pytest
from django.core.management import CommandError, call_command

from tests.campaigns.domain_check.conftest import good_key, ready, server  # noqa: F401
from tests.campaigns.domain_check.test_one_click import letter


@pytest.fixture
def message(tmp_path):
    path = tmp_path / "letter.eml"
    path.write_bytes(letter())
    return str(path)


def test_a_domain_that_is_ready_leaves_without_an_error(ready, message, capsys):  # noqa: F811
    call_command("check_domain", "example.org", "--message", message)

    told = capsys.readouterr().out
    assert "SPF" in told
    assert "s1._domainkey.example.org" in told


@pytest.mark.usefixtures("server")
def test_what_is_wrong_gives_exit_code_1_and_the_record_to_publish(capsys):
    with pytest.raises(SystemExit) as left:
        call_command("check_domain", "example.org")

    assert left.value.code == 1
    assert '> example.org TXT "v=spf1 mx ~all"' in capsys.readouterr().out


def test_json_is_for_programs(ready, message, capsys):  # noqa: F811
    call_command("check_domain", "example.org", "--message", message, "--format", "json")

    told = json.loads(capsys.readouterr().out)
    assert (told["domain"], told["verdict"], len(told["checks"])) == ("example.org", "ok", 5)


@pytest.mark.parametrize("arguments", [("nothing",), ("example.org", "--message", "/nowhere")])
def test_what_cannot_be_checked_says_so(arguments):
    with pytest.raises(CommandError):
        call_command("check_domain", *arguments)
