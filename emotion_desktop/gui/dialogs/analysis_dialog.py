"""Which faces are found: a few numbers, applied as they are changed."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QSpinBox, QWidget

from emotion_desktop.config import RANGES, PipelineSettings

WHAT_IT_IS: Final = "Changes take effect at once and are remembered."


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One number to choose.

    Attributes:
        name: Field of `PipelineSettings`.
        text: What it is called.
        note: What it does.
        unit: Follows the number.
        scale: The number shown is so many times the value.
    """

    name: str
    text: str
    note: str
    unit: str = ""
    scale: int = 1


FIELDS: Final = (
    Field(
        name="detection_confidence",
        text="Certainty of faces",
        note="Lower finds more faces, and more that are none.",
        unit=" %",
        scale=100,
    ),
    Field(
        name="min_face_px",
        text="Smallest face",
        note="Narrower ones are shown as too small, in pixels of the picture.",
        unit=" px",
    ),
    Field(
        name="max_faces",
        text="Most faces",
        note="The largest are kept.",
    ),
)


class AnalysisDialog(QDialog):
    """A number box for each field, held in its range; lies beside the picture it changes.

    Args:
        settings: The present ones.
        parent: The window.

    Signals:
        changed: (dict) The values of all fields, by name.
    """

    changed = Signal(dict)

    def __init__(self, settings: PipelineSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Analysis")
        self.boxes: dict[str, QSpinBox] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(24, 24, 24, 16)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for row, field in enumerate(FIELDS):
            box = self.boxes[field.name] = _box(field)
            label, note = QLabel(field.text), QLabel(field.note)
            label.setBuddy(box)
            note.setProperty("role", "muted")
            note.setContentsMargins(0, 0, 0, 12)
            grid.addWidget(label, 2 * row, 0)
            grid.addWidget(box, 2 * row, 1)
            grid.addWidget(note, 2 * row + 1, 0, 1, 2)
        self._show(settings)
        for box in self.boxes.values():
            box.valueChanged.connect(self._tell)
        about = QLabel(WHAT_IT_IS)
        about.setProperty("role", "muted")
        about.setContentsMargins(0, 0, 0, 12)
        grid.addWidget(about, 2 * len(FIELDS), 0, 1, 2)
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Reset | kinds.Close)
        buttons.rejected.connect(self.reject)
        buttons.button(kinds.Reset).clicked.connect(self._reset)
        for button in buttons.buttons():
            button.setIcon(QIcon())
        grid.addWidget(buttons, 2 * len(FIELDS) + 1, 0, 1, 2)

    def _show(self, settings: PipelineSettings) -> None:
        for field in FIELDS:
            box = self.boxes[field.name]
            box.blockSignals(True)  # noqa: FBT003 (Qt's signature)
            box.setValue(round(field.scale * getattr(settings, field.name)))
            box.blockSignals(False)  # noqa: FBT003

    def _reset(self) -> None:
        self._show(PipelineSettings())
        self._tell()

    def _tell(self) -> None:
        self.changed.emit(
            {field.name: self.boxes[field.name].value() / field.scale for field in FIELDS}
        )


def _box(field: Field) -> QSpinBox:
    box = QSpinBox()
    low, high = RANGES[field.name]
    box.setRange(round(field.scale * low), round(field.scale * high))
    box.setSuffix(field.unit)
    box.setMinimumHeight(28)
    box.setAlignment(Qt.AlignmentFlag.AlignRight)
    box.setAccelerated(True)
    box.setKeyboardTracking(False)  # 45 is not 4 first
    box.setAccessibleName(field.text)
    box.setAccessibleDescription(field.note)
    return box
