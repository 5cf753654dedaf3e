"""One person's expressions over time as an SVG picture.

It keeps to what SVG Tiny knows, so that Qt, browsers and drawing programs show the same. All
colours are attributes and all shapes have a class, so that a style sheet may change them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

import numpy as np

from emotion_desktop.labels import COLOURS, Emotion
from emotion_desktop.outputs.recording.reader import Person, RecordedSession
from emotion_desktop.outputs.recording.summary import LabelRun, runs
from emotion_desktop.outputs.recording.time_axis import clock, thinned, ticks

_LEFT: Final = 52.0
_RIGHT: Final = 120.0
_TOP: Final = 56.0
_BOTTOM: Final = 72.0
_STRIP: Final = 24.0
_LETTER: Final = 6.4
"""Width of a letter of the strip in px, a generous guess: text cannot be measured here."""

TEXT: Final = "#1b1f26"
MUTED: Final = "#566070"
GRID: Final = "#d5d9e0"
GROUND: Final = "#ffffff"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartTexts:
    """The words of a chart, in the reader's language.

    Attributes:
        title: Stands above it.
        emotions: What each class is called; its own name where one is missing.
        probability: What the vertical axis shows.
        marker: What a marker is called to those who cannot see it.
    """

    title: str
    emotions: Mapping[Emotion, str]
    probability: str = "Probability"
    marker: str = "Marker"


@dataclass(frozen=True, slots=True)
class _Plot:
    """Maps times and probabilities to px."""

    start_s: float
    end_s: float
    left: float
    top: float
    width: float
    height: float

    def x(self, time_s: float) -> float:
        return self.left + self.width * (time_s - self.start_s) / (self.end_s - self.start_s)

    def y(self, probability: float) -> float:
        return self.top + self.height * (1 - probability)

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height


def chart_svg(
    session: RecordedSession,
    person: Person,
    texts: ChartTexts,
    *,
    size: tuple[int, int] = (960, 400),
    span: tuple[float, float] | None = None,
) -> str:
    """Return the probabilities of all classes as lines, with the label as a strip beneath.

    Markers are vertical lines with their number; where the person was out of view or could not
    be read the lines are broken.

    Args:
        session: Where the person was recorded.
        person: Whose chart it is.
        texts: What is written.
        size: Width and height in px.
        span: From when to when, in seconds; the whole session if None.
    """
    width, height = size
    start, end = span or (session.start_s, session.duration_s)
    plot = _Plot(
        start, max(end, start + 1e-3), _LEFT, _TOP, width - _LEFT - _RIGHT, height - _TOP - _BOTTOM
    )
    title = escape(texts.title)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="sans-serif" role="img">',
        f"<title>{title}</title>",
        f'<rect class="ground" width="{width}" height="{height}" fill="{GROUND}"/>',
        _text(_LEFT, 22, texts.title, size=15, extra='font-weight="bold"'),
        *_grid(plot, texts),
        *_lines(session, person, plot),
        *_strip(runs(session, person), plot, texts),
        *_markers(session, plot, texts),
        *_legend(session, plot, texts),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _rgb(emotion: Emotion) -> str:
    return "#{:02x}{:02x}{:02x}".format(*COLOURS[emotion])


def _text(
    x: float, y: float, text: str, *, size: int = 12, extra: str = "", muted: bool = False
) -> str:
    kind, colour = ("muted", MUTED) if muted else ("text", TEXT)
    return (
        f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" {extra}>'
        f"{escape(text)}</text>"
    )


def _line(
    start: tuple[float, float], end: tuple[float, float], kind: str, colour: str, extra: str = ""
) -> str:
    return (
        f'<line class="{kind}" x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" '
        f'y2="{end[1]:.1f}" stroke="{colour}" {extra}/>'
    )


def _grid(plot: _Plot, texts: ChartTexts) -> Iterator[str]:
    # Beside the title, not below it: there the flags of the markers stand.
    yield _text(plot.right, 22, texts.probability, muted=True, extra='text-anchor="end"')
    for percent in (0, 25, 50, 75, 100):
        y = plot.y(percent / 100)
        yield _line((plot.left, y), (plot.right, y), "grid", GRID)
        yield _text(plot.left - 8, y + 4, f"{percent} %", muted=True, extra='text-anchor="end"')
    times, tenths = ticks(plot.start_s, plot.end_s, max(3, int(plot.width / 80)))
    foot = plot.bottom + _STRIP + 16
    for time_s in times:
        x = plot.x(time_s)
        yield _line((x, plot.top), (x, foot), "grid", GRID)
        label = clock(time_s, tenths=tenths)
        yield _text(x, foot + 16, label, muted=True, extra='text-anchor="middle"')


def _lines(session: RecordedSession, person: Person, plot: _Plot) -> Iterator[str]:
    ends = person.times + person.seconds
    inside = (ends > plot.start_s) & (person.times < plot.end_s)
    times, frames = person.times[inside], person.frames[inside]
    # A line is broken where the person was out of view, and where there is no probability.
    breaks = np.flatnonzero((np.diff(frames) > 1) | (times[1:] - ends[inside][:-1] > 1e-6)) + 1
    for column, emotion in enumerate(session.classes):
        values = person.probabilities[inside][:, column]
        known = np.isfinite(values)
        holes = np.flatnonzero(np.diff(known.astype(np.int8)) != 0) + 1
        for part in np.split(np.arange(len(times)), np.unique(np.concatenate((breaks, holes)))):
            if not len(part) or not known[part[0]]:
                continue
            yield _polyline(times[part], values[part], plot, _rgb(emotion), emotion.value)


def _polyline(times: np.ndarray, values: np.ndarray, plot: _Plot, colour: str, name: str) -> str:
    share = (times[-1] - times[0]) / (plot.end_s - plot.start_s)
    slots = max(2, round(plot.width * share))
    points = " ".join(
        f"{min(max(plot.x(time_s), plot.left), plot.right):.1f},{plot.y(value):.1f}"
        for time_s, value in zip(
            *(line.tolist() for line in thinned(times, values, slots)), strict=True
        )
    )
    if " " not in points:  # one look alone: a line of no length is drawn as a dot
        points = f"{points} {points}"
    return (
        f'<polyline class="line {name}" points="{points}" fill="none" stroke="{colour}" '
        'stroke-width="1.8" stroke-linejoin="round" stroke-linecap="round"/>'
    )


def _strip(parts: tuple[LabelRun, ...], plot: _Plot, texts: ChartTexts) -> Iterator[str]:
    top = plot.bottom + 12
    for run in parts:
        if run.end_s <= plot.start_s or run.start_s >= plot.end_s:
            continue
        left, right = plot.x(max(run.start_s, plot.start_s)), plot.x(min(run.end_s, plot.end_s))
        if run.label is None:
            middle = top + _STRIP / 2
            kind = "unread" if run.unread else "uncertain"
            dashes = 'stroke-width="2" stroke-dasharray="4 4"' if kind == "uncertain" else ""
            yield _line((left, middle), (right, middle), kind, MUTED, dashes)
            continue
        yield (
            f'<rect class="{run.label.value}" x="{left:.1f}" y="{top:.1f}" '
            f'width="{max(right - left, 0.5):.1f}" height="{_STRIP:.0f}" fill="{_rgb(run.label)}"/>'
        )
        name = texts.emotions.get(run.label, run.label.value)
        if right - left > _LETTER * len(name) + 8:
            yield (
                f'<text x="{(left + right) / 2:.1f}" y="{top + 16:.1f}" font-size="11" '
                f'text-anchor="middle" fill="{_ink(run.label)}">{escape(name)}</text>'
            )


def _ink(emotion: Emotion) -> str:
    """Return black or white, whichever reads better on the colour of a class."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (value / 255 for value in COLOURS[emotion])
    ]
    # Relative luminance, https://www.w3.org/TR/WCAG21/#dfn-relative-luminance
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if luminance > 0.179 else "#ffffff"


