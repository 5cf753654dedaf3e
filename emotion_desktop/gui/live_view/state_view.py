"""The widget that fills the view while there is no picture."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from emotion_desktop.gui.accessibility import announce
from emotion_desktop.gui.live_view.states import Remedy, ViewState
from emotion_desktop.gui.look import icons
from emotion_desktop.gui.look.fonts import tabular
from emotion_desktop.gui.look.theme import Theme

ICON_SIZE = 56
TEXT_WIDTH = 480
DETAIL_LINES = 4


class StateView(QWidget):
    """An icon, a title, a sentence, the details, a countdown and the buttons, in the middle.

    Signals:
        chosen: (Remedy) A button was pressed.

    Attributes:
        state: What is shown; None at first.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state: ViewState | None = None
        self.setObjectName("state")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._title = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        font.setBold(True)
        self._title.setFont(font)
        self._sentence = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._sentence.setProperty("role", "muted")
        self._details = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._details.setObjectName("details")
        self._details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._countdown = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._countdown.setObjectName("countdown")
        self._countdown.setFont(tabular(self._countdown.font()))
        for label in (self._title, self._sentence, self._details, self._countdown):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._lay_out()
        theme.changed.connect(self._tint)

    def show_state(self, state: ViewState) -> None:
        """Show a state in place of the one before.

        If only its countdown is another, the buttons stay, and the focus on one of them too.
        """
        before, self.state = self.state, state
        self._countdown.setText(state.countdown)
        self._countdown.setVisible(bool(state.countdown))
        words = (state.title, state.sentence, state.details, state.countdown)
        self.setAccessibleName(". ".join(word.rstrip(".") for word in words if word))
        if before is not None and replace(before, countdown="") == replace(state, countdown=""):
            return
        announce(self, self.accessibleName(), urgent=bool(state.details))
        self._title.setText(state.title)
        self._icon.setAccessibleName(state.title)
        self._sentence.setText(state.sentence)
        self._sentence.setVisible(bool(state.sentence))
        self._details.setText(_breakable(state.details, self._details.fontMetrics()))
        self._details.setVisible(bool(state.details))
        self._tint()
        while (item := self._buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._buttons.addStretch()
        for index, remedy in enumerate(state.remedies):
            button = self._button(remedy, primary=index == 0)
            self._buttons.addWidget(button)
            button.show()  # now: the layout would do so only at the next turn of the event loop
        self._buttons.addStretch()

    def _button(self, remedy: Remedy, *, primary: bool) -> QPushButton:
        button = QPushButton(remedy.label)
        button.setObjectName(remedy.name)
        button.setProperty("role", "primary" if primary else "")
        # By keyboard only: a mouse click must not move the focus away from the picture.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self._press)
        return button

    def _press(self) -> None:
        button = self.sender()
        assert isinstance(button, QPushButton)
        self.chosen.emit(Remedy[button.objectName()])

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addStretch()
        column.addWidget(self._icon)
        column.addSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._sentence)
        column.addSpacing(4)
        column.addWidget(self._details)
        column.addSpacing(4)
        column.addWidget(self._countdown)
        column.addSpacing(12)
        column.addLayout(self._buttons)
        column.addStretch()
        # The texts have a fixed width: a layout that aligns wrapping labels cuts them off.
        for label in (self._title, self._sentence, self._details, self._countdown):
            label.setFixedWidth(TEXT_WIDTH)
        row = QHBoxLayout(self)
        row.addStretch()
        row.addLayout(column)
        row.addStretch()

    def _tint(self) -> None:
        if self.state is not None:
            scale = self.devicePixelRatioF()
            colour = self._theme.colours.muted
            self._icon.setPixmap(icons.render(self.state.icon, colour, ICON_SIZE, scale))


def _breakable(text: str, metrics: QFontMetrics) -> str:
    """Return a text in which long paths may break, four lines at most."""
    zero_width_space = "\N{ZERO WIDTH SPACE}"
    short = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, (TEXT_WIDTH - 40) * DETAIL_LINES)
    return short.replace("/", "/" + zero_width_space).replace("\\", "\\" + zero_width_space)
