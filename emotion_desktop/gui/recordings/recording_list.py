"""Fills the list of recordings, off the GUI thread, and does what is wanted of them."""

import shutil
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QFile, QObject, Signal

from emotion_desktop.error_boundary import RECORDING
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.files.unique_paths import output_error
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.messages import error_text
from emotion_desktop.gui.recording.question import Question
from emotion_desktop.gui.user_folders import open_folder, recordings_folder

if TYPE_CHECKING:
    from emotion_desktop.gui.recordings.recordings_dialog import RecordingsDialog
    from emotion_desktop.outputs.recording.recording_facts import RecordingFacts

BATCH: Final = 8
"""So many recordings are read at a time, those in sight first."""


class RecordingList(QObject):
    """The list, made when it is wanted first, and kept.

    What has been read is kept in memory as long as the files do not change, and never on the
    disk: thumbnails would outlive their recordings there.

    Signals:
        open_wanted: (Path) A recording shall be reviewed.
        leaving: (Path) A recording is about to be deleted; nothing may hold its files.

    Attributes:
        dialog: The window; None before it was wanted.
    """

    open_wanted = Signal(object)
    leaving = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.dialog: RecordingsDialog | None = None
        self._known: dict[Path, RecordingFacts] = {}
        self._is_reading = False
        self._question: Question | None = None
        window.commands[ActionName.RECORDINGS].triggered.connect(self.show)

    def show(self) -> None:
        """Bring the list up, as the folder is now."""
        from emotion_desktop.gui.recordings.recordings_dialog import RecordingsDialog

        if self.dialog is None:
            dialog = self.dialog = RecordingsDialog(self._window)
            dialog.open_wanted.connect(self._open)
            dialog.folder_wanted.connect(self._show_folder)
            dialog.delete_wanted.connect(self._delete)
            dialog.seen.connect(self._read_on)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self.dialog.search.setFocus()
        self.dialog.search.selectAll()
        self.refresh()

    def refresh(self) -> None:
        """Look again what is there, if the list is open."""
        if self.dialog is not None and self.dialog.isVisible():
            folder = recordings_folder(self._window.preferences)
            work = partial(_scan, folder, dict(self._known))
            self._window.jobs.start(work, self._on_scanned, self._on_failed, where=RECORDING)

    def _on_scanned(self, found: object) -> None:
        recordings = cast("list[RecordingFacts]", found)
        going_on = self._window.preferences.settings.recording_now
        self._known = {facts.folder: facts for facts in recordings if str(facts.folder) != going_on}
        assert self.dialog is not None
        self.dialog.show_recordings(list(self._known.values()))
        self._read_on()

    def _read_on(self) -> None:
        """Read more of those that are not known well, one batch after the other."""
        dialog = self.dialog
        if self._is_reading or dialog is None or not dialog.isVisible():
            return
        rows = dialog.in_sight
        if all(facts.is_complete for facts in rows):
            rows = dialog.table.recordings
        batch = [facts for facts in rows if not facts.is_complete][:BATCH]
        if batch:
            self._is_reading = True
            self._window.jobs.start(
                partial(_complete, batch), self._on_completed, self._on_failed, where=RECORDING
            )

    def _on_completed(self, found: object) -> None:
        self._is_reading = False
        recordings = cast("list[RecordingFacts]", found)
        for facts in recordings:
            if facts.folder in self._known:
                self._known[facts.folder] = facts
        if self.dialog is not None:
            self.dialog.table.update(recordings)
        self._read_on()

    def _on_failed(self, error: EmotionDesktopError) -> None:
        self._is_reading = False
        if self.dialog is not None:
            self.dialog.say(error_text(error))

    def _open(self, facts: "RecordingFacts") -> None:
        self.open_wanted.emit(facts.folder)

    def _show_folder(self, facts: "RecordingFacts") -> None:
        open_folder(facts.folder)

    def _delete(self, chosen: "Sequence[RecordingFacts]") -> None:
        folders = [facts.folder for facts in chosen]
        for folder in folders:
            self.leaving.emit(folder)
        self._window.jobs.start(
            partial(_move_to_trash, folders), self._on_moved, self._on_failed, where=RECORDING
        )

    def _on_moved(self, left: object) -> None:
        """Ask before anything is deleted that no trash takes."""
        self.refresh()
        folders = cast("list[Path]", left)
        if not folders or self.dialog is None:
            return
        text = translate("Recordings", "{name} cannot be moved to the trash.")
        if len(folders) > 1:
            text = translate("Recordings", "{count} recordings cannot be moved to the trash.")
        self._question = Question(
            self.dialog,
            text.format(name=folders[0].name, count=len(folders)),
            translate("Recordings", "Deleted for good, they cannot be brought back."),
            yes=translate("Recordings", "Delete for good"),
            no=translate("Recordings", "Keep"),
        )
        self._left = folders
        self._question.agreed.connect(self._delete_for_good)
        self._question.ask()

    def _delete_for_good(self) -> None:
        work = partial(_remove, self._left)
        self._window.jobs.start(work, self._on_removed, self._on_failed, where=RECORDING)

    def _on_removed(self, _: object) -> None:
        self.refresh()


def _scan(folder: Path, known: "Mapping[Path, RecordingFacts]") -> object:
    """Return what is known of the recordings in a folder, reading documents that have changed."""
    from emotion_desktop.outputs.recording.recording_facts import (
        find_recordings,
        fingerprint,
        read_document,
    )

    try:
        folders = find_recordings(folder)
    except OSError as error:
        raise output_error(folder, error) from error
    found = []
    for path in folders:
        facts = known.get(path)
        if facts is None or facts.fingerprint != fingerprint(path):
            facts = read_document(path)
        found.append(facts)
    return found


def _complete(recordings: "Sequence[RecordingFacts]") -> object:
    from emotion_desktop.outputs.recording.recording_facts import complete

    return [complete(facts) for facts in recordings]


def _move_to_trash(folders: Sequence[Path]) -> object:
    """Return those that could not be moved there."""
    return [folder for folder in folders if not moved_to_trash(folder)]


def moved_to_trash(folder: Path) -> bool:
    """Move a folder to the system's trash; return whether that has been done."""
    QFile.moveToTrash(str(folder))
    return not folder.exists()


def _remove(folders: Sequence[Path]) -> None:
    for folder in folders:
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise output_error(folder, error) from error
