"""The photos as rows that can be sorted and filtered."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QObject, QSortFilterProxyModel

from emotion_desktop.gui.docks.photos.photo import Photo
from emotion_desktop.gui.language import emotion_name, flaw_name, isolated, translate
from emotion_desktop.gui.look.fonts import percent
from emotion_desktop.gui.look.thumbnails import pixmap
from emotion_desktop.gui.row_table import NOWHERE, SORT, Index, Role, RowTable
from emotion_desktop.labels import Emotion


class Column(IntEnum):
    """The columns from left to right."""

    FILE = 0
    EXPRESSION = 1
    CONFIDENCE = 2
    FACES = 3


class PhotoTable(RowTable):
    """A row for each photo, in the order of the folder; empty until it has been looked at."""

    def __init__(self, parent: QObject | None = None) -> None:
        titles = (
            translate("Photos", "File"),
            translate("Photos", "Expression"),
            translate("Photos", "Confidence"),
            translate("Photos", "Faces"),
        )
        super().__init__(titles, (Column.CONFIDENCE, Column.FACES), parent)
        self.photos: list[Photo] = []
        self._known: set[int] = set()

    def show_names(self, names: Sequence[str]) -> None:
        """Show these photos, of which nothing but the name is known yet."""
        self.beginResetModel()
        self.photos = [Photo(place=place, name=name) for place, name in enumerate(names)]
        self._known.clear()
        self.endResetModel()

    def show_photo(self, photo: Photo) -> None:
        """Fill the row of a photo."""
        self.photos[photo.place] = photo
        self._known.add(photo.place)
        self.tell_changed(photo.place, photo.place)

    def is_known(self, place: int) -> bool:
        """Return whether a photo has been looked at."""
        return place in self._known

    @property
    def count_known(self) -> int:
        """How many photos have been looked at."""
        return len(self._known)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of photos."""
        return 0 if parent.isValid() else len(self.photos)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """Return what a cell shows, or how it is sorted."""
        photo, column = self.photos[index.row()], Column(index.column())
        match role:
            case Role.DisplayRole:
                return self._text(photo, column)
            case Role.DecorationRole if column is Column.FILE:
                return pixmap(photo.thumbnail)
            case Role.ToolTipRole:
                return photo.problem or _all_faces(photo) or isolated(photo.name)
            case Role.TextAlignmentRole:
                return self.alignment(column)
            case _ if role == SORT:
                return self._sorted_by(photo, column)
        return None

    def _text(self, photo: Photo, column: Column) -> str:
        if column is Column.FILE:
            return isolated(photo.name)
        if not self.is_known(photo.place):
            return ""
        if column is Column.EXPRESSION:
            return expression(photo)
        if column is Column.CONFIDENCE:
            return "" if photo.confidence is None else percent(photo.confidence)
        return "" if photo.result is None else str(photo.faces)

    def _sorted_by(self, photo: Photo, column: Column) -> object:
        if column is Column.FILE:
            return photo.place
        if column is Column.EXPRESSION:
            return self._text(photo, column)
        if column is Column.CONFIDENCE:
            return -1.0 if photo.confidence is None else photo.confidence
        return photo.faces if photo.result is not None else -1


class PhotoFilter(QSortFilterProxyModel):
    """The photos with a text in their name and an expression, in the order of a column.

    Attributes:
        table: All photos.
    """

    def __init__(self, table: PhotoTable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self._name = ""
        self._expression: str | None = None
        self.setSortRole(SORT)
        self.setSourceModel(table)

    def set_name(self, text: str) -> None:
        """Show those with this text in their name."""
        self._name = text.casefold()
        self.invalidate()

    def set_expression(self, text: str | None) -> None:
        """Show those with this in the column of expressions; None for all."""
        self._expression = text
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Return whether a photo is shown."""
        del parent
        photo = self.table.photos[row]
        if self._name not in photo.name.casefold():
            return False
        return self._expression is None or (
            self.table.is_known(row) and expression(photo) == self._expression
        )

    @property
    def photos(self) -> list[Photo]:
        """Those shown, in their order."""
        rows = (self.mapToSource(self.index(row, 0)).row() for row in range(self.rowCount()))
        return [self.table.photos[row] for row in rows]


def expression(photo: Photo) -> str:
    """Return what the column of expressions says of a photo: the label of its largest face."""
    face = photo.largest
    if photo.result is None:
        return translate("Photos", "Cannot be read")
    if face is None:
        return translate("Photos", "No face")
    return _label(photo, face)


def expressions(classes: Sequence[Emotion]) -> list[str]:
    """Return what that column may say, of a model with these classes, flaws aside."""
    return [
        *(emotion_name(emotion).capitalize() for emotion in classes),
        translate("Photos", "Uncertain"),
        translate("Photos", "No face"),
        translate("Photos", "Cannot be read"),
    ]


def _label(photo: Photo, face: int) -> str:
    result = photo.result
    assert result is not None
    flaw = result.flaws[face]
    if flaw is not None:
        return flaw_name(flaw).capitalize()
    if result.uncertain[face]:
        return translate("Photos", "Uncertain")
    return emotion_name(result.emotion(face)).capitalize()


def _all_faces(photo: Photo) -> str:
    result = photo.result
    if result is None:
        return ""
    return "\n".join(
        f"#{face + 1}  {_label(photo, face)}"
        + ("" if result.uncertain[face] else f"  {percent(result.confidence(face))}")
        for face in range(len(result))
    )
