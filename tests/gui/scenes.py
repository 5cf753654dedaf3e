"""The main states of the window, the same on every run: pictures, errors, panels, dialogs."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
import pytest
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.controller import Controller
from emotion_desktop.gui.dialogs import help_dialog
from emotion_desktop.gui.docks.dock_updater import PanelUpdates
from emotion_desktop.gui.docks.performance.process_meter import ProcessFigures
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.session import Session
from emotion_desktop.gui.status_bar import figures
from emotion_desktop.vision.live.stats import Playhead
from emotion_desktop.vision.model_catalog import ModelEntry
from emotion_desktop.vision.sources import CameraInfo
from emotion_desktop.vision.sources.camera.camera_registry import CameraRegistry
from tests.gui.conftest import FakeLive
from tests.gui.scene_model import STATS, metadata
from tests.gui.scene_pictures import CLASSES, HAPPY, MODEL, OPEN, SAD, SURPRISED, Demo, result

SIZE: Final = (1280, 800)
FIGURES: Final = (0.0142, 0.0213)
CAMERAS: Final = (
    CameraInfo(0, "FaceTime HD Camera", 0, "usb:1"),
    CameraInfo(1, "Logitech C920", 0, "usb:2"),
)


def wait(ready: Callable[[], object], timeout_s: float = 20.0) -> None:
    """Let the window work until something is so."""
    deadline = time.monotonic() + timeout_s
    while not ready():
        assert time.monotonic() < deadline, "the window did not come that far"
        QApplication.processEvents()
        time.sleep(0.002)


class Scenes:
    """One window that is brought into one state after the other; see `SCENES`.

    Args:
        folder: For its files.
        theme: `light` or `dark`.
        size: Of the window.

    Attributes:
        recording: The folder of a recorded session, for those that look at one.
    """

    def __init__(self, folder: Path, theme: str, size: tuple[int, int] = SIZE) -> None:
        self._stack = ExitStack()
        patch = self._stack.enter_context(pytest.MonkeyPatch.context())
        # What is written in dialogs must not tell whose computer this is.
        for name in ("HOME", "XDG_CONFIG_HOME"):
            patch.setenv(name, "/home/you")
        patch.setenv("XDG_DATA_HOME", "/home/you/.local/share")
        patch.setenv("XDG_CACHE_HOME", "/home/you/.cache")
        patch.setenv("XDG_STATE_HOME", "/home/you/.local/state")
        patch.setenv("EMOTION_DESKTOP_CHECKPOINTS", str(folder))
        patch.setattr(help_dialog, "OF_SCREEN", 2)  # that of the tests is 800 pixels wide
        patch.setenv("TZ", "UTC")
        time.tzset()
        settings = QSettings(str(folder / f"{theme}.ini"), QSettings.Format.IniFormat)
        settings.setValue("theme", theme)
        self.demo = Demo()
        self.recording = Path()
        self.window = MainWindow(settings)
        self.connected: list[CameraInfo] = list(CAMERAS)
        book = CameraRegistry(lambda: list(self.connected), devices=folder)
        fake: Any = FakeLive
        self.controller = Controller(
            self.window, Session("cpu", self.window, fake), Path("/home/you/Pictures"), book
        )
        self.controller.battery.ask_system = lambda: False
        self.session = self.controller.session
        self.window.resize(*size)
        self.window.show()
        self.controller.start("demo", None)
        self.live = cast("FakeLive", self.session.live)
        self.controller.status_timer.stop()
        self._catalog()
        self._panels()

    def close(self) -> None:
        """Close the window and put everything back."""
        self.window.close()
        assert self.window.jobs.wait(5)
        QApplication.processEvents()
        self._stack.close()
        time.tzset()

    def settle(self) -> None:
        """Let everything be laid out and shown, with the same figures every time."""
        window = self.window
        updates = window.findChild(PanelUpdates)
        assert updates is not None
        timer = updates.findChild(QTimer, ActionName.PERFORMANCE_DOCK)
        assert timer is not None
        timer.stop()  # or it may show others in between
        self.live.stats = replace(self.live.stats, faces=len(self.session.result or ()))
        performance = window.docks.performance
        for _ in range(4):
            QApplication.processEvents()
            updates.update_faces(anew=True)
            window.docks.timeline.redraw()
            window.status.show_figures(figures(self.live.stats, FIGURES))
            performance.line.clear()
            for fps in (29.0, 30.1, 29.8, 24.0, 29.9, 30.0):
                performance.line.add(fps)
            performance.show_figures(self.live.stats, FIGURES)
        window.stage.toast.hide()
        QApplication.processEvents()

    def reset(self) -> None:
        """Go back to the window as it is at first, with the demo opened."""
        window = self.window
        self.close_others()
        window.activateWindow()
        window.stage.video.setFocus()
        indicator = self.controller.recording.indicator
        if not indicator.field.isHidden():
            indicator.end()
        window.preferences.change(timeline_style="lines")
        for notice in window.stage.notices.notices:
            window.stage.notices.clear(notice.topic)
        window.docks.reset()
        window.commands[ActionName.GRADCAM].setChecked(False)
        window.commands[ActionName.BARS].setChecked(True)
        window.commands[ActionName.PERFORMANCE_DOCK].setChecked(False)
        self.session.ask(replace(self.session.request, comparison=None))
        self.open("demo")
        window.docks.timeline.history.classes = CLASSES
        window.docks.timeline.clear()
        window.docks.faces.show_result(None)

    def close_others(self) -> None:
        """Close all windows besides the window."""
        for other in QApplication.topLevelWidgets():
            if other is not self.window and other.isVisible():
                other.close()
        QApplication.processEvents()

    def open(self, source: str, /, **stats: object) -> None:
        """Open a source; `stats` as the pipeline would count them."""
        self.live.playhead = Playhead()
        self.session.open(source)
        known: dict[str, Any] = {"source": source, "size": (1280, 720), "source_fps": 30.0, **stats}
        self.live.stats = replace(STATS, **known)

    def show(self, shown: FrameResult) -> None:
        """Let the pipeline deliver a result and wait until it is shown."""
        self.live.show(shown)
        wait(lambda: self.window.stage.video.frame is shown.frame)

    def fail(self, error: EmotionDesktopError) -> None:
        """Let the source fail with this and wait until it is said."""
        spies = (QSignalSpy(self.session.source_failed), QSignalSpy(self.session.source_ended))
        self.live.fail(error)
        wait(lambda: any(spy.count() for spy in spies))

    def at(self, seconds: float) -> float:
        """Return a time of capture so many seconds after the source was opened.

        Always the same ones, later than any clock is: charts round times, and old frames are not
        shown.
        """
        return 1e7 + seconds

    def history(self) -> None:
        """Let a minute pass in which three people change their expressions."""
        panel = self.window.docks.timeline
        base = np.array([HAPPY, SURPRISED, SAD])
        last = np.array([HAPPY, OPEN, SAD])
        neutral = np.array([0.05, 0.02, 0.03, 0.05, 0.05, 0.05, 0.75])
        small = np.zeros((4, 4, 3), np.uint8)
        for step in range(600):
            share = 0.5 + 0.5 * np.sin(step / 60 + np.array([[0.0], [2.0], [4.0]]))
            rows = share * base + (1 - share) * neutral
            late = max(0.0, step / 20 - 29)
            rows = late * last + (1 - late) * rows
            shown = result(small, *map(tuple, rows.tolist()), captured_at=self.at(step / 10))
            panel.add(shown)

    def _catalog(self) -> None:
        wait(lambda: self.window.model_menu.rows)
        trained = {"cnn48_gray": 0.861, MODEL: 0.881, "cnn48_rgb": 0.858}
        names = ("cnn48_gray", "cnn48_rgb", "resnet18_gray", "se64_rgb", MODEL)
        self.window.model_menu.set_catalog(
            [
                ModelEntry(
                    name=name,
                    trained=name in trained,
                    classes=CLASSES if name in trained else (),
                    accuracy=trained.get(name),
                    protocol="FER+ majority, PrivateTest" if name in trained else "",
                    path=Path(f"/models/{name}.safetensors") if name in trained else None,
                )
                for name in names
            ]
        )
        self.window.model_menu.set_current(MODEL)
        self.session.model = MODEL
        self.window.docks.model.show_model(MODEL, [(MODEL, metadata())], "CPU (ONNX Runtime)")
        self.window.heatmap_menu.set_classes(CLASSES)

    def _panels(self) -> None:
        docks = self.window.docks
        docks.timeline.load_chart(self.window.jobs)
        docks.performance.load_meter(self.window.jobs)
        wait(lambda: docks.timeline.chart is not None and docks.performance.meter is not None)
        still: Any = _StillMeter()
        docks.performance.meter = still


class _StillMeter:
    """A process that takes the same all the time."""

    def read(self) -> ProcessFigures:
        return ProcessFigures(cpu=0.82, memory=310_400_000, threads=24)
