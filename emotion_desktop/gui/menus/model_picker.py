"""The menu of models: each with its classes, its accuracy on photos, or how to train it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget, QWidgetAction

from emotion_desktop.gui.language import (
    QT_TRANSLATE_NOOP,
    class_list,
    emotion_name,
    translate,
)
from emotion_desktop.gui.look import icons
from emotion_desktop.gui.look.fonts import line_height, percent, scaled, tabular
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.gui.messages import error_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from emotion_desktop.labels import Emotion
    from emotion_desktop.vision.model_catalog import ModelEntry

PADDING: Final = 12
TICK: Final = 32
KEY: Final = 28
GAP: Final = 6
"""Between two lines, in pixels."""

NOT_MEASURED: Final = QT_TRANSLATE_NOOP("Model", "not measured here")
KEYS: Final = 9
"""So many models, from the top of the menu, have a key of their own."""
WIDEST: Final = 640
"""Of the texts of a row, in pixels with the usual font; what is longer is cut."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one line of the menu says.

    Attributes:
        name: Name of the checkpoint or architecture.
        title: What it is for people, with its name.
        figure: How many photos of the common set it reads rightly, or that nobody has measured.
        second: Its classes and what it lacks, how to train it, or why it cannot be used.
        trained: Whether it can be chosen.
        target: What `set_model` takes.
    """

    name: str
    title: str
    figure: str
    second: str
    trained: bool
    target: str

    @classmethod
    def of(cls, entry: "ModelEntry") -> "Row":
        """Return the line for an entry of the catalog."""
        if entry.error is not None:
            reason = translate("Model", "cannot be used: {reason}").format(
                reason=error_text(entry.error)
            )
            return cls(entry.name, entry.name, "", reason, trained=False, target="")
        if not entry.trained:
            advice = translate("Model", "not trained yet: {command}").format(
                command=f"emotion-train --arch {entry.name}"
            )
            return cls(entry.name, entry.name, "", advice, trained=False, target="")
        figure = translate("Model", NOT_MEASURED)
        if entry.photos is not None:
            share = percent(entry.photos.accuracy)
            figure = translate("Model", "{share} of photos").format(share=share)
        second = class_list(entry.classes)
        if entry.lacks_neutral:
            second = translate("Model", "Has no neutral: a calm face gets one of {classes}").format(
                classes=", ".join(map(emotion_name, entry.classes))
            )
        return cls(entry.name, _title(entry), figure, second, trained=True, target=str(entry.path))

    @classmethod
    def of_ensemble(cls, name: str, classes: "Sequence[Emotion]", target: str) -> "Row":
        """Return the line for several checkpoints that answer as one."""
        return cls(
            name,
            name,
            translate("Model", NOT_MEASURED),
            class_list(classes),
            trained=True,
            target=target,
        )


def _title(entry: "ModelEntry") -> str:
    """Return what a model is for people, e.g. `Recommended, 7 expressions (cnn48_gray)`."""
    merits = {
        translate("Model", "Recommended"): entry.recommended,
        translate("Model", "Most accurate"): entry.most_accurate,
        translate("Model", "Fastest"): entry.fastest,
    }
    count = translate("Model", "{count} expressions").format(count=len(entry.classes))
    parts = [*(merit for merit, has in merits.items() if has), count]
    return f"{', '.join(parts)} ({entry.name})"


class _RowWidget(QWidget):
    """Two lines of text; the menu itself handles mouse and keys."""

    def __init__(self, row: Row, key: str, action: QAction, menu: QMenu, theme: Theme) -> None:
        super().__init__(menu)
        self.row = row
        self._key = key
        self._action = action
        self._menu = menu
        self._theme = theme
        self._bold = self.font()
        self._bold.setBold(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(action.text())

    @property
    def _line(self) -> int:
        return line_height(self.font(), GAP)

    def sizeHint(self) -> QSize:
        bold, plain = QFontMetricsF(self._bold), QFontMetricsF(self.font())
        first = (
            bold.horizontalAdvance(self.row.title) + 32 + plain.horizontalAdvance(self.row.figure)
        )
        widest = min(
            max(first, plain.horizontalAdvance(self.row.second)), scaled(WIDEST, self.font())
        )
        return QSize(round(TICK + widest + KEY + PADDING), 2 * self._line + 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._menu.activeAction() is self._action and self._action.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.raised))
            painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        if self._action.isChecked():
            tick = icons.render("check", colours.accent, 16, self.devicePixelRatioF())
            painter.drawPixmap(7, 8, tick)
        trained = self._action.isEnabled()
        first = QRectF(TICK, 6, self.width() - TICK - KEY - PADDING, self._line)
        second = QRectF(TICK, 6 + self._line, self.width() - TICK - PADDING, self._line)
        middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
        painter.setFont(self._bold)
        painter.setPen(QColor(colours.text if trained else colours.disabled))
        painter.drawText(first, middle, self._cut(self._bold, self.row.title, first))
        painter.setFont(tabular(self.font()))
        painter.drawText(first, middle | right, self.row.figure)
        painter.setPen(QColor(colours.muted))
        painter.drawText(second, middle, self._cut(self.font(), self.row.second, second))
        key = QRectF(self.width() - PADDING - KEY, 6, KEY, self._line)
        painter.drawText(key, middle | right, self._key)
        painter.end()

    @staticmethod
    def _cut(font: QFont, text: str, place: QRectF) -> str:
        """Return a text that fits into a place; the tool tip has all of it."""
        elide = Qt.TextElideMode.ElideMiddle
        # Drawn texts are a little wider than their advance says.
        return QFontMetricsF(font).elidedText(text, elide, place.width() + 1)


class ModelMenu(QMenu):
    """One item per model, two lines each, the most useful first, then ensembles.

    Signals:
        chosen: (str) A trained model was picked; carries the path of its checkpoint, or what an
            ensemble was made from.

    Attributes:
        entries: The catalog, without ensembles.
        rows: What the menu lists.
        items: The action of each row.
    """

    chosen = Signal(str)

    def __init__(
        self, extra: "Sequence[QAction]", theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(translate("Actions", "Model"), parent)
        self._theme = theme
        self.entries: tuple[ModelEntry, ...] = ()
        self.rows: tuple[Row, ...] = ()
        self._ensembles: dict[str, Row] = {}
        self.items: list[QWidgetAction] = []
        self._current: str | None = None
        self._first = self.addSeparator()
        self.addActions(list(extra))
        self.setToolTipsVisible(True)

    def set_catalog(self, entries: object) -> None:
        """List these models, a sequence of `ModelEntry`, and the ensembles of this session."""
        self.entries = tuple(cast("Sequence[ModelEntry]", entries))
        self._list()

    def add_ensemble(self, name: str, classes: "Sequence[Emotion]", target: str) -> None:
        """List an ensemble from now on; `target` is what `set_model` takes."""
        self._ensembles[name] = Row.of_ensemble(name, classes, target)
        self._list()

    def _list(self) -> None:
        for action in self.items:
            self.removeAction(action)
            action.deleteLater()
        self.rows = (*(Row.of(entry) for entry in self.entries), *self._ensembles.values())
        self.items = [self._add(row, place) for place, row in enumerate(self.rows, start=1)]
        self.set_current(self._current)

    def set_current(self, name: str | None) -> None:
        """Tick the model in use."""
        self._current = name
        for row, action in zip(self.rows, self.items, strict=True):
            action.setChecked(row.trained and row.name == name)

    def after(self, name: str | None) -> Row | None:
        """Return the trained model that follows a name in the list, from its end the first."""
        trained = [row for row in self.rows if row.trained]
        if not trained:
            return None
        names = [row.name for row in trained]
        return trained[(names.index(name) + 1) % len(names)] if name in names else trained[0]

    def row_of(self, name: str) -> Row | None:
        """Return the line of a model; None before the catalog has been read."""
        return next((row for row in self.rows if row.name == name), None)

    def _add(self, row: Row, place: int) -> QWidgetAction:
        action = QWidgetAction(self)
        action.setText(", ".join(part for part in (row.title, row.figure, row.second) if part))
        where = f"\n{row.target}" if Path(row.target).is_absolute() else ""
        action.setToolTip(f"{action.text()}{where}")
        action.setCheckable(row.trained)
        action.setEnabled(row.trained)
        action.setData(row.target)
        key = str(place) if place <= KEYS else ""
        action.setDefaultWidget(_RowWidget(row, key, action, self, self._theme))
        action.triggered.connect(self._choose)
        self.insertAction(self._first, action)
        return action

    def _choose(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.set_current(self._current)
        self.chosen.emit(str(action.data()))
