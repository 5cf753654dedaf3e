"""Offers a lower rate on battery, once, and keeps to it where it was accepted."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer

from emotion_desktop.gui.language import translate
from emotion_desktop.gui.live_view.states import Notice, Remedy
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.power.power_source import runs_on_battery
from emotion_desktop.gui.session import Session
from emotion_desktop.vision.pipeline_request import SAVING_FPS

CHECK_MS: Final = 30_000
TOPIC: Final = "battery"


class Battery(QObject):
    """Joins what the system says of its power, the notice, the setting and the pipeline.

    Args:
        window: Shows the notice, and has the setting.
        session: Whose rate is lowered.
        ask_system: Whether the machine runs on its battery; called off the GUI thread.

    Attributes:
        on_battery: As it was at the last look.
    """

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        ask_system: Callable[[], bool] = runs_on_battery,
    ) -> None:
        super().__init__(window)
        self.on_battery = False
        self.ask_system = ask_system
        self._window = window
        self._session = session
        self._timer = QTimer(self)
        self._timer.setInterval(CHECK_MS)
        self._timer.timeout.connect(self.look)
        window.preferences.changed.connect(self._on_preference)
        window.stage.notices.chosen.connect(self._on_chosen)
        window.closing.connect(self._timer.stop)

    def start(self) -> None:
        """Look now, and every half minute."""
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Ask the system, off the GUI thread."""
        self._window.jobs.start(self.ask_system, self._on_answer)

    def _on_answer(self, on_battery: object) -> None:
        self.on_battery = bool(on_battery)
        settings = self._window.preferences.settings
        if not self.on_battery:
            self._window.stage.notices.clear(TOPIC)
        elif not settings.battery_offered and not settings.save_battery:
            self._window.preferences.change(battery_offered=True)
            self._window.stage.notices.show_notice(
                Notice(
                    topic=TOPIC,
                    text=translate("Battery", "The computer runs on its battery"),
                    details=translate(
                        "Battery",
                        "A lower frame rate of cameras and streams makes it last longer. "
                        "It can be changed in the settings.",
                    ),
                    remedies=(Remedy.LOWER_RATE,),
                )
            )
        self._apply()

    def _on_chosen(self, notice: Notice, remedy: Remedy) -> None:
        if remedy is Remedy.LOWER_RATE:
            self._window.stage.notices.clear(notice.topic)
            self._window.preferences.change(save_battery=True)

    def _on_preference(self, name: str) -> None:
        if name == "save_battery":
            self._window.stage.notices.clear(TOPIC)
            self._apply()

    def _apply(self) -> None:
        saves = self.on_battery and self._window.preferences.settings.save_battery
        fps = SAVING_FPS if saves else None
        if fps != self._session.request.max_fps:
            self._session.ask(replace(self._session.request, max_fps=fps))
