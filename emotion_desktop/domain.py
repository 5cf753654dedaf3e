"""What travels through the pipeline. Arrays are read-only; shapes are checked when made.

N is the number of faces in a frame (0 is ordinary and keeps its shape, `(0, …)`, never None),
C the number of classes of the loaded model. Boxes and points are pixels of the frame, x to the
right, y down. Images are BGR, as OpenCV has them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.labels import CANONICAL_ORDER, Emotion

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class UnreadableReason(StrEnum):
    """Why a face's expression is not named, though there is a face; the value is for people."""

    TOO_SMALL = "too small"
    TOO_DARK = "too dark"
    TURNED_AWAY = "turned away"
    PARTLY_COVERED = "partly covered"


def _check(name: str, array: NDArray[Any], dtype: type, shape: tuple[int | None, ...]) -> None:
    fits = array.shape == shape or (
        array.ndim == len(shape)
        and all(want is None or got == want for got, want in zip(array.shape, shape, strict=True))
    )
    if array.dtype != dtype or not fits:
        wanted = ", ".join("*" if want is None else str(want) for want in shape)
        msg = (
            f"{name} must be {np.dtype(dtype).name} of shape ({wanted}), "
            f"got {array.dtype.name} of shape {array.shape}"
        )
        raise ValueError(msg)
    array.flags.writeable = False


class _Picklable:
    """Is made anew when it is unpickled or copied, so that it is checked and read-only again."""

    __slots__ = ()

    def __reduce__(self) -> tuple[object, ...]:
        values = {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]
        plain = {k: dict(v) if isinstance(v, Mapping) else v for k, v in values.items()}
        return _made, (type(self), plain)


def _made(kind: type[_Picklable], values: dict[str, Any]) -> _Picklable:
    return kind(**values)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Frame(_Picklable):
    """One picture of a source.

    Attributes:
        image: (H, W, 3) uint8 BGR.
        captured_at: When it arrived, in seconds on the `time.monotonic()` clock.
        index: Number of the frame in its source, from 0; dropped frames count too.
        time_s: Seconds since the source began: a file's presentation time, a camera's clock.
        source: What to call its origin in a table, e.g. a file name.
        is_still: Whether it stands alone: no other picture shows the same scene a moment later.
        held_s: For how many seconds the source had been paused before.
        number: Which picture of its video it is, from 0, also if that loops; None of others.
        position_s: Where in its video it lies, in seconds; None of others.
    """

    image: Image
    captured_at: float
    index: int
    time_s: float
    source: str
    is_still: bool = False
    held_s: float = 0.0
    number: int | None = None
    position_s: float | None = None

    def __post_init__(self) -> None:
        """Check the shape and make the image read-only."""
        _check("image", self.image, np.uint8, (None, None, 3))


Rows = NDArray[np.bool_] | NDArray[np.int64] | slice
"""Chooses faces: a mask, row numbers in any order, or a slice."""


LANDMARKS: Final = ("right_eye", "left_eye", "nose", "mouth", "right_ear", "left_ear")
"""The parts of a face by name, in the order of `Landmarks.points`."""

WITHOUT_EARS: Final = 4
"""So many of them every detector knows."""


@dataclass(frozen=True, slots=True, eq=False)
class Landmarks(_Picklable):
    """Parts of N faces by name; right and left are the person's own. Each may lie off the image.

    Attributes:
        points: (N, 6, 2) float32 pixels (x, y) in the order of `LANDMARKS`; (N, 4, 2) where a
            detector does not tell the ears.
    """

    points: Floats

    def __post_init__(self) -> None:
        """Check the shape."""
        known = len(LANDMARKS) if self.points.shape[1:2] == (len(LANDMARKS),) else WITHOUT_EARS
        _check("landmarks", self.points, np.float32, (None, known, 2))

    @classmethod
    def named(
        cls,
        *,
        right_eye: Floats,
        left_eye: Floats,
        nose: Floats,
        mouth: Floats,
        right_ear: Floats | None = None,
        left_ear: Floats | None = None,
    ) -> "Landmarks":
        """Return landmarks from one (N, 2) array for each part: the nose's tip, the mouth's centre.

        Raises:
            ValueError: If only one ear is known, or the shapes differ.
        """
        parts = [right_eye, left_eye, nose, mouth]
        if (right_ear is None) != (left_ear is None):
            msg = "landmarks need both ears or none"
            raise ValueError(msg)
        if right_ear is not None and left_ear is not None:
            parts += [right_ear, left_ear]
        return cls(np.stack(parts, axis=1).astype(np.float32))

    @property
    def right_eye(self) -> Floats:
        """(N, 2)."""
        return self.points[:, 0]

    @property
    def left_eye(self) -> Floats:
        """(N, 2)."""
        return self.points[:, 1]

    @property
    def nose(self) -> Floats:
        """The tip, (N, 2)."""
        return self.points[:, 2]

    @property
    def mouth(self) -> Floats:
        """The centre, (N, 2)."""
        return self.points[:, 3]

    @property
    def right_ear(self) -> Floats | None:
        """(N, 2), or None if unknown."""
        return self.points[:, 4] if self.points.shape[1] > WITHOUT_EARS else None

    @property
    def left_ear(self) -> Floats | None:
        """(N, 2), or None if unknown."""
        return self.points[:, 5] if self.points.shape[1] > WITHOUT_EARS else None

    def __len__(self) -> int:
        """Return N."""
        return len(self.points)

    def __getitem__(self, rows: Rows) -> "Landmarks":
        """Return those of some faces."""
        return Landmarks(self.points[rows])


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Faces(_Picklable):
    """The faces a detector found in one frame; row i of each array is the same face.

    Attributes:
        boxes: (N, 4) float32 pixels (x0, y0, x1, y1).
        landmarks: Of N faces.
        scores: (N,) float32 in 0–1.
    """

    boxes: Floats
    landmarks: Landmarks
    scores: Floats

    def __post_init__(self) -> None:
        """Check that all arrays speak of the same faces."""
        count = len(self.boxes)
        _check("boxes", self.boxes, np.float32, (count, 4))
        _check("scores", self.scores, np.float32, (count,))
        if len(self.landmarks) != count:
            msg = f"landmarks must be of {count} faces, got {len(self.landmarks)}"
            raise ValueError(msg)

    @staticmethod
    def none() -> "Faces":
        """Return no faces."""
        return _NOBODY

    def __len__(self) -> int:
        """Return N."""
        return len(self.boxes)

    def __getitem__(self, rows: Rows) -> "Faces":
        """Return some of the faces."""
        return Faces(
            boxes=self.boxes[rows], landmarks=self.landmarks[rows], scores=self.scores[rows]
        )


