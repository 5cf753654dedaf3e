"""The card of the model in use, from its measured accuracy down to its limits."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from emotion_desktop.gui.docks.bar_list import BarList
from emotion_desktop.gui.docks.bars import Bar
from emotion_desktop.gui.docks.labels import heading, label
from emotion_desktop.gui.docks.model.confusion import ConfusionView
from emotion_desktop.gui.docks.model.facts import accuracy, facts, limits, mistake
from emotion_desktop.gui.language import emotion_name, translate
from emotion_desktop.gui.look.buttons import make_flat
from emotion_desktop.gui.look.fonts import percent
from emotion_desktop.gui.look.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from emotion_desktop.gui.docks.model.facts import Member
    from emotion_desktop.models import SplitMetrics


class ModelPanel(QScrollArea):
    """Everything the checkpoint says about itself; of an ensemble, what its members say.

    Attributes:
        recall: A bar for each class; hidden where nothing was measured.
        confusion: Which classes are taken for which; hidden where nothing was measured.
        more: Folds out what takes the most room: mistakes, data and protocol.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = label()
        self._accuracy = label()
        self._explained = label("muted")
        for line, size in ((self._name, 1.0), (self._accuracy, 1.5)):
            font = line.font()
            font.setPointSizeF(font.pointSizeF() * size)
            font.setBold(True)
            line.setFont(font)
        self._recall_title = heading(translate("Model", "Recognised, by expression"))
        self.recall = BarList(theme)
        self.recall.setAccessibleName(translate("Model", "Recognised, by expression"))
        self._confusion_title = heading(
            translate("Model", "Confusion matrix: shown → read as, % of the row")
        )
        self.confusion = ConfusionView(theme)
        self._facts = QWidget()
        self._grid = QGridLayout(self._facts)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._values: dict[str, QLabel] = {}
        self._values_and_captions: list[QLabel] = []
        self._limits_title = heading(translate("Model", "Limits"))
        self._limits = label()
        self.more = QToolButton()
        self.more.setText(translate("Model", "Details"))
        self.more.setToolTip(translate("Model", "Mistakes, data and how it was measured"))
        self.more.setCheckable(True)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        make_flat(self.more)
        self.more.toggled.connect(self._fold)
        self._lay_out()
        self.show_message(translate("Model", "Loading …"))

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("scrolled")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(11, 7, 11, 11)  # and one for the frame
        layout.setSpacing(4)
        self._measured: tuple[QWidget, ...] = (
            self._accuracy,
            self._recall_title,
            self.recall,
            self._confusion_title,
            self.confusion,
        )
        self._folded = QWidget()
        folded = QVBoxLayout(self._folded)
        folded.setContentsMargins(0, 0, 0, 0)
        folded.setSpacing(4)
        folded.addWidget(self._confusion_title)
        folded.addWidget(self.confusion)
        folded.addSpacing(12)
        folded.addWidget(self._facts)
        self._details: tuple[QWidget, ...] = (
            self._explained,
            self._limits_title,
            self._limits,
            self.more,
        )
        for widget in (self._name, self._accuracy, self._explained):
            layout.addWidget(widget)
        parts: tuple[tuple[QLabel, QWidget], ...] = (
            (self._limits_title, self._limits),
            (self._recall_title, self.recall),
        )
        for title, part in parts:
            layout.addSpacing(8)
            layout.addWidget(title)
            layout.addWidget(part)
        layout.addSpacing(8)
        layout.addWidget(self.more)
        layout.addWidget(self._folded)
        layout.addStretch()
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def texts(self) -> dict[str, str]:
        """Name, accuracy, its explanation and limits as shown; empty where they are not."""
        labels = {
            "name": self._name,
            "accuracy": self._accuracy,
            "explained": self._explained,
            "limits": self._limits,
        }
        return {name: "" if each.isHidden() else each.text() for name, each in labels.items()}

    @property
    def facts(self) -> dict[str, str]:
        """The lines at the end of the card by their titles."""
        return {title: value.text() for title, value in self._values.items()}

    def show_message(self, text: str) -> None:
        """Show one line while no model is in use."""
        self._name.setText(text)
        for widget in (*self._measured, *self._details, self._folded):
            widget.hide()
        self._say(text)

    def show_model(
        self, name: str, members: "Sequence[Member]", device: str, photos: float | None = None
    ) -> None:
        """Show a model.

        Args:
            name: What it is called.
            members: Name and metadata of its checkpoints: one, or several of an ensemble, which
                as a whole nobody has measured.
            device: What computes it, e.g. `CPU`.
            photos: Its accuracy on the common set, 0–1; None if it was not asked.
        """
        single = members[0][1] if len(members) == 1 else None
        measured = single.measured if single is not None else None
        self._name.setText(name)
        self._explained.setText(accuracy(measured, photos))
        self._limits.setText("\n".join(f"• {sentence}" for sentence in limits(single)))
        self._show_facts(facts(members, device))
        if measured is not None:
            self._show_measured(measured)
        for widget in self._measured:
            widget.setVisible(measured is not None)
        for widget in self._details:
            widget.show()
        self._fold(self.more.isChecked())
        self._say(name)

    def _fold(self, out: bool) -> None:  # noqa: FBT001 (the signature of a Qt slot)
        arrows = Qt.ArrowType
        self.more.setArrowType(arrows.DownArrow if out else arrows.RightArrow)
        self._folded.setVisible(out)

    def _show_measured(self, measured: "SplitMetrics") -> None:
        classes = tuple(measured.recall)
        text = translate("Model", "{share} accuracy")
        self._accuracy.setText(text.format(share=percent(measured.accuracy, 1)))
        bars = [
            Bar(
                name=emotion_name(emotion),
                figure=percent(recall),
                share=recall,
                colour=emotion,
            )
            for emotion, recall in measured.recall.items()
        ]
        tips = [
            mistake(emotion, emotion, row[index], sum(row))
            for index, (emotion, row) in enumerate(zip(classes, measured.confusion, strict=True))
        ]
        self.recall.show_bars(bars, tips)
        self.recall.setAccessibleDescription("; ".join(tips))
        self.confusion.show_counts(classes, measured.confusion)

    def _show_facts(self, lines: list[tuple[str, str]]) -> None:
        for old in self._values_and_captions:
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._values_and_captions.clear()
        self._values = {}
        for row, (title, text) in enumerate(lines):
            caption, value = label("muted"), label()
            caption.setText(title)
            caption.setWordWrap(False)
            value.setText(text)
            self._grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, row, 1)
            self._values[title] = value
            self._values_and_captions += [caption, value]

    def _say(self, text: str) -> None:
        self.setAccessibleName(translate("Model", "Model: {name}").format(name=text))
