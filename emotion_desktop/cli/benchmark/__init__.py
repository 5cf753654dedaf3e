"""`emotion-benchmark`: how fast this computer reads expressions, by the app's own parts."""

from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    # Here, because workers import this package too, and must start as lean as the app does.
    from emotion_desktop.cli.benchmark.command import run

    return run(argv)
