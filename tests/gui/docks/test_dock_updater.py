"""The panels and the picture tell of the same people."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from emotion_desktop.domain import FrameResult
from emotion_desktop.gui.accessibility import probabilities_in_words
from emotion_desktop.gui.charts.legend import Legend
from emotion_desktop.gui.docks.faces.card import FaceCard
from emotion_desktop.gui.docks.faces.rows import row_of
from emotion_desktop.gui.live_view.video_view import VideoView

if TYPE_CHECKING:
    from tests.gui.conftest import App

Maker = Callable[..., FrameResult]
HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)
SURPRISED = (0.0, 0.0, 0.0, 0.1, 0.0, 0.9, 0.0)


def test_a_label_changes_on_the_card_with_the_picture(app: "App", make_result: Maker) -> None:
    app.start()
    faces = app.window.docks.faces
    said: list[str] = []
    app.controller.session.shown.changed.connect(
        lambda: said.extend(card.accessibleName() for card in faces.cards)
    )
    for values in (HAPPY, HAPPY, SURPRISED):
        app.show(make_result(values))
    assert said == ["Face 1: Happiness", "Face 1: Happiness", "Face 1: Surprise"]


class Agreement(QObject):
    """Whenever the picture, a card or the legend is painted, keeps what each of them says."""

    def __init__(self, app: "App") -> None:
        super().__init__()
        self._app = app
        self.said: list[tuple[str, str, str]] = []
        self.boxes: list[float] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        video, docks = self._app.stage.video, self._app.window.docks
        is_shown = isinstance(watched, VideoView | FaceCard | Legend)
        if event.type() is QEvent.Type.Paint and is_shown and video.result is not None:
            in_picture = row_of(video.result, 0).bars
            in_legend = ((each.emotion, each.value) for each in docks.timeline.legend.entries)
            places = (in_picture, docks.faces.rows[0].bars, in_legend)
            picture, card, legend = (probabilities_in_words(values) for values in places)
            self.said.append((picture, card, legend))
            self.boxes.append(float(video.result.faces.boxes[0, 0]))
        return False


def _happy_by(happiness: float) -> tuple[float, ...]:
    """Return probabilities of all classes."""
    return (0.01, 0.02, 0.03, happiness, 0.04, 0.0, 0.9 - happiness)


def _moved(result: FrameResult, by: float) -> FrameResult:
    boxes = result.faces.boxes + np.float32(by)
    return replace(result, faces=replace(result.faces, boxes=boxes))


def test_picture_cards_and_legend_say_the_same_whenever_they_are_painted(
    app: "App", qtbot: QtBot, make_result: Maker
) -> None:
    app.start()
    timeline = app.window.docks.timeline
    app.show(make_result(_happy_by(0.5)))
    qtbot.waitUntil(lambda: timeline.chart is not None and bool(timeline.drawn), timeout=20_000)
    agreement, application = Agreement(app), QApplication.instance()
    assert application is not None
    application.installEventFilter(agreement)
    for number in range(40):
        result = make_result(_happy_by(0.5 + number / 100))
        app.show(_moved(result, number))
        qtbot.wait(20)
    application.removeEventFilter(agreement)
    for picture, card, legend in agreement.said:
        assert picture == card == legend
    figures = {picture for picture, _, _ in agreement.said}
    assert 3 <= len(figures) < len(set(agreement.boxes)), "boxes move with every frame"


def test_the_last_figures_are_those_of_the_last_picture(
    app: "App", qtbot: QtBot, make_result: Maker
) -> None:
    app.start()
    app.show(make_result(_happy_by(0.5)))
    last = make_result(_happy_by(0.6))
    app.show(last)
    rows = app.window.docks.faces
    qtbot.waitUntil(lambda: app.stage.video.result is last and rows.rows[0].confidence > 0.55)
    assert rows.rows[0].headline == "Face 1: Happiness 60\u00a0%"
