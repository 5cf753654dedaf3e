"""Loads models in the background; the latest request wins."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from emotion_desktop.error_boundary import MODEL, error_boundary
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.memory import give_back

if TYPE_CHECKING:
    from emotion_desktop.vision.crop_predictor import CropPredictor


_turn = threading.Lock()


class Loader:
    """Loads one checkpoint after the other, each on a thread of its own.

    Of all loaders one loads at a time, for a model takes some 100 MB meanwhile; what nobody wants
    any more when its turn comes is left out.

    Args:
        start: Starts a thread, and joins it in the end.
        after: Set when loading may begin; PyTorch and others must not be imported twice at once.
        like: Returns the predictor whose device, backend and precision are to be used, or None.
        use: Takes what was loaded.
        fail: Takes the error if it could not be loaded.
    """

    def __init__(
        self,
        start: Callable[[threading.Thread], None],
        after: threading.Event,
        *,
        like: "Callable[[], CropPredictor | None]",
        use: "Callable[[CropPredictor, Callable[[], bool]], None]",
        fail: Callable[[EmotionDesktopError], None],
    ) -> None:
        self._start = start
        self._after = after
        self._like = like
        self._use = use
        self._fail = fail
        self._lock = threading.Lock()
        self._wish = 0
        self._closed = False

    def load(self, checkpoint: str | Path) -> None:
        """Load a checkpoint, by name or path; returns at once."""
        number = self.cancel()
        self._start(
            threading.Thread(
                target=self._load, args=(checkpoint, number), name="model loader", daemon=True
            )
        )

    def cancel(self) -> int:
        """Cancel all pending requests; return the number of the next one."""
        with self._lock:
            self._wish += 1
            return self._wish

    def close(self) -> None:
        """Want nothing any more."""
        self._closed = True

    def _load(self, checkpoint: str | Path, number: int) -> None:
        def is_wanted() -> bool:
            return number == self._wish and not self._closed

        self._after.wait()
        with _turn:
            if is_wanted():
                self._load_now(checkpoint, is_wanted)
                give_back()

    def _load_now(self, checkpoint: str | Path, is_wanted: Callable[[], bool]) -> None:
        try:
            with error_boundary(MODEL):
                self._use(self._predictor(checkpoint), is_wanted)
        except EmotionDesktopError as error:
            if is_wanted():
                self._fail(error)

    def _predictor(self, checkpoint: str | Path) -> "CropPredictor":
        from emotion_desktop.vision.crop_predictor import CropPredictor

        like = self._like()
        asked = (like.device, like.backend, like.precision) if like else ("auto",) * 3
        device, backend, precision = asked
        return CropPredictor(checkpoint, device=device, backend=backend, precision=precision)
