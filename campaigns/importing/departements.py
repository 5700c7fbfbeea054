"""A département as people type it: a code, a name, both, or a postcode. Never a guess."""

import re

from campaigns.importing.columns import plain
from crm.models import Territory

# “2 A” is Corsica before it is the Aisne; digits among letters (“12e”, “69D”) are no code.
CODE = re.compile(r"(?<![0-9a-z])(2[ -]?[ab]|\d{1,3}|\d{5})(?![0-9a-z])", re.IGNORECASE)
NUMBER = re.compile(r"\d")
AS_A_NUMBER = re.compile(r"\.0$")  # spreadsheets write 1 so
BEFORE = re.compile(r"^(?:departement|dept|dep|dpt)(?:_|$)(?:de_|du_|des_|d_)?")
ARTICLE = re.compile(r"^(?:la|le|les|l)_")
CORSICA = {"200": "2A", "201": "2A", "202": "2B", "206": "2B"}


class Departements:
    """All of them, read once."""

    def __init__(self) -> None:
        self.by_code: dict[str, int] = {}
        self.by_name: dict[str, int] = {}
        for pk, code, name in Territory.objects.values_list("pk", "code", "name"):
            self.by_code[code] = pk
            self.by_name[_bare(name)] = pk

    def find(self, text: str) -> int | None:
        return self.by_code.get(text) or self.by_name.get(_bare(text)) or self._by_parts(text)

    def _by_parts(self, text: str) -> int | None:
        """A code, alone or beside a name that does not contradict it."""
        text = AS_A_NUMBER.sub("", text)
        found = {self.by_code.get(_code(code)) for code in CODE.findall(text)}
        beside = CODE.sub(" ", text)
        if len(found) != 1 or NUMBER.search(beside):
            return None
        [code] = found
        named = self.by_name.get(_bare(beside))
        if named is not None:
            return code if code == named else None
        return code if not _bare(beside) or _stands_out(text) else None


def _bare(name: str) -> str:
    """Without “département de” nor the article: La Réunion is Réunion."""
    return ARTICLE.sub("", BEFORE.sub("", plain(name)))


def _code(typed: str) -> str:
    """“1” is 01; a postcode begins with its département, of which Corsica has two."""
    code = re.sub("[ -]", "", typed).upper()
    if len(code) < 5:
        return code.zfill(2)
    if code.startswith("20"):
        return CORSICA.get(code[:3], "")
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def _stands_out(text: str) -> bool:
    """“69 - Lyon”, “69001 Lyon”, “Lyon (69)”; the 3 of “Lyon 3” is no département."""
    return bool(
        re.match(r"\s*(?:2[ -]?[ab]|\d{2,3}|\d{5})(?![0-9a-z])", text, re.IGNORECASE)
        or re.search(r"\d{5}|\((?:2[ab]|\d{2,3})\)", text, re.IGNORECASE)
    )
