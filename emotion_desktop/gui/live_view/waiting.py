"""Says on the picture what is being waited for, and for how long."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer

from emotion_desktop.gui.language import translate
from emotion_desktop.gui.live_view.states import opening
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.menus.source_text import short_name
from emotion_desktop.gui.session import Session, checkpoint_name
from emotion_desktop.vision.sources import SourceSpec

PATIENCE_S: Final = 0.9
"""What takes no longer need not be spoken of; a live picture should come far more often."""

CHECK_MS: Final = 100


class Waiting(QObject):
    """Looks whether a source is being opened, a model loaded, or a live picture stands still.

    Args:
        window: Where the picture is.
        session: What is waited for.
        clock: Tells the time in seconds, as `time.monotonic` does.
    """

    def __init__(
        self, window: MainWindow, session: Session, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self.clock = clock
        self._opening: tuple[str, float] | None = None
        self.loading: tuple[str, float] | None = None
        self._newest: float | None = None
        self._shown = ""
        session.opening.connect(self._on_opening)
        session.model_loading.connect(self._on_loading)
        session.model_ready.connect(self._on_loaded)
        session.model_failed.connect(self._on_loaded)
        for signal in (session.frame_arrived, session.result_arrived):
            signal.connect(self._on_picture)
        for signal in (session.source_failed, session.source_stopped, session.playback_changed):
            signal.connect(self._on_rest)
        self._timer = QTimer(self)
        self._timer.setInterval(CHECK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        window.closing.connect(self._timer.stop)

    def look(self) -> None:
        """Show what is waited for now; costs next to nothing if nothing is."""
        now = self.clock()
        if self._opening is not None:
            self._count(*self._opening, now)
        text = self._text(now)
        if text != self._shown:
            self._shown = text
            self._window.stage.video.set_waiting(text)

    def _count(self, name: str, since: float, now: float) -> None:
        state, stage = opening(name), self._window.stage
        if (
            now - since > PATIENCE_S
            and stage.state is not None
            and stage.state.title == state.title
        ):
            stage.show_state(replace(state, countdown=_seconds(now - since)))

    def _text(self, now: float) -> str:
        session = self._session
        if self._newest is None:
            return ""
        if self.loading is not None and session.result is None:
            name, since = self.loading
            if now - since > PATIENCE_S:
                loading = translate("Window", "Loading {name} …").format(name=name)
                return f"{loading}  {_seconds(now - since)}"
        comes = session.spec.may_come_back and not (session.paused or session.stopped)
        if comes and now - self._newest > PATIENCE_S:
            text = translate("Picture", "No new picture for {time}")
            return text.format(time=_seconds(now - self._newest))
        return ""

    def _on_opening(self, source: str) -> None:
        self._opening = (short_name(SourceSpec.parse(source)), self.clock())
        self._newest = None

    def _on_loading(self, model: str) -> None:
        name = checkpoint_name(model) if model else translate("Window", "the model")
        self.loading = (name, self.clock())

    def _on_loaded(self) -> None:
        self.loading = None

    def _on_picture(self) -> None:
        self._opening, self._newest = None, self.clock()
        self.look()

    def _on_rest(self) -> None:
        """Count from here on: nothing came because nothing was to come."""
        if self._newest is not None:
            self._newest = self.clock()
        if self._session.stopped:
            self._opening = self._newest = None


def _seconds(seconds: float) -> str:
    return f"{round(seconds)} s"
