"""Single pictures, and files with several of them."""

import io
import math
import struct
import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageOps
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from emotion_desktop.domain import Frame, Image
from emotion_desktop.errors import (
    Message,
    PermissionDeniedError,
    SourceEndedError,
    UnreadableFileError,
)
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.sources import jpeg
from emotion_desktop.vision.sources.base import ClosableSource, Pacer, frame_of
from emotion_desktop.vision.sources.listing import open_regular
from emotion_desktop.vision.sources.naming import file_name

STILL_FPS: Final = 5.0
"""A still picture is delivered this often when looping, so that switches show at once."""

FULL_PIXELS: Final = 52_000_000
"""Larger pictures are read at half their size."""

MOST_PIXELS: Final = 80_000_000
MOST_JPEG_PIXELS: Final = 200_000_000
"""More than any camera has; but only of a JPEG less than the whole can be decoded."""

MOST_BYTES: Final = 300_000_000
"""Of a file that is read as a whole. With these limits no picture takes more than 1.5 GB."""

_STRIP: Final = 256
"""So many rows are converted at a time."""

_WIDTH, _HEIGHT = 256, 257  # tags of a TIFF

_TIFF: Final = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")

# What Pillow's readers raise at damaged files.
_DAMAGED: Final = (
    *(OSError, SyntaxError, ValueError, EOFError, struct.error, ArithmeticError, LookupError),
    *(TypeError, AttributeError, RuntimeError, cv2.error),
)

# What there is to say of a picture we say ourselves, not Pillow's warnings on the terminal.
Pillow.MAX_IMAGE_PIXELS = None
warnings.filterwarnings("ignore", module=r"PIL\.")


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """A picture that has been read.

    Attributes:
        image: Its upright (H, W, 3) uint8 BGR pixels.
        pages: How many pictures there are in the file.
        remarks: What is to be said of it all the same, e.g. that it was too large.
    """

    image: Image
    pages: int = 1
    remarks: tuple[Message, ...] = ()


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
    try:
        with _open(path) as file:
            return _read(path, file, page)
    except _TooLargeError as error:
        raise UnreadableFileError(
            "{path} has {count:.0f} megapixels and is not read; up to {limit:.0f} are: make it "
            "smaller",
            path=path,
            count=error.pixels / 1000000.0,
            limit=error.limit / 1000000.0,
        ) from error
    except MemoryError as error:
        raise UnreadableFileError(
            "{path} is too large for the memory that is left", path=path
        ) from error
    except _DAMAGED as error:
        raise UnreadableFileError(
            "{path} is damaged, or not a picture that can be read", path=path
        ) from error


def from_pillow(picture: Pillow.Image) -> Image:
    """Return an opened picture as a file of it would be read: upright, (H, W, 3) uint8 BGR.

    Raises:
        UnreadableFileError: If its file turns out to be damaged, or it has no pixels.
    """
    try:
        return _bgr(picture, 1)
    except _DAMAGED as error:
        raise UnreadableFileError(
            "{path} is damaged, or not a picture that can be read",
            path=getattr(picture, "filename", "") or "the picture",
        ) from error


def _open(path: Path) -> BinaryIO:
    try:
        return open_regular(path)
    except PermissionError as error:
        raise PermissionDeniedError(
            "permission denied: {path}; change its permissions", path=path
        ) from error
    except OSError as error:
        raise UnreadableFileError(
            "{path} cannot be read: {reason}", path=path, reason=error.strerror
        ) from error


def _read(path: Path, file: BinaryIO, page: int) -> Still:
    head = file.read(12)
    file.seek(0)
    if not head:
        raise UnreadableFileError("{path} is an empty file", path=path)
    _know_heif(head)
    if not jpeg.is_jpeg(head):
        return _decode(path, file, head, page)
    data, is_ended = jpeg.ended(_content(path, file))
    still = _decode(path, io.BytesIO(data), head, page)
    if jpeg.is_whole(data):
        return still
    if not is_ended:
        raise UnreadableFileError("{path} is damaged: it has been cut off", path=path)
    damaged = Message("{path} is damaged in part; what is there was read", {"path": path})
    return replace(still, remarks=(damaged, *still.remarks))


def _content(path: Path, file: BinaryIO) -> bytes:
    """Return all of a file that cannot be read bit by bit."""
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise UnreadableFileError(
            "{path} has more than {most} MB and is not read; make it smaller",
            path=path,
            most=MOST_BYTES // 1_000_000,
        )
    return data


class _TooLargeError(Exception):
    def __init__(self, pixels: int, limit: int) -> None:
        super().__init__(pixels)
        self.pixels = pixels
        self.limit = limit


