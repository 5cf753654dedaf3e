from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget, QWidget

from emotion_desktop.domain import FrameResult
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.main_window import GEOMETRY, MainWindow
from emotion_desktop.vision.live.stats import Playhead

if TYPE_CHECKING:
    from tests.gui.conftest import App

HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)
ON_TOP = Qt.WindowType.WindowStaysOnTopHint


def around(window: MainWindow) -> list[QWidget]:
    """Return what is seen of the window beside the picture."""
    docks = window.docks.in_order()
    widgets = [window.menuBar(), window.status, window.tools, *docks]
    return [widget for widget in widgets if widget.isVisible()]


def panels(window: MainWindow) -> dict[str, tuple[bool, QRect]]:
    """Return which panels float, and where they are; Qt puts those behind a tab far away."""
    return {
        dock.objectName(): (dock.isFloating(), dock.geometry())
        for dock in window.docks.in_order()
        if dock.isVisible() and dock.x() >= 0
    }


def set_mini(app: "App", *, on: bool) -> None:
    app.window.commands[ActionName.MINI_MODE].setChecked(on)


def test_a_key_shows_the_picture_alone_in_a_small_window_and_esc_leaves_it(
    app: "App", make_result: Callable[..., FrameResult]
) -> None:
    app.start()
    app.show(make_result(HAPPY))
    app.window.resize(1200, 780)
    with app.qtbot.waitActive(app.window):
        app.window.activateWindow()
    before = app.window.geometry()
    QTest.keyClick(app.window, Qt.Key.Key_I)
    assert around(app.window) == []
    app.qtbot.waitUntil(lambda: app.stage.video.size() == app.window.size())
    assert (app.window.width(), app.window.height()) == (400, 225)
    assert app.stage.toast.text == "Esc leaves mini mode"
    app.stage.toast.hide()
    QTest.keyClick(app.window, Qt.Key.Key_Escape)
    assert len(around(app.window)) == 6
    assert app.window.geometry() == before


def test_its_message_lies_above_the_labels_and_later_ones_below_again(
    app: "App", make_result: Callable[..., FrameResult]
) -> None:
    app.start()
    app.show(make_result(HAPPY))
    toast = app.stage.toast
    set_mini(app, on=True)
    app.qtbot.waitUntil(lambda: app.stage.video.size() == app.window.size())
    assert toast.geometry().bottom() < app.window.height() // 2
    set_mini(app, on=False)
    app.qtbot.waitUntil(lambda: toast.geometry().top() > app.stage.video.height() // 2)


def test_it_can_be_made_as_small_as_a_stamp(app: "App") -> None:
    smallest = app.window.minimumSize()
    set_mini(app, on=True)
    app.window.resize(10, 10)
    assert (app.window.width(), app.window.height()) == (240, 180)
    set_mini(app, on=False)
    assert app.window.minimumSize() == smallest


def test_leaving_it_leaves_the_panels_as_they_were(app: "App") -> None:
    app.window.resize(1200, 780)
    app.window.commands[ActionName.TIMELINE_DOCK].setChecked(False)
    app.window.commands[ActionName.PERFORMANCE_DOCK].setChecked(True)
    floating = app.window.findChild(QDockWidget, ActionName.FACES_DOCK)
    assert floating is not None
    floating.setFloating(True)
    floating.setGeometry(100, 120, 330, 440)
    app.qtbot.waitUntil(lambda: len(panels(app.window)) == 2)
    app.qtbot.wait(300)  # until the layout has settled
    before = panels(app.window)
    for _ in range(3):
        set_mini(app, on=True)
        assert panels(app.window) == {}
        set_mini(app, on=False)
        app.qtbot.waitUntil(lambda: panels(app.window) == before)
    assert not app.window.commands[ActionName.TIMELINE_DOCK].isChecked()


def test_panels_put_away_stay_so_and_come_back_when_asked_for(app: "App") -> None:
    app.window.resize(1200, 780)
    panels_action = app.window.commands[ActionName.SIDE_PANEL]
    panels_action.setChecked(False)
    set_mini(app, on=True)
    set_mini(app, on=False)
    assert panels(app.window) == {}
    panels_action.setChecked(True)
    assert len(panels(app.window)) == 3


@pytest.mark.parametrize(
    "name", [ActionName.SIDE_PANEL, ActionName.FACES_DOCK, ActionName.FULL_SCREEN]
)
def test_what_has_no_room_in_it_is_grey_and_says_why(app: "App", name: ActionName) -> None:
    set_mini(app, on=True)
    assert not app.window.commands[name].isEnabled()
    assert app.window.commands[name].toolTip().endswith("not in mini mode")
    set_mini(app, on=False)
    assert app.window.commands[name].isEnabled()


def test_it_has_its_own_place_and_stays_on_top_by_choice(app: "App", settings: QSettings) -> None:
    set_mini(app, on=True)
    assert not app.window.windowFlags() & ON_TOP
    app.window.commands[ActionName.ON_TOP].trigger()
    app.window.setGeometry(40, 60, 320, 200)
    set_mini(app, on=False)
    assert not app.window.windowFlags() & ON_TOP
    big = app.window.geometry()
    assert big.width() > 600
    set_mini(app, on=True)
    assert app.window.windowFlags() & ON_TOP
    assert app.window.geometry() == QRect(40, 60, 320, 200)
    # The next start is in the large window, and still knows both.
    app.window.close()
    settings.sync()
    later = MainWindow(settings)
    app.qtbot.addWidget(later)
    assert later.width() > 600
    later.commands[ActionName.MINI_MODE].setChecked(True)
    assert later.geometry() == QRect(40, 60, 320, 200)


def test_closed_in_mini_mode_the_window_comes_back_with_its_panels(
    app: "App", settings: QSettings
) -> None:
    app.window.resize(1280, 800)
    app.qtbot.waitUntil(lambda: len(panels(app.window)) == 3)
    before = {name: place[1].size() for name, place in panels(app.window).items()}
    set_mini(app, on=True)
    app.window.close()
    settings.remove(GEOMETRY)  # the screen of the tests has no room for it
    later = MainWindow(settings)
    app.qtbot.addWidget(later)
    later.show()
    app.qtbot.waitUntil(
        lambda: {name: place[1].size() for name, place in panels(later).items()} == before
    )


def test_the_bar_of_a_video_is_away_meanwhile(
    app: "App", make_result: Callable[..., FrameResult]
) -> None:
    live = app.start("/videos/holiday.mp4")
    live.playhead = Playhead(seekable=True, duration_s=60.0)
    app.show(make_result(HAPPY))
    bar = app.window.findChild(QWidget, "transport")
    assert bar is not None
    seen = []
    for on in (False, True, False):
        set_mini(app, on=on)
        app.show(make_result(HAPPY))
        seen.append(bar.isVisible())
    assert seen == [True, False, True]
    assert app.window.commands[ActionName.SEEK_BACK].isEnabled()


def test_a_double_click_leaves_it(app: "App") -> None:
    set_mini(app, on=True)
    app.stage.video.full_screen_wanted.emit()
    assert not app.window.commands[ActionName.MINI_MODE].isChecked()
    assert not app.window.isFullScreen()


def test_there_is_none_in_full_screen(app: "App") -> None:
    app.window.commands[ActionName.FULL_SCREEN].setChecked(True)
    assert not app.window.commands[ActionName.MINI_MODE].isEnabled()
    app.window.commands[ActionName.FULL_SCREEN].setChecked(False)
    assert app.window.commands[ActionName.MINI_MODE].isEnabled()
