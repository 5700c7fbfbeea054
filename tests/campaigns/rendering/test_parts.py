from campaigns.rendering.articles import Article
from campaigns.rendering.parts import BUILDERS, page_url, parts_of, typed, xhtml


def test_every_block_has_its_builder(make_issue):
    assert set(BUILDERS) == set(make_issue().body.stream_block.child_blocks)


def test_the_parts_come_in_the_order_of_the_blocks(full_issue):
    assert [part.kind for part in parts_of(full_issue)] == list(BUILDERS_ORDER)


BUILDERS_ORDER = (
    "greeting", "heading", "text", "image", "button", "article", "key_figure", "tracking_question",
    "separator"
)  # fmt: skip


def test_typed_text_loses_what_delimits_slots():
    assert typed(" \ue000email\ue001 ") == "email"
    assert typed(None) == ""


def test_rich_text_comes_with_every_tag_closed():
    assert xhtml("<p>a<br>b \ue000c</p><hr>") == "<p>a<br/>b c</p><hr/>"


def test_an_address_is_of_the_page_on_our_site(home, settings):
    settings.SITE_URL = "https://maille.example"

    assert page_url(home).startswith("https://maille.example/")
    assert page_url(None) == ""


def test_an_article_may_be_told_in_other_words(make_issue, home):
    value = {"page": home, "title": "Autre titre", "summary": "", "with_image": False}

    [part] = parts_of(make_issue(("article", value)))

    assert part.values["title"] == "Autre titre"
    assert Article(home.title).title == home.title


def test_a_lost_picture_is_said(make_issue, picture):
    picture.file.storage.delete(picture.file.name)

    [part] = parts_of(make_issue(("image", {"image": picture, "caption": ""})))

    assert picture.title in str(part.error)


def test_a_draft_may_miss_its_page_and_its_picture(make_issue):
    issue = make_issue(
        ("article", {"page": None, "title": "Bientôt", "summary": "", "with_image": True}),
        ("image", {"image": None, "caption": "Bientôt"}),
    )

    assert [part.values["picture"] for part in parts_of(issue) if "picture" in part.values]
