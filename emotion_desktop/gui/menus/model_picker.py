"""The menu of models: each with its classes, its measured accuracy, or how to train it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget, QWidgetAction

from emotion_desktop.gui.language import QT_TRANSLATE_NOOP, class_list, translate
from emotion_desktop.gui.look import icons
from emotion_desktop.gui.look.fonts import percent, tabular
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.gui.messages import protocol_text
from emotion_desktop.models import list_models

if TYPE_CHECKING:
    from collections.abc import Sequence

    from emotion_desktop.labels import Emotion
    from emotion_desktop.vision.model_catalog import ModelEntry

PADDING: Final = 12
TICK: Final = 32
KEY: Final = 28
LINE: Final = 20
NOT_MEASURED: Final = QT_TRANSLATE_NOOP("Model", "not measured")


@dataclass(frozen=True, slots=True)
class Row:
    """What one line of the menu says.

    Attributes:
        name: Name of the checkpoint or architecture.
        figure: Measured accuracy, or that there is none.
        second: Classes and protocol, or how to train it.
        key: The key that chooses it, empty for none.
        trained: Whether it can be chosen.
        target: What `set_model` takes.
    """

    name: str
    figure: str
    second: str
    key: str
    trained: bool
    target: str

    @classmethod
    def of(cls, entry: "ModelEntry") -> "Row":
        """Return the line for an entry of the catalog."""
        names = list_models()
        key = str(names.index(entry.name) + 1) if entry.name in names else ""
        if not entry.trained:
            advice = translate("Model", "not trained yet: {command}").format(
                command=f"emotion-train --arch {entry.name}"
            )
            return cls(entry.name, "", advice, key, trained=False, target="")
        figure = translate("Model", NOT_MEASURED)
        if entry.accuracy is not None:
            labels = protocol_text(entry.protocol.partition(",")[0])
            figure = f"{percent(entry.accuracy, 1)} · {labels}"
        second = class_list(entry.classes)
        return cls(entry.name, figure, second, key, trained=True, target=str(entry.path))

    @classmethod
    def of_ensemble(cls, name: str, classes: "Sequence[Emotion]", target: str) -> "Row":
        """Return the line for several checkpoints that answer as one."""
        return cls(
            name,
            translate("Model", NOT_MEASURED),
            class_list(classes),
            "",
            trained=True,
            target=target,
        )


class _RowWidget(QWidget):
    """Two lines of text; the menu itself handles mouse and keys."""

    def __init__(self, row: Row, action: QAction, menu: QMenu, theme: Theme) -> None:
        super().__init__(menu)
        self.row = row
        self._action = action
        self._menu = menu
        self._theme = theme
        self._bold = self.font()
        self._bold.setBold(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(action.text())

    def sizeHint(self) -> QSize:
        bold, plain = QFontMetricsF(self._bold), QFontMetricsF(self.font())
        first = (
            bold.horizontalAdvance(self.row.name) + 32 + plain.horizontalAdvance(self.row.figure)
        )
        widest = max(first, plain.horizontalAdvance(self.row.second))
        return QSize(round(TICK + widest + KEY + PADDING), 2 * LINE + 12)

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
        first = QRectF(TICK, 6, self.width() - TICK - KEY - PADDING, LINE)
        second = QRectF(TICK, 6 + LINE, self.width() - TICK - PADDING, LINE)
        middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
        painter.setFont(self._bold)
        painter.setPen(QColor(colours.text if trained else colours.disabled))
        painter.drawText(first, middle, self.row.name)
        painter.setFont(tabular(self.font()))
        painter.drawText(first, middle | right, self.row.figure)
        painter.setPen(QColor(colours.muted))
        painter.drawText(second, middle, self.row.second)
        key = QRectF(self.width() - PADDING - KEY, 6, KEY, LINE)
        painter.drawText(key, middle | right, self.row.key)
        painter.end()


class ModelMenu(QMenu):
    """One item per architecture, two lines each, then the user's own checkpoints and ensembles.

    Signals:
        chosen: (str) A trained model was picked; carries the path of its checkpoint, or what an
            ensemble was made from.

    Attributes:
        entries: The catalog, without ensembles.
        rows: What the menu lists.
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
        self._actions: list[QWidgetAction] = []
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
        for action in self._actions:
            self.removeAction(action)
            action.deleteLater()
        self.rows = (*(Row.of(entry) for entry in self.entries), *self._ensembles.values())
        self._actions = [self._add(row) for row in self.rows]
        self.set_current(self._current)

    def set_current(self, name: str | None) -> None:
        """Tick the model in use."""
        self._current = name
        for row, action in zip(self.rows, self._actions, strict=True):
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

    def _add(self, row: Row) -> QWidgetAction:
        action = QWidgetAction(self)
        action.setText(", ".join(part for part in (row.name, row.figure, row.second) if part))
        where = f"\n{row.target}" if Path(row.target).is_absolute() else ""
        action.setToolTip(f"{action.text()}{where}")
        action.setCheckable(row.trained)
        action.setEnabled(row.trained)
        action.setData(row.target)
        action.setDefaultWidget(_RowWidget(row, action, self, self._theme))
        action.triggered.connect(self._choose)
        self.insertAction(self._first, action)
        return action

    def _choose(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.set_current(self._current)
        self.chosen.emit(str(action.data()))
