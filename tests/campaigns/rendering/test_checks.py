import pytest
from django.utils import translation
from wagtail.models import Locale, PageViewRestriction

from campaigns.rendering.checks import check_issue, is_private, review_issue


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


TEXT = ("text", "<p>Bonjour</p>")


def button(url="", page=None, label="Lire"):
    return ("button", {"label": label, "page": page, "url": url})


def test_a_full_issue_may_go(full_issue):
    review = review_issue(full_issue)

    assert (review.errors, review.warnings) == ([], [])


def test_an_issue_without_subject_is_stopped(make_issue):
    assert check_issue(make_issue(TEXT, subject="")) == ["The issue has no subject."]


@pytest.mark.parametrize("body", [(), (("separator", None),)])
def test_an_empty_issue_is_stopped(make_issue, body):
    assert "empty" in check_issue(make_issue(*body))[0]


def test_a_picture_nobody_described_is_stopped(make_issue, picture):
    picture.contextual_alt_text = ""
    value = {"image": picture, "caption": ""}

    [problem] = check_issue(make_issue(("image", value)))
    picture.decorative = True

    assert "describe the image" in problem
    assert check_issue(make_issue(("image", value))) == []


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("", "no address"),
        ("http://localhost:9999/x", "nobody outside"),
        ("http://192.168.1.10/", "nobody outside"),
        ("https://intranet/", "nobody outside"),
        ("https://example.org/" + "a" * 2000, "too long"),
    ],
)
def test_a_button_that_leads_nowhere_is_stopped(make_issue, url, word):
    [problem] = check_issue(make_issue(button(url)))

    assert word in problem
    assert "Block 1" in problem


def test_links_inside_a_text_are_looked_at_too(make_issue, newsletter_page):
    newsletter_page.unpublish()
    text = (
        f'<p><a linktype="page" id="{newsletter_page.pk}">a</a>'
        '<a linktype="page" id="9999">b</a><a href="http://127.0.0.1/">c</a></p>'
    )

    problems = " ".join(check_issue(make_issue(("text", text))))

    assert "is not published" in problems
    assert "was deleted" in problems
    assert "nobody outside" in problems


def test_an_article_that_is_no_longer_published_is_stopped(make_issue, home):
    home.live = False
    value = {"page": home, "title": "", "summary": "", "with_image": True}

    assert "is not published" in check_issue(make_issue(("article", value)))[0]


def test_our_own_site_is_never_private(settings):
    settings.SITE_URL = "http://localhost:8000"

    assert not is_private("http://localhost:8000/fr/")
    assert is_private("http://localhost:8000.example.local/")


@pytest.mark.parametrize(
    "url", ["http://[::1]/", "http://10.0.0.1/", "http://169.254.169.254/", "http://2130706433/"]
)
def test_numbers_of_private_networks_are_recognised(url):
    assert is_private(url)


def test_a_page_behind_a_password_deserves_a_look(make_issue, home):
    issue = make_issue(TEXT, button(page=home), preheader="Bref")
    PageViewRestriction.objects.create(page=home, restriction_type="password", password="x")

    review = review_issue(issue)

    assert review.errors == []
    assert "Not everybody may read" in " ".join(review.warnings)


def test_long_lines_of_the_mailbox_deserve_a_look(make_issue):
    review = review_issue(make_issue(TEXT, subject="s" * 61, preheader="p" * 91))

    assert [str(n) in warning for n, warning in zip((61, 91), review.warnings, strict=True)]


def test_a_mail_gmail_would_clip_deserves_a_look(make_issue):
    review = review_issue(make_issue(("text", "<p>" + "mots " * 25_000 + "</p>"), preheader="x"))

    assert "102" in review.warnings[-1]


def test_an_unpublished_language_deserves_a_look(make_issue, newsletter_page):
    issue = make_issue(TEXT, preheader="Bref")
    locale = Locale.objects.exclude(pk=issue.locale_id).first()
    newsletter_page.copy_for_translation(locale, copy_parents=True)
    issue.copy_for_translation(locale)

    assert "is not published" in review_issue(issue).warnings[0]
