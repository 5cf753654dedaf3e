"""Makes labelled photos out of FER2013's faces, so that `benchmarks.photos` has thousands.

::

    python -m tools.fer2013_photos --data fer2013.csv --ferplus fer2013new.csv --out photos
    python -m benchmarks.photos photos --alignment all

Each 48 x 48 face is enlarged to 150 to 230 pixels and laid somewhere on a canvas of 350 x 350, of
its mean gray. How the training pictures frame a face is then known to the detector only by the
face itself, and a way to cut it out is as good as it finds that framing again. Labels are the
majority of FER+'s votes; the faces are PublicTest's, which no network learned.
"""

import argparse
import csv
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from emotion_desktop.domain import Image
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.files.unique_paths import output_error
from emotion_desktop.labels import FERPLUS_ORDER
from emotion_desktop.outputs.snapshots import encoded
from tools.measure_template import on_canvas
from trainer.config import require_empty
from trainer.data import load_faces, select

CANVAS: Final = 350
SIDES: Final = (150, 230)
"""Least and greatest side of an enlarged face in pixels."""


def lay(face: Image, rng: np.random.Generator) -> Image:
    """Return a (48, 48) uint8 gray face, enlarged and placed at random on a (350, 350) canvas."""
    side = int(rng.integers(SIDES[0], SIDES[1] + 1))
    left, top = rng.integers(0, CANVAS - side + 1, size=2).tolist()
    return on_canvas(face, CANVAS, side, left, top)


def write_photos(data: Path, ferplus: Path, out: Path, count: int, seed: int = 1) -> int:
    """Write a folder of PNG files with its `labels.csv` and return how many there are.

    Args:
        data: FER2013's CSV; also .gz, .xz or .zip.
        ferplus: FER+'s votes.
        out: Folder to make; it must not exist, or be empty.
        count: How many faces at most, drawn with the shares of the classes kept.
        seed: Of the choice and the places.

    Raises:
        DataError: If the data cannot be read.
        OutputError: If `out` holds something already, or cannot be written.
    """
    require_empty(out)
    table = load_faces([data], ferplus=ferplus)
    faces = select(table, "PublicTest", FERPLUS_ORDER, labels="ferplus-majority")
    faces = faces.sample(count, seed)
    rng = np.random.default_rng(seed)
    rows = [("image", "emotion")]
    try:
        out.mkdir(parents=True, exist_ok=True)
        for number, (face, label) in enumerate(
            zip(faces.images.numpy(), faces.labels.tolist(), strict=True)
        ):
            rows.append((f"{number:04}.png", FERPLUS_ORDER[label]))
            (out / rows[-1][0]).write_bytes(encoded(lay(face, rng), ".png"))
        with (out / "labels.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
    except OSError as error:
        raise output_error(out, error) from error
    return len(faces)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.fer2013_photos",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True, help="FER2013's CSV")
    parser.add_argument("--ferplus", type=Path, required=True, help="fer2013new.csv")
    parser.add_argument("--out", type=Path, required=True, help="folder to make")
    parser.add_argument("--count", type=int, default=1500, help="faces at most (default: 1500)")
    arguments = parser.parse_args(argv)
    try:
        written = write_photos(arguments.data, arguments.ferplus, arguments.out, arguments.count)
    except EmotionDesktopError as error:
        sys.stderr.write(f"tools.fer2013_photos: {error}\n")
        return 2
    sys.stdout.write(f"{written} photos and labels.csv in {arguments.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
