"""Two sliders for how the picture is seen."""

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QSlider, QWidget

from emotion_desktop.gui.language import translate
from emotion_desktop.gui.live_view.tone import MOST, Tone
from emotion_desktop.gui.look.fonts import scaled, tabular

SLIDER_PX = 260


class ToneDialog(QDialog):
    """Lies beside the picture, which follows at once.

    Signals:
        changed: (Tone) Show the picture in this tone.
    """

    changed = Signal(object)

    def __init__(self, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Tone", "Brightness and contrast"))
        names = (translate("Tone", "Brightness"), translate("Tone", "Contrast"))
        self.sliders = tuple(QSlider(Qt.Orientation.Horizontal) for _ in names)
        self._figures = tuple(QLabel() for _ in names)
        note = QLabel(
            translate(
                "Tone", "For viewing only: what is analysed, recorded and saved is unchanged."
            )
        )
        note.setWordWrap(True)
        note.setProperty("role", "muted")
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Reset | kinds.Close)
        buttons.rejected.connect(self.reject)
        buttons.button(kinds.Reset).clicked.connect(partial(self.changed.emit, Tone()))
        grid = QGridLayout(self)
        grid.setContentsMargins(24, 24, 24, 16)
        grid.setSpacing(12)
        for row, (name, slider, figure) in enumerate(
            zip(names, self.sliders, self._figures, strict=True)
        ):
            label = QLabel(name)
            label.setBuddy(slider)
            slider.setAccessibleName(name)
            slider.setRange(-MOST, MOST)
            slider.setPageStep(MOST // 5)
            slider.setMinimumWidth(scaled(SLIDER_PX, self.font()))
            slider.valueChanged.connect(self._tell)
            figure.setFont(tabular(figure.font()))
            figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            figure.setMinimumWidth(figure.fontMetrics().horizontalAdvance(f"-{MOST}"))
            for column, widget in enumerate((label, slider, figure)):
                grid.addWidget(widget, row, column)
        grid.addWidget(note, len(names), 0, 1, 3)
        grid.addWidget(buttons, len(names) + 1, 0, 1, 3)
        self.show_tone(tone)

    def show_tone(self, tone: Tone) -> None:
        """Show a tone without telling of it."""
        values = (tone.brightness, tone.contrast)
        for slider, figure, value in zip(self.sliders, self._figures, values, strict=True):
            with QSignalBlocker(slider):
                slider.setValue(value)
            figure.setText(f"{value:+d}" if value else "0")

    def _tell(self) -> None:
        self.changed.emit(Tone(*(slider.value() for slider in self.sliders)))
