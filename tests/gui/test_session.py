import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from emotion_desktop.domain import Frame, FrameResult
from emotion_desktop.errors import EmotionDesktopError, SourceEndedError
from emotion_desktop.gui.session import Session
from emotion_desktop.vision.live.live_pipeline import LivePipeline
from emotion_desktop.vision.model_catalog import default_checkpoint
from tests.vision.spoilt_checkpoint import filled, spoilt

if TYPE_CHECKING:
    from tests.gui.conftest import App

HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)


class HangingSource:
    """A camera whose driver never returns, until the test is over."""

    def __init__(self) -> None:
        self.name = "hanging"
        self.is_live = True
        self.size = (640, 480)
        self.fps: float | None = 30.0
        self.frame_count: int | None = None
        self.reading = threading.Event()
        self.released = threading.Event()

    def read(self) -> Frame:
        self.reading.set()
        self.released.wait(30)
        msg = "released"
        raise SourceEndedError(msg)

    def close(self) -> None:
        self.released.wait(30)


@pytest.fixture
def hanging() -> Iterator[HangingSource]:
    source = HangingSource()
    yield source
    source.released.set()


@pytest.fixture
def two_models(
    make_checkpoint: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Path:
    folder = tmp_path / "checkpoints"
    folder.mkdir()
    for name in ("first", "second"):
        make_checkpoint("cnn48_rgb", folder=folder, name=name)
    monkeypatch.setenv("EMOTION_DESKTOP_CHECKPOINTS", str(folder))
    return folder


def test_closing_does_not_wait_for_a_source_that_hangs(
    qtbot: QtBot, two_models: Path, hanging: HangingSource
) -> None:
    def opener(_text: str, **_named: bool) -> HangingSource:
        return hanging

    session = Session("cpu", None, partial(LivePipeline, opener=opener))
    session.start("camera", "first")
    assert hanging.reading.wait(10)
    qtbot.waitUntil(lambda: session.model == "first", timeout=60_000)
    before = time.monotonic()
    assert not session.close()
    assert time.monotonic() - before < 15  # it hangs for 30
    assert two_models.is_dir()


def test_results_keep_coming_while_another_model_is_loaded(qtbot: QtBot, two_models: Path) -> None:
    session = Session("cpu")
    models: list[str] = []

    def note(result: FrameResult) -> None:
        models.append(result.model)

    session.result_arrived.connect(note)
    session.start("demo", "first")
    qtbot.waitUntil(lambda: "first" in models, timeout=60_000)
    session.set_model(str(two_models / "second.safetensors"))
    qtbot.waitUntil(lambda: "second" in models, timeout=60_000)
    assert session.close(5)
    assert sorted(models) == models


def test_a_model_nobody_knows_is_said_and_the_default_one_used(
    qtbot: QtBot, make_checkpoint: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    own = make_checkpoint("cnn48_gray", name="own", accuracy=1.0)
    monkeypatch.setenv("EMOTION_DESKTOP_CHECKPOINTS", str(own.parent))
    session = Session("cpu")
    errors: list[EmotionDesktopError] = []
    session.model_failed.connect(errors.append)
    session.start("demo", "nonsense")
    qtbot.waitUntil(lambda: session.model is not None, timeout=60_000)
    assert session.model == default_checkpoint() != "own"
    assert "nonsense" in str(errors[0])
    assert session.close(5)


def test_a_remembered_model_of_broken_numbers_is_said_and_the_default_one_used(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    bad = spoilt(folder, weights=filled(np.nan), metrics={"macro_f1": 1.0})
    monkeypatch.setenv("EMOTION_DESKTOP_CHECKPOINTS", str(folder))
    session = Session("cpu", backend="onnx", precision="fp32")
    errors: list[EmotionDesktopError] = []
    session.model_failed.connect(errors.append)
    session.start("demo", str(bad))
    qtbot.waitUntil(lambda: session.model is not None, timeout=60_000)
    assert session.model == "cnn48_gray"
    assert "are not all finite" in str(errors[0])
    session.set_model(str(bad))
    qtbot.waitUntil(lambda: len(errors) == 2, timeout=60_000)
    assert session.model == "cnn48_gray"
    assert session.close(5)


def test_a_late_picture_of_the_source_before_is_not_shown(
    app: "App", make_result: Callable[..., FrameResult]
) -> None:
    live = app.start("one.mp4")
    late = make_result(HAPPY)
    app.controller.session.open("two.mp4")
    live.show(late)
    QApplication.processEvents()
    assert app.stage.video.frame is None
    app.show(make_result(HAPPY))


def test_a_frame_that_comes_is_prepared_and_shown_with_its_faces_only(
    app: "App", make_result: Callable[..., FrameResult]
) -> None:
    live = app.start()
    app.show(make_result())
    before, result = app.stage.video.frame, make_result()
    heard: list[Frame] = []
    app.controller.session.frame_coming.connect(heard.append)
    live.announce(result.frame)
    app.qtbot.waitUntil(lambda: heard == [result.frame])
    assert app.stage.video.frame is before
    app.show(result)


def test_opening_a_source_ends_the_pause(app: "App") -> None:
    live = app.start("one.mp4")
    live.playback.pause()
    app.controller.session.open("two.mp4")
    assert not live.playback.paused
