"""A short message at the left, bottom or top, that goes by itself."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QEnterEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QWidget,
)

from emotion_desktop.gui.accessibility import announce

DURATION_MS = 3000
MARGIN = 16


class Toast(QFrame):
    """Says one thing for three seconds, longer while the mouse or the focus is here.

    Lies over its parent, and shows the newest message only.

    Attributes:
        button: Does what the message offers; hidden if it offers nothing.
        second_button: Does what else it offers.
        at_top: Whether it lies at the top; to be set before the message.
    """

    at_top = False

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self.button = self._make_button()
        self.button.clicked.connect(self._press)
        self.second_button = self._make_button()
        self.second_button.clicked.connect(self._press_second)
        self._action: Callable[[], None] | None = None
        self._on_second: Callable[[], None] | None = None
        self.timer = QTimer(self, singleShot=True)
        self.timer.setInterval(DURATION_MS)
        self.timer.timeout.connect(self._expire)
        layout = self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        layout.setContentsMargins(16, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self._label)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.button)
        buttons.addWidget(self.second_button)
        buttons.addStretch()
        layout.addLayout(buttons)
        layout.addSpacing(8)
        self._parent = parent
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """The message shown now or last."""
        return self._label.text()

    def say(
        self,
        text: str,
        action: str = "",
        on_action: Callable[[], None] | None = None,
        *,
        second: str = "",
        on_second: Callable[[], None] | None = None,
    ) -> None:
        """Show a message in place of the one before.

        Args:
            text: One sentence.
            action: Text of its button; none if empty.
            on_action: What the button does.
            second: Text of another button beside it; none if empty.
            on_second: What that one does.
        """
        self._label.setText(text)
        self.setAccessibleName(text)
        announce(self, text)
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self._action = on_action
        self.second_button.setText(second)
        self.second_button.setVisible(bool(second))
        self._on_second = on_second
        self.show()
        self.raise_()
        self._place()
        if action and QAccessible.isActive():
            self.timer.stop()  # whoever listens gets to the buttons later
        else:
            self.timer.start()

    @property
    def is_answerable(self) -> bool:
        """Whether a message is shown that offers something."""
        return self.isVisible() and not self.button.isHidden()

    def dismiss(self) -> bool:
        """Go now; return whether a message was shown that somebody may answer."""
        shown = self.is_answerable
        self.hide()
        return shown

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the mouse is here."""
        self.timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go three seconds later."""
        self.timer.start()
        super().leaveEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when the parent changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _expire(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self.timer.start()
        else:
            self.hide()

    def _press(self) -> None:
        self.hide()
        if self._action is not None:
            self._action()

    def _press_second(self) -> None:
        self.hide()
        if self._on_second is not None:
            self._on_second()

    @staticmethod
    def _make_button() -> QPushButton:
        button = QPushButton()
        button.setProperty("role", "link")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _lay_out(self, *, wraps: bool) -> None:
        """Put the buttons beside the text, or below one that takes several lines."""
        directions = QBoxLayout.Direction
        self._label.setWordWrap(wraps)
        self._row.setDirection(directions.TopToBottom if wraps else directions.LeftToRight)
        self._row.activate()  # or it has the size of the message before

    def _place(self) -> None:
        room = self._parent.width() - 2 * MARGIN
        self._lay_out(wraps=False)
        size = self._row.totalSizeHint()
        if size.width() > room:
            self._lay_out(wraps=True)
            size = QSize(room, self._row.totalHeightForWidth(room))
        self.resize(size)
        bottom = self._parent.height() - self.height() - MARGIN
        self.move(MARGIN, MARGIN if self.at_top else bottom)
