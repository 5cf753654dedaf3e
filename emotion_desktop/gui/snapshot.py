"""Saving the picture that is shown, off the GUI thread."""

from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.stage.states import Notice
from emotion_desktop.outputs.overlay import OverlayOptions


def _save(result: FrameResult, folder: Path, options: OverlayOptions) -> object:
    # On the job's thread: it paints with OpenCV and compresses.
    from emotion_desktop.outputs.snapshots import save_snapshot

    return save_snapshot(result, folder, options)


class Snapshots(QObject):
    """Saves pictures and says where they went."""

    def __init__(self, window: MainWindow, folder: Path) -> None:
        super().__init__(window)
        self._window = window
        self._folder = folder

    def take(self, result: FrameResult | None, options: OverlayOptions) -> None:
        """Save a picture with its overlay as shown; None says that there is nothing to save."""
        if result is None:
            self._window.stage.toast.say("There is no picture to save yet")
            return
        work = partial(_save, result, self._folder, options)
        self._window.jobs.start(work, self._on_saved, self._on_failed)

    def _on_saved(self, path: object) -> None:
        name = cast("Path", path).name
        self._window.stage.toast.say(f"Saved snapshot {name}", "Open folder", self._open_folder)

    def _on_failed(self, error: EmotionDesktopError) -> None:
        notice = Notice(
            topic="snapshot",
            text="The snapshot could not be saved",
            details=str(error),
            warning=True,
        )
        self._window.stage.notices.show_notice(notice)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
