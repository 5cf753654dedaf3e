"""Beside the picture: the people in view and the model at work."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from emotion_desktop.domain import FrameResult
from emotion_desktop.gui.docks.calm_slider import CalmSlider
from emotion_desktop.gui.docks.face_card import FaceCard
from emotion_desktop.gui.docks.face_rows import FaceRows
from emotion_desktop.gui.docks.model_card import ModelCard
from emotion_desktop.gui.look.theme import Theme

WIDTH = 304
NOBODY = "No face in view"
NOTHING_YET = "Faces appear here"


class FacesPanel(QScrollArea):
    """A card for each person, in the order of their ids."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows = FaceRows()
        self._cards: list[FaceCard] = []
        self._nobody = QLabel(NOTHING_YET, alignment=Qt.AlignmentFlag.AlignCenter)
        self._nobody.setProperty("role", "muted")
        self._nobody.setMinimumHeight(64)
        inside = QWidget()
        inside.setObjectName("scrolled")
        self._layout = QVBoxLayout(inside)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.addWidget(self._nobody)
        self._layout.addStretch()
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Faces")

    def show_result(self, result: FrameResult | None) -> None:
        """Show the faces of a result; None empties the list."""
        if result is None:
            self._rows.clear()
        rows = self._rows.update(result) if result is not None else ()
        while len(self._cards) < len(rows):
            card = FaceCard(self._theme)
            self._layout.insertWidget(len(self._cards) + 1, card)
            self._cards.append(card)
        for card, row in zip(self._cards, rows, strict=False):
            card.show_row(row)
            card.show()
        for card in self._cards[len(rows) :]:
            card.hide()
        self._nobody.setText(NOBODY if result is not None else NOTHING_YET)
        self._nobody.setVisible(not rows)


class SidePanel(QWidget):
    """Faces above, model and slider below; as wide as it is, whatever it shows.

    Args:
        theme: Light or dark.
        calm: Where the slider stands at first, 0–1.
        parent: The window.

    Attributes:
        faces: The people in view.
        model: The model at work.
        calm: How calm labels are.
    """

    def __init__(self, theme: Theme, calm: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.faces = FacesPanel(theme)
        self.model = ModelCard()
        self.calm = CalmSlider(calm)
        self.setFixedWidth(WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(heading("Faces"))
        layout.addWidget(self.faces, 1)
        layout.addSpacing(8)
        layout.addWidget(heading("Model"))
        layout.addWidget(self.model)
        layout.addWidget(self.calm)


def heading(text: str) -> QLabel:
    """Return a label that titles a part of the window."""
    label = QLabel(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label
