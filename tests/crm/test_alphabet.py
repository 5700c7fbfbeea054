from crm.alphabet import alphabetical


def test_neither_accents_nor_capitals_count():
    names = ["Occitanie", "Île-de-France", "Éure", "bretagne", "Hauts-de-France", "Corse"]

    assert sorted(names, key=alphabetical) == [
        "bretagne",
        "Corse",
        "Éure",
        "Hauts-de-France",
        "Île-de-France",
        "Occitanie",
    ]


def test_letters_that_are_two_and_apostrophes_are_as_typed():
    assert alphabetical("Cœur d’Ariège") == "coeur d'ariege"
