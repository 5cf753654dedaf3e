"""What a window that cannot be seen leaves undone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from emotion_desktop.domain import FrameResult

if TYPE_CHECKING:
    from tests.gui.conftest import App

HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)


class PaintCounter(QObject):
    """Counts the paint events of all widgets of the app."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() is QEvent.Type.Paint and isinstance(watched, QWidget):
            self.count += 1
        return False


@contextmanager
def counted() -> Iterator[PaintCounter]:
    counter, application = PaintCounter(), QApplication.instance()
    assert application is not None
    application.installEventFilter(counter)
    try:
        yield counter
    finally:
        application.removeEventFilter(counter)


def test_nothing_is_painted_while_the_window_is_minimised(
    app: "App", qtbot: QtBot, make_result: Callable[..., FrameResult]
) -> None:
    app.start()
    recorded: list[FrameResult] = []
    app.live.subscribe(recorded.append)
    app.show(make_result(HAPPY))
    with counted() as seen:
        for _ in range(5):
            app.show(make_result(HAPPY))
            qtbot.wait(40)
    assert seen.count >= 5
    app.window.showMinimized()
    qtbot.wait(200)
    with counted() as unseen:
        for _ in range(20):
            app.show(make_result(HAPPY))
            qtbot.wait(40)
    assert unseen.count == 0
    assert len(recorded) == 26, "a recording gets every result"
    with counted() as again:
        app.window.showNormal()
        qtbot.waitUntil(lambda: again.count > 0)


def test_panels_of_a_minimised_window_are_not_brought_up_to_date(
    app: "App",
    qtbot: QtBot,
    make_result: Callable[..., FrameResult],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app.start()
    app.show(make_result(HAPPY))
    docks = app.window.docks
    qtbot.waitUntil(lambda: docks.timeline.chart is not None, timeout=30_000)
    app.window.showMinimized()
    drawn: list[object] = []
    monkeypatch.setattr(docks.timeline, "redraw", lambda: drawn.append("timeline"))
    monkeypatch.setattr(docks.performance, "show_figures", lambda *_: drawn.append("performance"))
    for _ in range(10):
        app.show(make_result(HAPPY))
        qtbot.wait(60)
    assert drawn == []
    app.window.showNormal()
    qtbot.waitUntil(lambda: "timeline" in drawn)


def test_panels_are_there_again_when_a_minimised_window_comes_back(
    app: "App", qtbot: QtBot
) -> None:
    docks = app.window.docks.in_order()
    before = [dock.isHidden() for dock in docks]
    app.window.showMinimized()
    qtbot.wait(100)
    app.window.showNormal()
    qtbot.wait(100)
    assert not all(before)
    assert [dock.isHidden() for dock in docks] == before
