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
