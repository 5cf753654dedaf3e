"""The menu of a camera's sizes and frame rates."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from emotion_desktop.gui.language import translate
from emotion_desktop.vision.sources.camera.modes import AUTOMATIC, USUAL

if TYPE_CHECKING:
    from emotion_desktop.vision.sources.camera.modes import CameraMode


class ModeMenu(QMenu):
    """Offers "Automatic" and what the camera offers; grey, with the reason, while there is none.

    Signals:
        chosen: (CameraMode | None) A mode was picked; None for "Automatic".
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("Sources", "Camera mode"), parent)
        self._group = QActionGroup(self)
        self._group.triggered.connect(self._choose)
        self.setToolTipsVisible(True)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Be grey: no camera is shown."""
        self._empty()
        self.menuAction().setEnabled(False)
        self.menuAction().setToolTip(
            translate("Sources", "Only cameras have modes; choose a camera first")
        )

    def show_modes(
        self, camera: str, offered: "Sequence[CameraMode]", preferred: "CameraMode | None"
    ) -> None:
        """Offer the modes of a camera.

        Args:
            camera: Its name.
            offered: Its modes; if there are none, the usual ones are offered, and it says so.
            preferred: The mode chosen for it; None for "Automatic".
        """
        self._empty()
        self.menuAction().setEnabled(True)
        self.menuAction().setToolTip(
            translate("Sources", "Size and frame rate of {camera}").format(camera=camera)
        )
        automatic = translate("Sources", "Automatic ({mode})").format(mode=_words(AUTOMATIC))
        self._add(automatic, None, checked=preferred is None)
        self.addSeparator()
        modes = list(offered or USUAL)
        if preferred is not None and preferred not in modes:
            modes.append(preferred)
        if not offered:
            note = self.addAction(
                translate("Sources", "Common modes (this camera does not report its own)")
            )
            note.setEnabled(False)
        for mode in modes:
            self._add(_words(mode), mode, checked=mode == preferred)

    def _empty(self) -> None:
        for action in self._group.actions():
            self._group.removeAction(action)
            action.deleteLater()
        self.clear()

    def _add(self, text: str, mode: "CameraMode | None", *, checked: bool) -> None:
        action = QAction(text, self._group)
        action.setCheckable(True)
        action.setChecked(checked)
        action.setData(mode)
        self.addAction(action)

    def _choose(self, action: QAction) -> None:
        self.chosen.emit(action.data())


def _words(mode: "CameraMode") -> str:
    return translate("Sources", "{width} × {height}, {fps} fps").format(
        width=mode.width, height=mode.height, fps=f"{mode.fps:.4g}"
    )
