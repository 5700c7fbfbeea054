import pytest

from media_kit.demonstration import words


def all_words() -> list[words.Words]:
    found = [value for value in vars(words).values() if isinstance(value, words.Words)]
    return [*found, *words.ARTICLE_TITLES, *words.STANDFIRSTS, *words.PARAGRAPHS]


@pytest.mark.parametrize("text", all_words(), ids=lambda text: text.en[:20])
def test_every_text_speaks_both_languages(text):
    assert text.fr and text.en and text.fr != text.en
    assert ("{city}" in text.fr) == ("{city}" in text.en)


def test_eleven_subjects_for_eleven_letters():
    assert len({month for month, _subject in words.LETTER_SUBJECTS}) == 11
