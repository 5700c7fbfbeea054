"""Draws the stitch: one line that loops along, the same for the same seed."""

import math
import random

# The line is a trochoid: it loops because its arm is longer than its step forward.
# Six cubics a turn follow it closely.
STEPS_PER_LOOP = 6


def stitch_path(seed: int, *, loops: int, width: float, height: float) -> str:
    """The `d` of an SVG path that goes from the left edge to the right edge."""
    knots = _knots(random.Random(seed), loops, width, height)
    (x, y, _dx, _dy), *rest = knots
    parts = [f"M{x:.0f} {y:.0f}"]
    previous = knots[0]
    for knot in rest:
        x0, y0, dx0, dy0 = previous
        x1, y1, dx1, dy1 = knot
        parts.append(
            f"C{x0 + dx0:.0f} {y0 + dy0:.0f} {x1 - dx1:.0f} {y1 - dy1:.0f} {x1:.0f} {y1:.0f}"
        )
        previous = knot
    return "".join(parts)


def _knots(
    chance: random.Random, loops: int, width: float, height: float
) -> list[tuple[float, float, float, float]]:
    """Points of the line, each with a third of its tangent."""
    turn = 2 * math.pi
    radius = height * 0.26
    step = width / (loops * turn)
    phase, drift = chance.uniform(0, turn), chance.uniform(0.5, 1.0)
    lean = chance.uniform(0.15, 0.35)
    delta = turn / STEPS_PER_LOOP

    def point(angle: float) -> tuple[float, float]:
        swell = 1 + lean * math.sin(angle * 0.37 + phase)
        middle = height / 2 + height * 0.16 * math.sin(angle * 0.23 * drift + phase)
        return step * angle - radius * swell * math.sin(angle), middle + (
            radius * swell * math.cos(angle)
        )

    knots = []
    for index in range(loops * STEPS_PER_LOOP + 1):
        angle = index * delta
        (before_x, before_y), (after_x, after_y) = point(angle - 0.01), point(angle + 0.01)
        third = delta / 3 / 0.02
        x, y = point(angle)
        knots.append((x, y, (after_x - before_x) * third, (after_y - before_y) * third))
    return knots
