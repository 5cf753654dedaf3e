"""What runs in the process of one part: `python -m … worker PART JSON`. Records go to stdout."""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, Final

from emotion_desktop.cli.benchmark.records import Failure, Record, to_line
from emotion_desktop.errors import EmotionDesktopError

Send = Callable[[Record], None]

# Each part imports only what it needs: imports count in what is measured.


def _classifier(send: Send, arguments: dict[str, Any]) -> None:
    from emotion_desktop.cli.benchmark.classifier import measure_classifier

    for record in measure_classifier(**arguments):
        send(record)


def _scenes(send: Send, arguments: dict[str, Any]) -> None:
    from emotion_desktop.cli.benchmark.scene import make_scenes

    for record in make_scenes(**arguments):
        send(record)


def _live(send: Send, arguments: dict[str, Any]) -> None:
    from emotion_desktop.cli.benchmark.live import measure_live

    for record in measure_live(**arguments):
        send(record)


def _startup(send: Send, arguments: dict[str, Any]) -> None:
    from emotion_desktop.cli.benchmark.startup import measure_startup

    measure_startup(send, **arguments)


PARTS: Final[dict[str, Callable[[Send, dict[str, Any]], None]]] = {
    "classifier": _classifier,
    "scenes": _scenes,
    "live": _live,
    "startup": _startup,
}


def main(part: str, text: str) -> int:
    """Run a part and return the exit code: 0 also if it sends a failure."""
    # Ctrl-C reaches the whole group of processes; the parent tells people what was kept.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        PARTS[part](_send, json.loads(text))
    except EmotionDesktopError as error:
        _send(Failure(message=str(error)))
    return 0


def _send(record: Record) -> None:
    sys.stdout.write(to_line(record) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    code = main(*sys.argv[1:])
    # Neither PyTorch's second of taking itself apart nor a thread in a driver is waited for.
    os._exit(code)
