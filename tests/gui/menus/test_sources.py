from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAction

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.vision.sources import (
    CameraInfo,
    SourceEntry,
    open_source,
    register_source,
    source_spec,
)
from emotion_desktop.vision.sources.camera.modes import AUTOMATIC, USUAL, CameraMode

if TYPE_CHECKING:
    from tests.gui.conftest import App

FACETIME = CameraInfo(0, "FaceTime HD", 0, "usb:a")
DESK = CameraInfo(2, "Desk & co", 0, "usb:b")


@pytest.fixture
def connected() -> list[CameraInfo]:
    return [FACETIME, DESK]


def ticked(app: "App") -> list[str]:
    return [action.text() for action in app.window.source_menu.actions() if action.isChecked()]


def shown(app: "App") -> list[QAction]:
    """The lines of the menu once the cameras are known."""
    menu = app.window.source_menu
    app.qtbot.waitUntil(lambda: "Looking" not in menu.actions()[0].text())
    return menu.actions()


def test_cameras_are_offered_by_name(app: "App") -> None:
    live = app.start()
    assert [action.text() for action in shown(app)[:2]] == ["FaceTime HD", "Desk && co"]
    shown(app)[1].trigger()
    assert live.opened[-1] == ("camera:Desk & co", False)
    assert ticked(app) == ["Desk && co"]


@pytest.mark.parametrize("source", ["camera:2", "camera:Desk & co", "camera:usb:b"])
def test_the_camera_that_is_shown_is_ticked_however_it_was_named(app: "App", source: str) -> None:
    app.start(source)
    shown(app)
    assert ticked(app) == ["Desk && co"]


def test_a_camera_chosen_again_stays_ticked(app: "App") -> None:
    app.start("camera")
    shown(app)[0].trigger()
    assert ticked(app) == ["FaceTime HD"]


def test_the_menu_says_when_there_is_no_camera(app: "App", connected: list[CameraInfo]) -> None:
    connected.clear()
    app.start()
    first = shown(app)[0]
    assert (first.text(), first.isEnabled()) == ("No camera found", False)


def test_the_demo_is_ticked_while_it_is_shown(app: "App") -> None:
    live = app.start("holiday.mp4")
    demo = app.window.commands[ActionName.OPEN_DEMO]
    seen = [demo.isChecked()]
    demo.trigger()
    seen.append(demo.isChecked())
    assert seen == [False, True]
    assert live.opened[-1] == ("demo", True)


def test_modes_are_grey_with_the_reason_while_no_camera_is_shown(app: "App") -> None:
    line = app.window.source_menu.modes.menuAction()
    assert not line.isEnabled()
    assert "choose a camera first" in line.toolTip()


def test_the_modes_of_a_camera_are_offered_and_its_own_is_ticked(app: "App") -> None:
    menu = app.window.source_menu.modes
    full = CameraMode(1920, 1080, 30)
    menu.show_modes("FaceTime HD", [full, AUTOMATIC], full)
    lines = {action.text(): action.isChecked() for action in menu.actions() if action.text()}
    assert lines == {
        "Automatic (1280 × 720, 30 fps)": False,
        "1920 × 1080, 30 fps": True,
        "1280 × 720, 30 fps": False,
    }
    assert menu.menuAction().isEnabled()


def test_usual_modes_are_offered_where_the_system_does_not_tell(app: "App") -> None:
    menu = app.window.source_menu.modes
    odd = CameraMode(800, 600, 15)
    menu.show_modes("FaceTime HD", [], odd)
    lines = [action for action in menu.actions() if action.text()]
    assert "Common modes" in lines[1].text()
    assert not lines[1].isEnabled()
    assert [action.data() for action in lines[2:]] == [*USUAL, odd]
    assert lines[-1].isChecked()


def test_a_kind_of_source_that_is_plugged_in_is_called_by_its_name(
    app: "App", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_spec, "registered", dict(source_spec.registered))
    entry = SourceEntry(open=open_source, argument="NUMBER", is_live=True, name="screen {}".format)
    register_source("screen", entry)
    live = app.start("screen:2")
    assert live.opened == [("screen:2", False)]
    assert app.window.stage.state is not None
    assert app.window.stage.state.title == "Opening screen 2 …"
