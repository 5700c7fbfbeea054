import os
import sys
from pathlib import Path

import pytest

from campaigns.management.benchmarks.sending import Sending
from campaigns.management.benchmarks.servers import Postfix
from campaigns.models import Delivery

SINK = """#!/bin/sh
for last; do address=$port; port=$last; done
exec python -m campaigns.management.benchmarks.fast_sink "${address##*:}"
"""


@pytest.fixture
def postfix(tmp_path, monkeypatch):
    """In postfix's place: our own sink, and a source that has sent everything at once."""
    for name, script in (("smtp-sink", SINK), ("smtp-source", "#!/bin/sh\n")):
        tool = tmp_path / "sbin" / name
        tool.parent.mkdir(exist_ok=True)
        tool.write_text(script)
        tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    return Postfix(tmp_path)


def test_ours_and_the_others_are_measured_in_one_run(postfix, settings, tmp_path):
    settings.JOURNAL_DIR = str(tmp_path)
    sending = Sending(recipients=60, postfix=postfix, far=20, far_smtplib=16, django=2)

    figures = dict(sending.measure())

    assert figures["smtp-sink: ratio to smtp-source"] > 0
    assert figures["fast sink: ratio to smtp-source"] > 0
    assert figures["smtp-sink: ratio to Django's backend"] > 0
    assert figures["20 ms away: ratio to smtplib"] > 0
    assert set(Delivery.objects.values_list("state")) == {("accepted",)}
