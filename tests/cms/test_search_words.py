from cms.search_words import search_words


def test_words_stay_as_typed():
    assert search_words("  l’équipe   citoyenne ") == "l’équipe citoyenne"


def test_what_databases_trip_over_goes():
    assert search_words('"la\0visite"') == "la visite"


def test_it_ends_somewhere():
    assert len(search_words("mot " * 200)) == 100
