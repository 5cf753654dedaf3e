"""Tells at the start of a recording that was cut off, because the app or the computer failed."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QLockFile, QObject, QSettings, Signal

from emotion_desktop.error_boundary import RECORDING
from emotion_desktop.gui.live_view.states import Notice, Remedy, recording_cut_off
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.preferences import Preferences
from emotion_desktop.gui.recording.recording_controller import Recording
from emotion_desktop.gui.single_instance import SEPARATE_FROM

LOCK_SUFFIX: Final = ".recording.lock"


class _Note:
    """Where a window writes down which recording is going on.

    The lock tells whether a window is still at it.
    """

    def __init__(self, preferences: Preferences, name: str, lock_suffix: str) -> None:
        self._preferences = preferences
        self._name = name
        file = Path(preferences.store.fileName())
        self._lock = QLockFile(str(file.with_name(file.stem + lock_suffix)))
        self._lock.setStaleLockTime(0)  # however long it lasts; but not beyond its process

    def left_over(self) -> str:
        """Return the folder of a recording that no window is at any more, or nothing."""
        folder: str = getattr(self._preferences.settings, self._name)
        if folder and self._lock.tryLock(0):
            self._lock.unlock()
            return folder
        return ""

    def begin(self, folder: Path) -> None:
        """Write it down, unless another window has done so for its own."""
        if self._lock.tryLock(0):
            self._preferences.change(**{self._name: str(folder)})
            self._preferences.store.sync()  # now: the app may not live to do it later

    def end(self) -> None:
        """Strike out what this window has written down."""
        if self._lock.isLocked():
            self.clear()
            self._lock.unlock()

    def clear(self) -> None:
        """Strike out what is written down."""
        self._preferences.change(**{self._name: ""})


class CutOff(QObject):
    """Writes down which recording is going on, and asks at the next start how it ended.

    What a separate window records is written down in the settings that it has a copy of.

    Signals:
        review_wanted: (Path) The folder of a recording that was cut off shall be opened.
    """

    review_wanted = Signal(object)

    def __init__(self, window: MainWindow, recording: Recording) -> None:
        super().__init__(window)
        self._window = window
        self._folder = Path()
        own = copied_from = window.preferences
        file = own.store.value(SEPARATE_FROM)
        if file:
            copied_from = Preferences(QSettings(str(file), QSettings.Format.IniFormat, self), self)
        self._notes = [
            _Note(own, "recording_now", LOCK_SUFFIX),
            _Note(copied_from, "separate_recording", f".separate{LOCK_SUFFIX}"),
        ]
        self._written = self._notes if file else self._notes[:1]
        self._checked = self._notes[0]
        recording.started.connect(self._on_started)
        recording.ended.connect(self._on_ended)
        window.stage.notices.chosen.connect(self._on_remedy)

    def check(self) -> None:
        """Look after the recordings that were going on last; returns at once.

        Of two that were cut off, the second is spoken of at the start after.
        """
        for note in self._notes:
            folder = note.left_over()
            if folder:
                self._checked, self._folder = note, Path(folder)
                self._window.jobs.start(self._was_cut_off, self._on_checked, where=RECORDING)
                return

    def _was_cut_off(self) -> object:
        # On the job's thread: it reads a file.
        from emotion_desktop.outputs.recording.session_format import METADATA, SessionMetadata

        try:
            text = (self._folder / METADATA).read_text(encoding="utf-8")
            return SessionMetadata.model_validate_json(text).ended_at is None
        except (OSError, ValueError):  # it was deleted, or is no recording of ours
            return False

    def _on_checked(self, was_cut_off: object) -> None:
        self._checked.clear()
        if was_cut_off:
            self._window.stage.notices.show_notice(recording_cut_off(self._folder.name))
        else:
            self.check()

    def _on_started(self, folder: Path) -> None:
        for note in self._written:
            note.begin(folder)

    def _on_ended(self) -> None:
        for note in self._written:
            note.end()

    def _on_remedy(self, notice: Notice, remedy: Remedy) -> None:
        if remedy is Remedy.OPEN_RECORDING:
            self._window.stage.notices.clear(notice.topic)
            self.review_wanted.emit(self._folder)
