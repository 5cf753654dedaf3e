"""Key R and what follows from it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import av
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QInputDialog, QMessageBox

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import NoCameraError, SourceEndedError, UnreadableFileError
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.look.palettes import DARK
from emotion_desktop.gui.recording.recording_controller import Phase, Recording
from emotion_desktop.gui.recording.texts import badge_text, status_text
from emotion_desktop.labels import FER2013_ORDER
from emotion_desktop.outputs.recording.recorder import RecordingEnd
from emotion_desktop.outputs.recording.recording_start import RecordingStart, Start
from emotion_desktop.outputs.recording.session_format import SessionMetadata
from emotion_desktop.outputs.recording.session_writer import RecorderState
from emotion_desktop.vision.live.stats import Playhead

if TYPE_CHECKING:
    from tests.gui.conftest import App

Maker = Callable[..., FrameResult]
HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)


class Tape:
    """The app with a picture, and what is recorded of it."""

    def __init__(self, app: "App", make_result: Maker, folder: Path) -> None:
        self.app = app
        self.make_result = make_result
        self.folder = folder
        self.recording: Recording = app.controller.recording
        self.action = app.window.commands[ActionName.RECORD]

    def show(self, count: int = 1, **changes: object) -> None:
        """Let so many pictures come."""
        for _ in range(count):
            self.app.show(replace(self.make_result(HAPPY), **changes))  # type: ignore[arg-type]

    def begin(self) -> None:
        """Press R and wait until it records."""
        self.action.trigger()
        self.wait(Phase.GOING_ON)
        self.show()

    def end(self) -> SessionMetadata:
        """Press R again and wait for the end; return the document."""
        self.action.trigger()
        self.wait(Phase.IDLE)
        return self.document()

    def wait(self, phase: Phase) -> None:
        self.app.qtbot.waitUntil(lambda: self.recording.phase is phase, timeout=15_000)

    def session(self) -> Path:
        (folder,) = self.folder.iterdir()
        return folder

    def document(self) -> SessionMetadata:
        return SessionMetadata.model_validate_json((self.session() / "metadata.json").read_text())

    def notices(self) -> list[str]:
        return [notice.text for notice in self.app.stage.notices.notices]


@pytest.fixture
def tape(app: "App", make_result: Maker, tmp_path: Path) -> Iterator[Tape]:
    """A started app that shows a picture, with a folder for recordings."""
    folder = tmp_path / "movies"
    app.window.preferences.change(recording_folder=str(folder))
    app.start()
    tape = Tape(app, make_result, folder)
    tape.show()
    yield tape
    app.window.may_close.clear()


def test_before_the_first_picture_record_says_why_it_is_off(app: "App") -> None:
    app.start()
    action = app.window.commands[ActionName.RECORD]
    assert not action.isEnabled()
    assert action.toolTip() == "Record: no frame has been analysed yet"


def test_r_records_what_is_shown_and_r_ends_it(tape: Tape) -> None:
    tape.begin()
    assert tape.action.isChecked()
    tape.show(4)
    document = tape.end()
    assert (document.ending, document.frames, document.dropped) == ("stopped", 5, 0)
    assert document.source.name == "test"
    assert document.model.name == "cnn48_gray"
    assert document.settings["smoothing_s"] == 0.3
    assert not tape.action.isChecked()
    with av.open(str(tape.session() / "video.mp4")) as container:
        assert len(list(container.decode(video=0))) == 5


def test_pictures_that_the_window_has_no_time_to_show_are_counted(tape: Tape) -> None:
    tape.app.live.show(tape.make_result(HAPPY))
    tape.show()
    tape.begin()
    for _ in range(3):
        tape.app.live.show(tape.make_result(HAPPY))
    tape.show()
    document = tape.end()
    assert (document.frames, document.dropped) == (2, 3)


def test_what_goes_by_in_a_pause_is_not_missing(tape: Tape) -> None:
    tape.begin()
    tape.app.window.commands[ActionName.PAUSE].trigger()
    for _ in range(5):
        tape.make_result(HAPPY)
    tape.app.window.commands[ActionName.PAUSE].trigger()
    tape.show()
    assert tape.end().dropped == 0


def test_the_toast_offers_review_and_the_folder(tape: Tape) -> None:
    finished: list[Path] = []
    reviewed: list[Path] = []
    tape.recording.finished.connect(finished.append)
    tape.recording.review_wanted.disconnect(tape.app.controller.reviews.open)
    tape.recording.review_wanted.connect(reviewed.append)
    tape.begin()
    tape.end()
    toast = tape.app.stage.toast
    assert toast.text == f"Recorded 0:00 to {tape.session().name}"
    assert (toast.button.text(), toast.second_button.text()) == ("Review", "Open folder")
    assert (finished, reviewed) == ([tape.session()], [])
    toast.button.click()
    assert reviewed == [tape.session()]


def red_pixels(picture: QImage) -> int:
    red = QColor(DARK.record)
    places = ((x, y) for x in range(picture.width()) for y in range(60))
    return sum(picture.pixelColor(x, y) == red for x, y in places)


def test_badge_status_and_title_show_that_it_records(tape: Tape) -> None:
    window = tape.app.window
    field = tape.recording.indicator.field
    title = window.windowTitle()
    assert not field.isVisible()
    assert red_pixels(tape.app.stage.video.grab().toImage()) == 0
    tape.begin()
    assert field.isVisible()
    assert field.accessibleName().startswith("REC 0:0")
    assert field.accessibleName().endswith(" left")
    assert red_pixels(tape.app.stage.video.grab().toImage()) > 20
    assert window.windowTitle() == f"● Recording – {title}"
    tape.end()
    assert not field.isVisible()
    assert red_pixels(tape.app.stage.video.grab().toImage()) == 0
    assert window.windowTitle() == title


def test_a_folder_that_cannot_be_written_is_said_beside_the_picture(tape: Tape) -> None:
    tape.folder.write_text("a file in the way")
    tape.action.trigger()
    tape.wait(Phase.IDLE)
    assert tape.notices() == ["The recording could not be started"]
    assert "choose another folder" in tape.app.stage.notices.notices[0].details
    assert not tape.action.isChecked()
    assert tape.action.isEnabled()


def test_a_disk_without_room_is_said_with_what_is_left(tape: Tape) -> None:
    tape.recording.least_free = 9 * 10**18
    tape.action.trigger()
    tape.wait(Phase.IDLE)
    assert "left on /" in tape.app.stage.notices.notices[0].details


def test_another_source_ends_the_recording_and_says_so(tape: Tape) -> None:
    tape.begin()
    tape.app.controller.session.open("other.mp4")
    tape.wait(Phase.IDLE)
    assert tape.notices() == ["Recording stopped: the source was changed"]
    assert tape.document().ending == "source changed"
    assert not tape.action.isEnabled()


def test_the_same_source_opened_again_goes_on(tape: Tape) -> None:
    tape.begin()
    tape.app.controller.session.reopen()
    tape.show()
    assert tape.recording.phase is Phase.GOING_ON
    assert tape.end().frames == 2


def test_a_camera_that_is_gone_may_come_back_into_the_recording(tape: Tape) -> None:
    tape.app.controller.session.open("camera")
    tape.show()
    tape.begin()
    tape.app.live.fail(NoCameraError("gone"))
    tape.app.qtbot.waitUntil(lambda: tape.app.stage.state is not None)
    assert tape.action.isEnabled()
    tape.show()
    assert tape.end().frames == 2


@pytest.mark.parametrize("error", [SourceEndedError("over"), UnreadableFileError("broken")])
def test_the_end_of_a_file_ends_the_recording(
    tape: Tape, error: SourceEndedError | UnreadableFileError
) -> None:
    tape.begin()
    tape.app.live.fail(error)
    tape.wait(Phase.IDLE)
    assert tape.document().ending == "source ended"


def test_letting_the_source_go_ends_the_recording(tape: Tape) -> None:
    tape.begin()
    tape.app.controller.session.source_stopped.emit()
    tape.wait(Phase.IDLE)
    assert tape.document().ending == "source ended"


def test_a_model_of_other_classes_ends_the_recording_and_says_so(
    tape: Tape, make_result: Maker
) -> None:
    tape.begin()
    tape.app.show(make_result(HAPPY[:4], classes=FER2013_ORDER[:4]))
    tape.wait(Phase.IDLE)
    (text,) = tape.notices()
    assert text == "Recording stopped: the new model has different classes"


# Markers


def press(tape: Tape, key: Qt.Key) -> None:
    with tape.app.qtbot.waitActive(tape.app.window):
        tape.app.window.activateWindow()
    QTest.keyClick(tape.app.window, key)


def test_marker_mode_needs_a_recording(tape: Tape) -> None:
    markers = tape.app.window.commands[ActionName.MARKERS]
    assert not markers.isEnabled()
    assert markers.toolTip() == "Marker mode: start a recording first (R)"
    tape.begin()
    assert markers.isEnabled()
    markers.setChecked(True)
    tape.end()
    assert not markers.isEnabled()
    assert not markers.isChecked()


def test_in_marker_mode_digits_mark_and_out_of_it_they_leave_the_model(tape: Tape) -> None:
    tape.begin()
    press(tape, Qt.Key.Key_K)
    press(tape, Qt.Key.Key_2)
    assert tape.app.stage.toast.text.startswith("Marker 2 at 0:0")
    press(tape, Qt.Key.Key_9)
    press(tape, Qt.Key.Key_Escape)
    press(tape, Qt.Key.Key_Escape)
    for key in (Qt.Key.Key_2, Qt.Key.Key_M):
        press(tape, key)
        assert tape.app.stage.toast.text == "Recording: choose another model from the menu"
    assert tape.app.live.models == []
    tape.end()
    lines = (tape.session() / "markers.csv").read_text().splitlines()
    assert [line.split(",")[1] for line in lines] == ["number", "2", "9"]


def test_record_marker_mode_and_a_marker_work_in_one_breath(tape: Tape) -> None:
    for key in (Qt.Key.Key_R, Qt.Key.Key_K, Qt.Key.Key_7):
        press(tape, key)
    tape.wait(Phase.GOING_ON)
    tape.show()
    tape.end()
    lines = (tape.session() / "markers.csv").read_text().splitlines()
    assert [line.split(",")[1] for line in lines] == ["number", "7"]


@pytest.mark.parametrize(
    ("answer", "models"), [("Keep this model", []), ("Switch model", ["other.safetensors"])]
)
def test_a_model_from_the_menu_is_asked_about_while_it_records(
    tape: Tape, answer: str, models: list[str]
) -> None:
    tape.begin()
    tape.app.window.model_menu.chosen.emit("other.safetensors")
    box = question(tape)
    assert box.text() == "A recording is in progress."
    press_button(box, answer)
    assert tape.app.live.models == models
    assert tape.recording.phase is Phase.GOING_ON
    tape.end()


def test_while_it_records_the_button_says_stop(tape: Tape) -> None:
    assert tape.action.text() == "Record"
    tape.begin()
    assert tape.action.text() == "Stop recording"
    assert tape.action.isChecked()
    tape.end()
    assert tape.action.text() == "Record"


def test_while_it_records_the_picture_is_not_turned(tape: Tape) -> None:
    action = tape.app.window.commands[ActionName.ROTATE]
    tape.begin()
    assert not action.isEnabled()
    assert "while it is recorded" in action.toolTip()
    tape.end()
    assert action.isEnabled()


def test_a_marker_takes_a_note_while_the_picture_goes_on(tape: Tape) -> None:
    tape.begin()
    press(tape, Qt.Key.Key_K)
    press(tape, Qt.Key.Key_5)
    tape.app.stage.toast.button.click()
    dialog = tape.app.window.findChild(QInputDialog)
    assert dialog is not None
    assert dialog.labelText().startswith("Marker 5 at 0:0")
    sentence = dialog.fontMetrics().horizontalAdvance("She looks away from the camera for a moment")
    assert dialog.width() > sentence
    tape.show(2)
    dialog.setTextValue("looks away")
    dialog.accept()
    assert tape.end().frames == 3
    assert (tape.session() / "markers.csv").read_text().endswith(",5,looks away\n")


# The end of the window


def question(tape: Tape) -> QMessageBox:
    box = tape.app.window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    tape.app.qtbot.waitUntil(box.isVisible)
    return box


def test_no_dialog_shows_an_icon_of_another_style(tape: Tape) -> None:
    tape.begin()
    tape.app.window.close()
    box = question(tape)
    assert box.iconPixmap().isNull()
    assert all(button.icon().isNull() for button in box.buttons())
    box.reject()
    tape.end()
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save, tape.app.window)
    assert all(button.icon().isNull() for button in buttons.buttons())


def press_button(box: QMessageBox, text: str) -> None:
    (button,) = (button for button in box.buttons() if button.text() == text)
    button.click()


def test_closing_asks_and_going_on_records_on(tape: Tape) -> None:
    tape.begin()
    assert not tape.app.window.close()
    press_button(question(tape), "Keep recording")
    assert tape.app.window.isVisible()
    tape.show(2)
    assert tape.end().frames == 3


def test_closing_with_consent_finishes_the_recording_first(tape: Tape) -> None:
    tape.begin()
    tape.app.window.close()
    box = question(tape)
    tape.show(2)  # the picture goes on behind the question
    press_button(box, "Stop and quit")
    tape.app.qtbot.waitUntil(lambda: not tape.app.window.isVisible(), timeout=10_000)
    assert (tape.document().ending, tape.document().frames) == ("stopped", 3)
    assert tape.app.live.closed


def test_a_window_that_is_closed_from_outside_finishes_the_recording(tape: Tape) -> None:
    tape.begin()
    tape.app.window.may_close.clear()
    tape.app.window.close()
    assert tape.document().ending == "stopped"
    QApplication.processEvents()


@pytest.mark.parametrize("opened", [False, True])
def test_a_window_that_is_closed_while_a_recording_opens_leaves_no_folder(
    tape: Tape, opened: bool
) -> None:
    tape.action.trigger()
    if opened:  # but the window has not heard of it yet
        assert tape.app.window.jobs.wait(10)
    tape.app.window.may_close.clear()
    tape.app.window.close()
    assert list(tape.folder.iterdir()) == []
    tape.wait(Phase.IDLE)


def test_a_recording_that_is_given_up_before_it_begins_leaves_no_folder(
    tape: Tape, make_result: Maker
) -> None:
    start = Start(
        folder=tape.folder,
        result=make_result(HAPPY),
        fps=None,
        camera_mode="",
        predictor=None,
        settings=tape.app.window.preferences.settings.pipeline,
        video="clean",
        least_free=0,
    )
    ends: list[RecordingEnd] = []
    opening = RecordingStart(start, ends.append)
    assert not opening.cancel(0)
    recorder = opening.run()
    assert opening.cancel(10)
    assert ends == [recorder.end]
    assert list(tape.folder.iterdir()) == []


def test_the_badge_says_time_and_marker_mode() -> None:
    assert badge_text(12.3, markers=False) == "REC 0:12"
    assert badge_text(3723.9, markers=True) == "REC 1:02:03 · markers"


def test_the_status_line_says_time_size_room_and_what_is_missing() -> None:
    state = RecorderState(frames=9, dropped=0, size=24_000_000, free=118 * 10**9)
    assert status_text(12, state) == "REC 0:12 · 24 MB · 118 GB left"
    assert status_text(12, replace(state, dropped=3)).endswith(" left · 3 missed")


def test_a_recording_of_photos_begins_with_the_one_that_is_shown(
    app: "App", make_result: Maker, tmp_path: Path
) -> None:
    app.window.preferences.change(recording_folder=str(tmp_path / "movies"))
    app.start(str(tmp_path))
    app.live.playhead = Playhead(seekable=True, position_s=2.0, duration_s=6.0, pictures=3)
    tape = Tape(app, make_result, tmp_path / "movies")
    tape.show()
    tape.begin()
    assert app.live.asked == [("seek", 2.0)]
    tape.end()
