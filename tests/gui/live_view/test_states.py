from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from emotion_desktop.config import find_asset
from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import (
    CameraBusyError,
    CameraUnpluggedError,
    CheckpointError,
    Message,
    NoCameraError,
    PermissionDeniedError,
    SourceEndedError,
    SourceError,
    StreamLostError,
    UnreadableFileError,
)
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.live_view.states import Remedy, state_of_source_error
from emotion_desktop.vision.live.stats import LiveStats

if TYPE_CHECKING:
    from tests.gui.conftest import App

HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)

FAILURES = [kind for kind in SourceError.__subclasses__() if kind is not SourceEndedError]
REMEDIES = {
    NoCameraError: (Remedy.RETRY, Remedy.OPEN_DEMO),
    CameraBusyError: (Remedy.RETRY, Remedy.CHOOSE_SOURCE),
    CameraUnpluggedError: (Remedy.RETRY, Remedy.CHOOSE_SOURCE),
    PermissionDeniedError: (Remedy.RETRY, Remedy.CHOOSE_SOURCE),
    UnreadableFileError: (Remedy.RETRY, Remedy.OPEN_FILE),
    StreamLostError: (Remedy.RETRY, Remedy.CHOOSE_SOURCE),
    SourceError: (Remedy.RETRY, Remedy.COPY_DETAILS),
}


def press(app: "App", remedy: Remedy) -> None:
    buttons = app.stage.findChildren(QPushButton, remedy.name)
    shown = [button for button in buttons if button.isVisible()]
    QTest.mouseClick(shown[0], Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("kind", [*FAILURES, SourceError])
def test_each_failure_has_a_state_of_its_own(kind: type[SourceError]) -> None:
    state = state_of_source_error(kind("what happened"))
    assert state.remedies == REMEDIES[kind]
    assert state.details == "what happened"
    assert find_asset(f"icons/{state.icon}.svg")
    others = [state_of_source_error(other("")).title for other in FAILURES if other is not kind]
    assert state.title not in others


@pytest.mark.parametrize("kind", [*FAILURES, SourceError])
def test_a_failure_fills_the_view_and_can_be_tried_again(
    app: "App", kind: type[SourceError]
) -> None:
    live = app.start("holiday.mp4")
    live.fail(kind("what happened"))
    app.qtbot.waitUntil(lambda: app.stage.state == state_of_source_error(kind("what happened")))
    press(app, Remedy.RETRY)
    assert live.opened == [("holiday.mp4", False)] * 2


def test_the_demo_is_one_button_away_from_a_missing_camera(app: "App") -> None:
    live = app.start("camera")
    live.fail(NoCameraError("none"))
    app.qtbot.waitUntil(lambda: app.stage.state is not None and bool(app.stage.state.remedies))
    press(app, Remedy.OPEN_DEMO)
    assert live.opened[-1] == ("demo", True)


def test_without_a_camera_the_start_falls_back_to_the_demo_and_says_so(app: "App") -> None:
    live = app.start(None)
    assert live.opened == [("camera", False)]
    live.fail(NoCameraError("none"))
    app.qtbot.waitUntil(lambda: bool(app.stage.notices.notices))
    (notice,) = app.stage.notices.notices
    assert notice.text == "No camera found – showing the built-in demo"
    assert notice.remedies == (Remedy.OPEN_CAMERA, Remedy.OPEN_FILE)
    assert live.opened[-1] == ("demo", True)
    press(app, Remedy.OPEN_CAMERA)
    assert live.opened[-1] == ("camera", False)


def test_what_is_not_shown_of_a_source_stands_above_the_picture_until_another_is_opened(
    app: "App",
) -> None:
    live = app.start("holiday")
    said = Message("{path} is damaged in part; what is there was read", {"path": "a.jpg"})
    live.stats = LiveStats(source="holiday", remarks=(said,))
    app.qtbot.waitUntil(lambda: bool(app.stage.notices.notices))
    (notice,) = app.stage.notices.notices
    assert notice.text == "a.jpg is damaged in part; what is there was read"
    app.stage.notices.clear(notice.topic)
    app.qtbot.wait(600)
    assert app.stage.notices.notices == ()  # closed is closed
    live.stats = LiveStats()
    app.controller.session.open("other")
    app.qtbot.wait(600)
    assert app.stage.notices.notices == ()


def test_the_last_picture_stays_when_a_file_has_ended(
    app: "App", make_result: Callable[..., FrameResult]
) -> None:
    live = app.start("holiday.mp4")
    result = make_result(HAPPY)
    app.show(result)
    live.fail(SourceEndedError("over"))
    app.qtbot.waitUntil(lambda: bool(app.stage.notices.notices))
    assert app.stage.notices.notices[0].text == "The file has ended"
    assert app.stage.state is None
    assert app.stage.video.frame is result.frame
    press(app, Remedy.PLAY_AGAIN)
    assert live.opened == [("holiday.mp4", False)] * 2
    assert app.stage.notices.notices == ()


def test_the_space_bar_plays_an_ended_file_again(app: "App") -> None:
    live = app.start("holiday.mp4")
    live.fail(SourceEndedError("over"))
    app.qtbot.waitUntil(lambda: app.window.commands[ActionName.PAUSE].text() == "Play")
    app.window.commands[ActionName.PAUSE].trigger()
    assert len(live.opened) == 2
    assert app.window.commands[ActionName.PAUSE].text() == "Pause"


def test_a_broken_checkpoint_leaves_the_picture_and_the_old_model(
    app: "App", make_result: Callable[..., FrameResult]
) -> None:
    live = app.start()
    app.show(make_result(HAPPY))
    app.controller.session.model = "cnn48_gray"
    app.controller.session.set_model("/models/broken.safetensors")
    live.fail_model(CheckpointError("broken.safetensors is damaged"))
    app.qtbot.waitUntil(lambda: bool(app.stage.notices.notices))
    (notice,) = app.stage.notices.notices
    assert "using cnn48_gray" in notice.text
    assert notice.details == "broken.safetensors is damaged"
    assert app.stage.state is None
    press(app, Remedy.RETRY)
    assert live.models == ["/models/broken.safetensors"] * 2


def test_the_details_of_a_failure_can_be_copied(app: "App") -> None:
    app.start().fail(SourceError("driver says -71"))
    app.qtbot.waitUntil(lambda: app.stage.state is not None and bool(app.stage.state.details))
    press(app, Remedy.COPY_DETAILS)
    report = QApplication.clipboard().text()
    assert report.startswith("problem: driver says -71\n")
    for known in ("Qt: ", "model: none", "source: demo", "system: ", "numpy: "):
        assert f"\n{known}" in report


def test_the_next_picture_replaces_a_failure(
    app: "App", make_result: Callable[..., FrameResult]
) -> None:
    app.start().fail(StreamLostError("gone"))
    app.qtbot.waitUntil(lambda: app.stage.state is not None and bool(app.stage.state.details))
    app.show(make_result(HAPPY))
    state: Any = app.stage.state
    assert state is None


def test_a_long_path_in_the_details_is_not_cut_off(app: "App") -> None:
    path = "/home/" + "/".join(["a-rather-long-folder-name"] * 8) + "/video.mp4"
    app.start().fail(UnreadableFileError(f"{path} is damaged"))
    app.qtbot.waitUntil(lambda: app.stage.state is not None and bool(app.stage.state.details))
    details = app.stage.findChild(QLabel, "details")
    assert details is not None
    assert details.isVisible()
    assert details.height() >= details.heightForWidth(details.width())
