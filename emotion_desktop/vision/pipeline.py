"""One frame to its result: detect, track, refine, assess, align, classify and smooth."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np

from emotion_desktop.config import BlurWho, PipelineSettings
from emotion_desktop.domain import Faces, Frame, FrameResult, Image
from emotion_desktop.error_boundary import COMPARISON, error_boundary
from emotion_desktop.errors import (
    AssetError,
    EmotionDesktopError,
    ModelError,
    SettingError,
    UnexpectedError,
)
from emotion_desktop.memory import give_back
from emotion_desktop.vision.anonymise.concealer import Concealer, concealed
from emotion_desktop.vision.boxes import areas
from emotion_desktop.vision.crop_predictor import CropPredictor
from emotion_desktop.vision.detection import Effort, open_detector
from emotion_desktop.vision.face_classifier import FaceClassifier, StopWatch, TrackedFaces
from emotion_desktop.vision.face_quality import assess
from emotion_desktop.vision.landmark_refiner import LandmarkRefiner
from emotion_desktop.vision.people import Identities
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.tracking import FaceTracker


class FramePipeline:
    """Turns frames into results; `process` and `reset` are called from one thread at a time.

    A second model can read the same faces: they are found and followed once, read and smoothed
    by each for itself. Its result is `comparison` of the first one's.

    Args:
        predictor: The model.
        request: What is asked of it at first.
        live: Whether somebody watches: then faces take turns where there is no time to read all
            in every frame, and heatmaps come a moment later. Else nothing is left out.

    Attributes:
        request: What is asked of it. May be replaced at any time from another thread; counts from
            the next frame on, without forgetting anyone.
        predictor: The model; likewise.
        comparison_predictor: A second model or None; likewise. Who makes requests loads it.
        detector_error: Why another detector could not be used; the one before is kept. None
            otherwise.
        comparison_error: Why the second model had to be given up; None if it was not.

    Raises:
        SettingError: If there is no such detector, or its file cannot be used.
        AssetError: If a file that ships with it is missing, or a package it needs.
    """

    def __init__(
        self,
        predictor: CropPredictor,
        request: PipelineRequest = PipelineRequest(),  # noqa: B008 (frozen)
        *,
        live: bool = False,
    ) -> None:
        settings = request.settings
        self.request = self._obeyed = request
        self.predictor = predictor
        self.comparison_predictor: CropPredictor | None = None
        self.comparison_error: EmotionDesktopError | None = None
        self.detector_error: EmotionDesktopError | None = None
        self._live = live
        self._detector = open_detector(settings.detector, settings.detection_confidence)
        self._tracker = FaceTracker(settings.track_memory_s, settings.sure_score)
        self._identities = Identities(self._tracker.new_number)
        self._refiner = LandmarkRefiner(live=live)
        hides = request.blur is not BlurWho.NOBODY
        self._concealer = Concealer(live=live) if hides else None
        self._classifier = FaceClassifier(predictor, live=live)
        self._classifier.obey(request, models=1)
        self._second: FaceClassifier | None = None
        self._source: str | None = None
        self._numbered: str | None = None  # whose faces have their numbers from 1 on
        self._still: tuple[Image, tuple[Faces, int]] | None = None

    @property
    def needs_another_pass(self) -> bool:
        """Whether the last frame, processed again, would bring more: faces or heatmaps."""
        return any(classifier.needs_another_pass for classifier in self._classifiers())

    def process(self, frame: Frame) -> FrameResult:
        """Return everything that can be known about a frame.

        Faces of another `frame.source` are other faces, so pictures of a folder never mix.

        Raises:
            ModelError: If the device fails, e.g. runs out of memory. If only the second model
                fails, it is given up instead, see `comparison_error`.
        """
        self._apply_requests(frame)
        watch = StopWatch()
        faces, left_out = self._find(frame)
        watch.lap("detect")
        numbers = self._tracker.update(faces, frame.time_s, skip_probation=frame.is_still)
        found, people = faces, self._obeyed.people
        faces, track_ids = faces[numbers > 0], numbers[numbers > 0]
        track_ids = self._identities.apply(track_ids, people)
        faces = self._refiner.refine(frame.image, faces, track_ids)
        flaws = assess(frame.image, faces, self._obeyed.settings)
        watch.lap("track")
        said = tuple(people.person(track_id) for track_id in track_ids.tolist())
        seen = TrackedFaces(frame, faces, track_ids, flaws, left_out, said)
        result = self._classifier.classify(seen, watch)
        if self._second is None and self._concealer is None:
            return result
        if self._second is not None:
            comparison = self._compare(self._second, seen)
            watch.lap("compare")
            result = replace(result, comparison=comparison)
        if self._concealer is not None:
            result = self._concealed(self._concealer, result, found)
            watch.lap("blur")
        return replace(result, stage_s=MappingProxyType(watch.laps))

    def _concealed(self, concealer: Concealer, result: FrameResult, found: Faces) -> FrameResult:
        request, frame = self._obeyed, result.frame
        numbers, boxes = self._tracker.places(frame.time_s)
        ids = self._identities.wanted(numbers, request.people)
        hidden = concealer.hidden_boxes(frame, found, (ids, boxes), request.people, request.blur)
        return concealed(result, hidden, request.blur_style)

    def search(self, frame: Frame) -> None:
        """Look for new faces in a live frame whose result is on its way to the screen."""
        if self._live and not frame.is_still:
            self._detector.search(frame.image)

    def take_heatmap_error(self) -> UnexpectedError | None:
        """Return the bug that heatmaps are left out for, once."""
        errors = [classifier.heatmap_error for classifier in self._classifiers()]
        for classifier in self._classifiers():
            classifier.heatmap_error = None
        return next((error for error in errors if error is not None), None)

    def _compare(self, second: FaceClassifier, seen: TrackedFaces) -> FrameResult | None:
        try:
            with error_boundary(COMPARISON):
                return second.classify(seen, StopWatch())
        except (ModelError, UnexpectedError) as error:
            self.comparison_error = error
            self.comparison_predictor = None
            return None

    def _apply_requests(self, frame: Frame) -> None:
        """Take over what was asked for since the last frame."""
        source = frame.source
        if source != self._source:
            self.reset()
            self._source = source
        if source != self._numbered:
            self._tracker.reset(renumber=True)
            self._identities.reset()
            self._numbered = source
        self._classifier.use(self.predictor)
        request = self.request
        if self._use_second(self.comparison_predictor) or request is not self._obeyed:
            self._obey(request)

    def _use_second(self, predictor: CropPredictor | None) -> bool:
        """Let this model read too; return whether there are more models now, or fewer."""
        if predictor is not None and self._second is not None:
            self._second.use(predictor)
            return False
        if predictor is not None:
            self._second = FaceClassifier(predictor, live=self._live)
            return True
        second, self._second = self._second, None
        if second is not None:
            second.close()
            del second
            give_back()
            return True
        return False

    def _classifiers(self) -> tuple[FaceClassifier, ...]:
        return (self._classifier,) if self._second is None else (self._classifier, self._second)

    def _obey(self, request: PipelineRequest) -> None:
        before, self._obeyed = self._obeyed.settings, request
        settings = request.settings
        if request.blur is BlurWho.NOBODY:
            self._concealer = None
        elif self._concealer is None:
            self._concealer = Concealer(live=self._live)
        if settings.detector != before.detector:
            self._use_detector(settings)
        if settings != before:
            self._still = None
        self._detector.confidence = settings.detection_confidence
        self._tracker.memory_s = settings.track_memory_s
        self._tracker.immediate_score = settings.sure_score
        classifiers = self._classifiers()
        for classifier in classifiers:  # together they take no longer than one alone
            classifier.obey(request, models=len(classifiers))

    def _use_detector(self, settings: PipelineSettings) -> None:
        try:
            detector = open_detector(settings.detector, settings.detection_confidence)
        except (SettingError, AssetError) as error:
            self.detector_error = error
            return
        self._detector.close()
        self._detector = detector
        self._tracker.reset()
        self._refiner.reset()

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
        found = largest(faces, frame.image, self._obeyed.settings.max_faces)
        self._still = (frame.image, found) if frame.is_still else None
        return found

    def reset(self, *, renumber: bool = False) -> None:
        """Forget all faces, for a jump; track numbers go on rising until another source comes.

        Args:
            renumber: Whether they begin at 1 again also if the same source goes on.
        """
        self._source = None
        self._numbered = None if renumber else self._numbered
        self._still = None
        self._detector.reset()
        self._tracker.reset()
        self._refiner.reset()
        if self._concealer is not None:
            self._concealer.reset()
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
