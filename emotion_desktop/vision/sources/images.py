"""Single pictures and folders of pictures."""

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.domain import Frame, Image
from emotion_desktop.errors import PermissionDeniedError, SourceEndedError, UnreadableFileError
from emotion_desktop.vision.cv import cv2
from emotion_desktop.vision.sources import IMAGE_SUFFIXES
from emotion_desktop.vision.sources.base import ClosableSource, Pacer, frame_of

STILL_FPS: Final = 5.0
"""A still picture is delivered this often when looping, so that switches show at once."""

SLIDE_S: Final = 2.0
"""How long a picture of a folder stays, in seconds, in real time."""


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


class FolderSource(ClosableSource):
    """The pictures of a folder, sorted by name; every frame's `source` is its file name.

    A picture that cannot be read makes that `read` fail with `UnreadableFileError`; the next
    `read` goes on with the next one.

    Args:
        path: The folder; folders inside it are not looked at.
        loop: Start over at the end.
        realtime: Deliver one picture every `SLIDE_S` seconds instead of at once.

    Raises:
        UnreadableFileError: If there is no picture in it.
        PermissionDeniedError: If it may not be read.
    """

    def __init__(self, path: Path, *, loop: bool = False, realtime: bool = False) -> None:
        super().__init__()
        try:
            entries = sorted(path.iterdir())
        except PermissionError as error:
            msg = f"the system does not let us read {path}; change its permissions"
            raise PermissionDeniedError(msg) from error
        self._paths = [file for file in entries if _is_picture(file)]
        if not self._paths:
            endings = " ".join(sorted(IMAGE_SUFFIXES))
            msg = f"there is no picture in {path}; looked for files ending in {endings}"
            raise UnreadableFileError(msg)
        self.name = path.resolve().name
        self.is_live = False
        self.fps = 1 / SLIDE_S if realtime else None
        self.frame_count = None if loop else len(self._paths)
        self.size = self._first_size()
        self._loop = loop
        self._pacer = Pacer(self._closed.wait) if realtime else None
        self._index = 0

    def _first_size(self) -> tuple[int, int]:
        for path in self._paths:
            try:
                image = read_image(path)
            except (UnreadableFileError, PermissionDeniedError):
                continue
            return (image.shape[1], image.shape[0])
        return (0, 0)

    def _read(self) -> Frame:
        index = self._index
        if index >= len(self._paths) and not self._loop:
            msg = f"all {len(self._paths)} pictures of {self.name} have been shown"
            raise SourceEndedError(msg)
        self._index += 1
        path = self._paths[index % len(self._paths)]
        image = read_image(path)
        if self._pacer is not None:
            self._pacer.until(index * SLIDE_S)
        return frame_of(image, index, 0.0, path.name, is_still=True)


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in IMAGE_SUFFIXES and path.is_file() and path.name[0] != "."
