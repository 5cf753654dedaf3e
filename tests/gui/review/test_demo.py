"""A recording of the demo, made by the real pipeline and the real recorder, is reviewed."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from emotion_desktop.config import PipelineSettings, find_asset
from emotion_desktop.errors import UnreadableFileError
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.labels import Emotion
from emotion_desktop.outputs.recording.again import AgainRequest, analyse_again, find_analyses
from emotion_desktop.outputs.recording.agreement import compare
from emotion_desktop.outputs.recording.reader import read_session
from emotion_desktop.outputs.recording.recorder import Recorder
from emotion_desktop.outputs.recording.session_format import (
    RecordedModel,
    RecordedSource,
    SessionMetadata,
)
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.predictor import EmotionPredictor
from emotion_desktop.vision.sources.video import VideoSource
from tests.gui.reviewing import SessionMaker

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


def test_two_models_on_one_recording_are_compared_and_exported_in_five_actions(
    app: "App", qtbot: QtBot, recorded: Path, tmp_path: Path
) -> None:
    app.start()
    before = {path.name: path.read_bytes() for path in recorded.iterdir()}
    reviews = app.controller.reviews
    reviews.open(recorded)  # 1
    qtbot.waitUntil(lambda: len(reviews.windows) == 1, timeout=20_000)
    (window,) = reviews.windows
    again = window.again
    assert not window.commands[ActionName.COMPARE_ANALYSES].isEnabled()
    QTest.keyClick(window, Qt.Key.Key_A)  # 2
    asking = again.dialog
    assert asking is not None
    qtbot.waitUntil(lambda: asking.model.count() > 1, timeout=20_000)
    other = asking.model.currentText()
    assert other != "cnn48_gray"
    QTest.keyClick(asking, Qt.Key.Key_Return)  # 3
    qtbot.waitUntil(lambda: again.comparison is not None, timeout=60_000)
    comparison = again.comparison
    assert comparison is not None
    found = comparison.found
    assert found is not None
    assert found.faces > 20
    assert 0.3 < found.agreement <= 1
    assert "Cohen's kappa" in comparison.figures.text()
    folder = recorded / f"again-{other}"
    analysis = read_session(folder)
    assert analysis.metadata.model.name == other
    assert len(analysis.times) == len(window.session.times)
    assert analysis.times == pytest.approx(window.session.times, abs=2e-3)
    assert {n: (recorded / n).read_bytes() for n in before} == before
    comparison.save_button.click()  # 4
    (dialog,) = window.findChildren(QFileDialog)
    out = tmp_path / "comparison.csv"
    dialog.fileSelected.emit(str(out))  # 5
    dialog.reject()
    qtbot.waitUntil(out.exists, timeout=20_000)
    assert "kappa" in out.read_text()
    if found.disagreements:
        comparison.table.clicked.emit(comparison.table.table.index(0, 0))
        assert window.player.position == pytest.approx(found.disagreements[0].start_s)
    assert window.commands[ActionName.COMPARE_ANALYSES].isEnabled()


def test_an_analysis_that_is_given_up_leaves_nothing(recorded: Path) -> None:
    session = read_session(recorded)
    before = sorted(recorded.iterdir())
    request = AgainRequest(model="cnn48_gray", settings=PipelineSettings())
    done: list[int] = []
    made = analyse_again(
        session, request, lambda count, _: done.append(count), lambda: len(done) >= 3
    )
    assert made is None
    assert done == [1, 2, 3]
    assert sorted(recorded.iterdir()) == before


def test_a_second_analysis_of_a_model_gets_a_number_and_none_is_overwritten(
    recorded: Path,
) -> None:
    session = read_session(recorded)
    request = AgainRequest(model="cnn48_gray", settings=PipelineSettings())
    names = [analyse_again(session, request) for _ in range(2)]
    assert names == [recorded / "again-cnn48_gray", recorded / "again-cnn48_gray-2"]
    assert find_analyses(recorded) == names
    found = compare(session, read_session(recorded / "again-cnn48_gray"))
    assert found.agreement > 0.9


def test_a_model_that_is_not_there_is_said_and_leaves_nothing(
    app: "App", qtbot: QtBot, recorded: Path
) -> None:
    app.start()
    app.controller.reviews.open(recorded)
    qtbot.waitUntil(lambda: len(app.controller.reviews.windows) == 1, timeout=20_000)
    (window,) = app.controller.reviews.windows
    window.again.ask()
    dialog = window.again.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.model.count() > 1, timeout=20_000)
    dialog.model.setEditText("nobody")
    dialog.start.click()
    qtbot.waitUntil(lambda: bool(window.notices.notices), timeout=20_000)
    assert window.notices.notices[0].text == "The recording could not be analysed again"
    assert dialog.start.isEnabled()
    assert find_analyses(recorded) == []


def test_a_video_with_boxes_in_it_is_not_analysed_again(make_session: SessionMaker) -> None:
    session = read_session(make_session({}, video="annotated"))
    with pytest.raises(UnreadableFileError, match="cannot be analysed again"):
        analyse_again(session, AgainRequest(model="cnn48_gray", settings=PipelineSettings()))
