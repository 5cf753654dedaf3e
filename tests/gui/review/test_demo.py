"""A recording of the demo, made by the real pipeline and the real recorder, is reviewed."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from emotion_desktop.config import find_asset
from emotion_desktop.labels import Emotion
from emotion_desktop.outputs.recording.recorder import Recorder
from emotion_desktop.outputs.recording.session_format import (
    RecordedModel,
    RecordedSource,
    SessionMetadata,
)
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.predictor import EmotionPredictor
from emotion_desktop.vision.sources.video import VideoSource

if TYPE_CHECKING:
    from tests.gui.conftest import App

FROM_S, TO_S, EVERY = 2.0, 5.0, 3
"""Part of the demo in which a neutral face begins to smile, and a second one comes in."""


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """The folder of a session of three seconds, with ten frames a second."""
    predictor = EmotionPredictor("cnn48_gray", device="cpu", backend="onnx")
    metadata = SessionMetadata(
        app_version="0",
        source=RecordedSource(name="demo", width=1280, height=720, fps=10),
        model=RecordedModel(name=predictor.name, classes=predictor.classes),
        started_at=datetime.now(UTC),
    )
    recorder = Recorder(tmp_path, metadata, on_end=_nothing, least_free=0, most_waiting=99)
    demo = VideoSource(find_asset("demo.mp4"))
    with closing(demo), closing(FramePipeline(predictor)) as pipeline:
        while (frame := demo.read()).time_s < TO_S:
            if frame.time_s >= FROM_S and frame.index % EVERY == 0:
                number = frame.index // EVERY  # of a source that has no other frames
                recorder.put(
                    pipeline.process(replace(frame, captured_at=frame.time_s, index=number))
                )
    recorder.mark(3)
    recorder.stop()
    assert recorder.wait(20)
    return recorder.folder


def _nothing(_end: object) -> None:
    pass


def test_what_the_demo_shows_is_found_again(
    app: "App", qtbot: QtBot, recorded: Path, tmp_path: Path
) -> None:
    app.start()
    reviews = app.controller.reviews
    reviews.open(recorded)
    qtbot.waitUntil(lambda: len(reviews.windows) == 1, timeout=20_000)
    (window,) = reviews.windows
    qtbot.waitUntil(lambda: window.player.result is not None)
    assert window.notices.notices == ()
    first, second = window.session.people
    assert (len(first.times), first.times[0]) == (30, 0)
    assert 0.9 <= round(float(second.times[0]), 3) <= 1.5
    (smiling, _) = [window.side.summaries[person.track_id] for person in (first, second)]
    assert smiling.shares[Emotion.NEUTRAL] > 0.2
    assert smiling.longest is not None
    assert smiling.longest.label is Emotion.HAPPINESS

    QTest.keyClick(window, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: window.player.result is not None and len(window.player.result) == 2)
    result = window.player.result
    assert result is not None
    assert result.emotion(0) is Emotion.HAPPINESS
    x0, y0, x1, y1 = result.faces.boxes[0].astype(int)
    face = result.image[y0:y1, x0:x1].reshape(-1, 3).mean(axis=0)
    assert face[2] > face[0] + 20, "skin is redder than it is blue"

    window.exports.save("report", tmp_path / "report.html")
    qtbot.waitUntil(lambda: window.toast.text == "Saved report.html", timeout=10_000)
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert report.count('class="line happiness"') == 2
    window.close()
    QApplication.processEvents()
