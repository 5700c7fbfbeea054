import pytest

from campaigns.rendering.links import LinkRegistry, rewriter
from campaigns.rendering.placeholders import slot
from campaigns.rendering.plaintext import rich_text_to_plain


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>Un</p><p>deux</p>", "Un\n\ndeux"),
        ("<p>a <b>gras</b> et <i>italique</i></p>", "a gras et italique"),
        (
            "<p>2. non, 3 * 4 - 5_6 #7 [x](y) \\o/ a`b</p>",
            "2. non, 3 * 4 - 5_6 #7 [x](y) \\o/ a`b",
        ),
        ("<p>- tiret</p><p>+ plus</p>", "- tiret\n\n+ plus"),
        ("<h3>Sous-titre</h3><p>mots</p>", "Sous-titre\n\nmots"),
        ("<p>{{ settings.SECRET_KEY }} &lt;b&gt;</p>", "{{ settings.SECRET_KEY }} <b>"),
        ('<p><a href="mailto:a@b.org">a@b.org</a></p>', "a@b.org"),
        ('<p><a href="https://e.org/x">ici</a></p>', "ici (https://e.org/x)"),
    ],
)
def test_rich_text_reads_as_people_type(source, expected):
    assert rich_text_to_plain(source, rewriter(None)) == expected


def test_lists_keep_their_marks():
    text = rich_text_to_plain("<ul><li>un</li><li>deux</li></ul>", rewriter(None))

    assert [line.strip() for line in text.splitlines()] == ["– un", "– deux"]


def test_links_are_numbered_as_in_the_html():
    links = LinkRegistry()
    source = '<p><a href="https://e.org/a_b?c=(d)">ici</a></p>'

    assert rich_text_to_plain(source, rewriter(links)) == f"ici ({slot('click', number=1)})"
    assert links.rows() == [(1, "https://e.org/a_b?c=(d)")]
