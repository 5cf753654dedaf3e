"""`emotion-benchmark`: how fast this computer reads expressions, by the app's own parts."""

import sys
from collections.abc import Sequence

from emotion_desktop.errors import MissingLibraryError


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    # Here, because workers import this package too, and must start as lean as the app does.
    try:
        from emotion_desktop.cli.benchmark.command import run
    except MissingLibraryError as error:
        sys.stderr.write(f"emotion-benchmark: {error}\n")
        return 2
    return run(argv)
