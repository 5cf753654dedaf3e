"""How long the timeline takes: to take a result in, to work out its curves, to paint them.

::

    QT_QPA_PLATFORM=offscreen python -m benchmarks.timeline

Two people in view for ten minutes at 30 frames a second, eight classes, a chart of 940 x 220 px.
All figures in milliseconds, median and 95th percentile:

  add      one result into the history
  redraw   the slot that runs ten times a second: read, thin out, hand to the chart
  paint    what Qt does for it afterwards
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from benchmarks.harness import report
from emotion_desktop.cli.benchmark.statistics import median_ms, percentile_ms
from emotion_desktop.cli.benchmark.tables import make_table
from emotion_desktop.domain import Faces, Frame, FrameResult, Landmarks
from emotion_desktop.gui.docks.timeline.chart import Chart
from emotion_desktop.gui.docks.timeline.panel import TimelinePanel
from emotion_desktop.gui.jobs import Jobs
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.gui.preferences import SPANS_S, Preferences
from emotion_desktop.labels import FERPLUS_ORDER

FPS: Final = 30
MINUTES: Final = 10
PEOPLE: Final = 2
SIZE: Final = (940, 220)
REPEATS: Final = 50


def results(count: int) -> Iterator[FrameResult]:
    """Yield results whose probabilities wander, as those of a face do."""
    generator = np.random.default_rng(0)
    image = np.zeros((4, 4, 3), np.uint8)
    logits = generator.standard_normal((PEOPLE, len(FERPLUS_ORDER)))
    for index in range(count):
        logits += 0.15 * generator.standard_normal(logits.shape) - 0.01 * logits
        raised = np.exp(2 * logits)
        probabilities = (raised / raised.sum(axis=1, keepdims=True)).astype(np.float32)
        yield FrameResult(
            frame=Frame(
                image=image, captured_at=index / FPS, index=index, time_s=index / FPS, source="made"
            ),
            faces=Faces(
                boxes=np.zeros((PEOPLE, 4), np.float32),
                landmarks=Landmarks(np.zeros((PEOPLE, 6, 2), np.float32)),
                scores=np.ones(PEOPLE, np.float32),
            ),
            track_ids=np.arange(1, PEOPLE + 1),
            classes=FERPLUS_ORDER,
            probabilities=probabilities,
            labels=probabilities.argmax(axis=1).astype(np.int64),
            uncertain=np.zeros(PEOPLE, np.bool_),
            model="made",
            device="none",
            crop_to_image=np.zeros((PEOPLE, 2, 3), np.float32),
        )


def clocked(work: Callable[[], object]) -> float:
    """Return how many seconds a call took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def figures(seconds: list[float]) -> str:
    """Return median and 95th percentile in milliseconds."""
    return f"{median_ms(seconds):.3f} / {percentile_ms(seconds, 95):.3f}"


def main() -> int:
    """Print the table."""
    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        store = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        preferences = Preferences(store)
        panel = TimelinePanel(Theme(store), preferences)
        rows = []
        panel.resize(*SIZE)
        panel.show()
        jobs = Jobs()
        panel.load_chart(jobs)
        while panel.chart is None:
            app.processEvents()
        adding = []
        coming = results(FPS * 60 * MINUTES + REPEATS * len(SPANS_S) * 2)
        for _ in range(FPS * 60 * MINUTES):
            result = next(coming)
            adding.append(clocked(lambda result=result: panel.add(result)))  # type: ignore[misc]
        for style in ("lines", "stacked"):
            preferences.change(timeline_style=style)
            for span in SPANS_S:
                preferences.change(timeline_span_s=float(span))
                rows.append((style, f"{span} s", *measured(panel, panel.chart, coming)))
        jobs.wait(5)
        return report(
            f"add, ms: {figures(adding)}; history: {panel.history.size / 1e6:.1f} MB",
            make_table(("style", "span", "redraw, ms", "paint, ms"), rows),
        )


def measured(panel: TimelinePanel, chart: Chart, coming: Iterator[FrameResult]) -> tuple[str, str]:
    """Return the figures of redrawing and of painting with one more result each time."""
    redrawing, painting = [], []
    for _ in range(REPEATS):
        panel.add(next(coming))
        redrawing.append(clocked(panel.redraw))
        painting.append(clocked(chart.grab))
    return figures(redrawing), figures(painting)


if __name__ == "__main__":
    sys.exit(main())
