"""The first screen: what the app does, what it does not do, and which camera to use."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from emotion_desktop.error_boundary import CAMERAS
from emotion_desktop.gui.language import QT_TRANSLATE_NOOP, translate
from emotion_desktop.gui.look import icons
from emotion_desktop.gui.look.fonts import scaled
from emotion_desktop.gui.menus.recent_menu import RecentMenu
from emotion_desktop.vision.sources import CAMERA, DEMO, SourceSpec

if TYPE_CHECKING:
    from emotion_desktop.gui.main_window import MainWindow
    from emotion_desktop.vision.sources import CameraInfo

WIDTH: Final = 560
OF_SCREEN: Final = 0.9

FACTS: Final = (
    (
        "faces",
        QT_TRANSLATE_NOOP("Welcome", "It estimates from a face"),
        QT_TRANSLATE_NOOP(
            "Welcome",
            "The app says which expression category a face resembles. It does not know what "
            "someone feels, and it is often wrong.",
        ),
    ),
    (
        "lock",
        QT_TRANSLATE_NOOP("Welcome", "Everything stays here"),
        QT_TRANSLATE_NOOP(
            "Welcome",
            "Pictures and results never leave this computer, and none is saved unless you take a "
            "snapshot or record.",
        ),
    ),
    (
        "info",
        QT_TRANSLATE_NOOP("Welcome", "Ask before filming others"),
        QT_TRANSLATE_NOOP(
            "Welcome",
            "Ask people for their consent before you point a camera at them. In the European "
            "Union, inferring emotions of people at work or in education is prohibited, except for "
            "medical or safety reasons "
            "(Regulation 2024/1689, Article 5).",
        ),
    ),
)
"""Icon, heading and sentence of each."""


def _list_cameras() -> object:
    # Imported on the job's thread: it takes OpenCV along.
    from emotion_desktop.vision.sources import list_cameras

    return list_cameras()


class Welcome(QDialog):
    """Shown at the first start and from the Help menu.

    Signals:
        chosen: (str) Text of the source to begin with.
    """

    chosen = Signal(str)

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._main = window
        self.setWindowTitle(translate("Welcome", "What this app does"))
        room = window.screen().availableGeometry().width()
        self._width = min(scaled(WIDTH, self.font()), int(OF_SCREEN * room))
        self.setFixedWidth(self._width)
        self._icons: list[tuple[QLabel, str]] = []
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(32, 32, 32, 24)
        layout.setSpacing(16)
        title = QLabel(translate("Welcome", "Welcome to Emotion Desktop"))
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        font.setBold(True)
        title.setFont(font)
        layout.addWidget(title)
        for icon, heading, sentence in FACTS:
            layout.addLayout(self._fact(icon, heading, sentence))
        layout.addSpacing(8)
        layout.addLayout(self._choice())
        layout.addLayout(self._buttons())
        self._tint()
        window.theme.changed.connect(self._tint)

    def showEvent(self, event: QShowEvent) -> None:
        """Look for cameras each time."""
        super().showEvent(event)
        # As high as the texts are in lines of this width: Qt reckons with narrower ones.
        self.resize(self._width, self._column.totalHeightForWidth(self._width))
        self._main.jobs.start(_list_cameras, self.show_cameras, where=CAMERAS)

    def _fact(self, icon: str, heading: str, sentence: str) -> QHBoxLayout:
        picture = QLabel()
        picture.setAccessibleName(translate("Welcome", heading))
        self._icons.append((picture, icon))
        words = QVBoxLayout()
        words.setSpacing(2)
        first = QLabel(translate("Welcome", heading))
        font = first.font()
        font.setBold(True)
        first.setFont(font)
        second = QLabel(translate("Welcome", sentence))
        second.setWordWrap(True)
        words.addWidget(first)
        words.addWidget(second)
        words.addStretch()
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(picture)
        row.addLayout(words, 1)
        row.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        return row

    def _choice(self) -> QHBoxLayout:
        self.cameras = QComboBox()
        self.cameras.setAccessibleName(translate("Welcome", "Camera"))
        self.cameras.addItem(translate("Welcome", "Looking for cameras …"), "")
        label = QLabel(translate("Welcome", "Camera"))
        label.setBuddy(self.cameras)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(label)
        row.addWidget(self.cameras, 1)
        return row

    def _buttons(self) -> QHBoxLayout:
        self._start = QPushButton(translate("Welcome", "Start"))
        self._start.setProperty("role", "primary")
        self._start.setDefault(True)
        self._start.clicked.connect(self._on_start)
        self._demo = QPushButton(translate("Welcome", "Play the demo"))
        self._demo.clicked.connect(self._on_demo)
        row = QHBoxLayout()
        row.setSpacing(8)
        if self._main.preferences.settings.recent:
            recent = QPushButton(translate("Sources", "Open recent"))
            menu = RecentMenu(self._main.preferences, recent)
            menu.chosen.connect(self._leave)
            recent.setMenu(menu)
            row.addWidget(recent)
        row.addStretch()
        row.addWidget(self._demo)
        row.addWidget(self._start)
        return row

    def show_cameras(self, found: object) -> None:
        """Offer these cameras, a sequence of `CameraInfo`."""
        cameras = cast("Sequence[CameraInfo]", found)
        self.cameras.clear()
        for camera in cameras:
            self.cameras.addItem(camera.name, str(SourceSpec(CAMERA, camera.name)))
        if not cameras:
            text = translate("Welcome", "No camera found – connect one, or play the demo")
            self.cameras.addItem(text, "")
        self.cameras.setEnabled(bool(cameras))
        self._start.setEnabled(bool(cameras))
        why = "" if cameras else translate("Welcome", "Connect a camera first")
        self._start.setToolTip(why)
        self.cameras.setToolTip(why)
        (self._start if cameras else self._demo).setFocus()

    def _on_start(self) -> None:
        self._leave(str(self.cameras.currentData() or CAMERA))

    def _on_demo(self) -> None:
        self._leave(DEMO)

    def _leave(self, source: str) -> None:
        self.accept()
        self.chosen.emit(source)

    def _tint(self) -> None:
        colour = self._main.theme.colours.accent
        for label, name in self._icons:
            label.setPixmap(icons.render(name, colour, 24, self.devicePixelRatioF()))
