"""A bug in any worker becomes something people see and can try again; all others go on.

Each worker raises once, at its start, in the middle, or at its end: what it then says, and that
"Try again" brings it back, is the same table for all.
"""

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import shiboken6
from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from emotion_desktop import error_boundary as at
from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import Message
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.controller import Controller
from emotion_desktop.gui.jobs import Jobs
from emotion_desktop.gui.live_view.states import Notice, Remedy
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.recording.recording_controller import Phase
from emotion_desktop.gui.session import Session
from emotion_desktop.log_file import UNCAUGHT
from emotion_desktop.outputs.recording.session_format import SessionMetadata
from emotion_desktop.vision.sources.camera.camera_registry import CameraRegistry
from tests.faults import RaisesOnce
from tests.gui.reviewing import PEOPLE, Opener, SessionMaker, shown

if TYPE_CHECKING:
    from tests.gui.conftest import App

PATIENCE_MS = 60_000
BUTTONS = (Remedy.RETRY, Remedy.COPY_DETAILS, Remedy.OPEN_LOG)
slow = pytest.mark.slow  # each starts all threads
VISION, LIVE = "emotion_desktop.vision", "emotion_desktop.vision.live"
RECORDER = "emotion_desktop.outputs.recording"
VIDEO_READER = "emotion_desktop.vision.sources.video_reader.VideoReader"
ROOT = Path(__file__).parents[2]
HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)


@dataclass(frozen=True)
class Fault:
    """A place in a worker that raises once.

    Attributes:
        target: The function, as `monkeypatch.setattr` takes it.
        nth: Which of its calls raises.
        where: What the window says about it; None if it says nothing, as nothing is lost.
        of: Which calls are counted, told by their first argument.
    """

    target: str
    nth: int
    where: Message | None
    of: Callable[[Any], bool] = lambda _: True


def once(monkeypatch: pytest.MonkeyPatch, fault: Fault) -> RaisesOnce:
    return RaisesOnce(monkeypatch, fault.target, fault.nth, fault.of)


class Watched:
    """A window, and what it says of a fault."""

    def __init__(self, window: MainWindow, controller: Controller, qtbot: QtBot) -> None:
        self.window = window
        self.controller = controller
        self.session = controller.session
        self.qtbot = qtbot
        self.results: list[FrameResult] = []
        self.frames: list[object] = []
        self.session.result_arrived.connect(self.results.append)
        self.session.frame_arrived.connect(self.frames.append)

    def wait(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE_MS)

    def wait_for_faces(self) -> None:
        self.results.clear()
        self.wait(lambda: any(len(result) for result in self.results))

    def notice(self, where: Message) -> Notice:
        """Wait for the notice of a bug and return it."""
        text = f"Something went wrong in {where}"
        notices = self.window.stage.notices
        self.wait(lambda: any(notice.text == text for notice in notices.notices))
        return next(notice for notice in notices.notices if notice.text == text)

    def press(self, notice: Notice, remedy: Remedy) -> None:
        assert notice.remedies == BUTTONS
        self.window.stage.notices.chosen.emit(notice, remedy)

    def press_state(self, remedy: Remedy) -> None:
        button = self.window.stage.findChild(QPushButton, remedy.name)
        assert button is not None
        button.click()


@pytest.fixture
def live(
    qtbot: QtBot,
    settings: QSettings,
    pictures: Path,
    book: CameraRegistry,
    tmp_path: Path,
) -> Iterator[Watched]:
    """The window with its real threads, on the demo, before they start."""
    window = MainWindow(settings)
    window.preferences.change(recording_folder=str(tmp_path / "movies"))
    session = Session("cpu", window, backend="onnx", precision="fp32")
    controller = Controller(window, session, pictures, book)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    yield Watched(window, controller, qtbot)
    window.may_close.clear()
    window.close()
    assert window.jobs.wait(5)
    QApplication.processEvents()


def recorded(folder: Path) -> SessionMetadata:
    (session,) = folder.iterdir()
    return SessionMetadata.model_validate_json((session / "metadata.json").read_text())


SOURCE_FAULTS = {
    "start": Fault(f"{VISION}.sources.demo.open_demo", 1, at.SOURCE),
    "middle": Fault(f"{VISION}.sources.video.VideoSource.read", 20, at.SOURCE),
}


