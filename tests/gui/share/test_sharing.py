"""The Share panel, and a WebSocket client of the window."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot
from websockets.sync.client import ClientConnection, connect

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import CheckpointError, StreamLostError, UnreadableFileError
from emotion_desktop.gui import language
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.docks.share.panel import SharePanel
from emotion_desktop.outputs.recording.recording_details import RecordingDetails
from emotion_desktop.publish.hub import PublisherStatus
from tests.gui.conftest import App
from tests.publish.live_output import SCHEMA

HAPPY = (0.02, 0.02, 0.02, 0.88, 0.02, 0.02, 0.02)


class Client:
    """Listens on a thread of its own, so that the window's thread stays free."""

    def __init__(self, connection: ClientConnection, qtbot: QtBot) -> None:
        self.messages: list[dict[str, Any]] = []
        self._connection = connection
        self._qtbot = qtbot
        self.thread = threading.Thread(target=self._listen)
        self.thread.start()

    def _listen(self) -> None:
        for text in self._connection:
            self.messages.append(json.loads(text))

    def wait(self, kind: str, **values: object) -> dict[str, Any]:
        """Return the first message of a kind with these values, and forget it."""

        def there() -> dict[str, Any] | None:
            wanted = {"type": kind, **values}
            return next(
                (m for m in self.messages if all(m.get(k) == v for k, v in wanted.items())), None
            )

        self._qtbot.waitUntil(lambda: there() is not None)
        message = there()
        assert message is not None
        self.messages.remove(message)
        SCHEMA.validate(message)
        return message

    def ask(self, **command: object) -> dict[str, Any]:
        self._connection.send(json.dumps({"type": "command", **command}))
        return self.wait("answer")

    def say(self, **command: object) -> None:
        self._connection.send(json.dumps({"type": "command", **command}))


@pytest.fixture
def panel(app: App) -> SharePanel:
    """The panel, shown from the menu."""
    app.window.commands[ActionName.SHARE_DOCK].trigger()
    return app.window.docks.share


def switch_on(panel: SharePanel, qtbot: QtBot, name: str, address: str) -> None:
    row = panel.rows[name]
    row.address.setText(address)
    row.check.click()
    qtbot.waitUntil(row.status.isVisible)


@pytest.fixture
def client(app: App, panel: SharePanel, qtbot: QtBot) -> Iterator[Client]:
    """One who is connected to the window."""
    switch_on(panel, qtbot, "websocket", "127.0.0.1:0")
    address = app.controller.sharing.hub.status()["websocket"].address
    with connect(address) as connection:
        client = Client(connection, qtbot)
        client.wait("welcome")
        yield client
    client.thread.join(5)


def test_nothing_is_published_at_first_and_the_panel_is_reached_from_the_menu(app: App) -> None:
    app.start()
    assert not app.controller.sharing.hub.threads
    assert not app.window.docks.share.isVisible()
    app.window.commands[ActionName.SHARE_DOCK].trigger()
    assert app.window.docks.share.isVisible()
    assert not any(row.check.isChecked() for row in app.window.docks.share.rows.values())


def test_results_reach_a_client_and_the_panel_says_so(
    app: App,
    panel: SharePanel,
    client: Client,
    make_result: Callable[..., FrameResult],
    qtbot: QtBot,
) -> None:
    app.start()
    app.show(make_result(HAPPY))
    frame = client.wait("frame")
    assert frame["faces"][0]["label"] == "happiness"
    assert client.wait("event", event="face_appeared")["track_id"] == 1
    row = panel.rows["websocket"]
    assert row.check.isChecked()
    qtbot.waitUntil(lambda: "clients: 1" in row.status.text() and "dropped: 0" in row.status.text())
    assert "ws://127.0.0.1:" in row.status.text()


