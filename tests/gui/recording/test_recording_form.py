"""What is said of a recording before it begins: name, participant, length, countdown."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from emotion_desktop.domain import FrameResult
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.preferences import Preferences
from emotion_desktop.gui.recording.recording_controller import Phase, Recording
from emotion_desktop.gui.recording.recording_form import RecordingForm
from emotion_desktop.gui.recording.texts import badge_text
from emotion_desktop.outputs.recording.session_format import SessionMetadata

if TYPE_CHECKING:
    from tests.gui.conftest import App

HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)


class Study:
    """The app with a picture, and the form for the next recording."""

    def __init__(self, app: "App", make_result: Callable[..., FrameResult], folder: Path) -> None:
        self.app = app
        self.folder = folder
        self._make_result = make_result
        self.recording: Recording = app.controller.recording
        self.recording.countdown.step_ms = 60

    @property
    def form(self) -> RecordingForm:
        self.app.window.commands[ActionName.RECORDING_FORM].trigger()
        (form,) = self.app.window.findChildren(RecordingForm)
        return form

    def show(self, **changes: object) -> None:
        self.app.show(self._make_result(HAPPY, **changes))

    def wait(self, phase: Phase) -> None:
        self.app.qtbot.waitUntil(lambda: self.recording.phase is phase, timeout=15_000)

    def press_r(self) -> None:
        self.app.window.commands[ActionName.RECORD].trigger()

    def record(self) -> None:
        """Record one picture."""
        self.press_r()
        self.wait(Phase.GOING_ON)
        self.show()
        self.press_r()
        self.wait(Phase.IDLE)

    @property
    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir()) if self.folder.exists() else []


@pytest.fixture
def study(app: "App", make_result: Callable[..., FrameResult], tmp_path: Path) -> Iterator[Study]:
    folder = tmp_path / "movies"
    app.window.preferences.change(recording_folder=str(folder))
    app.start()
    study = Study(app, make_result, folder)
    study.show()
    yield study
    app.window.may_close.clear()


def test_a_recording_is_named_by_participant_and_trial_which_goes_up(study: Study) -> None:
    form = study.form
    form.name.setText("{participant}_{trial}")
    form.participant.setText("P/07")
    form.trial.setValue(1)
    form.notes.setPlainText("tired")
    assert form.preview.text() == "P-07_1"
    form.close()
    study.record()
    study.record()
    assert study.names == ["P-07_1", "P-07_2"]
    texts = [(study.folder / name / "metadata.json").read_text() for name in study.names]
    first, second = map(SessionMetadata.model_validate_json, texts)
    assert (first.participant, first.trial, first.notes) == ("P/07", 1, "tired")
    assert (second.participant, second.trial, second.notes) == ("P/07", 2, "")
    assert (form.trial.value(), form.notes.toPlainText()) == (3, "")


def test_a_name_that_cannot_be_is_said_and_not_kept(study: Study) -> None:
    form = study.form
    usual = form.name.text()
    form.name.setText("{who}")
    assert "{who} is no field" in form.preview.text()
    assert not form.record.isEnabled()
    preferences = study.app.window.preferences
    assert preferences.settings.recording_name == usual
    form.name.setText("{date}-x")
    assert form.record.isEnabled()
    assert Preferences(preferences.store).settings.recording_name == "{date}-x"


def test_r_says_why_a_recording_without_a_name_does_not_begin(study: Study) -> None:
    study.form.name.setText("{")
    study.press_r()
    study.app.qtbot.waitUntil(lambda: bool(study.app.stage.notices.notices), timeout=15_000)
    assert "brace" in study.app.stage.notices.notices[0].details
    assert study.names == []


def test_it_counts_down_on_the_picture_and_then_records(study: Study) -> None:
    study.form.countdown.setChecked(True)
    video = study.app.stage.video
    seen: list[str] = []
    study.press_r()
    assert study.recording.phase is Phase.COUNTING_DOWN
    while video.countdown:
        if video.countdown not in seen:
            seen.append(video.countdown)
        QTest.qWait(5)
    study.wait(Phase.GOING_ON)
    assert seen == ["3", "2", "1"]
    assert video.countdown == ""
    study.show()
    study.press_r()
    study.wait(Phase.IDLE)
    assert len(study.names) == 1


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_R])
def test_the_countdown_is_stopped_by_esc_and_by_r(study: Study, key: Qt.Key) -> None:
    study.app.window.preferences.change(recording_countdown=True)
    study.press_r()
    assert study.app.stage.video.countdown == "3"
    QTest.keyClick(study.app.window, key)
    assert study.recording.phase is Phase.IDLE
    assert study.app.stage.video.countdown == ""
    QTest.qWait(300)
    assert study.names == []


def test_the_window_closes_without_a_question_while_it_counts_down(study: Study) -> None:
    study.app.window.preferences.change(recording_countdown=True)
    study.press_r()
    assert study.app.window.close()
    assert study.recording.phase is Phase.IDLE
    assert study.names == []


def test_a_recording_with_a_length_ends_by_itself(study: Study) -> None:
    form = study.form
    form.seconds.setValue(2)
    form.record.click()
    study.wait(Phase.GOING_ON)
    began = time.monotonic()
    study.show(captured_at=began)
    study.show(captured_at=began + 1.2)
    study.app.qtbot.waitUntil(
        lambda: "0:01" in study.recording.indicator.field.text(), timeout=15_000
    )
    study.show(captured_at=began + 2.0)
    study.wait(Phase.IDLE)
    assert len(study.names) == 1


def test_the_badge_says_how_much_is_left() -> None:
    assert badge_text(12.3, markers=False, left_s=47.7) == "REC 0:12 · 0:48 left"
