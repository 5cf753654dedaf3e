"""Silence for native code that talks on stderr."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# Two threads at once would leave the descriptor closed for good. One may nest: a finalizer.
_stderr_lock = threading.RLock()


@contextmanager
def quiet() -> Iterator[None]:
    """Hold back what native code prints on stderr.

    LiteRT announces its accelerators through a logger that neither an environment variable
    nor MediaPipe's API can turn down; so the file descriptor is closed to it for a moment.
    """
    with _stderr_lock:
        try:
            stderr = sys.__stderr__.fileno() if sys.__stderr__ is not None else -1
            kept = os.dup(stderr)
        except (OSError, ValueError):
            yield
            return
        sink = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(sink, stderr)
            yield
        finally:
            os.dup2(kept, stderr)
            os.close(kept)
            os.close(sink)