@slow
@pytest.mark.parametrize("fault", SOURCE_FAULTS.values(), ids=SOURCE_FAULTS)
def test_a_bug_in_the_source_takes_the_place_of_the_picture_until_it_is_tried_again(
    fault: Fault, live: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    raises = once(monkeypatch, fault)
    live.controller.start("demo", "cnn48_gray")
    live.wait(raises.raised.is_set)
    stage = live.window.stage
    live.wait(lambda: stage.state is not None and stage.state.remedies == BUTTONS)
    assert stage.state is not None
    assert stage.state.title == "Something went wrong in the source"
    live.press_state(Remedy.COPY_DETAILS)
    report = QApplication.clipboard().text()
    assert "ZeroDivisionError" in report
    assert "secret" not in report
    live.press_state(Remedy.RETRY)
    live.wait_for_faces()
    assert stage.state is None


@slow
def test_a_bug_at_the_end_of_a_source_leaves_the_next_one_alone(
    live: Watched, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    live.controller.start("demo", "cnn48_gray")
    live.wait_for_faces()
    raises = once(monkeypatch, Fault(f"{VISION}.sources.video.VideoSource.close", 1, None))
    live.session.reopen()
    live.wait(raises.raised.is_set)
    live.wait_for_faces()
    assert "something went wrong in the source" in caplog.text


ANALYSIS_FAULTS = {
    "start": Fault(f"{VISION}.detection.blazeface.BlazeFace.__init__", 1, at.MODEL),
    "middle": Fault(f"{VISION}.tracking.FaceTracker.update", 10, at.ANALYSIS),
    "search": Fault(f"{VISION}.pipeline.FramePipeline.search", 10, at.ANALYSIS),
    "delivery": Fault(f"{LIVE}.stats.Meter.add", 5, at.ANALYSIS),
}


@slow
@pytest.mark.parametrize("fault", ANALYSIS_FAULTS.values(), ids=ANALYSIS_FAULTS)
def test_a_bug_in_the_analysis_leaves_the_picture_and_can_be_tried_again(
    fault: Fault, live: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    raises = once(monkeypatch, fault)
    live.controller.start("demo", "cnn48_gray")
    live.wait(raises.raised.is_set)
    assert fault.where is not None
    notice = live.notice(fault.where)
    if fault.where is at.ANALYSIS:
        live.frames.clear()
        live.wait(lambda: len(live.frames) > 3)  # pictures come as they are
        assert live.session.result is None
    live.press(notice, Remedy.RETRY)
    live.wait_for_faces()
    assert live.window.stage.notices.notices == ()


@slow
def test_a_bug_at_the_end_of_the_analysis_keeps_nobody_from_quitting(
    live: Watched, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    live.controller.start("demo", "cnn48_gray")
    live.wait_for_faces()
    raises = once(monkeypatch, Fault(f"{VISION}.pipeline.FramePipeline.close", 1, None))
    live.window.close()
    live.wait(raises.raised.is_set)
    assert live.controller.closed_in_time
    assert "something went wrong in the face analysis" in caplog.text


@slow
def test_a_bug_in_the_analysis_closes_the_recording(
    live: Watched, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    live.controller.start("demo", "cnn48_gray")
    live.wait_for_faces()
    recording = live.controller.recording
    live.window.commands[ActionName.RECORD].trigger()
    live.wait(lambda: recording.phase is Phase.GOING_ON)
    live.wait_for_faces()
    once(monkeypatch, Fault(f"{VISION}.tracking.FaceTracker.update", 5, at.ANALYSIS))
    live.notice(at.ANALYSIS)
    live.wait(lambda: recording.phase is Phase.IDLE)
    document = recorded(tmp_path / "movies")
    assert document.ended_at is not None
    assert document.frames > 1


@slow
def test_a_bug_in_the_source_closes_the_recording(
    live: Watched, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    live.controller.start("demo", "cnn48_gray")
    live.wait_for_faces()
    recording = live.controller.recording
    live.window.commands[ActionName.RECORD].trigger()
    live.wait(lambda: recording.phase is Phase.GOING_ON)
    live.wait_for_faces()
    once(monkeypatch, Fault(f"{VISION}.sources.video.VideoSource.read", 5, at.SOURCE))
    live.wait(lambda: recording.phase is Phase.IDLE)
    assert recorded(tmp_path / "movies").ending == "source ended"


MODEL_FAULTS = {
    "start": Fault(f"{VISION}.crop_predictor.find_members", 1, at.MODEL),
    "middle": Fault(f"{VISION}.crop_predictor.open_backend", 1, at.MODEL),
    "end": Fault(f"{LIVE}.analysis_thread.Analysis._use", 1, at.MODEL),
}


@slow
@pytest.mark.parametrize("fault", MODEL_FAULTS.values(), ids=MODEL_FAULTS)
def test_a_bug_while_a_model_is_loaded_leaves_the_one_before_at_work(
    fault: Fault, live: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    live.controller.start("demo", "cnn48_gray")
    live.wait_for_faces()
    once(monkeypatch, fault)
    live.session.set_model("cnn48_rgb")
    notice = live.notice(at.MODEL)
    live.wait_for_faces()
    assert live.results[-1].model == "cnn48_gray"
    live.press(notice, Remedy.RETRY)
    live.wait(lambda: live.results[-1].model == "cnn48_rgb")


COMPARISON_FAULTS = {
    "start": Fault(f"{VISION}.crop_predictor.find_members", 1, at.MODEL),
    "middle": Fault(
        f"{VISION}.face_classifier.FaceClassifier.classify",
        3,
        at.COMPARISON,
        of=lambda classifier: classifier.predictor.name != "cnn48_gray",
    ),
}


@slow
@pytest.mark.parametrize("fault", COMPARISON_FAULTS.values(), ids=COMPARISON_FAULTS)
def test_a_bug_in_the_second_model_leaves_the_first_at_work(
    fault: Fault, live: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    live.controller.start("demo", "cnn48_gray")
    live.wait_for_faces()
    live.wait(live.window.commands[ActionName.COMPARE].isEnabled)
    once(monkeypatch, fault)
    live.window.commands[ActionName.COMPARE].trigger()
    assert fault.where is not None
    notice = live.notice(fault.where)
    live.wait_for_faces()
    assert live.results[-1].comparison is None
    live.press(notice, Remedy.RETRY)
    live.wait(lambda: live.results[-1].comparison is not None)


@slow
@pytest.mark.parametrize("nth", [1, 3])
def test_a_bug_in_the_heatmaps_leaves_the_labels_and_can_be_tried_again(
    nth: int, live: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    raises = once(
        monkeypatch, Fault(f"{VISION}.heatmap_worker.HeatmapWorker._compute", nth, at.HEATMAPS)
    )
    live.controller.start("demo", "cnn48_gray")
    live.wait_for_faces()
    action = live.window.commands[ActionName.GRADCAM]
    action.setChecked(True)
    live.wait(raises.raised.is_set)
    notice = live.notice(at.HEATMAPS)
    assert not action.isChecked()
    live.wait_for_faces()
    live.press(notice, Remedy.RETRY)
    assert action.isChecked()
    live.wait(lambda: live.results[-1].heatmaps is not None and live.results[-1].heatmaps.any())


RECORDING_FAULTS = {
    "start": Fault(f"{RECORDER}.session_writer.check_room", 1, at.RECORDING),
    "first picture": Fault(f"{RECORDER}.session_files.VideoWriter", 1, at.RECORDING),
    "middle": Fault(f"{RECORDER}.session_files.SessionFiles.write", 3, at.RECORDING),
    "end": Fault(f"{RECORDER}.session_files.SessionFiles.close", 1, at.RECORDING),
}


@pytest.mark.parametrize("fault", RECORDING_FAULTS.values(), ids=RECORDING_FAULTS)
def test_a_bug_in_the_recorder_ends_the_recording_and_the_next_one_can_begin(
    fault: Fault,
    app: "App",
    make_result: Callable[..., FrameResult],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "movies"
    app.window.preferences.change(recording_folder=str(folder))
    app.start()
    watched = Watched(app.window, app.controller, app.qtbot)
    raises = once(monkeypatch, fault)
    app.show(make_result(HAPPY))
    app.window.commands[ActionName.RECORD].trigger()
    recording = app.controller.recording
    for _ in range(4):
        app.qtbot.waitUntil(lambda: recording.phase is not Phase.STARTING, timeout=PATIENCE_MS)
        app.show(make_result(HAPPY))
    if recording.phase is Phase.GOING_ON and not raises.raised.is_set():
        app.window.commands[ActionName.RECORD].trigger()
    notice = watched.notice(at.RECORDING)
    assert recording.phase is Phase.IDLE
    if folder.is_dir() and any(folder.iterdir()):
        document = recorded(folder)
        assert (document.ending, document.ended_at is None) == ("write failed", False)
    watched.press(notice, Remedy.RETRY)
    watched.wait(lambda: recording.phase is Phase.GOING_ON)
    app.window.commands[ActionName.RECORD].trigger()
    watched.wait(lambda: recording.phase is Phase.IDLE)


def test_a_bug_in_the_search_for_cameras_can_be_tried_again(
    app: "App", book: CameraRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(app.window, app.controller, app.qtbot)
    once(monkeypatch, Fault(f"{VISION}.sources.camera.camera_registry.CameraRegistry.cameras", 1,
                            at.CAMERAS))  # fmt: skip
    watcher = app.controller.cameras.watcher
    watcher.find = book.cameras
    app.start()
    notice = watched.notice(at.CAMERAS)
    assert watcher.cameras is None
    watched.press(notice, Remedy.RETRY)
    watched.wait(lambda: watcher.cameras is not None)


def test_a_bug_while_a_snapshot_is_saved_can_be_tried_again(
    app: "App",
    make_result: Callable[..., FrameResult],
    pictures: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app.start()
    watched = Watched(app.window, app.controller, app.qtbot)
    app.show(make_result(HAPPY))
    once(monkeypatch, Fault("emotion_desktop.outputs.snapshots.save_snapshot", 1, at.SNAPSHOT))
    app.window.commands[ActionName.SNAPSHOT].trigger()
    watched.press(watched.notice(at.SNAPSHOT), Remedy.RETRY)
    watched.wait(lambda: list(pictures.glob("*.png")))


def test_a_bug_while_a_recording_is_read_can_be_tried_again(
    app: "App", make_session: SessionMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.start()
    watched = Watched(app.window, app.controller, app.qtbot)
    once(monkeypatch, Fault("emotion_desktop.gui.review.review_data.read_session", 1, at.REVIEW))
    reviews = app.controller.reviews
    reviews.open(make_session(PEOPLE))
    watched.press(watched.notice(at.REVIEW), Remedy.RETRY)
    watched.wait(lambda: reviews.windows)
    reviews.windows[0].close()


REVIEW_FAULTS = {
    "start": Fault(f"{VIDEO_READER}.__init__", 1, at.REVIEW),
    "middle": Fault(f"{VIDEO_READER}.find", 1, at.REVIEW),
}


@pytest.mark.parametrize("fault", REVIEW_FAULTS.values(), ids=REVIEW_FAULTS)
def test_a_bug_in_the_video_of_a_review_leaves_the_results_and_can_be_tried_again(
    fault: Fault, make_session: SessionMaker, open_review: Opener, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    once(monkeypatch, fault)
    window = open_review(make_session(PEOPLE))
    qtbot.waitUntil(lambda: bool(window.notices.notices), timeout=PATIENCE_MS)
    (notice,) = window.notices.notices
    assert notice.text == "Something went wrong in the review of a recording"
    window.player.seek(1.2)
    assert window.player.result is not None
    assert len(window.player.result) == 2
    window.notices.chosen.emit(notice, Remedy.RETRY)
    row = window.player.row
    qtbot.waitUntil(lambda: shown(window) == row, timeout=PATIENCE_MS)


def test_a_bug_in_the_window_itself_is_told_once(app: "App") -> None:
    app.start()
    for _ in range(2):
        UNCAUGHT.critical("KeyError was not caught")
    notices = app.stage.notices
    app.qtbot.waitUntil(lambda: bool(notices.notices))
    QApplication.processEvents()
    (notice,) = notices.notices
    assert notice.text == "Something went wrong in the window"
    assert notice.remedies == BUTTONS[1:]


class Listener(QObject):
    def hear(self, _: object) -> None:
        pytest.fail("nobody listens any more")


def test_a_job_that_ends_after_its_window_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[object] = []
    monkeypatch.setattr(threading, "excepthook", caught.append)
    jobs, go = Jobs(), threading.Event()
    listener = Listener()
    jobs.start(go.wait, listener.hear)
    (job,) = jobs.running
    thread = job.thread_
    shiboken6.delete(jobs)
    go.set()
    thread.join(5)
    assert caught == []


def test_only_one_place_catches_what_nobody_expects() -> None:
    found = [
        path.relative_to(ROOT)
        for package in ("emotion_desktop", "trainer")
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"except( Exception| BaseException)?( as \w+)?:", path.read_text())
    ]
    # code of others may raise anything while it is imported
    assert sorted(found) == [
        Path("emotion_desktop/error_boundary.py"),
        Path("emotion_desktop/plugin_files.py"),
    ]
