from wagtail.models import Page

from campaigns.models import IssuePage
from campaigns.templatetags.issues import quoted, review_of
from tests.factories.campaigns import IssuePageFactory


def test_an_issue_never_saved_has_no_review():
    assert review_of(IssuePage()) is None


def test_a_saved_issue_is_reviewed():
    assert review_of(IssuePageFactory(subject="")).errors


def test_a_page_that_is_not_published_is_not_quoted():
    home = Page.objects.get(depth=2)

    assert quoted(home).title == home.title
    home.live = False
    assert quoted(home) is None
    assert quoted(None) is None
