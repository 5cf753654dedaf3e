"""Nonsense from clients, and clients that come and go, do no harm."""

import json
import random
import socket
import string
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from emotion_desktop.errors import PublishError
from emotion_desktop.labels import Emotion
from emotion_desktop.publish import Address, PublishOptions
from emotion_desktop.publish.commands import COMMANDS, parse_command, read_object
from emotion_desktop.publish.hub import Hub
from tests.publish.live_output import SCHEMA, NotedCommands, a_result, receive, wait_until

HERE = Address("127.0.0.1", 0)
TOKEN = "correct horse battery"
FIELDS = ("id", "number", "note", "name", "paused", "smoothing", "max_faces", "min_face_px",
          "detection_confidence", "token", "type", "command")  # fmt: skip


def a_value(chance: random.Random, depth: int = 0) -> Any:  # noqa: ANN401
    kinds: list[Callable[[], Any]] = [
        lambda: None,
        lambda: chance.choice([True, False]),
        lambda: chance.randint(-5, 12),
        lambda: chance.choice([10**400, -1, 0, 2**63, 0.5, 1e308, float("inf"), float("nan")]),
        lambda: "".join(
            chance.choices(string.printable + "é\ud800\u0000😀", k=chance.randint(0, 9))
        ),
        lambda: "x" * chance.choice([100, 1001, 5000]),
        lambda: [a_value(chance, depth + 1) for _ in range(chance.randint(0, 3))],
        lambda: {chance.choice(FIELDS): a_value(chance, depth + 1)},
    ]
    return chance.choice(kinds[: 6 if depth > 3 else 8])()


def a_message(chance: random.Random) -> str | bytes:
    """Return a command that is right, nearly right, or no command at all."""
    message: Any = {"type": "command", "command": chance.choice(COMMANDS)}
    if message["command"] in {"model", "source"}:
        message["name"] = "demo"
    for _ in range(chance.randint(0, 3)):
        message[chance.choice(FIELDS)] = a_value(chance)
    if chance.random() < 0.1:
        message = a_value(chance)
    text = json.dumps(message)
    if chance.random() < 0.15:
        place = chance.randrange(len(text) + 1)
        text = text[:place] + chance.choice(string.printable) + text[place + chance.randint(0, 2) :]
    return text.encode() if chance.random() < 0.1 else text


def is_command(text: str | bytes) -> bool:
    try:
        parse_command(read_object(text))
    except PublishError:
        return False
    return True


def fuzz(hub: Hub, count: int) -> None:
    chance = random.Random(20)
    commands = NotedCommands()
    hub.start("websocket", PublishOptions(address=HERE, commands=commands))
    sent = [a_message(chance) for _ in range(count)]
    with connect(hub.status()["websocket"].address) as client:
        receive(client, "welcome")
        for text in sent:
            client.send(text)
            receive(client, "answer")
    right = [text for text in sent if is_command(text)]
    assert len(commands.commands) == len(right)
    assert count / 20 < len(right) < count * 0.9
    for text in right:
        SCHEMA.validate(json.loads(text))


def test_nonsense_is_answered_and_only_commands_of_the_schema_are_obeyed(hub: Hub) -> None:
    fuzz(hub, 400)


@pytest.mark.long
def test_ten_thousand_times_nonsense(hub: Hub) -> None:
    fuzz(hub, 10_000)


@pytest.mark.parametrize("count", [60, pytest.param(2000, marks=pytest.mark.long)])
def test_whatever_is_said_first_no_command_is_obeyed_without_the_token(
    hub: Hub, count: int
) -> None:
    chance = random.Random(21)
    commands = NotedCommands()
    hub.start("websocket", PublishOptions(address=HERE, token=TOKEN, commands=commands))
    for _ in range(count):
        with connect(hub.status()["websocket"].address) as client:
            try:
                for _ in range(5):
                    client.send(a_message(chance))
                receive(client, "error")
            except ConnectionClosed:
                pass
    assert commands.commands == []


class Visitor(threading.Thread):
    """Connects, reads a while, goes with or without a word, and comes again."""

    def __init__(self, address: str, seed: int) -> None:
        super().__init__(name=f"visitor {seed}")
        self.visits = 0
        self.over = threading.Event()
        self._address = address
        self._chance = random.Random(seed)

    def run(self) -> None:
        while not self.over.is_set():
            with connect(self._address, close_timeout=0.2) as client:
                for _ in range(self._chance.randint(0, 50)):
                    client.recv(timeout=10)
                if self._chance.random() < 0.3:
                    client.socket.shutdown(socket.SHUT_RDWR)
            self.visits += 1


def soak(hub: Hub, frames: int) -> None:
    """Publish as fast as it goes to clients that come and go; memory and handles stay flat."""
    hub.start("websocket", PublishOptions(address=HERE))
    address = hub.status()["websocket"].address
    visitors = [Visitor(address, seed) for seed in (0, 1)]
    for visitor in visitors:
        visitor.start()
    process = psutil.Process()
    with connect(address, close_timeout=0.2) as faithful:
        receive(faithful, "welcome")
        for index in range(frames):
            hub.put(a_result([Emotion.HAPPINESS, Emotion.SADNESS], index=index))
            if index % 20 == 0:  # let others have a turn
                receive(faithful, check=False)
            if index == frames // 4:
                start_bytes, start_handles = process.memory_info().rss, process.num_fds()
        end_bytes, end_handles = process.memory_info().rss, process.num_fds()
    patience = time.monotonic() + 30  # a busy machine gives visitors few turns meanwhile
    while min(visitor.visits for visitor in visitors) <= 2 and time.monotonic() < patience:
        hub.put(a_result())
        time.sleep(0.005)
    for visitor in visitors:
        visitor.over.set()
    while any(visitor.is_alive() for visitor in visitors):  # who still visits waits for frames
        hub.put(a_result())
        visitors[0].join(0.01)
    assert min(visitor.visits for visitor in visitors) > 2
    assert end_bytes - start_bytes < 30e6
    assert end_handles - start_handles < 12
    wait_until(lambda: hub.status()["websocket"].clients == 0)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="counts file descriptors")
@pytest.mark.parametrize("frames", [2_000, pytest.param(108_000, marks=pytest.mark.long)])
def test_memory_and_handles_stay_flat_while_clients_come_and_go(hub: Hub, frames: int) -> None:
    soak(hub, frames)
