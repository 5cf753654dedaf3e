"""The plate with one bar per class that stands beside a face."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from emotion_desktop.domain import FrameResult
from emotion_desktop.labels import CANONICAL_ORDER, COLOURS, Emotion
from emotion_desktop.outputs.display_list import (
    SOFT,
    WHITE,
    WIDEST_VALUE,
    BarMark,
    BarPanel,
    TextMark,
    TextMeasure,
    percent,
    text_width,
)
from emotion_desktop.outputs.placement import Rect

SHORT: Final = 3
"""Classes on a plate that would hide too much of a face if it had all of them."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Measures of a bar panel; `words` replace English ones."""

    em: float
    row: float
    pad: float
    label: float
    track: float
    value: float
    gap: float
    width: float
    classes: int
    words: Mapping[str, str]

    @classmethod
    def of(
        cls,
        classes: tuple[Emotion, ...],
        em: float,
        words: Mapping[str, str],
        measure: TextMeasure,
    ) -> "Columns":
        """Return measures that fit every class name, bold or not, and every percentage."""
        names = [words.get(name, name) for name in classes]
        label = max(text_width(measure, name, em, bold=True) for name in names)
        value = text_width(measure, WIDEST_VALUE, em, bold=True)
        row, pad, track, gap = 1.4 * em, 0.5 * em, 5.0 * em, 0.5 * em
        width = label + track + value + 2 * gap + 2 * pad
        return cls(em, row, pad, label, track, value, gap, width, len(classes), words)

    def narrow(self) -> "Columns":
        """Return measures with shorter bars and closer lines, for small faces."""
        track, row = 0.4 * self.track, 0.9 * self.row
        return replace(self, track=track, row=row, width=self.width - self.track + track)

    def plate(self, classes: int) -> Rect:
        """Return the plate for so many classes, at the origin."""
        return Rect(0, 0, self.width, self.row * classes + 2 * self.pad * 0.6)

    def classes_on(self, plate: Rect) -> int:
        """Return for how many classes a plate was made."""
        return round((plate.height - 2 * self.pad * 0.6) / self.row)


def panel_spots(
    plate: Rect, box: Rect, others: Iterable[Rect], canvas: Rect, em: float
) -> Iterator[Rect]:
    """Yield where the bars may stand, best first: right, left, below, above, then inside.

    Only places at the face and nearer to it than to any of the other boxes are among them, so
    that nobody takes the bars for someone else's.
    """
    others = tuple(others)
    gap = 0.5 * em
    right, left = box.right + gap, box.x - gap - plate.width
    low = box.bottom - plate.height
    far_x, far_y = canvas.width - plate.width - gap, canvas.height - plate.height - gap
    spots = [(right, box.y), (left, box.y), (right, low), (left, low)]
    spots += [(box.x, box.bottom + gap), (box.x, box.y - gap - plate.height)]
    spots += [(far_x, box.y), (gap, box.y), (far_x, far_y), (gap, far_y), (far_x, gap), (gap, gap)]
    for x, y in spots:
        rect = Rect(x, y, plate.width, plate.height).moved_into(canvas)
        # Slid along the face into the picture, but not across it: that is what `far_x` is for.
        is_across = rect.x != x and y in (box.y, low)
        distance = rect.centre_distance(box)
        if (
            not is_across
            and rect.gap_to(box) <= em
            and all(distance < rect.centre_distance(other) for other in others)
        ):
            yield rect


def likeliest(result: FrameResult, face: int, most: int) -> list[Emotion]:
    """Return the likeliest classes of a face, at most so many, in the order they are shown in."""
    order = np.argsort(-result.probabilities[face], kind="stable")[:most]
    chosen = {result.classes[index] for index in order}
    return [emotion for emotion in CANONICAL_ORDER if emotion in chosen]


def bar_panel(
    result: FrameResult, face: int, spot: Rect, columns: Columns, measure: TextMeasure
) -> BarPanel:
    """Return the bars of one face on the plate at `spot`: as many classes as it has room for."""
    em, row = columns.em, columns.row
    chosen = None if result.uncertain[face] else result.emotion(face)
    bars = []
    for line, emotion in enumerate(likeliest(result, face, columns.classes_on(spot))):
        fraction = float(result.probabilities[face, result.classes.index(emotion)])
        top = spot.y + 0.6 * columns.pad + line * row
        bold, colour = emotion == chosen, WHITE if emotion == chosen else SOFT
        x = spot.x + columns.pad
        name = columns.words.get(emotion, emotion.value)
        label = TextMark(name, Rect(x, top, columns.label, row), em, bold, colour)
        x += columns.label + columns.gap
        track = Rect(x, top + 0.5 * row - 0.26 * em, columns.track, 0.52 * em)
        fill = Rect(track.x, track.y, track.width * min(1.0, max(0.0, fraction)), track.height)
        right = track.right + columns.gap + columns.value
        width = text_width(measure, percent(fraction), em, bold=bold)
        value = TextMark(percent(fraction), Rect(right - width, top, width, row), em, bold, colour)
        bars.append(BarMark(emotion, label, value, track, fill, fraction, COLOURS[emotion]))
    return BarPanel(spot, tuple(bars))
