"""How reviews are opened and closed, and what they show of a recording that lacks something."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from emotion_desktop.domain import FrameResult
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.outputs.recording.session_format import VIDEO
from tests.gui.reviewing import MARKERS, PEOPLE, Opener, SessionMaker, wait_until_at

if TYPE_CHECKING:
    from tests.gui.conftest import App


def test_a_recording_is_asked_for_and_opens_beside_the_live_window(
    app: "App",
    qtbot: QtBot,
    make_session: SessionMaker,
    make_result: Callable[..., FrameResult],
    tmp_path: Path,
    open_review: Opener,
) -> None:
    app.window.preferences.change(recording_folder=str(tmp_path))
    folder = make_session(PEOPLE, markers=MARKERS)
    app.window.commands[ActionName.REVIEW].trigger()
    (dialog,) = app.window.findChildren(QFileDialog)
    assert Path(dialog.directory().absolutePath()) == tmp_path
    dialog.fileSelected.emit(str(folder))
    dialog.reject()
    reviews = app.controller.reviews
    qtbot.waitUntil(lambda: bool(reviews.windows), timeout=20_000)
    window = reviews.windows[0]
    assert window.windowTitle() == f"Review – {folder.name}"
    wait_until_at(window, qtbot, 0)
    app.show(make_result((0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0)))
    reviews.open(folder)
    assert len(reviews.windows) == 1


def test_a_session_without_a_video_shows_its_faces_all_the_same(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session(PEOPLE, with_video=False))
    window.player.seek(1.2)
    qtbot.waitUntil(lambda: window.player.result is not None and len(window.player.result) == 2)
    assert "no video" in window.notices.notices[0].text


def test_a_damaged_video_is_said_and_the_results_are_shown(
    qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    folder = make_session(PEOPLE, ended_at=None)
    (folder / VIDEO).write_bytes(b"nothing" * 999)
    window = open_review(folder)
    qtbot.waitUntil(lambda: len(window.notices.notices) == 2)
    first, second = window.notices.notices
    assert "interrupted" in first.text
    assert second.text == "The video cannot be shown, only the results"
    assert "video.mp4" in second.details
    window.player.seek(1.2)
    assert window.player.result is not None
    assert len(window.player.result) == 2


def test_a_session_without_a_face_has_nothing_to_choose(
    make_session: SessionMaker, open_review: Opener
) -> None:
    window = open_review(make_session({}))
    assert not window.timeline.person.isEnabled()
    assert not window.commands[ActionName.CHART_PNG].isEnabled()
    assert "no face was seen" in window.commands[ActionName.CHART_PNG].toolTip()
    assert window.side.longest.text() == "No face was seen in this recording."


def test_what_cannot_be_opened_is_said_in_the_main_window(
    app: "App", qtbot: QtBot, tmp_path: Path
) -> None:
    app.start()
    app.controller.reviews.open(tmp_path)
    qtbot.waitUntil(lambda: bool(app.stage.notices.notices), timeout=20_000)
    assert app.stage.notices.notices[0].text == "The recording cannot be opened"
    assert "metadata.json" in app.stage.notices.notices[0].details
    assert app.controller.reviews.windows == []


def test_a_dropped_session_is_reviewed_and_a_dropped_folder_is_played(
    app: "App", qtbot: QtBot, make_session: SessionMaker, open_review: Opener, tmp_path: Path
) -> None:
    folder = make_session(PEOPLE)
    for path in (folder, tmp_path):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        none = Qt.KeyboardModifier.NoModifier
        app.window.dropEvent(
            QDropEvent(
                QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none
            )
        )
    qtbot.waitUntil(lambda: len(app.controller.reviews.windows) == 1, timeout=20_000)
    assert [source for source, _ in app.live.opened] == ["demo", str(tmp_path)]


def test_a_recording_asked_for_twice_at_once_is_opened_once(
    app: "App", qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    folder = make_session(PEOPLE)
    app.controller.reviews.open(folder)
    open_review(folder)
    assert app.window.jobs.wait(5)
    QApplication.processEvents()
    assert len(app.controller.reviews.windows) == 1


def test_closing_the_app_while_a_recording_is_read_opens_nothing(
    app: "App", qtbot: QtBot, make_session: SessionMaker
) -> None:
    app.start()
    reviews = app.controller.reviews
    reviews.open(make_session(PEOPLE))
    app.window.close()
    assert app.window.jobs.wait(20)
    QApplication.processEvents()
    assert reviews.windows == []


def test_closing_the_app_closes_its_recordings(
    app: "App", qtbot: QtBot, make_session: SessionMaker, open_review: Opener
) -> None:
    gone = QSignalSpy(open_review(make_session(PEOPLE)).destroyed)
    app.window.close()
    qtbot.waitUntil(lambda: gone.count() == 1)
    assert app.controller.reviews.windows == []


def test_a_session_given_at_the_start_is_reviewed_beside_the_usual_source(
    app: "App", qtbot: QtBot, make_session: SessionMaker
) -> None:
    folder = make_session(PEOPLE)
    live = app.start(str(folder))
    qtbot.waitUntil(lambda: len(app.controller.reviews.windows) == 1, timeout=20_000)
    assert str(folder) not in [source for source, _ in live.opened]
    app.window.close()
    assert app.controller.reviews.windows == []


def test_closing_ends_its_thread(make_session: SessionMaker, open_review: Opener) -> None:
    window = open_review(make_session(PEOPLE))
    window.player.toggle()
    assert any(thread.name == "review-video" for thread in threading.enumerate())
    window.commands[ActionName.CLOSE].trigger()
    assert not any(thread.name == "review-video" for thread in threading.enumerate())


def test_what_was_just_recorded_is_reviewed_from_its_toast(
    app: "App", qtbot: QtBot, make_result: Callable[..., FrameResult], tmp_path: Path
) -> None:
    app.window.preferences.change(recording_folder=str(tmp_path / "movies"))
    app.start()
    happy = (0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0)
    app.show(make_result(happy))
    record = app.window.commands[ActionName.RECORD]
    record.trigger()
    qtbot.waitUntil(lambda: app.controller.recording.phase.name == "GOING_ON", timeout=20_000)
    for _ in range(5):
        app.show(make_result(happy, (0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0)))
    record.trigger()
    qtbot.waitUntil(lambda: app.controller.recording.phase.name == "IDLE", timeout=20_000)
    button = app.stage.toast.button
    assert button.text() == "Review"
    button.click()
    reviews = app.controller.reviews
    qtbot.waitUntil(lambda: len(reviews.windows) == 1, timeout=20_000)
    (window,) = reviews.windows
    assert [person.track_id for person in window.session.people] == [1, 2]
    assert not window.session.cut_off
    qtbot.waitUntil(lambda: window.video.frame is not None)
    assert window.notices.notices == ()
