"""What the whole window shows at this moment: boxes of every frame, figures that can be read."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from emotion_desktop.domain import FrameResult

FIGURES_S: Final = 0.08
"""Figures stand for this long at least: about ten a second at any usual rate of frames."""

SETTLED_MS: Final = 100
"""When no frame has come for so long, the figures are those of the last one."""


class ShownResult(QObject):
    """Gives picture and panels the same figures at the same moment.

    Boxes follow every frame. Probabilities change ten times a second, as nobody reads faster, and
    at once when a label, a person or the model does.

    Signals:
        changed: There is another picture, or it has other figures.
        figures_changed: `figures` was replaced, maybe by None.

    Attributes:
        result: The newest frame, with the probabilities of `figures`; None for nothing.
        figures: The result whose probabilities are shown.
    """

    changed = Signal()
    figures_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.result: FrameResult | None = None
        self.figures: FrameResult | None = None
        self._newest: FrameResult | None = None
        self._said: tuple[object, ...] = ()
        self._timer = QTimer(self)  # no keywords: under a Turkish locale Qt does not know them
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLED_MS)
        self._timer.timeout.connect(self._settle)

    def show(self, result: FrameResult) -> None:
        """Show a frame and its faces."""
        said, figures, self._newest = _facts(result), self.figures, result
        stands = (
            figures is not None
            and said == self._said
            and 0 < result.captured_at - figures.captured_at < FIGURES_S
        )
        if figures is not None and stands:
            self.result = _with_figures(result, figures)
            self._timer.start()
            self.changed.emit()
        else:
            self._said = said
            self._settle()

    def clear(self) -> None:
        """Show nothing."""
        self._timer.stop()
        if self._newest is not None:
            self.result = self.figures = self._newest = None
            self.figures_changed.emit()

    def _settle(self) -> None:
        self._timer.stop()
        self.result = self.figures = self._newest
        self.figures_changed.emit()
        self.changed.emit()


def _facts(result: FrameResult) -> tuple[object, ...]:
    """Return all that is told of the faces besides figures."""
    second = result.comparison
    return (
        result.model,
        result.classes,
        result.track_ids.tolist(),
        result.labels.tolist(),
        result.uncertain.tolist(),
        result.flaws,
        result.people,
        None if second is None else _facts(second),
    )


def _with_figures(result: FrameResult, figures: FrameResult) -> FrameResult:
    second = result.comparison
    if second is not None and figures.comparison is not None:
        second = _with_figures(second, figures.comparison)
    return replace(result, probabilities=figures.probabilities, comparison=second)
