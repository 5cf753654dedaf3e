"""Two heads of hair, each strand a line between two guide curves."""

import math
import random
from functools import lru_cache

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QRadialGradient

from tools.demo_source.geometry import (
    Point,
    Points,
    blend,
    both_sides,
    ellipse,
    lerp,
    mix,
    smooth,
    soft_fill,
    soft_stroke,
    stroke,
    tint,
)
from tools.demo_source.people import Hair, HairStyle, Look

_Strand = tuple[QPainterPath, QColor, float]

# Guide curves of the waves, from the parting down: the outer edge, then the edge at the face.
_RIGHT_OUTER: Points = (
    (-20, -130),
    (28, -134),
    (72, -112),
    (95, -64),
    (99, -10),
    (103, 40),
    (110, 90),
    (92, 140),
)
_RIGHT_FACE: Points = (
    (-22, -106),
    (-4, -84),
    (32, -72),
    (58, -44),
    (67, -8),
    (66, 34),
    (69, 76),
    (50, 128),
)
_LEFT_OUTER: Points = (
    (-20, -130),
    (-52, -125),
    (-82, -100),
    (-96, -58),
    (-99, -10),
    (-102, 40),
    (-109, 90),
    (-90, 138),
)
_LEFT_FACE: Points = (
    (-22, -106),
    (-36, -86),
    (-54, -66),
    (-64, -38),
    (-68, -8),
    (-66, 34),
    (-69, 76),
    (-48, 124),
)


def draw_back_hair(painter: QPainter, look: Look) -> None:
    """Draw the hair behind the neck."""
    if look.hair.style is not HairStyle.WAVES:
        return
    half: Points = (
        (0, -131),
        (50, -122),
        (86, -84),
        (96, -20),
        (100, 40),
        (107, 92),
        (94, 134),
        (66, 143),
        (36, 136),
        (0, 130),
    )
    painter.fillPath(smooth(both_sides(half), closed=True), tint(look.hair.dark))
    for strand in _back_strands(look.hair):
        stroke(painter, *strand)


def draw_front_hair(painter: QPainter, look: Look) -> None:
    """Draw the hair around and over the face, with its shadow on the skin."""
    if look.hair.style is HairStyle.WAVES:
        _draw_waves(painter, look)
    else:
        _draw_curls(painter, look)


def _draw_waves(painter: QPainter, look: Look) -> None:
    for outer, inner in ((_LEFT_OUTER, _LEFT_FACE), (_RIGHT_OUTER, _RIGHT_FACE)):
        soft_stroke(painter, 4.5, smooth(inner[:6]), tint(look.skin.deep, 0.55), 10.0)
        mass = smooth(_waved(outer, 0.0))
        mass.connectPath(smooth(_waved(inner, 1.0)).toReversed())
        mass.closeSubpath()
        painter.fillPath(mass, tint(look.hair.mid))
    for strand in _wave_strands(look.hair):
        stroke(painter, *strand)


def _waved(guide: Points, share: float) -> list[Point]:
    """Return a guide curve as a wave that grows towards the ends of the hair."""
    waved = []
    count = len(guide) - 1
    for index, (x, y) in enumerate(guide):
        down = index / count
        sway = 14.0 * max(0.0, down - 0.3) * math.sin(11.0 * down + 1.6 * share)
        waved.append((x + sway, y))
    return waved


@lru_cache
def _wave_strands(hair: Hair) -> tuple[_Strand, ...]:
    rng = random.Random("waves")
    strands: list[_Strand] = []
    for outer, inner, lit in ((_LEFT_OUTER, _LEFT_FACE, 1.0), (_RIGHT_OUTER, _RIGHT_FACE, 0.75)):
        for layer in range(2):
            for index in range(70):
                share = min(1.0, max(0.0, (index + rng.uniform(-0.8, 0.8)) / 69.0))
                guide = _waved(blend(outer, inner, share), share)
                guide = [(x + rng.uniform(-0.7, 0.7), y) for x, y in guide]
                end = guide[-1]
                guide[-1] = (
                    end[0] + rng.uniform(-2, 2),
                    end[1] + rng.uniform(-7, 4) - 12.0 * share * (1.0 - share),
                )
                band = 0.5 + 0.5 * math.sin(15.0 * share + 2.0 * layer)
                tone = mix(hair.dark, hair.mid, 0.25 + 0.75 * band * lit)
                strands.append((smooth(guide), tint(tone, 0.75), rng.uniform(0.9, 1.9)))
        for _ in range(90):
            share = rng.uniform(0.04, 0.96)
            path = smooth(_waved(blend(outer, inner, share), share))
            middle = rng.choice((0.26, 0.27, 0.66)) + rng.uniform(-0.03, 0.03)
            reach = rng.uniform(0.04, 0.11)
            strands += _glints(
                path, (middle, reach), hair.light, (0.16 * lit, rng.uniform(0.7, 1.5))
            )
    return tuple(strands)


def _glints(
    path: QPainterPath, where: tuple[float, float], colour: str, power: tuple[float, float]
) -> list[_Strand]:
    """Return a gleam on a strand as overlapping lines, brightest at its middle."""
    (middle, reach), (alpha, width) = where, power
    glints = []
    for step in range(1, 4):
        spots = [
            path.pointAtPercent(min(1.0, max(0.0, middle + reach * step / 3.0 * k / 4.0)))
            for k in range(-4, 5)
        ]
        line = smooth([(spot.x(), spot.y()) for spot in spots])
        glints.append((line, tint(colour, alpha), width))
    return glints


@lru_cache
def _back_strands(hair: Hair) -> tuple[_Strand, ...]:
    rng = random.Random("back")
    strands: list[_Strand] = []
    for _ in range(90):
        x = rng.uniform(-96.0, 96.0)
        end = 138.0 + rng.uniform(-12.0, 10.0) - 0.05 * abs(x)
        guide = [(0.8 * x, -20.0), (0.92 * x, 40.0), (1.02 * x, 90.0), (0.93 * x, end)]
        tone = mix(hair.dark, hair.mid, rng.uniform(0.0, 0.6))
        strands.append((smooth(_waved(guide, x * 0.02)), tint(tone, 0.8), rng.uniform(1.2, 2.4)))
    return tuple(strands)


def _draw_curls(painter: QPainter, look: Look) -> None:
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
