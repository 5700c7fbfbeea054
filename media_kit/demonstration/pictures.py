"""Pictures drawn by the program: hills, a sun and the stitch that runs through them."""

import math
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from media_kit.demonstration.dice import Dice
from media_kit.models import MailleImage

PALETTES = (
    ("#f4ecdf", "#ffd98a", "#8fb8b0", "#4d8f8b", "#0f5c5c", "#b3401f"),
    ("#fdf3e4", "#f7b267", "#c9d8c5", "#7fa99b", "#27605f", "#7a2e1d"),
    ("#eaf1ef", "#ffcf9c", "#a7c7c5", "#5f9ea0", "#174f55", "#c2552f"),
    ("#f7efe6", "#f2c879", "#b9c4a8", "#6f9183", "#1d5257", "#a5482a"),
)
SCALE = 2  # drawn larger, then reduced, so that edges come out smooth


def landscape(seed: str, width: int = 1200, height: int = 800) -> ContentFile:
    dice = Dice(f"picture {seed}")
    sky, sun, far, middle, near, thread = dice.choice(PALETTES)
    canvas = Image.new("RGB", (width * SCALE, height * SCALE), sky)
    draw = ImageDraw.Draw(canvas)
    _sun(draw, dice, sun, canvas.size)
    for level, colour in ((0.52, far), (0.64, middle), (0.78, near)):
        _hill(draw, dice, level, colour, canvas.size)
    _stitches(draw, dice, thread, canvas.size)
    return _saved(canvas.resize((width, height), Image.Resampling.LANCZOS), seed)


def logo(colour: str = "#0f5c5c", width: int = 960) -> ContentFile:
    """A few loops of one thread on a clear ground, drawn dot by dot so that the line is even."""
    canvas = Image.new("RGBA", (width * SCALE, width * SCALE // 2), (255, 255, 255, 0))
    draw, thickness = ImageDraw.Draw(canvas), 12 * SCALE
    points = _loops(canvas.width * 0.1, canvas.width * 0.9, canvas.height * 0.5, 4, 0.2)
    for x, y in points[200:-200]:
        draw.ellipse((x - thickness, y - thickness, x + thickness, y + thickness), fill=colour)
    cropped = canvas.crop(canvas.getbbox())
    size = (width, cropped.height * width // cropped.width)
    return _saved(cropped.resize(size, Image.Resampling.LANCZOS), "logo", "PNG")


def emblem(seed: str, width: int = 400) -> ContentFile:
    """The logo of an invented organisation: three discs in its colours on a clear ground."""
    dice = Dice(f"emblem {seed}")
    height = width // 2
    canvas = Image.new("RGBA", (width * SCALE, height * SCALE), (255, 255, 255, 0))
    draw = ImageDraw.Draw(canvas)
    for place, colour in zip((0.25, 0.5, 0.75), dice.choice(PALETTES)[3:], strict=True):
        radius = canvas.height * dice.uniform(0.22, 0.46)
        x, y = canvas.width * place, canvas.height / 2
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
    size = (width, height)
    return _saved(canvas.resize(size, Image.Resampling.LANCZOS), "emblem", "PNG")


def add_picture(title: str, file: ContentFile, description: str, credit: str) -> MailleImage:
    picture = MailleImage.objects.filter(title=title).first()
    return picture or MailleImage.objects.create(
        title=title, file=file, description=description, credit=credit, licence="press"
    )


def _sun(draw: ImageDraw.ImageDraw, dice: Dice, colour: str, size: tuple[int, int]) -> None:
    width, height = size
    radius = height * dice.uniform(0.09, 0.15)
    x, y = width * dice.uniform(0.2, 0.8), height * dice.uniform(0.22, 0.36)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _hill(draw, dice: Dice, level: float, colour: str, size: tuple[int, int]) -> None:
    width, height = size
    phase, waves = dice.uniform(0, math.tau), dice.uniform(0.7, 1.6)
    ridge = [
        (x, height * (level + 0.07 * math.sin(phase + math.tau * waves * x / width)))
        for x in range(0, width + 1, 8)
    ]
    draw.polygon([(0, height), *ridge, (width, height)], fill=colour)


def _stitches(draw, dice: Dice, colour: str, size: tuple[int, int]) -> None:
    width, height = size
    points = _loops(-0.1 * width, 1.1 * width, height * 0.7, dice.randint(5, 8), 0.5 / 7)
    draw.line(points, fill=colour, width=5 * SCALE, joint="curve")


def _loops(
    left: float, right: float, middle: float, count: int, radius: float
) -> list[tuple[float, float]]:
    """A prolate trochoid: a line that goes on while it loops, as thread does in knitting."""
    step = (right - left) / count
    size = min(step, middle) * (0.5 + radius)
    turns = [n * math.tau * count / 1600 for n in range(1601)]
    return [
        (left + step * t / math.tau - size * math.sin(t), middle + size * 0.8 * math.cos(t))
        for t in turns
    ]


def _saved(picture: Image.Image, name: str, kind: str = "JPEG") -> ContentFile:
    file = BytesIO()
    picture.save(file, kind, quality=82, optimize=True)
    extension = "jpg" if kind == "JPEG" else "png"
    return ContentFile(file.getvalue(), f"{name}.{extension}")
