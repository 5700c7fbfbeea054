"""What may be written into a spreadsheet: never a formula, never a control character.

A text that a spreadsheet would run gets an apostrophe before it; `restored` takes it away again,
so that an export can be imported and gives the same.
"""

from typing import Any

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
CONTROL_CHARACTERS = dict.fromkeys(code for code in range(32) if chr(code) not in "\t\n\r")


def neutralised(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = value.translate(CONTROL_CHARACTERS)
    return f"'{text}" if _would_run(text) or text.startswith("'") else text


def restored(text: str) -> str:
    return text[1:] if text.startswith("'") else text


def _would_run(text: str) -> bool:
    return text.lstrip(" \n").startswith(FORMULA_SIGNS)
