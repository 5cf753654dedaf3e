"""Drawn faces, for a training that needs no data: a test of an installation, nothing more.

Seven expressions of two drawn people, each with features, pose, light and strength of its own.
"""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from emotion_desktop.errors import DataError
from emotion_desktop.labels import CANONICAL_ORDER, Emotion
from trainer.data.table import Array, Part

if TYPE_CHECKING:
    from trainer.drawn.expressions import Expression
    from trainer.drawn.people import Look

SYNTHETIC: Final = Path("synthetic")
"""Stands among the data's paths for these faces."""

ORIGIN: Final = "drawn faces"
"""Name of the data in a protocol."""

SIDE: Final = 48
FACES: Final = (48, 12, 12)
"""Of each expression in each split."""

VERSION: Final = 1
"""Goes up when the same seed draws other faces."""


def draw_faces(seed: int = 1) -> Part:
    """Return the faces as (n, 48, 48) gray, as FER2013's are framed.

    Args:
        seed: Of all that differs between them.

    Raises:
        DataError: If the libraries that Qt draws with are missing.
    """
    try:
        from trainer.drawn.expressions import EXPRESSIONS
    except ImportError as error:
        msg = f"faces cannot be drawn: {error}; install that library, or give --data"
        raise DataError(msg) from error
    rng = random.Random(seed)
    images, labels, splits = [], [], []
    for split, count in enumerate(FACES):
        for emotion in [*EXPRESSIONS] * count:
            images.append(_face(emotion, rng))
            labels.append(CANONICAL_ORDER.index(emotion))
            splits.append(split)
    faces: Array = np.stack(images)
    return Part(
        images=faces,
        labels=np.array(labels, np.int64),
        splits=np.array(splits, np.int64),
        rows=np.arange(len(faces)),
        total=len(faces),
        digest=hashlib.sha256(faces.tobytes()).hexdigest(),
    )


def _face(emotion: Emotion, rng: random.Random) -> Array:
    """Return one face as (48, 48) uint8 gray."""
    from PySide6.QtCore import QSize

    from trainer.drawn.geometry import blank, pixels
    from trainer.drawn.people import MAYA, THEO
    from trainer.drawn.portrait import Pose, draw_person

    double = 2 * SIDE
    image, painter = blank(QSize(double, double))
    image.fill(0xFF000000 | rng.randrange(40, 220) * 0x010101)
    pose = Pose(
        x=double * rng.uniform(0.46, 0.54),
        y=double * rng.uniform(0.36, 0.42),
        scale=rng.uniform(0.4, 0.46),
        tilt=rng.uniform(-8, 8),
        yaw=rng.uniform(-1, 1),
        gaze_x=rng.uniform(-1, 1),
    )
    look = _look(rng.choice((MAYA, THEO)), rng)
    draw_person(painter, look, pose, _expression(emotion, rng))
    painter.end()
    blue, green, red = np.moveaxis(pixels(image)[..., :3].astype(np.float64), 2, 0)
    gray = 0.299 * red + 0.587 * green + 0.114 * blue  # BT.601 luma, as everywhere
    gray = gray.reshape(SIDE, 2, SIDE, 2).mean(axis=(1, 3))
    lit = gray * rng.uniform(0.7, 1.2) + rng.uniform(-20, 20)
    return np.asarray(lit.clip(0, 255), np.uint8)


def _look(look: "Look", rng: random.Random) -> "Look":
    return replace(
        look,
        jaw=look.jaw * rng.uniform(0.95, 1.06),
        chin=look.chin + rng.uniform(-2, 4),
        brow_width=look.brow_width * rng.uniform(0.7, 1.3),
        lash=look.lash * rng.uniform(0.7, 1.2),
        lip=look.lip * rng.uniform(0.85, 1.2),
        nose=look.nose * rng.uniform(0.85, 1.2),
        beard=look.beard * rng.uniform(0, 1),
    )


def _expression(emotion: Emotion, rng: random.Random) -> "Expression":
    """Return an expression as strong as chance will have it, each of its parts a bit different."""
    from trainer.drawn.expressions import EXPRESSIONS, blended

    shown = EXPRESSIONS[emotion]
    if emotion is not Emotion.NEUTRAL:
        shown = blended(EXPRESSIONS[Emotion.NEUTRAL], shown, rng.uniform(0.6, 1.1))
    return replace(shown, **dict(_varied(shown, rng)))


def _varied(shown: "Expression", rng: random.Random) -> Iterator[tuple[str, float]]:
    for field in fields(shown):
        yield field.name, getattr(shown, field.name) * rng.uniform(0.85, 1.15)
