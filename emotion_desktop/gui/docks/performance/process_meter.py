"""What this process takes of the computer. No Qt."""

from dataclasses import dataclass

import psutil


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessFigures:
    """Of this moment.

    Attributes:
        cpu: Share of one core since the reading before; 2.0 for two cores at work.
        memory: Resident memory in bytes.
        threads: How many there are.
    """

    cpu: float
    memory: int
    threads: int


class ProcessMeter:
    """Reads the figures of this process; takes a tenth of a millisecond."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._process.cpu_percent()  # the first reading has nothing to compare with

    def read(self) -> ProcessFigures:
        """Return the figures of this moment."""
        with self._process.oneshot():
            return ProcessFigures(
                cpu=self._process.cpu_percent() / 100,
                memory=self._process.memory_info().rss,
                threads=self._process.num_threads(),
            )
