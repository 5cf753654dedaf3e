"""Saving and copying the picture that is shown, off the GUI thread."""

from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage

from emotion_desktop import __version__
from emotion_desktop.config import APP_NAME, PipelineSettings
from emotion_desktop.domain import FrameResult
from emotion_desktop.error_boundary import SNAPSHOT
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.language import isolated, translate
from emotion_desktop.gui.live_view.frame_image import to_qimage
from emotion_desktop.gui.live_view.states import failure
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.session import Session
from emotion_desktop.gui.user_folders import open_folder
from emotion_desktop.outputs.overlay import OverlayOptions
from emotion_desktop.outputs.recording.recording_start import model_of

if TYPE_CHECKING:
    from emotion_desktop.vision.crop_predictor import CropPredictor

ACTIONS: Final = (ActionName.SNAPSHOT, ActionName.COPY_PICTURE)
TOPIC: Final = "snapshot"


def _save(
    result: FrameResult,
    folder: Path,
    options: OverlayOptions | None,
    predictor: "CropPredictor | None",
    settings: PipelineSettings,
    *,
    name: str,
) -> object:
    # On the job's thread: it paints with OpenCV and compresses.
    from emotion_desktop.outputs.snapshots import save_snapshot

    about: Mapping[str, object] = {
        "app": APP_NAME,
        "app_version": __version__,
        "model": model_of(result, predictor).model_dump(mode="json"),
        "settings": asdict(settings),
    }
    return save_snapshot(result, folder, options, about=about, name=name)


def _paint(result: FrameResult, options: OverlayOptions) -> object:
    # On the job's thread as well.
    from emotion_desktop.outputs.cv_painter import draw

    return to_qimage(draw(result, options), mirrored=False)


class Snapshots(QObject):
    """Saves pictures and says where they went; copies them.

    Signals:
        saved: (Path) A picture was saved.
        failed: (EmotionDesktopError) It could not be saved.
    """

    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, window: MainWindow, session: Session, usual_folder: Path) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._usual_folder = usual_folder
        self._saved_to = usual_folder
        window.commands[ActionName.SNAPSHOT].triggered.connect(self._take)
        window.commands[ActionName.COPY_PICTURE].triggered.connect(self._copy)
        session.result_arrived.connect(self._on_result)
        session.opening.connect(self._show_state)
        session.source_failed.connect(self._show_state)
        session.source_stopped.connect(self._show_state)
        self._show_state()

    def _take(self) -> None:
        result, window = self._session.result, self._window
        if result is None:
            return
        clean = window.preferences.settings.snapshot_style == "clean"
        options = None if clean else window.stage.video.options
        folder = Path(window.preferences.settings.snapshot_folder or self._usual_folder)
        chosen, predictor = window.preferences.settings, self._session.predictor
        save = partial(_save, name=chosen.snapshot_name)
        work = partial(save, result, folder, options, predictor, chosen.pipeline)
        window.jobs.start(work, self._on_saved, self._on_failed, where=SNAPSHOT)

    def _on_saved(self, path: object) -> None:
        saved = cast("Path", path)
        self._saved_to = saved.parent
        self.saved.emit(saved)
        self._window.stage.notices.clear(TOPIC)
        self._window.stage.toast.say(
            translate("Snapshot", "Saved snapshot {name}").format(name=isolated(saved.name)),
            translate("Snapshot", "Open folder"),
            self._open_folder,
        )

    def _on_failed(self, error: EmotionDesktopError) -> None:
        text = translate("Snapshot", "The snapshot could not be saved")
        self._window.stage.notices.show_notice(failure(TOPIC, text, error, self._take))
        self.failed.emit(error)

    def _open_folder(self) -> None:
        open_folder(self._saved_to)

    def _copy(self) -> None:
        result = self._session.result
        if result is not None:
            work = partial(_paint, result, self._window.stage.video.options)
            self._window.jobs.start(work, self._on_painted, where=SNAPSHOT)

    def _on_painted(self, picture: object) -> None:
        QGuiApplication.clipboard().setImage(cast("QImage", picture))
        self._window.stage.toast.say(translate("Snapshot", "Copied the picture"))

    def _on_result(self) -> None:
        if not self._window.commands[ActionName.SNAPSHOT].isEnabled():
            self._show_state()

    def _show_state(self) -> None:
        for name in ACTIONS:
            if self._session.result is None:
                why = translate("Snapshot", "no frame has been analysed yet")
                self._window.commands.disable(name, why)
            else:
                self._window.commands.enable(name)
