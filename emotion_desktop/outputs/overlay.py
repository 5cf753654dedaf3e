"""What is drawn over a frame, as a list of shapes with all their geometry.

`layout` decides, painters only paint: `cv_painter` into arrays, the window with Qt. Both get
the same box, tag and bars at the same places.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import shorten
from emotion_desktop.labels import COLOURS
from emotion_desktop.outputs.bars import SHORT, Columns, bar_panel, panel_spots
from emotion_desktop.outputs.display_list import (
    GRAY,
    HALO_ALPHA,
    PLATE,
    PLATE_ALPHA,
    SOFT,
    TRACK_ALPHA,
    WHITE,
    WIDEST_VALUE,
    BarMark,
    BarPanel,
    Colour,
    FaceMark,
    HeatScale,
    Overlay,
    Tag,
    TextMark,
    TextMeasure,
    percent,
    text_width,
)
from emotion_desktop.outputs.placement import Obstacle, Rect, cost_of, place

__all__ = [
    "GRAY",
    "HALO_ALPHA",
    "PLATE",
    "PLATE_ALPHA",
    "TRACK_ALPHA",
    "WHITE",
    "BarMark",
    "BarPanel",
    "Colour",
    "FaceMark",
    "Overlay",
    "OverlayOptions",
    "Rect",
    "Tag",
    "TextMark",
    "TextMeasure",
    "layout",
    "text_size",
]

HEATMAP: Final = "heatmap"
PREPARING: Final = "preparing heatmap …"
NO_EVIDENCE: Final = "no evidence"
LEAST: Final = "no influence"
MOST: Final = "most"
"""Ends of the scale of heatmaps, each by its own face."""

MOST_OF_NAME: Final = 16
"""A longer name is cut off in the picture."""

SMALLEST_TEXT: Final = 15.0
"""In px: 11 pt at 96 dots per inch, readable at any zoom."""
_TEXT_AT_720: Final = 16.0
OPACITIES: Final = (0.2, 1.0)
"""Least and greatest opacity of heatmaps that can be chosen."""


@dataclass(frozen=True, slots=True)
class OverlayOptions:
    """What the overlay shows.

    Attributes:
        bars: Bars of all classes beside each face.
        heatmaps: Grad-CAM over each face, if the result has it.
        heatmap_opacity: Opacity where the heatmap is 1, 0-1.
        mirrored: Show the picture as in a mirror; texts stay readable.
        words: What to write instead of an English word: a class, a flaw, `uncertain`.
    """

    bars: bool = True
    heatmaps: bool = True
    heatmap_opacity: float = 0.45
    mirrored: bool = False
    words: Mapping[str, str] = field(default_factory=dict, hash=False)


def text_size(size: tuple[float, float]) -> float:
    """Return the height of the overlay's text on a canvas of (width, height), all in px."""
    return max(SMALLEST_TEXT, min(size) / 720 * _TEXT_AT_720)


def layout(
    result: FrameResult, size: tuple[float, float], options: OverlayOptions, measure: TextMeasure
) -> Overlay:
    """Return where everything goes on a canvas of (width, height) px that shows the whole frame.

    Plates never leave the canvas, never cover each other or another face's eyes, and cover
    other faces only if nothing else is free. Bars cover nobody's eyes, mouth or chin and are no
    larger than their face: where those of all classes would be, or would hide some of a face, only
    the likeliest classes have one; those that find no place even so are left out. Larger faces
    choose first.
    """
    em = text_size(size)
    canvas = Rect(0, 0, *size)
    boxes, eyes = _face_rects(result, size, mirrored=options.mirrored)
    tags: list[Tag | None] = []
    plates: list[Rect] = []
    heat = options.heatmaps and result.heatmaps is not None
    for face, box in enumerate(boxes):
        tag = _tag(result, face, em, options.words, measure)
        spot = _place_tag(tag.plate, box, canvas, _obstacles(face, boxes, eyes, plates), em)
        tags.append(None if spot is None else _move_tag(tag, spot))
        plates += [] if spot is None else [spot]
    notes: dict[int, Tag] = {}
    for face, box in enumerate(boxes if heat else ()):
        note = _heat_note(result, face, em, options.words, measure)
        around = _obstacles(face, boxes, eyes, plates)
        spot = None if note is None else _place_tag(note.plate, box, canvas, around, em, below=True)
        if note is not None and spot is not None:
            notes[face] = _move_tag(note, spot)
            plates.append(spot)
    marks = []
    columns = Columns.of(result.classes, em, options.words, measure)
    for face, box in enumerate(boxes):
        panel = None
        flaw = result.flaws[face]
        if options.bars and flaw is None:
            around = _obstacles(face, boxes, eyes, plates)
            around += [
                Obstacle(_features(*each), forbidden=True) for each in zip(boxes, eyes, strict=True)
            ]
            placed = _place_panel(columns, face, boxes, canvas, around)
            if placed is not None:
                plates.append(placed[0])
                panel = bar_panel(result, face, *placed, measure)
        dashed = bool(result.uncertain[face])
        marks.append(
            FaceMark(
                face=face,
                track_id=int(result.track_ids[face]),
                box=box,
                radius=min(0.6 * em, 0.12 * min(box.width, box.height)),
                colour=GRAY if dashed else COLOURS[result.emotion(face)],
                dashed=dashed,
                thin=flaw is not None,
                tag=tags[face],
                panel=panel,
                note=notes.get(face),
            )
        )
    line = em / 6.5
    scale = _heat_scale(em, canvas, [*plates, *boxes], options.words, measure) if notes else None
    return Overlay(tuple(marks), line, line + max(1.6, em / 8), 0.3 * em, scale)


