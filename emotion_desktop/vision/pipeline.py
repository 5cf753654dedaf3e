"""One frame to its result: find, follow, judge, align, read, smooth. One thread, no waiting."""

import math
import time
from functools import partial
from types import MappingProxyType

import numpy as np

from emotion_desktop.config import PipelineSettings
from emotion_desktop.domain import Faces, Floats, Frame, FrameResult, Image, Ints
from emotion_desktop.labels import Emotion
from emotion_desktop.vision.alignment import align, crop_transforms
from emotion_desktop.vision.explainer import Explainer
from emotion_desktop.vision.faces import FaceDetector
from emotion_desktop.vision.predictor import EmotionPredictor
from emotion_desktop.vision.quality import judge
from emotion_desktop.vision.smoothing import TemporalSmoother
from emotion_desktop.vision.tracking import FaceTracker
from emotion_desktop.vision.turns import Turns


class FramePipeline:
    """Turns frames into results; `process` and `reset` are called from one thread at a time.

    Args:
        predictor: The model.
        settings: Thresholds and time constants.
        live: Whether somebody watches: then faces take turns where there is no time to read all
            in every frame, and heatmaps come a moment later. Else nothing is left out.

    Attributes:
        predictor: May be replaced at any time from another thread; used from the next frame on.
        gradcam: Whether to compute heatmaps; may be set from another thread.
        gradcam_class: What they explain; each face's own label if None or not one of the model's
            classes. May be set from another thread.

    Raises:
        AssetError: If the detector's file is missing.
    """

    def __init__(
        self,
        predictor: EmotionPredictor,
        settings: PipelineSettings = PipelineSettings(),  # noqa: B008 (frozen)
        *,
        live: bool = False,
    ) -> None:
        self.predictor = predictor
        self.gradcam = False
        self.gradcam_class: Emotion | None = None
        self._live = live
        self._settings = self._wanted = settings
        self._detector = FaceDetector(settings.detection_confidence, settings.max_faces)
        self._tracker = FaceTracker(settings.track_memory_s)
        self._smoother = TemporalSmoother(
            settings.smoothing_s, settings.uncertain_below, settings.switch_margin
        )
        self._turns = Turns(settings.budget_s if live else math.inf)
        self._explainer = Explainer(settings.gradcam_interval_s, background=live)
        self._used = predictor
        self._explained: Emotion | None = None
        self._source: str | None = None
        self._still: tuple[Image, Faces] | None = None

    def configure(self, settings: PipelineSettings) -> None:
        """Behave so from the next frame on, without forgetting anyone; from any thread."""
        self._wanted = settings

    def process(self, frame: Frame) -> FrameResult:
        """Return everything that can be known about a frame.

        Faces of another `frame.source` are other faces, so pictures of a folder never mix.

        Raises:
            ModelError: If the device fails, e.g. runs out of memory.
        """
        predictor = self.predictor
        self._follow_wishes(predictor, frame.source)
        watch = _StopWatch()
        faces = self._find(frame)
        watch.lap("detect")
        track_ids = self._tracker.update(faces, frame.time_s)
        flaws = judge(frame.image, faces, self._settings)
        watch.lap("track")
        crop_to_image = crop_transforms(faces.keypoints, predictor.size)
        chosen = self._turns.choose(track_ids, flaws)
        crops = align(frame.image, crop_to_image[chosen], predictor.size)
        watch.lap("align")
        probabilities = np.zeros((len(faces), len(predictor.classes)), np.float32)
        probabilities[chosen] = predictor.predict(crops)
        self._turns.learn(len(crops), watch.lap("predict"))
        smoothed = self._smoother.update(track_ids, probabilities, frame.time_s, chosen, flaws)
        watch.lap("smooth")
        heatmaps = None
        if self.gradcam:
            heatmaps = self._heatmaps(frame, crop_to_image, smoothed.labels, track_ids)
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
            flaws=flaws,
        )

    def _follow_wishes(self, predictor: EmotionPredictor, source: str) -> None:
        """Take over what was asked for since the last frame."""
        if source != self._source:
            self.reset()
            self._source = source
        if predictor is not self._used:
            self._used = predictor
            self._forget_predictions()
        if self.gradcam_class is not self._explained:
            self._explained = self.gradcam_class
            self._explainer.reset()
        wanted = self._wanted
        if wanted is not self._settings:
            self._apply(wanted)

    def _apply(self, settings: PipelineSettings) -> None:
        self._settings = settings
        self._still = None
        self._detector.configure(settings.detection_confidence, settings.max_faces)
        self._tracker.memory_s = settings.track_memory_s
        self._smoother.configure(
            time_constant_s=settings.smoothing_s,
            switch_margin=settings.switch_margin,
            uncertain_below=settings.uncertain_below,
        )
        self._turns.budget_s = settings.budget_s if self._live else math.inf
        self._explainer.interval_s = settings.gradcam_interval_s

    def _find(self, frame: Frame) -> Faces:
        """Return the faces in a frame; a still picture shown again is not searched again."""
        if self._still is not None and frame.image is self._still[0]:
            return self._still[1]
        expected = self._tracker.expected(frame.time_s)
        faces = self._detector.detect(frame.image, expected, thorough=frame.is_still)
        self._still = (frame.image, faces) if frame.is_still else None
        return faces

    def _heatmaps(
        self, frame: Frame, crop_to_image: Floats, labels: Ints, track_ids: Ints
    ) -> Floats:
        """Return (N, S, S) heatmaps of all faces, also those whose turn it was not."""
        predictor = self._used
        if self._explained in predictor.classes:
            labels = np.full_like(labels, predictor.classes.index(self._explained))
        cut = partial(align, frame.image, crop_to_image, predictor.size)
        return self._explainer.heatmaps(predictor, cut, labels, track_ids, frame.time_s)

    def reset(self) -> None:
        """Forget all faces, for a new source; track numbers go on rising."""
        self._source = None
        self._still = None
        self._detector.reset()
        self._tracker.reset()
        self._forget_predictions()

    def _forget_predictions(self) -> None:
        self._smoother.reset()
        self._turns.reset()
        self._explainer.reset()

    def close(self) -> None:
        """Free the detector."""
        self._explainer.close()
        self._detector.close()


class _StopWatch:
    """Seconds between laps, by name."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._then = time.perf_counter()

    def lap(self, name: str) -> float:
        now = time.perf_counter()
        self.laps[name] = now - self._then
        self._then = now
        return self.laps[name]
