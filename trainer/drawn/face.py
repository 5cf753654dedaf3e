"""The head without eyes and mouth: outline, skin, light and shade, nose, ears, beard."""

import random

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPainterPath, QRadialGradient

from trainer.drawn.expressions import Expression
from trainer.drawn.geometry import (
    Point,
    both_sides,
    ease,
    ellipse,
    mirrored,
    smooth,
    soft,
    soft_fill,
    soft_stroke,
    stroke,
    tint,
)
from trainer.drawn.mouth import Mouth
from trainer.drawn.people import Look

_HALF: tuple[Point, ...] = (
    (0.0, -112.0), (40.0, -104.0), (64.0, -74.0), (70.5, -34.0), (70.0, 0.0), (68.5, 26.0),
    (64.5, 52.0), (56.0, 78.0), (39.0, 99.0), (19.0, 111.0), (0.0, 113.5),
)  # fmt: skip


def outline(look: Look, face: Expression) -> QPainterPath:
    """Return the edge of the face, ears left out."""
    half = []
    for x, y in _HALF:
        low = ease((y - 10.0) / 70.0)
        cheeks = 1.0 + 0.035 * face.cheek * max(0.0, 1.0 - abs(y - 36.0) / 40.0)
        drop = face.jaw * 0.85 * ease((y - 40.0) / 60.0)
        narrow = 1.0 - 0.004 * face.jaw * low
        wide = (1.0 + (look.jaw - 1.0) * low) * cheeks * narrow
        half.append((x * wide, y + drop + look.chin * ease((y - 60.0) / 50.0)))
    return smooth(both_sides(half), closed=True)


def draw_ears(painter: QPainter, look: Look) -> None:
    """Draw both ears; the face covers their inner edges."""
    skin = look.skin
    for side in (-1, 1):
        painter.save()
        painter.scale(side, 1.0)
        shell: list[Point] = [
            (64.0, -8.0),
            (70.0, -17.0),
            (77.5, -16.0),
            (80.5, -3.0),
            (78.0, 12.0),
            (74.5, 25.0),
            (69.5, 33.0),
            (64.0, 30.0),
        ]
        ear = smooth(shell, closed=True)
        glow = QRadialGradient(QPointF(76.0, -4.0), 36.0)
        glow.setColorAt(0.0, tint(skin.base if side > 0 else skin.light))
        glow.setColorAt(1.0, tint(skin.shade))
        painter.fillPath(ear, glow)
        fold = smooth([(68.0, -6.0), (73.0, -11.5), (76.5, -5.0), (75.0, 7.0), (71.5, 16.0)])
        soft_stroke(painter, 1.1, fold, tint(skin.deep, 0.5), 1.8)
        soft_fill(painter, 1.6, ellipse((70.0, 9.0), 3.0, 7.0, 8.0), tint(skin.deep, 0.55))
        painter.restore()


def draw_skin(painter: QPainter, look: Look, face: Expression) -> None:
    """Fill the face and model it with light from the upper left."""
    skin, edge = look.skin, outline(look, face)
    tone = QRadialGradient(QPointF(-16.0, -22.0), 150.0)
    tone.setColorAt(0.0, tint(skin.light))
    tone.setColorAt(0.42, tint(skin.base))
    tone.setColorAt(0.78, tint(skin.shade))
    tone.setColorAt(1.0, tint(skin.deep))
    painter.fillPath(edge, tone)
    painter.save()
    painter.setClipPath(edge)
    jaw = 0.85 * face.jaw + look.chin

    def broad(inner: QPainter) -> None:
        side = [
            (86.0, -90.0),
            (60.0, -60.0),
            (57.0, -12.0),
            (57.0, 24.0),
            (49.0, 62.0),
            (30.0, 96.0 + jaw),
            (6.0, 116.0 + jaw),
            (60.0, 130.0),
            (100.0, 40.0),
        ]
        inner.fillPath(smooth(side, closed=True), tint(skin.shade, 0.72))
        other = [
            (-84.0, -80.0),
            (-66.0, -50.0),
            (-65.0, 0.0),
            (-60.0, 50.0),
            (-40.0, 92.0 + jaw),
            (-10.0, 116.0 + jaw),
            (-70.0, 120.0),
            (-100.0, 20.0),
        ]
        inner.fillPath(smooth(other, closed=True), tint(skin.shade, 0.5))
        inner.fillPath(ellipse((0.0, -104.0), 66.0, 24.0), tint(skin.shade, 0.55))

    def middle(inner: QPainter) -> None:
        for side in (-1.0, 1.0):
            inner.fillPath(
                ellipse((side * 20.0, -6.0), 10.0, 9.0, side * -20.0), tint(skin.shade, 0.75)
            )
            inner.fillPath(
                ellipse((side * 37.0, -9.0), 19.0, 6.0, side * 6.0), tint(skin.shade, 0.5)
            )
            inner.fillPath(
                ellipse((side * 44.0, 58.0), 9.0, 17.0, side * 28.0), tint(skin.shade, 0.34)
            )
            cheek = (side * (43.0 - face.cheek), 34.0 - 7.0 * face.cheek)
            inner.fillPath(ellipse(cheek, 14.0, 11.0), tint(skin.blush, 0.38 + 0.22 * face.cheek))
        inner.fillPath(ellipse((0.0, 56.0), 13.0, 5.0), tint(skin.shade, 0.4))

    def lights(inner: QPainter) -> None:
        inner.fillPath(ellipse((-12.0, -58.0), 32.0, 18.0), tint(skin.light, 0.7))
        for side, power in ((-1.0, 0.85), (1.0, 0.45)):
            rise = 6.0 * face.cheek
            inner.fillPath(
                ellipse(
                    (side * 41.0, 21.0 - rise),
                    13.0 + 2.0 * face.cheek,
                    6.5 + 2.0 * face.cheek,
                    side * -18.0,
                ),
                tint(skin.light, power),
            )
            inner.fillPath(
                ellipse((side * 40.0, -33.0), 15.0, 3.5, side * 8.0), tint(skin.light, 0.5 * power)
            )
        inner.fillPath(ellipse((-3.0, 101.0 + jaw), 11.0, 6.0), tint(skin.light, 0.7))

    soft(painter, 9.0, broad)
    soft(painter, 5.0, middle)
    soft(painter, 5.0, lights)
    painter.restore()


