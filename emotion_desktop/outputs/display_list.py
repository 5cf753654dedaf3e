"""The shapes an overlay is made of. Coordinates are canvas pixels, colours RGB 0-255."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from emotion_desktop.labels import Emotion
from emotion_desktop.outputs.placement import Rect

Colour = tuple[int, int, int]
TextMeasure = Callable[[str, float, bool], tuple[float, float]]
"""(text, size in px, bold) -> width and height in px."""

WHITE: Final = (255, 255, 255)
SOFT: Final = (214, 214, 214)
GRAY: Final = (196, 196, 196)
PLATE: Final = (16, 18, 22)
PLATE_ALPHA: Final = 0.66
TRACK_ALPHA: Final = 0.16
"""Opacity of the white strip behind a bar."""
HALO_ALPHA: Final = 0.6
THIN: Final = 0.6
"""Width of the line around a face that cannot be read, as a share of the others'."""

WIDEST_VALUE: Final = "100 %"
"""Percentages are set flush right in its width, so that nothing moves when they change."""


class TextMark(NamedTuple):
    """One line of text: starts at the rectangle's left edge, stands in the middle of its height."""

    text: str
    rect: Rect
    size: float
    bold: bool
    colour: Colour


class BarMark(NamedTuple):
    """One class: name, bar and percentage.

    Attributes:
        emotion: The class.
        label: Its name.
        value: Its percentage, flush right.
        track: The whole length of the bar.
        fill: The filled part.
        fraction: The probability, 0-1.
        colour: RGB of the filled part.
    """

    emotion: Emotion
    label: TextMark
    value: TextMark
    track: Rect
    fill: Rect
    fraction: float
    colour: Colour


@dataclass(frozen=True, slots=True)
class Tag:
    """A plate with the face's number and label, and the percentage if the label is certain."""

    plate: Rect
    name: TextMark
    value: TextMark | None


@dataclass(frozen=True, slots=True)
class HeatScale:
    """What the colours of heatmaps mean: a plate with a ramp of them between two words."""

    plate: Rect
    low: TextMark
    high: TextMark
    ramp: Rect


@dataclass(frozen=True, slots=True)
class BarPanel:
    """A plate with one bar per class, in canonical order."""

    plate: Rect
    bars: tuple[BarMark, ...]


@dataclass(frozen=True, slots=True)
class FaceMark:
    """Everything drawn for one face.

    Attributes:
        face: Row of the face in the result.
        track_id: Its number.
        box: Middle of the box's line.
        radius: Corner radius of the box.
        colour: RGB of the box.
        dashed: Whether the box is dashed, because the label is uncertain.
        thin: Whether its line is thin, because the face cannot be read.
        tag: None only where the canvas is too small for it.
        panel: None if bars are off, found no place, or the face cannot be read.
        note: What its heatmap explains, or that it is still being made; None without heatmaps.
    """

    face: int
    track_id: int
    box: Rect
    radius: float
    colour: Colour
    dashed: bool
    thin: bool
    tag: Tag | None
    panel: BarPanel | None
    note: Tag | None = None


@dataclass(frozen=True, slots=True)
class Overlay:
    """The display list of one frame, in canvas pixels.

    Attributes:
        faces: Largest face first.
        line_width: Width of the boxes' lines; the dark halo is `halo_width` wide beneath it.
        halo_width: See above.
        plate_radius: Corner radius of the plates.
        scale: Of the heatmaps; None without them.
    """

    faces: tuple[FaceMark, ...]
    line_width: float
    halo_width: float
    plate_radius: float
    scale: HeatScale | None = None

    def widths(self, mark: FaceMark) -> tuple[float, float]:
        """Return the width of the line of a face's box and that of the halo beneath it."""
        line = self.line_width * (THIN if mark.thin else 1.0)
        return line, line + self.halo_width - self.line_width


def percent(fraction: float) -> str:
    """Return a probability as whole per cent."""
    return f"{round(100 * fraction)} %"


def text_width(measure: TextMeasure, text: str, size: float, *, bold: bool) -> float:
    """Return the width of a line of text in px."""
    return measure(text, size, bold)[0]
