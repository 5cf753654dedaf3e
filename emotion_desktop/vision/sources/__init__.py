"""Where frames come from. Importing this package imports neither OpenCV nor FFmpeg."""

import re
from pathlib import Path
from typing import Final

from emotion_desktop.errors import StreamLostError, UnreadableFileError
from emotion_desktop.vision.sources.base import CameraInfo, FrameSource
from emotion_desktop.vision.sources.kinds import IMAGE_SUFFIXES, VIDEO_SUFFIXES, Kind, kind_of
from emotion_desktop.vision.sources.listing import is_folder
from emotion_desktop.vision.sources.naming import is_address, public_name
from emotion_desktop.vision.sources.playback import Playback

__all__ = [
    "IMAGE_SUFFIXES",
    "VIDEO_SUFFIXES",
    "CameraInfo",
    "FrameSource",
    "Kind",
    "Playback",
    "kind_of",
    "list_cameras",
    "open_source",
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
            pictures; or the address of a stream (http, https, rtsp, rtmp, udp, tcp, srt).
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
    if text == "demo":
        from emotion_desktop.vision.sources.demo import open_demo

        return open_demo()
    if text == "camera" or text.startswith("camera:"):
        from emotion_desktop.vision.sources.camera.source import CameraSource

        return CameraSource(text.partition(":")[2])
    if _URL.match(text):
        from emotion_desktop.vision.sources.stream import StreamSource

        return StreamSource(text)
    if is_address(text):
        raise StreamLostError(
            "{name} is an address of an unknown kind; http, https, rtsp, rtmp, udp, tcp and srt "
            "are read",
            name=public_name(text),
        )
    return _open_path(Path(text), loop=loop, realtime=realtime, playback=playback)


def _open_path(path: Path, *, loop: bool, realtime: bool, playback: Playback | None) -> FrameSource:
    from emotion_desktop.vision.sources.animation import AnimationSource
    from emotion_desktop.vision.sources.folder import FolderSource, PagesSource
    from emotion_desktop.vision.sources.images import ImageSource
    from emotion_desktop.vision.sources.video import VideoSource

    if is_folder(path):
        return FolderSource(path, loop=loop, realtime=realtime, playback=playback)
    if not path.exists():
        raise UnreadableFileError(
            "there is no file {path}; give a video, a picture, a folder of pictures, camera, "
            "demo, or the address of a stream",
            path=path,
        )
    kind = kind_of(path)
    if kind is Kind.PICTURE:
        return ImageSource(path, loop=loop)
    if kind is Kind.PAGES:
        return PagesSource(path, loop=loop, realtime=realtime, playback=playback)
    moving = AnimationSource if kind is Kind.ANIMATION else VideoSource
    return moving(path, loop=loop, realtime=realtime, playback=playback)
