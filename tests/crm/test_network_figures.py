"""Every figure the CRM promises is there, in a sentence, with rows that can be seen."""

import pytest
from django.utils.translation import override

from crm.figures import figures_of
from tests.factories import crm as make

PROMISED = {
    *("signatories_total", "signatories_new", "signatories_by_kind", "cooperations_total"),
    *("cooperations_new", "cooperations_by_stage", "facilitators", "visits", "teams_total"),
    *("steering_committees", "plenary_meetings", "local_meetings", "public_events", "teams_new"),
    *("gathering_participants", "gathering_departements", "teams_by_carrier", "interviews"),
    *("partner_meetings", "follow_up_groups", "op_eds", "press_mentions", "public_talks"),
    *("press_mentions_about_teams_share", "basic_training_sessions", "volunteers_trained"),
    *("professional_training_sessions", "professionals_trained", "site_visits", "video_views"),
}


def figures(language="en"):
    with override(language):
        return {result.slug: result for result in figures_of(2018)}


def test_every_promised_figure_is_there():
    assert figures().keys() >= PROMISED


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_sentence_is_whole(language):
    results = figures(language)
    sentences = [results[slug].sentence for slug in PROMISED]

    assert all(sentence.endswith(".") and "%(" not in sentence for sentence in sentences)


def test_stages_agree_with_one_as_with_many():
    make.CooperationStageFactory(stage="active")

    told = figures("fr")["cooperations_by_stage"].sentence

    assert told == "Par étape\xa0: 0 en cours, 1 en activité, 0 à maturité, 0 en sommeil."


COUNTED = {
    "signatories_total": make.CharterSignatureFactory,
    "signatories_new": make.CharterSignatureFactory,
    "cooperations_total": make.CooperationStageFactory,
    "cooperations_by_stage": make.CooperationStageFactory,
    "teams_total": make.CitizenTeamFactory,
    "teams_by_carrier": make.CitizenTeamFactory,
    "facilitators": make.FacilitatorFactory,
    "partner_meetings": make.MeetingFactory,
    "visits": lambda: make.MeetingFactory(kind="visit"),
    "steering_committees": lambda: make.MeetingFactory(kind="steering"),
    "plenary_meetings": lambda: make.MeetingFactory(kind="plenary"),
    "local_meetings": lambda: make.MeetingFactory(kind="local"),
    "public_events": lambda: make.MeetingFactory(kind="public"),
    "follow_up_groups": lambda: make.MeetingFactory(
        kind="follow_up_group", group=make.FollowUpGroupFactory()
    ),
    "gathering_participants": lambda: make.MeetingFactory(
        kind="gathering", people=[make.PersonFactory()]
    ),
    "interviews": make.InterviewFactory,
    "op_eds": make.OpEdFactory,
    "public_talks": make.PublicTalkFactory,
    "press_mentions": make.PressMentionFactory,
    "basic_training_sessions": make.TrainingSessionFactory,
    "volunteers_trained": make.TrainingSessionFactory,
    "site_visits": make.KeyFigureReadingFactory,
}


@pytest.mark.parametrize("slug", COUNTED)
def test_a_figure_falls_when_a_counted_row_goes(slug):
    row = COUNTED[slug]()
    before = figures()[slug].value
    (row.cooperation if slug.startswith("cooperations") else row).delete()

    assert before != figures()[slug].value


def test_the_rows_of_every_figure_can_be_seen(signed_in):
    client = signed_in("reading")

    for url in {result.rows_url for result in figures().values() if result.rows_url}:
        assert client.get(url).status_code == 200, url


def test_the_list_behind_a_figure_is_as_long_as_the_figure(signed_in):
    make.MeetingFactory.create_batch(2)
    make.MeetingFactory(kind="visit")
    figure = figures()["partner_meetings"]

    page = signed_in("reading").get(figure.rows_url)

    assert page.context["items_count"] == figure.value == 2
