"""What the next recording is called, whom it is of, and when it begins and ends."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.messages import error_text
from emotion_desktop.gui.recording.countdown import FROM
from emotion_desktop.outputs.recording.recording_details import (
    MOST_SECONDS,
    MOST_TEXT,
    MOST_TRIALS,
    NAME_FIELDS,
    RecordingDetails,
)

WIDTH: Final = 480


class RecordingForm(QDialog):
    """A form that lies beside the picture; what is entered counts at once.

    Args:
        details: What is shown at first.
        countdown: Whether a recording begins with a countdown.
        name_of: Returns what a recording with these details would be called now.
        parent: The window.

    Signals:
        changed: (RecordingDetails) Something else has been entered.
        countdown_changed: (bool) The countdown is wanted, or no longer.
        record_wanted: The recording shall begin.

    Attributes:
        name: The template of the name.
        participant: Who is recorded.
        trial: Which time, 0 for none.
        seconds: How long, 0 until it is stopped.
        notes: Anything else.
        countdown: The tick for the countdown.
        preview: What the recording will be called, or why not.
        record: The button that begins it.
    """

    changed = Signal(object)
    countdown_changed = Signal(bool)
    record_wanted = Signal()

    def __init__(
        self,
        details: RecordingDetails,
        *,
        countdown: bool,
        name_of: Callable[[RecordingDetails], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name_of = name_of
        self.setWindowTitle(translate("RecordingForm", "Next recording"))
        self.setMinimumWidth(WIDTH)
        self.participant = QLineEdit()
        self.participant.setMaxLength(MOST_TEXT)
        self.trial = QSpinBox()
        self.trial.setRange(0, MOST_TRIALS)
        self.trial.setSpecialValueText(translate("RecordingForm", "none"))
        self.seconds = QSpinBox()
        self.seconds.setRange(0, MOST_SECONDS)
        self.seconds.setSuffix(" s")
        self.seconds.setSpecialValueText(translate("RecordingForm", "until it is stopped"))
        self.seconds.setAccelerated(True)
        for box in (self.trial, self.seconds):
            box.setMinimumWidth(160)
            box.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.notes = QPlainTextEdit()
        self.notes.setTabChangesFocus(True)
        self.notes.setMaximumHeight(3 * self.fontMetrics().lineSpacing() + 16)
        self.countdown = QCheckBox(
            translate("RecordingForm", "Count down from {number}").format(number=FROM)
        )
        self.countdown.setChecked(countdown)
        self.name = QLineEdit()
        self.name.setToolTip(
            translate("RecordingForm", "Fields: {fields}").format(
                fields=", ".join(f"{{{name}}}" for name in NAME_FIELDS)
            )
        )
        self.preview = QLabel()
        self.preview.setProperty("role", "muted")
        self.preview.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(self._form())
        layout.addWidget(self._buttons())
        self.show_details(details)
        for signal in (
            *(self.participant.textChanged, self.name.textChanged, self.notes.textChanged),
            *(self.trial.valueChanged, self.seconds.valueChanged),
        ):
            signal.connect(self._tell)
        self.countdown.toggled.connect(self.countdown_changed)

    @property
    def details(self) -> RecordingDetails:
        """What has been entered."""
        return RecordingDetails(
            participant=self.participant.text().strip(),
            trial=self.trial.value() or None,
            notes=self.notes.toPlainText().strip(),
            seconds=float(self.seconds.value()),
            name=self.name.text().strip(),
        )

    def show_details(self, details: RecordingDetails) -> None:
        """Show these, without telling of it."""
        fields = (self.participant, self.trial, self.seconds, self.notes, self.name)
        before = [field.blockSignals(True) for field in fields]  # noqa: FBT003 (Qt's signature)
        self.participant.setText(details.participant)
        self.trial.setValue(details.trial or 0)
        self.seconds.setValue(round(details.seconds))
        self.notes.setPlainText(details.notes)
        self.name.setText(details.name)
        for field, blocked in zip(fields, before, strict=True):
            field.blockSignals(blocked)
        self.show_name()

    def show_name(self) -> None:
        """Show what the recording would be called now."""
        try:
            self.preview.setText(self._name_of(self.details))
        except EmotionDesktopError as error:
            self.preview.setText(error_text(error))
            self.record.setEnabled(False)
        else:
            self.record.setEnabled(True)

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        for text, field in (
            (translate("RecordingForm", "Participant"), self.participant),
            (translate("RecordingForm", "Trial"), self.trial),
            (translate("RecordingForm", "Notes"), self.notes),
            (translate("RecordingForm", "Length"), self.seconds),
            (translate("RecordingForm", "Name"), self.name),
        ):
            form.addRow(text, field)
            field.setAccessibleName(text)
        form.addRow("", self.preview)
        form.addRow("", self.countdown)
        return form

    def _buttons(self) -> QDialogButtonBox:
        kinds = QDialogButtonBox.ButtonRole
        box = QDialogButtonBox()
        self.record = box.addButton(translate("RecordingForm", "Record"), kinds.ActionRole)
        self.record.clicked.connect(self._record)
        close = box.addButton(translate("RecordingForm", "Close"), kinds.RejectRole)
        for button in box.buttons():
            button.setIcon(QIcon())
        close.setAutoDefault(False)
        self.record.setDefault(True)
        box.rejected.connect(self.reject)
        return box

    def _record(self) -> None:
        self.accept()
        self.record_wanted.emit()

    def _tell(self) -> None:
        self.show_name()
        self.changed.emit(self.details)
