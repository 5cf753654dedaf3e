"""Results and pictures for the tests of outputs."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.domain import (
    FrameResult,
    Image,
    UnreadableReason,
)
from emotion_desktop.labels import Emotion
from emotion_desktop.vision.opencv import cv2
from tests.builders import Box, make_faces, make_frame, make_frame_result

GOLDEN = Path(__file__).parents[1] / "golden"

ResultMaker = Callable[..., FrameResult]


@pytest.fixture
def make_result() -> ResultMaker:
    """A function that makes a result with faces in the given boxes, on a picture of drawn faces."""

    def make(
        *boxes: Box,
        size: tuple[int, int] = (480, 270),
        classes: tuple[Emotion, ...] = tuple(Emotion),
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
        rest = (1 - confidence) / (width - 1)
        probabilities = np.full((count, width), rest, np.float32)
        columns = [classes.index(label) for label in labels] or [3 % width] * count
        probabilities[np.arange(count), columns] = confidence
        return make_frame_result(
            boxes,
            probabilities.tolist(),
            frame=make_frame(_picture(size, boxes), index=index, time_s=time_s, source=source),
            classes=classes,
            uncertain=[face in uncertain or bool(flaws and flaws[face]) for face in range(count)],
            flaws=flaws,
            heatmaps=heatmaps,
            model="cnn48_rgb",
        )

    return make


def _picture(size: tuple[int, int], boxes: Sequence[Box]) -> Image:
    """Return a soft gradient with simple faces."""
    width, height = size
    rows, columns = np.mgrid[0:height, 0:width]
    image = np.stack([150 + 60 * columns / width, 140 + 60 * rows / height, rows * 0 + 150], -1)
    image = image.astype(np.uint8)
    for (x0, y0, x1, y1), points in zip(boxes, make_faces(*boxes).landmarks.points, strict=True):
        middle, axes = ((x0 + x1) / 2, (y0 + y1) / 2), (x1 - x0, y1 - y0)
        cv2.ellipse(image, (middle, axes, 0), (150, 185, 225), -1, cv2.LINE_AA)
        for x, y in points[:2]:
            cv2.circle(image, (int(x), int(y)), max(2, int(axes[0] / 16)), (60, 40, 40), -1)
    return np.asarray(image, np.uint8)


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
