"""Lab Streaming Layer: a stream for each face slot, one of markers, and the markers of others.

Channels follow XDF's Gaze page: each has a label, a type and a unit. Stamps are times of capture on
LSL's clock. The library announces streams to the local network by itself.
"""

import math
import threading
import time
from collections.abc import Sequence
from typing import Any, Final

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import PublishError
from emotion_desktop.labels import CANONICAL_ORDER, Emotion
from emotion_desktop.publish.commands import Command, Marker, parse_command, read_object
from emotion_desktop.publish.events import Event
from emotion_desktop.publish.messages import encode, unix_time
from emotion_desktop.publish.osc.slots import Slots
from emotion_desktop.publish.publisher import Publisher, PublishOptions

NAME: Final = "emotion-desktop"
MOST_SLOTS: Final = 16
OWN_MARKER: Final = 9
"""Number of the markers that other programs set."""

LISTEN_S: Final = 0.2


class LslPublisher(Publisher):
    """Sends until it is closed.

    Args:
        options: Its commands, if any, set the markers of others in the recording, and start and
            end it.

    Raises:
        PublishError: If pylsl is not installed, or its library cannot be loaded.
    """

    def __init__(self, options: PublishOptions) -> None:
        super().__init__()
        try:
            import pylsl
        except ModuleNotFoundError as error:
            raise PublishError(
                "{package} is not installed; run: pip install 'emotion-desktop[{extra}]'",
                package="pylsl",
                extra="lsl",
            ) from error
        except RuntimeError as error:
            raise PublishError(
                "the library of Lab Streaming Layer cannot be loaded ({why})", why=error
            ) from error
        self.address = "LSL"
        self._lsl: Any = pylsl
        self._slots = Slots()
        self._outlets: dict[int, Any] = {}
        self._classes = tuple(CANONICAL_ORDER)
        self._last = -math.inf
        self._outlet(0)
        info = pylsl.StreamInfo(
            f"{NAME} events", "Markers", 1, pylsl.IRREGULAR_RATE, "string", NAME
        )
        self._events: Any = pylsl.StreamOutlet(info)
        self._over = threading.Event()
        self._listener = threading.Thread(
            target=self._listen, args=(options,), name="lsl-markers", daemon=True
        )
        if options.commands is not None:
            self._listener.start()

    @property
    def clients(self) -> int | None:
        """How many streams have someone who listens."""
        return sum(bool(outlet.have_consumers()) for outlet in list(self._outlets.values()))

    def send(self, result: FrameResult, missed: int) -> None:
        """Push a sample for each face; a frame that is shown again is none."""
        del missed  # frame numbers tell
        if result.captured_at <= self._last:
            return
        self._last = result.captured_at
        if not set(result.classes) <= set(self._classes):  # a model with classes of its own
            self._classes = tuple(CANONICAL_ORDER)
            self._outlets.clear()
        stamp = self._lsl.local_clock() - (time.monotonic() - result.captured_at)
        taken, _ = self._slots.update(result.track_ids.tolist())
        for face, slot in enumerate(taken):
            if slot < MOST_SLOTS:
                self._outlet(slot).push_sample(_sample(result, face, self._classes), stamp)
                self.sent.add()

    def announce(self, event: Event) -> None:
        """Push an event as a marker: its name and its values as JSON."""
        self._events.push_sample([f"{event.name} {encode(event.values)}"])
        self.sent.add()

    def close(self) -> None:
        """Take the streams away."""
        self._over.set()
        if self._listener.is_alive():
            self._listener.join()
        self._outlets.clear()
        self._events = None

    def _outlet(self, slot: int) -> Any:  # noqa: ANN401 (pylsl has no types)
        if slot not in self._outlets:
            lsl, named = self._lsl, channels_of(self._classes)
            info = lsl.StreamInfo(
                f"{NAME} face {slot}", "Expression", len(named), lsl.IRREGULAR_RATE, "float32",
                f"{NAME}-{slot}",
            )  # fmt: skip
            channels = info.desc().append_child("channels")
            for label, kind, unit in named:
                channel = channels.append_child("channel")
                for name, value in (("label", label), ("type", kind), ("unit", unit)):
                    channel.append_child_value(name, value)
            self._outlets[slot] = lsl.StreamOutlet(info)
        return self._outlets[slot]

    def _listen(self, options: PublishOptions) -> None:
        """Set the markers of others in the recording; runs on a thread of its own."""
        lsl, inlets = self._lsl, {}
        resolver = lsl.ContinuousResolver(prop="type", value="Markers", forget_after=2.0)
        while not self._over.wait(LISTEN_S):
            for info in resolver.results():
                # None of ours, nor of another of us: two would mark each other for ever.
                if info.source_id() != NAME and info.uid() not in inlets:
                    inlets[info.uid()] = lsl.StreamInlet(info)
            for uid, inlet in list(inlets.items()):
                try:
                    self._mark_all(options, inlet)
                except (RuntimeError, TimeoutError):  # the stream is gone
                    del inlets[uid]

    def _mark_all(self, options: PublishOptions, inlet: Any) -> None:  # noqa: ANN401
        while True:
            sample, stamp = inlet.pull_sample(timeout=0.0)
            if sample is None:
                return
            at = stamp + inlet.time_correction(timeout=2.0)  # first: it may wait for the network
            late_s = self._lsl.local_clock() - at
            self._mark(options, str(sample[0]), time.monotonic() - late_s)

    def _mark(self, options: PublishOptions, text: str, captured_at: float) -> None:
        command = _recording_command(text) or Marker(
            type="command", command="marker", number=OWN_MARKER, note=text[:1000],
            captured_at=unix_time(captured_at),
        )  # fmt: skip
        if options.commands is not None:
            options.commands.execute(command, lambda _: None)


def _recording_command(text: str) -> Command | None:
    """Return the command in a marker, `record`, `record {"trial": 2}` or `stop`; None for none."""
    word, _, values = text.strip().partition(" ")
    if word not in {"record", "stop"}:
        return None
    try:
        told = read_object(values) if values else {}
        return parse_command({**told, "type": "command", "command": word})
    except PublishError:
        return None


def channels_of(classes: Sequence[Emotion]) -> tuple[tuple[str, str, str], ...]:
    """Return label, type and unit of each channel; what is not known is NaN in it."""
    return (
        ("frame_number", "FrameNumber", "none"),
        ("track_id", "TrackId", "none"),
        ("confidence", "Confidence", "normalized"),
        *((f"p_{emotion}", "Probability", "normalized") for emotion in classes),
        ("x0", "PositionX", "pixels"),
        ("y0", "PositionY", "pixels"),
        ("x1", "PositionX", "pixels"),
        ("y1", "PositionY", "pixels"),
    )


def _sample(result: FrameResult, face: int, classes: Sequence[Emotion]) -> list[float]:
    """Return the values of a face, in the order of `channels_of`."""
    read = result.flaws[face] is None
    known = result.by_class(face) if read else {}
    return [
        float(result.frame.index),
        float(result.track_ids[face]),
        result.confidence(face) if read else math.nan,
        *(float(known.get(emotion, math.nan)) for emotion in classes),
        *result.faces.boxes[face].tolist(),
    ]
