"""Copies of the inputs with the overlay painted on them."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from emotion_desktop.domain import Faces, FrameResult, Landmarks
from emotion_desktop.files.unique_paths import new_file, shortened
from emotion_desktop.outputs.analysis_inputs import Item
from emotion_desktop.outputs.cv_painter import draw
from emotion_desktop.outputs.overlay import OverlayOptions
from emotion_desktop.outputs.snapshots import write_picture
from emotion_desktop.outputs.video import VideoWriter
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.sources import FILE, SourceSpec

_LONGEST_STEM: Final = 200
"""In bytes; file systems take names of 255, of which our own ending and a number need some."""

_SMALLEST_SIDE: Final = 400
"""Pictures smaller than this are enlarged, for the overlay's text has a least size."""


class Annotated:
    """The annotated copy of one item: a picture for each picture, an MP4 for everything else.

    Files are made with the first frame, under a name derived from the item's that was free.

    Args:
        folder: Where it goes.
        item: What is copied.
        fps: Usual frames per second of a video, if known.
        name: Of the file of a video; derived from the item's name if None.
        options: What is painted.

    Attributes:
        name: Of the file, if it is free.
        paths: The files, one but for an item of several pictures; none before the first frame.

    Raises:
        OutputError: If it cannot be written, also by `write` and `close`.
    """

    def __init__(
        self,
        folder: Path,
        item: Item,
        fps: float | None,
        *,
        name: str | None = None,
        options: OverlayOptions = OverlayOptions(),  # noqa: B008 (frozen)
    ) -> None:
        self.paths: list[Path] = []
        self._folder = folder
        self._is_picture = item.is_picture
        self.name = annotated_name(item) if name is None or item.is_picture else name
        self._fps = fps
        self._options = options
        self._video: VideoWriter | None = None
        spec = SourceSpec.parse(item.location)
        self._sound = Path(spec.value) if spec.kind == FILE and not item.is_picture else None

    def write(self, result: FrameResult) -> None:
        """Append a frame, or write the picture."""
        if self._is_picture:
            self.paths.append(new_file(self._folder, self.name))
            write_picture(self.paths[-1], draw(enlarged(result), self._options))
            return
        if self._video is None:
            self.paths.append(new_file(self._folder, self.name))
            height, width = result.image.shape[:2]
            self._video = VideoWriter(self.paths[-1], self._fps, (width, height), sound=self._sound)
        self._video.write(draw(result, self._options), result.frame.time_s)

    def close(self) -> None:
        """Close the file; may be called twice."""
        if self._video is not None:
            self._video.close()


def file_stem(item: Item) -> str:
    """Return what the names of an item's own files begin with."""
    source = Path(item.name.rpartition("/")[2] or "stream")
    return shortened(re.sub(r"[^\w.-]+", "-", source.stem), _LONGEST_STEM)


def annotated_name(item: Item) -> str:
    """Return the file name of an item's annotated copy."""
    source = Path(item.name.rpartition("/")[2] or "stream")
    is_jpeg = source.suffix.lower() in {".jpg", ".jpeg"}
    suffix = (".jpg" if is_jpeg else ".png") if item.is_picture else ".mp4"
    return f"{file_stem(item)}-annotated{suffix}"


def enlarged(result: FrameResult) -> FrameResult:
    """Return a small picture's result a whole number of times larger, others as they are."""
    factor = -(-_SMALLEST_SIDE // min(result.image.shape[:2]))
    if factor <= 1:
        return result
    size = (result.image.shape[1] * factor, result.image.shape[0] * factor)
    image = np.asarray(cv2.resize(result.image, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    scale = np.float32(factor)
    faces = Faces(
        boxes=result.faces.boxes * scale,
        landmarks=Landmarks(result.faces.landmarks.points * scale),
        scores=result.faces.scores,
    )
    return replace(
        result,
        frame=replace(result.frame, image=image),
        faces=faces,
        crop_to_image=result.crop_to_image * scale,
    )
