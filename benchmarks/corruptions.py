"""Faces and photos spoilt in fixed ways and strengths, to measure what a model still reads."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from emotion_desktop.domain import Floats, Image, Landmarks
from emotion_desktop.vision.alignment import align, crop_transforms
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.predictor import EmotionPredictor

Gray = npt.NDArray[np.uint8]
Values = npt.NDArray[Any]
Change = Callable[[Gray, float, np.random.Generator], Values]


def _encoded(image: Gray | Image, quality: float) -> Image:
    """Return a picture as it comes out of a JPEG file."""
    _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(quality)])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_UNCHANGED), np.uint8)


def _resized(image: Gray | Image, width: int) -> Image:
    """Return a picture shrunk by area to a width in pixels."""
    height = max(1, round(image.shape[0] * width / image.shape[1]))
    return np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _blur(face: Gray, sigma: float, _: np.random.Generator) -> Values:
    return cv2.GaussianBlur(face, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)


def _motion(face: Gray, length: float, rng: np.random.Generator) -> Values:
    angle = rng.uniform(0, np.pi)
    offset = np.arange(-4, 5)
    along = offset[None] * np.cos(angle) + offset[:, None] * np.sin(angle)
    across = offset[:, None] * np.cos(angle) - offset[None] * np.sin(angle)
    kernel = np.clip(1 - np.abs(across), 0, 1) * np.clip((length + 1) / 2 - np.abs(along), 0, 1)
    return cv2.filter2D(face, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE)


def _shrink(face: Gray, side: float, _: np.random.Generator) -> Values:
    return cv2.resize(_resized(face, int(side)), face.shape[::-1], interpolation=cv2.INTER_LINEAR)


def _noise(face: Gray, sigma: float, rng: np.random.Generator) -> Values:
    return face + rng.normal(0, sigma, face.shape)


def _dark(face: Gray, factor: float, rng: np.random.Generator) -> Values:
    return face * factor + rng.normal(0, 4, face.shape)


def _bright(face: Gray, factor: float, _: np.random.Generator) -> Values:
    return np.asarray(face * factor)


def _contrast(face: Gray, factor: float, _: np.random.Generator) -> Values:
    return np.asarray(face.mean() + factor * (face - face.mean()))


def _side_light(face: Gray, factor: float, rng: np.random.Generator) -> Values:
    ramp = np.linspace(1, factor, face.shape[1])
    return face * (ramp if rng.random() < 0.5 else ramp[::-1])


def _jpeg(face: Gray, quality: float, _: np.random.Generator) -> Values:
    return _encoded(face, quality)


def _moved(face: Gray, angle: float, scale: float, x: float, y: float) -> Values:
    height, width = face.shape
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), angle, scale)
    matrix[:, 2] += np.array((x, y))
    return cv2.warpAffine(face, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)


def _turn(face: Gray, degrees: float, rng: np.random.Generator) -> Values:
    return _moved(face, rng.choice((-1, 1)) * degrees, 1, 0, 0)


def _shift(face: Gray, pixels: float, rng: np.random.Generator) -> Values:
    x, y = ((-pixels, 0), (pixels, 0), (0, -pixels), (0, pixels))[rng.integers(4)]
    return _moved(face, 0, 1, x, y)


def _scale(face: Gray, factor: float, rng: np.random.Generator) -> Values:
    return _moved(face, 0, factor ** rng.choice((-1, 1)), 0, 0)


def _cover(face: Gray, side: float, rng: np.random.Generator) -> Values:
    covered = face.copy()
    top, left = rng.integers(0, np.array(face.shape) - int(side) + 1)
    covered[top : top + int(side), left : left + int(side)] = 128
    return covered


CORRUPTIONS: Final[Mapping[str, tuple[Change, tuple[float, float, float]]]] = MappingProxyType(
    {
        "Gaussian blur, sigma in px": (_blur, (0.6, 1.0, 1.5)),
        "motion blur, px": (_motion, (3, 5, 7)),
        "shrunk to, px": (_shrink, (28, 20, 14)),
        "Gaussian noise, sigma of 255": (_noise, (8, 16, 28)),
        "dark, factor": (_dark, (0.6, 0.4, 0.25)),
        "bright, factor": (_bright, (1.4, 1.8, 2.4)),
        "contrast, factor": (_contrast, (0.7, 0.5, 0.3)),
        "light from one side, factor": (_side_light, (0.6, 0.4, 0.2)),
        "JPEG quality": (_jpeg, (40, 20, 10)),
        "turned, degrees": (_turn, (8, 16, 25)),
        "shifted, px": (_shift, (3, 5, 8)),
        "scaled, factor": (_scale, (1.08, 1.16, 1.25)),
        "gray square, px": (_cover, (10, 14, 18)),
    }
)
"""By name: the change of a 48x48 face, and its three strengths, the mildest first."""


def corrupted(faces: Gray, change: Change, strength: float, seed: int = 1) -> Gray:
    """Return (n, 48, 48) uint8 gray faces, each changed by its own draw.

    Args:
        faces: (n, 48, 48) uint8 gray.
        change: One of `CORRUPTIONS`.
        strength: How much.
        seed: Of the draws; the same faces and seed give the same result.
    """
    rng = np.random.default_rng(seed)
    spoilt = [np.clip(np.round(change(face, strength, rng)), 0, 255) for face in faces]
    return np.asarray(spoilt, np.uint8)


PHOTO_CORRUPTIONS: Final = (
    "face 24 px wide",
    "motion blur",
    "dark",
    "face 64 px wide, JPEG",
    "crop blurred",
)
"""What a bad webcam does to a photo; the last one is done to the crop by `blurred_crop`."""


def corrupted_photo(
    image: Image, name: str, face_width: float, rng: np.random.Generator
) -> tuple[Image, float]:
    """Return a spoilt photo and the scale of its coordinates.

    Args:
        image: (H, W, 3) uint8 BGR.
        name: One of `PHOTO_CORRUPTIONS`, or anything else for no change.
        face_width: Of the face, in pixels.
        rng: Of the noise.
    """
    match name:
        case "face 24 px wide":
            small = _resized(image, max(1, round(image.shape[1] * 24 / face_width)))
            return small, small.shape[1] / image.shape[1]
        case "motion blur":
            spoilt = cv2.blur(image, (15, 1), borderType=cv2.BORDER_REPLICATE)
        case "dark":
            spoilt = np.clip(image * 0.3 + rng.normal(0, 6, image.shape), 0, 255)
        case "face 64 px wide, JPEG":
            small = _resized(image, max(1, round(image.shape[1] * 64 / face_width)))
            return _encoded(small, 25), small.shape[1] / image.shape[1]
        case _:
            spoilt = image
    return np.asarray(np.round(spoilt), np.uint8), 1.0


def blurred_crop(crop: Image) -> Image:
    """Return an (S, S, 3) uint8 crop blurred by a Gaussian of one 48th of its side."""
    return np.asarray(cv2.GaussianBlur(crop, (0, 0), crop.shape[0] / 48), np.uint8)


def spoilt_answers(predictor: EmotionPredictor, image: Image, ways: Sequence[str]) -> Floats:
    """Return what a model says of the largest face of a photo that is spoilt in several ways.

    The face is found in the photo as it is, so that networks are compared and not detectors.

    Args:
        predictor: The model.
        image: (H, W, 3) uint8 BGR.
        ways: Of `PHOTO_CORRUPTIONS`, or anything else for no change.

    Returns:
        (ways, classes) float32 probabilities; zeros if no readable face is found.
    """
    result = predictor.analyze(image)
    said = np.zeros((len(ways), len(predictor.classes)), np.float32)
    if len(result) == 0 or result.flaws[0] is not None:
        return said
    width = float(result.faces.boxes[0, 2] - result.faces.boxes[0, 0])
    rng = np.random.default_rng(1)
    for row, way in zip(said, ways, strict=True):
        spoilt, scale = corrupted_photo(image, way, width, rng)
        points = np.asarray(result.faces.landmarks.points[:1] * scale, np.float32)
        matrix = crop_transforms(Landmarks(points), predictor.size)
        crops = align(spoilt, matrix, predictor.size)
        if way == "crop blurred":
            crops = blurred_crop(crops[0])[None]
        row[:] = predictor.predict(crops)[0]
    return said
