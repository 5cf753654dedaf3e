"""What programs hand over, checked and brought into the form that the rest works with."""

import math
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.domain import Floats, Image, Ints
from emotion_desktop.errors import InputError

if TYPE_CHECKING:
    import PIL.Image

AnyImage: TypeAlias = "str | Path | PIL.Image.Image | NDArray[Any] | None"
"""A path, a Pillow image or an array; None, which OpenCV returns of a file that it cannot read, is
refused with a sentence. As a text, for Pillow is imported only where it is needed."""

Box: TypeAlias = tuple[float, float, float, float]
"""x, y, width and height in pixels."""

_PICTURE: Final = (
    "a path, a Pillow image, or an array of uint8 in 0 to 255 or float in 0 to 1 of shape (H, W), "
    "(H, W, 1), (H, W, 3) or (H, W, 4)"
)
_OVERSHOOT: Final = 1e-3
"""By so much a picture that was resized with a cubic may leave 0 to 1."""


def described(value: object) -> str:
    """Return what something is, for a message: type, or dtype, shape and range."""
    if value is None:
        return "None (cv2.imread returns it where it cannot read the file)"
    if not isinstance(value, np.ndarray):
        return f"{type(value).__name__} {value!r}" if _is_short(value) else type(value).__name__
    text = f"{value.dtype} of shape {value.shape}"
    if not value.size or value.dtype.kind not in "iuf":
        return text
    if not np.isfinite(value).all():
        return f"{text} with NaN or infinity in it"
    return f"{text} with values from {value.min():g} to {value.max():g}"


def _is_short(value: object) -> bool:
    return isinstance(value, str | int | float | tuple) and len(repr(value)) <= 60


def bgr_image(image: AnyImage, *, rgb: bool = False) -> Image:
    """Return a picture as (H, W, 3) uint8 BGR in memory of its own.

    Args:
        image: A path; a Pillow image, turned as its EXIF data say; or an array: (H, W) or
            (H, W, 1) gray, (H, W, 3) BGR, (H, W, 4) BGR with an alpha channel, which is left out;
            uint8, or float in 0–1.
        rgb: Whether the colours of an array are in the order RGB.

    Raises:
        InputError: If it is nothing like that.
        UnreadableFileError: If the path is not a picture.
        PermissionDeniedError: If it may not be read.
    """
    if isinstance(image, np.ndarray):
        return _from_array(image, rgb=rgb)
    from PIL.Image import Image as PillowImage

    from emotion_desktop.vision.sources.images import from_pillow, read_image

    if isinstance(image, str | Path):
        return read_image(Path(image))
    if isinstance(image, PillowImage):
        return from_pillow(image)
    raise _misfit("a picture", _PICTURE, image)


def _from_array(image: NDArray[Any], *, rgb: bool) -> Image:
    channels = 1 if image.ndim == 2 else image.shape[2] if image.ndim == 3 else 0
    if channels not in {1, 3, 4} or not image.size:
        raise _misfit("a picture", _PICTURE, image)
    if image.dtype.kind == "f":
        inside = (image >= -_OVERSHOOT) & (image <= 1 + _OVERSHOOT)  # NaN is not
        if not inside.all():
            raise _misfit("a picture", _PICTURE, image)
        image = np.round(np.clip(image, 0, 1) * 255).astype(np.uint8)
    if image.dtype != np.uint8:
        raise _misfit("a picture", _PICTURE, image)
    if channels == 1:
        return np.repeat(image.reshape(*image.shape[:2], 1), 3, axis=2)
    colours = image[..., 2::-1] if rgb else image[..., :3]
    return np.array(colours, np.uint8, order="C")


def check_several(images: object) -> None:
    """Raise an InputError for one picture where several are expected."""
    is_batch = isinstance(images, np.ndarray) and images.ndim == 4
    if not isinstance(images, Iterable) or (
        not is_batch and isinstance(images, np.ndarray | str | bytes)
    ):
        raise _misfit("images", "several pictures, in a list or of shape (N, H, W, 3)", images)


def checked_box(bbox: object, image: Image) -> Floats:
    """Return a box (x, y, width, height) in a picture as (1, 4) float32 x0, y0, x1, y1.

    Raises:
        InputError: If it is no box, is empty, or lies outside the picture.
    """
    height, width = image.shape[:2]
    wanted = f"(x, y, width, height) in pixels, in the picture of {width} x {height}"
    try:
        x, y, across, down = (float(number) for number in bbox)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        raise _misfit("bbox", wanted, bbox) from None
    is_number = all(map(math.isfinite, (x, y, across, down)))
    if not (is_number and across > 0 and down > 0):
        raise _misfit("bbox", f"{wanted}, with a size above 0", bbox)
    if x >= width or y >= height or x + across <= 0 or y + down <= 0:
        raise _misfit("bbox", wanted, bbox)
    return np.array([[x, y, x + across, y + down]], np.float32)


def check_crops(crops: object, size: int) -> None:
    """Raise an InputError unless these are (N, S, S, 3) uint8 crops."""
    if (
        not isinstance(crops, np.ndarray)
        or crops.dtype != np.uint8
        or crops.ndim != 4
        or crops.shape[1:] != (size, size, 3)
    ):
        raise _misfit("crops", f"uint8 RGB of shape (N, {size}, {size}, 3)", crops)


def checked_classes(classes: object, faces: int, columns: int) -> Ints:
    """Return columns (N,) int64 to explain.

    Raises:
        InputError: Unless there is one for each face, and each is a column.
    """
    if (
        not isinstance(classes, np.ndarray)
        or classes.dtype.kind not in "iu"
        or classes.shape != (faces,)
        or ((classes < 0) | (classes >= columns)).any()
    ):
        wanted = f"integers of shape ({faces},) in 0 to {columns - 1}"
        raise _misfit("classes", wanted, classes)
    return np.asarray(classes, np.int64)


def _misfit(name: str, expected: str, actual: object) -> InputError:
    return InputError(
        "{name} must be {expected}; got {actual}",
        name=name,
        expected=expected,
        actual=described(actual),
    )