def draw_nose(painter: QPainter, look: Look, face: Expression) -> None:
    """Draw the nose, its wings lifted by a wrinkle."""
    skin, wide, lift = look.skin, look.nose, -2.2 * face.nose_wrinkle
    slope = [
        (8.0, -16.0),
        (7.0, -2.0),
        (8.0, 16.0),
        (11.0 * wide, 32.0),
        (18.0 * wide, 42.0),
        (15.0 * wide, 47.0),
        (9.0, 40.0),
        (5.0, 20.0),
        (4.5, 0.0),
    ]
    soft_fill(painter, 2.6, smooth(slope, closed=True), tint(skin.deep, 0.42))
    soft_fill(painter, 3.0, smooth(mirrored(slope), closed=True), tint(skin.shade, 0.55))
    soft_stroke(
        painter,
        2.4,
        smooth([(-1.5, -12.0), (-1.8, 8.0), (-1.5, 28.0)]),
        tint(skin.light, 0.85),
        4.6,
    )
    soft_fill(painter, 2.8, ellipse((-2.0, 37.0 + lift), 6.5, 5.5), tint(skin.light, 0.85))
    base = smooth(
        [
            (-14.0 * wide, 46.0 + lift),
            (-7.0, 47.5 + lift),
            (0.0, 51.5 + 0.6 * lift),
            (7.0, 47.5 + lift),
            (14.0 * wide, 46.0 + lift),
            (8.0, 52.5),
            (0.0, 54.5),
            (-8.0, 52.5),
        ],
        closed=True,
    )
    soft_fill(painter, 1.6, base, tint(skin.deep, 0.55))
    for side in (-1.0, 1.0):
        nostril = ellipse((side * 7.6 * wide, 47.6 + lift), 4.0 * wide, 2.1, side * -16.0)
        soft_fill(painter, 0.8, nostril, tint("#2b100b", 0.85))
        wing = smooth(
            [
                (side * 13.5 * wide, 33.5 + lift),
                (side * 18.3 * wide, 39.0 + lift),
                (side * 17.6 * wide, 46.0 + lift),
                (side * 13.0 * wide, 48.6 + lift),
            ]
        )
        soft_stroke(painter, 1.1, wing, tint(skin.deep, 0.42 + 0.3 * face.nose_wrinkle), 1.6)
        soft_fill(
            painter,
            1.8,
            ellipse((side * 13.4 * wide, 41.5 + lift), 2.4, 3.0),
            tint(skin.light, 0.5 if side < 0 else 0.28),
        )
        philtrum = smooth([(side * 3.4, 54.0), (side * 4.4, 61.0)])
        soft_stroke(painter, 1.2, philtrum, tint(skin.shade, 0.5), 1.6)
        for row in range(2):
            start = (side * (2.0 + row), 2.0 + 6.0 * row)
            wrinkle = smooth(
                [
                    start,
                    (side * (8.0 + row), 4.0 + 7.0 * row),
                    (side * (14.0 + row), 2.0 + 9.0 * row),
                ]
            )
            soft_stroke(painter, 0.9, wrinkle, tint(skin.deep, 0.5 * face.nose_wrinkle), 1.4)


