"""Zoom and pan, the menu of the picture, and results as text."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from emotion_desktop.domain import FrameResult
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.live_view import picture_menu
from emotion_desktop.gui.live_view.zoom import MOST, Zoom

if TYPE_CHECKING:
    from tests.gui.conftest import App

HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)
SAD = (0.1, 0.1, 0.0, 0.1, 0.7, 0.0, 0.0)
WHOLE = QRectF(10, 20, 400, 200)
NO_BUTTON, NO_KEY = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
Maker = Callable[..., FrameResult]


def test_what_is_below_the_mouse_stays_there() -> None:
    at = QPointF(150, 90)
    zoom = Zoom()
    for _ in range(3):
        before = zoom.target(WHOLE)
        zoom = zoom.scaled(1.5, at, WHOLE)
        after = zoom.target(WHOLE)
        share = (at.x() - before.left()) / before.width(), (at.y() - before.top()) / before.height()
        assert (at.x() - after.left()) / after.width() == pytest.approx(share[0])
        assert (at.y() - after.top()) / after.height() == pytest.approx(share[1])
    assert zoom.target(WHOLE).width() == pytest.approx(400 * 1.5**3)


def test_a_zoom_has_a_limit_and_ends_at_the_whole_picture() -> None:
    close = Zoom().scaled(1000, WHOLE.topLeft(), WHOLE)
    assert close.factor == MOST
    assert close.target(WHOLE).topLeft() == WHOLE.topLeft()
    assert close.scaled(0.001, WHOLE.bottomRight(), WHOLE) == Zoom()


def test_a_picture_cannot_be_moved_out_of_the_view() -> None:
    moved = Zoom(2.0).moved(QPointF(5000, -5000), WHOLE)
    target = moved.target(WHOLE)
    assert (target.left(), target.bottom()) == (WHOLE.left(), WHOLE.bottom())


@pytest.fixture
def shown(app: "App", make_result: Maker) -> "App":
    """The window on a picture with two faces."""
    app.start("demo")
    app.show(make_result(HAPPY, SAD, ids=(3, 4)))
    return app


def middle_of(app: "App", face: int) -> QPoint:
    view = app.stage.video
    frame = view.frame
    assert frame is not None
    target = view.target_of(frame.image)
    scale = target.width() / frame.image.shape[1]
    place = target.topLeft() + QPointF(130 + 300 * face, 180) * scale
    return QPoint(round(place.x()), round(place.y()))


def texts(app: "App", place: QPoint) -> list[str]:
    menu = app.controller.picture_menu.menu_at(place)
    return [action.text() for action in menu.actions() if action.text()]


def turn_wheel(app: "App", place: QPoint, notches: int) -> None:
    at = place.toPointF()
    turned = QPoint(0, 120 * notches)
    view = app.stage.video
    phase, is_inverted = Qt.ScrollPhase.NoScrollPhase, False
    event = QWheelEvent(
        at, view.mapToGlobal(at), QPoint(), turned, NO_BUTTON, NO_KEY, phase, is_inverted
    )
    QApplication.sendEvent(view, event)


def test_the_wheel_zooms_and_dragging_moves(shown: "App") -> None:
    view = shown.stage.video
    face = middle_of(shown, 1)
    turn_wheel(shown, face, 3)
    assert view.zoom.factor == pytest.approx(1.25**3)
    assert view.face_at(face.toPointF()) == 1
    before = view.zoom.x
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(view, left, NO_KEY, face)
    QTest.mouseMove(view, face + QPoint(40, 0))
    QTest.mouseRelease(view, left, NO_KEY, face + QPoint(40, 0))
    assert view.zoom.x < before
    assert view.grab().toImage().width() == view.width()
    shown.window.commands[ActionName.ZOOM_FIT].trigger()
    assert view.zoom == Zoom()
    assert not shown.window.commands[ActionName.ZOOM_OUT].isEnabled()


def test_nothing_is_made_to_be_painted_while_the_window_is_minimised(
    shown: "App", make_result: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    view = shown.stage.video
    monkeypatch.setattr(view.pictures, "prepare", lambda *_, **__: made.append(1))
    monkeypatch.setattr(shown.window, "isMinimized", lambda: True)
    view.prepare(make_result(HAPPY).frame)
    assert made == []
    monkeypatch.undo()
    monkeypatch.setattr(view.pictures, "prepare", lambda *_, **__: made.append(1))
    view.prepare(make_result(HAPPY).frame)
    assert made == [1]


def test_another_source_is_shown_whole(shown: "App") -> None:
    shown.window.commands[ActionName.ZOOM_IN].trigger()
    assert shown.stage.pictures.second.zoom.factor > 1
    shown.controller.session.open("clip.mp4")
    assert shown.stage.video.zoom == Zoom()


def test_a_double_click_fills_the_screen_and_leaves_it(shown: "App") -> None:
    view = shown.stage.video
    for is_full in (True, False):
        QTest.mouseDClick(view, Qt.MouseButton.LeftButton)
        assert shown.window.commands[ActionName.FULL_SCREEN].isChecked() is is_full


def test_the_menu_of_a_face_follows_it_and_copies_its_values(shown: "App") -> None:
    assert texts(shown, middle_of(shown, 1))[:2] == ["Follow #4", "Copy values of #4"]
    assert "Follow #4" not in texts(shown, QPoint(1, 1))
    menu = shown.controller.picture_menu.menu_at(middle_of(shown, 1))
    follow, copy = menu.actions()[:2]
    follow.trigger()
    assert shown.window.docks.timeline.choice.pinned == 4
    copy.trigger()
    header, row = QGuiApplication.clipboard().text().splitlines()
    found = dict(zip(header.split("\t"), row.split("\t"), strict=True))
    assert (found["track_id"], found["label"], found["confidence"]) == ("4", "sadness", "0.7000")


def test_the_menu_finds_a_face_in_a_mirrored_picture(shown: "App") -> None:
    shown.stage.video.set_mirrored(on=True)
    place = middle_of(shown, 0)
    target = shown.stage.video.rect()
    assert shown.stage.video.face_at(QPointF(target.width() - place.x(), place.y())) == 0


def test_all_results_are_copied_as_a_table(shown: "App") -> None:
    shown.window.commands[ActionName.COPY_RESULTS].trigger()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[3] for line in lines] == ["track_id", "3", "4"]
    assert shown.stage.toast.text == "Copied the results"


def test_a_file_is_shown_in_its_folder(
    app: "App", make_result: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(picture_menu, "open_folder", opened.append)
    app.start(str(tmp_path / "clip.mp4"))
    app.show(make_result(HAPPY))
    menu = app.controller.picture_menu.menu_at(QPoint(1, 1))
    (show,) = (action for action in menu.actions() if action.text() == "Show in folder")
    show.trigger()
    assert opened == [tmp_path]
