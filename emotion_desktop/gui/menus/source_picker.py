"""The menu of sources: cameras by name, the demo, files, folders and streams."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from emotion_desktop.gui.actions import Actions
from emotion_desktop.gui.jobs import Jobs
from emotion_desktop.gui.menus.source_text import CAMERA, DEMO

if TYPE_CHECKING:
    from emotion_desktop.vision.sources import CameraInfo


def _list_cameras() -> object:
    # Imported on the job's thread: it takes OpenCV along.
    from emotion_desktop.vision.sources import list_cameras

    return list_cameras()


class SourceMenu(QMenu):
    """Looks for cameras each time it is opened, without waiting for the answer.

    Signals:
        chosen: (str) A camera was picked; carries the text of the source.
    """

    chosen = Signal(str)

    def __init__(self, actions: Actions, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__("Source", parent)
        self._jobs = jobs
        self._source = ""
        self._looking = False
        self._cameras: list[QAction] = []
        self._first = self.addSeparator()
        self._demo = actions["open_demo"]
        for name in ("open_demo", "open_file", "open_folder", "open_url"):
            self.addAction(actions[name])
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.look_for_cameras)
        self._offer([], "Looking for cameras …")

    def set_source(self, source: str) -> None:
        """Tick the source that is shown."""
        self._source = source
        self._tick()

    def look_for_cameras(self) -> None:
        """Ask the system for its cameras; the menu changes when the answer is there."""
        if not self._looking:
            self._looking = True
            self._jobs.start(_list_cameras, self._on_cameras)

    def _on_cameras(self, found: object) -> None:
        self._looking = False
        cameras = cast("Sequence[CameraInfo]", found)
        texts = [(f"{CAMERA}:{camera.index}", camera.name) for camera in cameras]
        self._offer(texts, "No camera found")

    def _offer(self, cameras: list[tuple[str, str]], if_none: str) -> None:
        for action in self._cameras:
            self.removeAction(action)
            action.deleteLater()
        self._cameras = []
        for text, name in cameras or [("", if_none)]:
            action = QAction(name, self)
            action.setData(text)
            action.setEnabled(bool(text))
            action.setCheckable(bool(text))
            action.triggered.connect(self._choose)
            self.insertAction(self._first, action)
            self._cameras.append(action)
        self._tick()

    def _choose(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self._tick()
        self.chosen.emit(str(action.data()))

    def _tick(self) -> None:
        self._demo.setChecked(self._source == DEMO)
        for action in self._cameras:
            first = self._source == CAMERA and action is self._cameras[0]
            named = self._source in (action.data(), f"{CAMERA}:{action.text()}")
            action.setChecked(action.isEnabled() and (first or named))
