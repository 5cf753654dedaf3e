"""Where frames come from. Importing this package imports neither OpenCV nor FFmpeg.

Another kind of source needs a file of its own, and a call of `register_source`.
"""

import os
import re
from pathlib import Path
from typing import Final

from emotion_desktop.errors import StreamLostError
from emotion_desktop.vision.sources.base import CameraInfo, FrameSource
from emotion_desktop.vision.sources.kinds import IMAGE_SUFFIXES, VIDEO_SUFFIXES, Kind, kind_of
from emotion_desktop.vision.sources.listing import check_readable
from emotion_desktop.vision.sources.naming import file_name, host_name, is_address, public_name
from emotion_desktop.vision.sources.playback import Playback
from emotion_desktop.vision.sources.source_spec import (
    CAMERA,
    DEMO,
    FILE,
    FILES,
    FOLDER,
    STREAM,
    SourceEntry,
    SourceSpec,
    kinds_of_sources,
    register_source,
)

__all__ = [
    "CAMERA",
    "DEMO",
    "FILE",
    "FILES",
    "FOLDER",
    "IMAGE_SUFFIXES",
    "STREAM",
    "VIDEO_SUFFIXES",
    "CameraInfo",
    "FrameSource",
    "Kind",
    "Playback",
    "SourceEntry",
    "SourceSpec",
    "kind_of",
    "kinds_of_sources",
    "list_cameras",
    "open_source",
    "register_source",
]

_URL: Final = re.compile(r"(https?|rtsps?|rtmps?|udp|tcp|srt)://", re.IGNORECASE)


def list_cameras() -> list[CameraInfo]:
    """Return the cameras that are connected; an empty list if none can be found."""
    from emotion_desktop.vision.sources.camera.listing import find_cameras

    return find_cameras()


def open_source(
    text: str, *, loop: bool = False, realtime: bool = False, playback: Playback | None = None
) -> FrameSource:
    """Open a source of frames.

    Args:
        text: `demo`; `camera` (the first), `camera:0`, `camera:NAME`; the path of a video, a
            moving picture (GIF, WebP, PNG, AVIF), a picture or several (TIFF), or a folder of
            pictures; `files:` and the paths of pictures, a line each; the address of a stream
            (http, https, rtsp, rtmp, udp, tcp, srt); or what a kind of source takes that
            `register_source` has added.
        loop: Start files over at their end.
        realtime: Deliver files at their own speed instead of as fast as they are read.
        playback: How to play a file, changeable at any time; if None, by `loop`.

    Raises:
        NoCameraError: There is no camera, or not that one.
        CameraBusyError: The camera does not deliver.
        PermissionDeniedError: The system denies access.
        UnreadableFileError: The file or folder is missing, damaged or holds no pictures.
        StreamLostError: The stream does not answer.
    """
    spec = SourceSpec.parse(text)
    return spec.entry.open(spec.value, loop=loop, realtime=realtime, playback=playback)


# The imports wait until a source is opened: OpenCV and FFmpeg take their time.
def _open_demo(_: str, **__: object) -> FrameSource:
    from emotion_desktop.vision.sources.demo import open_demo

    return open_demo()


def _open_camera(name: str, **_: object) -> FrameSource:
    from emotion_desktop.vision.sources.camera.source import CameraSource

    return CameraSource(name)


def _open_stream(address: str, **_: object) -> FrameSource:
    if not _URL.match(address):
        raise StreamLostError(
            "{name} is an address of an unknown kind; http, https, rtsp, rtmp, udp, tcp and srt "
            "are read",
            name=public_name(address),
        )
    from emotion_desktop.vision.sources.stream import StreamSource

    return StreamSource(address)


def _open_folder(
    path: str, *, loop: bool, realtime: bool, playback: Playback | None
) -> FrameSource:
    from emotion_desktop.vision.sources.folder import FolderSource

    return FolderSource(Path(path), loop=loop, realtime=realtime, playback=playback)


def _open_files(
    paths: str, *, loop: bool, realtime: bool, playback: Playback | None
) -> FrameSource:
    from emotion_desktop.vision.sources.folder import FilesSource

    return FilesSource(
        [Path(path) for path in paths.split("\n")],
        name_of_files(paths),
        loop=loop,
        realtime=realtime,
        playback=playback,
    )


def _open_file(text: str, *, loop: bool, realtime: bool, playback: Playback | None) -> FrameSource:
    from emotion_desktop.vision.sources.animation import AnimationSource
    from emotion_desktop.vision.sources.folder import PagesSource
    from emotion_desktop.vision.sources.images import ImageSource
    from emotion_desktop.vision.sources.video import VideoSource

    path = Path(text)
    check_readable(path)
    kind = kind_of(path)
    if kind is Kind.PICTURE:
        return ImageSource(path, loop=loop)
    if kind is Kind.PAGES:
        return PagesSource(path, loop=loop, realtime=realtime, playback=playback)
    moving = AnimationSource if kind is Kind.ANIMATION else VideoSource
    return moving(path, loop=loop, realtime=realtime, playback=playback)


def _name_of_path(path: str) -> str:
    return file_name(Path(path))


def name_of_files(paths: str) -> str:
    """Return how to speak of several files: the first one's name and how many more."""
    first, *more = paths.split("\n")
    return f"{_name_of_path(first)} + {len(more)}"


# The later one of two that take a text counts, so what takes the most comes first.
register_source(FILE, SourceEntry(open=_open_file, takes=lambda _: True, name=_name_of_path))
register_source(FILES, SourceEntry(open=_open_files, argument="PATHS", name=name_of_files))
register_source(FOLDER, SourceEntry(open=_open_folder, takes=os.path.isdir, name=_name_of_path))
register_source(
    STREAM,
    SourceEntry(
        open=_open_stream, takes=is_address, is_live=True, may_come_back=True, name=host_name
    ),
)
register_source(
    CAMERA, SourceEntry(open=_open_camera, argument="NAME", is_live=True, may_come_back=True)
)
register_source(DEMO, SourceEntry(open=_open_demo, is_live=True))
