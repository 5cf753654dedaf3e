"""Quiet lines above the picture: something to know, and what can be done about it."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from emotion_desktop.gui.accessibility import announce
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.live_view.states import Notice, Remedy
from emotion_desktop.gui.look import icons
from emotion_desktop.gui.look.fonts import scaled
from emotion_desktop.gui.look.theme import Theme

NARROW: Final = 640


class NoticeBar(QFrame):
    """One notice with its buttons and a cross to close it.

    Signals:
        chosen: (Notice, Remedy) A button was pressed.
        closed: (str) The cross was pressed; carries the topic.
    """

    chosen = Signal(object, object)
    closed = Signal(str)

    def __init__(self, notice: Notice, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = notice
        self._theme = theme
        self.setObjectName("notice")
        self.setAccessibleName(f"{notice.text}. {notice.details}".removesuffix(". "))
        self._icon = QLabel()
        self._icon.setAccessibleName(
            translate("Notices", "Warning")
            if notice.warning
            else translate("Notices", "Information")
        )
        text = QLabel(notice.text)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(text)
        if notice.details:
            details = QLabel(notice.details)
            details.setTextFormat(Qt.TextFormat.PlainText)
            details.setWordWrap(True)
            details.setProperty("role", "muted")
            words.addWidget(details)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for remedy in notice.remedies:
            row.addWidget(self._button(remedy))
        self._buttons.setVisible(bool(notice.remedies))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 6, 6, 6)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._icon, 0, 0)
        self._grid.addLayout(words, 0, 1)
        self._grid.addWidget(self._buttons, 0, 2)
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.setToolTip(translate("Notices", "Close"))
        self._close.setAccessibleName(translate("Notices", "Close this message"))
        self._close.clicked.connect(self._on_close)
        self._grid.addWidget(self._close, 0, 3)
        theme.changed.connect(self._tint)
        self._tint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons below the text where they would leave it little room."""
        super().resizeEvent(event)
        width = event.size().width()
        if width < scaled(NARROW, self.font()):
            self._grid.addWidget(self._buttons, 1, 1, Qt.AlignmentFlag.AlignLeft)
        else:
            self._grid.addWidget(self._buttons, 0, 2)
        # As high as its text needs in this width: a window's layout does not ask for that.
        self.setMinimumHeight(self._grid.totalHeightForWidth(width))

    def _button(self, remedy: Remedy) -> QPushButton:
        button = QPushButton(remedy.label)
        button.setObjectName(remedy.name)
        button.setProperty("role", "quiet")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self._press)
        return button

    def _press(self) -> None:
        button = self.sender()
        assert isinstance(button, QPushButton)
        self.chosen.emit(self.notice, Remedy[button.objectName()])

    def _on_close(self) -> None:
        self.closed.emit(self.notice.topic)

    def _tint(self) -> None:
        name = "warning" if self.notice.warning else "info"
        colour = self._theme.colours.muted
        self._icon.setPixmap(icons.render(name, colour, scale=self.devicePixelRatioF()))
        self._close.setIcon(self._theme.icon("close"))


class NoticeStack(QWidget):
    """At most one notice per topic, the latest at the bottom.

    Signals:
        chosen: (Notice, Remedy) A button of a notice was pressed.
    """

    chosen = Signal(object, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bars: dict[str, NoticeBar] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self.hide()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What is shown, from top to bottom."""
        return tuple(bar.notice for bar in self._bars.values())

    def show_notice(self, notice: Notice) -> None:
        """Show a notice; an older one of its topic goes."""
        self.clear(notice.topic)
        bar = NoticeBar(notice, self._theme)
        bar.chosen.connect(self.chosen)
        bar.closed.connect(self.clear)
        self._bars[notice.topic] = bar
        self._layout.addWidget(bar)
        self.show()
        announce(bar, bar.accessibleName(), urgent=notice.warning)

    def close_last(self) -> bool:
        """Remove the notice that came last; return whether there was one."""
        if not self._bars:
            return False
        self.clear(next(reversed(self._bars)))
        return True

    def clear(self, topic: str) -> None:
        """Remove the notice of a topic if there is one."""
        bar = self._bars.pop(topic, None)
        if bar is not None:
            self._layout.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        self.setVisible(bool(self._bars))
