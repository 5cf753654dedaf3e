"""The numbers, live, in other programs: a publisher for each protocol, by name.

Another one needs a file of its own that calls `register_publisher`; nothing here has to change.
Nothing of what the publishers use is imported before one is opened.
"""

from emotion_desktop.publish.address import Address
from emotion_desktop.publish.publisher import (
    Publisher,
    PublisherEntry,
    PublishOptions,
    parse_names,
    publishers,
    register_publisher,
)

__all__ = [
    "Address",
    "PublishOptions",
    "Publisher",
    "PublisherEntry",
    "parse_names",
    "publishers",
    "register_publisher",
]


def _websocket(options: PublishOptions) -> Publisher:
    from emotion_desktop.publish.websocket.server import WebSocketPublisher

    return WebSocketPublisher(options)


register_publisher(
    "websocket",
    PublisherEntry(
        open=_websocket,
        address=Address("127.0.0.1", 8765),
        title="WebSocket",
        summary="JSON for programs and browsers, commands back",
        takes_commands=True,
    ),
)
