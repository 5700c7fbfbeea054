from django.utils import translation

from campaigns.tracking.intervals import wilson
from campaigns.tracking.sentences import hits_in_words, rate_in_words, report_lines
from campaigns.tracking.statistics import Hits, report
from tests.factories.campaigns import DeliveryFactory


def test_hits_are_told_by_verdict():
    with translation.override("en"):
        words = hits_in_words(Hits(machine=2, person=1200, unsure=1))

    assert words == "1,203 in all: 1,200 by people, 2 by machines, 1 not sure"


def test_a_rate_is_told_with_its_interval_and_number():
    with translation.override("en"):
        words = rate_in_words(wilson(30, 100))

    assert words == "30.0% (between 21.9% and 39.6%, measured on 100 mails)"


def test_a_rate_nobody_could_measure_says_why():
    with translation.override("en"):
        assert rate_in_words(wilson(0, 0)).startswith("nothing measured")


def test_a_report_tells_every_figure_in_french_too():
    with translation.override("fr"):
        lines = report_lines(report(DeliveryFactory().campaign))

    assert len(lines) == 13
    assert lines[0].split() == ["Destinataires", "1"]
