"""key_figures, as a script calls it."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from docx import Document

from tests.factories.crm import MeetingFactory


def output(*arguments):
    stdout = io.StringIO()
    call_command("key_figures", *arguments, stdout=stdout)
    return stdout.getvalue()


def test_deleting_a_meeting_changes_the_figure():
    meeting, _other = MeetingFactory.create_batch(2)

    def value():
        return json.loads(output("2018", "--format", "json"))["figures"]["partner_meetings"]

    assert value()["value"] == 2
    meeting.delete()
    assert value()["value"] == 1


def test_sentences_follow_the_language():
    assert "Les chiffres de 2018" in output("2018")
    assert "The figures of 2018" in output("2018", "--language", "en")


def test_docx_goes_to_a_file(tmp_path):
    output("2018", "--format", "docx", "--output", str(tmp_path / "report.docx"))

    assert Document(tmp_path / "report.docx").paragraphs[0].text == "Les chiffres de 2018"


def test_csv():
    assert "2018,Le réseau,signatories_total,0," in output("2018", "--format", "csv")


def test_a_bad_year_gets_one_sentence():
    with pytest.raises(CommandError, match="^«\u00a020x8\u00a0» n’est pas une année"):
        output("20x8")


def test_a_file_that_cannot_be_written_is_told():
    with pytest.raises(CommandError, match="nowhere"):
        output("2018", "--output", "/nowhere/report.csv")
