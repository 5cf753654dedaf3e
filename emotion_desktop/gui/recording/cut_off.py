"""Tells at the start of a recording that was cut off, because the app or the computer failed."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QLockFile, QObject, Signal

from emotion_desktop.error_boundary import RECORDING
from emotion_desktop.gui.live_view.states import Notice, Remedy, recording_cut_off
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.recording.recording_controller import Recording

LOCK_SUFFIX: Final = ".recording.lock"


class CutOff(QObject):
    """Writes down which recording is going on, and asks at the next start how it ended.

    The lock tells whether another window of the app is still at it.

    Signals:
        review_wanted: (Path) The folder of a recording that was cut off shall be opened.
    """

    review_wanted = Signal(object)

    def __init__(self, window: MainWindow, recording: Recording) -> None:
        super().__init__(window)
        self._window = window
        self._folder = Path()
        settings = Path(window.preferences.store.fileName())
        self._lock = QLockFile(str(settings.with_name(settings.stem + LOCK_SUFFIX)))
        self._lock.setStaleLockTime(0)  # however long it lasts; but not beyond its process
        recording.started.connect(self._on_started)
        recording.ended.connect(self._on_ended)
        window.stage.notices.chosen.connect(self._on_remedy)

    def check(self) -> None:
        """Look after the recording that was going on last; returns at once."""
        folder = self._window.preferences.settings.recording_now
        if folder and self._lock.tryLock(0):
            self._lock.unlock()
            self._folder = Path(folder)
            self._window.jobs.start(self._was_cut_off, self._on_checked, where=RECORDING)

    def _was_cut_off(self) -> object:
        # On the job's thread: it reads a file.
        from emotion_desktop.outputs.recording.session_format import METADATA, SessionMetadata

        try:
            text = (self._folder / METADATA).read_text(encoding="utf-8")
            return SessionMetadata.model_validate_json(text).ended_at is None
        except (OSError, ValueError):  # it was deleted, or is no recording of ours
            return False

    def _on_checked(self, was_cut_off: object) -> None:
        self._window.preferences.change(recording_now="")
        if was_cut_off:
            self._window.stage.notices.show_notice(recording_cut_off(self._folder.name))

    def _on_started(self, folder: Path) -> None:
        if self._lock.tryLock(0):
            self._window.preferences.change(recording_now=str(folder))
            self._window.preferences.store.sync()  # now: the app may not live to do it later

    def _on_ended(self) -> None:
        if self._lock.isLocked():
            self._window.preferences.change(recording_now="")
            self._lock.unlock()

    def _on_remedy(self, notice: Notice, remedy: Remedy) -> None:
        if remedy is Remedy.OPEN_RECORDING:
            self._window.stage.notices.clear(notice.topic)
            self.review_wanted.emit(self._folder)
