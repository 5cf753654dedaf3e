"""Neck, shoulders and clothes."""

import math

from PySide6.QtCore import QRectF
from PySide6.QtGui import QLinearGradient, QPainter, QPainterPath

from trainer.drawn.geometry import (
    Point,
    both_sides,
    ellipse,
    mix,
    smooth,
    soft,
    soft_stroke,
    stroke,
    tint,
)
from trainer.drawn.people import Look

_RECT = QRectF(-260.0, 60.0, 520.0, 320.0)


def draw_body(painter: QPainter, look: Look, breath: float) -> None:
    """Draw what shows below the head; `breath` lifts the shoulders by that many millimetres."""
    wide = look.neck + 12.0
    painter.fillPath(ellipse((0.0, 138.0), wide, 27.0), tint(mix(look.collar, "#1a0f0a", 0.55)))
    _ribbed(painter, look, _ring(look, 180.0), 8.0)
    _neck(painter, look)
    painter.save()
    painter.translate(0.0, -breath)
    _jumper(painter, look)
    painter.restore()


def _neck(painter: QPainter, look: Look) -> None:
    skin, half = look.skin, look.neck
    side: list[Point] = [
        (half, 60.0),
        (half - 1.0, 100.0),
        (half + 1.0, 124.0),
        (half + 5.0, 142.0),
        (half + 2.0, 168.0),
    ]
    neck = smooth([*side, *[(-x, y) for x, y in reversed(side)]], closed=True)
    tone = QLinearGradient(-half, 0.0, half, 0.0)
    tone.setColorAt(0.0, tint(mix(skin.base, skin.shade, 0.35)))
    tone.setColorAt(0.35, tint(skin.base))
    tone.setColorAt(1.0, tint(mix(skin.shade, skin.deep, 0.25)))
    painter.fillPath(neck, tone)
    painter.save()
    painter.setClipPath(neck)

    def shadow(inner: QPainter) -> None:
        inner.fillPath(ellipse((4.0, 94.0), half + 16.0, 34.0), tint(skin.deep, 0.78))

    soft(painter, 5.0, shadow, _RECT)
    for turn in (-1.0, 1.0):
        line = smooth([(turn * (half - 6.0), 108.0), (turn * 18.0, 134.0), (turn * 7.0, 152.0)])
        soft_stroke(painter, 2.2, line, tint(skin.shade, 0.55), 3.0)
        bone = smooth([(turn * 10.0, 156.0), (turn * 34.0, 151.0), (turn * 60.0, 150.0)])
        soft_stroke(painter, 1.8, bone.translated(0.0, -3.0), tint(skin.light, 0.45), 3.0)
        soft_stroke(painter, 1.8, bone, tint(skin.deep, 0.35), 2.4)
    painter.restore()


def _jumper(painter: QPainter, look: Look) -> None:
    light, dark = look.cloth
    wide, base = look.shoulders, look.neck
    half: list[Point] = [
        (0.0, 168.0),
        (base * 0.62, 163.0),
        (base + 8.0, 148.0),
        (base + 13.0, 136.0),
        (base + 40.0, 146.0),
        (wide * 0.72, 158.0),
        (wide * 0.92, 172.0),
        (wide + 8.0, 204.0),
        (wide + 22.0, 260.0),
        (wide + 26.0, 340.0),
        (0.0, 342.0),
    ]
    cloth = smooth(both_sides(half), closed=True)
    tone = QLinearGradient(-wide, 140.0, wide * 0.8, 300.0)
    tone.setColorAt(0.0, tint(mix(light, "#ffffff", 0.12)))
    tone.setColorAt(0.4, tint(light))
    tone.setColorAt(1.0, tint(dark))
    painter.fillPath(cloth, tone)
    painter.save()
    painter.setClipPath(cloth)

    def folds(inner: QPainter) -> None:
        for side in (-1.0, 1.0):
            arm = smooth(
                [
                    (side * wide * 0.80, 196.0),
                    (side * wide * 0.74, 240.0),
                    (side * wide * 0.78, 320.0),
                ]
            )
            stroke(inner, arm, tint(dark, 0.75), 9.0)
            drape = smooth(
                [(side * (base + 20.0), 158.0), (side * (base + 34.0), 200.0), (side * 24.0, 250.0)]
            )
            stroke(inner, drape, tint(dark, 0.4), 8.0)
        inner.fillPath(ellipse((wide * 0.2, 172.0), base + 44.0, 12.0), tint(dark, 0.5))
        inner.fillPath(
            ellipse((-wide * 0.62, 172.0), 34.0, 8.0, -14.0), tint(mix(light, "#ffffff", 0.4), 0.5)
        )

    soft(painter, 5.0, folds, _RECT)
    _knit(painter, dark, wide)
    painter.restore()
    _collar(painter, look)


def _knit(painter: QPainter, dark: str, wide: float) -> None:
    for step in range(-26, 27):
        x = step * wide / 24.0
        rib = smooth([(x * 0.82, 138.0), (x, 200.0), (x * 1.06, 340.0)])
        stroke(painter, rib, tint(dark, 0.20), 1.2)


def _ring(look: Look, start: float) -> QPainterPath:
    """Return half of the neckline: the one at the back from 180 degrees, the front from 0."""
    wide, high = look.neck + 12.0, 29.0
    box = QRectF(-wide, 138.0 - high, 2.0 * wide, 2.0 * high)
    path = QPainterPath()
    path.arcMoveTo(box, -start)
    path.arcTo(box, -start, -180.0)
    return path


def _collar(painter: QPainter, look: Look) -> None:
    line = _ring(look, 0.0)
    soft_stroke(painter, 2.4, line.translated(1.0, 5.0), tint(look.cloth[1], 0.8), 8.0)
    _ribbed(painter, look, line, 10.0)
    if look.necklace:
        base = look.neck
        chain = smooth(
            [
                (-base - 3.0, 132.0),
                (-base * 0.6, 147.0),
                (0.0, 155.0),
                (base * 0.6, 147.0),
                (base + 3.0, 132.0),
            ]
        )
        soft_stroke(painter, 0.9, chain.translated(0.5, 1.4), tint(look.skin.deep, 0.5), 1.2)
        stroke(painter, chain, tint("#e3b64f"), 0.9)
        painter.fillPath(ellipse((0.0, 157.0), 2.2, 2.2), tint("#f2cf77"))


def _ribbed(painter: QPainter, look: Look, line: QPainterPath, width: float) -> None:
    """Draw a band of knitted ribs along a line."""
    stroke(painter, line, tint(look.collar), width)
    shine = tint(mix(look.collar, "#ffffff", 0.25), 0.6)
    stroke(painter, line.translated(0.0, -0.34 * width), shine, 1.2)
    rib = QPainterPath()
    for index in range(57):
        share = index / 56.0
        spot, turn = line.pointAtPercent(share), math.radians(line.angleAtPercent(share) + 90.0)
        reach_x, reach_y = 0.42 * width * math.cos(turn), -0.42 * width * math.sin(turn)
        rib.moveTo(spot.x() - reach_x, spot.y() - reach_y)
        rib.lineTo(spot.x() + reach_x, spot.y() + reach_y)
    stroke(painter, rib, tint(mix(look.collar, "#000000", 0.45), 0.26), 0.9)
