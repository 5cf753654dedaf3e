"""Keeps settings, controls and the session in step, and saves choices as they are made."""

from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer

from emotion_desktop.config import BlurStyle, BlurWho
from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import UnexpectedError
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.dialogs.settings_fields import BLUR_NOTE
from emotion_desktop.gui.docks.smoothing_slider import explanation
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.live_view.states import failure
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.session import Session

PATIENCE_MS: Final = 300
"""A heatmap that is not there by then is announced."""


class SettingsSync(QObject):
    """Joins the controls and the preferences with the session and the picture."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._preferences = window.preferences
        self._preferences.changed.connect(self._on_setting)
        commands = window.commands
        commands[ActionName.CALMER].triggered.connect(self._calmer)
        commands[ActionName.QUICKER].triggered.connect(self._quicker)
        commands[ActionName.GRADCAM].toggled.connect(self._explain)
        window.docks.calm.moved.connect(self._on_calm)
        window.heatmap_menu.target_chosen.connect(self._on_heatmap_choice)
        window.heatmap_menu.method_chosen.connect(self._on_heatmap_choice)
        window.heatmap_menu.opacity_changed.connect(self._on_opacity)
        window.stage.video.set_heatmap_opacity(self._preferences.settings.heatmap_opacity)
        commands[ActionName.BARS].setChecked(self._preferences.settings.bars)
        commands[ActionName.BARS].toggled.connect(self._on_bars)
        session.model_ready.connect(self._on_model_ready)
        self._blurred = BlurWho.EVERYBODY  # what the key switches on
        commands[ActionName.BLUR].triggered.connect(self._on_blur)
        session.heatmaps_failed.connect(self._on_heatmaps_failed)
        self._configure()

    def _configure(self) -> None:
        session, settings = self._session, self._preferences.settings
        who = BlurWho(settings.blur)
        asked = replace(
            session.request,
            settings=settings.pipeline,
            blur=who,
            blur_style=BlurStyle(settings.blur_style),
        )
        if asked != session.request:
            session.ask(asked)
        if who is not BlurWho.NOBODY:
            self._blurred = who
        self._window.commands[ActionName.BLUR].setChecked(who is not BlurWho.NOBODY)

    def _on_setting(self, name: str) -> None:
        if name == "detector":
            self._session.detector = None  # it was that of the command line
        self._configure()

    def _on_blur(self, on: bool) -> None:  # noqa: FBT001 (the signature of a Qt slot)
        self._preferences.change(blur=(self._blurred if on else BlurWho.NOBODY).value)
        if on:
            self._window.stage.toast.say(translate("Settings", BLUR_NOTE))

    def _on_calm(self, calm: float) -> None:
        self._preferences.change(calm=calm)

    def _calmer(self) -> None:
        self._move_calm(1)

    def _quicker(self) -> None:
        self._move_calm(-1)

    def _move_calm(self, steps: int) -> None:
        slider = self._window.docks.calm
        slider.move_by(steps)
        # In full screen, or without the side panel, the slider cannot be seen.
        self._window.stage.toast.say(explanation(slider.calm).partition(". ")[0])

    def _on_heatmap_choice(self, _choice: object) -> None:
        self._window.commands[ActionName.GRADCAM].setChecked(True)
        self._explain()

    def _explain(self) -> None:
        on = self._window.commands[ActionName.GRADCAM].isChecked()
        menu = self._window.heatmap_menu
        session = self._session
        session.ask(
            replace(
                session.request,
                heatmaps=on,
                heatmap_class=menu.target,
                heatmap_method=menu.method,
            )
        )
        if on:
            QTimer.singleShot(PATIENCE_MS, self, self._explain_delay)

    def _on_heatmaps_failed(self, error: UnexpectedError) -> None:
        action = self._window.commands[ActionName.GRADCAM]
        action.setChecked(False)
        notice = failure("heatmaps", "", error, partial(action.setChecked, True))  # noqa: FBT003
        self._window.stage.notices.show_notice(notice)

    def _explain_delay(self) -> None:
        result = self._session.result
        wanted = self._window.commands[ActionName.GRADCAM].isChecked()
        if wanted and result is not None and len(result) and not _has_heatmaps(result):
            self._window.stage.toast.say(translate("Window", "Preparing the first heatmap …"))

    def _on_bars(self, on: bool) -> None:  # noqa: FBT001 (the signature of a Qt slot)
        self._preferences.change(bars=on)

    def _on_model_ready(self) -> None:
        if self._session.wanted:
            self._preferences.change(model=self._session.wanted)

    def _on_opacity(self, opacity: float) -> None:
        self._preferences.change(heatmap_opacity=opacity)
        self._window.stage.video.set_heatmap_opacity(opacity)


def _has_heatmaps(result: FrameResult) -> bool:
    return result.heatmaps is not None and bool(result.heatmaps.any())
