"""The slider between labels that follow at once and labels that stand still."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from emotion_desktop.config import PipelineSettings
from emotion_desktop.gui.language import translate

STEPS: Final = 100
STEP: Final = 5
"""What an arrow key or a shortcut moves it by, in steps."""


class SmoothingSlider(QWidget):
    """Quick on the left, calm on the right.

    Signals:
        moved: (float) The smoothing level requested, 0–1.
    """

    moved = Signal(float)

    def __init__(self, calm: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, STEPS)
        self._slider.setSingleStep(STEP)
        self._slider.setPageStep(4 * STEP)
        self._slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # a passing wheel changes nothing
        self._slider.setValue(round(calm * STEPS))
        self._slider.setAccessibleName(translate("Calm", "Label smoothing, from fast to steady"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(_muted(translate("Calm", "Labels: fast")))
        row.addWidget(self._slider, 1)
        row.addWidget(_muted(translate("Calm", "steady")))
        self._slider.valueChanged.connect(self._tell)
        self._explain()

    @property
    def calm(self) -> float:
        """Where it stands, 0–1."""
        return self._slider.value() / STEPS

    def move_by(self, steps: int) -> None:
        """Move it by so many presses of an arrow key; to the left if negative."""
        self._slider.setValue(self._slider.value() + steps * STEP)

    def move_to(self, calm: float) -> None:
        """Move it to a place, 0–1."""
        self._slider.setValue(round(calm * STEPS))

    def _tell(self) -> None:
        self._explain()
        self.moved.emit(self.calm)

    def _explain(self) -> None:
        text = explanation(self.calm)
        self.setToolTip(text)
        self._slider.setAccessibleDescription(text)


def _muted(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "muted")
    return label


def explanation(calm: float) -> str:
    """Return in one or two sentences what a calm, 0–1, means."""
    average_s = PipelineSettings().with_smoothing(calm).smoothing_s
    if average_s == 0:
        return translate(
            "Calm",
            "No smoothing: labels follow every frame and may flicker.",
        )
    return translate(
        "Calm",
        "Labels are averaged over about {time} ms. Left: faster. Right: steadier.",
    ).format(time=round(1000 * average_s))
