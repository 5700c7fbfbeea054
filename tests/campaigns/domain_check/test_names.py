import pytest

from campaigns.domain_check.names import Names, Unanswered


def test_long_texts_come_back_in_one_piece(server, names):
    server.publish("long.example.org", "x" * 600)

    assert names.txt("long.example.org") == ["x" * 600]


def test_each_question_is_asked_once(server, names):
    for _n in range(3):
        assert names.txt("nothing.example.org") == []

    assert server.asked == [("nothing.example.org", "TXT")]


def test_no_such_name_is_told_from_a_name_without_such_a_record(server, names):
    server.publish("under.example.org", "text")

    assert names.exists("example.org")
    assert not names.exists("gone.example.org")
    assert not names.has_address("example.org")


@pytest.mark.parametrize("name", ["a..example.org", f"{'x' * 70}.example.org", ""])
def test_what_is_no_name_does_not_exist(names, name):
    assert names.txt(name) == []


def test_servers_are_preferred_in_their_order(server, names):
    server.publish("example.org", "20 second.example.org.", "10 first.example.org.", kind="MX")

    assert names.mail_exchangers("example.org") == ["first.example.org", "second.example.org"]


def test_silence_is_no_answer_and_is_not_endured_for_long(server):
    server.silent = True
    names = Names([server.address])

    for number in range(4):
        with pytest.raises(Unanswered):
            names.txt(f"name{number}.example.org")

    assert len({name for name, _kind in server.asked}) == 2
