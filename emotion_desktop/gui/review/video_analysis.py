"""The video that is open becomes a recording: analysed from its start to its end, then reviewed."""

import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, Signal

from emotion_desktop.error_boundary import ANALYSIS
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.live_view.states import failure
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.session import Session
from emotion_desktop.gui.user_folders import recordings_folder
from emotion_desktop.vision.sources import FILE

if TYPE_CHECKING:
    from emotion_desktop.gui.review.again import AgainDialog
    from emotion_desktop.outputs.recording.again import AgainRequest
    from emotion_desktop.vision.model_catalog import ModelEntry


class VideoAnalysis(QObject):
    """Joins the action, the dialog that asks how, and the folder of recordings.

    Signals:
        review_wanted: (Path) A recording was made of a video.

    Attributes:
        dialog: Asks how to analyse; None while nobody asks.
    """

    review_wanted = Signal(object)
    _advanced = Signal(int, int)

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self.dialog: AgainDialog | None = None
        self._video = Path()
        self._stop = threading.Event()
        self._advanced.connect(self._on_advanced, Qt.ConnectionType.QueuedConnection)
        window.commands[ActionName.ANALYSE_VIDEO].triggered.connect(self.ask)
        session.opening.connect(self._limit)
        window.closing.connect(self._give_up)
        self._limit()

    def ask(self) -> None:
        """Ask how to analyse the video that is open, unless one is being analysed."""
        from emotion_desktop.gui.review.again import AgainDialog
        from emotion_desktop.vision.model_catalog import trained_models

        if self.dialog is None:
            self._video = Path(self._session.spec.value).absolute()
            dialog = AgainDialog(self._window.preferences.settings.pipeline, self._window)
            dialog.setWindowTitle(
                translate("Again", "Analyse {name}").format(name=self._video.name)
            )
            dialog.wanted.connect(self._start)
            dialog.given_up.connect(self._give_up)
            self.dialog = dialog
            self._window.jobs.start(trained_models, self._on_models, where=ANALYSIS)
        self.dialog.show()
        self.dialog.raise_()

    def _on_models(self, entries: object) -> None:
        if self.dialog is not None:
            names = [entry.name for entry in cast("list[ModelEntry]", entries)]
            used = self._session.model
            self.dialog.show_models(sorted(names, key=lambda name: name != used), "")

    def _start(self, request: "AgainRequest") -> None:
        from emotion_desktop.outputs.recording.again import analyse_video

        # Of its own: one that was given up must not go on with the next.
        self._stop = threading.Event()
        folder = recordings_folder(self._window.preferences)
        tell, stop = self._advanced.emit, self._stop.is_set
        work = partial(analyse_video, self._video, folder, request, tell, stop)
        self._window.jobs.start(work, self._on_analysed, self._on_failed, where=ANALYSIS)

    def _on_advanced(self, done: int, total: int) -> None:
        if self.dialog is not None and not self._stop.is_set():
            self.dialog.show_progress(done, total)

    def _on_analysed(self, folder: object) -> None:
        if folder is not None:
            self._leave()
            self.review_wanted.emit(folder)

    def _on_failed(self, error: EmotionDesktopError) -> None:
        self._leave()
        text = translate("Again", "The video could not be analysed")
        self._window.stage.notices.show_notice(failure("again", text, error, self.ask))

    def _give_up(self) -> None:
        self._stop.set()
        self._leave()

    def _leave(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.hide()
            dialog.deleteLater()

    def _limit(self) -> None:
        session = self._session
        if session.source and session.spec.kind == FILE and not session.photos:
            self._window.commands.enable(ActionName.ANALYSE_VIDEO)
        else:
            why = translate("Again", "the source is not a video file")
            self._window.commands.disable(ActionName.ANALYSE_VIDEO, why)