def _face_rects(
    result: FrameResult, size: tuple[float, float], *, mirrored: bool
) -> tuple[list[Rect], list[Rect]]:
    """Return each face's box and the region of its eyes, on the canvas."""
    height, width = result.image.shape[:2]
    across, down = size[0] / width, size[1] / height
    boxes: list[Rect] = []
    eyes: list[Rect] = []
    landmarks = result.faces.landmarks
    for (x0, y0, x1, y1), points in zip(
        result.faces.boxes.tolist(),
        zip(landmarks.right_eye.tolist(), landmarks.left_eye.tolist(), strict=True),
        strict=True,
    ):
        (ax, ay), (bx, by) = points
        reach = 0.4 * max(abs(ax - bx), abs(ay - by))
        rects = [
            (x0, y0, x1, y1),
            (min(ax, bx) - reach, min(ay, by) - reach, max(ax, bx) + reach, max(ay, by) + reach),
        ]
        for place_of, (left, top, right, bottom) in zip((boxes, eyes), rects, strict=True):
            start = width - right if mirrored else left
            place_of.append(
                Rect(start * across, top * down, (right - left) * across, (bottom - top) * down)
            )
    return boxes, eyes


def _features(box: Rect, eyes: Rect) -> Rect:
    """Return the part of a face that tells its expression, from the eyes to the chin."""
    top = min(max(eyes.y, box.y), box.bottom)
    return Rect(box.x + 0.1 * box.width, top, 0.8 * box.width, box.bottom - top)


def _obstacles(
    face: int, boxes: list[Rect], eyes: list[Rect], plates: list[Rect]
) -> list[Obstacle]:
    """Return what a plate of this face must or should keep clear."""
    blocks = [Obstacle(rect, forbidden=True) for rect in plates]
    for other, (box, eye) in enumerate(zip(boxes, eyes, strict=True)):
        own = other == face
        blocks.append(Obstacle(box, cost=1.0 if own else 2.0))
        blocks.append(Obstacle(eye, cost=8.0, forbidden=not own))
    return blocks


def _tag(
    result: FrameResult, face: int, em: float, words: Mapping[str, str], measure: TextMeasure
) -> Tag:
    """Return the tag at the origin; its width does not depend on the percentage."""
    uncertain = bool(result.uncertain[face])
    flaw = result.flaws[face]
    named = result.emotion(face).value
    word = flaw.value if flaw is not None else "uncertain" if uncertain else named
    label = words.get(word, word)
    label = label if uncertain else label.capitalize()
    called = shorten(result.people[face].name, MOST_OF_NAME)
    name = f"{called or f'#{int(result.track_ids[face])}'} {label}"
    pad, height = 0.45 * em, 1.55 * em
    name_width = text_width(measure, name, em, bold=True)
    name_mark = TextMark(
        name, Rect(pad, 0, name_width, height), em, bold=True, colour=GRAY if uncertain else WHITE
    )
    if uncertain:
        return Tag(Rect(0, 0, name_width + 2 * pad, height), name_mark, None)
    right = pad + name_width + 0.3 * em + text_width(measure, WIDEST_VALUE, em, bold=True)
    text = percent(result.confidence(face))
    width = text_width(measure, text, em, bold=True)
    value = TextMark(text, Rect(right - width, 0, width, height), em, bold=True, colour=WHITE)
    return Tag(Rect(0, 0, right + pad, height), name_mark, value)