def test_switched_off_it_is_gone(app: App, panel: SharePanel, client: Client, qtbot: QtBot) -> None:
    panel.rows["websocket"].check.click()
    qtbot.waitUntil(lambda: not client.thread.is_alive())
    row = panel.rows["websocket"]
    qtbot.waitUntil(row.isEnabled)
    assert not app.controller.sharing.hub.threads
    assert not row.status.isVisible()
    assert row.address.isEnabled()
    row.check.click()
    qtbot.waitUntil(lambda: row.isEnabled() and row.check.isChecked())


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("127.0.0.1:99999", "'127.0.0.1:99999' is no address; write HOST:PORT"),
        ("192.0.2.1:8765", "192.0.2.1:8765 cannot be listened on"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence_and_the_switch_is_off(
    panel: SharePanel, qtbot: QtBot, address: str, sentence: str
) -> None:
    switch_on(panel, qtbot, "websocket", address)
    row = panel.rows["websocket"]
    assert sentence in row.status.text()
    assert not row.check.isChecked()


def test_on_a_network_it_needs_a_token_and_says_who_can_read_it(
    app: App, panel: SharePanel, qtbot: QtBot
) -> None:
    row = panel.rows["websocket"]
    assert not row.notice.isVisible()
    switch_on(panel, qtbot, "websocket", "0.0.0.0:0")
    assert "can read this; it is not encrypted" in row.notice.text()
    token = row.token.text().removeprefix("Token: ")
    assert len(token) == 16
    port = app.controller.sharing.hub.status()["websocket"].address.rpartition(":")[2]
    with connect(f"ws://127.0.0.1:{port}") as connection:
        connection.send(json.dumps({"type": "hello", "token": token}))
        assert json.loads(connection.recv(timeout=5))["type"] == "welcome"


def test_addresses_are_written_alike_in_all_languages(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "translate", lambda _, text: text.replace(".", ","))
    panel = SharePanel("")
    qtbot.addWidget(panel)
    status = PublisherStatus(
        name="websocket", address="ws://127.0.0.1:8765/live", clients=1, per_second=30.0, sent=9,
        dropped=2, error=None, running=True,
    )  # fmt: skip
    panel.show_status({"websocket": status})
    assert panel.rows["websocket"].status.text().startswith("ws://127.0.0.1:8765/live · ")


def test_addresses_are_remembered_but_not_what_is_on(
    app: App, panel: SharePanel, settings: QSettings
) -> None:
    row = panel.rows["osc"]
    row.address.setText("192.168.1.20:7000")
    row.address.editingFinished.emit()
    assert settings.value("share_addresses") == "osc@192.168.1.20:7000"
    again = SharePanel(app.window.preferences.settings.share_addresses)
    assert again.rows["osc"].address.text() == "192.168.1.20:7000"
    assert not again.rows["osc"].check.isChecked()
    again.deleteLater()


def test_a_source_that_is_lost_and_back_is_announced_once_each(
    app: App, client: Client, make_result: Callable[..., FrameResult]
) -> None:
    live = app.start("rtsp://camera/live")
    assert client.wait("event", event="source_opened")["source"] == "rtsp://camera/live"
    app.show(make_result(HAPPY))
    live.fail(StreamLostError("the stream stopped"))
    assert client.wait("event", event="source_lost")["reason"] == "the stream stopped"
    app.controller.session.reopen()
    app.show(make_result(HAPPY))
    client.wait("event", event="source_back")
    assert [m for m in client.messages if m.get("event") == "source_opened"] == []


def test_a_recording_is_made_marked_and_ended_by_commands(
    app: App, client: Client, make_result: Callable[..., FrameResult], tmp_path: Path
) -> None:
    app.window.preferences.change(recording_folder=str(tmp_path / "recordings"))
    app.start()
    assert client.ask(command="record")["reason"] == "no frame has been analysed yet"
    app.show(make_result(HAPPY))
    assert client.ask(command="marker")["reason"] == "there is no recording"
    app.window.preferences.change(recording_countdown=True)
    app.controller.recording.details = RecordingDetails(name="{participant}_{trial}", trial=7)
    told = client.ask(command="record", participant="P07", notes="by a program")
    folder = Path(told["result"]["folder"])
    assert folder.name == "P07_7"
    client.wait("event", event="recording_started", folder=str(folder))
    app.show(make_result(HAPPY))
    assert client.ask(command="marker", number=4, note="now")["ok"]
    client.wait("event", event="marker", number=4, note="now")
    assert client.ask(command="stop")["result"]["folder"] == str(folder)
    client.wait("event", event="recording_stopped", ending="stopped")
    assert "4,now" in (folder / "markers.csv").read_text()
    document = json.loads((folder / "metadata.json").read_text())
    assert (document["participant"], document["notes"]) == ("P07", "by a program")


def test_a_snapshot_is_saved_by_command(
    app: App, client: Client, make_result: Callable[..., FrameResult]
) -> None:
    app.start()
    app.show(make_result(HAPPY))
    assert Path(client.ask(command="snapshot")["result"]["path"]).is_file()


def test_model_and_source_are_changed_by_command_and_refusals_have_a_reason(
    app: App, client: Client, make_result: Callable[..., FrameResult], qtbot: QtBot
) -> None:
    live = app.start()
    client.say(command="model", name="broken")
    qtbot.waitUntil(lambda: live.models == ["broken"])
    live.fail_model(CheckpointError("broken is damaged"))
    assert client.wait("answer")["reason"] == "broken is damaged"

    client.say(command="source", name="none.mp4")
    qtbot.waitUntil(lambda: live.opened[-1][0] == "none.mp4")
    live.fail(UnreadableFileError("none.mp4 is not there"))
    assert client.wait("answer")["reason"] == "none.mp4 is not there"
    client.say(command="source", name="demo")
    qtbot.waitUntil(lambda: live.opened[-1][0] == "demo")
    app.show(make_result(HAPPY))
    assert client.wait("answer")["result"] == {"source": "demo"}


def test_settings_and_pause_are_changed_by_command(app: App, client: Client) -> None:
    app.start()
    answer = client.ask(command="settings", smoothing=0.25, max_faces=3)
    assert answer["result"]["smoothing"] == 0.25
    assert app.controller.session.request.settings.max_faces == 3
    assert app.window.docks.calm.calm == 0.25
    assert client.ask(command="pause", paused=True)["result"] == {"paused": True}
    assert app.controller.session.paused
    assert client.ask(command="pause")["result"] == {"paused": False}
