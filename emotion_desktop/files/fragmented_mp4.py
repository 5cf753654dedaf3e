"""A file for a video that is to be playable whenever the process dies."""

from contextlib import suppress
from io import SEEK_END, SEEK_SET
from pathlib import Path


class SteadyFile:
    """A new binary file that hands every byte to the system at once, as PyAV writes to files.

    After a write has failed all later ones fail as well: a video that could not be written to its
    end must not get the head of one that was.

    Raises:
        OSError: If it cannot be written, also by `write`.
    """

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._file = path.open("w+b", buffering=0)
        self._error: OSError | None = None

    def write(self, data: bytes) -> int:
        """Append or overwrite at the present place; return how many bytes."""
        if self._error is not None:
            raise self._error
        view = memoryview(data)
        try:
            # On a disk that fills up the first part goes through, and the rest says why not.
            while view:
                view = view[self._file.write(view) :]
        except OSError as error:
            self._error = error
            raise
        return len(data)

    def read(self, count: int) -> bytes:
        """Return so many bytes at most."""
        return self._file.read(count)

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        """Go to another place and return it."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the present place."""
        return self._file.tell()

    def close(self) -> None:
        """Close the file, after a failure without the fragment it cut off; may be called twice."""
        if self._error is not None and not self._file.closed:
            with suppress(OSError):  # the first failure has been told already
                self._file.truncate(self._whole())
        self._file.close()

    def _whole(self) -> int:
        """Return where the last MP4 fragment ends that has all its frames.

        A box begins with its length, head included, in 4 bytes, and its name in 4; a fragment is
        a `moof` with the `mdat` after it. ISO/IEC 14496-12, 4.2 and 8.8.
        """
        size = self.seek(0, SEEK_END)
        at = whole = 0
        while at + 8 <= size:
            self.seek(at)
            head = self.read(8)
            at += max(8, int.from_bytes(head[:4], "big"))
            if head[4:] != b"moof" and at <= size:
                whole = at
        return whole
