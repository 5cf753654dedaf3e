"""The WebSocket as a client of the `websockets` library meets it."""

import gc
import json
import logging
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from emotion_desktop.domain import UnreadableReason
from emotion_desktop.errors import PublishError
from emotion_desktop.labels import Emotion
from emotion_desktop.outputs.tables import frame_record
from emotion_desktop.publish import Address, PublishOptions
from emotion_desktop.publish.hub import Hub
from emotion_desktop.publish.websocket import server
from tests.publish.live_output import NotedCommands, a_result, ask, receive, wait_until

Connect = Callable[..., ClientConnection]
TOKEN = "correct horse battery"
HERE = Address("127.0.0.1", 0)


def url_of(hub: Hub) -> str:
    return hub.status()["websocket"].address


@pytest.fixture
def dial(hub: Hub) -> Iterator[Connect]:
    """A function that connects a client, which is welcomed."""
    with ExitStack() as stack:

        def connect_it(query: str = "", **options: Any) -> ClientConnection:  # noqa: ANN401
            client: ClientConnection = stack.enter_context(connect(url_of(hub) + query, **options))
            receive(client, "welcome")
            return client

        yield connect_it


def start(hub: Hub, **options: Any) -> None:  # noqa: ANN401
    hub.start("websocket", PublishOptions(**({"address": HERE} | options)))


def test_a_frame_is_the_object_of_the_table_with_its_place_and_time(
    hub: Hub, dial: Connect
) -> None:
    start(hub)
    client = dial()
    result = a_result([Emotion.SADNESS, UnreadableReason.TOO_DARK, None])
    hub.put(result)
    message = receive(client)
    assert abs(message.pop("captured_at") - time.time()) < 5
    assert message == {
        "type": "frame",
        **frame_record(result),
        "width": 320,
        "height": 240,
        "model": "cnn48_gray",
        "dropped": 0,
    }


def test_a_face_that_is_relative_to_neutral_carries_what_the_model_says_too(
    hub: Hub, dial: Connect
) -> None:
    start(hub)
    client = dial()
    plain = a_result([Emotion.SADNESS])
    hub.put(replace(plain, raw_probabilities=np.roll(plain.probabilities, 1, axis=1)))
    (face,) = receive(client)["faces"]
    assert face["raw_probabilities"].keys() == face["probabilities"].keys()
    assert face["raw_probabilities"] != face["probabilities"]


def test_every_client_gets_every_frame_it_has_time_for(hub: Hub, dial: Connect) -> None:
    start(hub)
    clients = [dial(), dial(), dial()]
    for index in range(20):
        hub.put(a_result(index=index))
        assert [receive(client)["frame"] for client in clients] == [index] * 3
    wait_until(lambda: hub.status()["websocket"].sent == 3 * (20 + 1))  # an event with the first
    status = hub.status()["websocket"]
    assert status.dropped == 0
    assert status.per_second > 0


def test_events_tell_who_came_who_went_and_whose_label_changed(hub: Hub, dial: Connect) -> None:
    start(hub)
    client = dial()
    now = time.monotonic()
    frames: list[tuple[list[Emotion | None], list[int], float]] = [
        ([Emotion.HAPPINESS], [1], 0.0),
        ([Emotion.HAPPINESS, None], [1, 2], 0.1),
        ([Emotion.ANGER, None], [1, 2], 0.2),
        ([Emotion.ANGER], [1], 0.9),  # missed for less than a second is not lost
        ([Emotion.ANGER], [1], 1.3),
    ]
    for labels, ids, at in frames:
        hub.put(a_result(labels, ids=ids, captured_at=now + at))
    events = [receive(client, "event") for _ in range(4)]
    assert [(e["event"], e["track_id"], e.get("label")) for e in events] == [
        ("face_appeared", 1, "happiness"),
        ("face_appeared", 2, None),
        ("label_changed", 1, "anger"),
        ("face_lost", 2, None),
    ]
    assert events[2]["before"] == "happiness"


def test_a_source_that_is_lost_takes_all_with_it_and_is_announced_when_back(
    hub: Hub, dial: Connect
) -> None:
    start(hub)
    client = dial()
    hub.put(a_result())
    hub.announce("source_lost", source="camera", reason="it was unplugged")
    hub.put(a_result(ids=[2]))
    names = [receive(client, "event")["event"] for _ in range(5)]
    assert names == ["face_appeared", "source_lost", "face_lost", "source_back", "face_appeared"]


def test_the_same_frame_is_published_again_only_with_other_numbers(hub: Hub, dial: Connect) -> None:
    start(hub)
    client = dial()
    result = a_result(index=7)
    hub.put(result)
    assert receive(client)["model"] == "cnn48_gray"
    hub.put(replace(result, stage_s={"detect": 1.0}))
    hub.put(replace(result, model="other"))
    assert receive(client)["model"] == "other"


