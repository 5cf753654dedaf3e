"""Pictures that are shown one after the other: those of a folder, and the pages of a file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from emotion_desktop.domain import Image
from emotion_desktop.errors import Message, PermissionDeniedError, UnreadableFileError
from emotion_desktop.vision.sources.images import read_page
from emotion_desktop.vision.sources.kinds import IMAGE_SUFFIXES, Kind, kind_of
from emotion_desktop.vision.sources.listing import LeftOut, list_folder, remark
from emotion_desktop.vision.sources.naming import file_name
from emotion_desktop.vision.sources.playback import Playback
from emotion_desktop.vision.sources.seekable import SeekableSource

Page = tuple[Path, int | None]

SLIDE_S: Final = 2.0
"""How long a picture of a folder stays, in seconds, in real time."""


class Slide:
    """A picture of a folder or file, read when it is asked for.

    Attributes:
        time_s: When it is shown, in seconds after the first one.
        name: Its file name, with the number of its page if there are several.
    """

    def __init__(self, path: Path, page: int | None, place: int) -> None:
        self.time_s = place * SLIDE_S
        name = file_name(path)
        self.name: str | None = name if page is None else f"{name} page {page + 1}"
        self._path = path
        self._page = page or 0
        self._image: Image | None = None

    def image(self) -> Image:
        """Return its (H, W, 3) uint8 BGR pixels.

        Raises:
            UnreadableFileError: If it is damaged.
            PermissionDeniedError: If it may not be read.
        """
        if self._image is None:
            self._image = read_page(self._path, self._page).image
        return self._image


class ImageSequence:
    """Pictures, one every `SLIDE_S` seconds.

    Args:
        pages: At least one; each a file and which of its pages, None if it has but one.
        lenient: Pass over pictures that cannot be read.

    Attributes:
        duration_s: Length of the show in seconds.
    """

    def __init__(self, pages: Sequence[Page], *, lenient: bool) -> None:
        self._pages = pages
        self._lenient = lenient
        self._next = 0
        self.duration_s: float | None = len(pages) * SLIDE_S

    def next(self) -> Slide | None:
        """Return the picture after the one returned last, None at the end."""
        return self._first(range(self._next, len(self._pages)))

    def at(self, time_s: float) -> Slide:
        """Return the picture that is shown at a time, the first or last one beyond the ends.

        Raises:
            UnreadableFileError: If no picture of the folder can be read.
        """
        count = len(self._pages)
        place = min(max(int(time_s / SLIDE_S + 1e-6), 0), count - 1)
        slide = self._first(range(place, count)) or self._first(range(place, -1, -1))
        if slide is None:
            raise UnreadableFileError(
                "no image in {path} can be read; open another folder", path=self._pages[0][0].parent
            )
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
            slide = Slide(*self._pages[place], place)
            if not self._lenient or _is_readable(slide):
                self._next = place + 1
                return slide
        return None


class Slides(SeekableSource):
    """Pictures in order; every frame's `source` is the name of its file, and its page if any.

    A picture that cannot be read makes that `read` fail with `UnreadableFileError`; the next
    `read` goes on with the next one. In real time, when somebody looks on, it is passed over.

    Args:
        pages: At least one.
        name: What to call them.
        loop: Start over at the end.
        realtime: Deliver one picture every `SLIDE_S` seconds instead of at once.
        playback: How to play it, changeable at any time; if None, by `loop`.
    """

    def __init__(
        self,
        pages: Sequence[Page],
        name: str,
        *,
        loop: bool,
        realtime: bool,
        playback: Playback | None,
    ) -> None:
        playback = playback or Playback(loop=loop)
        sequence = ImageSequence(pages, lenient=realtime)
        super().__init__(sequence, name, playback, realtime=realtime)
        self.is_live = False
        self.pictures = len(pages)
        self.fps = 1 / SLIDE_S if realtime else None
        self.frame_count = None if playback.loop else len(pages)
        self.size = _first_size(pages)

    def _end_message(self) -> Message:
        return Message(
            "all {count} images of {name} have been shown",
            {"count": self.pictures, "name": self.name},
        )


class FolderSource(Slides):
    """The pictures of a folder, sorted by name, with all their pages.

    Of moving pictures among them the first is shown; videos are left out. `remarks` says so.

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
        listing = list_folder(path, IMAGE_SUFFIXES)
        files = listing.files
        if not files:
            endings = " ".join(sorted(IMAGE_SUFFIXES))
            raise UnreadableFileError(
                "there is no picture in {path}; looked for files ending in {endings}",
                path=path,
                endings=endings,
            )
        pages = pages_of(files)
        super().__init__(pages, file_name(path), loop=loop, realtime=realtime, playback=playback)
        left_out = listing.left_out | dict.fromkeys(_moving(files), LeftOut.MOVING)
        self.remarks = (remark(path, left_out),) if left_out else ()


