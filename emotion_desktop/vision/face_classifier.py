"""What one model makes of the faces of frame after frame."""

import math
import time
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np

from emotion_desktop.config import HeatmapMethod, PipelineSettings
from emotion_desktop.domain import Faces, Flaw, Floats, Frame, FrameResult, Ints
from emotion_desktop.labels import Emotion
from emotion_desktop.vision.alignment import align, crop_transforms
from emotion_desktop.vision.heatmap_worker import Explainer
from emotion_desktop.vision.inference_scheduler import Turns
from emotion_desktop.vision.predictor import EmotionPredictor
from emotion_desktop.vision.smoothing import TemporalSmoother


class StopWatch:
    """Seconds between laps, by name."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._then = time.perf_counter()

    def lap(self, name: str) -> float:
        """End a lap and return its seconds."""
        now = time.perf_counter()
        self.laps[name] = now - self._then
        self._then = now
        return self.laps[name]


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """The faces of a frame, before any model has read them.

    Attributes:
        frame: The frame.
        faces: N faces.
        track_ids: (N,) int64.
        flaws: N of them: why a face cannot be read, or None.
        left_out: How many more faces there were than the settings allow.
    """

    frame: Frame
    faces: Faces
    track_ids: Ints
    flaws: tuple[Flaw | None, ...]
    left_out: int = 0


class Reader:
    """Reads faces with a model, in turns if there is little time, and smooths what it reads.

    Args:
        predictor: The model.
        settings: Thresholds and time constants.
        live: Whether somebody watches: then faces take turns, and heatmaps come a moment later.
    """

    def __init__(
        self, predictor: EmotionPredictor, settings: PipelineSettings, *, live: bool
    ) -> None:
        self._predictor = predictor
        self._live = live
        self._smoother = TemporalSmoother(
            settings.smoothing_s, settings.uncertain_below, settings.switch_margin
        )
        self._turns = Turns(settings.budget_s if live else math.inf)
        self._explainer = Explainer(settings.gradcam_interval_s, background=live)
        self._explained: Emotion | None = None
        self._read: set[int] = set()
        self._misses_some = False
        self._explains = False

    @property
    def unsettled(self) -> bool:
        """Whether the same frame, read again, would bring more: faces or heatmaps."""
        return self._misses_some or (self._explains and self._explainer.has_news)

    def use(self, predictor: EmotionPredictor) -> None:
        """Read with this model from now on; with another one all faces are new."""
        if predictor is not self._predictor:
            self._predictor = predictor
            self.forget()

    def explain(self, target: Emotion | None, method: HeatmapMethod) -> None:
        """Let heatmaps explain this class, or each face's own label if None or unknown."""
        if target is not self._explained or method is not self._explainer.method:
            self._explained = target
            self._explainer.method = method
            self._explainer.reset()

    def configure(self, settings: PipelineSettings) -> None:
        """Behave so from now on, without forgetting anyone."""
        self._smoother.configure(
            time_constant_s=settings.smoothing_s,
            switch_margin=settings.switch_margin,
            uncertain_below=settings.uncertain_below,
        )
        self._explainer.interval_s = settings.gradcam_interval_s

    def allow(self, seconds: float) -> None:
        """Take no longer than this for the faces of one live frame."""
        self._turns.budget_s = seconds if self._live else math.inf

    def read(self, seen: Seen, watch: StopWatch, *, gradcam: bool) -> FrameResult:
        """Return the result for a frame.

        Args:
            seen: The frame and its faces.
            watch: Takes the time of each stage.
            gradcam: Whether to add heatmaps.

        Raises:
            ModelError: If the device fails, e.g. runs out of memory.
        """
        frame, predictor = seen.frame, self._predictor
        crop_to_image = crop_transforms(seen.faces.landmarks, predictor.size)
        chosen = self._turns.choose(seen.track_ids, seen.flaws)
        crops = align(frame.image, crop_to_image[chosen], predictor.size)
        watch.lap("align")
        probabilities = np.zeros((len(seen.faces), len(predictor.classes)), np.float32)
        probabilities[chosen] = predictor.predict(crops)
        self._turns.learn(len(crops), watch.lap("predict"))
        self._take_note(seen, seen.track_ids[chosen])
        smoothed = self._smoother.update(
            seen.track_ids, probabilities, frame.time_s, chosen, seen.flaws
        )
        watch.lap("smooth")
        heatmaps = None
        self._explains = gradcam
        if gradcam:
            heatmaps = self._heatmaps(seen, crop_to_image, smoothed.labels)
            watch.lap("gradcam")
        return FrameResult(
            frame=frame,
            faces=seen.faces,
            track_ids=seen.track_ids,
            classes=predictor.classes,
            probabilities=smoothed.probabilities,
            labels=smoothed.labels,
            uncertain=smoothed.uncertain,
            model=predictor.name,
            device=predictor.device_name,
            crop_to_image=crop_to_image,
            heatmaps=heatmaps,
            stage_s=MappingProxyType(watch.laps),
            flaws=seen.flaws,
            left_out=seen.left_out,
        )

    def forget(self) -> None:
        """Forget all faces."""
        self._smoother.reset()
        self._turns.reset()
        self._explainer.reset()
        self._read = set()
        self._misses_some = False

    def close(self) -> None:
        """End the thread that computes heatmaps."""
        self._explainer.close()

    def _take_note(self, seen: Seen, read: Ints) -> None:
        sound = {
            track
            for track, flaw in zip(seen.track_ids.tolist(), seen.flaws, strict=True)
            if flaw is None
        }
        self._read = (self._read | set(read.tolist())) & sound
        self._misses_some = self._read != sound

    def _heatmaps(self, seen: Seen, crop_to_image: Floats, labels: Ints) -> Floats:
        """Return (N, S, S) heatmaps of all faces, also those whose turn it was not."""
        predictor = self._predictor
        if self._explained in predictor.classes:
            labels = np.full_like(labels, predictor.classes.index(self._explained))
        cut = partial(align, seen.frame.image, crop_to_image, predictor.size)
        return self._explainer.heatmaps(predictor, cut, labels, seen.track_ids, seen.frame.time_s)
