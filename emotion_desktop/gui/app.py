"""Starts the window and ends the process."""

import os
import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from types import FrameType, MappingProxyType

from PySide6.QtCore import QObject, QSettings, Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from emotion_desktop.config import APP_NAME, BlurStyle, BlurWho, find_asset
from emotion_desktop.gui.accessibility import install_roles
from emotion_desktop.gui.controller import Controller
from emotion_desktop.gui.dialogs.second_start_dialog import SecondStart, ask_second_start
from emotion_desktop.gui.gc_timer import GcTimer
from emotion_desktop.gui.language import install_language, translate
from emotion_desktop.gui.live_view.states import other_window_silent, settings_set_aside
from emotion_desktop.gui.look.fonts import resized
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.menus.source_text import short_name
from emotion_desktop.gui.problem_report import log_qt_messages
from emotion_desktop.gui.session import Session
from emotion_desktop.gui.settings_file import open_settings
from emotion_desktop.gui.single_instance import SeparateSettings, SingleInstance
from emotion_desktop.gui.stored_data import LOG, delete
from emotion_desktop.gui.user_folders import pictures_folder
from emotion_desktop.leftovers import remove_leftovers
from emotion_desktop.log_file import close_log
from emotion_desktop.memory import share_arenas
from emotion_desktop.publish import PublishOptions
from emotion_desktop.vision.sources import DEMO, FILE, FOLDER, SourceSpec


class Starter(QObject):
    """Starts the pipeline once the window has been painted: imports must not delay it.

    At the very first start no camera is opened before someone has chosen one.
    """

    def __init__(self, controller: Controller, source: str | None, model: str | None) -> None:
        super().__init__(controller)
        self._controller = controller
        self._source = source
        self._model = model

    def start(self) -> None:
        """Start with the source of the command line, or with the demo and ask for another."""
        self._controller.window.jobs.start(remove_leftovers, self._on_removed)
        welcomed = self._controller.window.preferences.settings.welcomed
        if self._source is None and not welcomed:
            # Behind the first screen: nothing waits until it is closed.
            self._controller.start(DEMO, self._model)
            self._controller.windows.show_welcome()
        else:
            self._controller.start(self._source, self._model)

    def _on_removed(self, _: object) -> None:
        """Say nothing: what earlier versions left was of no use to anyone."""


def run(
    source: str | None,
    model: str | None,
    device: str,
    *,
    backend: str = "auto",
    precision: str = "auto",
    detector: str | None = None,
    blur: BlurStyle | None = None,
    publish: Mapping[str, PublishOptions] = MappingProxyType({}),
) -> int:
    """Show the window until it is closed; return the exit code or end the process with it.

    Args:
        source: As `open_source` takes it; None for the first camera, else the demo.
        model: Name or path of a checkpoint; None for the most accurate one.
        device: `auto`, `cpu`, `cuda` or `mps`.
        backend: `auto`, `onnx` or `torch`.
        precision: `auto`, `fp32` or `int8`.
        detector: As `open_detector` takes it; None for the one in the settings.
        blur: Hides everybody's face like this from now on; None: as in the settings.
        publish: What to publish from the start, by name.
    """
    share_arenas()
    log_qt_messages()
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName(APP_NAME)
    app.setApplicationDisplayName("Emotion Desktop")
    app.setDesktopFileName(APP_NAME)
    name_for_taskbar()
    app.setWindowIcon(QIcon(str(find_asset("icon-256.png"))))
    install_roles()
    settings, aside = open_settings()
    install_language(app, str(settings.value("language", "system")))
    app.setFont(resized(app.font(), str(settings.value("text_size", ""))))
    instance = SingleInstance(Path(settings.fileName()), app)
    notices = [] if aside is None else [settings_set_aside(str(aside))]
    separate = None
    if not instance.is_first:
        answer = _ask(settings, source)
        if answer is not SecondStart.SEPARATE:
            if answer is SecondStart.NOTHING or instance.call(_absolute(source or "")):
                return 0
            notices.append(other_window_silent())
        separate = SeparateSettings(Path(settings.fileName()))
    tidying = GcTimer(app)
    window = _new_window(settings, separate, blur)
    session = Session(device, window, backend=backend, precision=precision, detector=detector)
    controller = Controller(window, session, pictures_folder())
    instance.called.connect(controller.come_to_front)
    controller.sharing.start(publish)
    starter = Starter(controller, source, model)
    # Queued: what was painted has to reach the screen before the first dialog is built.
    queued = Qt.ConnectionType.QueuedConnection
    window.stage.video.first_painted.connect(starter.start, queued)
    controller.session.model_ready.connect(tidying.freeze)

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        # Nobody can be asked any more; a recording is finished while the window closes.
        window.may_close.clear()
        window.close()
        QTimer.singleShot(0, app.quit)  # also if the window is not shown yet

    # Qt sleeps in C; the timer of the status line lets Python see Ctrl-C.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)
    window.fit(window.screen().availableGeometry())
    window.show()
    for notice in notices:
        window.stage.notices.show_notice(notice)
    code = app.exec()
    window.preferences.store.sync()
    instance.close()
    if separate is not None:
        separate.remove()
    return _end(code, controller)


def name_for_taskbar() -> None:
    """Let Windows' taskbar have our icon, and our windows in a group, instead of Python's."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(APP_NAME)


def _new_window(
    settings: QSettings, separate: SeparateSettings | None, blur: BlurStyle | None
) -> MainWindow:
    window = MainWindow(settings if separate is None else separate.store)
    if separate is not None:
        window.setWindowTitle(translate("Window", "Emotion Desktop – separate window"))
    if blur is not None:
        window.preferences.change(blur=BlurWho.EVERYBODY.value, blur_style=blur.value)
    return window


def _end(code: int, controller: Controller) -> int:
    """Delete what shall go, and return the exit code or end the process with it."""
    if any(store.name == LOG for store in controller.windows.delete_at_quit):
        close_log()
    for problem in delete(controller.windows.delete_at_quit):
        sys.stderr.write(f"{APP_NAME}: not deleted: {problem}\n")
    others = [thread for thread in threading.enumerate() if thread is not threading.main_thread()]
    if "torch" in sys.modules or not controller.closed_in_time or others:
        # Nothing is left to do, but PyTorch would take another second to take itself apart, and
        # libraries would be taken away under a thread that hangs in one of them, which aborts.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


def _ask(settings: QSettings, source: str | None) -> SecondStart:
    """Ask what a second start shall do, in the colours of the window."""
    theme = Theme(settings)
    answer = ask_second_start(short_name(SourceSpec.parse(source)) if source else "")
    theme.deleteLater()
    return answer


def _absolute(source: str) -> str:
    """Return a source as another process finds it, which may work in another folder."""
    spec = SourceSpec.parse(source)
    if source and spec.kind in {FILE, FOLDER}:
        return str(SourceSpec(spec.kind, str(Path(spec.value).absolute())))
    return source
