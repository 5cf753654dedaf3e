"""Memory of the process."""

import ctypes
import sys
from typing import Final

_M_ARENA_MAX: Final = -8
_MOST_ARENAS: Final = 2


def share_arenas() -> None:
    """Let all threads take memory from the same few arenas, before most of them start.

    glibc makes up to eight for each core otherwise, and what is free in one serves no thread of
    another.
    """
    if sys.platform == "linux":
        library = ctypes.CDLL(None)
        if hasattr(library, "mallopt"):
            library.mallopt(_M_ARENA_MAX, _MOST_ARENAS)


def give_back() -> None:
    """Give memory that is free back to the system; glibc keeps it for each thread otherwise."""
    if sys.platform == "linux":
        library = ctypes.CDLL(None)
        if hasattr(library, "malloc_trim"):  # not in musl
            library.malloc_trim(0)
