"""Everything about cameras in the window, joined."""

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from emotion_desktop.domain import Frame, FrameResult
from emotion_desktop.errors import EmotionDesktopError, NoCameraError
from emotion_desktop.gui.cameras.control_choice import ControlChoice
from emotion_desktop.gui.cameras.device_watcher import CameraWatcher
from emotion_desktop.gui.cameras.image_monitor import Pictures
from emotion_desktop.gui.cameras.mode_choice import ModeChoice
from emotion_desktop.gui.cameras.permission import Permission, SystemPermission
from emotion_desktop.gui.cameras.reconnect import Reconnect
from emotion_desktop.gui.cameras.suspend_watch import SuspendWatch
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.live_view.camera_states import PRIVACY_PAGES, asking_permission
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.session import Session
from emotion_desktop.vision.sources import CAMERA, SourceSpec
from emotion_desktop.vision.sources.camera.camera_registry import CameraRegistry
from emotion_desktop.vision.sources.camera.listing import choose_camera

if TYPE_CHECKING:
    from emotion_desktop.vision.sources import CameraInfo


class Cameras(QObject):
    """Has cameras found, opened in the right mode, watched, and opened again when they are lost.

    Args:
        window: Shows them.
        session: Shows their pictures.
        book: Names and opens them.
        system: Whom to ask for permission, for tests.

    Attributes:
        book: As given.
        watcher: Tells which cameras there are.
        reconnect: Gets lost ones back.
        permission: Knows whether they may be opened.
        suspend: Tells that the machine has slept.
    """

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        book: CameraRegistry | None = None,
        system: SystemPermission | None = None,
    ) -> None:
        super().__init__(window)
        self.book = book or CameraRegistry()
        self.book.preferred = SourceSpec.parse(window.preferences.settings.source).value
        session.opener = self.book.open
        self.watcher = CameraWatcher(self.book.cameras, window.jobs, self)
        self.reconnect = Reconnect(window, session, self)
        self.suspend = SuspendWatch(self)
        self._window = window
        self._session = session
        self.permission = Permission(self.book, self, system)
        self._modes = ModeChoice(window, session, self.book, self)
        self._controls = ControlChoice(window, self.book, self)
        self._pictures = Pictures(window, self)
        self._newcomer: CameraInfo | None = None
        self._shows_pictures = False
        self._missing = False
        self._connect()

    def start(self) -> None:
        """Look for cameras from now on."""
        self.watcher.start()
        self.suspend.start()

    def open_privacy_settings(self) -> None:
        """Open the page on which the system lets apps use cameras."""
        QDesktopServices.openUrl(QUrl(PRIVACY_PAGES.get(sys.platform, "")))

    def stop_trying(self) -> None:
        """Leave a lost source alone, also when it comes back."""
        self._missing = False
        self.reconnect.stop_trying()

    def _connect(self) -> None:
        session, menu = self._session, self._window.source_menu
        session.opening.connect(self._on_opening)
        session.frame_arrived.connect(self._on_frame)
        session.result_arrived.connect(self._on_result)
        session.source_failed.connect(self._on_failed)
        menu.aboutToShow.connect(self._on_menu)
        menu.aboutToHide.connect(self._on_menu_hidden)
        self.watcher.listed.connect(self._on_listed)
        self.watcher.appeared.connect(self._on_appeared)
        self.watcher.went.connect(self._on_went)
        self.suspend.woke.connect(self._on_woke)
        self.permission.granted.connect(self._on_permission)
        self.permission.denied.connect(self._on_permission)
        session.source_stopped.connect(self._on_stopped)
        self._window.closing.connect(self._on_closing)

    # What the session says

    def _on_opening(self, source: str) -> None:
        self._shows_pictures = self._missing = False
        self.watcher.hurry("missing", on=False)
        self._pictures.start(None)
        self._modes.start(None)
        self._controls.start(None)
        if SourceSpec.parse(source).kind == CAMERA:
            self.permission.ensure()

    def _on_frame(self, frame: Frame) -> None:
        if not self._shows_pictures:
            self._shows_pictures = True
            self._on_first_picture()
        self.reconnect.on_picture()
        self._pictures.look(frame)

    def _on_result(self, result: FrameResult) -> None:
        self._on_frame(result.frame)

    def _on_first_picture(self) -> None:
        opened = self.book.opened
        if opened is None or self._session.spec.kind != CAMERA:
            return
        # By its name it is found again, whatever its number is then.
        text = str(SourceSpec(CAMERA, opened.camera.name))
        self._session.source = text
        self._window.source_menu.set_source(text)
        self._window.preferences.change(source=text)
        self.book.preferred = opened.camera.name
        self._pictures.start(opened)
        self._modes.start(opened.camera)
        self._controls.start(opened.camera)

    def _on_failed(self, error: EmotionDesktopError) -> None:
        self._pictures.start(None)
        # The controller shows the plain error first, then this.
        QTimer.singleShot(0, self, self._show_failure)
        if self._session.spec.kind != CAMERA:
            return
        self._missing = isinstance(error, NoCameraError) or self.reconnect.is_active
        self.watcher.hurry("missing", on=True)

    def _on_stopped(self) -> None:
        self._missing = False
        self.watcher.hurry("missing", on=False)
        self.reconnect.stop()
        self._pictures.start(None)
        self._modes.start(None)
        self._controls.start(None)

    def _on_woke(self) -> None:
        # Many drivers deliver nothing more after a sleep, and do not say so.
        session = self._session
        if session.spec.may_come_back and not (session.stopped or self.reconnect.is_active):
            session.reopen()

    def _show_failure(self) -> None:
        if self.permission.asking and self._session.spec.kind == CAMERA:
            self._window.stage.show_state(asking_permission())
        else:
            self.reconnect.show()

    def _on_permission(self) -> None:
        # Somebody may have opened a file instead of answering.
        if self._session.spec.kind == CAMERA:
            self._session.reopen()

    # What the watcher says

    def _on_listed(self) -> None:
        self._window.source_menu.show_cameras(self.watcher.cameras or ())

    def _on_appeared(self, camera: "CameraInfo") -> None:
        if self._is_missed(camera):
            self.reconnect.try_now()
            return
        self._newcomer = camera
        text = translate("Cameras", "{name} connected").format(name=camera.name)
        self._window.stage.toast.say(text, translate("Cameras", "Use it"), self._use_newcomer)

    def _on_went(self, camera: "CameraInfo") -> None:
        if self._session.spec != SourceSpec(CAMERA, camera.name):
            text = translate("Cameras", "{name} disconnected").format(name=camera.name)
            self._window.stage.toast.say(text)

    def _is_missed(self, camera: "CameraInfo") -> bool:
        """Return whether the window waits for this camera."""
        if not self._missing or not self._window.preferences.settings.reconnect:
            return False
        try:
            choose_camera(self._session.spec.value, [camera])
        except NoCameraError:
            return False
        return True

    # What the user does

    def _use_newcomer(self) -> None:
        if self._newcomer is not None:
            self._session.open(str(SourceSpec(CAMERA, self._newcomer.name)))

    def _on_menu(self) -> None:
        self.watcher.hurry("menu", on=True)

    def _on_menu_hidden(self) -> None:
        self.watcher.hurry("menu", on=False)

    def _on_closing(self) -> None:
        self.watcher.stop()
        self.suspend.stop()
        self.reconnect.stop()
