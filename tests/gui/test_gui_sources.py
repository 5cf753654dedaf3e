from typing import TYPE_CHECKING

from emotion_desktop.vision.sources import CameraInfo

if TYPE_CHECKING:
    from tests.gui.conftest import App


def test_cameras_are_offered_by_name(app: "App") -> None:
    live = app.start()
    menu = app.window.source_menu
    menu._on_cameras([CameraInfo(0, "FaceTime HD", 0), CameraInfo(2, "Desk camera", 0)])
    names = [action.text() for action in menu.actions()]
    assert names[:2] == ["FaceTime HD", "Desk camera"]
    menu.actions()[1].trigger()
    assert live.opened[-1] == ("camera:2", False)
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Desk camera"]


def test_the_menu_says_when_there_is_no_camera(app: "App") -> None:
    menu = app.window.source_menu
    menu._on_cameras([])
    assert (menu.actions()[0].text(), menu.actions()[0].isEnabled()) == ("No camera found", False)


def test_the_demo_is_ticked_while_it_is_shown(app: "App") -> None:
    live = app.start("holiday.mp4")
    demo = app.window.commands["open_demo"]
    ticked = [demo.isChecked()]
    demo.trigger()
    ticked.append(demo.isChecked())
    assert ticked == [False, True]
    assert live.opened[-1] == ("demo", True)
