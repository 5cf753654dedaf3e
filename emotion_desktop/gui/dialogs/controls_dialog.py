"""The controls of a camera, a row each; what the picture shows follows at once."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLayout,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from emotion_desktop.gui.accessibility import label_chooser
from emotion_desktop.gui.language import QT_TRANSLATE_NOOP, local_number, translate
from emotion_desktop.gui.look.fonts import scaled, tabular
from emotion_desktop.vision.sources.camera.controls import CameraControl, ControlName

SLIDER_PX: Final = 260

NAMES: Final[Mapping[ControlName, str]] = {
    ControlName.EXPOSURE_MODE: QT_TRANSLATE_NOOP("CameraControls", "Exposure"),
    ControlName.EXPOSURE: QT_TRANSLATE_NOOP("CameraControls", "Exposure time"),
    ControlName.AUTO_GAIN: QT_TRANSLATE_NOOP("CameraControls", "Automatic gain"),
    ControlName.GAIN: QT_TRANSLATE_NOOP("CameraControls", "Gain"),
    ControlName.AUTO_WHITE_BALANCE: QT_TRANSLATE_NOOP("CameraControls", "Automatic white balance"),
    ControlName.WHITE_BALANCE: QT_TRANSLATE_NOOP("CameraControls", "White balance"),
    ControlName.POWER_LINE: QT_TRANSLATE_NOOP("CameraControls", "Flicker of lamps"),
    ControlName.AUTO_FOCUS: QT_TRANSLATE_NOOP("CameraControls", "Autofocus"),
    ControlName.FOCUS: QT_TRANSLATE_NOOP("CameraControls", "Focus"),
}

_AUTOMATIC: Final = QT_TRANSLATE_NOOP("CameraControls", "Automatic")

CHOICES: Final[Mapping[ControlName, Sequence[str]]] = {
    ControlName.EXPOSURE_MODE: (
        _AUTOMATIC,
        QT_TRANSLATE_NOOP("CameraControls", "Manual"),
        QT_TRANSLATE_NOOP("CameraControls", "Automatic, time fixed"),
        QT_TRANSLATE_NOOP("CameraControls", "Automatic, aperture fixed"),
    ),
    ControlName.POWER_LINE: (
        QT_TRANSLATE_NOOP("CameraControls", "Off"),
        QT_TRANSLATE_NOOP("CameraControls", "50 Hz"),
        QT_TRANSLATE_NOOP("CameraControls", "60 Hz"),
        _AUTOMATIC,
    ),
}
"""By the driver's number of each item."""


