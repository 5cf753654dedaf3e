"""Cameras in the window: they come and go, send good or bad pictures, and may be forbidden."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest
from PySide6.QtCore import QObject, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from emotion_desktop.domain import Frame, Image
from emotion_desktop.errors import CameraBusyError, NoCameraError, PermissionDeniedError
from emotion_desktop.gui.cameras.camera_controller import Cameras
from emotion_desktop.gui.cameras.device_watcher import CameraWatcher
from emotion_desktop.gui.cameras.permission import Permission, SystemPermission
from emotion_desktop.gui.jobs import Jobs
from emotion_desktop.gui.live_view.camera_states import failed
from emotion_desktop.gui.live_view.states import Remedy
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.vision.sources import CameraInfo
from emotion_desktop.vision.sources.camera.camera_registry import CameraRegistry, Opened
from emotion_desktop.vision.sources.camera.modes import AUTOMATIC, CameraMode

if TYPE_CHECKING:
    from pathlib import Path

    from tests.gui.conftest import App

FACETIME = CameraInfo(0, "FaceTime HD", 0, "usb:a")
DESK = CameraInfo(2, "Desk camera", 0, "usb:b")
GRAY = np.full((720, 1280, 3), 90, np.uint8)
BLACK = np.zeros((720, 1280, 3), np.uint8)


def cameras_of(app: "App") -> Cameras:
    return app.controller.cameras


def paces(watcher: CameraWatcher) -> list[int]:
    """Return the intervals in ms of the timers that run."""
    return [timer.interval() for timer in watcher.findChildren(QTimer) if timer.isActive()]


def look(app: "App") -> None:
    """Let the window notice what is plugged in now."""
    watcher = cameras_of(app).watcher
    app.qtbot.waitUntil(lambda: not watcher.is_looking)
    watcher.look()
    app.qtbot.waitUntil(lambda: not watcher.is_looking)


def film(app: "App", seconds: float, fps: float, image: Image = GRAY) -> None:
    """Let so many seconds of pictures come at once, by their own clock."""
    session = app.controller.session
    first, began = getattr(session, "filmed", (0, 1000.0))
    count = round(seconds * fps)
    for i in range(1, count + 1):
        session.frame_arrived.emit(
            Frame(
                image=image,
                captured_at=began + i / fps,
                index=first + i,
                time_s=0.0,
                source="FaceTime HD",
            )
        )
    cast("Any", session).filmed = (first + count, began + seconds)


def show_camera(app: "App", wish: CameraMode | None = None) -> None:
    """Have the first camera deliver its first picture."""
    app.start("camera")
    app.controller.cameras.book.opened = Opened(
        camera=FACETIME, wanted=wish or AUTOMATIC, chosen=wish is not None
    )
    film(app, 0.1, 30)


def notices(app: "App") -> list[str]:
    return [notice.text for notice in app.stage.notices.notices]


# They come and go


def test_a_camera_that_is_plugged_in_is_offered_and_one_click_away(
    app: "App", connected: list[CameraInfo]
) -> None:
    live = app.start("demo")
    look(app)
    connected.append(FACETIME)
    look(app)
    assert app.stage.toast.text == "FaceTime HD connected"
    assert app.window.source_menu.actions()[0].text() == "FaceTime HD"
    button = app.stage.toast.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    assert button.text() == "Use it"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert live.opened[-1] == ("camera:FaceTime HD", False)


def test_a_camera_that_nobody_uses_goes_with_one_word(
    app: "App", connected: list[CameraInfo]
) -> None:
    connected[:] = [FACETIME, DESK]
    app.start("demo")
    look(app)
    connected.remove(DESK)
    look(app)
    assert app.stage.toast.text == "Desk camera disconnected"


def test_cameras_that_were_there_at_the_start_are_no_news(
    app: "App", connected: list[CameraInfo]
) -> None:
    connected[:] = [FACETIME]
    app.start("demo")
    look(app)
    assert FACETIME.name not in app.stage.toast.text


def test_a_missing_camera_is_opened_when_it_is_plugged_in(
    app: "App", connected: list[CameraInfo]
) -> None:
    live = app.start("camera")
    look(app)
    live.fail(NoCameraError("none"))
    app.qtbot.waitUntil(lambda: app.stage.state is not None and bool(app.stage.state.details))
    connected.append(FACETIME)
    look(app)
    assert live.opened == [("camera", False)] * 2


def test_another_camera_than_the_missing_one_is_only_offered(
    app: "App", connected: list[CameraInfo]
) -> None:
    live = app.start("camera:Desk camera")
    look(app)
    live.fail(NoCameraError("none"))
    app.qtbot.waitUntil(lambda: app.stage.state is not None and bool(app.stage.state.details))
    connected.append(FACETIME)
    look(app)
    assert len(live.opened) == 1
    assert app.stage.toast.text == "FaceTime HD connected"


def test_cameras_are_looked_for_often_while_the_menu_is_open(app: "App") -> None:
    app.start("demo")
    watcher = cameras_of(app).watcher
    menu = app.window.source_menu
    menu.popup(app.window.pos())
    assert watcher.is_hurried
    assert paces(watcher) == [2000]
    menu.close()
    assert not watcher.is_hurried


def test_device_files_tell_when_to_look(qtbot: QtBot, tmp_path: "Path") -> None:
    found: list[CameraInfo] = []
    parent = QObject()
    jobs = Jobs(parent)
    watcher = CameraWatcher(lambda: list(found), jobs, parent, tmp_path)
    watcher.start()
    qtbot.waitUntil(lambda: watcher.cameras == [])
    assert paces(watcher) == []
    found.append(FACETIME)
    (tmp_path / "video0").touch()
    with qtbot.waitSignal(watcher.appeared):
        pass
    watcher.stop()
    assert jobs.wait(5)
    QApplication.processEvents()


# A camera is remembered


def test_a_camera_is_known_by_its_name_once_it_is_shown(app: "App") -> None:
    show_camera(app)
    assert app.controller.session.source == "camera:FaceTime HD"
    assert app.window.preferences.settings.source == "camera:FaceTime HD"


def test_the_last_camera_is_preferred_at_the_next_start(
    qtbot: QtBot, settings: QSettings, book: CameraRegistry
) -> None:
    from emotion_desktop.gui.session import Session

    settings.setValue("source", "camera:Desk camera")
    window = MainWindow(settings)
    qtbot.addWidget(window)
    session = Session("cpu", window)
    Cameras(window, session, book)
    assert book.preferred == "Desk camera"
    assert session.opener == book.open


def test_a_mode_is_chosen_remembered_and_the_camera_opened_anew(
    app: "App", settings: QSettings
) -> None:
    show_camera(app)
    menu = app.window.source_menu.modes
    wanted = "1920 × 1080, 30 fps"
    app.qtbot.waitUntil(lambda: wanted in [action.text() for action in menu.actions()])
    line = next(action for action in menu.actions() if action.text() == wanted)
    line.trigger()
    assert app.live.opened[-1] == ("camera:FaceTime HD", False)
    assert cameras_of(app).book.preferred_modes == {"usb:a": CameraMode(1920, 1080, 30)}
    assert settings.value("camera_mode") == '{"usb:a": "1920x1080@30"}'
    film(app, 0.1, 30)
    menu.actions()[0].trigger()
    assert cameras_of(app).book.preferred_modes == {}


# Its pictures are watched


def test_a_mode_that_is_not_delivered_is_said_once(app: "App") -> None:
    show_camera(app, CameraMode(1920, 1080, 30))
    film(app, 4, 30)
    assert notices(app) == ["Asked for 1920×1080@30, the camera delivers 1280×720@30"]
    app.stage.notices.clear("camera mode")
    film(app, 4, 30)
    assert notices(app) == []


def test_what_is_delivered_is_measured_and_told_in_the_status_line(app: "App") -> None:
    show_camera(app)
    film(app, 4, 24)
    tip = app.window.status.fields["source"].toolTip()
    assert tip == "FaceTime HD: asked for 1280×720@30, delivers 1280×720@24 (measured)"
    assert notices(app) == []
    app.controller.session.open("demo")
    assert "measured" not in app.window.status.fields["source"].toolTip()


def test_a_black_picture_is_said_until_there_is_light(app: "App") -> None:
    show_camera(app)
    film(app, 4, 30, BLACK)
    assert notices(app) == ["FaceTime HD shows a black picture"]
    assert "lens cover" in app.stage.notices.notices[0].details
    film(app, 0.5, 30)
    assert notices(app) == []


def test_a_slow_camera_is_said_with_what_helps(app: "App") -> None:
    show_camera(app)
    film(app, 9, 8)
    assert notices(app) == ["FaceTime HD delivers only 8 frames per second"]
    assert "light" in app.stage.notices.notices[0].details
    app.controller.session.open("demo")
    assert notices(app) == []


def test_files_are_not_watched(app: "App") -> None:
    app.start("dark.mp4")
    film(app, 6, 5, BLACK)
    assert notices(app) == []


# They may be forbidden


class Guard(SystemPermission):
    """A system that gives the answers of a test."""

    def __init__(self, parent: QObject, status: Qt.PermissionStatus) -> None:
        super().__init__(parent)
        self.said = status
        self.asked = 0

    @property
    def status(self) -> Qt.PermissionStatus:
        return self.said

    def request(self) -> None:
        self.asked += 1

    def answer(self, status: Qt.PermissionStatus) -> None:
        self.said = status
        self.answered.emit()


def test_this_system_lets_us_use_cameras(qtbot: QtBot, book: CameraRegistry) -> None:
    parent = QObject()
    book.allowed = False
    permission = Permission(book, parent)
    permission.ensure()
    assert book.allowed or permission.asking
    answers: list[bool] = []
    system = SystemPermission(parent)
    system.answered.connect(lambda: answers.append(True))
    system.request()
    qtbot.waitUntil(lambda: answers == [True])


def test_permission_is_asked_once_and_no_camera_touched_before(
    qtbot: QtBot, book: CameraRegistry
) -> None:
    parent = QObject()
    guard = Guard(parent, Qt.PermissionStatus.Undetermined)
    permission = Permission(book, parent, guard)
    permission.ensure()
    permission.ensure()
    assert (guard.asked, book.allowed, permission.asking) == (1, False, True)
    with qtbot.waitSignal(permission.granted):
        guard.answer(Qt.PermissionStatus.Granted)
    assert book.allowed
    permission.ensure()
    assert (guard.asked, permission.asking) == (1, False)


def test_a_no_is_taken_for_a_no(qtbot: QtBot, book: CameraRegistry) -> None:
    parent = QObject()
    guard = Guard(parent, Qt.PermissionStatus.Undetermined)
    permission = Permission(book, parent, guard)
    permission.ensure()
    with qtbot.waitSignal(permission.denied):
        guard.answer(Qt.PermissionStatus.Denied)
    assert not book.allowed


def test_where_qt_cannot_ask_the_driver_may(
    qtbot: QtBot, book: CameraRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENCV_AVFOUNDATION_SKIP_AUTH", "1")
    parent = QObject()
    guard = Guard(parent, Qt.PermissionStatus.Undetermined)
    permission = Permission(book, parent, guard)
    permission.ensure()
    with qtbot.waitSignal(permission.granted):
        guard.answer(Qt.PermissionStatus.Undetermined)
    assert book.allowed
    permission.ensure()  # the camera is opened, and the driver asks while that fails
    assert (guard.asked, book.allowed, permission.asking) == (1, True, True)
    with qtbot.waitSignal(permission.granted):
        guard.said = Qt.PermissionStatus.Granted
    assert (book.allowed, permission.asking) == (True, False)


def test_a_no_to_the_drivers_question_is_noticed_too(
    qtbot: QtBot, book: CameraRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENCV_AVFOUNDATION_SKIP_AUTH", "1")
    parent = QObject()
    guard = Guard(parent, Qt.PermissionStatus.Undetermined)
    permission = Permission(book, parent, guard)
    permission.ensure()
    guard.answer(Qt.PermissionStatus.Undetermined)
    with qtbot.waitSignal(permission.denied):
        guard.said = Qt.PermissionStatus.Denied
    assert (book.allowed, permission.asking) == (False, False)


def test_the_question_is_waited_for_and_then_the_camera_opened(app: "App") -> None:
    guard = Guard(app.window, Qt.PermissionStatus.Undetermined)
    cameras_of(app).permission.ask_by(guard)
    live = app.start("camera")
    live.fail(PermissionDeniedError("not yet"))
    app.qtbot.waitUntil(
        lambda: (
            app.stage.state is not None and app.stage.state.title == "Waiting for your permission"
        )
    )
    guard.answer(Qt.PermissionStatus.Granted)
    assert live.opened == [("camera", False)] * 2
    app.controller.session.open("film.mp4")
    guard.answer(Qt.PermissionStatus.Granted)
    assert len(live.opened) == 3


@pytest.mark.parametrize(
    ("error", "platform", "first"),
    [
        (PermissionDeniedError("no"), "darwin", Remedy.PRIVACY),
        (PermissionDeniedError("no"), "win32", Remedy.PRIVACY),
        (PermissionDeniedError("no"), "linux", Remedy.RETRY),
        (CameraBusyError("no"), "win32", Remedy.PRIVACY),
        (CameraBusyError("no"), "darwin", Remedy.RETRY),
    ],
)
def test_the_privacy_settings_are_one_button_away_where_there_are_some(
    error: PermissionDeniedError | CameraBusyError, platform: str, first: Remedy
) -> None:
    assert failed(error, "FaceTime HD", platform).remedies[0] is first


def test_a_camera_that_is_denied_stays_denied_until_someone_tries_again(
    app: "App", make_result: Callable[..., object]
) -> None:
    live = app.start("camera")
    live.fail(PermissionDeniedError("no"))
    app.qtbot.waitUntil(lambda: app.stage.state is not None and bool(app.stage.state.details))
    assert app.stage.state is not None
    assert app.stage.state.countdown == ""
