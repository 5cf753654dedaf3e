"""How much faster several files are analysed by two workers than one after the other.

    python -m benchmarks.several_files [--files 6] [--seconds 10] [--workers 2]

Makes copies of the demo, analyses them with `emotion-analyze`, and compares what both runs wrote.
Starting a process and loading the model is part of the time.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

from benchmarks.harness import make_parser
from emotion_desktop.cli.benchmark.faces import demo_frames
from emotion_desktop.outputs.video import VideoWriter

_FPS = 25


def main(argv: Sequence[str] | None = None) -> None:
    """Print both times and how much they differ."""
    parser = make_parser("several_files", __doc__)
    parser.add_argument("--files", type=int, default=6)
    parser.add_argument("--seconds", type=float, default=10.0, help="of each file")
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        frames = round(args.seconds * _FPS)
        clips = [folder / f"clip{number}.mp4" for number in range(args.files)]
        _make(clips[0], frames)
        for clip in clips[1:]:
            clip.write_bytes(clips[0].read_bytes())
        one, several = (analyze(clips, folder / f"{n}", n) for n in (1, args.workers))
        same = (folder / "1" / "results.csv").read_bytes() == (
            folder / f"{args.workers}" / "results.csv"
        ).read_bytes()
    total = frames * args.files
    sys.stdout.write(
        f"{args.files} files of {frames} frames\n"
        f"1 worker:  {one:6.1f} s, {total / one:6.1f} frames/s\n"
        f"{args.workers} workers: {several:6.1f} s, {total / several:6.1f} frames/s, "
        f"{one / several:.2f} times as fast, the results "
        f"{'are the same' if same else 'DIFFER'}\n"
    )


def analyze(clips: Sequence[Path], out: Path, workers: int) -> float:
    """Return how many seconds `emotion-analyze` takes."""
    command = [sys.executable, "-m", "emotion_desktop.cli.analyze", *map(str, clips)]
    began = time.perf_counter()
    subprocess.run(
        [*command, "--out", str(out), "--workers", str(workers)], check=True, capture_output=True
    )
    return time.perf_counter() - began


def _make(path: Path, count: int) -> None:
    """Write a clip of so many frames of the demo."""
    images = [frame.image for frame in demo_frames()]
    height, width = images[0].shape[:2]
    with VideoWriter(path, _FPS, (width, height)) as video:
        for _, image in zip(range(count), cycle(images), strict=False):
            video.write(image)


if __name__ == "__main__":
    main()