class ControlsDialog(QDialog):
    """Lies at the right edge of the window: what is set is seen in the picture.

    Signals:
        changed: (ControlName, int) Set a control to this.
        reset_wanted: Set all to where the driver starts.

    Attributes:
        editors: A tick, a list or a slider for each control.
        note: Stands in their place: that they are asked for, or that there are none.
    """

    changed = Signal(object, int)
    reset_wanted = Signal()

    def __init__(self, camera: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("CameraControls", "Camera controls"))
        self.editors: dict[ControlName, QCheckBox | QComboBox | QSlider] = {}
        self._labels: dict[ControlName, QLabel] = {}
        self._figures: dict[ControlName, QLabel] = {}
        title = QLabel(camera)
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setProperty("role", "muted")
        self.note = QLabel(translate("CameraControls", "Asking the camera …"))
        self.note.setWordWrap(True)
        self.note.setMinimumWidth(scaled(SLIDER_PX + 100, self.font()))
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        self._grid.setColumnStretch(1, 1)
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.RestoreDefaults | kinds.Close)
        buttons.rejected.connect(self.reject)
        self.reset = buttons.button(kinds.RestoreDefaults)
        self.reset.clicked.connect(self.reset_wanted)
        self.reset.setText(translate("CameraControls", "Reset all"))
        self.reset.setEnabled(False)
        layout = QVBoxLayout(self)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        for widget in (title, self.note):
            layout.addWidget(widget)
        layout.addLayout(self._grid)
        layout.addSpacing(12)
        layout.addWidget(buttons)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay at the edge of the window when the rows come."""
        super().resizeEvent(event)
        window = self.parentWidget()
        if window is not None:
            beside, size = window.geometry(), self.frameGeometry()
            screen = window.screen().availableGeometry()
            left = beside.right() - size.width()
            top = min(beside.center().y() - size.height() // 2, screen.bottom() - size.height())
            self.move(max(left, screen.left()), max(top, screen.top()))

    def show_controls(self, controls: Sequence[CameraControl]) -> None:
        """Show how the camera is set, without telling of it."""
        self.note.setVisible(not controls)
        self.note.setText(
            translate("CameraControls", "This camera's driver offers no controls here")
        )
        self.reset.setEnabled(bool(controls))
        if not self.editors:
            for row, control in enumerate(controls):
                self._add_row(row, control)
        for control in controls:
            if control.name in self.editors:
                self._show(control)

    def _add_row(self, row: int, control: CameraControl) -> None:
        name = translate("CameraControls", NAMES[control.name])
        editor = self.editors[control.name] = self._editor(control, name)
        if isinstance(editor, QCheckBox):
            self._grid.addWidget(editor, row, 0, 1, 3)
            return
        label = self._labels[control.name] = QLabel(name)
        label.setBuddy(editor)
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(editor, row, 1, 1, 1 if isinstance(editor, QSlider) else 2)
        if isinstance(editor, QSlider):
            figure = self._figures[control.name] = QLabel()
            figure.setFont(tabular(figure.font()))
            figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            widest = _in_words(control.name, control.maximum)
            figure.setMinimumWidth(figure.fontMetrics().horizontalAdvance(widest))
            self._grid.addWidget(figure, row, 2)

    def _editor(self, control: CameraControl, name: str) -> QCheckBox | QComboBox | QSlider:
        def tell(value: int) -> None:
            self.changed.emit(control.name, value)

        if control.is_switch:
            tick = QCheckBox(name)
            tick.toggled.connect(tell)
            return tick
        if control.choices:
            chooser = QComboBox(self)
            for value, text in _items(control):
                chooser.addItem(text, value)
            chooser.activated.connect(lambda index: tell(chooser.itemData(index)))
            label_chooser(chooser, name)
            return chooser
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setAccessibleName(name)
        slider.setMinimumWidth(scaled(SLIDER_PX, self.font()))
        steps = (control.maximum - control.minimum) // control.step
        slider.setRange(0, steps)
        slider.setPageStep(max(steps // 10, 1))

        def tell_place(place: int) -> None:
            value = control.minimum + place * control.step
            self._figures[control.name].setText(_in_words(control.name, value))
            tell(value)

        slider.valueChanged.connect(tell_place)
        return slider

    def _show(self, control: CameraControl) -> None:
        editor = self.editors[control.name]
        for widget in (editor, self._labels.get(control.name), self._figures.get(control.name)):
            if widget is not None:
                widget.setEnabled(control.active)
        if isinstance(editor, QSlider):
            if editor.isSliderDown():
                return
            self._figures[control.name].setText(_in_words(control.name, control.value))
        with QSignalBlocker(editor):
            if isinstance(editor, QCheckBox):
                editor.setChecked(bool(control.value))
            elif isinstance(editor, QComboBox):
                editor.setCurrentIndex(editor.findData(control.value))
            else:
                editor.setValue((control.value - control.minimum) // control.step)


def _items(control: CameraControl) -> list[tuple[int, str]]:
    names = CHOICES.get(control.name, ())
    items = []
    for value in control.choices:
        name = names[value] if value < len(names) else str(value)
        # A webcam, which has no aperture, calls its only automatic so.
        if control.name is ControlName.EXPOSURE_MODE and value == 3 and 0 not in control.choices:
            name = _AUTOMATIC
        items.append((value, translate("CameraControls", name)))
    return items


def _in_words(name: ControlName, value: int) -> str:
    if name is ControlName.EXPOSURE:
        return local_number(f"{value / 10:.1f} ms")  # the kernel counts in 100 µs
    return f"{value} K" if name is ControlName.WHITE_BALANCE else str(value)
