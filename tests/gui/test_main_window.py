import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QRect, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from emotion_desktop.config import find_checkpoint
from emotion_desktop.domain import FrameResult
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.docks.panels import PANELS
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.models.metadata import read_metadata

if TYPE_CHECKING:
    from tests.gui.conftest import App

HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)


def test_thirty_thousand_calls_into_qt_do_not_abort(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    for number in range(30_000):
        label.setText(str(number))
    assert label.text() == "29999"


def test_the_window_stands_before_anything_heavy_is_imported(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from emotion_desktop.gui import app\n"
        "from PySide6.QtCore import QSettings\n"
        "application = app.QApplication(['test'])\n"
        f"settings = QSettings({str(tmp_path / 's.ini')!r}, QSettings.Format.IniFormat)\n"
        "window = app.MainWindow(settings)\n"
        "app.Controller(window, app.Session('cpu', window), app.pictures_folder())\n"
        "heavy = {'torch', 'mediapipe', 'onnxruntime', 'cv2', 'scipy', 'av'} & set(sys.modules)\n"
        "heavy |= {'pyqtgraph', 'psutil'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_at_the_first_start_the_window_fits_a_small_screen(app: "App") -> None:
    app.window.resize(1280, 800)
    app.window.fit(QRect(0, 0, 1366, 768))
    assert (app.window.width(), app.window.height()) == (1280, 728)
    app.window.fit(QRect(0, 0, 3840, 2160))
    assert (app.window.width(), app.window.height()) == (1280, 728)


def sizes(window: MainWindow) -> list[QSize]:
    return [dock.size() for dock in window.docks.in_order() if dock.isVisible()]


def test_full_screen_and_back_leaves_the_panels_as_they_were(app: "App") -> None:
    app.window.resize(1200, 780)
    app.qtbot.waitUntil(lambda: app.window.width() == 1200)
    before = sizes(app.window)
    for _ in range(3):
        app.window.commands[ActionName.FULL_SCREEN].setChecked(True)
        assert sizes(app.window) == []
        app.window.commands[ActionName.FULL_SCREEN].setChecked(False)
        app.qtbot.waitUntil(lambda: sizes(app.window) == before)


def test_full_screen_hides_a_panel_opened_by_hand_in_a_small_window_and_brings_it_back(
    app: "App",
) -> None:
    app.window.resize(700, 460)
    app.qtbot.waitUntil(lambda: sizes(app.window) == [])
    app.window.commands[ActionName.FACES_DOCK].setChecked(True)
    app.qtbot.waitUntil(lambda: len(sizes(app.window)) == 1)
    app.window.commands[ActionName.FULL_SCREEN].setChecked(True)
    assert sizes(app.window) == []
    app.window.commands[ActionName.FULL_SCREEN].setChecked(False)
    app.qtbot.waitUntil(lambda: len(sizes(app.window)) == 1)


def test_a_large_window_shows_the_models_figures_and_a_chart_with_room(
    app: "App", make_result: Callable[..., FrameResult]
) -> None:
    window, docks = app.window, app.window.docks
    before = sizes(window)
    window.resize(1920, 1080)
    app.start()
    metadata = read_metadata(find_checkpoint("cnn48_gray"))
    docks.model.show_model("cnn48_gray", [("cnn48_gray", metadata)], "CPU", 0.61)
    app.show(make_result(HAPPY))
    app.qtbot.waitUntil(lambda: docks.timeline.chart is not None, timeout=20_000)
    QApplication.processEvents()
    assert docks.model.verticalScrollBar().maximum() == 0
    assert docks.timeline.chart is not None
    assert docks.timeline.chart.plot.height() >= 120
    window.resize(1280, 800)
    QApplication.processEvents()
    assert sizes(window) == before


def test_a_panel_keeps_the_height_somebody_gave_it(app: "App") -> None:
    window = app.window
    dock = window.findChild(QDockWidget, ActionName.TIMELINE_DOCK)
    assert isinstance(dock, QDockWidget)
    window.resizeDocks([dock], [300], Qt.Orientation.Vertical)
    window.resize(1920, 1080)
    QApplication.processEvents()
    assert dock.height() == 300


def test_in_full_screen_the_toolbar_comes_with_the_mouse_and_goes(app: "App") -> None:
    with app.qtbot.waitActive(app.window):
        app.window.activateWindow()
    app.window.commands[ActionName.FULL_SCREEN].setChecked(True)
    assert app.stage.toast.text == "Esc leaves full screen"
    assert not app.window.tools.isVisible()
    app.qtbot.waitUntil(lambda: app.stage.video.size() == app.window.size())
    for x in (50, 60):
        QTest.mouseMove(app.stage.video, QPoint(x, 50))
    app.qtbot.waitUntil(app.window.tools.isVisible)
    assert app.stage.video.size() == app.window.size()
    app.qtbot.waitUntil(lambda: not app.window.tools.isVisible(), timeout=10_000)
    app.window.commands[ActionName.LEAVE].trigger()
    app.qtbot.waitUntil(app.window.tools.isVisible)
    assert app.window.menuBar().isVisible()


def test_a_small_window_shows_the_picture_alone_until_the_panels_are_wanted(app: "App") -> None:
    app.window.resize(640, 420)
    app.qtbot.waitUntil(lambda: sizes(app.window) == [])
    assert (app.window.width(), app.window.height()) == (640, 420)
    app.window.resize(1200, 780)
    app.qtbot.waitUntil(lambda: len(sizes(app.window)) == 3)
    app.window.commands[ActionName.SIDE_PANEL].setChecked(False)
    app.window.resize(640, 420)
    app.window.resize(1200, 780)
    assert sizes(app.window) == []


def test_a_dropped_file_is_opened(app: "App") -> None:
    live = app.start()
    app.window.dropEvent(dropped("/videos/holiday.mp4"))
    assert live.opened[-1] == ("/videos/holiday.mp4", False)


def test_several_dropped_pictures_are_opened_together(app: "App") -> None:
    live = app.start()
    app.window.dropEvent(dropped("/photos/b.jpg", "/photos/a.jpg"))
    assert live.opened[-1] == ("files:/photos/b.jpg\n/photos/a.jpg", False)
    app.window.dropEvent(dropped("/videos/b.mp4", "/videos/a.mp4"))
    assert live.opened[-1] == ("/videos/b.mp4", False)


def dropped(*paths: str) -> QDropEvent:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    event = QDropEvent(
        QPoint(10, 10).toPointF(),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.kept = data  # type: ignore[attr-defined]
    return event


# Qt 6.12 would rather be given a QPointF, which 6.11 does not take.
@pytest.mark.filterwarnings("ignore:.*QDragEnterEvent:DeprecationWarning")
def test_the_window_says_where_to_drop_while_something_is_dragged_over_it(app: "App") -> None:
    hint, data = app.stage.drop_hint, dropped("/photos/a.jpg").mimeData()
    where = (QPoint(10, 10), Qt.DropAction.CopyAction, data)
    kind = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    app.start()
    app.window.dragEnterEvent(QDragEnterEvent(*where, *kind))
    assert hint.isVisible()
    assert hint.geometry() == app.stage.rect()
    assert "Drop to open" in hint.text
    app.window.dragLeaveEvent(QDragLeaveEvent())
    assert not hint.isVisible()
    app.window.dragEnterEvent(QDragEnterEvent(*where, *kind))
    app.window.dropEvent(dropped("/photos/a.jpg"))
    assert not hint.isVisible()


def test_the_window_stays_on_top_if_asked_to(app: "App") -> None:
    on_top = Qt.WindowType.WindowStaysOnTopHint
    for is_on in (True, False):
        app.window.commands[ActionName.ON_TOP].trigger()
        assert bool(app.window.windowFlags() & on_top) is is_on
        assert app.window.isVisible()


def test_the_space_bar_pauses_and_goes_on(app: "App") -> None:
    live = app.start()
    with app.qtbot.waitActive(app.window):
        app.window.activateWindow()
    QTest.keyClick(app.window, Qt.Key.Key_Space)
    assert live.playback.paused
    assert app.window.commands[ActionName.PAUSE].text() == "Play"
    QTest.keyClick(app.window, Qt.Key.Key_Space)
    assert not live.playback.paused


def test_gradcam_is_switched_on_and_off(app: "App") -> None:
    live = app.start()
    seen = []
    for _ in range(2):
        app.window.commands[ActionName.GRADCAM].trigger()
        seen.append((live.request.heatmaps, app.stage.video.options.heatmaps))
    assert seen == [(True, True), (False, False)]


def test_bars_are_switched_off_and_on(app: "App") -> None:
    app.start()
    seen = [app.stage.video.options.bars]
    for _ in range(2):
        app.window.commands[ActionName.BARS].trigger()
        seen.append(app.stage.video.options.bars)
    assert seen == [True, False, True]


def test_only_cameras_are_mirrored_at_first(app: "App") -> None:
    app.start("camera:0")
    seen = [app.stage.video.options.mirrored]
    app.controller.session.open("demo")
    seen.append(app.stage.video.options.mirrored)
    app.window.commands[ActionName.MIRROR].trigger()
    seen.append(app.stage.video.options.mirrored)
    assert seen == [True, False, True]


def test_faces_are_listed_beside_the_picture(
    app: "App", make_result: Callable[..., FrameResult]
) -> None:
    app.start()
    app.show(make_result(HAPPY, HAPPY))
    faces = app.window.docks.faces

    def names() -> list[str]:
        return [card.accessibleName() for card in faces.cards if card.isVisible()]

    app.qtbot.waitUntil(lambda: names() == ["Face 1: Happiness", "Face 2: Happiness"])


def test_closing_stops_the_pipeline(app: "App") -> None:
    live = app.start()
    app.window.close()
    assert live.closed
    assert app.controller.closed_in_time


@pytest.mark.parametrize("name", [spec.name for spec in PANELS])
def test_a_panel_that_is_let_float_leaves_its_old_place(app: "App", name: ActionName) -> None:
    app.window.move(200, 100)
    app.window.commands[name].setChecked(True)
    dock = app.window.findChild(QDockWidget, name)
    assert dock is not None
    before = dock.mapToGlobal(QPoint())
    title = dock.titleBarWidget()
    assert title is not None
    title.findChildren(QToolButton)[0].click()
    assert dock.isFloating()
    moved = dock.pos() - before
    assert min(abs(moved.x()), abs(moved.y())) >= 24


@pytest.mark.parametrize("name", [spec.name for spec in PANELS])
def test_a_panel_that_floats_has_an_edge(app: "App", name: ActionName) -> None:
    app.window.commands[name].setChecked(True)
    dock = app.window.findChild(QDockWidget, name)
    assert dock is not None
    outline = QColor(app.window.theme.colours.outline).rgb()

    def corners() -> set[bool]:
        picture = dock.grab().toImage()
        right, bottom = picture.width() - 2, picture.height() - 2  # the style leaves one pixel
        return {picture.pixel(x, y) == outline for x in (1, right) for y in (1, bottom)}

    assert corners() == {False}
    dock.setFloating(True)
    assert corners() == {True}
    dock.setFloating(False)
    assert corners() == {False}
