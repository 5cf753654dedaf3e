"""The menu of sources: cameras by name and their modes, the demo, files, folders and streams."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.actions import Actions
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.menus.mode_menu import ModeMenu
from emotion_desktop.vision.sources import CAMERA, DEMO, SourceSpec

if TYPE_CHECKING:
    from emotion_desktop.vision.sources import CameraInfo


class SourceMenu(QMenu):
    """Offers the cameras it is told of, and ticks the source that is shown.

    Signals:
        chosen: (str) A camera was picked; carries the text of the source.

    Attributes:
        modes: The modes of the present camera.
    """

    chosen = Signal(str)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(translate("Sources", "Source"), parent)
        self._source = SourceSpec.parse("")
        self._offered: list[CameraInfo] | None = None
        self._cameras = QActionGroup(self)
        self._cameras.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        self._cameras.triggered.connect(self._choose)
        self.modes = ModeMenu(self)
        self._end = self.addSeparator()
        self.addMenu(self.modes)
        self.addAction(actions[ActionName.CAMERA_CONTROLS])
        self.addSeparator()
        self._demo = actions[ActionName.OPEN_DEMO]
        self.addAction(self._demo)
        for name in (ActionName.OPEN_FILE, ActionName.OPEN_FOLDER, ActionName.OPEN_URL):
            self.addAction(actions[name])
        self.setToolTipsVisible(True)
        self._offer([], translate("Sources", "Looking for cameras …"))

    def set_source(self, source: str) -> None:
        """Tick the source that is shown."""
        self._source = SourceSpec.parse(source)
        self._tick()

    def show_cameras(self, cameras: "Sequence[CameraInfo]") -> None:
        """Offer these cameras."""
        if list(cameras) != self._offered:
            self._offered = list(cameras)
            self._offer(cameras, translate("Sources", "No camera found"))

    def _offer(self, cameras: "Sequence[CameraInfo]", if_none: str) -> None:
        for action in self._cameras.actions():
            self._cameras.removeAction(action)
            self.removeAction(action)
            action.deleteLater()
        for camera in cameras:
            action = self._add(camera.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setData(camera)
        if not cameras:
            self._add(if_none).setEnabled(False)
        self._tick()

    def _add(self, text: str) -> QAction:
        action = QAction(text, self._cameras)
        self.insertAction(self._end, action)
        return action

    def _choose(self, action: QAction) -> None:
        self._tick()
        self.chosen.emit(str(SourceSpec(CAMERA, action.data().name)))

    def _tick(self) -> None:
        self._demo.setChecked(self._source.kind == DEMO)
        kind, which = self._source.kind, self._source.value
        for number, action in enumerate(self._cameras.actions()):
            camera: CameraInfo | None = action.data()
            if camera is not None:
                names = {camera.name, camera.id, str(camera.index)}
                is_this = which in names if which else number == 0
                action.setChecked(kind == CAMERA and is_this)
