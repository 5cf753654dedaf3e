"""Lines and chips of emotions stand out from the ground and from each other, for all eyes."""

from itertools import combinations
from typing import Final

import numpy as np
import pytest
from PySide6.QtGui import QColor

from emotion_desktop.domain import Floats
from emotion_desktop.gui.look.palettes import (
    DARK,
    LIGHT,
    STRONG_DARK,
    STRONG_LIGHT,
    Colours,
    contrast,
)
from emotion_desktop.labels import Emotion, register_emotion

# Severe deficiencies after Machado et al. 2009, https://doi.org/10.1109/TVCG.2009.113; linear RGB.
EYES: Final = {
    "ordinary": np.eye(3),
    "protanopia": np.array(
        [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]
    ),
    "deuteranopia": np.array(
        [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]
    ),
    "tritanopia": np.array(
        [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]]
    ),
}
XYZ: Final = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
)
WHITE: Final = XYZ.sum(axis=1)


def linear(emotion: Emotion, theme: Colours) -> Floats:
    """The colour as linear RGB, 0-1."""
    colour = theme.of(emotion)
    rgb = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(rgb: Floats) -> Floats:
    """CIELAB of a colour in linear RGB."""
    x, y, z = np.cbrt(np.clip(rgb, 0, 1) @ XYZ.T / WHITE)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("emotion", Emotion)
def test_an_emotion_stands_out_from_every_ground(theme: Colours, emotion: Emotion) -> None:
    colour = theme.of(emotion)
    assert contrast(colour, QColor(theme.surface)) >= 3
    assert contrast(colour, QColor(theme.window)) >= 3
    assert contrast(colour, QColor(theme.trough)) >= (3 if theme == LIGHT else 2)


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize(("theme", "least"), [(LIGHT, 15), (DARK, 5)], ids=["light", "dark"])
def test_no_two_emotions_look_alike(theme: Colours, least: float, eyes: str) -> None:
    seen = {emotion: lab(linear(emotion, theme) @ EYES[eyes].T) for emotion in Emotion}
    for one, other in combinations(Emotion, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > least, (one, other)


@pytest.mark.usefixtures("labels_as_before")
@pytest.mark.parametrize("theme", [LIGHT, DARK, STRONG_LIGHT, STRONG_DARK])
@pytest.mark.parametrize("rgb", [(0, 0, 0), (255, 255, 255), (0xCC, 0xBB, 0x44), (0, 0, 255)])
def test_a_class_of_a_models_own_stands_out_too(theme: Colours, rgb: tuple[int, int, int]) -> None:
    colour = theme.of(register_emotion("boredom", colour=rgb))
    for ground in (theme.surface, theme.window, theme.raised):
        assert contrast(colour, QColor(ground)) >= 3
