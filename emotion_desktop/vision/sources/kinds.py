"""What a file is: a picture, or something that moves. Its content says so, not its ending."""

import re
from enum import Enum, auto
from pathlib import Path
from typing import Final, Literal

IMAGE_SUFFIXES: Final = frozenset(
    {
        *(".apng", ".avif", ".bmp", ".dib", ".heic", ".heif", ".hif", ".j2k", ".jfif", ".jp2"),
        *(".jpe", ".jpeg", ".jpg", ".pbm", ".pgm", ".png", ".pnm", ".ppm", ".tga", ".tif"),
        *(".tiff", ".webp"),
    }
)
VIDEO_SUFFIXES: Final = frozenset(
    {
        *(".264", ".265", ".3g2", ".3gp", ".asf", ".avi", ".avifs", ".f4v", ".flv", ".gif"),
        *(".h264", ".h265", ".heics", ".heifs", ".hevc", ".ivf", ".m2ts", ".m2v", ".m4v"),
        *(".mjpeg", ".mjpg", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts", ".mxf", ".ogv"),
        *(".ts", ".vob", ".webm", ".wmv", ".y4m"),
    }
)

_STILL_BRANDS: Final = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"mif2", b"avif", b"jp2 "}
"""Of pictures in the boxes of ISO 14496-12; `hevc`, `msf1` and `avis` move."""

_PICTURES: Final = (
    *(b"\xff\xd8\xff", b"BM", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    *(b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51"),
)
_PORTABLE: Final = re.compile(rb"P[1-7]\s")
_HEAD_BYTES: Final = 4096


class Kind(Enum):
    """How a file is read."""

    PICTURE = auto()
    PAGES = auto()  # pictures that have nothing to do with one another
    ANIMATION = auto()  # of a kind that FFmpeg does not read
    VIDEO = auto()


def kind_of(path: Path) -> Kind:
    """Return what a file holds; by its ending where its content does not tell."""
    head = _head(path)
    if head.startswith(b"\x89PNG"):
        # An animated PNG says so before its first data: https://www.w3.org/TR/png-3/#apng-chunks
        return Kind.VIDEO if b"acTL" in head.partition(b"IDAT")[0] else Kind.PICTURE
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        is_animated = head[12:16] == b"VP8X" and len(head) > 20 and head[20] & 2
        return Kind.ANIMATION if is_animated else Kind.PICTURE
    if head[4:8] == b"ftyp":
        return Kind.PICTURE if head[8:12] in _STILL_BRANDS else Kind.VIDEO
    if head.startswith((b"II*\0", b"MM\0*")) and _has_pages(path, head):
        return Kind.PAGES
    if head.startswith(_PICTURES) or _PORTABLE.match(head):
        return Kind.PICTURE
    is_known = head.startswith((b"GIF8", b"RIFF", b"\x1a\x45\xdf\xa3"))
    is_picture = path.suffix.lower() in IMAGE_SUFFIXES and not is_known
    return Kind.PICTURE if is_picture else Kind.VIDEO


def _has_pages(path: Path, head: bytes) -> bool:
    """Return whether a second directory follows the first one of a TIFF."""
    order: Literal["little", "big"] = "little" if head.startswith(b"II") else "big"
    try:
        with path.open("rb") as file:
            file.seek(int.from_bytes(head[4:8], order))
            file.seek(12 * int.from_bytes(file.read(2), order), 1)
            return int.from_bytes(file.read(4), order) > 0
    except OSError:
        return False


def _head(path: Path) -> bytes:
    """Return the start of a file; nothing if it cannot be read, which its reader will say."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES)
    except OSError:
        return b""
