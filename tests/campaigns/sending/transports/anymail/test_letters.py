from tests.campaigns.sending.transports.anymail.conftest import envelope, pattern_of


def test_a_part_is_filled_with_the_values_of_one_person():
    letter = envelope(3, "Léa").body

    assert letter.part(letter.pattern.text) == "Chère Léa\nhttps://example.org/u/3"


def test_a_pattern_weighs_what_its_text_takes_in_a_request():
    light, heavy = pattern_of(), pattern_of(text="é" * 1000)

    assert heavy.weight - light.weight > 5_000


def test_a_letter_weighs_what_its_values_take():
    assert envelope(1, "é" * 100).body.weight > envelope(1, "é").body.weight + 1_500
