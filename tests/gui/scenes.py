"""The main states of the window, the same on every run: pictures, errors, panels, dialogs."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pytest
from PySide6.QtCore import QSettings
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from emotion_desktop.config import find_asset
from emotion_desktop.domain import Faces, Floats, Frame, FrameResult, Image
from emotion_desktop.errors import (
    SourceError,
)
from emotion_desktop.gui.controller import Controller
from emotion_desktop.gui.docks.performance.process_meter import ProcessFigures
from emotion_desktop.gui.docks.updates import PanelUpdates
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.session import Session
from emotion_desktop.gui.status_bar import figures
from emotion_desktop.labels import CANONICAL_ORDER
from emotion_desktop.models import CheckpointMetadata, SplitMetrics, get_spec
from emotion_desktop.models.checkpoint import input_spec
from emotion_desktop.vision.catalog import ModelEntry
from emotion_desktop.vision.cv import cv2
from emotion_desktop.vision.sources import CameraInfo
from emotion_desktop.vision.sources.camera.book import CameraBook
from emotion_desktop.vision.stats import LiveStats, Playhead
from tests.gui.conftest import FakeLive

SIZE: Final = (1280, 800)
CLASSES: Final = CANONICAL_ORDER[:7]
MODEL: Final = "vgg48_gray"
FIGURES: Final = (0.0142, 0.0213)
CAMERAS: Final = (
    CameraInfo(0, "FaceTime HD Camera", 0, "usb:1"),
    CameraInfo(1, "Logitech C920", 0, "usb:2"),
)

# What a woman, a man and a woman look like, in the order of CLASSES.
HAPPY: Final = (0.01, 0.01, 0.01, 0.87, 0.01, 0.06, 0.03)
SURPRISED: Final = (0.02, 0.01, 0.11, 0.05, 0.02, 0.74, 0.05)
SAD: Final = (0.05, 0.03, 0.04, 0.01, 0.68, 0.02, 0.17)
OPEN: Final = (0.12, 0.08, 0.14, 0.09, 0.23, 0.08, 0.26)


class Demo:
    """Frames of the built-in demo with faces where the detector finds them.

    Attributes:
        nobody: A picture without a face; it is a part of the first one's background.
        one: A surprised woman.
        three: A surprised woman, a man and a sad woman side by side.
    """

    def __init__(self) -> None:
        film = cv2.VideoCapture(str(find_asset("demo.mp4")))
        frames: dict[int, Image] = {}
        for index in FRAMES:
            film.set(cv2.CAP_PROP_POS_FRAMES, index)
            frames[index] = np.asarray(film.read()[1], np.uint8)
        film.release()
        happy, both, surprised, sad = (_flat(frames[index]) for index in FRAMES)
        nobody = cv2.resize(surprised[:253, :450], (1280, 720))
        self.nobody: Image = np.asarray(nobody, np.uint8)
        self.one: Image = surprised
        parts = (happy[:, 255:682], both[:, 680:1106], sad[:, 415:842])
        self.three: Image = np.hstack(parts)


def _flat(image: Image) -> Image:
    """Return a picture in areas of few colours: it is kept in a few kilobytes without loss."""
    smooth = cv2.medianBlur(image, 15)
    return np.asarray(np.clip(smooth // 32 * 32 + 16, 0, 255), np.uint8)


FRAMES: Final = (100, 200, 300, 400)
"""A happy woman, a man beside her, her surprised, her sad."""

BOXES: Final = {
    1: ((495, 235, 815, 555),),
    3: ((62, 235, 365, 538), (490, 202, 790, 502), (930, 258, 1208, 535)),
}

POINTS: Final = np.array(
    [[0.3, 0.3], [0.7, 0.3], [0.5, 0.55], [0.5, 0.75], [0, 0.4], [1, 0.4]], np.float32
)
"""Where in a box eyes, nose, mouth and ears are."""


def result(
    image: Image,
    *rows: tuple[float, ...],
    captured_at: float,
    heatmaps: bool = False,
    model: str = MODEL,
) -> FrameResult:
    """Return what a model makes of a picture; rows are probabilities in the order of CLASSES."""
    count = len(rows)
    probabilities = np.array(rows, np.float32).reshape(count, len(CLASSES))
    boxes = np.array(BOXES.get(count, ()), np.float32).reshape(count, 4)
    maps = [[[(x1 - x0) / 48, 0, x0], [0, (y1 - y0) / 48, y0]] for x0, y0, x1, y1 in boxes]
    return FrameResult(
        frame=Frame(image=image, captured_at=captured_at, index=0, time_s=0.0, source="demo"),
        faces=Faces(
            boxes=boxes,
            keypoints=boxes[:, None, :2] + POINTS * (boxes[:, None, 2:] - boxes[:, None, :2]),
            scores=np.ones(count, np.float32),
        ),
        track_ids=np.arange(1, count + 1),
        classes=CLASSES,
        probabilities=probabilities,
        labels=np.array([np.argmax(row) for row in rows], np.int64),
        uncertain=np.array([max(row) < 0.4 for row in rows], np.bool_),
        model=model,
        device="CPU",
        crop_to_image=np.array(maps, np.float32).reshape(count, 2, 3),
        heatmaps=np.stack([_warm_mouth()] * count) if heatmaps else None,
    )


def _warm_mouth() -> Floats:
    rows, columns = np.mgrid[0:48, 0:48]
    return np.asarray(np.exp(-((rows - 34) ** 2 + (columns - 24) ** 2) / 120), np.float32)


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
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            patch.setenv(name, "/home/you")
        patch.setenv("EMOTION_DESKTOP_CHECKPOINTS", str(folder))
        patch.setenv("TZ", "UTC")
        time.tzset()
        settings = QSettings(str(folder / f"{theme}.ini"), QSettings.Format.IniFormat)
        settings.setValue("theme", theme)
        self.demo = Demo()
        self.recording = Path()
        self.window = MainWindow(settings)
        self.connected: list[CameraInfo] = list(CAMERAS)
        book = CameraBook(lambda: list(self.connected), devices=folder)
        fake: Any = FakeLive
        self.controller = Controller(
            self.window, Session("cpu", self.window, fake), Path("/home/you/Pictures"), book
        )
        self.session = self.controller.session
        self.window.resize(*size)
        self.window.show()
        self.controller.start("demo", None)
        self.live = cast("FakeLive", self.session._live)
        self.controller._status_timer.stop()
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
        self.live.stats = replace(self.live.stats, faces=len(self.session.result or ()))
        performance = window.docks.performance
        for _ in range(4):
            QApplication.processEvents()
            updates._shown = ()
            updates._update_faces()
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
        indicator = self.controller.recording._indicator
        if indicator._recorder is not None:
            indicator.end()
        window.preferences.set("timeline_style", "lines")
        for notice in window.stage.notices.notices:
            window.stage.notices.clear(notice.topic)
        window.docks.reset()
        for name, on in (("gradcam", False), ("bars", True), ("performance_dock", False)):
            window.commands[name].setChecked(on)
        self.session.set_comparison(None)
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

    def fail(self, error: SourceError) -> None:
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
        wait(lambda: docks.timeline.chart is not None and docks.performance._meter is not None)
        still: Any = _StillMeter()
        docks.performance._meter = still


class _StillMeter:
    """A process that takes the same all the time."""

    def read(self) -> ProcessFigures:
        return ProcessFigures(cpu=0.82, memory=310_400_000, threads=24)


STATS: Final = LiveStats(
    source="demo",
    size=(1280, 720),
    source_fps=30.0,
    fps=29.9,
    dropped=3,
    model=MODEL,
    device="CPU (ONNX Runtime)",
    stage_s=MappingProxyType({"detect": 0.0041, "align": 0.0008, "predict": 0.0024}),
    stage_p95_s=MappingProxyType({"detect": 0.0068, "align": 0.0012, "predict": 0.0031}),
)


def metadata() -> CheckpointMetadata:
    """Return what a model says of itself that was never trained."""
    right = np.array([271, 24, 187, 855, 402, 380, 930])
    wrong = np.array([[3, 1, 6, 4, 11, 2, 19]] * 7)
    confusion = wrong + np.diag(right)
    counts = confusion.sum(axis=1)
    recall = {e: float(right[i] / counts[i]) for i, e in enumerate(CLASSES)}
    spec = get_spec(MODEL)
    return CheckpointMetadata(
        architecture=MODEL,
        classes=CLASSES,
        input=input_spec(spec),
        label_source="ferplus-votes",
        training={"epochs": 60},
        history=(),
        metrics={
            "PrivateTest": SplitMetrics(
                protocol="FER+ majority, PrivateTest",
                count=int(counts.sum()),
                accuracy=float(right.sum() / counts.sum()),
                macro_f1=0.78,
                ece=0.012,
                nll=0.41,
                ece_before=0.05,
                nll_before=0.5,
                recall=recall,
                confusion=confusion.tolist(),
            )
        },
        temperature=1.25,
        created_at=datetime(2026, 1, 31, tzinfo=UTC),
        data_fingerprint="0" * 64,
        package_version="0",
        parameters=5_012_391,
    )
