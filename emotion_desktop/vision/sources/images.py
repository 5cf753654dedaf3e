"""Single pictures."""

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.domain import Frame, Image
from emotion_desktop.errors import PermissionDeniedError, SourceEndedError, UnreadableFileError
from emotion_desktop.vision.cv import cv2
from emotion_desktop.vision.sources.base import ClosableSource, Pacer, frame_of

STILL_FPS: Final = 5.0
"""A still picture is delivered this often when looping, so that switches show at once."""


def read_image(path: Path) -> Image:
    """Return a picture, upright by its EXIF orientation, as (H, W, 3) uint8 BGR.

    Gray, 16-bit and transparent pictures are converted. Paths may hold any characters, which
    `cv2.imread` cannot promise on Windows.

    Raises:
        UnreadableFileError: If it is missing, empty, damaged or not a picture.
        PermissionDeniedError: If it may not be read.
    """
    try:
        data = np.fromfile(path, np.uint8)
    except PermissionError as error:
        msg = f"the system does not let us read {path}; change its permissions"
        raise PermissionDeniedError(msg) from error
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}"
        raise UnreadableFileError(msg) from error
    image = None if _is_cut_off(data) else cv2.imdecode(data, cv2.IMREAD_COLOR)
    if image is None:
        msg = f"{path} is {'damaged, or not a picture' if len(data) else 'an empty file'}"
        raise UnreadableFileError(msg)
    return np.asarray(image, np.uint8)


def _is_cut_off(data: NDArray[np.uint8]) -> bool:
    """Return whether a file is empty, or a PNG without its end, on which libpng would comment."""
    content = data.tobytes()
    return not content or (content.startswith(b"\x89PNG") and b"IEND" not in content)


class ImageSource(ClosableSource):
    """One picture, once, or again and again if it loops.

    Args:
        path: The picture.
        loop: Deliver it `STILL_FPS` times a second for ever.

    Raises:
        UnreadableFileError: If it is not a picture.
        PermissionDeniedError: If it may not be read.
    """

    def __init__(self, path: Path, *, loop: bool = False) -> None:
        super().__init__()
        self.name = path.name
        self.is_live = False
        self.fps = STILL_FPS if loop else None
        self.frame_count = None if loop else 1
        self._image = read_image(path)
        self.size = (self._image.shape[1], self._image.shape[0])
        self._pacer = Pacer(self._closed.wait) if loop else None
        self._index = 0

    def _read(self) -> Frame:
        if self._pacer is None and self._index:
            msg = f"{self.name} has been shown"
            raise SourceEndedError(msg)
        time_s = self._index / STILL_FPS
        if self._pacer is not None:
            self._pacer.until(time_s)
        frame = frame_of(self._image, self._index, time_s, self.name, is_still=True)
        self._index += 1
        return frame
