"""Pictures and documents with real files, and the kit that holds them."""

from io import BytesIO

import factory
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Page

from media_kit.models import KitItem, MailleDocument, MailleImage, MediaKitPage


def picture(width: int = 64, height: int = 48, colour: str = "teal") -> ContentFile:
    file = BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "PNG")
    return ContentFile(file.getvalue(), "picture.png")


class ImageFactory(factory.django.DjangoModelFactory):
    title = factory.Sequence(lambda n: f"Picture {n}")
    credit = "Anne Martin"
    licence = "press"
    file = factory.LazyFunction(picture)

    class Meta:
        model = MailleImage


class DocumentFactory(factory.django.DjangoModelFactory):
    title = factory.Sequence(lambda n: f"Document {n}")
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF-1.4 release", "release.pdf"))

    class Meta:
        model = MailleDocument


class MediaKitPageFactory(factory.django.DjangoModelFactory):
    title = "Kit média"
    slug = factory.Sequence(lambda n: f"kit-{n}")

    class Meta:
        model = MediaKitPage

    @classmethod
    def _create(cls, model_class, *args, parent=None, **fields):
        return (parent or Page.get_first_root_node()).add_child(
            instance=model_class(*args, **fields)
        )


class KitItemFactory(factory.django.DjangoModelFactory):
    page = factory.SubFactory(MediaKitPageFactory)
    locale = factory.LazyAttribute(lambda item: item.page.locale)
    kind = KitItem.Kind.LOGO
    title = factory.Sequence(lambda n: f"Logo {n}")
    image = factory.SubFactory(ImageFactory)

    class Meta:
        model = KitItem
