"""Sends bundles; nobody answers, so nobody knows who listens."""

import socket
from collections.abc import Sequence
from typing import Any

from pythonosc.osc_bundle_builder import OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import PublishError
from emotion_desktop.publish.address import Address
from emotion_desktop.publish.events import Event
from emotion_desktop.publish.messages import unix_time
from emotion_desktop.publish.osc.profiles import OscMessage, Profile
from emotion_desktop.publish.publisher import Publisher


class OscPublisher(Publisher):
    """Sends a frame as one bundle whose time tag is the time of capture.

    Raises:
        PublishError: If the host's name is unknown.
    """

    def __init__(self, address: Address, profile: Profile) -> None:
        super().__init__()
        self.address = f"udp://{address}"
        self._profile = profile
        try:
            found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_DGRAM)
        except OSError as error:
            raise PublishError(
                "{host} is not known ({why})", host=address.host, why=error.strerror or error
            ) from error
        family, kind, _, _, target = found[0]
        self._target: Any = target  # a tuple, as `sendto` takes it
        self.socket = socket.socket(family, kind)

    def send(self, result: FrameResult, missed: int) -> None:
        """Send a frame; the loss of others shows in the time tags."""
        del missed
        self.socket.sendto(bundle(self._profile(result), result.captured_at), self._target)
        self.sent.add()

    def announce(self, event: Event) -> None:
        """Say nothing: there are no messages for events."""

    def close(self) -> None:
        """Close the socket."""
        self.socket.close()


def bundle(messages: Sequence[OscMessage], captured_at: float) -> bytes:
    """Return messages as the bytes of a bundle of this time of capture."""
    # The builder's stub says int, but it takes the seconds as they are.
    builder = OscBundleBuilder(unix_time(captured_at))  # type: ignore[arg-type]
    for address, values in messages:
        message = OscMessageBuilder(address)
        for value in values:
            message.add_arg(value)
        builder.add_content(message.build())
    return builder.build().dgram
