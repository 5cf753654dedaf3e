"""Changes to a recording that are made in its review: with undo, and saved at once beside it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from emotion_desktop.error_boundary import REVIEW
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.language import local_number, translate
from emotion_desktop.gui.live_view.states import Remedy, failure
from emotion_desktop.gui.review.edit_dialogs import DetailsDialog, MarkerDialog
from emotion_desktop.gui.review.review_data import (
    ReviewData,
    edited_material,
    renumbered_material,
)
from emotion_desktop.gui.undo import Change
from emotion_desktop.outputs.recording.edits import NO_EDITS, Edits, write_edits
from emotion_desktop.outputs.recording.reader_tables import MOST_MARKERS, Marker
from emotion_desktop.outputs.recording.time_axis import clock

if TYPE_CHECKING:
    from emotion_desktop.gui.review.window import ReviewWindow

TOPIC = "edits"

_Done = tuple[Edits, ReviewData, ReviewData, EmotionDesktopError | None]
"""The edits, all people as they are numbered by them, what they leave, and why they could not be
saved."""


class Editor(QObject):
    """Does what the Edit menu says; figures, tables and exports follow.

    Signals:
        edited: (ReviewData, ReviewData) All of the recording with its people as they are numbered
            now, and what is kept of it, worked out anew.

    Attributes:
        edits: As they are now.
        shown: All of the recording, its people as they were numbered last.
        stack: What can be undone.
        saved: The edits that are on the disk.
    """

    edited = Signal(object, object)

    def __init__(self, window: "ReviewWindow", material: ReviewData) -> None:
        super().__init__(window)
        self._window = window
        self._whole = self.shown = material
        self._numbered: Edits = NO_EDITS
        self.edits = self.saved = material.edits
        self._working: Edits | None = None
        self._range_start: float | None = None
        self.stack = QUndoStack(self)
        slots: dict[ActionName, Callable[[], None]] = {
            ActionName.UNDO: self.stack.undo,
            ActionName.REDO: self.stack.redo,
            ActionName.CLIP_START: self._clip_start,
            ActionName.CLIP_END: self._clip_end,
            ActionName.EXCLUDE: self._exclude,
            ActionName.INCLUDE: self._include,
            ActionName.ADD_MARKER: self._ask_new_marker,
            ActionName.EDIT_MARKER: self._ask_marker,
            ActionName.DELETE_MARKER: self._delete_marker,
            ActionName.DETAILS: self._ask_details,
        }
        for name, slot in slots.items():
            window.commands[name].triggered.connect(slot)
        window.side.markers.doubleClicked.connect(self._ask_marker)
        window.side.markers.selectionModel().selectionChanged.connect(self._limit)
        self.stack.indexChanged.connect(self._limit)
        self._limit()

    @property
    def markers(self) -> tuple[Marker, ...]:
        """All markers, also those in what is left out."""
        told = self.edits.markers
        if told is None:
            return self._whole.session.markers
        return tuple(Marker(mark.time_s, mark.number, mark.note) for mark in told)

    @property
    def is_settled(self) -> bool:
        """Whether everything is saved and worked out."""
        return self._working is None and self.edits == self.saved

    def change(self, text: str, edits: Edits) -> None:
        """Change the recording, unless nothing of it would be left.

        Args:
            text: What is undone, a word or two.
            edits: All edits from now on.
        """
        if edits == self.edits:
            return
        if not edits.keeps(self._whole.session.times).any():
            self._window.toast.say(translate("Review", "Nothing of the recording would be left"))
            return
        self.stack.push(Change(self._apply, self.edits, edits, text))

    def show(self) -> None:
        """Show the edits that the recording came with."""
        self._apply(self.edits)

    def _apply(self, edits: Edits) -> None:
        self.edits = edits
        window, session = self._window, self._whole.session
        window.timeline.show_edits(self.markers, edits.left_out(session.duration_s))
        window.side.show_markers(self.markers)
        window.controller.moves.show_markers(self.markers)
        self._save()

    def _save(self) -> None:
        """Save and work out the newest edits, one after the other."""
        if self._working is None:
            self._working = self.edits
            same = self.shown if self.edits.tracks == self._numbered.tracks else None
            save = self.edits != self.saved
            work = partial(_work, self._whole, same, self.edits, save=save)
            self._window.jobs.start(work, self._on_saved, self._on_failed, where=REVIEW)

    def _on_saved(self, result: object) -> None:
        edits, shown, kept, error = cast(
            "tuple[Edits, ReviewData, ReviewData, EmotionDesktopError | None]", result
        )
        self._working, self.shown, self._numbered = None, shown, edits
        if error is None:
            self.saved = edits
            self._window.notices.clear(TOPIC)
        if edits != self.edits:
            self._save()
            return
        self.edited.emit(shown, kept)
        if error is not None:
            self._on_failed(error)

    def _on_failed(self, error: EmotionDesktopError) -> None:
        self._working = None
        text = translate("Review", "The changes could not be saved")
        notice = failure(TOPIC, text, error, self._save)
        if not notice.remedies:  # as soon as there is room, or the drive is back
            notice = replace(notice, remedies=(Remedy.RETRY,), retry=self._save)
        self._window.notices.show_notice(notice)

    def _limit(self) -> None:
        """Make grey what cannot be done now, and say why."""
        commands = self._window.commands
        chosen = bool(self._window.side.markers.selectionModel().selectedRows())
        reasons = {
            ActionName.UNDO: ""
            if self.stack.canUndo()
            else translate("Review", "nothing has been changed"),
            ActionName.REDO: ""
            if self.stack.canRedo()
            else translate("Review", "nothing has been undone"),
            ActionName.EDIT_MARKER: "" if chosen else translate("Review", "select a marker first"),
            ActionName.DELETE_MARKER: ""
            if chosen
            else translate("Review", "select a marker first"),
        }
        for name, why in reasons.items():
            if why:
                commands.disable(name, why)
            else:
                commands.enable(name)

    # What is kept

    def _clip_start(self) -> None:
        at, end = self._window.player.position, self._whole.session.duration_s
        _, old_end = self.edits.clip or (0.0, end)
        clip = (at, old_end if at < old_end else end) if at > 0 or old_end < end else None
        self._set_clip(clip)

    def _clip_end(self) -> None:
        session, player = self._whole.session, self._window.player
        # The frame that is shown is the last one that is kept.
        row = player.row
        at = float(session.times[row] + session.seconds[row])
        start, _ = self.edits.clip or (0.0, 0.0)
        self._set_clip((start if start < at else 0.0, at))

    def _set_clip(self, clip: tuple[float, float] | None) -> None:
        text = translate("Review", "clip")
        self.change(text, self.edits.model_copy(update={"clip": clip}))

    def _exclude(self) -> None:
        """Note where a range begins; the second time, leave it out."""
        session, player = self._whole.session, self._window.player
        start, self._range_start = self._range_start, None
        self._window.commands.rename(ActionName.EXCLUDE, "")
        if start is None:
            self._range_start = player.position
            text = translate("Review", "Leave out up to here")
            self._window.commands.rename(ActionName.EXCLUDE, text)
            said = translate("Review", "Left out from {time}: go to the end, and press X again")
            when = local_number(clock(self._range_start, tenths=True))
            self._window.toast.say(said.format(time=when))
            return
        first, last = sorted((session.frame_at(start), player.row))
        begin = float(session.times[first])
        end = float(session.times[last] + session.seconds[last])
        self.change(translate("Review", "leaving out"), self.edits.exclude(begin, end))

    def _include(self) -> None:
        text = translate("Review", "keeping again")
        self.change(text, self.edits.include(self._window.player.position))

    # Markers

    def _chosen_row(self) -> int | None:
        rows = self._window.side.markers.selectionModel().selectedRows()
        return rows[0].row() if rows else None

    def _ask_new_marker(self) -> None:
        if len(self.markers) >= MOST_MARKERS:
            return
        marker = Marker(self._window.player.position, 1, "")
        dialog = self._dialog(translate("Review", "Add marker"), marker)
        dialog.chosen.connect(self._add_marker)
        dialog.open()

    def _ask_marker(self) -> None:
        row = self._chosen_row()
        if row is not None:
            dialog = self._dialog(translate("Review", "Change marker"), self.markers[row])
            dialog.setProperty("row", row)
            dialog.chosen.connect(self._change_marker)
            dialog.open()

    def _dialog(self, title: str, marker: Marker) -> MarkerDialog:
        return MarkerDialog(title, marker, self._whole.session.duration_s, self._window)

    def _add_marker(self, marker: Marker) -> None:
        self._set_markers(translate("Review", "marker"), [*self.markers, marker])

    def _change_marker(self, marker: Marker) -> None:
        markers = list(self.markers)
        markers[int(self.sender().property("row"))] = marker
        self._set_markers(translate("Review", "marker"), markers)

    def _delete_marker(self) -> None:
        row = self._chosen_row()
        if row is not None:
            markers = [*self.markers[:row], *self.markers[row + 1 :]]
            self._set_markers(translate("Review", "deleting a marker"), markers)

    def _set_markers(self, text: str, markers: list[Marker]) -> None:
        self.change(text, self.edits.with_markers(markers))

    # What is said of it

    def _ask_details(self) -> None:
        data, edits = self._whole.session.metadata, self.edits
        dialog = DetailsDialog(
            data.participant if edits.participant is None else edits.participant,
            data.notes if edits.notes is None else edits.notes,
            self._window,
        )
        dialog.chosen.connect(self._set_details)
        dialog.open()

    def _set_details(self, participant: str, notes: str) -> None:
        told = {"participant": participant, "notes": notes}
        data = self._whole.session.metadata
        same = {name: None for name, text in told.items() if getattr(data, name) == text}
        edits = self.edits.model_copy(update=told | same)
        self.change(translate("Review", "participant and notes"), edits)


def _work(whole: ReviewData, same: ReviewData | None, edits: Edits, *, save: bool) -> _Done:
    """Save edits, and work out what they leave; what cannot be saved is shown all the same."""
    error: EmotionDesktopError | None = None
    try:
        if save:
            write_edits(whole.session.folder, edits)
    except EmotionDesktopError as failed:
        error = failed
    shown = same or renumbered_material(whole, edits.tracks)
    return edits, shown, edited_material(replace(whole, edits=edits)), error
