"""Takes mail addresses, IP addresses and link tokens out of log lines, tracebacks included."""

import logging
import re

HIDDEN = [
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), "[address]"),
    (re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b"), "[ip]"),
    (re.compile(r"(?<![\w:])[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){3,7}(?![\w:])"), "[ip]"),
    (
        re.compile(
            r"(/(?:confirm|preferences|my-data|address|unsubscribe|o|c|share|calendar"
            r"|account/(?:invitation|password))/)[\w.:~-]{8,}"
        ),
        r"\1[token]",
    ),
]


def without_names(text: str) -> str:
    for pattern, replacement in HIDDEN:
        text = pattern.sub(replacement, text)
    return text


class NamelessFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_names(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_names(record.exc_text)
        return True
