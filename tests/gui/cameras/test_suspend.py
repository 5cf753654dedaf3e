"""The machine sleeps and wakes up while the window is open."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from emotion_desktop.domain import FrameResult
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.cameras.suspend_watch import SuspendWatch
from emotion_desktop.gui.recording.recording_controller import Phase

if TYPE_CHECKING:
    from pathlib import Path

    from tests.gui.conftest import App

HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)


class Machine:
    """Two clocks, of which one stands still in sleep."""

    def __init__(self) -> None:
        self.running_s, self.slept_s = 100.0, 0.0

    def running(self) -> float:
        return self.running_s

    def through(self) -> float:
        return self.running_s + self.slept_s


def put_in(app: "App") -> Machine:
    machine, watch = Machine(), app.controller.cameras.suspend
    watch.running, watch.through = machine.running, machine.through
    watch.start()
    return machine


def test_a_sleep_is_told_once_and_work_is_none(qtbot: QtBot) -> None:
    del qtbot
    machine, parent = Machine(), QObject()
    watch, slept = SuspendWatch(parent, machine.running, machine.through), list[float]()
    watch.woke.connect(slept.append)
    watch.start()
    for machine.running_s, machine.slept_s in ((101, 0), (160, 0), (161, 3600), (162, 3600)):
        watch.look()
    assert slept == [3600]


@pytest.mark.parametrize(("source", "opened"), [("camera:0", 2), ("/videos/clip.mp4", 1)])
def test_a_camera_is_opened_again_after_a_sleep_and_a_file_goes_on(
    app: "App", make_result: Callable[..., FrameResult], source: str, opened: int
) -> None:
    app.start(source)
    app.show(make_result(HAPPY))
    put_in(app).slept_s += 60
    app.controller.cameras.suspend.look()
    assert len(app.live.opened) == opened


def test_a_closed_camera_stays_closed_after_a_sleep(
    app: "App", make_result: Callable[..., FrameResult]
) -> None:
    app.start("camera:0")
    app.show(make_result(HAPPY))
    app.controller.session.stop()
    put_in(app).slept_s += 60
    app.controller.cameras.suspend.look()
    assert len(app.live.opened) == 1


def test_a_recording_goes_on_after_a_sleep_with_a_marker_in_it(
    app: "App", qtbot: QtBot, make_result: Callable[..., FrameResult], tmp_path: "Path"
) -> None:
    app.window.preferences.change(recording_folder=str(tmp_path / "movies"))
    app.start("camera:0")
    app.show(make_result(HAPPY))
    recording = app.controller.recording
    app.window.commands[ActionName.RECORD].trigger()
    qtbot.waitUntil(lambda: recording.phase is Phase.GOING_ON, timeout=15_000)
    app.show(make_result(HAPPY))
    put_in(app).slept_s += 7200
    app.controller.cameras.suspend.look()
    app.show(make_result(HAPPY))
    app.window.commands[ActionName.RECORD].trigger()
    qtbot.waitUntil(lambda: recording.phase is Phase.IDLE, timeout=15_000)
    (folder,) = (tmp_path / "movies").iterdir()
    assert (folder / "markers.csv").read_text().endswith(",9,The computer slept for 2:00:00\n")
