"""The very first start: no camera is opened before someone has chosen one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.app import Starter
from emotion_desktop.gui.dialogs.welcome import Welcome
from emotion_desktop.vision.sources import CameraInfo

if TYPE_CHECKING:
    from tests.gui.conftest import App, FakeLive


def welcome_of(app: "App") -> Welcome:
    (dialog,) = app.window.findChildren(Welcome)
    app.qtbot.waitUntil(dialog.isVisible)
    return dialog


def button(dialog: Welcome, text: str) -> QPushButton:
    return next(b for b in dialog.findChildren(QPushButton) if b.text() == text)


def live_of(app: "App") -> "FakeLive":
    live = app.controller.session.live
    assert live is not None
    return live  # type: ignore[return-value]


def test_the_first_start_plays_the_demo_and_opens_no_camera_before_one_is_chosen(
    app: "App", settings: QSettings
) -> None:
    Starter(app.controller, None, None).start()
    dialog = welcome_of(app)
    assert [source for source, _ in live_of(app).opened] == ["demo"]
    dialog.show_cameras([CameraInfo(0, "Front", 0), CameraInfo(2, "Back", 0)])
    (cameras,) = dialog.findChildren(QComboBox)
    cameras.setCurrentIndex(1)
    QTest.mouseClick(button(dialog, "Start"), Qt.MouseButton.LeftButton)
    assert live_of(app).opened[-1][0] == "camera:Back"
    assert settings.value("welcomed") is True
    assert not dialog.isVisible()


def test_without_a_camera_the_demo_is_offered(app: "App") -> None:
    Starter(app.controller, None, None).start()
    dialog = welcome_of(app)
    dialog.show_cameras([])
    assert not button(dialog, "Start").isEnabled()
    button(dialog, "Play the demo").click()
    assert live_of(app).opened[-1][0] == "demo"


def test_who_closes_the_first_screen_sees_the_demo_and_is_asked_again(
    app: "App", settings: QSettings
) -> None:
    Starter(app.controller, None, None).start()
    welcome_of(app).reject()
    assert live_of(app).opened[-1][0] == "demo"
    assert settings.value("welcomed") is None


def test_a_first_screen_that_goes_with_the_window_starts_nothing_else(app: "App") -> None:
    Starter(app.controller, None, None).start()
    dialog = welcome_of(app)
    live = live_of(app)
    app.window.close()  # as SIGTERM does
    dialog.reject()
    assert len(live.opened) == 1


def test_later_starts_and_named_sources_do_not_ask(app: "App") -> None:
    Starter(app.controller, "holiday.mp4", None).start()
    assert live_of(app).opened[-1][0] == "holiday.mp4"
    assert app.window.findChildren(Welcome) == []


def test_it_says_what_the_app_does_not_do(app: "App") -> None:
    app.window.commands[ActionName.WELCOME].trigger()
    said = " ".join(label.text() for label in welcome_of(app).findChildren(QLabel))
    for part in (
        "does not know what someone feels",
        "never leave this computer",
        "people at work or in education is prohibited",
        "medical or safety reasons",
    ):
        assert part in said
