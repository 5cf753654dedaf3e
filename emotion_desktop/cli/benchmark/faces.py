"""Faces and frames to measure on."""

import itertools
from collections.abc import Iterator
from contextlib import closing
from typing import Final

import numpy as np

from emotion_desktop.config import find_asset
from emotion_desktop.domain import Frame, Image
from emotion_desktop.errors import SourceEndedError
from emotion_desktop.vision.alignment import align, crop_transforms
from emotion_desktop.vision.detection import open_detector
from emotion_desktop.vision.sources import DEMO, open_source

_DEMO_S: Final = 26.0
_EVERY: Final = 30


def source_frames(source: str, seconds: float) -> Iterator[Frame]:
    """Yield the frames of a source's first seconds; those of files as fast as they are read.

    Args:
        source: As `open_source` takes it; the demo is read like any file.
        seconds: By the frames' own times.

    Raises:
        SourceError: If the source cannot be opened or breaks off.
    """
    text = str(find_asset("demo.mp4")) if source == DEMO else source
    with closing(open_source(text)) as opened:
        try:
            while (frame := opened.read()).time_s < seconds:
                yield frame
        except SourceEndedError:
            return


def demo_frames() -> Iterator[Frame]:
    """Yield all frames of the demo, once."""
    return source_frames(DEMO, _DEMO_S)


def demo_crops(count: int, size: int) -> Image:
    """Return (count, size, size, 3) uint8 RGB aligned faces of the demo, some of them twice."""
    found: list[Image] = []
    with closing(open_detector()) as detector:
        for frame in itertools.islice(demo_frames(), 0, None, _EVERY):
            faces = detector.detect(frame.image)
            found.extend(align(frame.image, crop_transforms(faces.landmarks, size), size))
    return np.stack(list(itertools.islice(itertools.cycle(found), count)))
