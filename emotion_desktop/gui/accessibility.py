"""What a screen reader hears and reads: announcements, texts kept current, names of choosers."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import (
    QAccessibleWidget,
    QComboBox,
    QLabel,
    QLineEdit,
    QToolButton,
    QWidget,
)

from emotion_desktop.gui.language import emotion_name, translate
from emotion_desktop.gui.look.fonts import percent
from emotion_desktop.labels import Emotion

RENEWED_MS: Final = 500
"""Texts that follow the picture are renewed at most this often."""


_ROLES: Final = {
    "VideoView": QAccessible.Role.Graphic,
    "Chart": QAccessible.Role.Chart,
    "Legend": QAccessible.Role.StaticText,
    "ModelPanel": QAccessible.Role.Document,
    "PerformancePanel": QAccessible.Role.Document,
    "QTabWidget": QAccessible.Role.Pane,
    "QScrollArea": QAccessible.Role.Pane,
}
"""What widgets are, by class; Qt would say of each that it is one."""


@cache
def install_roles() -> None:
    """Let screen readers know what our own widgets are; once for the whole process."""
    QAccessible.installFactory(_interface)


def _interface(kind: str, widget: QObject | None) -> QAccessibleInterface | None:
    role = _ROLES.get(kind)
    return QAccessibleWidget(widget, role) if role and isinstance(widget, QWidget) else None


def announce(widget: QWidget, text: str, *, urgent: bool = False) -> None:
    """Let a screen reader say a text, wherever the focus is.

    Args:
        widget: Where the text belongs.
        text: One sentence or a few.
        urgent: Whether it may interrupt what is being said.
    """
    event = QAccessibleAnnouncementEvent(widget, text)
    kinds = QAccessible.AnnouncementPoliteness
    event.setPoliteness(kinds.Assertive if urgent else kinds.Polite)
    QAccessible.updateAccessibility(event)


def probabilities_in_words(values: Iterable[tuple[Emotion, float | None]]) -> str:
    """Return the names and probabilities of classes, the likeliest first."""
    known = [(value, emotion) for emotion, value in values if value is not None]
    known.sort(key=lambda pair: -pair[0])
    words = [f"{emotion_name(emotion)} {percent(value)}" for value, emotion in known]
    return ", ".join(words) or translate("Accessibility", "no probabilities")


def label_chooser(box: QComboBox, name: str) -> None:
    """Name a chooser, which must have its parent; Qt on Linux tells its value as its name.

    A label beside it, which is not seen, tells the name there.
    """
    box.setAccessibleName(name)
    label = QLabel(name.replace("&", "&&"), box.parentWidget())
    label.setBuddy(box)
    label.hide()


def add_clear_button(line: QLineEdit) -> None:
    """Give a line a button that empties it, with a name."""
    line.setClearButtonEnabled(True)
    for button in line.findChildren(QToolButton):
        button.setAccessibleName(translate("Accessibility", "Clear"))


class Description(QObject):
    """Keeps the accessible description of a widget current, at most twice a second.

    Args:
        widget: Whose.
        in_words: Returns what it shows; called later than `renew`, when nothing else waits.
    """

    def __init__(self, widget: QWidget, in_words: Callable[[], str]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._in_words = in_words
        self._timer = QTimer(self, singleShot=True)
        self._timer.setInterval(RENEWED_MS)
        self._timer.timeout.connect(self._write)

    def renew(self) -> None:
        """Write it anew in a moment: what is shown has changed."""
        if not self._timer.isActive():
            self._timer.start()

    def _write(self) -> None:
        text = self._in_words()
        if text != self._widget.accessibleDescription():
            self._widget.setAccessibleDescription(text)
