"""The text search configurations of PostgreSQL that config.search names.

`unaccent` is a trusted extension: whoever owns the database may create it.
"""

from django.db import migrations

CREATE = """
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE TEXT SEARCH CONFIGURATION maille (COPY = french);
ALTER TEXT SEARCH CONFIGURATION maille
    ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, hword, hword_part, word
    WITH unaccent, french_stem;
CREATE TEXT SEARCH CONFIGURATION maille_plain (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION maille_plain
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
"""
DROP = """
DROP TEXT SEARCH CONFIGURATION maille_plain;
DROP TEXT SEARCH CONFIGURATION maille;
"""


def on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql, params=None)

    return run


class Migration(migrations.Migration):
    dependencies = [("crm", "0007_only_our_own_groups")]

    operations = [migrations.RunPython(on_postgresql(CREATE), on_postgresql(DROP))]
