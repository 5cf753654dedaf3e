"""Speed, time per stage, and what the app takes of the computer."""

import importlib
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from emotion_desktop.gui.docks.bar_list import BarList
from emotion_desktop.gui.docks.labels import heading, label
from emotion_desktop.gui.docks.performance.figures import TIPS, TITLES, facts, times
from emotion_desktop.gui.docks.performance.sparkline import Sparkline
from emotion_desktop.gui.jobs import Jobs
from emotion_desktop.gui.language import local_number, translate
from emotion_desktop.gui.look.fonts import tabular
from emotion_desktop.gui.look.theme import Theme

if TYPE_CHECKING:
    from emotion_desktop.gui.docks.performance.process_meter import ProcessMeter
    from emotion_desktop.vision.live.stats import LiveStats

_METER: Final = "emotion_desktop.gui.docks.performance.process_meter"
_USUAL_FPS: Final = 30.0


class PerformancePanel(QScrollArea):
    """Figures that are brought up to date twice a second while they can be seen.

    Attributes:
        meter: Reads what the process takes; None until it has been imported.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.meter: ProcessMeter | None = None
        self._loading = False
        self.fps = label()
        font = tabular(self.fps.font())
        font.setPointSizeF(font.pointSizeF() * 1.5)
        font.setBold(True)
        self.fps.setFont(font)
        self.fps.setToolTip(translate("Performance", "Frames analysed per second"))
        self.line = Sparkline(theme, _USUAL_FPS)
        self.line.setAccessibleName(translate("Performance", "Speed in the last minute"))
        self.line.setToolTip(translate("Performance", "Frames per second over the last minute"))
        self.times = BarList(theme)
        self.times.setAccessibleName(translate("Performance", "Time per frame"))
        self.facts: dict[str, QLabel] = {}
        inside = QWidget()
        inside.setObjectName("scrolled")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(11, 7, 11, 11)  # and one for the frame
        layout.setSpacing(4)
        layout.addWidget(self.fps)
        layout.addWidget(self.line)
        layout.addSpacing(8)
        layout.addWidget(heading(translate("Performance", "Time per frame, median / 95 %")))
        layout.addWidget(self.times)
        layout.addSpacing(8)
        layout.addLayout(self._make_facts())
        layout.addStretch()
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(translate("Performance", "Performance"))
        self.show_figures(None, None)

    def load_meter(self, jobs: Jobs) -> None:
        """Import what reads processor and memory on a thread, once."""
        if not self._loading:
            self._loading = True
            jobs.start(_make_meter, self._on_meter)

    def show_figures(self, stats: "LiveStats | None", latency: tuple[float, float] | None) -> None:
        """Show the figures of this moment.

        Args:
            stats: What the pipeline counted; None before it runs.
            latency: Median and 95th percentile in seconds from capture to screen, if known.
        """
        if stats is None:
            self.fps.setText("– fps")
            return
        self.fps.setText(local_number(f"{stats.fps:.1f} fps"))
        self.line.add(stats.fps)
        bars, tips = times(stats, latency)
        self.times.show_bars(bars, tips)
        process = self.meter.read() if self.meter is not None else None
        for name, text in facts(stats, process).items():
            self.facts[name].setText(text)

    def _make_facts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (name, title) in enumerate(TITLES.items()):
            caption, value = label("muted"), label()
            caption.setText(translate("Performance", title))
            value.setFont(tabular(value.font()))
            value.setText("–")
            for each in (caption, value):
                each.setToolTip(translate("Performance", TIPS[name]))
            grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
            self.facts[name] = value
        return grid

    def _on_meter(self, meter: object) -> None:
        self.meter = meter  # type: ignore[assignment]


def _make_meter() -> object:
    return importlib.import_module(_METER).ProcessMeter()
