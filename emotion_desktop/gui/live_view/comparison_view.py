"""The picture, or the same picture twice, with what two models make of it."""

from typing import Final, NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from emotion_desktop.domain import FrameResult
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.live_view.video_view import VideoView
from emotion_desktop.gui.look.theme import Theme

GAP: Final = 8


class ModelTitle(NamedTuple):
    """What stands above a picture: a model and what is to be said of it, or nothing."""

    name: str
    note: str = ""


def prefers_vertical(area: tuple[int, int], picture: tuple[int, int], title: int) -> bool:
    """Return whether two pictures come out larger one above the other than side by side.

    Args:
        area: Width and height of what both have together.
        picture: Width and height of each.
        title: Height of the line above each.
    """
    width, height = picture
    beside = min((area[0] - GAP) / 2 / width, (area[1] - title) / height)
    above = min(area[0] / width, ((area[1] - GAP) / 2 - title) / height)
    return above > beside


class ComparisonView(QWidget):
    """Shows one picture, or two of the same frame, each titled with its model.

    Attributes:
        first: The picture.
        second: The same one for the other model; hidden while nothing is compared.

    Signals:
        end_wanted: The button that ends the comparison was pressed.
    """

    end_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.first = VideoView(theme)
        self.second = VideoView(theme)
        self.second.setAccessibleName(translate("Comparison", "Live picture of the second model"))
        self.second.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._titles = (_Title(), _Title())
        self.end_button = QToolButton()
        self.end_button.setAutoRaise(True)
        self.end_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.end_button.setToolTip(translate("Comparison", "End comparison (C)"))
        self.end_button.setAccessibleName(translate("Comparison", "End comparison"))
        self.end_button.clicked.connect(self.end_wanted)
        self._titles[1].add_button(self.end_button)
        self._titles[0].setMinimumHeight(self._titles[1].sizeHint().height())
        theme.changed.connect(self._tint)
        self._tint()
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP)
        self._columns = []
        for title, view in zip(self._titles, (self.first, self.second), strict=True):
            column = QWidget()
            box = QVBoxLayout(column)
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(4)
            box.addWidget(title)
            box.addWidget(view, 1)
            self._layout.addWidget(column, 1)
            self._columns.append(column)
        self._picture = (16, 9)
        self.first.options_changed.connect(self._follow_options)
        self.first.zoomed.connect(self._follow_zoom)
        self.second.zoomed.connect(self._lead_zoom)
        self.second.full_screen_wanted.connect(self.first.full_screen_wanted)
        self.end_comparison()

    @property
    def compares(self) -> bool:
        """Whether two pictures are shown."""
        return not self._columns[1].isHidden()

    @property
    def titles(self) -> tuple[str, str]:
        """What stands above the pictures."""
        return self._titles[0].text, self._titles[1].text

    @property
    def is_stacked(self) -> bool:
        """Whether the second picture is below the first."""
        return self._layout.direction() is QBoxLayout.Direction.TopToBottom

    def compare(self, result: FrameResult, first: ModelTitle, second: ModelTitle) -> None:
        """Show the frame that the first picture shows a second time, with `result.comparison`.

        Without that, because the second model is still being loaded, it is shown as it is.
        """
        self._titles[0].show_model(first)
        self._titles[1].show_model(second)
        size = (result.image.shape[1], result.image.shape[0])
        if not self.compares:
            self._follow_options()
            self._columns[1].show()
            for title in self._titles:
                title.show()
            self._picture = (0, 0)
        if result.comparison is None:
            self.second.show_frame(result.frame)
        else:
            self.second.show_result(result.comparison)
        if size != self._picture:
            self._picture = size
            self._arrange()

    def end_comparison(self) -> None:
        """Show the first picture alone."""
        self._columns[1].hide()
        for title in self._titles:
            title.hide()
        self.second.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the pictures where they are largest."""
        super().resizeEvent(event)
        self._arrange()

    def sizeHint(self) -> QSize:
        """Return the size of a small video."""
        return self.first.sizeHint()

    def _arrange(self) -> None:
        if not self.compares or not all(self._picture):
            return
        area = (self.width(), self.height())
        above = prefers_vertical(area, self._picture, self._titles[0].sizeHint().height() + 4)
        way = QBoxLayout.Direction.TopToBottom if above else QBoxLayout.Direction.LeftToRight
        self._layout.setDirection(way)

    def _tint(self) -> None:
        self.end_button.setIcon(self._theme.icon("close"))

    def _follow_zoom(self) -> None:
        self.second.set_zoom(self.first.zoom)

    def _lead_zoom(self) -> None:
        self.first.set_zoom(self.second.zoom)

    def _follow_options(self) -> None:
        self.second.set_options(self.first.options)
        self.second.set_tone(self.first.pictures.tone)


class _Title(QWidget):
    """A model's name and how good it is."""

    def __init__(self) -> None:
        super().__init__()
        self._name = QLabel()
        self._figure = QLabel()
        font = self._name.font()
        font.setBold(True)
        self._name.setFont(font)
        self._figure.setProperty("role", "muted")
        for label in (self._name, self._figure):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setMinimumWidth(1)  # a long name is cut off before the picture is
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(GAP)
        row.addWidget(self._name)
        row.addWidget(self._figure, 1)

    def add_button(self, button: QToolButton) -> None:
        """Put a button at the end of the line."""
        layout = self.layout()
        assert layout is not None
        layout.addWidget(button)

    @property
    def text(self) -> str:
        return f"{self._name.text()} {self._figure.text()}".strip()

    def show_model(self, title: ModelTitle) -> None:
        self._name.setText(title.name)
        self._figure.setText(title.note)
