"""What a JPEG's own decoder only warns of: that the data ran out, or were damaged on the way.

libjpeg goes on with zeros where bits are missing before a marker, and skips what is too much. So
bytes that are put before each marker change nothing in a picture that is whole, and something in
one that is not. FFmpeg's decoder notices other damage, and that in progressive files.
https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.1.1 and F.2.2.5.
"""

import io
import re
from typing import Final

import av
import av.logging
import numpy as np
from numpy.typing import NDArray
from PIL.JpegImagePlugin import JpegImageFile

av.logging.set_level(av.logging.PANIC)

END: Final = b"\xff\xd9"
_FILLING: Final = bytes(range(1, 200))
_MARKER: Final = re.compile(rb"\xff([\xd0-\xd7\xd9])")


def is_jpeg(data: bytes) -> bool:
    """Return whether this is the content of a JPEG file."""
    return data.startswith(b"\xff\xd8\xff")


def ended(data: bytes) -> tuple[bytes, bool]:
    """Return a JPEG with its end marker, which some are copied without, and whether it had one."""
    if data.find(END, _scan_start(data)) >= 0:
        return data, True
    return data.removesuffix(b"\xff") + END, False


def is_whole(data: bytes) -> bool:
    """Return whether the pixels of a JPEG that has an end are all there and undamaged."""
    if not _decodes(data, strictly=True) and _decodes(data, strictly=False):
        return False
    start = _scan_start(data)
    stop = data.find(END, start) + len(END)
    filled = _MARKER.sub(lambda marker: _FILLING + marker[0], data[start:stop])
    try:
        return np.array_equal(_small(data[:stop]), _small(data[:start] + filled))
    except OSError:
        return False


def _scan_start(data: bytes) -> int:
    """Return where the first pixels begin, behind the segments of the header."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        if data[place + 1] == 0xFF:  # padding
            place += 1
            continue
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        is_scan = data[place + 1] == 0xDA
        place += 2 + length
        if is_scan:
            break
    return min(place, len(data))


def _decodes(data: bytes, *, strictly: bool) -> bool:
    """Return whether FFmpeg decodes it, also if it is told to bear no damage."""
    decoder = av.CodecContext.create("mjpeg", "r")
    decoder.options = {"err_detect": "explode"} if strictly else {}
    try:
        return bool(decoder.decode(av.Packet(data)))
    except av.FFmpegError:
        return False


def _small(data: bytes) -> NDArray[np.uint8]:
    """Return an eighth of the picture, for which all bits are read but few are computed."""
    with JpegImageFile(io.BytesIO(data)) as picture:
        picture.draft("RGB", (1, 1))
        return np.asarray(picture)
