import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from cms.templatetags.maille import file_size, mail_link, stitch
from crm.models import Network
from tests.factories.cms import StandardPageFactory, in_english


def rendered(text, page=None, address="/fr/"):
    request = RequestFactory().get(address, headers={"host": "localhost"})
    with translation.override("fr"):
        return Template("{% load maille %}" + text).render(
            Context({"request": request, "page": page})
        )


def test_the_menu_holds_pages_for_menus_only(home):
    StandardPageFactory(parent=home, title="Visible")
    StandardPageFactory(parent=home, title="Discrète", show_in_menus=False)

    menu = rendered("{% main_menu as entries %}{% for e in entries %}{{ e.page }},{% endfor %}")

    assert menu == "Visible,"


def test_the_menu_knows_the_part_one_is_in(home):
    part = StandardPageFactory(parent=home)
    below = StandardPageFactory(parent=part)

    menu = rendered("{% main_menu as e %}{{ e.0.is_current }}", page=below)

    assert menu == "True"


def test_a_language_without_pages_is_not_offered(home):
    text = "{% languages as l %}{% for e in l %}{{ e.code }},{% endfor %}"

    assert rendered(text, page=home) == "fr,"


def test_the_stitch_is_hidden_from_screen_readers():
    assert 'aria-hidden="true"' in stitch(3)


def test_a_shared_link_survives_odd_titles():
    assert mail_link("À & ?", "http://x/é") == (
        "mailto:?subject=%C3%80%20%26%20%3F&body=http%3A//x/%C3%A9"
    )


@pytest.mark.parametrize(
    ("size", "words"),
    [(None, ""), (12, "1 Ko"), (127_400, "127 Ko"), (2_340_000, "2,3 Mo")],
)
def test_sizes_are_said_as_people_say_them(size, words):
    with translation.override("fr"):
        assert file_size(size) == words


def test_the_footers_sentence_speaks_the_language_of_the_page(home):
    network = Network.load()
    network.baseline = "Ensemble contre l’isolement"
    network.save()
    in_english(home, headline="Nobody should grow old alone.")
    request = RequestFactory().get("/en/", headers={"host": "localhost"})

    with translation.override("en"):
        english = Template("{% load maille %}{% baseline %}").render(Context({"request": request}))

    assert english == "Nobody should grow old alone."
    assert rendered("{% baseline %}") == "Ensemble contre l’isolement"
