"""Heatmaps at their own, lower rate; on a thread of their own where the picture must not wait."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from emotion_desktop.config import HeatmapMethod
from emotion_desktop.domain import Floats, Image, Ints
from emotion_desktop.error_boundary import HEATMAPS, error_boundary
from emotion_desktop.errors import EmotionDesktopError, UnexpectedError
from emotion_desktop.vision.live.mailbox import Mailbox

if TYPE_CHECKING:
    from emotion_desktop.vision.crop_predictor import CropPredictor


@dataclass(frozen=True, slots=True, eq=False)
class _Request:
    predictor: "CropPredictor"
    crops: Image
    classes: Ints
    track_ids: tuple[int, ...]
    method: HeatmapMethod
    generation: int


class HeatmapWorker:
    """Keeps the newest heatmap of each face.

    Args:
        interval_s: Least time between two rounds, in seconds of the frames' clock.
        background: Answer at once with what there is, and compute on a thread; else wait.

    Attributes:
        method: Where heatmaps come from; call `reset` after another is chosen.
    """

    def __init__(self, interval_s: float, *, background: bool) -> None:
        self.interval_s = interval_s
        self.method = HeatmapMethod.DEFAULT
        self._background = background
        self._lock = threading.Lock()
        self._requests: Mailbox[_Request] = Mailbox()
        self._busy = threading.Event()
        self._thread: threading.Thread | None = None
        self._error: EmotionDesktopError | None = None
        self._is_broken = False
        self._maps: dict[int, tuple[Floats, int]] = {}  # and the class that it explains
        self._requested_at_s = -np.inf
        self._generation = 0
        self._has_new_maps = False

    @property
    def has_new_maps(self) -> bool:
        """Whether there are newer maps than `heatmaps` returned last."""
        return self._has_new_maps

    def heatmaps(
        self,
        predictor: "CropPredictor",
        cut: Callable[[], Image],
        classes: Ints,
        track_ids: Ints,
        time_s: float,
    ) -> tuple[Floats, Ints]:
        """Return heatmaps, and the classes they explain.

        The former are (N, S, S) float32 in 0–1, the latter (N,) int64: 0 and -1 for a face that
        has no map yet.

        Args:
            predictor: The model.
            cut: Returns the faces as (N, S, S, 3) uint8 RGB; called only if a round is due.
            classes: (N,) int64, the class to explain for each face.
            track_ids: (N,) int64.
            time_s: Time of the frame in seconds.

        Raises:
            ModelError: If the device fails, now or on the thread since the last call.
            UnexpectedError: After a bug on the thread, once; no more is computed until `restart`.
        """
        ids = tuple(track_ids.tolist())
        if self._is_due(ids, time_s):
            self._requested_at_s = time_s
            request = _Request(predictor, cut(), classes, ids, self.method, self._generation)
            if self._background:
                self._submit(request)
            else:
                self._compute(request)
        with self._lock:
            error, self._error = self._error, None
            self._has_new_maps = False
            maps = [self._maps.get(track) for track in ids]
        if error is not None:
            self._is_broken = isinstance(error, UnexpectedError)
            raise error
        side = predictor.size
        none_yet = np.zeros((side, side), np.float32), -1
        found = [none_yet if one is None else one for one in maps]
        explained = np.array([wanted for _, wanted in found], np.int64)
        if not found:
            return np.zeros((0, side, side), np.float32), explained
        return np.stack([heat for heat, _ in found]), explained

    def reset(self) -> None:
        """Forget all maps, for another model, class or source."""
        with self._lock:
            self._generation += 1
            self._has_new_maps = False
            self._maps = {}
            self._requested_at_s = -np.inf

    def restart(self) -> None:
        """Compute again after a bug."""
        self._is_broken = False

    def close(self) -> None:
        """End the thread; waits for its present round, in which ONNX Runtime's threads work."""
        self._requests.close()
        if self._thread is not None:
            self._thread.join()

    def _is_due(self, ids: tuple[int, ...], time_s: float) -> bool:
        if not ids or self._is_broken or self._busy.is_set():
            return False
        fresh = 0 <= time_s - self._requested_at_s < self.interval_s
        return not fresh or (not self._background and not self._maps.keys() >= set(ids))

    def _submit(self, request: _Request) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="explainer", daemon=True)
            self._thread.start()
        self._busy.set()
        self._requests.put(request)

    def _work(self) -> None:
        while not self._requests.closed:
            request = self._requests.take(0.5)
            if request is None:
                continue
            try:
                with error_boundary(HEATMAPS):
                    self._compute(request)
            except EmotionDesktopError as error:
                with self._lock:
                    self._error = error
            finally:
                self._busy.clear()

    def _compute(self, request: _Request) -> None:
        maps = request.predictor.gradcam(request.crops, request.classes, request.method)
        with self._lock:
            if request.generation == self._generation:
                self._has_new_maps = True
                explained = zip(maps, request.classes.tolist(), strict=True)
                self._maps = dict(zip(request.track_ids, explained, strict=True))
