"""What `make run` does before anything starts, in one process: Django takes seconds to set up."""

import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

STEPS = (
    ["check_database"],
    ["migrate", "--verbosity", "0"],
    ["load_demo", "--if-empty"],
)


def prepare() -> None:
    """A step that refuses says why and ends the process."""
    for step in STEPS:
        execute_from_command_line(["manage.py", *step])


if __name__ == "__main__":
    try:
        prepare()
    except ImproperlyConfigured as refusal:
        sys.exit(str(refusal))
