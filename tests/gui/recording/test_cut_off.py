"""What is said at the start of a recording that was going on when the app failed."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLockFile, QSettings
from PySide6.QtWidgets import QPushButton

from emotion_desktop.domain import FrameResult
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.live_view.states import Remedy
from emotion_desktop.gui.recording.cut_off import LOCK_SUFFIX
from emotion_desktop.gui.recording.recording_controller import Phase
from emotion_desktop.gui.single_instance import SEPARATE_FROM

if TYPE_CHECKING:
    from tests.gui.conftest import App

Maker = Callable[..., FrameResult]
HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)


def record(app: "App", make_result: Maker, folder: Path) -> Path:
    """Begin a recording and return its folder."""
    app.window.preferences.change(recording_folder=str(folder))
    app.start()
    app.show(make_result(HAPPY))
    app.window.commands[ActionName.RECORD].trigger()
    recording = app.controller.recording
    app.qtbot.waitUntil(lambda: recording.phase is Phase.GOING_ON, timeout=15_000)
    app.show(make_result(HAPPY))
    (session,) = folder.iterdir()
    return session


def stop(app: "App") -> None:
    app.window.commands[ActionName.RECORD].trigger()
    recording = app.controller.recording
    app.qtbot.waitUntil(lambda: recording.phase is Phase.IDLE, timeout=15_000)


def notices(app: "App") -> list[str]:
    return [notice.text for notice in app.stage.notices.notices]


def test_a_recording_is_written_down_only_while_it_goes_on(
    app: "App", make_result: Maker, tmp_path: Path
) -> None:
    session = record(app, make_result, tmp_path / "movies")
    app.window.preferences.store.sync()
    assert app.window.preferences.settings.recording_now == str(session)
    assert str(session) in (tmp_path / "settings.ini").read_text()
    stop(app)
    assert app.window.preferences.settings.recording_now == ""


def test_a_recording_that_was_cut_off_is_offered_once(
    app: "App", make_result: Maker, tmp_path: Path
) -> None:
    session = record(app, make_result, tmp_path / "movies")
    unfinished = (session / "metadata.json").read_text()
    stop(app)
    (session / "metadata.json").write_text(unfinished)  # as a crash leaves it
    app.window.preferences.change(recording_now=str(session))
    opened: list[object] = []
    app.controller.cut_off.review_wanted.disconnect()
    app.controller.cut_off.review_wanted.connect(opened.append)
    app.controller.cut_off.check()
    app.qtbot.waitUntil(lambda: any("was cut off" in text for text in notices(app)))
    label = Remedy.OPEN_RECORDING.label
    (button,) = (one for one in app.stage.findChildren(QPushButton) if one.text() == label)
    button.click()
    assert opened == [session]
    assert not any("was cut off" in text for text in notices(app))
    assert app.window.preferences.settings.recording_now == ""


def test_a_recording_that_ended_or_has_gone_is_not_spoken_of(
    app: "App", make_result: Maker, tmp_path: Path
) -> None:
    session = record(app, make_result, tmp_path / "movies")
    stop(app)
    for folder in (session, tmp_path / "gone"):
        app.window.preferences.change(recording_now=str(folder))
        app.controller.cut_off.check()
        app.qtbot.waitUntil(lambda: app.window.preferences.settings.recording_now == "")
        assert not any("was cut off" in text for text in notices(app))


def test_the_recording_of_another_window_is_not_taken_for_one_that_was_cut_off(
    app: "App", tmp_path: Path
) -> None:
    lock = QLockFile(str(tmp_path / f"settings{LOCK_SUFFIX}"))
    assert lock.tryLock(0)
    app.window.preferences.change(recording_now=str(tmp_path / "theirs"))
    app.start()
    assert app.window.jobs.wait(5)
    app.qtbot.wait(50)
    assert app.window.preferences.settings.recording_now == str(tmp_path / "theirs")
    lock.unlock()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The settings file that the window's is a copy of."""
    return tmp_path / "own" / "settings.ini"


@pytest.fixture
def separate(own: Path, settings: QSettings) -> None:
    """Make the window a separate one."""
    own.parent.mkdir()
    settings.setValue(SEPARATE_FROM, str(own))


def written_down(own: Path) -> object:
    return QSettings(str(own), QSettings.Format.IniFormat).value("separate_recording")


@pytest.mark.usefixtures("separate")
def test_a_separate_window_writes_it_down_where_the_next_start_looks(
    own: Path, app: "App", make_result: Maker, tmp_path: Path
) -> None:
    session = record(app, make_result, tmp_path / "movies")
    assert written_down(own) == str(session)
    stop(app)
    app.qtbot.waitUntil(lambda: not written_down(own))


def test_a_recording_that_a_separate_window_did_not_end_is_offered_too(
    app: "App", make_result: Maker, tmp_path: Path
) -> None:
    session = record(app, make_result, tmp_path / "movies")
    unfinished = (session / "metadata.json").read_text()
    stop(app)
    (session / "metadata.json").write_text(unfinished)
    # The first window's has gone: it is silently forgotten, and the other one spoken of.
    app.window.preferences.change(
        recording_now=str(tmp_path / "gone"), separate_recording=str(session)
    )
    app.controller.cut_off.check()
    app.qtbot.waitUntil(lambda: any("was cut off" in text for text in notices(app)))
    settings = app.window.preferences.settings
    assert (settings.recording_now, settings.separate_recording) == ("", "")