def test_a_client_may_ask_for_fewer_frames(hub: Hub, dial: Connect) -> None:
    start(hub)
    client = dial("?rate=10")
    now = time.monotonic()
    for index in range(60):  # two seconds
        hub.put(a_result(index=index, captured_at=now + index / 30))
        time.sleep(0.01)
    hub.put(a_result(index=999, captured_at=now + 9))
    frames, dropped = [], 0
    while (message := receive(client))["frame"] != 999:
        frames.append(message["frame"])
        dropped += message["dropped"]
    assert 15 <= len(frames) <= 21
    assert dropped < 10  # by a busy machine; those not asked for are no loss


def test_a_client_may_ask_for_less_of_each_face(hub: Hub, dial: Connect) -> None:
    start(hub)
    client = dial("?fields=label,confidence")
    hub.put(a_result())
    assert receive(client)["faces"] == [{"label": "happiness", "confidence": 0.9}]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?rate=fast", "rate must be a number from 0.1 to 1000"),
        ("?rate=nan", "rate must be a number"),
        ("?fields=age", "there is no field 'age'; choose from box, bystander"),
        ("?colour=red", "there is no 'colour'; use rate, fields, picture"),
        ("?" + "&".join(f"rate={n}" for n in range(1, 20)), "too much is asked for"),
        ("?token=" + TOKEN.replace(" ", "%20"), "there is no 'token'"),
    ],
)
def test_an_address_that_makes_no_sense_is_refused_in_one_sentence(
    hub: Hub, query: str, sentence: str
) -> None:
    start(hub)
    with pytest.raises(InvalidStatus) as refused:
        connect(url_of(hub) + query)
    assert refused.value.response.status_code == 400
    assert sentence in refused.value.response.body.decode()


def test_a_slow_client_loses_frames_is_told_how_many_and_delays_nobody(
    hub: Hub, dial: Connect
) -> None:
    start(hub)
    quick = dial()
    # Unread, a few kilobytes are all that the system and the library keep for it.
    stalled = dial(max_queue=1, compression=None)
    labels = [Emotion.HAPPINESS] * 60
    for index in range(400):
        hub.put(a_result(labels, index=index))
        assert receive(quick, check=False)["frame"] == index
    lost = hub.status()["websocket"].dropped
    assert lost > 100
    hub.put(a_result(index=999))
    told, got = 0, 0
    while True:
        message = receive(stalled, check=False)
        told, got = told + message["dropped"], got + 1
        if message["frame"] == 999:
            break
    assert got + told == 401
    assert hub.status()["websocket"].dropped == told


@pytest.mark.parametrize("hello", ['{"type":"hello","token":"wrong"}', '{"type":"hello"}', "what",
                                   '{"type":"command","command":"record"}', "[1]",
                                   '{"type":"hello","token":"\\ud800"}'])  # fmt: skip
def test_without_its_token_a_client_gets_nothing_and_no_command_is_obeyed(
    hub: Hub, hello: str
) -> None:
    commands = NotedCommands()
    start(hub, token=TOKEN, commands=commands)
    with connect(url_of(hub)) as client:
        client.send(hello)
        client.send('{"type":"command","command":"record"}')
        hub.put(a_result())
        assert "token" in receive(client, "error")["reason"]
        with pytest.raises(ConnectionClosed) as closed:
            client.recv(timeout=5)
    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (1008, "wrong token")
    assert commands.commands == []


def test_the_right_token_opens_and_is_in_no_log(hub: Hub, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("websockets.server", "websockets.client"):
        logging.getLogger(name).setLevel(logging.WARNING)  # of this test's client
    commands = NotedCommands()
    start(hub, token=TOKEN, commands=commands)
    with connect(url_of(hub)) as client:
        client.send(json.dumps({"type": "hello", "token": TOKEN}))
        assert "record" in receive(client, "welcome")["commands"]
        assert ask(client, id=1, command="record")["result"] == {"did": "record"}
        hub.put(a_result())
        receive(client)
    assert TOKEN not in caplog.text


def test_outside_this_computer_it_listens_only_with_a_token(hub: Hub) -> None:
    with pytest.raises(
        PublishError, match=r"0\.0\.0\.0:0 can be reached from the network and needs"
    ):
        start(hub, address=Address("0.0.0.0", 0))
    with pytest.raises(PublishError, match="at least 12 characters"):
        start(hub, address=Address("0.0.0.0", 0), token="short")
    assert hub.status() == {}


def test_on_all_addresses_it_names_one_that_others_can_write(hub: Hub) -> None:
    start(hub, address=Address("0.0.0.0", 0), token=TOKEN)
    assert "0.0.0.0" not in url_of(hub)
    with connect(url_of(hub)) as client:
        client.send(json.dumps({"type": "hello", "token": TOKEN}))
        receive(client, "welcome")


def test_a_port_that_is_taken_is_one_sentence(hub: Hub) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PublishError, match=f"127.0.0.1:{port} cannot be listened on"):
            start(hub, address=Address("127.0.0.1", port))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "evil.example:80", "Origin": "http://evil.example:80"}, 403),
        ({"Host": "evil.example:80"}, 403),
        ({"Host": "a b\\c"}, 403),
    ],
)
def test_pages_of_others_may_not_connect(hub: Hub, headers: dict[str, str], status: int) -> None:
    start(hub)
    port = int(url_of(hub).rpartition(":")[2].partition("/")[0])
    lines = {
        "Host": f"127.0.0.1:{port}",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": "x3JJHMbDL1EzLkh9GBhXDw==",
        "Sec-WebSocket-Version": "13",
    } | headers
    with closing(socket.create_connection(("127.0.0.1", port))) as raw:
        text = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        raw.sendall(f"GET /live HTTP/1.1\r\n{text}\r\n".encode())
        assert raw.recv(4096).startswith(f"HTTP/1.1 {status}".encode())