def _check_size(width: int, height: int, limit: int) -> None:
    if width * height > limit:
        raise _TooLargeError(width * height, limit)


def _decode(path: Path, file: BinaryIO, head: bytes, page: int) -> Still:
    """Return a picture of a file, reduced if it is large."""
    try:
        picture = Pillow.open(file)
    except _DAMAGED:
        if not head.startswith(_TIFF):
            raise
        file.seek(0)
        return Still(_decode_tiff(_content(path, file)))
    with picture:
        pages = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
        if page:
            picture.seek(page)
        is_reducible = picture.format == "JPEG" and not picture.info.get("progressive")
        _check_size(*picture.size, MOST_JPEG_PIXELS if is_reducible else MOST_PIXELS)
        factor = math.ceil(math.sqrt(picture.width * picture.height / FULL_PIXELS))
        megapixels = picture.width * picture.height / 1e6
        image = _bgr(picture, factor)
    if factor == 1:
        return Still(image, pages)
    height, width = image.shape[:2]
    remark = Message(
        "{path} has {count:.0f} megapixels and was read at 1/{factor} of its size: boxes are in "
        "pixels of {width} x {height}",
        {"path": path, "count": megapixels, "factor": factor, "width": width, "height": height},
    )
    return Still(image, pages, (remark,))


def _know_heif(head: bytes) -> None:
    """Teach Pillow the pictures of phones, if this may be one."""
    if head[4:8] == b"ftyp" and head[8:12] != b"avif":
        import pi_heif

        pi_heif.register_heif_opener()


def _bgr(picture: Pillow.Image, factor: int) -> Image:
    """Return an opened picture at a share of its size."""
    upright = ImageOps.exif_transpose(_reduced(picture, factor) if factor > 1 else picture)
    if upright.mode in {"F", "I"} or upright.mode.startswith("I;"):
        values = _eight_bits(np.asarray(upright))
        return np.repeat(values[..., None], 3, axis=2)
    pixels = np.asarray(upright if upright.mode == "RGB" else upright.convert("RGB"))
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), np.uint8)


def _reduced(picture: Pillow.Image, factor: int) -> Pillow.Image:
    """Return a picture at a share of its size, of a JPEG without decoding all of it."""
    width, height = (math.ceil(side / factor) for side in picture.size)
    picture.draft(None, (width, height))
    if picture.width == width:
        return picture
    exif = picture.getexif()
    plain = picture.convert("RGB") if picture.mode in {"1", "P", "PA"} else picture
    if plain.mode.startswith("I;"):
        plain = plain.resize((width, height), Pillow.Resampling.NEAREST)
    else:
        plain = plain.reduce(factor)
    plain.info["exif"] = exif.tobytes()
    return plain


def _decode_tiff(data: bytes) -> Image:
    """Return a TIFF of a kind that Pillow does not know, such as colours in floating point."""
    directory = ImageFileDirectory_v2(data[: 16 if b"+" in data[2:4] else 8])
    file = io.BytesIO(data)
    file.seek(directory.next)
    directory.load(file)
    _check_size(int(directory[_WIDTH]), int(directory[_HEIGHT]), FULL_PIXELS)
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
    strips = [values[row : row + _STRIP] for row in range(0, len(values), _STRIP)]
    low = min((float(_finite(strip).min(initial=0)) for strip in strips), default=0.0)
    high = max((float(_finite(strip).max(initial=0)) for strip in strips), default=0.0)
    image = np.empty(values.shape, np.uint8)
    if values.dtype.kind in "iu":
        divisor = 1 if high < 256 and values.dtype.itemsize > 2 else 256
        for row, strip in enumerate(strips):
            image[row * _STRIP :][: len(strip)] = np.clip(strip, 0, 65_535) // divisor
        return image
    if low >= 0 and high <= 255:
        low, high = 0.0, 1.0 if high <= 1 else 255.0
    for row, strip in enumerate(strips):
        real = (_finite(strip) - low) * (255 / ((high - low) or 1))
        image[row * _STRIP :][: len(strip)] = np.round(real)
    return image


def _finite(strip: NDArray[np.generic]) -> NDArray[np.float64]:
    """Return a strip of pixels, which may be too many to be converted at once."""
    return np.nan_to_num(np.asarray(strip, np.float64), nan=0.0, posinf=0.0, neginf=0.0)


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
        self.name = file_name(path)
        self.is_live = False
        self.fps = STILL_FPS if loop else None
        self.frame_count = None if loop else 1
        still = read_page(path, 0)
        self.remarks = still.remarks
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
