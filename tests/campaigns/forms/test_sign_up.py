import pytest

from campaigns.forms.sign_up import SignUpForm
from campaigns.forms.stamp import Stamp
from crm.consent import OPEN_TRACKING
from tests.factories.campaigns import NewsletterFactory


@pytest.fixture
def filled_in():
    newsletter = NewsletterFactory()
    digest = SignUpForm(newsletters=[newsletter], language="fr", page="/").wordings.digest

    def form(*, stamp=None, **answers):
        data = {
            "email": "zoe@example.org",
            "stamp": str(stamp or Stamp(digest, "/page/")),
            **answers,
        }
        bound = SignUpForm(data, newsletters=[newsletter], language="fr", page="/sign-up/")
        assert bound.is_valid()
        return bound

    form.digest = digest
    return form


def test_a_good_stamp_and_an_empty_trap_are_a_person(filled_in):
    assert filled_in().comes_from_a_person()


@pytest.mark.parametrize(
    "stamp", ["-", str(Stamp("other sentences", "/"))], ids=["forged", "other sentences"]
)
def test_a_bad_stamp_asks_for_one_more_press(filled_in, stamp):
    assert not filled_in(stamp=stamp).comes_from_a_person()


@pytest.mark.parametrize("pressed_again", [True, False])
def test_the_trap_holds_until_the_second_press(filled_in, pressed_again):
    stamp = Stamp(filled_in.digest, "/", pressed_again)

    form = filled_in(subject_line="buy", stamp=stamp)

    assert form.comes_from_a_person() is pressed_again


def test_only_ticked_boxes_are_agreed_to(filled_in):
    order = filled_in(opens="on").sign_up()

    assert order.agreed == {OPEN_TRACKING}
    assert order.proof == "/page/"


@pytest.mark.parametrize("stamp", ["-", "/elsewhere/"])
def test_a_page_is_only_taken_from_a_stamp_of_ours(filled_in, stamp):
    assert filled_in(stamp=stamp).sign_up().proof == "/sign-up/"


def test_an_endless_path_is_cut():
    form = SignUpForm(newsletters=[NewsletterFactory()], language="fr", page="/" + "a" * 5000)

    assert len(form.page) == 200
