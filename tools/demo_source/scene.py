"""The room behind the people, and one whole frame."""

import math
import random
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QImage, QLinearGradient, QPainter, QRadialGradient

from tools.demo_source import timeline
from trainer.drawn.geometry import blank, ellipse, mix, smooth, soft, stroke, tint
from trainer.drawn.people import MAYA, THEO
from trainer.drawn.portrait import draw_person

WIDTH: Final = 1280
HEIGHT: Final = 720

_FRAME: Final = QRectF(0.0, 0.0, WIDTH, HEIGHT)


def draw_frame(index: int) -> QImage:
    """Return frame `index` of the clip, 1280x720, 32 bits per pixel."""
    time_s = index / timeline.FPS
    image, painter = blank(QSize(WIDTH, HEIGHT))
    painter.drawImage(0, 0, _room())
    if timeline.guest_presence(time_s) > 0.0:
        draw_person(painter, THEO, timeline.guest_pose(time_s), timeline.guest_face(time_s))
    draw_person(painter, MAYA, timeline.host_pose(time_s), timeline.host_face(time_s))
    painter.end()
    return image


@lru_cache(maxsize=1)
def _room() -> QImage:
    image, painter = blank(QSize(WIDTH, HEIGHT))
    wall = QLinearGradient(0.0, 0.0, WIDTH, HEIGHT)
    wall.setColorAt(0.0, tint("#f3e8d8"))
    wall.setColorAt(0.5, tint("#dfcfba"))
    wall.setColorAt(1.0, tint("#b59c84"))
    painter.fillRect(_FRAME, wall)
    soft(painter, 9.0, _window, _FRAME)
    soft(painter, 7.0, _shelf, _FRAME)
    soft(painter, 6.0, _lamp, _FRAME)
    soft(painter, 8.0, _plant, _FRAME)
    light = QRadialGradient(QPointF(190.0, 230.0), 900.0)
    light.setColorAt(0.0, tint("#fff6e2", 0.55))
    light.setColorAt(0.5, tint("#fff0d8", 0.12))
    light.setColorAt(1.0, tint("#5a4030", 0.22))
    painter.fillRect(_FRAME, light)
    painter.end()
    return image


def _window(painter: QPainter) -> None:
    pane = QRectF(40.0, -30.0, 330.0, 470.0)
    painter.fillRect(pane.adjusted(-16.0, 0.0, 16.0, 18.0), tint("#fbf5ea"))
    sky = QLinearGradient(pane.topLeft(), pane.bottomLeft())
    sky.setColorAt(0.0, tint("#cfe4ef"))
    sky.setColorAt(0.6, tint("#f7f3e3"))
    sky.setColorAt(1.0, tint("#e9efd2"))
    painter.fillRect(pane, sky)
    painter.save()
    painter.setClipRect(pane)
    for x, y, radius, colour in (
        (70.0, 440.0, 95.0, "#9dbb84"), (190.0, 455.0, 85.0, "#b3c98f"),
        (320.0, 430.0, 105.0, "#8fb07c"), (250.0, 380.0, 50.0, "#c4d6a2"),
    ):  # fmt: skip
        painter.fillPath(ellipse((x, y), radius, radius * 0.8), tint(colour, 0.9))
    painter.restore()
    painter.fillRect(QRectF(197.0, -30.0, 14.0, 470.0), tint("#fbf5ea"))
    painter.fillRect(QRectF(40.0, 176.0, 330.0, 12.0), tint("#fbf5ea"))
    painter.fillRect(QRectF(10.0, 448.0, 392.0, 22.0), tint("#fffaf0"))
    painter.fillRect(QRectF(14.0, 470.0, 384.0, 16.0), tint("#8d7560", 0.45))


def _shelf(painter: QPainter) -> None:
    rng = random.Random("books")
    colours = ("#2f6f73", "#c96f4a", "#e3b261", "#7d8f69", "#a24f44", "#46596b", "#d9c7ad")
    for top, start, end in ((196.0, 905.0, 1180.0), (392.0, 1010.0, 1280.0)):
        painter.fillRect(QRectF(850.0, top + 14.0, 440.0, 24.0), tint("#6b4a33", 0.35))
        painter.fillRect(QRectF(850.0, top, 440.0, 16.0), tint("#8a6244"))
        x = start
        while x < end:
            wide, high = rng.uniform(18.0, 38.0), rng.uniform(88.0, 136.0)
            colour = rng.choice(colours)
            painter.fillRect(QRectF(x, top - high, wide - 3.0, high), tint(colour))
            painter.fillRect(QRectF(x, top - high, 5.0, high), tint(mix(colour, "#ffffff", 0.25)))
            x += wide
    painter.fillPath(ellipse((1226.0, 160.0), 30.0, 34.0), tint("#e8ded0"))
    painter.fillPath(ellipse((930.0, 352.0), 40.0, 38.0), tint("#c98a63"))
    for lean in (-46.0, -22.0, 4.0, 28.0, 50.0):
        leaf = smooth([(930.0, 330.0), (930.0 + lean * 0.6, 285.0), (930.0 + lean, 258.0)])
        stroke(painter, leaf, tint("#5f8a5c"), 15.0)


def _lamp(painter: QPainter) -> None:
    glow = QRadialGradient(QPointF(700.0, 92.0), 190.0)
    glow.setColorAt(0.0, tint("#fff0c4", 0.85))
    glow.setColorAt(1.0, tint("#fff0c4", 0.0))
    painter.fillRect(QRectF(500.0, -100.0, 400.0, 400.0), glow)
    stroke(painter, smooth([(700.0, -10.0), (700.0, 40.0)]), tint("#6b4a33"), 4.0)
    shade = smooth(
        [
            (700.0, 22.0),
            (742.0, 52.0),
            (768.0, 108.0),
            (700.0, 118.0),
            (632.0, 108.0),
            (658.0, 52.0),
        ],
        closed=True,
    )
    painter.fillPath(shade, tint("#f4d9a0"))
    painter.fillPath(ellipse((700.0, 110.0), 58.0, 9.0), tint("#fffbe8"))


def _plant(painter: QPainter) -> None:
    rng = random.Random("plant")
    pot = smooth([(28.0, 640.0), (172.0, 640.0), (160.0, 760.0), (40.0, 760.0)], closed=True)
    painter.fillPath(pot, tint("#c98a63"))
    for index in range(22):
        lean = -1.0 + 2.0 * index / 21.0 + rng.uniform(-0.06, 0.06)
        height = (270.0 - 120.0 * lean * lean) * rng.uniform(0.65, 1.0)
        tip = (100.0 + 205.0 * lean, 650.0 - height + 40.0 * abs(lean))
        middle = (100.0 + 95.0 * lean, 650.0 - 0.72 * height)
        colour = rng.choice(("#3f6f4f", "#568a5d", "#6c9d66", "#335c47", "#7fae72"))
        stroke(painter, smooth([(100.0, 650.0), middle, tip]), tint(colour), 5.0)
        turn = math.degrees(math.atan2(tip[1] - middle[1], tip[0] - middle[0]))
        blade = ((middle[0] + 2.0 * tip[0]) / 3.0, (middle[1] + 2.0 * tip[1]) / 3.0)
        painter.fillPath(ellipse(blade, 0.42 * height, 17.0, turn), tint(colour, 0.95))