def draw_creases(painter: QPainter, look: Look, face: Expression) -> None:
    """Draw the creases of the forehead and between the brows, and hollows around the eyes."""
    skin = look.skin
    if face.socket > 0.0:
        for side in (-1.0, 1.0):
            under_brow = ellipse((side * 24.0, -11.0 - 0.5 * face.brow_inner), 13.0, 6.0, side * 24)
            soft_fill(painter, 3.6, under_brow, tint(skin.deep, 0.5 * face.socket))
            below = ellipse((side * 31.0, 12.0), 15.0, 4.0, side * -6.0)
            soft_fill(painter, 3.0, below, tint(skin.deep, 0.36 * face.socket))
    for side in (-1.0, 1.0):
        x, low = side * max(2.6, 7.5 - 0.8 * face.brow_squeeze), -9.0 - 0.5 * face.brow_inner
        line = smooth([(x * 0.8, low), (x * 1.15, low - 9.0), (x * 0.95, low - 20.0)])
        soft_stroke(painter, 1.0, line, tint(skin.deep, 0.72 * face.furrow), 1.9)
        inner = (side * (15.0 - face.brow_squeeze), -27.0 - face.brow_inner)
        soft_fill(painter, 2.4, ellipse(inner, 5.0, 4.0), tint(skin.light, 0.4 * face.furrow))
    soft_fill(painter, 2.6, ellipse((0.0, -19.0), 6.5, 10.0), tint(skin.deep, 0.34 * face.furrow))
    for row in range(3):
        y, half = -45.0 - 9.5 * row, 36.0 - 5.0 * row
        rise = 2.5 if face.brow_outer > 0 else -3.0
        line = smooth(
            [
                (-half, y + rise),
                (-half * 0.5, y - 0.6),
                (0.0, y + 1.2),
                (half * 0.5, y - 0.6),
                (half, y + rise),
            ]
        )
        soft_stroke(painter, 1.1, line, tint(skin.deep, 0.42 * face.forehead), 1.6)


def draw_beard(painter: QPainter, look: Look, face: Expression) -> None:
    """Draw a short beard and moustache; the caller clips them to the face."""
    if look.beard <= 0.0:
        return
    mouth, jaw = Mouth(look, face), 0.85 * face.jaw
    half = mouth.half
    cheek: list[Point] = [
        (72.0, -6.0),
        (66.0, 26.0),
        (57.0, 50.0),
        (half + 13.0, 66.0),
        (half + 5.0, mouth.corner + 4.0),
        (15.0, mouth.bottom + 15.0),
        (0.0, mouth.bottom + 14.0),
    ]
    ring = [
        *cheek,
        *mirrored(cheek[:-1])[::-1],
        (-90.0, 40.0),
        (-60.0, 110.0 + jaw),
        (0.0, 135.0 + jaw),
        (60.0, 110.0 + jaw),
        (90.0, 40.0),
    ]
    beard = smooth(ring, closed=True)
    top = mouth.top - mouth.upper_lip
    lip: list[Point] = [
        (0.0, top - 6.5),
        (9.0, top - 7.5),
        (half * 0.8, top - 3.0),
        (half + 8.0, mouth.corner - 1.0),
        (half + 7.0, mouth.corner + 8.0),
        (half + 2.5, mouth.corner),
        (half * 0.6, top + 1.0),
        (5.0, top - 1.5),
    ]
    moustache = smooth([*lip, *mirrored(lip[1:])[::-1]], closed=True)
    colour = look.hair.dark
    soft_fill(painter, 3.4, beard, tint(colour, look.beard))
    soft_fill(painter, 1.6, moustache, tint(colour, look.beard))
    soft_fill(
        painter,
        2.0,
        ellipse((0.0, mouth.bottom + mouth.lower_lip + 6.0), 6.0, 4.0),
        tint(colour, 0.8 * look.beard),
    )
    rng = random.Random(look.name)
    for _ in range(500):
        x, y = rng.uniform(-72.0, 72.0), rng.uniform(20.0, 118.0) + jaw * 0.7
        lean, reach = rng.uniform(-0.6, 0.6) + 0.015 * x, rng.uniform(1.6, 3.4)
        if beard.contains(QPointF(x, y)):
            hair = smooth([(x, y), (x + lean, y + reach)])
            stroke(painter, hair, tint(look.hair.dark, rng.uniform(0.15, 0.5)), 0.6)
