import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories.campaigns import DeliveryFactory


def run(*arguments):
    out = StringIO()
    call_command("campaign_report", *arguments, stdout=out)
    return out.getvalue()


def test_json_for_scripts():
    delivery = DeliveryFactory()

    counted = json.loads(run(delivery.campaign.slug, "--format", "json"))

    assert (counted["candidates"], counted["accepted"]) == (1, 1)


def test_text_for_people():
    delivery = DeliveryFactory()

    assert run(delivery.campaign.slug).startswith(delivery.campaign.name)


def test_a_campaign_that_is_not_there_is_one_sentence():
    with pytest.raises(CommandError, match="rien"):
        run("rien")
