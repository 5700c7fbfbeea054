"""The walls of the house, as far as import-linter cannot see them."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

from django.apps import apps
from django.conf import global_settings
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["config", "media_kit", "cms", "campaigns", "crm"]
APPS = ROOMS[1:]
LIBRARY_SETTINGS = (
    *("ACCOUNT_", "ANYMAIL", "AXES_", "CONTENT_SECURITY_POLICY", "HUEY", "MFA_", "TAGGIT_"),
    *("ROOT_URLCONF", "TASKS", "WAGTAIL", "WHITENOISE_"),
)
LONGEST_FILE = 400
JUNK_DRAWERS = {
    *("utils", "util", "helpers", "common", "core", "misc", "service", "services"),
    *("data", "process", "handle"),
}
# What holds declarations rather than behaviour is tested through what uses it.
DECLARATIONS = {"__init__", "apps", "urls", "urls_dev", "wagtail_hooks", "wsgi", "signals"}
UNTESTED_FOLDERS = {"migrations", "models", "settings", "blocks"}
TESTED_ELSEWHERE = {
    # Plain declarations of screens: tests/crm/viewsets/test_listings.py walks through all of them
    *("crm/viewsets/network.py", "crm/viewsets/press.py"),
    # SQL that tests/campaigns/importing/test_writing.py runs
    "campaigns/importing/statements.py",
}
FREE_TEST_FOLDERS = {"journeys", "browser", "faults", "factories"}


def tracked(pattern: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", pattern],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [Path(line) for line in listed.stdout.splitlines() if (ROOT / line).exists()]


def written(*patterns: str) -> str:
    return "\n".join((ROOT / path).read_text() for p in patterns for path in tracked(p))


def test_no_file_is_too_long():
    lengths = {
        path: len((ROOT / path).read_text().splitlines())
        for path in tracked("*.py")
        if "migrations" not in path.parts
    }

    assert {path: n for path, n in lengths.items() if n > LONGEST_FILE} == {}


def test_every_module_that_does_something_has_its_test():
    modules = [
        path
        for path in tracked("*.py")
        if path.parts[0] in ROOMS
        and path.stem not in DECLARATIONS
        and not path.stem.endswith("_urls")
        and str(path) not in TESTED_ELSEWHERE
        and not UNTESTED_FOLDERS & set(path.parts)
    ]
    missing = [p for p in modules if not (ROOT / "tests" / p.parent / f"test_{p.name}").exists()]

    assert missing == []


def test_every_test_stands_where_its_module_stands():
    tests = [
        path
        for path in tracked("tests/**/test_*.py")
        if len(path.parts) > 2 and path.parts[1] not in FREE_TEST_FOLDERS
    ]

    def module(path: Path) -> Path:
        return ROOT / Path(*path.parts[1:-1]) / path.name.removeprefix("test_")

    orphans = [
        p for p in tests if not module(p).exists() and not module(p).with_suffix("").is_dir()
    ]
    assert orphans == []


def test_no_module_is_a_junk_drawer():
    modules = [path for path in tracked("*.py") if "migrations" not in path.parts]

    assert [path for path in modules if {path.stem, *path.parts[:-1]} & JUNK_DRAWERS] == []


def test_no_verb_knows_of_requests():
    """A verb is called by views, tasks and commands alike; import-linter holds the rest."""
    contracts = tomllib.loads(written("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    verbs = [
        f"{contract['containers'][0]}/{name.strip(' ()')}"
        for contract in contracts[1:]
        for row in contract["layers"][contract["layers"].index("models") - 1 :][:1]
        for name in row.split(":")
    ]
    modules = [path for path in tracked("*.py") if str(path).startswith(tuple(verbs))]

    assert len(modules) > len(verbs)
    for path in modules:
        assert not re.search(r"\b(HttpRequest|HttpResponse|on_commit)\b", written(str(path))), path


def test_every_folder_of_tests_is_a_package():
    folders = {path.parent for path in tracked("tests/**/*.py")}

    assert [f for f in sorted(folders) if not (ROOT / f / "__init__.py").exists()] == []


def test_migrations_are_complete():
    out = StringIO()

    call_command("makemigrations", "--check", "--dry-run", stdout=out)

    assert "No changes detected" in out.getvalue()


def rank(app_label: str) -> int | None:
    return ROOMS.index(app_label) if app_label in ROOMS else None


def points_upward(source: str, target: str) -> bool:
    ranks = rank(source), rank(target)
    return None not in ranks and ranks[1] < ranks[0]


def test_no_relation_points_upward():
    upward = [
        field
        for label in APPS
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model
        and points_upward(label, field.related_model._meta.app_label)
        and field.related_model.__name__ not in ("MailleImage", "MailleDocument")
    ]

    assert upward == []


def test_no_migration_depends_upward():
    migrations = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    upward = [
        (app, name, dependency)
        for (app, name), migration in migrations.items()
        for dependency in migration.dependencies
        if points_upward(app, dependency[0]) and dependency != ("media_kit", "0001_initial")
    ]

    assert upward == []


def undocumented(names: Iterable[str]) -> set[str]:
    documented = (ROOT / "docs" / "operations.md").read_text()
    return {name for name in names if f"`{name}`" not in documented}


def test_every_variable_of_the_environment_is_documented():
    settings = re.findall(r"""env(?:\.\w+)?\(\s*"([A-Z_]+)\"""", written("config/settings/*.py"))
    processes = re.findall(r"\$\{([A-Z_]+)", written("Procfile"))

    assert undocumented({*settings, *processes}) == set()


def test_every_setting_of_our_own_is_documented_and_read():
    """Neither Django's nor a library's; some are there to make other settings of."""
    names = [
        node
        for path in tracked("config/settings/*.py")
        for node in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(node, ast.Name) and node.id.isupper()
    ]
    own = {
        node.id
        for node in names
        if not hasattr(global_settings, node.id) and not node.id.startswith(LIBRARY_SETTINGS)
    }
    within = {node.id for node in names if isinstance(node.ctx, ast.Load)}
    read = set(re.findall(r"\bsettings\.([A-Z_]+)", written(*(f"{room}/*.py" for room in ROOMS))))

    assert undocumented(own & read) == set()
    assert {name for name in own if name[0] != "_"} - within - read == set()


def test_no_stylesheet_or_template_names_another_host():
    foreign = re.compile(r"""(?:src|href|action)=["']https?://|url\(["']?https?://""")
    files = [p for kind in ("*.html", "*.css") for p in tracked(kind)]

    assert [p for p in files if foreign.search((ROOT / p).read_text())] == []