class FilesSource(Slides):
    """Pictures that were chosen together, in that order, with all their pages.

    Of moving pictures among them the first is shown; videos are left out. `remarks` says so.

    Args:
        paths: At least one; a folder stands for its pictures.
        name: What to call them.
        loop: Start over at the end.
        realtime: Deliver one picture every `SLIDE_S` seconds instead of at once.
        playback: How to play it, changeable at any time; if None, by `loop`.

    Raises:
        UnreadableFileError: If there is no picture among them.
        PermissionDeniedError: If a folder may not be read.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        name: str,
        *,
        loop: bool = False,
        realtime: bool = False,
        playback: Playback | None = None,
    ) -> None:
        files, left_out = pictures_among(paths)
        if not files:
            raise UnreadableFileError("there is no picture in {path}", path=name)
        super().__init__(pages_of(files), name, loop=loop, realtime=realtime, playback=playback)
        left_out |= dict.fromkeys(_moving(files), LeftOut.MOVING)
        self.remarks = (remark(Path(name), left_out),) if left_out else ()


class PagesSource(Slides):
    """The pages of one file; in real time each as long as a picture of a folder.

    Args:
        path: The file.
        loop: Start over at the end.
        realtime: Deliver one page every `SLIDE_S` seconds instead of at once.
        playback: How to play it, changeable at any time; if None, by `loop`.

    Raises:
        UnreadableFileError: If it is damaged.
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
        pages = _pages_of(path, read_page(path, 0).pages)
        super().__init__(pages, path.name, loop=loop, realtime=realtime, playback=playback)


def pictures_among(paths: Sequence[Path]) -> tuple[list[Path], dict[Path, LeftOut]]:
    """Return the pictures among files, with those of folders, and what is left out, with why.

    Raises:
        PermissionDeniedError: If a folder may not be read.
    """
    files: list[Path] = []
    left_out: dict[Path, LeftOut] = {}
    for path in paths:
        if path.is_dir():
            listing = list_folder(path, IMAGE_SUFFIXES)
            files += listing.files
            left_out |= listing.left_out
        elif path.suffix.lower() in IMAGE_SUFFIXES or kind_of(path) is not Kind.VIDEO:
            files.append(path)
        else:
            left_out[path] = LeftOut.OTHER_KIND
    return files, left_out


def pages_of(files: Sequence[Path]) -> list[Page]:
    """Return the pictures of files in order, each page of its own; reads their first bytes."""
    return [page for file in files for page in _pages_of(file, count_of(file))]


def _moving(files: Sequence[Path]) -> list[Path]:
    return [file for file in files if kind_of(file) in {Kind.ANIMATION, Kind.VIDEO}]


def count_of(path: Path) -> int:
    """Return how many pages a file has; 1 if it is damaged, which reading it will say."""
    try:
        return read_page(path, 0).pages if kind_of(path) is Kind.PAGES else 1
    except (UnreadableFileError, PermissionDeniedError):
        return 1


def _pages_of(path: Path, count: int) -> list[Page]:
    return [(path, None if count == 1 else page) for page in range(count)]


def _is_readable(slide: Slide) -> bool:
    try:
        slide.image()
    except (UnreadableFileError, PermissionDeniedError):
        return False
    return True


def _first_size(pages: Sequence[Page]) -> tuple[int, int]:
    for path, page in pages:
        try:
            image = read_page(path, page or 0).image
        except (UnreadableFileError, PermissionDeniedError):
            continue
        return (image.shape[1], image.shape[0])
    return (0, 0)
