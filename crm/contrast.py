"""How well one colour can be read on another, as WCAG 2.2 measures it (criterion 1.4.3)."""

MINIMUM = 4.5
PAPER, NIGHT, WHITE = "#fffdf9", "#141b26", "#ffffff"


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    shares = [channel / 255 for channel in _channels(colour)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def lighten_until_readable(colour: str, background: str, minimum: float = MINIMUM) -> str:
    """The colour itself, or mixed with just as much white as reading it there needs."""
    for share in range(0, 101, 5):
        mixed = "#" + "".join(
            f"{round(channel + (255 - channel) * share / 100):02x}"
            for channel in _channels(colour)
        )
        if contrast(mixed, background) >= minimum:
            return mixed
    return WHITE
