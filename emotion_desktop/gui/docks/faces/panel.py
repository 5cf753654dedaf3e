"""The people in view, a card each."""

from typing import Final

import numpy as np
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from emotion_desktop.domain import FrameResult
from emotion_desktop.gui.docks.faces.card import FaceCard
from emotion_desktop.gui.docks.faces.rows import FaceRow, FaceRows
from emotion_desktop.gui.docks.faces.thumbnail import thumbnail
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.look.theme import Theme

ROOMY: Final = 3
"""With more people, only the selected person's card has bars."""

PICTURE_S: Final = 0.4
"""Pictures of faces are that old at most: they are for recognising people, not for watching."""

PICTURES_AT_ONCE: Final = 3
"""So many are made in one update, so that a crowd takes no longer."""


class FacesPanel(QScrollArea):
    """A card for each person, in the order of their ids.

    Signals:
        chosen: (int) The track id of the card that was clicked.
        menu_wanted: (int, QPoint) The menu of a person, by track id, at a place of the screen.

    Attributes:
        nobody: Says why there is no card.
    """

    chosen = Signal(int)
    menu_wanted = Signal(int, QPoint)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows = FaceRows()
        self._cards: dict[int, FaceCard] = {}
        self._chosen: int | None = None
        self._mirrored = False
        self.nobody = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.nobody.setProperty("role", "muted")
        self.nobody.setMinimumHeight(64)
        inside = QWidget()
        inside.setObjectName("scrolled")
        self._layout = QVBoxLayout(inside)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.addWidget(self.nobody)
        self._layout.addStretch()
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its cards have it
        self.setAccessibleName(translate("Faces", "Faces"))
        self.show_result(None)

    @property
    def selected(self) -> int | None:
        """The person chosen, or the only one in view; None for nobody."""
        ids = [row.track_id for row in self.rows]
        return self._chosen if self._chosen in ids else ids[0] if len(ids) == 1 else None

    @property
    def rows(self) -> tuple[FaceRow, ...]:
        """The people shown, by id."""
        return tuple(card.row for card in self.cards if card.row is not None)

    @property
    def cards(self) -> tuple[FaceCard, ...]:
        """The cards from top to bottom."""
        return tuple(self._cards[track_id] for track_id in sorted(self._cards))

    def show_result(self, result: FrameResult | None) -> None:
        """Show the faces of a result; None empties the list."""
        if result is None:
            self._rows.clear()
        rows = self._rows.update(result) if result is not None else ()
        self._keep_cards_of(rows)
        for row in rows:
            chosen = row.track_id == self._chosen
            card = self._cards[row.track_id]
            card.show_row(row, compact=len(rows) > ROOMY and not chosen)
            card.setChecked(chosen and len(rows) > 1)
        if result is not None:
            self._show_pictures(result)
        self.nobody.setText(
            translate("Faces", "No face in view")
            if result is not None
            else translate("Faces", "Faces appear here")
        )
        self.nobody.setVisible(not rows)

    def set_chosen(self, track_id: int | None) -> None:
        """Outline a person's card from the next result on; None for no card."""
        self._chosen = track_id

    def set_mirrored(self, *, on: bool) -> None:
        """Show faces as a mirror would, as the large picture does."""
        if on != self._mirrored:
            self._mirrored = on
            for card in self._cards.values():
                card.picture_at = None

    def _keep_cards_of(self, rows: tuple[FaceRow, ...]) -> None:
        wanted = [row.track_id for row in rows]
        for track_id in set(self._cards) - set(wanted):
            card = self._cards[track_id]
            if card.hasFocus():
                self._focus_near(track_id, wanted)
            del self._cards[track_id]
            card.hide()
            card.deleteLater()
        for place, track_id in enumerate(wanted):
            if track_id not in self._cards:
                card = FaceCard(self._theme)
                card.clicked.connect(self._on_clicked)
                card.passed.connect(self._on_passed)
                card.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
                card.customContextMenuRequested.connect(self._on_menu)
                self._cards[track_id] = card
                self._layout.insertWidget(place + 1, card)  # after "No face in view"

    def _focus_near(self, gone: int, wanted: list[int]) -> None:
        """Give the focus of a card that goes to the nearest one that stays."""
        staying = [track_id for track_id in self._cards if track_id in wanted]
        if staying:
            nearest = min(staying, key=lambda track_id: abs(track_id - gone))
            self._cards[nearest].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_pictures(self, result: FrameResult) -> None:
        """Renew the oldest pictures of those who are in view."""
        now = result.captured_at
        ages = {}
        for face, track_id in enumerate(result.track_ids.tolist()):
            at = self._cards[track_id].picture_at
            age = np.inf if at is None else now - at
            if age >= PICTURE_S:
                ages[face] = age
        for face in sorted(ages, key=lambda each: -ages[each])[:PICTURES_AT_ONCE]:
            card = self._cards[int(result.track_ids[face])]
            scale, mirrored = self.devicePixelRatioF(), self._mirrored
            box = result.faces.boxes[face]
            picture = thumbnail(result.image, box, card.thumb, scale, mirrored=mirrored)
            card.set_picture(picture, now)

    def _on_clicked(self) -> None:
        card = self.sender()
        assert isinstance(card, FaceCard)
        if card.row is not None:
            self.chosen.emit(card.row.track_id)

    def _on_menu(self, place: QPoint) -> None:
        card = self.sender()
        assert isinstance(card, FaceCard)
        if card.row is not None:
            self.menu_wanted.emit(card.row.track_id, card.mapToGlobal(place))

    def _on_passed(self, places: int) -> None:
        card = self.sender()
        assert isinstance(card, FaceCard)
        cards = self.cards
        wanted = cards.index(card) + places
        if 0 <= wanted < len(cards):
            cards[wanted].setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(cards[wanted])
