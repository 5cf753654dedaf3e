"""Looks at all photos of a source in the background, those first that can be seen."""

import threading
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from emotion_desktop.error_boundary import ANALYSIS, error_boundary
from emotion_desktop.errors import EmotionDesktopError, SourceError
from emotion_desktop.gui.docks.photos.photo import Photo, without_pixels
from emotion_desktop.gui.messages import error_text
from emotion_desktop.outputs.thumbnails import thumbnail
from emotion_desktop.vision.sources import FILES, SourceSpec

if TYPE_CHECKING:
    from emotion_desktop.vision.pipeline import FramePipeline
    from emotion_desktop.vision.sources.folder import Page


class PhotoAnalysis(QObject):
    """Every photo once, on a thread of its own.

    Signals:
        listed: (list[str]) The names of all photos.
        looked_at: (Photo) One photo is done.
        ended: All are.
        failed: (EmotionDesktopError) No more come: the device failed, or a bug.
    """

    listed = Signal(object)
    looked_at = Signal(object)
    ended = Signal()
    failed = Signal(object)

    def __init__(
        self,
        spec: SourceSpec,
        make_pipeline: "Callable[[], FramePipeline]",
        parent: QObject,
        turns: int = 0,
    ) -> None:
        super().__init__(parent)
        self._spec = spec
        self._make_pipeline = make_pipeline
        self._turns = turns
        self._stopped = threading.Event()
        self._preferred: Sequence[int] = ()
        # A daemon: a hung disk must not keep the app from closing.
        self._thread = threading.Thread(target=self._run, name="photos", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def prefer(self, places: Sequence[int]) -> None:
        """Look at these before all others."""
        self._preferred = tuple(places)

    def stop(self) -> None:
        """Look at no more photos; returns at once."""
        self._stopped.set()

    def wait(self, timeout_s: float) -> bool:
        """Wait so long for the photo that is being looked at; return whether all is over."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        with suppress(RuntimeError):  # this object is gone, with the window that has closed
            try:
                with error_boundary(ANALYSIS):
                    self._look_at_all()
            except EmotionDesktopError as error:
                self.failed.emit(error)

    def _look_at_all(self) -> None:
        from emotion_desktop.vision.sources.folder import Slide, pages_of, pictures_among

        value = self._spec.value
        paths = value.split("\n") if self._spec.kind == FILES else [value]
        pages = pages_of(pictures_among([Path(path) for path in paths])[0])
        slides = [Slide(*page, place) for place, page in enumerate(pages)]
        names = [slide.name or "" for slide in slides]
        self.listed.emit(names)
        waiting = dict.fromkeys(range(len(pages)))
        with closing(self._make_pipeline()) as pipeline:
            while waiting and not self._stopped.is_set():
                place = next((p for p in self._preferred if p in waiting), next(iter(waiting)))
                del waiting[place]
                photo = _look_at(pages[place], place, names[place], pipeline, self._turns)
                self.looked_at.emit(photo)
        if not waiting:
            self.ended.emit()


def _look_at(page: "Page", place: int, name: str, pipeline: "FramePipeline", turns: int) -> Photo:
    from emotion_desktop.vision.sources.base import frame_of
    from emotion_desktop.vision.sources.images import read_page
    from emotion_desktop.vision.turning import turned

    path, number = page
    try:
        image = turned(read_page(path, number or 0).image, turns)
    except SourceError as error:
        return Photo(place=place, name=name, problem=error_text(error))
    pipeline.reset()
    result = pipeline.process(frame_of(image, place, 0.0, name, is_still=True))
    return Photo(place=place, name=name, result=without_pixels(result), thumbnail=thumbnail(image))