def _heat_note(
    result: FrameResult, face: int, em: float, words: Mapping[str, str], measure: TextMeasure
) -> Tag | None:
    """Return what a face's heatmap explains, at the origin; None for one that was not read."""
    if result.flaws[face] is not None or result.heatmaps is None or result.heatmap_classes is None:
        return None
    column = int(result.heatmap_classes[face])
    if column < 0:
        text = words.get(PREPARING, PREPARING)
    else:
        emotion = result.classes[column].value
        name = f"{words.get(HEATMAP, HEATMAP)}: {words.get(emotion, emotion)}"
        text = f"{name} {percent(float(result.probabilities[face, column]))}"
        if not result.heatmaps[face].any():
            text = f"{text}: {words.get(NO_EVIDENCE, NO_EVIDENCE)}"
    pad, height = 0.45 * em, 1.55 * em
    width = text_width(measure, text, em, bold=False)
    mark = TextMark(text, Rect(pad, 0, width, height), em, bold=False, colour=SOFT)
    return Tag(Rect(0, 0, width + 2 * pad, height), mark, None)


def _heat_scale(
    em: float,
    canvas: Rect,
    taken: list[Rect],
    words: Mapping[str, str],
    measure: TextMeasure,
) -> HeatScale | None:
    """Return the scale of heatmaps in a corner where it hides least; None if there is no room."""
    low, high = (words.get(word, word) for word in (LEAST, MOST))
    pad, height, length = 0.45 * em, 1.55 * em, 5.0 * em
    before, after = (text_width(measure, word, em, bold=False) for word in (low, high))
    width = before + length + after + 4 * pad
    right, bottom = canvas.width - width - pad, canvas.height - height - pad
    corners = [(right, bottom), (pad, bottom), (right, pad), (pad, pad)]
    spots = [Rect(x, y, width, height) for x, y in corners]
    spot = place(spots, canvas, [Obstacle(rect) for rect in taken])
    if spot is None:
        return None
    x, y = spot.x + pad, spot.y
    first = TextMark(low, Rect(x, y, before, height), em, bold=False, colour=SOFT)
    ramp = Rect(x + before + pad, y + 0.5 * height - 0.3 * em, length, 0.6 * em)
    last = TextMark(high, Rect(ramp.right + pad, y, after, height), em, bold=False, colour=SOFT)
    return HeatScale(spot, first, last, ramp)


def _shift(mark: TextMark, x: float, y: float) -> TextMark:
    rect = Rect(mark.rect.x + x, mark.rect.y + y, mark.rect.width, mark.rect.height)
    return TextMark(mark.text, rect, mark.size, mark.bold, mark.colour)


def _move_tag(tag: Tag, spot: Rect) -> Tag:
    value = None if tag.value is None else _shift(tag.value, spot.x, spot.y)
    return Tag(spot, _shift(tag.name, spot.x, spot.y), value)


def _place_panel(
    columns: Columns, face: int, boxes: list[Rect], canvas: Rect, around: list[Obstacle]
) -> tuple[Rect, Columns] | None:
    """Return the place of the bars and their measures: of all classes, or of fewer."""
    box, others = boxes[face], boxes[:face] + boxes[face + 1 :]
    best, least = None, math.inf
    narrow = columns.narrow()
    sizes = [(columns, columns.classes), *((narrow, n) for n in (columns.classes, SHORT, 1))]
    for measures, classes in sizes:
        plate = measures.plate(classes)
        if plate.width * plate.height > box.width * box.height:
            continue
        spot = place(panel_spots(plate, box, others, canvas, columns.em), canvas, around)
        cost = math.inf if spot is None else cost_of(spot, around)
        if spot is not None and cost < least:
            best, least = (spot, measures), cost
        if not least:
            break
    return best


def _place_tag(
    plate: Rect,
    box: Rect,
    canvas: Rect,
    obstacles: list[Obstacle],
    em: float,
    *,
    below: bool = False,
) -> Rect | None:
    """Return a tag's place: above the box, below, or inside; None on a too small canvas.

    With `below`, below or inside at the lower edge are tried first.
    """
    gap = 0.35 * em
    left = Rect(box.x, 0, plate.width, plate.height).moved_into(canvas).x
    tops = (
        box.y - gap - plate.height,
        box.bottom + gap,
        max(box.y, 0) + gap,
        min(box.bottom, canvas.height) - gap - plate.height,
    )
    if below:
        tops = tops[1], tops[3], tops[0], tops[2]
    spots = [Rect(left, top, plate.width, plate.height) for top in tops]
    found = place(spots, canvas, obstacles)
    if found is None and canvas.width >= plate.width and canvas.height >= plate.height:
        # A crowd leaves no free place, but a face without its number would be worse.
        return spots[0].moved_into(canvas)
    return found
