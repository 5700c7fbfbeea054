import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from media_kit.downloads import count_item, count_kit, open_items, open_pages
from media_kit.models import Download
from tests.factories.media_kit import KitItemFactory


@pytest.fixture
def item():
    return KitItemFactory()


def test_files_of_a_published_page_are_open(item):
    assert list(open_items()) == [item]


def test_files_of_an_unpublished_page_are_not(item):
    item.page.unpublish()

    assert not open_items().exists()


def test_files_behind_a_restriction_are_not(item):
    restriction = PageViewRestriction.objects.create(
        page=item.page, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.create(name="members"))

    assert not open_items().exists()
    assert not open_pages().exists()


def test_a_download_is_a_row(item):
    count_item(item)
    count_kit(item.page)

    assert Download.objects.filter(item=item, is_whole_kit=False).count() == 1
    assert Download.objects.filter(page=item.page, is_whole_kit=True).count() == 1


def test_the_count_survives_the_file(item):
    count_item(item)
    item.delete()

    assert Download.objects.get().title == item.title
