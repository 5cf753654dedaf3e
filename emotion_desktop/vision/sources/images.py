"""Single pictures, and files with several of them."""

import io
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageOps

from emotion_desktop.domain import Frame, Image
from emotion_desktop.errors import PermissionDeniedError, SourceEndedError, UnreadableFileError
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.sources import jpeg
from emotion_desktop.vision.sources.base import ClosableSource, Pacer, frame_of
from emotion_desktop.vision.sources.naming import file_name

STILL_FPS: Final = 5.0
"""A still picture is delivered this often when looping, so that switches show at once."""

MOST_PIXELS: Final = 200_000_000
"""More than any camera has; a picture of as many takes 1.2 GB while it is read."""

_TIFF: Final = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")

# What Pillow's readers raise at damaged files.
_DAMAGED: Final = (
    *(OSError, SyntaxError, ValueError, EOFError, struct.error, ArithmeticError, LookupError),
    *(TypeError, AttributeError, NotImplementedError),
)

# We have a limit of our own and say it; Pillow's would come as a warning on the terminal.
Pillow.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """A picture that has been read.

    Attributes:
        image: Its upright (H, W, 3) uint8 BGR pixels.
        pages: How many pictures there are in the file.
        remark: What is wrong with it all the same; None if nothing.
    """

    image: Image
    pages: int = 1
    remark: str | None = None


def read_image(path: Path) -> Image:
    """Return a picture, upright by its EXIF orientation, as (H, W, 3) uint8 BGR.

    Gray, 16-bit, floating-point and transparent pictures are converted; of several pages the
    first is read. What kind of picture it is, its content says, whatever its ending.

    Raises:
        UnreadableFileError: If it is missing, empty, damaged, too large or not a picture.
        PermissionDeniedError: If it may not be read.
    """
    return read_page(path, 0).image


def read_page(path: Path, page: int) -> Still:
    """Return one picture of a file; see `read_image`."""
    data = _content(path)
    if not data:
        raise UnreadableFileError("{path} is an empty file", path=path)
    is_ended = True
    try:
        if jpeg.is_jpeg(data):
            data, is_ended = jpeg.ended(data)
        image, pages = _decode(data, page)
        is_whole = not jpeg.is_jpeg(data) or jpeg.is_whole(data)
    except _TooLargeError as error:
        raise UnreadableFileError(
            "{path} has {count:.0f} megapixels and is not read; up to {limit:.0f} are: make it "
            "smaller",
            path=path,
            count=error.pixels / 1000000.0,
            limit=MOST_PIXELS / 1000000.0,
        ) from error
    except MemoryError as error:
        raise UnreadableFileError(
            "{path} is too large for the memory that is left", path=path
        ) from error
    except _DAMAGED as error:
        raise UnreadableFileError(
            "{path} is damaged, or not a picture that can be read", path=path
        ) from error
    if not is_whole and not is_ended:
        raise UnreadableFileError("{path} is damaged: it has been cut off", path=path)
    remark = None if is_whole else f"{path} is damaged in part; what is there was read"
    return Still(image, pages, remark)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except PermissionError as error:
        raise PermissionDeniedError(
            "permission denied: {path}; change its permissions", path=path
        ) from error
    except OSError as error:
        raise UnreadableFileError(
            "{path} cannot be read: {reason}", path=path, reason=error.strerror
        ) from error


class _TooLargeError(Exception):
    def __init__(self, pixels: int) -> None:
        super().__init__(pixels)
        self.pixels = pixels


def _decode(data: bytes, page: int) -> tuple[Image, int]:
    """Return a picture of a file and their number."""
    _know_heif(data)
    try:
        picture = Pillow.open(io.BytesIO(data))
    except _DAMAGED:
        if not data.startswith(_TIFF):
            raise
        return _decode_tiff(data), 1
    with picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise _TooLargeError(picture.width * picture.height)
        is_paged = picture.format == "TIFF"
        pages = getattr(picture, "n_frames", 1) if is_paged else 1
        if page:
            picture.seek(page)
        return _bgr(picture), pages


def _know_heif(data: bytes) -> None:
    """Teach Pillow the pictures of phones, if this may be one."""
    if data[4:8] == b"ftyp" and data[8:12] != b"avif":
        import pi_heif

        pi_heif.register_heif_opener()


def _bgr(picture: Pillow.Image) -> Image:
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in {"F", "I"} or upright.mode.startswith("I;"):
        values = _eight_bits(np.asarray(upright))
        return np.repeat(values[..., None], 3, axis=2)
    pixels = np.asarray(upright if upright.mode == "RGB" else upright.convert("RGB"))
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), np.uint8)


def _decode_tiff(data: bytes) -> Image:
    """Return a TIFF of a kind that Pillow does not know, such as colours in floating point."""
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None:
        msg = "not decoded"
        raise ValueError(msg)
    values = _eight_bits(np.asarray(pixels))
    if values.ndim == 2:
        return np.repeat(values[..., None], 3, axis=2)
    return np.ascontiguousarray(values[..., :3])


def _eight_bits(values: NDArray[np.generic]) -> Image:
    """Return pixels in 8 bits: of 16 bits the upper ones, of numbers in 0-1 their share.

    Floating-point numbers beyond 0-255 are stretched between the least and the greatest.
    """
    if values.dtype == np.uint8:
        return np.asarray(values, np.uint8)
    if values.dtype.kind in "iu":
        whole = np.clip(np.asarray(values, np.int64), 0, 65_535)
        return np.asarray(whole if whole.max(initial=0) < 256 and values.dtype.itemsize > 2
                          else whole >> 8, np.uint8)  # fmt: skip
    real = np.nan_to_num(np.asarray(values, np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(real.min(initial=0)), float(real.max(initial=0))
    if low >= 0 and high <= 255:
        low, high = 0.0, 1.0 if high <= 1 else 255.0
    return np.asarray(np.round((real - low) * (255 / ((high - low) or 1))), np.uint8)


class ImageSource(ClosableSource):
    """One picture, once, or again and again if it loops.

    Args:
        path: The picture.
        loop: Deliver it `STILL_FPS` times a second for ever.

    Attributes:
        remark: What is wrong with the picture, though it can be seen; None if nothing.

    Raises:
        UnreadableFileError: If it is not a picture.
        PermissionDeniedError: If it may not be read.
    """

    def __init__(self, path: Path, *, loop: bool = False) -> None:
        super().__init__()
        self.name = file_name(path)
        self.is_live = False
        self.fps = STILL_FPS if loop else None
        self.frame_count = None if loop else 1
        still = read_page(path, 0)
        self.remark = still.remark
        self._image = still.image
        self.size = (self._image.shape[1], self._image.shape[0])
        self._pacer = Pacer(self._closed.wait) if loop else None
        self._index = 0

    def _read(self) -> Frame:
        if self._pacer is None and self._index:
            raise SourceEndedError("{name} has been shown", name=self.name)
        time_s = self._index / STILL_FPS
        if self._pacer is not None:
            self._pacer.until(time_s)
        frame = frame_of(self._image, self._index, time_s, self.name, is_still=True)
        self._index += 1
        return frame
