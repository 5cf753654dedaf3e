"""Memory of the process."""

import ctypes
import sys


def give_back() -> None:
    """Give memory that is free back to the system; glibc keeps it for each thread otherwise."""
    if sys.platform == "linux":
        library = ctypes.CDLL(None)
        if hasattr(library, "malloc_trim"):  # not in musl
            library.malloc_trim(0)
