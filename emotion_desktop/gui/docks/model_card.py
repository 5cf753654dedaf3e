"""What there is to know about the model at work."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from emotion_desktop.gui.look.fonts import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from emotion_desktop.models import CheckpointMetadata, SplitMetrics

FIELDS = ("Members", "Classes", "Parameters", "Input", "Device")


class ModelCard(QFrame):
    """Name, measured accuracy with its protocol, classes, size and input."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._name = QLabel()
        self._accuracy = QLabel()
        self._protocol = QLabel()
        bold = self._name.font()
        bold.setBold(True)
        self._name.setFont(bold)
        big = self._accuracy.font()
        big.setPointSizeF(big.pointSizeF() * 1.5)
        big.setBold(True)
        self._accuracy.setFont(big)
        self._name.setWordWrap(True)
        self._protocol.setProperty("role", "muted")
        self._protocol.setWordWrap(True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self._values: dict[str, QLabel] = {}
        self._labels: dict[str, QLabel] = {}
        for row, field in enumerate(FIELDS):
            label = QLabel(field)
            label.setProperty("role", "muted")
            value = QLabel()
            value.setWordWrap(True)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
            self._labels[field], self._values[field] = label, value
        self._facts = QWidget()
        self._facts.setLayout(grid)
        grid.setContentsMargins(0, 8, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(2)
        for widget in (self._name, self._accuracy, self._protocol, self._facts):
            layout.addWidget(widget)
        self.show_message("Loading …")

    def show_message(self, text: str) -> None:
        """Show one line where no model is at work yet."""
        self._name.setText(text)
        for widget in (self._accuracy, self._protocol, self._facts):
            widget.hide()
        self.setAccessibleName(f"Model: {text}")

    def show_model(
        self, name: str, members: "Sequence[tuple[str, CheckpointMetadata]]", device: str
    ) -> None:
        """Show a model.

        Args:
            name: What it is called.
            members: Name and metadata of its checkpoints: one, or several of an ensemble, which
                as a whole nobody has measured.
            device: What computes it, e.g. `CPU`.
        """
        documents = [metadata for _, metadata in members]
        measured = documents[0].measured if len(members) == 1 else None
        self._name.setText(name)
        self._accuracy.setText(percent(measured.accuracy, 1) if measured else "")
        self._protocol.setText(_protocol(measured))
        classes = documents[0].classes
        facts = (
            "\n".join(map(_member, members)),
            f"{len(classes)}: {', '.join(classes)}",
            f"{sum(metadata.parameters for metadata in documents) / 1e6:.1f} million",
            "\n".join(dict.fromkeys(map(_input, documents))),
            device,
        )
        for field, fact in zip(FIELDS, facts, strict=True):
            self._values[field].setText(fact)
        for widget in (self._labels["Members"], self._values["Members"]):
            widget.setVisible(len(members) > 1)
        self._accuracy.setVisible(measured is not None)
        self._protocol.show()
        self._facts.show()
        self.setAccessibleName(f"Model: {name}")


def _member(member: "tuple[str, CheckpointMetadata]") -> str:
    name, metadata = member
    measured = metadata.measured
    return f"{name}, {percent(measured.accuracy, 1)}" if measured else name


def _input(metadata: "CheckpointMetadata") -> str:
    gray = "gray" if metadata.input.channels == 1 else "colour"
    return f"{metadata.input.size} × {metadata.input.size} px, {gray}"


def _protocol(measured: "SplitMetrics | None") -> str:
    """Return how the accuracy was measured, and on how many pictures."""
    if measured is None:
        return "not measured"
    count = f"n = {measured.count}"
    text = measured.protocol if count in measured.protocol else f"{measured.protocol}, {count}"
    return text.replace(" = ", "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}")
