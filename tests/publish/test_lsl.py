"""Lab Streaming Layer, as an inlet of pylsl gets it."""

import sys
import time
from typing import Any

import pytest

from emotion_desktop.domain import UnreadableReason
from emotion_desktop.errors import PublishError
from emotion_desktop.labels import Emotion
from emotion_desktop.publish import PublishOptions
from emotion_desktop.publish.commands import Marker, Record, Stop
from emotion_desktop.publish.hub import Hub
from tests.publish.live_output import NotedCommands, a_result, wait_until

pylsl = pytest.importorskip("pylsl")


def inlet(name: str) -> Any:  # noqa: ANN401 (pylsl has no types)
    """Return who listens to a stream of this name; skip where a network hides even our own."""
    streams = pylsl.resolve_byprop("name", name, timeout=10)
    if not streams:
        pytest.skip("no stream can be found: multicast is blocked here")
    result = pylsl.StreamInlet(streams[0])
    result.open_stream(timeout=10)
    return result


def test_a_face_is_a_stream_of_described_channels_stamped_with_its_capture(hub: Hub) -> None:
    hub.start("lsl", PublishOptions())
    receiver = inlet("emotion-desktop face 0")
    wait_until(lambda: hub.status()["lsl"].clients == 1)
    captured = time.monotonic() - 0.5
    hub.put(a_result([Emotion.HAPPINESS], index=7, captured_at=captured))
    sample, stamp = receiver.pull_sample(timeout=10)
    assert pylsl.local_clock() - stamp == pytest.approx(time.monotonic() - captured, abs=0.02)
    info = receiver.info(timeout=10)
    channel = info.desc().child("channels").child("channel")
    labels = []
    while not channel.empty():
        labels.append(channel.child_value("label"))
        assert channel.child_value("type")
        assert channel.child_value("unit") in {"none", "normalized", "pixels"}
        channel = channel.next_sibling()
    assert (info.type(), info.nominal_srate()) == ("Expression", 0)
    values = dict(zip(labels, sample, strict=True))
    assert values["frame_number"] == 7
    assert values["p_happiness"] == values["confidence"] == pytest.approx(0.9)
    assert values["p_contempt"] != values["p_contempt"]  # no class of this model: NaN
    assert values["x0"] == 20


def test_a_face_that_cannot_be_read_has_a_place_but_no_numbers(hub: Hub) -> None:
    hub.start("lsl", PublishOptions())
    receiver = inlet("emotion-desktop face 0")
    hub.put(a_result([UnreadableReason.TOO_DARK]))
    sample, _ = receiver.pull_sample(timeout=10)
    assert sample[2] != sample[2]
    assert sample[-4] == 20


def test_events_are_markers(hub: Hub) -> None:
    hub.start("lsl", PublishOptions())
    receiver = inlet("emotion-desktop events")
    hub.announce("marker", number=3, note="now", time_s=1.5)
    sample, _ = receiver.pull_sample(timeout=10)
    assert sample == ['marker {"number":3,"note":"now","time_s":1.5}']


def test_markers_of_others_are_set_in_the_recording_at_their_own_time(hub: Hub) -> None:
    commands = NotedCommands()
    hub.start("lsl", PublishOptions(commands=commands))
    info = pylsl.StreamInfo("stimuli", "Markers", 1, pylsl.IRREGULAR_RATE, "string", "a-test")
    outlet = pylsl.StreamOutlet(info)
    if not outlet.wait_for_consumers(10):
        pytest.skip("no stream can be found: multicast is blocked here")
    at = time.time() - 0.3
    outlet.push_sample(["tone on"], pylsl.local_clock() - 0.3)
    wait_until(lambda: commands.commands)
    (marker,) = commands.commands
    assert isinstance(marker, Marker)
    assert (marker.number, marker.note) == (9, "tone on")
    assert marker.captured_at == pytest.approx(at, abs=0.05)


def test_markers_start_and_end_a_recording(hub: Hub) -> None:
    commands = NotedCommands()
    hub.start("lsl", PublishOptions(commands=commands))
    info = pylsl.StreamInfo("stimuli", "Markers", 1, pylsl.IRREGULAR_RATE, "string", "a-test-2")
    outlet = pylsl.StreamOutlet(info)
    if not outlet.wait_for_consumers(10):
        pytest.skip("no stream can be found: multicast is blocked here")
    texts = ("record", 'record {"participant": "P07", "trial": 2}', "stop", "record now", "stopped")
    for text in texts:
        outlet.push_sample([text])
    wait_until(lambda: len(commands.commands) == len(texts))
    plain, told, stop, *others = commands.commands
    assert isinstance(plain, Record)
    assert plain.changes == {}
    assert isinstance(told, Record)
    assert told.changes == {"participant": "P07", "trial": 2}
    assert isinstance(stop, Stop)
    assert [other.note for other in others if isinstance(other, Marker)] == list(texts[3:])


def test_without_pylsl_the_extra_is_named(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pylsl", None)
    with pytest.raises(PublishError, match=r"pip install 'emotion-desktop\[lsl\]'"):
        hub.start("lsl", PublishOptions())
