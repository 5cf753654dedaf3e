"""The built-in demo: a drawn scene that loops without a jump and plays like a camera."""

from emotion_desktop.config import find_asset
from emotion_desktop.errors import AssetError, UnreadableFileError
from emotion_desktop.vision.sources.video import VideoSource


def open_demo() -> VideoSource:
    """Return the endless demo source, paced at its own speed.

    Raises:
        UnreadableFileError: If its file is missing from the installation, or damaged.
    """
    try:
        path = find_asset("demo.mp4")
    except AssetError as error:
        raise UnreadableFileError(error.message) from error
    return VideoSource(path, loop=True, realtime=True, name="demo", is_live=True)
