from itertools import product

import pytest

from campaigns.models import TrackingClass
from campaigns.rendering.tracking_words import said_of_tracking

NAMED, COUNTED, NOT = TrackingClass.IDENTIFIED, TrackingClass.ANONYMOUS, TrackingClass.NONE


@pytest.mark.parametrize(
    ("opens", "clicks", "said"),
    [
        (NAMED, NAMED, ["vos ouvertures et vos clics"]),
        (COUNTED, COUNTED, ["Les ouvertures et les clics sont comptés au total"]),
        (NOT, NOT, ["ni les ouvertures ni les clics"]),
        (NAMED, NOT, ["accepté que nous comptions vos ouvertures", "Vos clics ne sont pas"]),
        (NOT, COUNTED, ["Vos ouvertures ne sont pas", "Les clics sont comptés au total"]),
        (COUNTED, NAMED, ["Les ouvertures sont comptées au total", "comptions vos clics"]),
    ],
)
def test_each_is_said_by_its_own_class(opens, clicks, said):
    sentence = said_of_tracking(opens, clicks)

    assert [words for words in said if words not in sentence] == []


def test_no_two_choices_are_told_the_same():
    choices = list(product(TrackingClass, TrackingClass))

    assert len({said_of_tracking(*choice) for choice in choices}) == len(choices)
