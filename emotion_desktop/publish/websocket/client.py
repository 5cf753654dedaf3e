"""One client: what it wants, what waits for it, and what it has missed."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs

from websockets.asyncio.server import ServerConnection

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import PublishError
from emotion_desktop.publish.messages import FACE_FIELDS, encode, frame_message

MOST_EVENTS: Final = 256
"""So many events wait for a client at most; the oldest go first, and are counted."""

MOST_FIELDS: Final = 10

WIDTHS: Final = (320, 640, 960, 1280)
"""Pictures have one of these widths, or the frame's own if that is less."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a client asks for in its address.

    Attributes:
        rate: Frames a second at most; None for all.
        fields: What is said of each face.
        picture: Width of the pictures in pixels; 0 for none.
    """

    rate: float | None = None
    fields: frozenset[str] = FACE_FIELDS
    picture: int = 0

    @classmethod
    def parse(cls, query: str) -> "Wishes":
        """Return what `rate=10&fields=label,confidence&picture=640` asks for.

        Raises:
            PublishError: If it makes no sense.
        """
        try:
            asked = parse_qs(query, max_num_fields=MOST_FIELDS)
        except ValueError as error:
            raise PublishError("too much is asked for; use rate, fields, picture") from error
        given = {name: values[-1] for name, values in asked.items()}
        unknown = given.keys() - {"rate", "fields", "picture"}
        if unknown:
            raise PublishError("there is no {name!r}; use rate, fields, picture", name=min(unknown))
        fields = frozenset(given["fields"].split(",")) if "fields" in given else FACE_FIELDS
        if fields - FACE_FIELDS:
            raise PublishError(
                "there is no field {name!r}; choose from {known}",
                name=min(fields - FACE_FIELDS),
                known=", ".join(sorted(FACE_FIELDS)),
            )
        picture = round(_number("picture", given.get("picture", "0"), 0, 10_000))
        return cls(
            rate=_number("rate", given["rate"], 0.1, 1000) if "rate" in given else None,
            fields=fields,
            picture=picture and next((width for width in WIDTHS if width >= picture), WIDTHS[-1]),
        )


def _number(name: str, text: str, low: float, high: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not low <= value <= high:
        raise PublishError(
            "{name} must be a number from {low:g} to {high:g}", name=name, low=low, high=high
        )
    return value


class FrameTexts:
    """A frame as JSON, made once for all clients that want the same of it."""

    def __init__(self, result: FrameResult) -> None:
        self.captured_at = result.captured_at
        self._result = result
        self._texts: dict[frozenset[str], str] = {}

    def text(self, fields: frozenset[str], dropped: int) -> str:
        """Return the message for a client that has missed so many frames before it."""
        text = self._texts.get(fields)
        if text is None:
            text = self._texts[fields] = encode(frame_message(self._result, fields))
        return f'{text[:-1]},"dropped":{dropped}}}'


class Client:
    """Sends one client the newest frame whenever it has taken the last; used in the event loop.

    Attributes:
        wishes: What it asks for.
        dropped: Frames it was too slow for.
    """

    def __init__(self, connection: ServerConnection, wishes: Wishes) -> None:
        self.wishes = wishes
        self.dropped = 0
        self._connection = connection
        self._untold = 0
        self._next_at = 0.0
        self._frame: FrameTexts | None = None
        self._picture: bytes | None = None
        self._events: deque[str] = deque(maxlen=MOST_EVENTS)
        self._news = asyncio.Event()

    def offer(self, frame: FrameTexts, missed: int) -> None:
        """Leave a frame, unless the client wants fewer; so many are missing before it."""
        self._untold += missed
        if self.wishes.rate is not None:
            # A little early counts: frames do not come at the very moment.
            if frame.captured_at < self._next_at - 0.005:
                return
            step = 1 / self.wishes.rate
            self._next_at = max(self._next_at + step, frame.captured_at + step / 2)
        if self._frame is not None:
            self._miss()
        self._frame = frame
        self._news.set()

    def offer_event(self, text: str) -> None:
        """Leave an event."""
        if len(self._events) == MOST_EVENTS:
            self._miss()
        self._events.append(text)
        self._news.set()

    def offer_picture(self, jpeg: bytes) -> None:
        """Leave the picture of the frame before; the newest one wins."""
        self._picture = jpeg
        self._news.set()

    async def send_forever(self, count: Callable[[], None]) -> None:
        """Send what there is, and wait for more, until the connection is closed.

        Args:
            count: Called after each message.
        """
        while True:
            await self._news.wait()
            self._news.clear()
            while (message := self._next()) is not None:
                await self._connection.send(message)
                count()

    def _next(self) -> str | bytes | None:
        """Return the next message: events first, the picture after its frame."""
        if self._events:
            return self._events.popleft()
        if self._frame is not None:
            frame, self._frame = self._frame, None
            dropped, self._untold = self._untold, 0
            return frame.text(self.wishes.fields, dropped)
        picture, self._picture = self._picture, None
        return picture

    def _miss(self) -> None:
        self.dropped += 1
        self._untold += 1
