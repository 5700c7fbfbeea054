import logging

import pytest
from django.urls import get_resolver

from config.nameless_logs import NamelessFilter, without_names


@pytest.mark.parametrize(
    ("line", "leak"),
    [
        ("sent to marie.durand@asso.example.org", "marie"),
        ("from 192.168.10.7", "192.168"),
        ("from 2001:db8:85a3::8a2e:370:7334", "2001:db8"),
        ("Not Found: /unsubscribe/dGhpcy1pcy1hLXRva2Vu/", "dGhpcy1pcy1hLXRva2Vu"),
        ("Not Found: /account/password/4.abc~def~0123456789/", "0123456789"),
    ],
)
def test_nothing_personal_stays(line, leak):
    assert leak not in without_names(line)


def test_no_address_with_a_token_keeps_it():
    """Whatever stands behind `<str:token>` opens something of somebody."""
    patterns = {path for path in paths(get_resolver()) if "<str:token>" in path}

    assert len(patterns) > 10
    for path in patterns:
        for language in ("", "fr/"):
            line = f"Not Found: /{language}{path.replace('<str:token>', 'Yf-s4g_bZQUh7gek')}"
            assert "bZQUh7gek" not in without_names(line)


def paths(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        path = f"{prefix}{pattern.pattern}"
        yield from paths(pattern, path) if hasattr(pattern, "url_patterns") else [path]


@pytest.mark.parametrize("line", ["at 12:30:45 the worker stopped", "Not Found: /fr/articles/"])
def test_the_rest_stays(line):
    assert without_names(line) == line


def test_arguments_and_tracebacks_are_covered(caplog):
    try:
        raise ValueError("refused marie@example.org")
    except ValueError as error:
        exc_info = (ValueError, error, error.__traceback__)
    record = logging.LogRecord("x", 40, "", 0, "to %s", ("marie@example.org",), exc_info)

    NamelessFilter().filter(record)

    assert "marie" not in logging.Formatter().format(record)
