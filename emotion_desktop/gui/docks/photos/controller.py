"""Joins the table of photos with the session: fills it, shows what is chosen, saves it."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog

from emotion_desktop.domain import FrameResult
from emotion_desktop.error_boundary import OUTPUT
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.gui.docks.photos.photo import Photo
from emotion_desktop.gui.docks.photos.photo_analysis import PhotoAnalysis
from emotion_desktop.gui.language import isolated, translate
from emotion_desktop.gui.live_view.states import failure
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.session import Session
from emotion_desktop.gui.user_folders import open_folder
from emotion_desktop.labels import CANONICAL_ORDER

if TYPE_CHECKING:
    from emotion_desktop.labels import Emotion
    from emotion_desktop.vision.pipeline import FramePipeline

TOPIC = "photos"


class Photos(QObject):
    """While the source is made of photos, their table stands in place of the timeline."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._panel = window.docks.photos
        self._analysis: PhotoAnalysis | None = None
        self._classes: tuple[Emotion, ...] = ()
        self._saved_to = Path()
        self.make_pipeline: Callable[[], FramePipeline] | None = None
        """Makes what looks at photos, in place of the session's way, for tests."""
        session.opening.connect(self._begin)
        session.model_ready.connect(self._begin)
        session.turned.connect(self._begin)
        session.source_failed.connect(self._end)
        session.source_stopped.connect(self._end)
        session.result_arrived.connect(self._on_result)
        self._panel.chosen.connect(self._show)
        self._panel.save_wanted.connect(self._ask)
        window.closing.connect(self._on_closing)

    def _begin(self) -> None:
        """Look at the photos of a source that has been opened, anew with another model."""
        self._end()
        self._window.docks.show_photos(on=self._session.photos)
        predictor = self._session.predictor
        if not self._session.photos or predictor is None:
            return
        self._classes = tuple(e for e in CANONICAL_ORDER if e in predictor.classes)
        self._panel.show_classes(self._classes)
        make = self.make_pipeline or self._session.make_photo_pipeline()
        analysis = self._analysis = PhotoAnalysis(
            self._session.spec, make, self, turns=self._session.request.quarter_turns
        )
        queued = Qt.ConnectionType.QueuedConnection
        analysis.listed.connect(self._on_listed, queued)
        analysis.looked_at.connect(self._on_looked_at, queued)
        analysis.failed.connect(self._on_failed, queued)
        self._panel.seen.connect(analysis.prefer)
        analysis.start()

    def _end(self) -> None:
        analysis, self._analysis = self._analysis, None
        self._window.stage.notices.clear(TOPIC)
        self._panel.show_names(())
        if analysis is not None:
            analysis.stop()
            self._panel.seen.disconnect(analysis.prefer)

    # What comes late belongs to photos that are no longer shown.

    def _on_listed(self, names: Sequence[str]) -> None:
        if self.sender() is self._analysis:
            self._panel.show_names(names)

    def _on_looked_at(self, photo: Photo) -> None:
        if self.sender() is self._analysis:
            self._panel.show_photo(photo)

    def _on_failed(self, error: EmotionDesktopError) -> None:
        if self.sender() is self._analysis:
            text = translate("Photos", "The photos could not be analysed")
            self._window.stage.notices.show_notice(failure(TOPIC, text, error, self._begin))

    def _on_result(self, _: FrameResult) -> None:
        if self._analysis is not None:
            self._panel.show_current(self._session.playhead().picture)

    def _show(self, place: int) -> None:
        playhead, playback = self._session.playhead(), self._session.playback
        if playhead.pictures and playhead.picture != place:
            playback.pause()
            playback.seek(playhead.time_of(place))
            self._session.playback_changed.emit()

    def _ask(self) -> None:
        from emotion_desktop.outputs.tables import writers

        title = translate("Photos", "Save table")
        # Other kinds are of time, of which photos have none.
        kinds = [suffix for suffix, entry in writers().items() if not entry.endings]
        filters = ";;".join(f"{suffix.upper()} (*.{suffix})" for suffix in kinds)
        dialog = QFileDialog(self._window, title, str(Path.home()), filters)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.filterSelected.connect(self._on_filter)
        dialog.selectFile("photos.csv")
        dialog.fileSelected.connect(self._save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_filter(self, text: str) -> None:
        dialog = cast("QFileDialog", self.sender())
        dialog.setDefaultSuffix(text.split("(*.")[1].rstrip(")"))

    def _save(self, path: str) -> None:
        results = [photo.result for photo in self._panel.filter.photos if photo.result is not None]
        work = partial(_write, Path(path), results, self._classes)
        self._window.jobs.start(work, self._on_saved, self._on_refused, where=OUTPUT)

    def _on_saved(self, path: object) -> None:
        saved = cast("Path", path)
        self._saved_to = saved.parent
        self._window.stage.toast.say(
            translate("Photos", "Saved {name}").format(name=isolated(saved.name)),
            translate("Photos", "Open folder"),
            self._open_folder,
        )

    def _open_folder(self) -> None:
        open_folder(self._saved_to)

    def _on_refused(self, error: EmotionDesktopError) -> None:
        text = translate("Photos", "The table could not be saved")
        self._window.stage.notices.show_notice(failure(TOPIC, text, error, self._ask))

    def _on_closing(self) -> None:
        analysis = self._analysis
        self._end()
        if analysis is not None:
            analysis.wait(0.5)


def _write(path: Path, results: Sequence[FrameResult], classes: "Sequence[Emotion]") -> Path:
    """Write the faces of photos as a table, in the format of the path's ending.

    Raises:
        OutputError: If it cannot be written.
    """
    from emotion_desktop.outputs.tables import writers

    known = writers()
    writer = known.get(path.suffix[1:].lower(), known["csv"]).open(path, classes)
    try:
        for result in results:
            writer.write(result)
    finally:
        writer.close()
    return path
