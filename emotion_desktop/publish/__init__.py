"""The numbers, live, in other programs: a publisher for each protocol, by name.

Another one needs a file of its own that calls `register_publisher`; nothing here has to change.
Nothing of what the publishers use is imported before one is opened.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

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

OSC_PROFILES: Final = {
    "osc": ("OSC", "labels and probabilities of everybody, for sound and stage"),
    "vmc": ("VMC", "blend shapes of one person for VRM 0 avatars"),
    "vmc-vrm1": ("VMC, VRM 1", "blend shapes of one person for VRM 1 avatars"),
    "vrchat": ("VRChat", "the expression of one person as avatar parameters"),
}
"""Title and summary of each."""


def _websocket(options: PublishOptions) -> Publisher:
    from emotion_desktop.publish.websocket.server import WebSocketPublisher

    return WebSocketPublisher(options)


def _web(options: PublishOptions) -> Publisher:
    from emotion_desktop.publish.websocket.server import WebSocketPublisher

    return WebSocketPublisher(options, web=True)


def _osc(address: Address, profile: str) -> PublisherEntry:
    def open_it(options: PublishOptions) -> Publisher:
        from emotion_desktop.publish.osc import profiles
        from emotion_desktop.publish.osc.sender import OscPublisher

        make: dict[str, Callable[[], profiles.Profile]] = {
            "osc": profiles.plain_profile,
            "vmc": partial(profiles.vmc_profile, profiles.VRM_0),
            "vmc-vrm1": partial(profiles.vmc_profile, profiles.VRM_1),
            "vrchat": profiles.vrchat_profile,
        }
        return OscPublisher(options.address or address, make[profile]())

    title, summary = OSC_PROFILES[profile]
    return PublisherEntry(open=open_it, address=address, title=title, summary=summary)


def _lsl(options: PublishOptions) -> Publisher:
    from emotion_desktop.publish.lsl import LslPublisher

    return LslPublisher(options)


def _camera(_: PublishOptions) -> Publisher:
    from emotion_desktop.publish.virtual_camera import VirtualCameraPublisher

    return VirtualCameraPublisher()


def _ndjson(_: PublishOptions) -> Publisher:
    from emotion_desktop.publish.ndjson import NdjsonPublisher

    return NdjsonPublisher()


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
register_publisher(
    "web",
    PublisherEntry(
        open=_web,
        address=Address("127.0.0.1", 8766),
        title="Web page with the picture",
        summary="picture and numbers in a browser",
        takes_commands=True,
    ),
)
for _name, _port in (("osc", 9001), ("vmc", 39539), ("vmc-vrm1", 39539), ("vrchat", 9000)):
    register_publisher(_name, _osc(Address("127.0.0.1", _port), _name))
register_publisher(
    "lsl",
    PublisherEntry(
        open=_lsl,
        title="Lab Streaming Layer",
        summary="samples and markers for LabRecorder",
        announces_itself=True,
    ),
)
register_publisher(
    "camera",
    PublisherEntry(
        open=_camera, title="Virtual camera", summary="the picture with its overlay as a camera"
    ),
)
register_publisher(
    "ndjson",
    PublisherEntry(
        open=_ndjson,
        title="NDJSON",
        summary="lines of JSON on standard output",
        in_window=False,
    ),
)
