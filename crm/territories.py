"""The 101 départements, from the official list kept in crm/reference."""

import json
from pathlib import Path

from crm.models import Territory

DEPARTEMENTS = Path(__file__).parent / "reference" / "departements.json"


def departements() -> list[tuple[str, str, str]]:
    """Code, name, region."""
    rows = json.loads(DEPARTEMENTS.read_text(encoding="utf-8"))
    return [(code, name, region) for code, name, region in rows]


def load_territories() -> int:
    """Adds the départements that are missing and says how many; renames nothing."""
    known = set(Territory.objects.values_list("code", flat=True))
    missing = [
        Territory(code=code, name=name, region=region)
        for code, name, region in departements()
        if code not in known
    ]
    Territory.objects.bulk_create(missing)
    return len(missing)
