"""The people in view, a card each."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from emotion_desktop.domain import FrameResult
from emotion_desktop.gui.docks.face_card import FaceCard
from emotion_desktop.gui.docks.face_rows import FaceRows
from emotion_desktop.gui.look.theme import Theme

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
