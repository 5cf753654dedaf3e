"""The middle of the window: the picture, or a state in its place, with notices and toasts."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from emotion_desktop.gui.live_view.comparison_view import ComparisonView
from emotion_desktop.gui.live_view.drop_hint import DropHint
from emotion_desktop.gui.live_view.notices import NoticeStack
from emotion_desktop.gui.live_view.state_view import StateView
from emotion_desktop.gui.live_view.states import ViewState
from emotion_desktop.gui.live_view.toast import Toast
from emotion_desktop.gui.live_view.video_view import VideoView
from emotion_desktop.gui.look.theme import Theme


class Stage(QWidget):
    """Shows one of the picture and a state; notices stand above it, toasts lie over it.

    Signals:
        state_remedy: (Remedy) A button of the state was pressed.

    Attributes:
        pictures: The picture, and the same one again while two models are compared.
        video: The picture, the first of the two.
        notices: The lines above it.
        toast: The message over it.
        drop_hint: What lies over all while something is dragged over the window.
    """

    state_remedy = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pictures = ComparisonView(theme)
        self.video: VideoView = self.pictures.first
        self.notices = NoticeStack(theme)
        self._state_view = StateView(theme)
        self._state_view.chosen.connect(self.state_remedy)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.pictures)
        self._pages.addWidget(self._state_view)
        self._pages.setMinimumHeight(72)  # in a small window the lines above it come first
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.notices)
        layout.addWidget(self._pages, 1)
        self.toast = Toast(self._pages)
        self.drop_hint = DropHint(theme, self)

    def close_message(self) -> bool:
        """Close the toast, else the notice that came last; return whether there was one."""
        return self.toast.dismiss() or self.notices.close_last()

    def add_bar(self, bar: QWidget) -> None:
        """Put a bar below the picture."""
        self._layout.addWidget(bar)

    @property
    def state(self) -> ViewState | None:
        """The state in place of the picture; None while there is a picture."""
        shown = self._pages.currentWidget() is self._state_view
        return self._state_view.state if shown else None

    def show_picture(self) -> None:
        """Show the picture, not a state."""
        if self.state is not None:
            self._pages.setCurrentWidget(self.pictures)
            self.video.setFocus()

    def show_state(self, state: ViewState) -> None:
        """Show a state in place of the picture; its first button is the next to Tab to."""
        self._state_view.show_state(state)
        self._pages.setCurrentWidget(self._state_view)
