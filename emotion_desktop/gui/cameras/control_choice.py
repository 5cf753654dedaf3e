"""Lets people set exposure, gain, white balance and focus, and remembers them for each camera."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from emotion_desktop.error_boundary import CAMERAS
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.dialogs.controls_dialog import ControlsDialog
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.vision.sources.camera.camera_registry import CameraRegistry
from emotion_desktop.vision.sources.camera.controls import (
    CameraControl,
    CameraControls,
    ControlName,
    read_controls,
    write_controls,
)

if TYPE_CHECKING:
    from emotion_desktop.vision.sources import CameraInfo

Values = Mapping[ControlName, int]


class ControlChoice(QObject):
    """Joins the action, the dialog, the driver of the present camera and the settings.

    A driver may take its time, so it is asked off the GUI thread, one request after another; what
    is set meanwhile goes into the next.
    """

    def __init__(self, window: MainWindow, book: CameraRegistry, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._book = book
        self._camera: CameraInfo | None = None
        self._asked: CameraInfo | None = None
        self._waiting: list[Values] = []
        self._known: Sequence[CameraControl] = ()
        self._dialog: ControlsDialog | None = None
        window.commands[ActionName.CAMERA_CONTROLS].triggered.connect(self._open)
        self.start(None)

    def start(self, camera: "CameraInfo | None") -> None:
        """Set a camera that has just been opened as it was set last; None for no camera."""
        self._camera = camera
        self._waiting, self._known = [], ()
        if camera is None:
            why = translate("CameraControls", "the source is not a camera")
            self._window.commands.disable(ActionName.CAMERA_CONTROLS, why)
            if self._dialog is not None:
                self._dialog.reject()
            return
        self._window.commands.enable(ActionName.CAMERA_CONTROLS)
        remembered = self._remembered().get(camera.id)
        if remembered:
            self._set(remembered)

    def _remembered(self) -> dict[str, dict[ControlName, int]]:
        return read_controls(self._window.preferences.settings.camera_controls)

    def _remember(self, values: Values) -> None:
        if self._camera is not None:
            remembered = self._remembered() | {self._camera.id: dict(values)}
            self._window.preferences.change(camera_controls=write_controls(remembered))

    # What the user does

    def _open(self) -> None:
        if self._camera is None or self._dialog is not None:
            return
        self._dialog = dialog = ControlsDialog(self._camera.name, self._window)
        dialog.changed.connect(self._on_changed)
        dialog.reset_wanted.connect(self._on_reset)
        dialog.finished.connect(self._on_closed)
        dialog.show()
        self._set({})

    def _on_closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def _on_changed(self, name: ControlName, value: int) -> None:
        if self._camera is not None:
            remembered = self._remembered().get(self._camera.id, {})
            self._remember(remembered | {name: value})
            self._set({name: value})

    def _on_reset(self) -> None:
        self._remember({})
        # Numbers first: most drivers refuse them once their automatic is on.
        numbers = [each for each in self._known if not (each.choices or each.is_switch)]
        others = [each for each in self._known if each not in numbers]
        self._waiting.extend(
            {each.name: each.default for each in part} for part in (numbers, others)
        )
        self._go_on()

    # What the driver says

    def _set(self, values: Values) -> None:
        last = self._waiting.pop() if self._waiting else {}
        self._waiting.append({**last, **values})
        self._go_on()

    def _go_on(self) -> None:
        if self._camera is None or self._asked is not None or not self._waiting:
            return
        self._asked, values, self._waiting = self._camera, self._waiting, []
        work = partial(_exchange, self._book.controls(self._camera), values)
        self._window.jobs.start(work, self._on_answer, where=CAMERAS)

    def _on_answer(self, controls: object) -> None:
        asked, self._asked = self._asked, None
        if asked is self._camera and not self._waiting:
            self._known = cast("Sequence[CameraControl]", controls)
            if self._dialog is not None:
                self._dialog.show_controls(self._known)
        self._go_on()


def _exchange(controls: CameraControls, steps: Sequence[Values]) -> tuple[CameraControl, ...]:
    for values in steps:
        if values:
            controls.write(values)
    return controls.read()
