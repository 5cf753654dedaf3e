"""What heatmaps explain, where they come from, and how opaque they are."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSlider, QWidget, QWidgetAction

from emotion_desktop.config import HeatmapMethod
from emotion_desktop.gui.language import QT_TRANSLATE_NOOP, emotion_name, translate
from emotion_desktop.gui.look.fonts import percent, tabular
from emotion_desktop.labels import CANONICAL_ORDER, Emotion
from emotion_desktop.outputs.overlay import OPACITIES

PREDICTED: Final = QT_TRANSLATE_NOOP("Heatmaps", "Predicted class")
METHODS: Final = {
    HeatmapMethod.DEFAULT: QT_TRANSLATE_NOOP("Heatmaps", "Most faithful to the model"),
    HeatmapMethod.GRAD_CAM: QT_TRANSLATE_NOOP("Heatmaps", "Grad-CAM, last convolution"),
}
SLIDER_WIDTH: Final = 120


class HeatmapMenu(QMenu):
    """A line for each class of the model and for each method, and a slider.

    Args:
        opacity: Of the hottest places at first, 0–1.
        parent: The window.

    Signals:
        target_chosen: (Emotion) Explain this class for every face; None for each face's own label.
        method_chosen: (HeatmapMethod) Show heatmaps of this kind.
        opacity_changed: (float) Paint heatmaps so opaque, 0–1.

    Attributes:
        target: The class chosen last; it stays chosen while a model without it is in use.
        method: The kind chosen last.
    """

    target_chosen = Signal(object)
    method_chosen = Signal(object)
    opacity_changed = Signal(float)

    def __init__(self, opacity: float, parent: QWidget | None = None) -> None:
        super().__init__(translate("Heatmaps", "Heatmap"), parent)
        self.target: Emotion | None = None
        self._group = QActionGroup(self)
        self._group.triggered.connect(self._choose)
        self._separator = self.addSeparator()
        self.method = HeatmapMethod.DEFAULT
        self._methods = QActionGroup(self)
        self._methods.triggered.connect(self._choose_method)
        self._add_methods()
        self.addSeparator()
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._number = QLabel()
        self._add_slider(opacity)
        self.set_classes(())

    def set_classes(self, classes: Sequence[Emotion]) -> None:
        """Offer the classes of the model in use."""
        for action in self._group.actions():
            self._group.removeAction(action)
            self.removeAction(action)
            action.deleteLater()
        self._add(translate("Heatmaps", PREDICTED), None, chosen=self.target not in classes)
        for emotion in CANONICAL_ORDER:
            if emotion in classes:
                self._add(
                    emotion_name(emotion).capitalize(), emotion, chosen=emotion == self.target
                )

    def _add(self, text: str, target: Emotion | None, *, chosen: bool) -> None:
        action = QAction(text, self)
        action.setCheckable(True)
        action.setChecked(chosen)
        action.setData(target)
        self._group.addAction(action)
        self.insertAction(self._separator, action)

    def _add_methods(self) -> None:
        for method, text in METHODS.items():
            action = QAction(translate("Heatmaps", text), self)
            action.setCheckable(True)
            action.setChecked(method is self.method)
            action.setData(method.value)
            self._methods.addAction(action)
            self.addAction(action)

    def _choose_method(self, action: QAction) -> None:
        self.method = HeatmapMethod(action.data())
        self.method_chosen.emit(self.method)

    def _choose(self, action: QAction) -> None:
        name = action.data()
        self.target = None if name is None else Emotion(name)
        self.target_chosen.emit(self.target)

    def _add_slider(self, opacity: float) -> None:
        low, high = OPACITIES
        self._slider.setRange(round(100 * low), round(100 * high))
        self._slider.setSingleStep(5)
        self._slider.setValue(round(100 * opacity))
        self._slider.setMinimumWidth(SLIDER_WIDTH)
        self._slider.setAccessibleName(translate("Heatmaps", "Opacity of heatmaps"))
        self._slider.valueChanged.connect(self._on_slider)
        self._number.setFont(tabular(self._number.font()))
        self._number.setMinimumWidth(self._number.fontMetrics().horizontalAdvance(percent(1)))
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QWidget()
        row.setFocusProxy(self._slider)
        line = QHBoxLayout(row)
        line.setContentsMargins(12, 6, 12, 6)
        line.setSpacing(8)
        for widget in (QLabel(translate("Heatmaps", "Opacity")), self._slider, self._number):
            line.addWidget(widget)
        action = QWidgetAction(self)
        action.setText(translate("Heatmaps", "Opacity"))
        action.setDefaultWidget(row)
        self.addAction(action)
        self._show_number()

    def _on_slider(self) -> None:
        self._show_number()
        self.opacity_changed.emit(self._slider.value() / 100)

    def _show_number(self) -> None:
        self._number.setText(percent(self._slider.value() / 100))
