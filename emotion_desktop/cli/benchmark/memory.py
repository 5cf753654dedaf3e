"""How much memory this process takes."""

import threading
from typing import Final, Self

import psutil

_SAMPLE_S: Final = 0.1


def resident_mb() -> float:
    """Return the resident memory of this process, in 10^6 bytes."""
    return round(psutil.Process().memory_info().rss / 1e6, 1)


class PeakMemory(threading.Thread):
    """Looks at the resident memory ten times a second; a context manager.

    Sampled, because the system's own peak counts what a parent had before its child began.

    Attributes:
        peak_mb: The most that was seen, in 10^6 bytes.
    """

    def __init__(self) -> None:
        super().__init__(name="memory", daemon=True)
        self.peak_mb = 0.0
        self._stopped = threading.Event()

    def run(self) -> None:
        """Look until stopped."""
        self.peak_mb = resident_mb()
        while not self._stopped.wait(_SAMPLE_S):
            self.peak_mb = max(self.peak_mb, resident_mb())

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self.join()
