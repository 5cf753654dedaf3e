"""Long wavy hair: locks of strands that follow guide curves from the parting to a tip."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath

from trainer.drawn.geometry import (
    Point,
    Points,
    blend,
    both_sides,
    ease,
    lerp,
    mix,
    smooth,
    soft_fill,
    soft_stroke,
    stroke,
    tint,
)
from trainer.drawn.people import Hair, Look

_Strand = tuple[QPainterPath, QColor, float]

# Guide curves from the parting down: the silhouette, then the edge at the face.
# fmt: off
_OUTER: Final = {
    1: ((-20, -135), (26, -137), (71, -117), (97, -68), (100, -10), (104, 40), (110, 90),
        (106, 138)),
    -1: ((-20, -135), (-50, -130), (-84, -104), (-98, -60), (-100, -10), (-103, 40), (-109, 90),
         (-105, 136)),
}
_FACE: Final = {
    1: ((-22, -101), (6, -90), (38, -70), (58, -38), (65, -2), (66, 38), (68, 78), (62, 120)),
    -1: ((-22, -101), (-38, -88), (-54, -64), (-63, -34), (-66, -2), (-66, 38), (-68, 78),
         (-62, 118)),
}
# fmt: on
_BEND: Final = 0.66
"""Where, from 0 at the parting to 1 at the end, strands begin to gather towards a tip."""


@dataclass(frozen=True)
class _Lock:
    """Part of one side's hair; `start` and `end` are shares of the way inwards to the face."""

    side: int
    start: float
    end: float
    tip: Point
    phase: float
    lit: float

    def strand(self, share: float) -> list[Point]:
        """Return the strand `share` (0 to 1) of the way across the lock."""
        across = lerp(self.start, self.end, share)
        guide = smooth(blend(_OUTER[self.side], _FACE[self.side], across))
        points = []
        for step in range(19):
            down = step / 18.0
            spot = guide.pointAtPercent(down)
            pull = 0.22 * ease((down - _BEND) / (1.0 - _BEND))
            x, y = lerp(spot.x(), self.tip[0], pull), lerp(spot.y(), self.tip[1], pull)
            wave = math.sin(12.0 * down + self.phase + 0.7 * share)
            y += 15.0 * down**6 * math.sin(math.pi * share)
            x -= self.side * 5.0 * ease((down - 0.78) / 0.3)
            points.append((x + self.side * 11.0 * max(0.0, down - 0.36) / 0.64 * wave, y))
        return points

    def outline(self) -> QPainterPath:
        """Return the edge of the lock."""
        path = smooth(self.strand(0.0))
        path.connectPath(smooth([self.strand(share / 8.0)[-1] for share in range(9)]))
        path.connectPath(smooth(self.strand(1.0)).toReversed())
        path.closeSubpath()
        return path


_LOCKS: Final = (
    _Lock(-1, 0.0, 0.42, (-106.0, 150.0), 0.4, 0.8),
    _Lock(1, 0.0, 0.42, (107.0, 152.0), 0.0, 0.5),
    _Lock(-1, 0.62, 1.0, (-64.0, 150.0), 1.5, 0.8),
    _Lock(1, 0.62, 1.0, (66.0, 152.0), 1.2, 0.7),
    _Lock(-1, 0.3, 0.74, (-86.0, 168.0), 0.9, 1.0),
    _Lock(1, 0.3, 0.74, (88.0, 170.0), 0.6, 0.85),
)
"""From back to front."""


def draw_back(painter: QPainter, look: Look) -> None:
    """Draw the hair that hangs behind the neck."""
    # fmt: off
    half: Points = ((0, -135), (50, -127), (88, -84), (98, -20), (101, 40), (105, 92), (102, 142),
                    (80, 164), (36, 154), (0, 140))
    # fmt: on
    painter.fillPath(smooth(both_sides(half), closed=True), tint(look.hair.dark))
    for strand in _back_strands(look.hair):
        stroke(painter, *strand)


def draw_locks(painter: QPainter, look: Look) -> None:
    """Draw the hair beside the face, over skin and clothes, with the shadows it casts."""
    hair = look.hair
    for side in (-1, 1):
        soft_stroke(painter, 4.5, smooth(_FACE[side][:6]), tint(look.skin.deep, 0.5), 10.0)
    for number, lock in enumerate(_LOCKS):
        edge = _outline(lock)
        if lock.start > 0.0:
            soft_fill(painter, 4.0, edge.translated(3.0, 4.0), tint("#120806", 0.34))
        tone = QLinearGradient(0.0, -130.0, 0.0, 180.0)
        tone.setColorAt(0.0, tint(hair.dark))
        tone.setColorAt(0.35, tint(mix(hair.dark, hair.mid, 0.9)))
        tone.setColorAt(1.0, tint(mix(hair.mid, hair.light, 0.25 * lock.lit)))
        painter.fillPath(edge, tone)
        for strand in _lock_strands(hair, number):
            stroke(painter, *strand)


@lru_cache
def _outline(lock: _Lock) -> QPainterPath:
    return lock.outline()


@lru_cache
def _lock_strands(hair: Hair, number: int) -> tuple[_Strand, ...]:
    lock, rng = _LOCKS[number], random.Random(f"lock {number}")
    strands: list[_Strand] = []
    for layer in range(2):
        for index in range(40):
            share = min(1.0, max(0.0, (index + rng.uniform(-0.8, 0.8)) / 39.0))
            guide = lock.strand(share)
            shift = rng.uniform(-0.6, 0.6)
            guide = [(x + shift, y) for x, y in guide[: rng.choice((18, 19, 19, 19))]]
            band = 0.5 + 0.5 * math.sin(11.0 * share + 2.0 * layer + number)
            tone = mix(hair.dark, hair.mid, 0.2 + 0.9 * band * lock.lit)
            strands.append((smooth(guide), tint(tone, 0.7), rng.uniform(0.8, 1.7)))
    for _ in range(46):
        path = smooth(lock.strand(rng.uniform(0.05, 0.95)))
        middle = rng.choice((0.25, 0.27, 0.6, 0.64, 0.86)) + rng.uniform(-0.03, 0.03)
        for line in _gleam(path, middle, rng.uniform(0.04, 0.12)):
            strands.append((line, tint(hair.light, 0.17 * lock.lit), rng.uniform(0.7, 1.5)))
    for share in (0.0, 1.0):
        strands.append((smooth(lock.strand(share)), tint(hair.dark, 0.55), 1.0))
    return tuple(strands)


def _gleam(path: QPainterPath, middle: float, reach: float) -> Iterator[QPainterPath]:
    """Yield overlapping pieces of a strand, which together are brightest at their middle."""
    for step in range(1, 4):
        shares = [middle + reach * step / 3.0 * k / 4.0 for k in range(-4, 5)]
        spots = [path.pointAtPercent(min(1.0, max(0.0, share))) for share in shares]
        yield smooth([(spot.x(), spot.y()) for spot in spots])


@lru_cache
def _back_strands(hair: Hair) -> tuple[_Strand, ...]:
    rng = random.Random("back")
    strands: list[_Strand] = []
    for _ in range(90):
        x = rng.uniform(-98.0, 98.0)
        end = 148.0 + rng.uniform(-10.0, 8.0) - 0.04 * abs(x)
        guide = [(0.8 * x, -20.0), (0.92 * x, 40.0), (1.02 * x, 90.0), (0.98 * x, end)]
        tone = mix(hair.dark, hair.mid, rng.uniform(0.0, 0.6))
        strands.append((smooth(guide), tint(tone, 0.8), rng.uniform(1.2, 2.4)))
    return tuple(strands)
