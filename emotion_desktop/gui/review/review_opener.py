"""Opens recorded sessions: by the action, by dropping a folder, after a recording."""

import importlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from emotion_desktop.error_boundary import REVIEW
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.language import isolated, translate
from emotion_desktop.gui.live_view.states import failure
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.session import Session
from emotion_desktop.gui.user_folders import recordings_folder
from emotion_desktop.gui.window_size import fit_to_screen
from emotion_desktop.vision.sources import FOLDER, SourceSpec

if TYPE_CHECKING:
    from emotion_desktop.gui.review.review_data import ReviewData
    from emotion_desktop.gui.review.window import ReviewWindow

_WINDOW: Final = "emotion_desktop.gui.review.window"
_PICTURES: Final = "emotion_desktop.vision.opencv"


def _read(folder: Path) -> object:
    # On the job's thread: it reads files, and importing what a chart needs takes half a second.
    from emotion_desktop.gui.review.review_data import read_material

    material = read_material(folder)
    for module in (_WINDOW, _PICTURES):
        importlib.import_module(module)
    return material


class Reviews(QObject):
    """Keeps the windows of recordings that are open; they close with the main window.

    Attributes:
        windows: Those that are open, the last one opened last.
    """

    def __init__(self, window: MainWindow, _session: Session) -> None:
        super().__init__(window)
        self.windows: list[ReviewWindow] = []
        self._gone: ReviewWindow | None = None
        self._asked = Path()
        self._window = window
        window.commands[ActionName.REVIEW].triggered.connect(self.ask)
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
        if SourceSpec.parse(text).kind != FOLDER:
            return False
        from emotion_desktop.outputs.recording.session_format import is_session

        if not is_session(Path(text)):
            return False
        self.open(text)
        return True

    def open(self, folder: Path | str) -> None:
        """Open a recording, or bring its window to the front."""
        path = Path(folder)
        if self._is_open(path):
            return
        stage = self._window.stage
        stage.notices.clear("review")
        stage.toast.say(translate("Review", "Opening {name} …").format(name=isolated(path.name)))
        self._asked = path
        self._window.jobs.start(partial(_read, path), self._on_read, self._on_failed, where=REVIEW)

    def close(self, folder: Path) -> None:
        """Close the window of a recording, if it has one."""
        for window in list(self.windows):
            if window.session.folder == folder:
                window.close()

    def _is_open(self, folder: Path) -> bool:
        """Return whether a recording has its window, and bring that to the front."""
        for window in self.windows:
            if window.session.folder == folder:
                _bring_to_front(window)
                return True
        return False

    def _on_read(self, material: object) -> None:
        from emotion_desktop.gui.review.window import ReviewWindow

        found = cast("ReviewData", material)
        # Meanwhile the app was closed, or the same was asked for again.
        if not self._window.isVisible() or self._is_open(found.session.folder):
            return
        window = ReviewWindow(found, self._window.theme)
        window.closed.connect(self._on_closed)
        fit_to_screen(window, self._window.screen().availableGeometry())
        self.windows.append(window)
        _bring_to_front(window)

    def _on_failed(self, error: EmotionDesktopError) -> None:
        text = translate("Review", "The recording cannot be opened")
        again = partial(self.open, self._asked)
        self._window.stage.notices.show_notice(failure("review", text, error, again))

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


def _bring_to_front(window: "ReviewWindow") -> None:
    window.show()
    window.raise_()
    window.activateWindow()
