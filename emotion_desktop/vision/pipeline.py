"""One frame to its result: detect, track, assess, align, classify, smooth; on one thread."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np

from emotion_desktop.config import HeatmapMethod, PipelineSettings
from emotion_desktop.domain import Faces, Frame, FrameResult, Image
from emotion_desktop.errors import AssetError, EmotionDesktopError, ModelError, SettingError
from emotion_desktop.labels import Emotion
from emotion_desktop.vision.boxes import areas
from emotion_desktop.vision.crop_predictor import CropPredictor
from emotion_desktop.vision.detection import Effort, open_detector
from emotion_desktop.vision.face_classifier import FaceClassifier, StopWatch, TrackedFaces
from emotion_desktop.vision.face_quality import assess
from emotion_desktop.vision.tracking import FaceTracker


class FramePipeline:
    """Turns frames into results; `process` and `reset` are called from one thread at a time.

    A second model can read the same faces: they are found and followed once, read and smoothed
    by each for itself. Its result is `comparison` of the first one's.

    Args:
        predictor: The model.
        settings: Thresholds and time constants.
        live: Whether somebody watches: then faces take turns where there is no time to read all
            in every frame, and heatmaps come a moment later. Else nothing is left out.

    Attributes:
        predictor: May be replaced at any time from another thread; used from the next frame on.
        comparison_predictor: A second model or None; likewise.
        detector_error: Why another detector could not be used; the one before is kept. None
            otherwise.
        comparison_error: Why the second model had to be given up; None if it was not.
        gradcam: Whether to compute heatmaps; may be set from another thread.
        gradcam_class: What they explain; each face's own label if None or not one of the model's
            classes. May be set from another thread.
        gradcam_method: Where heatmaps come from; may be set from another thread.

    Raises:
        SettingError: If there is no such detector, or its file cannot be used.
        AssetError: If a file that ships with it is missing, or a package it needs.
    """

    def __init__(
        self,
        predictor: CropPredictor,
        settings: PipelineSettings = PipelineSettings(),  # noqa: B008 (frozen)
        *,
        live: bool = False,
    ) -> None:
        self.predictor = predictor
        self.comparison_predictor: CropPredictor | None = None
        self.comparison_error: ModelError | None = None
        self.detector_error: EmotionDesktopError | None = None
        self.gradcam = False
        self.gradcam_class: Emotion | None = None
        self.gradcam_method = HeatmapMethod.DEFAULT
        self._live = live
        self._settings = self._wanted = settings
        self._detector = open_detector(settings.detector, settings.detection_confidence)
        self._tracker = FaceTracker(settings.track_memory_s, settings.sure_score)
        self._classifier = FaceClassifier(predictor, settings, live=live)
        self._second: FaceClassifier | None = None
        self._source: str | None = None
        self._still: tuple[Image, tuple[Faces, int]] | None = None

    @property
    def needs_another_pass(self) -> bool:
        """Whether the last frame, processed again, would bring more: faces or heatmaps."""
        return any(classifier.needs_another_pass for classifier in self._classifiers())

    def configure(self, settings: PipelineSettings) -> None:
        """Behave so from the next frame on, without forgetting anyone; from any thread."""
        self._wanted = settings

    def process(self, frame: Frame) -> FrameResult:
        """Return everything that can be known about a frame.

        Faces of another `frame.source` are other faces, so pictures of a folder never mix.

        Raises:
            ModelError: If the device fails, e.g. runs out of memory. If only the second model
                fails, it is given up instead, see `comparison_error`.
        """
        self._apply_requests(frame.source)
        watch = StopWatch()
        faces, left_out = self._find(frame)
        watch.lap("detect")
        numbers = self._tracker.update(faces, frame.time_s, skip_probation=frame.is_still)
        faces, track_ids = faces[numbers > 0], numbers[numbers > 0]
        flaws = assess(frame.image, faces, self._settings)
        watch.lap("track")
        seen = TrackedFaces(frame, faces, track_ids, flaws, left_out)
        result = self._classifier.classify(seen, watch, gradcam=self.gradcam)
        if self._second is None:
            return result
        comparison = self._compare(self._second, seen)
        watch.lap("compare")
        return replace(result, comparison=comparison, stage_s=MappingProxyType(watch.laps))

    def search(self, frame: Frame) -> None:
        """Look for new faces in a live frame whose result is on its way to the screen."""
        if self._live and not frame.is_still:
            self._detector.search(frame.image)

    def _compare(self, second: FaceClassifier, seen: TrackedFaces) -> FrameResult | None:
        try:
            return second.classify(seen, StopWatch(), gradcam=self.gradcam)
        except ModelError as error:
            self.comparison_error = error
            self.comparison_predictor = None
            return None

    def _apply_requests(self, source: str) -> None:
        """Take over what was asked for since the last frame."""
        if source != self._source:
            self.reset()
            self._source = source
        self._classifier.use(self.predictor)
        self._use_second(self.comparison_predictor)
        for classifier in self._classifiers():
            classifier.explain(self.gradcam_class, self.gradcam_method)
        wanted = self._wanted
        if wanted is not self._settings:
            self._apply(wanted)

    def _use_second(self, predictor: CropPredictor | None) -> None:
        if predictor is not None and self._second is not None:
            self._second.use(predictor)
        elif predictor is not None:
            self._second = FaceClassifier(predictor, self._settings, live=self._live)
            self._share_time()
        elif self._second is not None:
            self._second.close()
            self._second = None
            self._share_time()

    def _share_time(self) -> None:
        """Let all models together take no longer than one alone."""
        classifiers = self._classifiers()
        for classifier in classifiers:
            classifier.set_budget(self._settings.budget_s / len(classifiers))

    def _classifiers(self) -> tuple[FaceClassifier, ...]:
        return (self._classifier,) if self._second is None else (self._classifier, self._second)

    def _apply(self, settings: PipelineSettings) -> None:
        if settings.detector != self._settings.detector:
            self._use_detector(settings)
        self._settings = settings
        self._still = None
        self._detector.confidence = settings.detection_confidence
        self._tracker.memory_s = settings.track_memory_s
        self._tracker.immediate_score = settings.sure_score
        for classifier in self._classifiers():
            classifier.configure(settings)
        self._share_time()

    def _use_detector(self, settings: PipelineSettings) -> None:
        try:
            detector = open_detector(settings.detector, settings.detection_confidence)
        except (SettingError, AssetError) as error:
            self.detector_error = error
            return
        self._detector.close()
        self._detector = detector
        self._tracker.reset()

    def _find(self, frame: Frame) -> tuple[Faces, int]:
        """Return the largest faces in a frame, clipped to it, and how many more there are.

        A still picture shown again is not searched again.
        """
        if self._still is not None and frame.image is self._still[0]:
            return self._still[1]
        expected = self._tracker.expected(frame.time_s)
        effort = Effort.LIVE if self._live else Effort.VIDEO
        if frame.is_still:
            effort = Effort.STILL
        faces = self._detector.detect(frame.image, expected, effort=effort)
        found = largest(faces, frame.image, self._settings.max_faces)
        self._still = (frame.image, found) if frame.is_still else None
        return found

    def reset(self) -> None:
        """Forget all faces, for a new source or a jump; track numbers go on rising."""
        self._source = None
        self._still = None
        self._detector.reset()
        self._tracker.reset()
        for classifier in self._classifiers():
            classifier.forget()

    def close(self) -> None:
        """Free the detector."""
        for classifier in self._classifiers():
            classifier.close()
        self._detector.close()


def largest(faces: Faces, image: Image, count: int) -> tuple[Faces, int]:
    """Return so many faces at most, largest first, clipped to the picture, and how many are left.

    Faces off the picture are neither.
    """
    height, width = image.shape[:2]
    boxes = np.clip(faces.boxes, 0, np.array([width, height, width, height], np.float32))
    size = areas(boxes)
    order = np.argsort(-size, kind="stable")
    order = order[size[order] > 0]
    kept = faces[order[:count]]
    clipped = Faces(boxes=boxes[order[:count]], landmarks=kept.landmarks, scores=kept.scores)
    return clipped, max(0, len(order) - count)
