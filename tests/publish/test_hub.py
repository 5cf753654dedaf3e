"""The hub holds nobody up, and one publisher's trouble is not another's."""

import subprocess
import sys
import threading
import time

import pytest

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import PublishError
from emotion_desktop.publish import (
    Address,
    Publisher,
    PublisherEntry,
    PublishOptions,
    parse_names,
    publisher,
    register_publisher,
)
from emotion_desktop.publish.events import Event
from emotion_desktop.publish.hub import Hub
from tests.publish.live_output import ROOT, a_result, wait_until


class Listed(Publisher):
    """Keeps what it is given; hangs or fails when told to."""

    address = "a list"

    def __init__(self, _: PublishOptions = PublishOptions()) -> None:  # noqa: B008 (frozen)
        super().__init__()
        self.frames: list[FrameResult] = []
        self.events: list[Event] = []
        self.may_go = threading.Event()
        self.may_go.set()
        self.failure: Exception | None = None
        self.closed = False

    def send(self, result: FrameResult, _: int) -> None:
        self.may_go.wait(5)
        if self.failure is not None:
            raise self.failure
        self.frames.append(result)
        self.sent.add()

    def announce(self, event: Event) -> None:
        self.events.append(event)

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> dict[str, Listed]:
    """Two publishers that can be started by name."""
    monkeypatch.setattr(publisher, "registered", dict(publisher.registered))
    both = {"one": Listed(), "two": Listed()}
    register_publisher("one", PublisherEntry(open=lambda _: both["one"]))
    register_publisher("two", PublisherEntry(open=lambda _: both["two"]))
    return both


def test_one_that_hangs_holds_up_neither_the_frames_nor_the_others(
    hub: Hub, listed: dict[str, Listed]
) -> None:
    for name in listed:
        hub.start(name, PublishOptions())
    one, two = listed.values()
    one.may_go.clear()
    began = time.monotonic()
    for index in range(100):
        hub.put(a_result(index=index))
        wait_until(lambda: len(two.frames) == index + 1)  # noqa: B023 (called at once)
    assert time.monotonic() - began < 5
    one.may_go.set()
    wait_until(lambda: one.frames and one.frames[-1].frame.index == 99)
    status = hub.status()
    assert status["one"].dropped == 100 - len(one.frames)
    assert (status["two"].dropped, status["two"].sent) == (0, 100)


def test_no_event_is_lost_where_frames_are(hub: Hub, listed: dict[str, Listed]) -> None:
    hub.start("one", PublishOptions())
    one = listed["one"]
    one.may_go.clear()
    for number in range(50):
        hub.put(a_result(index=number))
        hub.announce("marker", number=number)
    one.may_go.set()
    wait_until(lambda: len(one.events) == 51)
    assert [event.values["number"] for event in one.events if event.name == "marker"] == [
        *range(50)
    ]


def test_what_fails_once_is_shown_counted_and_tried_again(
    hub: Hub, listed: dict[str, Listed]
) -> None:
    hub.start("one", PublishOptions())
    listed["one"].failure = OSError(101, "Network is unreachable")
    hub.put(a_result())
    wait_until(lambda: hub.status()["one"].error)
    status = hub.status()["one"]
    assert (str(status.error), status.dropped, status.running) == (
        "Network is unreachable",
        1,
        True,
    )
    listed["one"].failure = None
    hub.put(a_result(index=1))
    wait_until(lambda: listed["one"].frames)
    assert hub.status()["one"].error is None


def test_one_that_gives_up_says_why_leaves_the_others_and_can_be_started_again(
    hub: Hub, listed: dict[str, Listed]
) -> None:
    for name in listed:
        hub.start(name, PublishOptions())
    listed["one"].failure = PublishError("the camera was taken")
    hub.put(a_result())
    wait_until(lambda: not hub.status()["one"].running)
    assert str(hub.status()["one"].error) == "the camera was taken"
    wait_until(lambda: listed["two"].frames)
    listed["one"].failure = None
    hub.start("one", PublishOptions())
    hub.put(a_result(index=1))
    wait_until(lambda: listed["one"].frames)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_in_one_ends_it_alone_and_is_told(hub: Hub, listed: dict[str, Listed]) -> None:
    for name in listed:
        hub.start(name, PublishOptions())
    listed["one"].failure = ZeroDivisionError("a fault")
    hub.put(a_result())
    wait_until(lambda: not hub.status()["one"].running)
    assert str(hub.status()["one"].error) == "it stopped because of a fault in it"
    wait_until(lambda: listed["two"].frames)


def test_nothing_is_kept_of_frames_before_anyone_listens(
    hub: Hub, listed: dict[str, Listed]
) -> None:
    hub.put(a_result())
    hub.start("one", PublishOptions())
    hub.put(a_result(index=1))
    wait_until(lambda: listed["one"].frames)
    assert [event.name for event in listed["one"].events] == ["face_appeared"]
    hub.stop("one")
    assert listed["one"].closed
    assert not hub.threads


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("websocket", {"websocket": None}),
        ("websocket@0.0.0.0", {"websocket": Address("0.0.0.0", 8765)}),
        ("websocket@:9000", {"websocket": Address("127.0.0.1", 9000)}),
        ("websocket@[::1]:9000, one", {"websocket": Address("::1", 9000), "one": None}),
        ("websocket@::1", {"websocket": Address("::1", 8765)}),
        ("websocket@studio.local:1", {"websocket": Address("studio.local", 1)}),
    ],
)
@pytest.mark.usefixtures("listed")
def test_publishers_and_addresses_are_named_in_one_text(
    text: str, wanted: dict[str, Address | None]
) -> None:
    assert parse_names(text) == wanted


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("smoke", "there is no publisher 'smoke'; choose from websocket"),
        ("", "there is no publisher ''"),
        ("websocket@host:port", "'host:port' is no address; write HOST:PORT, e.g. 127.0.0.1:8765"),
        ("websocket@:70000", "':70000' is no address"),
        ("websocket@a/b", "'a/b' is no address"),
        ("one@127.0.0.1", "one takes no address; write one alone"),
    ],
)
@pytest.mark.usefixtures("listed")
def test_what_names_none_is_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(PublishError) as refused:
        parse_names(text)
    assert sentence in str(refused.value)


def test_nothing_of_a_protocol_is_imported_before_it_is_used() -> None:
    code = (
        "import sys, emotion_desktop.gui.app, emotion_desktop.cli.desktop;"
        "print(sorted({'websockets', 'pythonosc', 'pylsl', 'pyvirtualcam', 'asyncio'}"
        " & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout == "[]\n"
