"""OSC as a receiver on a UDP port gets it, read by python-osc."""

import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pythonosc.osc_bundle import OscBundle
from pythonosc.osc_message import OscMessage

from emotion_desktop.domain import UnreadableReason
from emotion_desktop.errors import PublishError
from emotion_desktop.labels import Emotion
from emotion_desktop.publish import Address, PublishOptions
from emotion_desktop.publish.hub import Hub
from tests.publish.live_output import a_result, wait_until

Receive = Callable[[], dict[str, Any]]


@pytest.fixture
def port() -> Iterator[socket.socket]:
    """A receiver."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(10)
        yield receiver


@pytest.fixture
def start(hub: Hub, port: socket.socket) -> Callable[[str], None]:
    """A function that starts a profile that sends to the receiver."""
    return lambda name: hub.start(
        name, PublishOptions(address=Address("127.0.0.1", port.getsockname()[1]))
    )


def read(port: socket.socket) -> tuple[OscBundle, list[tuple[str, list[Any]]]]:
    bundle = OscBundle(port.recv(65536))
    messages = [message for message in bundle if isinstance(message, OscMessage)]
    return bundle, [(message.address, list(message.params)) for message in messages]


def test_a_frame_is_one_bundle_with_the_time_of_capture(
    hub: Hub, port: socket.socket, start: Callable[[str], None]
) -> None:
    start("osc")
    captured = time.monotonic() - 0.25
    hub.put(a_result([Emotion.HAPPINESS, UnreadableReason.TOO_DARK], captured_at=captured))
    bundle, messages = read(port)
    assert bundle.timestamp == pytest.approx(time.time() - (time.monotonic() - captured), abs=0.02)
    told = dict(messages)
    assert told["/emotion/count"] == [2]
    assert told["/emotion/0/id"] == [1]
    assert told["/emotion/0/label"] == ["happiness"]
    assert told["/emotion/0/confidence"] == [pytest.approx(0.9)]
    assert told["/emotion/0/box"] == pytest.approx([20 / 320, 40 / 240, 80 / 320, 120 / 240])
    assert told["/emotion/0/p/happiness"] == [pytest.approx(0.9)]
    assert sum(told[a][0] for a in told if a.startswith("/emotion/0/p/")) == pytest.approx(1)
    assert told["/emotion/1/label"] == [""]
    assert not [address for address in told if address.startswith("/emotion/1/p/")]


def test_a_slot_stays_with_its_person_and_is_freed_when_the_person_leaves(
    hub: Hub, port: socket.socket, start: Callable[[str], None]
) -> None:
    start("osc")
    seen = []
    for ids in ([4, 7], [7], [9, 7], []):
        hub.put(a_result([Emotion.NEUTRAL] * len(ids), ids=ids))
        _, messages = read(port)
        seen.append({a: v[0] for a, v in messages if a.endswith("/id")})
    assert seen == [
        {"/emotion/0/id": 4, "/emotion/1/id": 7},
        {"/emotion/1/id": 7, "/emotion/0/id": -1},
        {"/emotion/0/id": 9, "/emotion/1/id": 7},
        {"/emotion/0/id": -1, "/emotion/1/id": -1},
    ]


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("vmc", ["Joy", "Angry", "Sorrow", "Fun"]),
        ("vmc-vrm1", ["happy", "angry", "sad", "surprised"]),
    ],
)
def test_vmc_receivers_get_blend_shapes_and_apply_them(
    hub: Hub, port: socket.socket, start: Callable[[str], None], name: str, names: list[str]
) -> None:
    start(name)
    hub.put(a_result([Emotion.HAPPINESS]))
    _, messages = read(port)
    blends = [values for address, values in messages if address == "/VMC/Ext/Blend/Val"]
    assert [blend[0] for blend in blends] == names
    assert blends[0][1] == pytest.approx(0.9)
    assert messages[-2:] == [("/VMC/Ext/Blend/Apply", []), ("/VMC/Ext/OK", [1])]
    hub.put(a_result([]))
    _, messages = read(port)
    assert all(values[1] == 0 for address, values in messages if address == "/VMC/Ext/Blend/Val")


def test_vrchat_gets_the_expression_of_one_person(
    hub: Hub, port: socket.socket, start: Callable[[str], None]
) -> None:
    start("vrchat")
    told = []
    for labels in ([Emotion.HAPPINESS, Emotion.ANGER], [Emotion.NEUTRAL], [None], []):
        hub.put(a_result(labels))
        _, messages = read(port)
        told.append([(a.rpartition("/")[2], round(v[0], 4)) for a, v in messages])
    index, power = "FaceExpressionIndex", "FaceExpressionPower"
    assert told == [
        [(index, 4), (power, 0.9)],
        [(index, 0), (power, 0.9)],
        [(index, 0), (power, 0.0)],
        [(index, 0), (power, 0.0)],
    ]


def test_a_host_that_nobody_knows_is_one_sentence(hub: Hub) -> None:
    with pytest.raises(PublishError, match=r"^no-such-host\.invalid is not known"):
        hub.start("osc", PublishOptions(address=Address("no-such-host.invalid", 9)))


def test_a_network_that_is_gone_is_shown_and_the_frames_are_counted(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, start: Callable[[str], None], port: socket.socket
) -> None:
    start("osc")
    publisher: Any = hub.threads["osc"].publisher
    there = publisher.socket

    class Gone:
        def sendto(self, *_: object) -> None:
            raise OSError(101, "Network is unreachable")

        def close(self) -> None:
            """Nothing is open."""

    publisher.socket = Gone()
    hub.put(a_result())
    wait_until(lambda: hub.status()["osc"].error)
    assert str(hub.status()["osc"].error) == "Network is unreachable"
    publisher.socket = there
    hub.put(a_result(index=1))
    read(port)
    wait_until(lambda: hub.status()["osc"].error is None)
    assert hub.status()["osc"].dropped == 1