_NOBODY: Final = Faces(
    boxes=np.zeros((0, 4), np.float32),
    landmarks=Landmarks(np.zeros((0, 6, 2), np.float32)),
    scores=np.zeros(0, np.float32),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What users have said of somebody in view; the app itself recognises nobody.

    Attributes:
        name: Empty if none was given.
        bystander: Whether they only happen to be in the picture.
    """

    name: str = ""
    bystander: bool = False


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FrameResult(_Picklable):
    """Everything known about one frame; row i of each array is the same face. It can be pickled.

    Attributes:
        frame: The source frame, unmodified but for the faces in `hidden`.
        faces: Boxes (clipped to the image), landmarks and scores.
        track_ids: (N,) int64, stable over frames, never reused in a session.
        classes: The model's classes, C of them, in the order of the columns below.
        probabilities: (N, C) float32, calibrated and smoothed, each row sums to 1.
        labels: (N,) int64, the column each face is labelled with.
        uncertain: (N,) bool, True where no class is likely enough to be named.
        model: Name of the checkpoint.
        device: What computed it, e.g. `CPU`.
        heatmaps: (N, S, S) float32 in 0–1 on the aligned crops, or None if Grad-CAM is off.
        heatmap_classes: (N,) int64, the column that each heatmap explains; -1 where it is still
            being made. The labels if left out; None without heatmaps.
        crop_to_image: (N, 2, 3) float32 affine maps from crop to image pixels; the crops
            are S x S, the model's input size.
        stage_s: Seconds spent in each stage, by its name.
        flaws: N of them: why a face cannot be read, or None. A face with a flaw is uncertain too.
            Left out, nothing is wrong with any.
        left_out: How many more faces there were than the settings allow; the smallest ones.
        comparison: The result of a second model for the same faces of the same frame, if any; the
            ids are the same, the classes need not be.
        people: N of them: what was said of each; nothing if left out.
        raw_probabilities: (N, C) float32, as `probabilities` were before they were related to the
            person's neutral face; rows of NaN for faces that are not related. None if none is.
        hidden: (M, 4) float32 pixels, the boxes in which the picture was made unrecognisable, or
            None if none should be.
    """

    frame: Frame
    faces: Faces
    track_ids: Ints
    classes: tuple[Emotion, ...]
    probabilities: Floats
    labels: Ints
    uncertain: NDArray[np.bool_]
    model: str
    device: str
    crop_to_image: Floats
    heatmaps: Floats | None = None
    heatmap_classes: Ints | None = None
    stage_s: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    flaws: tuple[UnreadableReason | None, ...] = ()
    left_out: int = 0
    comparison: "FrameResult | None" = None
    people: tuple[Person, ...] = ()
    raw_probabilities: Floats | None = None
    hidden: Floats | None = None

    def __post_init__(self) -> None:
        """Check that all arrays speak of the same faces and classes."""
        count, width = len(self.faces), len(self.classes)
        _check("track_ids", self.track_ids, np.int64, (count,))
        _check("probabilities", self.probabilities, np.float32, (count, width))
        _check("labels", self.labels, np.int64, (count,))
        _check("uncertain", self.uncertain, np.bool_, (count,))
        _check("crop_to_image", self.crop_to_image, np.float32, (count, 2, 3))
        optional: dict[str, tuple[int | None, ...]] = {
            "heatmaps": (count, None, None),
            "raw_probabilities": (count, width),
            "hidden": (None, 4),
        }
        for name, shape in optional.items():
            if getattr(self, name) is not None:
                _check(name, getattr(self, name), np.float32, shape)
        if self.heatmaps is not None and self.heatmap_classes is None:
            object.__setattr__(self, "heatmap_classes", self.labels)
        if self.heatmap_classes is not None:
            _check("heatmap_classes", self.heatmap_classes, np.int64, (count,))
        object.__setattr__(self, "stage_s", MappingProxyType(dict(self.stage_s)))
        for name, nothing in (("flaws", None), ("people", Person())):
            if not getattr(self, name):
                object.__setattr__(self, name, (nothing,) * count)
            given = len(getattr(self, name))
            if given != count:
                msg = f"{name} must be one for each of {count} faces, got {given}"
                raise ValueError(msg)
        for face, flaw in enumerate(self.flaws):
            if flaw is not None and not self.uncertain[face]:
                msg = f"face {face} is {flaw} and must be uncertain"
                raise ValueError(msg)

    def __len__(self) -> int:
        """Return the number of faces."""
        return len(self.faces)

    @property
    def image(self) -> Image:
        """The picture of `frame`, (H, W, 3) uint8 BGR, read-only."""
        return self.frame.image

    @property
    def captured_at(self) -> float:
        """Capture time in seconds on the `time.monotonic()` clock."""
        return self.frame.captured_at

    @property
    def running_at(self) -> float:
        """The same on a clock that stands still while the source is paused."""
        return self.frame.captured_at - self.frame.held_s

    def emotion(self, face: int) -> Emotion:
        """Return the label of a face, also if it is uncertain."""
        return self.classes[int(self.labels[face])]

    def top(self, face: int) -> Emotion:
        """Return the most probable class of a face, which its label may follow a moment later."""
        return self.classes[int(self.probabilities[face].argmax())]

    def confidence(self, face: int) -> float:
        """Return the probability of a face's label, 0–1."""
        return float(self.probabilities[face, self.labels[face]])

    def is_relative(self, face: int) -> bool:
        """Return whether a face's probabilities are relative to the person's neutral face."""
        raw = self.raw_probabilities
        return raw is not None and bool(np.isfinite(raw[face, 0]))

    def raw(self, face: int) -> Floats:
        """Return the probabilities of a face as the model gives them, smoothed, (C,)."""
        related = self.raw_probabilities is not None and self.is_relative(face)
        rows = self.raw_probabilities if related else self.probabilities
        assert rows is not None
        row: Floats = rows[face]
        return row

    def by_class(self, face: int, *, raw: bool = False) -> dict[Emotion, float]:
        """Return the probabilities of a face by class, in the order of `CANONICAL_ORDER`.

        Args:
            face: Row of the face.
            raw: Whether as the model gives them, also if the face is relative to neutral.
        """
        values = self.raw(face) if raw else self.probabilities[face]
        row = dict(zip(self.classes, values.tolist(), strict=True))
        return {emotion: row[emotion] for emotion in CANONICAL_ORDER if emotion in row}

    def to_dict(self) -> dict[str, object]:
        """Return a frame and its faces as an object of JSON, as in `results.jsonl`.

        Boxes are in pixels, rounded to 0.1, times in seconds, all else 0–1, rounded to 0.0001.
        """
        return {
            "source": self.frame.source,
            "frame": self.frame.index,
            "time_s": round(self.frame.time_s, 4),
            "faces": [self.face_to_dict(face) for face in range(len(self))],
            **self._comparison_dict(),
        }

    def _comparison_dict(self) -> dict[str, object]:
        """Return what a second model says of the same faces; nothing if there is none."""
        second = self.comparison
        if second is None:
            return {}
        faces = [second.face_to_dict(face) for face in range(len(second))]
        known_already = ("box", "score")
        said = [{k: v for k, v in face.items() if k not in known_already} for face in faces]
        return {"comparison": {"model": second.model, "faces": said}}

    def face_to_dict(self, face: int) -> dict[str, object]:
        """Return a face as an object of JSON: one of the `faces` of `to_dict`."""
        flaw = self.flaws[face]
        record: dict[str, object] = {
            "track_id": int(self.track_ids[face]),
            "box": [round(edge, 1) for edge in self.faces.boxes[face].tolist()],
            "score": round(float(self.faces.scores[face]), 4),
            "uncertain": bool(self.uncertain[face]),
            "flaw": None if flaw is None else flaw.value,
        }
        person = self.people[face]
        record |= {"name": person.name} if person.name else {}
        record |= {"bystander": True} if person.bystander else {}
        if flaw is not None:
            return {**record, "label": None, "confidence": None, "top": None, "probabilities": None}
        if self.is_relative(face):
            raw = self.by_class(face, raw=True).items()
            record["raw_probabilities"] = {name.value: round(p, 4) for name, p in raw}
        return {
            **record,
            "label": self.emotion(face).value,
            "confidence": round(self.confidence(face), 4),
            "top": self.top(face).value,
            "probabilities": {name.value: round(p, 4) for name, p in self.by_class(face).items()},
        }
