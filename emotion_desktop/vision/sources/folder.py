"""Folders of pictures."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from emotion_desktop.domain import Image
from emotion_desktop.errors import PermissionDeniedError, UnreadableFileError
from emotion_desktop.vision.sources import IMAGE_SUFFIXES
from emotion_desktop.vision.sources.images import read_image
from emotion_desktop.vision.sources.playback import Playback
from emotion_desktop.vision.sources.seekable import SeekableSource

SLIDE_S: Final = 2.0
"""How long a picture of a folder stays, in seconds, in real time."""


class Slide:
    """A picture of a folder, read when it is asked for.

    Attributes:
        time_s: When it is shown, in seconds after the first one.
        name: Its file name.
    """

    def __init__(self, path: Path, place: int) -> None:
        self.time_s = place * SLIDE_S
        self.name: str | None = path.name
        self._path = path
        self._image: Image | None = None

    def image(self) -> Image:
        """Return its (H, W, 3) uint8 BGR pixels.

        Raises:
            UnreadableFileError: If it is damaged.
            PermissionDeniedError: If it may not be read.
        """
        if self._image is None:
            self._image = read_image(self._path)
        return self._image


class SlideReel:
    """The pictures of a folder, one every `SLIDE_S` seconds.

    Args:
        paths: At least one.
        lenient: Pass over pictures that cannot be read.

    Attributes:
        duration_s: Length of the show in seconds.
    """

    def __init__(self, paths: Sequence[Path], *, lenient: bool) -> None:
        self._paths = paths
        self._lenient = lenient
        self._next = 0
        self.duration_s: float | None = len(paths) * SLIDE_S

    def next(self) -> Slide | None:
        """Return the picture after the one returned last, None at the end."""
        return self._first(range(self._next, len(self._paths)))

    def at(self, time_s: float) -> Slide:
        """Return the picture that is shown at a time, the first or last one beyond the ends.

        Raises:
            UnreadableFileError: If no picture of the folder can be read.
        """
        count = len(self._paths)
        place = min(max(int(time_s / SLIDE_S + 1e-6), 0), count - 1)
        slide = self._first(range(place, count)) or self._first(range(place, -1, -1))
        if slide is None:
            msg = f"no picture in {self._paths[0].parent} can be read; open another folder"
            raise UnreadableFileError(msg)
        return slide

    def before(self, time_s: float) -> Slide | None:
        """Return the last picture that comes earlier than a time; None if there is none."""
        return self._first(range(round(time_s / SLIDE_S) - 1, -1, -1))

    def rewind(self) -> None:
        """Let `next` return the first picture."""
        self._next = 0

    def close(self) -> None:
        """Nothing is held."""

    def _first(self, places: range) -> Slide | None:
        """Return the first picture of these places that can be shown, and go on after it."""
        for place in places:
            slide = Slide(self._paths[place], place)
            if not self._lenient or _is_readable(slide):
                self._next = place + 1
                return slide
        return None


class FolderSource(SeekableSource):
    """The pictures of a folder, sorted by name; every frame's `source` is its file name.

    A picture that cannot be read makes that `read` fail with `UnreadableFileError`; the next
    `read` goes on with the next one. In real time, when somebody looks on, it is passed over.

    Args:
        path: The folder; folders inside it are not looked at.
        loop: Start over at the end.
        realtime: Deliver one picture every `SLIDE_S` seconds instead of at once.
        playback: How to play it, changeable at any time; if None, by `loop`.

    Raises:
        UnreadableFileError: If there is no picture in it.
        PermissionDeniedError: If it may not be read.
    """

    def __init__(
        self,
        path: Path,
        *,
        loop: bool = False,
        realtime: bool = False,
        playback: Playback | None = None,
    ) -> None:
        paths = _pictures_in(path)
        playback = playback or Playback(loop=loop)
        reel = SlideReel(paths, lenient=realtime)
        super().__init__(reel, path.resolve().name, playback, realtime=realtime)
        self.is_live = False
        self._count = len(paths)
        self.fps = 1 / SLIDE_S if realtime else None
        self.frame_count = None if playback.loop else len(paths)
        self.size = _first_size(paths)

    def _farewell(self) -> str:
        return f"all {self._count} pictures of {self.name} have been shown"


def _pictures_in(path: Path) -> list[Path]:
    try:
        entries = sorted(path.iterdir())
    except PermissionError as error:
        msg = f"the system does not let us read {path}; change its permissions"
        raise PermissionDeniedError(msg) from error
    paths = [file for file in entries if _is_picture(file)]
    if not paths:
        endings = " ".join(sorted(IMAGE_SUFFIXES))
        msg = f"there is no picture in {path}; looked for files ending in {endings}"
        raise UnreadableFileError(msg)
    return paths


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in IMAGE_SUFFIXES and path.is_file() and path.name[0] != "."


def _is_readable(slide: Slide) -> bool:
    try:
        slide.image()
    except (UnreadableFileError, PermissionDeniedError):
        return False
    return True


def _first_size(paths: Sequence[Path]) -> tuple[int, int]:
    for path in paths:
        try:
            image = read_image(path)
        except (UnreadableFileError, PermissionDeniedError):
            continue
        return (image.shape[1], image.shape[0])
    return (0, 0)
