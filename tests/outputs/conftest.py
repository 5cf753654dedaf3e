"""Results and pictures for the tests of outputs."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.domain import (
    Faces,
    Floats,
    Frame,
    FrameResult,
    Image,
    Landmarks,
    UnreadableReason,
)
from emotion_desktop.labels import CANONICAL_ORDER, Emotion
from emotion_desktop.vision.opencv import cv2

GOLDEN = Path(__file__).parents[1] / "golden"

Box = tuple[float, float, float, float]
ResultMaker = Callable[..., FrameResult]


@pytest.fixture
def make_result() -> ResultMaker:
    """A function that makes a result with faces in the given boxes, on a picture of drawn faces."""

    def make(
        *boxes: Box,
        size: tuple[int, int] = (480, 270),
        classes: tuple[Emotion, ...] = CANONICAL_ORDER,
        labels: Sequence[Emotion] = (),
        confidence: float = 0.87,
        uncertain: Sequence[int] = (),
        flaws: Sequence[UnreadableReason | None] = (),
        heatmaps: bool = False,
        index: int = 0,
        time_s: float = 0.0,
        source: str = "made.mp4",
    ) -> FrameResult:
        count, width = len(boxes), len(classes)
        corners = np.array(boxes, np.float32).reshape(count, 4)
        rest = (1 - confidence) / (width - 1)
        probabilities = np.full((count, width), rest, np.float32)
        columns = [classes.index(label) for label in labels] or [3 % width] * count
        probabilities[np.arange(count), columns] = confidence
        sides = (corners[:, 2] - corners[:, 0]) / 48
        return FrameResult(
            frame=Frame(
                image=_picture(size, corners),
                captured_at=0.0,
                index=index,
                time_s=time_s,
                source=source,
            ),
            faces=Faces(
                boxes=corners,
                landmarks=Landmarks(_keypoints(corners)),
                scores=np.full(count, 0.9, np.float32),
            ),
            track_ids=np.arange(1, count + 1),
            classes=classes,
            probabilities=probabilities,
            labels=np.array(columns, np.int64),
            uncertain=np.array(
                [face in uncertain or bool(flaws and flaws[face]) for face in range(count)],
                np.bool_,
            ),
            model="cnn48_rgb",
            device="CPU",
            flaws=tuple(flaws),
            heatmaps=np.stack([_warm_mouth()] * count) if heatmaps and count else None,
            crop_to_image=np.array(
                [
                    [[side, 0, x], [0, side, y]]
                    for side, (x, y) in zip(sides, corners[:, :2], strict=True)
                ],
                np.float32,
            ).reshape(count, 2, 3),
        )

    return make


def _keypoints(boxes: Floats) -> Floats:
    """Return eyes, nose, mouth and ears where they are in most faces, (N, 6, 2)."""
    places = np.array([[0.3, 0.35], [0.7, 0.35], [0.5, 0.55], [0.5, 0.75], [0, 0.4], [1, 0.4]])
    start, extent = boxes[:, None, :2], boxes[:, None, 2:] - boxes[:, None, :2]
    return np.asarray(start + places * extent, np.float32)


def _picture(size: tuple[int, int], boxes: Floats) -> Image:
    """Return a soft gradient with simple faces."""
    width, height = size
    rows, columns = np.mgrid[0:height, 0:width]
    image = np.stack([150 + 60 * columns / width, 140 + 60 * rows / height, rows * 0 + 150], -1)
    image = image.astype(np.uint8)
    for (x0, y0, x1, y1), points in zip(boxes, _keypoints(boxes), strict=True):
        middle, axes = ((x0 + x1) / 2, (y0 + y1) / 2), (x1 - x0, y1 - y0)
        cv2.ellipse(image, (middle, axes, 0), (150, 185, 225), -1, cv2.LINE_AA)
        for x, y in points[:2]:
            cv2.circle(image, (int(x), int(y)), max(2, int(axes[0] / 16)), (60, 40, 40), -1)
    return np.asarray(image, np.uint8)


def _warm_mouth() -> Floats:
    rows, columns = np.mgrid[0:48, 0:48]
    return np.asarray(np.exp(-((rows - 34) ** 2 + (columns - 24) ** 2) / 120), np.float32)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, Image], None]:
    """A function that compares a picture with the one kept under a name."""

    def check(name: str, image: Image) -> None:
        path = GOLDEN / f"{name}.png"
        if request.config.getoption("--update-golden"):
            GOLDEN.mkdir(exist_ok=True)
            cv2.imwrite(str(path), image)
            return
        kept = cv2.imread(str(path))
        assert kept is not None, f"{path} is missing; make it with --update-golden and look at it"
        assert kept.shape == image.shape
        # Another processor may round another way, which moves a few edge pixels a little.
        difference = np.abs(kept.astype(int) - image).max(axis=2)
        assert (difference > 24).mean() < 0.001, f"the picture differs from {path}"

    return check
