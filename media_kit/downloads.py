"""Which files may be taken by anybody, and the count of what was taken."""

from django.db.models import QuerySet

from media_kit.models import Download, KitItem, MediaKitPage


def open_pages() -> QuerySet[MediaKitPage]:
    """Published, and not behind a password, a sign-in or a group."""
    return MediaKitPage.objects.live().public()


def open_items() -> QuerySet[KitItem]:
    return KitItem.objects.filter(page__in=open_pages()).select_related("image", "document")


def count_item(item: KitItem) -> Download:
    return Download.objects.create(page_id=item.page_id, item=item, title=item.title)


def count_kit(page: MediaKitPage) -> Download:
    return Download.objects.create(page=page, title=page.title, is_whole_kit=True)
