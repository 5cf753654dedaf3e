"""The Edit menu of the review: clip, ranges, markers, participant; undo."""

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.live_view.states import Remedy
from emotion_desktop.gui.review.edit_dialogs import DetailsDialog, MarkerDialog
from emotion_desktop.outputs.recording.edits import EDITS, Edits, read_edits, write_edits
from tests.gui.reviewing import HAPPY, MARKERS, PEOPLE, SAD, Opener, SessionMaker

if TYPE_CHECKING:
    from emotion_desktop.gui.review.window import ReviewWindow


class Desk:
    """A recording whose review is edited."""

    def __init__(self, window: "ReviewWindow", qtbot: QtBot) -> None:
        self.window = window
        self._qtbot = qtbot

    def at(self, time_s: float) -> None:
        self.window.player.seek(time_s)

    def do(self, name: ActionName) -> None:
        self.window.commands[name].trigger()

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: self.window.editor.is_settled, timeout=20_000)

    @property
    def saved(self) -> Edits:
        self.settle()
        return read_edits(self.window.session.folder)

    def in_view(self, track_id: int) -> float:
        self.settle()
        found = self.window.side.summaries.get(track_id)
        return 0.0 if found is None else found.in_view_s

    def marker_notes(self) -> list[str]:
        return [row.cells[2].text for row in self.window.side.markers.table.rows]


@pytest.fixture
def desk(make_session: SessionMaker, open_review: Opener, qtbot: QtBot) -> Desk:
    return Desk(open_review(make_session(PEOPLE, markers=MARKERS)), qtbot)


def test_a_clip_is_made_at_the_position_and_figures_follow(desk: Desk) -> None:
    assert desk.in_view(1) == pytest.approx(3.0)
    desk.at(1.0)
    QTest.keyClick(desk.window, Qt.Key.Key_I)
    desk.at(1.95)
    QTest.keyClick(desk.window, Qt.Key.Key_I, Qt.KeyboardModifier.ShiftModifier)
    assert desk.saved.clip == pytest.approx((1.0, 2.0))
    assert desk.in_view(1) == pytest.approx(1.0)
    assert desk.window.side.summaries[1].shares[HAPPY] == pytest.approx(0.5)
    assert desk.window.side.summaries[2].shares[SAD] == pytest.approx(1.0)


def test_a_range_is_left_out_and_kept_again(desk: Desk) -> None:
    for time_s in (0.95, 0.5):  # from its end to its start will do
        desk.at(time_s)
        desk.do(ActionName.EXCLUDE)
    (left_out,) = desk.saved.excluded
    assert left_out == pytest.approx((0.5, 1.0))
    assert desk.in_view(1) == pytest.approx(2.5)
    assert desk.window.commands[ActionName.EXCLUDE].text() == "Leave out from here"
    desk.at(0.75)
    desk.do(ActionName.INCLUDE)
    assert desk.saved == Edits()
    assert desk.in_view(1) == pytest.approx(3.0)
    assert not (desk.window.session.folder / EDITS).exists()


def test_every_change_is_undone_and_made_again(desk: Desk) -> None:
    assert not desk.window.commands[ActionName.UNDO].isEnabled()
    desk.at(1.0)
    desk.do(ActionName.CLIP_START)
    desk.at(2.0)
    desk.do(ActionName.CLIP_END)
    both = desk.saved
    QTest.keyClick(desk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.saved.clip == pytest.approx((1.0, 3.0))
    QTest.keyClick(desk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.saved == Edits()
    assert desk.in_view(1) == pytest.approx(3.0)
    desk.do(ActionName.REDO)
    desk.do(ActionName.REDO)
    assert desk.saved == both


def test_markers_are_added_changed_and_deleted(desk: Desk) -> None:
    desk.at(1.0)
    desk.do(ActionName.ADD_MARKER)
    (dialog,) = desk.window.findChildren(MarkerDialog)
    assert dialog.time.value() == 1.0
    dialog.number.setValue(9)
    dialog.note.setText("=middle")
    dialog.accept()
    assert desk.marker_notes() == ["begin", "=middle", ""]
    desk.window.side.markers.selectRow(0)
    desk.do(ActionName.EDIT_MARKER)
    dialog = desk.window.findChildren(MarkerDialog)[-1]
    dialog.time.setValue(2.5)
    dialog.accept()
    assert desk.marker_notes() == ["=middle", "", "begin"]
    assert not desk.window.commands[ActionName.DELETE_MARKER].isEnabled()
    desk.window.side.markers.selectRow(1)
    desk.do(ActionName.DELETE_MARKER)
    assert desk.marker_notes() == ["=middle", "begin"]
    told = desk.saved.markers
    assert told is not None
    assert [(m.time_s, m.number, m.note) for m in told] == [(1.0, 9, "=middle"), (2.5, 4, "begin")]
    desk.at(0.0)
    desk.do(ActionName.NEXT_MARKER)
    assert desk.window.player.position == pytest.approx(1.0)
    for _ in range(3):
        desk.do(ActionName.UNDO)
    assert desk.saved == Edits()
    assert desk.marker_notes() == ["begin", ""]


def test_participant_and_notes_are_changed(desk: Desk) -> None:
    desk.do(ActionName.DETAILS)
    (dialog,) = desk.window.findChildren(DetailsDialog)
    dialog.participant.setText("P07")
    dialog.notes.setPlainText("tired")
    dialog.accept()
    assert (desk.saved.participant, desk.saved.notes) == ("P07", "tired")
    assert "P07" in desk.window._facts.text()  # noqa: SLF001
    desk.do(ActionName.UNDO)
    assert desk.saved == Edits()


def test_a_change_that_would_leave_nothing_is_refused(desk: Desk) -> None:
    desk.at(0.0)
    desk.do(ActionName.EXCLUDE)
    desk.at(3.0)
    desk.do(ActionName.EXCLUDE)
    assert desk.window.toast.text == "Nothing of the recording would be left"
    assert desk.saved == Edits()


def test_changes_are_there_when_the_recording_is_opened_again(
    make_session: SessionMaker, open_review: Opener, qtbot: QtBot
) -> None:
    folder = make_session(PEOPLE, markers=MARKERS)
    write_edits(folder, Edits(clip=(1.0, 2.0), participant="P07"))
    desk = Desk(open_review(folder), qtbot)
    qtbot.waitUntil(lambda: desk.in_view(1) == pytest.approx(1.0), timeout=20_000)
    assert desk.marker_notes() == ["begin", ""]


def test_what_cannot_be_saved_is_said_and_can_be_tried_again(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("emotion_desktop.outputs.recording.edits.write_whole", full)
        desk.at(1.0)
        desk.do(ActionName.CLIP_START)
        qtbot.waitUntil(lambda: bool(desk.window.notices.notices), timeout=20_000)
    (notice,) = desk.window.notices.notices
    assert notice.text == "The changes could not be saved"
    assert not desk.window.editor.is_settled
    desk.window.notices.chosen.emit(notice, Remedy.RETRY)
    assert desk.saved.clip == pytest.approx((1.0, 3.0))
    qtbot.waitUntil(lambda: not desk.window.notices.notices)
