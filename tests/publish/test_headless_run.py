"""Without a window: the demo is published, and clients command it over the WebSocket."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.publish import Address, PublishOptions
from emotion_desktop.publish.headless_run import HeadlessOptions, HeadlessRun
from emotion_desktop.publish.hub import Hub
from tests.publish.live_output import ask, receive


class Running:
    """A run on a thread of its own, and a client of it."""

    def __init__(self, hub: Hub, folder: Path, source: str = "demo") -> None:
        options = HeadlessOptions(
            source=source, model="cnn48_gray", backend="onnx", precision="fp32", folder=folder
        )
        self.lines: list[str] = []
        self.failure: EmotionDesktopError | None = None
        self.over = threading.Event()
        self._run = HeadlessRun(options, hub, self.lines.append)
        hub.start("websocket", PublishOptions(address=Address("127.0.0.1", 0), commands=self._run))
        self.thread = threading.Thread(target=self._work)
        self.address = hub.status()["websocket"].address

    def _work(self) -> None:
        self.failure = self._run.run(self.over.is_set)

    def end(self) -> None:
        self.over.set()
        self.thread.join(20)
        assert not self.thread.is_alive()


@pytest.fixture
def running(hub: Hub, tmp_path: Path) -> Iterator[Running]:
    """The demo, running."""
    running = Running(hub, tmp_path)
    running.thread.start()
    yield running
    running.end()


@pytest.fixture
def client(running: Running) -> Iterator[ClientConnection]:
    """One who has seen the first frame."""
    with connect(running.address, max_queue=None) as client:
        receive(client, "welcome")
        receive(client)
        yield client


def event(client: ClientConnection, name: str) -> dict[str, Any]:
    while (message := receive(client, "event"))["event"] != name:
        pass
    return message


def test_a_recording_is_made_marked_and_ended_by_commands(
    client: ClientConnection, running: Running
) -> None:
    started = ask(client, command="record", participant="P07", trial=2)
    folder = Path(started["result"]["folder"])
    assert ask(client, command="record")["reason"] == "a recording is going on"
    receive(client)
    marked = ask(client, id=5, command="marker", number=3, note="she laughs")
    assert marked["id"] == 5
    assert marked["result"]["time_s"] >= 0
    stopped = ask(client, command="stop")
    assert stopped["result"]["frames"] > 0
    assert stopped["result"]["folder"] == str(folder)
    assert ask(client, command="stop")["reason"] == "there is no recording"
    assert ask(client, command="marker")["reason"] == "there is no recording"
    assert "3,she laughs" in (folder / "markers.csv").read_text()
    document = json.loads((folder / "metadata.json").read_text())
    assert document["ending"] == "stopped"
    assert (document["participant"], document["trial"]) == ("P07", 2)


def test_a_recording_that_was_started_for_a_time_ends_by_itself(client: ClientConnection) -> None:
    ask(client, command="record", seconds=0.3)
    assert event(client, "recording_started")["folder"]
    assert event(client, "recording_stopped")["ending"] == "stopped"


def test_each_command_is_announced_to_all(client: ClientConnection, running: Running) -> None:
    with connect(running.address, max_queue=None) as other:
        receive(other, "welcome")
        ask(client, command="record")
        ask(client, command="marker", number=2)
        ask(client, command="stop")
        assert event(other, "recording_started")["folder"]
        assert event(other, "marker")["number"] == 2
        assert event(other, "recording_stopped")["ending"] == "stopped"


def test_pictures_are_saved(client: ClientConnection) -> None:
    assert Path(ask(client, command="snapshot")["result"]["path"]).is_file()


def test_settings_are_told_and_changed(client: ClientConnection) -> None:
    before = ask(client, command="settings")["result"]
    assert before == {
        "smoothing": 0.5,
        "detection_confidence": 0.5,
        "min_face_px": 32,
        "max_faces": 64,
    }
    after = ask(client, command="settings", smoothing=0, max_faces=1)["result"]
    assert after == before | {"smoothing": 0, "max_faces": 1}


def test_the_source_is_held_and_goes_on(client: ClientConnection) -> None:
    assert ask(client, command="pause")["result"] == {"paused": True}
    assert ask(client, command="pause", paused=True)["result"] == {"paused": True}
    assert ask(client, command="pause", paused=False)["result"] == {"paused": False}
    receive(client)


def test_another_model_is_used_or_the_reason_is_told(client: ClientConnection) -> None:
    refused = ask(client, command="model", name="no_such")
    assert refused["reason"].startswith("no checkpoint 'no_such'; trained ones: ")
    done = ask(client, command="model", name="cnn48_rgb")
    assert done["result"]["model"] == "cnn48_rgb"
    while receive(client)["model"] != "cnn48_rgb":
        pass


def test_another_source_is_shown_or_the_reason_is_told(
    client: ClientConnection, tmp_path: Path
) -> None:
    refused = ask(client, command="source", name=str(tmp_path / "none.mp4"))
    assert "none.mp4" in refused["reason"]
    done = ask(client, command="source", name="demo")
    assert done["result"] == {"source": "demo"}
    receive(client)


def test_a_source_that_cannot_be_opened_at_first_ends_the_run(hub: Hub, tmp_path: Path) -> None:
    running = Running(hub, tmp_path, source=str(tmp_path / "none.mp4"))
    running.thread.start()
    running.thread.join(20)
    assert "none.mp4" in str(running.failure)
    running.end()


def test_a_recording_is_finished_when_the_run_is_ended(
    client: ClientConnection, running: Running
) -> None:
    folder = Path(ask(client, command="record")["result"]["folder"])
    receive(client)
    running.end()
    assert json.loads((folder / "metadata.json").read_text())["ended_at"] is not None
    assert running.lines == [f"recorded {folder}"]
