"""Dialogs of the review: a marker, and what is said of the recording."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from emotion_desktop.gui.language import translate
from emotion_desktop.outputs.recording.reader_tables import Marker
from emotion_desktop.outputs.recording.recording_details import MOST_NOTES, MOST_TEXT

WIDTH = 400


class _Form(QDialog):
    """Fields with OK and Cancel below them."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(WIDTH)
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(8)
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        for button in buttons.buttons():
            button.setIcon(QIcon())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(self._form)
        layout.addWidget(buttons)
        self.finished.connect(self.deleteLater)

    def _add(self, text: str, field: QWidget) -> None:
        self._form.addRow(text, field)
        field.setAccessibleName(text)


class MarkerDialog(_Form):
    """Asks for time, number and note of a marker.

    Signals:
        chosen: (Marker) They were confirmed.

    Attributes:
        time: Seconds.
        number: 1–9.
        note: What it stands for.
    """

    chosen = Signal(object)

    def __init__(self, title: str, marker: Marker, duration_s: float, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.time = QDoubleSpinBox()
        self.time.setDecimals(2)
        self.time.setRange(0.0, duration_s)
        self.time.setSuffix(" s")
        self.time.setValue(marker.time_s)
        self.number = QSpinBox()
        self.number.setRange(min(1, marker.number), max(9, marker.number))
        self.number.setValue(marker.number)
        self.note = QLineEdit(marker.note)
        self.note.setMaxLength(MOST_NOTES)
        self._marker = marker
        self._shown_s = self.time.value()
        self._add(translate("Review", "Time"), self.time)
        self._add(translate("Review", "Number"), self.number)
        self._add(translate("Review", "Note"), self.note)
        self.note.setFocus()
        self.accepted.connect(self._tell)

    def _tell(self) -> None:
        # The time was rounded to be shown; one that nobody has changed stays as it was.
        shown = self.time.value()
        time_s = self._marker.time_s if shown == self._shown_s else shown
        self.chosen.emit(Marker(time_s, self.number.value(), self.note.text().strip()))


class DetailsDialog(_Form):
    """Asks who was recorded, and for notes.

    Signals:
        chosen: (str, str) Participant and notes were confirmed.

    Attributes:
        participant: Whom it is of.
        notes: Anything else.
    """

    chosen = Signal(str, str)

    def __init__(self, participant: str, notes: str, parent: QWidget) -> None:
        super().__init__(translate("Review", "Participant and notes"), parent)
        self.participant = QLineEdit(participant)
        self.participant.setMaxLength(MOST_TEXT)
        self.notes = QPlainTextEdit(notes)
        self.notes.setTabChangesFocus(True)
        self._add(translate("Review", "Participant"), self.participant)
        self._add(translate("Review", "Notes"), self.notes)
        self.accepted.connect(self._tell)

    def _tell(self) -> None:
        notes = self.notes.toPlainText().strip()[:MOST_NOTES]
        self.chosen.emit(self.participant.text().strip(), notes)
