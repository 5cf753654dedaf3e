"""What publishes results, and the publishers there are by name."""

import threading
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import PublishError
from emotion_desktop.plugins import add_entry
from emotion_desktop.publish.address import Address
from emotion_desktop.publish.events import Event

if TYPE_CHECKING:
    from emotion_desktop.publish.commands import CommandHandler

RATE_S: Final = 2.0
"""Messages per second are those of the last so many seconds."""


class MessageCounter:
    """Counts messages; safe to use from any thread."""

    def __init__(self) -> None:
        self.total = 0
        self._times: deque[float] = deque()
        self._lock = threading.Lock()

    def add(self) -> None:
        """Count one."""
        with self._lock:
            self.total += 1
            now = time.monotonic()
            self._times.append(now)
            self._expire(now)

    @property
    def per_second(self) -> float:
        """How many there were a second over the last `RATE_S` seconds."""
        with self._lock:
            self._expire(time.monotonic())
            return len(self._times) / RATE_S

    def _expire(self, now: float) -> None:
        while self._times and self._times[0] < now - RATE_S:
            self._times.popleft()


class Publisher(ABC):
    """Publishes results by one protocol, from when it is made until `close`.

    `send` and `announce` are called on one thread, which is the publisher's own: they may take
    their time, and frames that come meanwhile are dropped but for the newest. Both may raise an
    `OSError` for what failed once, which is shown and counted, or a `PublishError` to stop.

    Attributes:
        address: Where it is reached, or sends to, for people to read.
        sent: Messages that left.
    """

    address: str

    def __init__(self) -> None:
        self.sent = MessageCounter()

    @abstractmethod
    def send(self, result: FrameResult, missed: int) -> None:
        """Publish a frame; so many were dropped since the one before."""

    @abstractmethod
    def announce(self, event: Event) -> None:
        """Publish an event; do nothing where the protocol has none."""

    @abstractmethod
    def close(self) -> None:
        """Free everything; may be called twice, and from any thread."""

    @property
    def clients(self) -> int | None:
        """How many listen; None where nobody knows."""
        return None

    @property
    def dropped(self) -> int:
        """Frames that clients were too slow for."""
        return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishOptions:
    """What a publisher is opened with; each takes what concerns it.

    Attributes:
        address: Where to listen, or to send to; None for the usual one.
        token: What clients have to know; "" for none.
        origins: Web pages, beside the publisher's own, that may connect.
        pictures: Whether the web page shows the picture.
        commands: Does what clients ask for; None to refuse all commands.
    """

    address: Address | None = None
    token: str = ""
    origins: tuple[str, ...] = ()
    pictures: bool = True
    commands: "CommandHandler | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherEntry:
    """A publisher as the registry knows it.

    Attributes:
        open: Makes one; raises a `PublishError` if that cannot be.
        summary: One line that says what it is for.
        title: What people call the protocol.
        address: Where it listens or sends to if nobody says otherwise; None if it has none.
        takes_commands: Whether clients are asked for a token outside this computer.
        announces_itself: Whether the local network is told that it is there.
        in_window: Whether the window offers it.
    """

    open: Callable[[PublishOptions], Publisher]
    summary: str = ""
    title: str = ""
    address: Address | None = None
    takes_commands: bool = False
    announces_itself: bool = False
    in_window: bool = True


registered: dict[str, PublisherEntry] = {}


def register_publisher(name: str, entry: PublisherEntry) -> None:
    """Let results be published in another way.

    For example, `emotion-desktop --publish mqtt` does it after::

        register_publisher("mqtt", PublisherEntry(open=MqttPublisher, summary="to a broker"))

    Args:
        name: A name of letters, digits, `-` and `_`.
        entry: How such a publisher is made.

    Raises:
        ValueError: If the name is taken, or not such a name.
    """
    add_entry(registered, "publisher", name, entry)


def publishers() -> dict[str, PublisherEntry]:
    """Return all publishers by name."""
    return dict(registered)


def parse_names(text: str) -> dict[str, Address | None]:
    """Return what `--publish` names: `NAME` or `NAME@HOST:PORT`, several with commas.

    Raises:
        PublishError: If there is no such publisher, or an address is none.
    """
    wanted: dict[str, Address | None] = {}
    for part in text.split(","):
        name, at, where = part.strip().partition("@")
        entry = registered.get(name)
        if entry is None:
            raise PublishError(
                "there is no publisher {name!r}; choose from {known}",
                name=name,
                known=", ".join(registered),
            )
        if at and entry.address is None:
            raise PublishError("{name} takes no address; write {name} alone", name=name)
        usual = entry.address
        wanted[name] = Address.parse(where, usual) if at and usual is not None else None
    return wanted
