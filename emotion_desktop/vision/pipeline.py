"""One frame to its result: detect, track, align, predict, smooth. One thread, no waiting."""

import time
from types import MappingProxyType

import numpy as np

from emotion_desktop.config import PipelineSettings
from emotion_desktop.domain import Floats, Frame, FrameResult, Image, Ints
from emotion_desktop.vision.alignment import align, crop_transforms
from emotion_desktop.vision.faces import FaceDetector
from emotion_desktop.vision.predictor import EmotionPredictor
from emotion_desktop.vision.smoothing import TemporalSmoother
from emotion_desktop.vision.tracking import FaceTracker


class FramePipeline:
    """Turns frames into results; `process` and `reset` are called from one thread at a time.

    Args:
        predictor: The model.
        settings: Thresholds and time constants.

    Attributes:
        predictor: May be replaced at any time from another thread; used from the next frame on.
        gradcam: Whether to compute heatmaps; may be set from another thread.

    Raises:
        AssetError: If the detector's file is missing.
    """

    def __init__(
        self,
        predictor: EmotionPredictor,
        settings: PipelineSettings = PipelineSettings(),  # noqa: B008 (frozen)
    ) -> None:
        self.predictor = predictor
        self.gradcam = False
        self._settings = settings
        self._detector = FaceDetector(settings.detection_confidence, settings.max_faces)
        self._tracker = FaceTracker(settings.track_memory_s)
        self._smoother = TemporalSmoother(settings.smoothing_s, settings.uncertain_below)
        self._used = predictor
        self._source: str | None = None
        self._maps: dict[int, Floats] = {}
        self._maps_at_s = -np.inf

    def process(self, frame: Frame) -> FrameResult:
        """Return everything that can be known about a frame.

        Faces of another `frame.source` are other faces, so pictures of a folder never mix.

        Raises:
            ModelError: If the device fails, e.g. runs out of memory.
        """
        predictor = self.predictor
        if frame.source != self._source:
            self.reset()
            self._source = frame.source
        if predictor is not self._used:
            self._forget_predictions()
            self._used = predictor
        size = predictor.spec.size
        watch = _StopWatch()
        faces = self._detector.detect(frame.image)
        watch.lap("detect")
        track_ids = self._tracker.update(faces, frame.time_s)
        watch.lap("track")
        crop_to_image = crop_transforms(faces.keypoints, size)
        crops = align(frame.image, crop_to_image, size)
        watch.lap("align")
        probabilities = predictor.predict(crops)
        watch.lap("predict")
        smoothed = self._smoother.update(track_ids, probabilities, frame.time_s)
        watch.lap("smooth")
        heatmaps = None
        if self.gradcam:
            heatmaps = self._heatmaps(predictor, crops, track_ids, frame.time_s)
            watch.lap("gradcam")
        return FrameResult(
            frame=frame,
            faces=faces,
            track_ids=track_ids,
            classes=predictor.classes,
            probabilities=smoothed.probabilities,
            labels=smoothed.labels,
            uncertain=smoothed.uncertain,
            model=predictor.name,
            device=predictor.device_name,
            crop_to_image=crop_to_image,
            heatmaps=heatmaps,
            stage_s=MappingProxyType(watch.laps),
        )

    def _heatmaps(
        self, predictor: EmotionPredictor, crops: Image, track_ids: Ints, time_s: float
    ) -> Floats:
        """Return (N, S, S) heatmaps; those of a moment ago are good enough for known faces."""
        ids = track_ids.tolist()
        fresh = 0 <= time_s - self._maps_at_s < self._settings.gradcam_interval_s
        if not fresh or not self._maps.keys() >= set(ids):
            self._maps = dict(zip(ids, predictor.gradcam(crops), strict=True))
            self._maps_at_s = time_s
        return np.stack([self._maps[i] for i in ids]) if ids else predictor.gradcam(crops)

    def reset(self) -> None:
        """Forget all faces, for a new source; track numbers go on rising."""
        self._source = None
        self._tracker.reset()
        self._forget_predictions()

    def _forget_predictions(self) -> None:
        self._smoother.reset()
        self._maps = {}
        self._maps_at_s = -np.inf

    def close(self) -> None:
        """Free the detector."""
        self._detector.close()


class _StopWatch:
    """Seconds between laps, by name."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._then = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = now - self._then
        self._then = now
