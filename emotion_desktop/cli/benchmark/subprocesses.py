"""Parts of a benchmark in processes of their own: none inherits another's memory or imports."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Mapping
from typing import Any, Final

from emotion_desktop.cli.benchmark.records import Failure, Record, from_line
from emotion_desktop.cli.environment import paint_into_memory

WORKER: Final = "emotion_desktop.cli.benchmark.worker"


def run_part(
    part: str,
    arguments: Mapping[str, Any],
    environment: Mapping[str, str] | None = None,
    *,
    timed: bool = False,
) -> Generator[Record, None, None]:
    """Yield what a worker measures as soon as it does; a `Failure` if it breaks off.

    The worker does not outlive the iteration, however that ends.

    Args:
        part: One of `worker.PARTS`.
        arguments: What that part takes.
        environment: Variables to set besides those of this process.
        timed: Whether the part also takes `started_at`, the time just before its process was
            made, in seconds on the `time.monotonic()` clock, which all processes share.
    """
    own = {**os.environ, **(environment or {})}
    paint_into_memory(own)
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints:
        stamp = {"started_at": time.monotonic()} if timed else {}
        with subprocess.Popen(
            [sys.executable, "-m", WORKER, part, json.dumps({**arguments, **stamp})],
            env=own,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        ) as worker:
            try:
                assert worker.stdout is not None
                for line in worker.stdout:
                    record = from_line(line)
                    if record is not None:
                        yield record
                code = worker.wait()
            finally:
                worker.kill()
        if code != 0:
            complaints.seek(0)
            lines = complaints.read().strip().splitlines() or ["it said nothing"]
            yield Failure(message=f"{part} ended with code {code}: {lines[-1]}")
