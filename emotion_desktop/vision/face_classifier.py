"""One model on the faces of successive frames."""

import math
import time
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.domain import (
    Faces,
    Floats,
    Frame,
    FrameResult,
    Ints,
    Person,
    UnreadableReason,
)
from emotion_desktop.errors import UnexpectedError
from emotion_desktop.vision.alignment import align, crop_transforms
from emotion_desktop.vision.crop_predictor import CropPredictor
from emotion_desktop.vision.heatmap_worker import HeatmapWorker
from emotion_desktop.vision.inference_scheduler import InferenceScheduler
from emotion_desktop.vision.pipeline_request import PipelineRequest
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
class TrackedFaces:
    """The faces of a frame, before classification.

    Attributes:
        frame: The frame.
        faces: N faces.
        track_ids: (N,) int64.
        flaws: N of them: why a face cannot be classified, or None.
        left_out: How many more faces there were than the settings allow.
        people: What was said of each.
    """

    frame: Frame
    faces: Faces
    track_ids: Ints
    flaws: tuple[UnreadableReason | None, ...]
    left_out: int = 0
    people: tuple[Person, ...] = ()


class FaceClassifier:
    """Classifies faces with a model, in turns if time is short, and smooths the results.

    Args:
        predictor: The model.
        live: Whether it is live: then faces take turns, and heatmaps come a moment later.

    Attributes:
        predictor: The model in use.
        heatmap_error: The bug after which heatmaps are left out until they are asked for again.
    """

    def __init__(self, predictor: CropPredictor, *, live: bool) -> None:
        self._request = PipelineRequest()
        settings = self._request.settings
        self.predictor = predictor
        self._live = live
        self._smoother = TemporalSmoother(
            settings.smoothing_s, settings.uncertain_below, settings.switch_margin
        )
        self._raw_smoother = TemporalSmoother(settings.smoothing_s, settings.uncertain_below)
        self._scheduler = InferenceScheduler(settings.budget_s if live else math.inf)
        self._heatmap_worker = HeatmapWorker(settings.gradcam_interval_s, background=live)
        self.heatmap_error: UnexpectedError | None = None
        self._classified: set[int] = set()
        self._misses_some = False

    @property
    def needs_another_pass(self) -> bool:
        """Whether another pass over the same frame would bring more: faces or heatmaps."""
        return self._misses_some or (self._request.heatmaps and self._heatmap_worker.has_new_maps)

    def use(self, predictor: CropPredictor) -> None:
        """Use this model from now on; with another one all faces are new."""
        if predictor is not self.predictor:
            self.predictor = predictor
            self.forget()

    def obey(self, request: PipelineRequest, *, models: int) -> None:
        """Do what is asked from now on, without forgetting anyone.

        Args:
            request: What is asked.
            models: How many share the time for the faces of one live frame.
        """
        settings, worker = request.settings, self._heatmap_worker
        before, self._request = self._request, request
        self._scheduler.budget_s = settings.budget_s / models if self._live else math.inf
        if request.heatmaps and not before.heatmaps:
            worker.restart()
        worker.interval_s = settings.gradcam_interval_s
        worker.method = request.heatmap_method
        if (request.heatmap_class, request.heatmap_method) != (
            before.heatmap_class,
            before.heatmap_method,
        ):
            worker.reset()
        for smoother in (self._smoother, self._raw_smoother):
            smoother.configure(
                time_constant_s=settings.smoothing_s,
                switch_margin=settings.switch_margin,
                uncertain_below=settings.uncertain_below,
            )

    def classify(self, seen: TrackedFaces, watch: StopWatch) -> FrameResult:
        """Return the result for a frame.

        Args:
            seen: The frame and its faces.
            watch: Takes the time of each stage.

        Raises:
            ModelError: If the device fails, e.g. runs out of memory.
        """
        frame, predictor = seen.frame, self.predictor
        crop_to_image = crop_transforms(seen.faces.landmarks, predictor.size)
        chosen = self._scheduler.select(seen.track_ids, seen.flaws)
        crops = align(frame.image, crop_to_image[chosen], predictor.size)
        watch.lap("align")
        probabilities = np.zeros((len(seen.faces), len(predictor.classes)), np.float32)
        probabilities[chosen] = predictor.predict(crops)
        self._scheduler.record_cost(len(crops), watch.lap("predict"))
        self._record_classified(seen, seen.track_ids[chosen])
        raw = self._relate(seen, probabilities, chosen)
        smoothed = self._smoother.update(
            seen.track_ids, probabilities, frame.time_s, chosen, seen.flaws
        )
        watch.lap("smooth")
        heatmaps = explained = None
        if self._request.heatmaps:
            try:
                heatmaps, explained = self._heatmaps(seen, crop_to_image, smoothed.labels)
            except UnexpectedError as error:
                self.heatmap_error = error
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
            heatmap_classes=explained,
            stage_s=MappingProxyType(watch.laps),
            flaws=seen.flaws,
            left_out=seen.left_out,
            people=seen.people,
            raw_probabilities=raw,
        )

    def forget(self) -> None:
        """Forget all faces."""
        self._smoother.reset()
        self._raw_smoother.reset()
        self._scheduler.reset()
        self._heatmap_worker.reset()
        self._classified = set()
        self._misses_some = False

    def close(self) -> None:
        """End the thread that computes heatmaps."""
        self._heatmap_worker.close()

    def _record_classified(self, seen: TrackedFaces, classified: Ints) -> None:
        sound = {
            track
            for track, flaw in zip(seen.track_ids.tolist(), seen.flaws, strict=True)
            if flaw is None
        }
        self._classified = (self._classified | set(classified.tolist())) & sound
        self._misses_some = self._classified != sound

    def _relate(
        self, seen: TrackedFaces, probabilities: Floats, chosen: NDArray[np.bool_]
    ) -> Floats | None:
        """Make rows relative to people's neutral faces, in place, and return them as they were.

        Those are smoothed, and of NaN for faces that stay as they are; None if all do.
        """
        ids = seen.track_ids.tolist()
        wanted = {row: self._request.people.neutral.get(i) for row, i in enumerate(ids)}
        known = {row: b for row, b in wanted.items() if b and b.model == self.predictor.name}
        if not known:
            return None
        raw = self._raw_smoother.update(
            seen.track_ids, probabilities, seen.frame.time_s, chosen, seen.flaws
        ).probabilities
        for row in range(len(ids)):
            if row in known:
                probabilities[row] = known[row].relative(probabilities[row])
            else:
                raw[row] = np.nan
        return raw

    def _heatmaps(
        self, seen: TrackedFaces, crop_to_image: Floats, labels: Ints
    ) -> tuple[Floats, Ints]:
        """Return heatmaps of all faces, also those whose turn it was not, and their classes."""
        predictor, wanted = self.predictor, self._request.heatmap_class
        if wanted in predictor.classes:
            labels = np.full_like(labels, predictor.classes.index(wanted))
        cut = partial(align, seen.frame.image, crop_to_image, predictor.size)
        return self._heatmap_worker.heatmaps(
            predictor, cut, labels, seen.track_ids, seen.frame.time_s
        )
