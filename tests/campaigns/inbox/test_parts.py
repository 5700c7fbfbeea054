from campaigns.inbox.parts import (
    addresses_in,
    field,
    fields_of,
    header,
    inner,
    message_from,
    printable,
    returned_headers,
    sender,
    text_of,
    walk,
    words_of,
)
from tests.campaigns.inbox.corpus import raw


def test_headers_are_decoded_onto_one_line():
    message = message_from(b"Subject: =?utf-8?q?R=C3=A9ponse?=\n automatique\n\n")

    assert header(message, "Subject") == "Réponse automatique"
    assert header(message, "To") == ""


def test_a_header_in_no_known_encoding_stays_as_it_is():
    assert header(message_from(b"Subject: =?x-none?q?abc?=\n\n"), "Subject") == "=?x-none?q?abc?="


def test_a_header_may_be_bare_utf8_or_latin1():
    assert header(message_from("Subject: Congés\n\n".encode()), "Subject") == "Congés"
    assert header(message_from("Subject: Congés\n\n".encode("latin-1")), "Subject") == "Congés"


def test_addresses_of_several_headers():
    message = message_from(
        b"To: A <a@example.org>, b@example.org\nCc: nobody\nFrom: C <C@D.org>\n"
    )

    assert addresses_in(message, "To", "Cc") == ["a@example.org", "b@example.org"]
    assert sender(message) == "c@d.org"


def test_a_field_may_hold_bare_utf8():
    assert field(message_from("X: élise@exemple.fr\n\n".encode()), "x") == "élise@exemple.fr"
    assert field(message_from(b"\n"), "X", "none") == "none"


def test_the_mail_that_comes_back_is_not_walked_into():
    message = message_from(raw("arf_yahoo"))

    assert [part.get_content_type() for part in walk(message)] == [
        "multipart/report", "text/plain", "message/feedback-report", "message/rfc822",
    ]  # fmt: skip
    assert returned_headers(message)["To"] == "<camille@yahoo.example>"


def test_fields_are_read_whether_or_not_they_were_parsed():
    report = list(walk(message_from(raw("arf_yahoo"))))[2]

    assert fields_of(report)["Feedback-Type"] == "abuse"
    assert inner(message_from(b"Subject: plain\n\ntext")) == []


def test_html_alone_gives_its_words():
    message = message_from(b"Content-Type: text/html\n\n<p>User <b>unknown</b></p>")

    assert text_of(message).split() == words_of(message).split() == ["User", "unknown"]


def test_words_stop_where_the_mail_is_quoted():
    message = message_from(raw("exim_plain"))

    assert "Unrouteable" in words_of(message)
    assert "pleine de nouvelles" not in words_of(message)
    assert "pleine de nouvelles" in words_of(message, with_quoted=True)


def test_what_no_database_takes_is_left_out():
    assert printable("a\x00b\ud800\nc") == "abc"
    assert printable("a\nb", but="\n") == "a\nb"