def _markers(session: RecordedSession, plot: _Plot, texts: ChartTexts) -> Iterator[str]:
    for marker in session.markers:
        if not plot.start_s <= marker.time_s <= plot.end_s:
            continue
        x = plot.x(marker.time_s)
        label = escape(
            f"{texts.marker} {marker.number} {clock(marker.time_s)} {marker.note}".strip()
        )
        yield f"<g><title>{label}</title>"
        yield _line((x, plot.top - 6), (x, plot.bottom), "marker", TEXT, 'stroke-dasharray="2 3"')
        yield (
            f'<rect class="flag" x="{x - 8:.1f}" y="{plot.top - 22:.1f}" width="16" height="16" '
            f'rx="4" fill="{TEXT}"/>'
        )
        yield (
            f'<text class="on-flag" x="{x:.1f}" y="{plot.top - 10:.1f}" font-size="11" '
            f'font-weight="bold" text-anchor="middle" fill="{GROUND}">{marker.number}</text></g>'
        )


def _legend(session: RecordedSession, plot: _Plot, texts: ChartTexts) -> Iterator[str]:
    for row, emotion in enumerate(session.classes):
        y = plot.top + 8 + 22 * row
        yield (
            f'<rect x="{plot.right + 16:.1f}" y="{y:.1f}" width="12" height="12" rx="3" '
            f'fill="{_rgb(emotion)}"/>'
        )
        yield _text(plot.right + 34, y + 10, texts.emotions.get(emotion, emotion.value))
