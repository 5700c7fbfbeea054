"""Stages are dated: any day has its own."""

import datetime as dt

from crm.models import Cooperation, CooperationStage
from crm.signals import stage_changed
from crm.stages import change_stage, current_stage, launched_at, with_stage_at
from tests.factories.crm import CooperationFactory, CooperationStageFactory

DAY = dt.date(2018, 12, 31)


def test_one_query_gives_the_stage_of_many(django_assert_num_queries):
    CooperationStageFactory.create_batch(3)

    with django_assert_num_queries(1):
        stages = [row.stage_at for row in with_stage_at(Cooperation.objects.all(), DAY)]

    assert stages == ["active"] * 3


def test_before_its_first_row_a_cooperation_has_no_stage():
    row = CooperationStageFactory(started_on=DAY)

    assert current_stage(row.cooperation, DAY - dt.timedelta(days=1)) is None
    assert current_stage(row.cooperation, DAY) == row


def test_launched_without_stage_counts_first_contact_does_not():
    bare = CooperationFactory()
    CooperationStageFactory(stage="first_contact")

    assert [(row, row.stage_at) for row in launched_at(DAY)] == [(bare, "under_way")]


def test_changing_twice_on_a_day_keeps_one_row():
    cooperation = CooperationFactory()

    change_stage(cooperation, "active", started_on=DAY)
    change_stage(cooperation, "mature", started_on=DAY)

    assert [row.stage for row in cooperation.stages.all()] == ["mature"]


def test_the_change_is_told():
    told = []

    def on_stage_changed(cooperation, stage, **kwargs):
        told.append((cooperation, stage.stage))

    stage_changed.connect(on_stage_changed)
    cooperation = CooperationFactory()
    change_stage(cooperation, CooperationStage.Stage.DORMANT, started_on=DAY)
    stage_changed.disconnect(on_stage_changed)

    assert told == [(cooperation, "dormant")]
