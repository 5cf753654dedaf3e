"""A short head of tight curls."""

import math
import random
from functools import lru_cache

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QRadialGradient

from trainer.drawn.geometry import (
    Point,
    Points,
    ellipse,
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


def draw_curls(painter: QPainter, look: Look) -> None:
    """Draw short curls, shorter at the sides, and their shadow on the forehead."""
    hair = look.hair
    for side in (-1.0, 1.0):
        fade: list[Point] = [
            (56.0, -70.0),
            (64.0, -44.0),
            (66.0, -18.0),
            (66.5, 4.0),
            (69.0, 4.0),
            (69.5, -20.0),
            (69.5, -56.0),
            (64.0, -84.0),
        ]
        path = smooth([(side * x, y) for x, y in fade], closed=True)
        soft_fill(painter, 1.8, path, tint(hair.dark, 0.85))
    hairline: Points = (
        (-64, -56),
        (-56, -72),
        (-44, -80),
        (-18, -85),
        (12, -85),
        (40, -81),
        (55, -72),
        (64, -56),
    )
    soft_stroke(
        painter, 4.0, smooth([(x, y + 5) for x, y in hairline]), tint(look.skin.deep, 0.5), 8.0
    )
    crown: list[Point] = [
        (69.5, -50.0),
        (73.0, -82.0),
        (64.0, -114.0),
        (38.0, -134.0),
        (0.0, -140.0),
        (-38.0, -134.0),
        (-64.0, -114.0),
        (-73.0, -82.0),
        (-69.5, -50.0),
    ]
    mass = smooth([*hairline, *crown], closed=True)
    glow = QRadialGradient(QPointF(-26.0, -122.0), 90.0)
    glow.setColorAt(0.0, tint(mix(hair.mid, hair.light, 0.4)))
    glow.setColorAt(0.6, tint(hair.mid))
    glow.setColorAt(1.0, tint(hair.dark))
    painter.fillPath(mass, glow)
    soft_stroke(painter, 1.3, smooth(hairline), tint(hair.dark, 0.6), 3.0)
    for strand in _curl_strands(hair):
        stroke(painter, *strand)


@lru_cache
def _curl_strands(hair: Hair) -> tuple[_Strand, ...]:
    rng = random.Random("curls")
    region = smooth(
        [
            (-65, -56),
            (-56, -74),
            (-44, -82),
            (-20, -87),
            (12, -87),
            (40, -83),
            (56, -74),
            (65, -56),
            (69, -54),
            (73, -84),
            (64, -114),
            (38, -134),
            (0, -141),
            (-38, -134),
            (-64, -114),
            (-73, -84),
            (-69, -54),
        ],
        closed=True,
    )
    strands: list[_Strand] = []
    while len(strands) < 1100:
        x, y = rng.uniform(-76.0, 76.0), rng.uniform(-143.0, -60.0)
        if not region.contains(QPointF(x, y)):
            continue
        turn, radius = rng.uniform(0.0, 360.0), rng.uniform(1.8, 4.6)
        curl = QPainterPath()
        box = ellipse((x, y), radius, radius * rng.uniform(0.6, 1.0), turn).boundingRect()
        curl.arcMoveTo(box, turn)
        curl.arcTo(box, turn, rng.uniform(150.0, 280.0))
        away = math.hypot(x + 24.0, y + 124.0) / 95.0
        bright = max(0.0, 1.0 - away) * rng.uniform(0.3, 1.0)
        tone = mix(hair.dark, hair.light, lerp(0.0, 0.9, bright))
        strands.append((curl, tint(tone, rng.uniform(0.45, 0.95)), rng.uniform(0.8, 1.7)))
    return tuple(strands)
