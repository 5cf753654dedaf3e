"""`emotion-analyze` on a video of ten hours."""

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

HOURS = 10
FRAMES = 18_000
MOST_MORE_BYTES = 60_000_000

PROGRAM = """
import sys
from emotion_desktop.cli.analyze import main
code = main(sys.argv[1:])
status = open("/proc/self/status").read()
print("peak", status.split("VmHWM:")[1].split()[0])
sys.exit(code)
"""


def make_video(path: Path, frames: int, seconds: float) -> Path:
    """Make a gray video with so many frames, evenly over the time."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        for number in range(frames):
            image = np.full((72, 64), number % 200, np.uint8)
            frame = av.VideoFrame.from_ndarray(image, format="yuv420p")
            frame.pts, frame.time_base = round(number * seconds * 1000 / frames), Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def peak_bytes(clip: Path, out: Path) -> int:
    arguments = ["--export", "csv,jsonl,parquet,people,episodes,elan", "--out", str(out)]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(clip), *arguments, "--backend", "onnx"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return int(done.stdout.rpartition("peak ")[2]) * 1024


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_video_of_ten_hours_takes_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    short = make_video(tmp_path / "short.mp4", FRAMES // 60, HOURS * 60)
    long = make_video(tmp_path / "long.mp4", FRAMES, HOURS * 3600)
    least = peak_bytes(short, tmp_path / "short")
    assert peak_bytes(long, tmp_path / "long") < least + MOST_MORE_BYTES
    lines = (tmp_path / "long" / "results.csv").read_text().splitlines()
    assert len(lines) == FRAMES + 1
    assert float(lines[-1].split(",")[2]) == pytest.approx(HOURS * 3600 - 2, abs=0.01)
