"""Whether a video file has all the bytes that its own structure promises.

A header may promise more seconds than there are pictures in a healthy file, too: when the last
picture is held, or the sound goes on. A file that has been cut off ends inside a box, though.
"""

from pathlib import Path
from typing import BinaryIO, Final

_EBML: Final = b"\x1a\x45\xdf\xa3"
_SEGMENT: Final = b"\x18\x53\x80\x67"
_MOST_BOXES: Final = 100_000


def is_whole(path: Path) -> bool | None:
    """Return whether the last box of a file ends where the file ends; None if nobody can tell.

    Told of MP4 and QuickTime, Matroska and WebM, and AVI.
    """
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(0)
            start = file.read(12)
            if start[4:8] in {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"}:
                return _boxes_end(file, size)
            if start.startswith(_EBML):
                return _segment_ends(file, size)
            if start.startswith(b"RIFF"):
                return _riff_ends(file, size)
    except OSError:
        return None
    return None


def _boxes_end(file: BinaryIO, size: int) -> bool | None:
    """Walk over the boxes of ISO 14496-12."""
    place = 0
    for _ in range(_MOST_BOXES):
        if place == size:
            return True
        file.seek(place)
        head = file.read(16)
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        if length == 0:
            return True  # the last one, to the end of the file
        if len(head) < 8 or length < 8 or place + length > size:
            return False
        place += length
    return None


def _segment_ends(file: BinaryIO, size: int) -> bool | None:
    """Return whether the one Segment of RFC 8794 that a Matroska file has ends in the file."""
    file.seek(4)
    header = _ebml_length(file)
    if header is None:
        return None
    file.seek(file.tell() + header)
    if file.read(4) != _SEGMENT:
        return None
    length = _ebml_length(file)
    return None if length is None else file.tell() + length <= size


def _ebml_length(file: BinaryIO) -> int | None:
    """Read a length of RFC 8794; None if it is unknown, as in what a browser recorded."""
    first = file.read(1)
    if not first or not first[0]:
        return None
    width = 9 - first[0].bit_length()
    rest = file.read(width - 1)
    bits = 7 * width
    length = int.from_bytes(first + rest, "big") & ((1 << bits) - 1)
    return None if length == (1 << bits) - 1 else length


def _riff_ends(file: BinaryIO, size: int) -> bool | None:
    """Walk over the chunks, of which long AVI files have several."""
    place = 0
    while place + 8 <= size:
        file.seek(place)
        head = file.read(8)
        if head[:4] != b"RIFF":
            return True  # something behind the last one
        length = int.from_bytes(head[4:], "little")
        if not length:
            return None
        place += 8 + length
    return place <= size
