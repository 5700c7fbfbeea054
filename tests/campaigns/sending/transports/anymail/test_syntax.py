import re

import pytest

from campaigns.rendering.placeholders import Context
from campaigns.sending.transports.anymail.providers import (
    BREVO_LANGUAGE,
    HANDLEBARS,
    MAILGUN_VARIABLES,
    MAILJET_LANGUAGE,
)
from campaigns.sending.transports.anymail.syntax import WORD_JOINER, filled, template_of
from tests.campaigns.sending.transports.anymail.conftest import envelope, pattern_of

LANGUAGES = [BREVO_LANGUAGE, MAILJET_LANGUAGE, MAILGUN_VARIABLES, HANDLEBARS]
TYPED = [
    "{{ params.f1 }}", "{{var:f1}}", "{{{f1}}}", "{% if 1 %}", "{# x #}", "[[var:f1]]",
    "%recipient.f1%", "%Recipient.f1%", "%unsubscribe_url%", "\\{{f1}}", "{{{{f1}}}}",
]  # fmt: skip
# What any of the four would take for the beginning of something.
BEGINS = {
    BREVO_LANGUAGE: re.compile(r"\{[{%#]"),
    MAILJET_LANGUAGE: re.compile(r"\{[{%#]|\[\["),
    MAILGUN_VARIABLES: re.compile(r"%(recipient|unsubscribe)", re.IGNORECASE),
    HANDLEBARS: re.compile(r"\{\{"),
}


@pytest.mark.parametrize("syntax", LANGUAGES)
@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("context", [Context.TEXT, Context.HEADER, Context.HTML])
def test_what_people_type_begins_nothing_and_reads_the_same(syntax, typed, context):
    written = syntax.neutral(f"a {typed} b", context)

    assert not BEGINS[syntax].search(written)
    read = re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), written)
    assert read.replace(WORD_JOINER, "") == f"a {typed} b"


@pytest.mark.parametrize("syntax", LANGUAGES)
def test_text_before_a_field_does_not_become_part_of_it(syntax):
    pattern = pattern_of(subject="prix {[%\\", text="prix {", html="<b>{")

    template = template_of(pattern, syntax)

    field = syntax.field % "f1"
    before = template.subject.removesuffix(field)
    assert template.subject.endswith(field)
    assert before.endswith((WORD_JOINER, "%", "\\"))
    assert before[-1] not in field[0]


def test_a_style_sheet_keeps_its_meaning():
    css = "<style>@media print{#a{color:red}}</style><p>{{x}}</p>"

    written = BREVO_LANGUAGE.neutral(css, Context.HTML)

    assert written == "<style>@media print{ #a{color:red}}</style><p>&#123;{x}}</p>"


def test_ordinary_text_is_left_alone():
    text = "100 % { a } [b] 50%\n<p style='width:100%'>"

    for syntax in LANGUAGES:
        assert syntax.neutral(text, Context.HTML) == text


@pytest.mark.parametrize("syntax", LANGUAGES)
@pytest.mark.parametrize("name", ["Zoé", "Jean-Rémi d’Ys", "Anne 2"])
def test_ordinary_names_are_merged(syntax, name):
    assert syntax.takes(envelope(1, name).body)


@pytest.mark.parametrize(
    ("syntax", "name"),
    [
        *[(BREVO_LANGUAGE, name) for name in ("{{x}}", "a & b", "O'Brien", "<i>", '"x"')],
        *[(MAILJET_LANGUAGE, name) for name in ("{{x}}", "[[x]]", "O'Brien", "a & b")],
        (MAILGUN_VARIABLES, "%recipient.f2%"),
        (HANDLEBARS, "{{f2}}"),
    ],
)
def test_a_name_that_a_provider_could_read_otherwise_is_not_merged(syntax, name):
    assert not syntax.takes(envelope(1, name).body)


@pytest.mark.parametrize("syntax", [None, *LANGUAGES])
def test_a_whole_mail_holds_every_value_and_no_field(syntax):
    whole = filled(envelope(7, "Léa").body, syntax)

    assert whole.subject == "Bonjour Léa"
    assert whole.text == "Chère Léa\nhttps://example.org/u/7"
    assert whole.html == '<p>Chère Léa</p><a href="https://example.org/u/7">x</a>'
