"""The same figures as JSON, text, CSV and DOCX."""

import csv
import io
import json

from docx import Document

from crm.figures import Result
from crm.figures_files import as_csv, as_docx, as_json, as_text

RESULTS = [
    Result("press", "press_mentions", 1200, "1 200 mentions."),
    Result("cooperations", "by_stage", {"mature": 17, "dormant": 7}, "=17 matures."),
    Result("audience", "site_visits", None, "Unknown."),
]


def test_json_has_numbers_and_its_promised_shape():
    told = json.loads(as_json(2018, RESULTS))

    assert told["year"] == 2018
    assert told["figures"]["press_mentions"] == {
        "value": 1200,
        "section": "press",
        "sentence": "1 200 mentions.",
    }
    assert told["figures"]["by_stage"]["value"] == {"mature": 17, "dormant": 7}


def test_csv_has_a_line_a_number_and_no_formula():
    _heading, *rows = csv.reader(io.StringIO(as_csv(2018, RESULTS)))

    assert [row[2:4] for row in rows] == [
        ["press_mentions", "1200"],
        ["by_stage.mature", "17"],
        ["by_stage.dormant", "7"],
        ["site_visits", ""],
    ]
    assert rows[1][4] == "'=17 matures."


def test_text_groups_sentences_under_their_section():
    assert "\n\nPresse et interventions publiques\n- 1 200 mentions.\n" in as_text(2018, RESULTS)


def test_docx_says_every_sentence():
    document = Document(io.BytesIO(as_docx(2018, RESULTS)))

    assert {"1 200 mentions.", "Unknown."} < {text.text for text in document.paragraphs}
