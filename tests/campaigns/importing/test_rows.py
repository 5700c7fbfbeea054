import pytest
from django.utils import timezone

from campaigns.importing.rows import RowChecker, RowRefused
from tests.factories.crm import TerritoryFactory

COLUMNS = ["email", "first_name", "language", "territory", "tags", "open_tracking"]


def check(*, has_proof=True, **cells):
    """One row with these cells; what is not named is empty."""
    checker = RowChecker({name: place for place, name in enumerate(COLUMNS)}, has_proof=has_proof)
    values = {"email": "zoe@example.org", **cells}
    return checker.check(2, [values.get(name, "") for name in COLUMNS])


def test_an_address_is_normalised_and_kept_as_typed():
    row, _tags = check(email=" Zoe@Example.org ")

    assert (row.email, row.address) == ("Zoe@Example.org", "zoe@example.org")


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("email", "zoe@example"),
        ("email", ""),
        ("email", "a b@example.org"),
        ("first_name", "Zo\x00é"),
        ("first_name", "Zo\né"),
        ("first_name", "x" * 101),
        ("language", "klingon"),
        ("territory", "99"),
        ("tags", "x" * 101),
        ("open_tracking", "maybe"),
    ],
)
def test_a_bad_cell_is_refused_with_its_column(column, text):
    with pytest.raises(RowRefused) as refused:
        check(**{column: text})

    assert refused.value.column == column
    assert refused.value.reason


def test_a_departement_is_found_by_its_code_or_its_name():
    ain = TerritoryFactory(code="01", name="Ain")

    assert {check(territory=typed)[0].territory_id for typed in ("1", "ain")} == {ain.pk}


def test_a_formula_neutralised_by_our_export_comes_back_as_it_was():
    row, _tags = check(first_name="'=SUM(A1)")

    assert row.first_name == "=SUM(A1)"


def test_a_yes_to_tracking_needs_proof_a_no_does_not():
    assert check(open_tracking="non", has_proof=False)[0].opens == "refused"
    with pytest.raises(RowRefused, match="--consent-source"):
        check(open_tracking="oui", has_proof=False)


def test_tags_are_cut_at_semicolons():
    assert check(tags="presse; élus;;")[1] == ["presse", "élus"]


def test_a_short_row_lacks_only_its_last_cells():
    checker = RowChecker({"email": 0, "first_name": 1}, has_proof=True)

    row, _tags = checker.check(2, ["zoe@example.org"])

    assert row.first_name == ""


def check_columns(**cells):
    checker = RowChecker({name: place for place, name in enumerate(cells)}, has_proof=True)
    return checker.check(2, list(cells.values()))


@pytest.mark.parametrize(
    ("typed", "first_name", "last_name"),
    [
        ("Zoé Le Goff", "Zoé", "Le Goff"),
        ("Le Goff, Zoé", "Zoé", "Le Goff"),
        ("Zoé", "Zoé", ""),
    ],
)
def test_one_column_for_both_names_is_cut(typed, first_name, last_name):
    row, _tags = check_columns(email="zoe@example.org", name=typed)

    assert (row.first_name, row.last_name) == (first_name, last_name)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2020-02-03 04:05:06", "2020-02-03"),
        ("2020-02-03", "2020-02-03"),
        ("3/2/2020", "2020-02-03"),
        ("03-02-2020", "2020-02-03"),
        ("03-02-2020 14:05:06", "2020-02-03"),
        ("3.2.2020", "2020-02-03"),
        ("03/02/20", "2020-02-03"),
        ("03/02/2020 23:30", "2020-02-03"),
    ],
)
def test_the_day_of_the_agreement_is_read_as_people_write_it(typed, day):
    row, _tags = check_columns(email="zoe@example.org", agreed_on=typed)

    assert timezone.localtime(row.given_at).date().isoformat() == day


@pytest.mark.parametrize("typed", ["yesterday", "2999-01-01", "31/31/2020", "2020-13-45 10:00:00"])
def test_a_day_that_is_none_or_to_come_is_refused(typed):
    with pytest.raises(RowRefused) as refused:
        check_columns(email="zoe@example.org", agreed_on=typed)

    assert refused.value.column == "agreed_on"


@pytest.mark.parametrize(
    "status",
    [
        *(
            "Unsubscribed",
            "cleaned",
            "Désabonné",
            "Désabonné(e)",
            "blocklisted",
            "Excluded",
            "Non",
        ),
        *("false", "Plainte", "HardBounce", "Bounce définitif", "NPAI", "Inactive", "Non inscrit"),
        *("Désabonné le 3 mars 2024", "Unsubscribed (2023-01-02)", "STOP", "Ne plus contacter"),
        *("Non-marketing contact", "unconfirmed", "Bénévole"),
    ],
)
def test_who_left_elsewhere_is_not_brought_back(status):
    checker = RowChecker({"email": 0}, has_proof=True, repeated={"status": [1, 2]})

    with pytest.raises(RowRefused) as refused:
        checker.check(2, ["zoe@example.org", "active", status])

    assert refused.value.column == "status"


@pytest.mark.parametrize(
    "status",
    [
        *("", "Subscribed", "Abonné(e)", "inscrite", "Active", "ACTIF", "enabled", "confirmed"),
        *("Marketing contact", "Opted-in", "double opt-in", "oui", "True", "x", "12/03/2024"),
    ],
)
def test_who_may_be_mailed_elsewhere_comes_in(status):
    checker = RowChecker({"email": 0}, has_proof=True, repeated={"status": [1]})

    row, _tags = checker.check(2, ["zoe@example.org", status])

    assert row.email == "zoe@example.org"


def test_a_status_that_nobody_knows_is_named_and_may_be_left_aside():
    checker = RowChecker({"email": 0}, has_proof=True, repeated={"status": [1]})

    with pytest.raises(RowRefused) as refused:
        checker.check(2, ["zoe@example.org", "Bénévole"])

    assert "Bénévole" in refused.value.reason


@pytest.mark.parametrize("cell", ["true", "2020-02-03 04:05:06", "1"])
def test_a_departure_in_any_of_its_columns_counts(cell):
    with pytest.raises(RowRefused):
        RowChecker({"email": 0}, has_proof=True, repeated={"left": [1, 2]}).check(
            2, ["zoe@example.org", "false", cell]
        )


def test_tags_of_mailchimp_are_cut_at_their_commas():
    _row, tags = check_columns(email="zoe@example.org", tags='"Presse","Élus, élues"')

    assert tags == ["Presse", "Élus, élues"]


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ('"""q""";=x;"a;b";bénévole', ['"q"', "=x", "a;b", "bénévole"]),
        ('"a;b","c"', ["a;b", "c"]),
        ('5" tall; x', ['5" tall', "x"]),
        ('"open;x', ['"open', "x"]),
    ],
)
def test_a_tag_may_hold_what_separates_them(cell, tags):
    assert check(tags=cell)[1] == tags
