import os
import subprocess
import sys

import pytest

from config.settings.words import ROOT


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("", "doit commencer par"),
        ("fr-FR", "doit commencer par"),
        ("en", "must begin with"),
        ("xx", "must begin with"),
    ],
)
def test_a_setting_is_refused_in_the_language_of_the_site(language, told):
    outcome = subprocess.run(
        [sys.executable, "-m", "config.dev.prepare"],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "DATABASE_URL": "bidule", "LANGUAGE_CODE": language,
             "DJANGO_SETTINGS_MODULE": "config.settings.dev"},
    )  # fmt: skip

    assert outcome.returncode == 1
    assert outcome.stderr.startswith("DATABASE_URL ")
    assert told in outcome.stderr
    assert len(outcome.stderr.splitlines()) == 1