def test_a_page_may_connect_that_was_allowed(hub: Hub, dial: Connect) -> None:
    start(hub, origins=("http://localhost:8000",))
    client = dial(additional_headers={"Origin": "http://localhost:8000"})
    hub.put(a_result())
    assert receive(client)["faces"]


def test_there_is_a_bound_on_clients(
    hub: Hub, dial: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "MOST_CLIENTS", 2)
    start(hub)
    first, second = dial(), dial()
    with pytest.raises(InvalidStatus) as refused:
        connect(url_of(hub))
    assert refused.value.response.status_code == 503
    first.close()
    wait_until(lambda: hub.status()["websocket"].clients == 1)
    dial()
    hub.put(a_result())
    assert receive(second)["faces"]


def test_a_message_that_is_too_long_ends_the_connection_of_who_sent_it(
    hub: Hub, dial: Connect
) -> None:
    start(hub)
    other, sender = dial(), dial()
    sender.send("x" * 70_000)
    with pytest.raises(ConnectionClosed) as closed:
        sender.recv(timeout=5)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009
    hub.put(a_result())
    assert receive(other)["faces"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "this is not JSON"),
        ("[1, 2]", "a message must be an object of JSON"),
        ("[" * 30_000, "this is not JSON"),
        ('{"type":"frame"}', 'a message needs "type": "command"'),
        ('{"type":"command","command":"format"}', "there is no such command; choose from record"),
        ('{"type":"command","command":["record"]}', "there is no such command"),
        (
            '{"type":"command","command":"marker","number":10}',
            "number cannot be used: Input should be",
        ),
        (
            '{"type":"command","command":"record","folder":"/"}',
            "folder cannot be used: Extra inputs",
        ),
        ('{"type":"command","command":"settings","smoothing":NaN}', "smoothing cannot be used: "),
        ('{"type":"command","command":"settings","max_faces":"64"}', "max_faces cannot be used: "),
    ],
)
def test_what_is_no_command_is_answered_with_the_reason(
    hub: Hub, dial: Connect, text: str, reason: str
) -> None:
    commands = NotedCommands()
    start(hub, commands=commands)
    client = dial()
    client.send(text)
    answer = receive(client, "answer")
    assert not answer["ok"]
    assert reason in answer["reason"]
    assert commands.commands == []


def test_a_command_without_anyone_to_obey_it_is_refused(hub: Hub, dial: Connect) -> None:
    start(hub)
    assert ask(dial(), id="a", command="stop") == {
        "type": "answer",
        "id": "a",
        "ok": False,
        "reason": "commands are switched off",
    }


def test_a_command_that_nobody_answers_is_answered_in_time(
    hub: Hub, dial: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Silent:
        def execute(self, *_: object) -> None:
            """Forget it."""

    monkeypatch.setattr(server, "ANSWER_S", 0.05)
    start(hub, commands=Silent())
    assert ask(dial(), command="stop")["reason"] == "there was no answer in time"


def test_clients_are_told_when_it_ends(hub: Hub, dial: Connect) -> None:
    start(hub)
    client = dial()
    hub.stop("websocket")
    with pytest.raises(ConnectionClosed) as closed:
        client.recv(timeout=5)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1001


def test_someone_who_connects_and_says_nothing_does_not_hold_up_the_end(
    hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    start(hub)
    port = int(url_of(hub).rpartition(":")[2].partition("/")[0])
    with closing(socket.create_connection(("127.0.0.1", port))):
        time.sleep(0.1)
        began = time.monotonic()
        hub.stop("websocket")
    assert time.monotonic() - began < 4
    gc.collect()
    assert "destroyed" not in caplog.text


def test_one_that_is_on_is_not_started_twice(hub: Hub) -> None:
    start(hub)
    with pytest.raises(PublishError, match=r"^websocket is on already$"):
        start(hub)
