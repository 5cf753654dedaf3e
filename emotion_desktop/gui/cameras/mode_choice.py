"""Lets people choose the size and frame rate of a camera, and remembers it for each."""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from emotion_desktop.error_boundary import CAMERAS
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.session import Session
from emotion_desktop.vision.sources.camera.camera_registry import CameraRegistry
from emotion_desktop.vision.sources.camera.modes import read_preferred_modes, write_preferred_modes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from emotion_desktop.vision.sources import CameraInfo
    from emotion_desktop.vision.sources.camera.modes import CameraMode


class ModeChoice(QObject):
    """Fills the menu of modes for the present camera, and opens it anew in the one chosen."""

    def __init__(
        self, window: MainWindow, session: Session, book: CameraRegistry, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._session = session
        self._book = book
        self._camera: CameraInfo | None = None
        self._offered: dict[str, Sequence[CameraMode]] = {}
        self._asked: CameraInfo | None = None
        book.preferred_modes = read_preferred_modes(window.preferences.settings.camera_mode)
        window.source_menu.modes.chosen.connect(self._choose)
        window.preferences.changed.connect(self._on_preference)

    def start(self, camera: "CameraInfo | None") -> None:
        """Offer the modes of a camera that has just been opened; None for no camera."""
        self._camera = camera
        self._show()
        if camera is not None and camera.id not in self._offered and self._asked is None:
            self._asked = camera
            self._window.jobs.start(self._ask, self._on_modes, where=CAMERAS)

    def _ask(self) -> object:
        assert self._asked is not None
        return self._book.modes(self._asked)

    def _on_modes(self, modes: object) -> None:
        asked, self._asked = self._asked, None
        assert asked is not None
        self._offered[asked.id] = cast("Sequence[CameraMode]", modes)
        self.start(self._camera)

    def _show(self) -> None:
        menu = self._window.source_menu.modes
        if self._camera is None:
            menu.show_nothing()
        else:
            key = self._camera.id
            offered = self._offered.get(key, ())
            menu.show_modes(self._camera.name, offered, self._book.preferred_modes.get(key))

    def _choose(self, mode: "CameraMode | None") -> None:
        if self._camera is None:
            return
        preferred = dict(self._book.preferred_modes)
        if mode is None:
            preferred.pop(self._camera.id, None)
        else:
            preferred[self._camera.id] = mode
        self._book.preferred_modes = preferred
        self._window.preferences.change(camera_mode=write_preferred_modes(preferred))
        self._session.reopen()

    def _on_preference(self, name: str) -> None:
        # Also when the settings are reset.
        if name == "camera_mode":
            self._book.preferred_modes = read_preferred_modes(
                self._window.preferences.settings.camera_mode
            )
            self._show()
