"""A publisher of yours: who shows what, as lines of text to a UDP port.

`emotion-desktop --plugin examples/own_publisher.py --publish lines`; a shell listens with
`nc -ul 9999`.
"""

import socket

from emotion_desktop import FrameResult, PublisherEntry, register_publisher
from emotion_desktop.publish import Address, Publisher, PublishOptions
from emotion_desktop.publish.events import Event

USUAL = Address("127.0.0.1", 9999)


class LinePublisher(Publisher):
    """Sends `1 happiness, 2 uncertain` for the people 1 and 2."""

    def __init__(self, options: PublishOptions) -> None:
        super().__init__()
        address = options.address or USUAL
        self.address = str(address)
        self._target = (address.host, address.port)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

    def send(self, result: FrameResult, missed: int) -> None:
        """Send a frame."""
        line = ", ".join(
            f"{person} {'uncertain' if result.uncertain[face] else result.emotion(face)}"
            for face, person in enumerate(result.track_ids)
        )
        self._socket.sendto(f"{line}\n".encode(), self._target)
        self.sent.add()

    def announce(self, event: Event) -> None:
        """Events are left out."""

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()


register_publisher(
    "lines",
    PublisherEntry(open=LinePublisher, address=USUAL, title="Lines", summary="text by UDP"),
)
