import json

from campaigns.importing.report import ImportReport, Refusal


def test_scripts_read_each_refusal_by_name():
    report = ImportReport(created=2, refused=[Refusal(3, "email", "There is no address.")])

    told = json.loads(json.dumps(report.as_json()))

    assert told["created"] == 2
    assert told["refused"] == [{"row": 3, "column": "email", "reason": "There is no address."}]
