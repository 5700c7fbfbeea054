import zipfile
from io import BytesIO

import pytest
from wagtail.models import Locale

from media_kit.bundles import bundle, download_name
from tests.factories.media_kit import (
    DocumentFactory,
    ImageFactory,
    KitItemFactory,
    MediaKitPageFactory,
)


@pytest.fixture
def kit():
    return MediaKitPageFactory(
        introduction="Tout pour la presse", press_contact="presse@example.org"
    )


def opened(kit) -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(b"".join(bundle(kit, kit.items.all()))))


def test_the_zip_holds_each_file_whole(kit):
    item = KitItemFactory(page=kit, title="Logo officiel")

    archive = opened(kit)

    assert archive.testzip() is None
    with item.image.file.open("rb") as file:
        assert archive.read("logos/logo-officiel.png") == file.read()


def test_the_length_is_known_before_the_first_byte(kit):
    KitItemFactory(page=kit)
    stream = bundle(kit, kit.items.all())

    announced = len(stream)

    assert announced == len(b"".join(stream))


def test_two_files_of_one_title_are_both_there(kit):
    KitItemFactory.create_batch(2, page=kit, title="Logo")

    assert {"logos/logo.png", "logos/logo-2.png"} <= set(opened(kit).namelist())


def test_the_notice_names_credit_and_licence(kit):
    KitItemFactory(page=kit, image=ImageFactory(credit="Jeanne Petit", licence="cc-by"))

    notice = opened(kit).read("LISEZ-MOI.txt").decode()

    assert "Jeanne Petit" in notice
    assert "presse@example.org" in notice


def test_the_kit_of_an_english_page_speaks_english(kit):
    KitItemFactory(page=kit, kind="press_release", title="Opening")
    kit.locale = Locale.objects.get_or_create(language_code="en")[0]

    names = opened(kit).namelist()

    assert "READ-ME.txt" in names
    assert any(name.startswith("press-releases/opening") for name in names)


def test_an_uploaded_name_cannot_leave_the_folder(kit):
    KitItemFactory(page=kit, title="../../etc/passwd")

    assert all(".." not in name for name in opened(kit).namelist())


def test_a_document_keeps_its_extension(kit):
    item = KitItemFactory(
        page=kit, image=None, document=DocumentFactory(), title="Communiqué", kind="press_release"
    )

    assert download_name(item) == "communique.pdf"
