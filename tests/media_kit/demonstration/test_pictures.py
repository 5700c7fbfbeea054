from PIL import Image

from media_kit.demonstration.pictures import add_picture, emblem, landscape, logo
from media_kit.models import MailleImage


def test_a_landscape_is_a_light_jpeg_of_the_size_asked():
    file = landscape("a", 600, 400)

    with Image.open(file) as picture:
        assert (picture.format, picture.size) == ("JPEG", (600, 400))
    assert file.size < 60_000


def test_two_seeds_give_two_pictures():
    assert landscape("a", 300, 200).read() != landscape("b", 300, 200).read()


def test_the_logo_is_clear_around_its_line():
    with Image.open(logo(width=240)) as picture:
        assert picture.mode == "RGBA"
        assert picture.getextrema()[3] == (0, 255)


def test_a_picture_is_added_once():
    for _ in range(2):
        add_picture("Colline", landscape("a", 300, 200), "Des collines", "Maille")

    assert MailleImage.objects.filter(title="Colline").count() == 1


def test_an_emblem_is_light_and_each_organisation_has_its_own():
    one, other = emblem("Union"), emblem("Caisse")

    assert one.size < 30_000
    assert one.read() != other.read()
