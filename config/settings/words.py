"""What is said before Django is set up, which takes seconds, or while it reads its settings."""

import os
from gettext import translation
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LANGUAGE = (os.environ.get("LANGUAGE_CODE") or "fr").replace("-", "_")

gettext = translation("django", ROOT / "locale", [LANGUAGE], fallback=True).gettext
