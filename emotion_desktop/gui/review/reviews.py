"""Opens recorded sessions: by the action, by dropping a folder, after a recording."""

import importlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.gui.folders import recordings_folder
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.session import Session
from emotion_desktop.gui.stage.states import Notice

if TYPE_CHECKING:
    from emotion_desktop.gui.review.window import ReviewWindow
    from emotion_desktop.outputs.recording.reader import RecordedSession

_WINDOW: Final = "emotion_desktop.gui.review.window"
_PICTURES: Final = "emotion_desktop.vision.cv"


def _read(folder: Path) -> object:
    # On the job's thread: it reads files, and importing what a chart needs takes half a second.
    from emotion_desktop.outputs.recording.reader import read_session

    session = read_session(folder)
    for module in (_WINDOW, _PICTURES):
        importlib.import_module(module)
    assert session.people is not None  # worked out here, and kept
    return session


class Reviews(QObject):
    """Keeps the windows of recordings that are open; they close with the main window.

    Attributes:
        windows: Those that are open, the last one opened last.
    """

    def __init__(self, window: MainWindow, _session: Session) -> None:
        super().__init__(window)
        self.windows: list[ReviewWindow] = []
        self._gone: ReviewWindow | None = None
        self._window = window
        window.commands["review"].triggered.connect(self.ask)
        window.closing.connect(self._on_closing)

    def ask(self) -> None:
        """Ask for the folder of a recording."""
        start = recordings_folder(self._window.preferences)
        title = translate("Review", "Open recording")
        dialog = QFileDialog(self._window, title, str(start))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.open)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def takes(self, text: str) -> bool:
        """Open what a user gave as a source if it is a recording; return whether it is."""
        folder = Path(text)
        if "://" in text or not folder.is_dir():
            return False
        from emotion_desktop.outputs.recording.layout import is_session

        if not is_session(folder):
            return False
        self.open(folder)
        return True

    def open(self, folder: Path | str) -> None:
        """Open a recording, or bring its window to the front."""
        path = Path(folder)
        for window in self.windows:
            if window.session.folder == path:
                _raise(window)
                return
        stage = self._window.stage
        stage.notices.clear("review")
        stage.toast.say(translate("Review", "Opening {name} …").format(name=path.name))
        self._window.jobs.start(partial(_read, path), self._on_read, self._on_failed)

    def _on_read(self, session: object) -> None:
        from emotion_desktop.gui.review.window import ReviewWindow

        window = ReviewWindow(cast("RecordedSession", session), self._window.theme)
        window.closed.connect(self._on_closed)
        self.windows.append(window)
        window.show()
        _raise(window)

    def _on_failed(self, error: EmotionDesktopError) -> None:
        notice = Notice(
            topic="review",
            text=translate("Review", "The recording cannot be opened"),
            details=str(error),
            warning=True,
        )
        self._window.stage.notices.show_notice(notice)

    def _on_closed(self) -> None:
        # Kept until Qt has left its close event: without a name it would go at once.
        self._gone = cast("ReviewWindow", self.sender())
        self.windows.remove(self._gone)
        QTimer.singleShot(0, self, self._forget)

    def _forget(self) -> None:
        self._gone = None

    def _on_closing(self) -> None:
        for window in list(self.windows):
            window.close()


def _raise(window: "ReviewWindow") -> None:
    window.raise_()
    window.activateWindow()
