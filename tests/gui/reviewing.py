"""A made-up recording, and where its review stands."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF
from pytestqt.qtbot import QtBot

from emotion_desktop.domain import UnreadableReason
from emotion_desktop.labels import Emotion

if TYPE_CHECKING:
    from emotion_desktop.gui.review.window import ReviewWindow

SessionMaker = Callable[..., Path]
Opener = Callable[[Path], "ReviewWindow"]
HAPPY, SAD = Emotion.HAPPINESS, Emotion.SADNESS
PEOPLE = {
    1: [(0.0, 1.5, HAPPY), (1.5, 3.0, None)],
    2: [(1.0, 2.0, SAD), (2.0, 2.5, UnreadableReason.TOO_DARK)],
}
MARKERS = [(0.5, 4, "begin"), (2.0, 7, "")]


def shown(window: "ReviewWindow") -> int:
    """Return the frame number that the picture shows in binary; -1 without a picture."""
    frame = window.video.frame
    if frame is None:
        return -1
    return sum((int(frame.image[100, 10 + 20 * bit, 1]) > 128) << bit for bit in range(12))


def has_overlay(window: "ReviewWindow") -> bool:
    return window.video.result is not None


def wait_until_at(window: "ReviewWindow", qtbot: QtBot, row: int) -> None:
    """Wait until picture, result, slider and play-head are all at a frame."""
    qtbot.waitUntil(lambda: shown(window) == row)
    time_s = float(window.session.times[row])
    frame = window.video.frame
    assert frame is not None
    assert frame.index == row
    assert window.player.row == row
    assert window.timeline.chart.head_s == pytest.approx(time_s, abs=0.05)
    assert window.transport.scrubber.value() == pytest.approx(1000 * time_s, abs=50)


def wait_for_toast(window: "ReviewWindow", qtbot: QtBot, text: str) -> None:
    qtbot.waitUntil(lambda: window.toast.text == text, timeout=10_000)


def point_of(window: "ReviewWindow", time_s: float, y: float) -> QPoint:
    """Return where a time and a height are on the chart's viewport."""
    plot = window.timeline.chart.plot
    scene = plot.field.mapViewToScene(QPointF(time_s, y))
    point: QPoint = plot.mapFromScene(scene)
    return point
