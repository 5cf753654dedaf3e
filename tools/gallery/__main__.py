"""Draws the pictures of the gallery: `python -m tools.gallery OUT`.

The window works on the built-in demo with the models that ship, its settings are those of a new
user. What it shows is real, so times and figures differ a little from run to run; run it on a
machine that has nothing else to do. The window is painted into memory, not onto a screen.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication

from emotion_desktop.config import APP_NAME
from emotion_desktop.gui.gc_timer import GcTimer
from emotion_desktop.gui.language import install_language
from tools.gallery.scenes import NAMES, SITTINGS
from tools.gallery.studio import Studio

QUALITY = 90
"""Of WebP: text stays sharp, and all pictures together stay below 2.5 MB."""


def main(argv: Sequence[str] | None = None) -> int:
    """Draw all pictures, or some, and say where they are."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.gallery", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("out", type=Path, metavar="OUT", help="folder for the pictures")
    parser.add_argument(
        "--only", nargs="+", choices=NAMES, default=NAMES, metavar="NAME",
        help=f"some of them: {', '.join(NAMES)}",
    )  # fmt: skip
    arguments = parser.parse_args(argv)
    arguments.out.mkdir(parents=True, exist_ok=True)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication.instance() or QApplication([APP_NAME])
    tidying = GcTimer(app)
    wanted = set(arguments.only)
    for sitting in SITTINGS:
        if not wanted.isdisjoint(sitting.names):
            install_language(app, sitting.language)
            with (
                tempfile.TemporaryDirectory() as folder,
                Studio(Path(folder), sitting.theme, sitting.size) as studio,
            ):
                for name, picture in sitting.take(studio):
                    if name in wanted:
                        path = save(picture, arguments.out / f"{name}.webp")
                        sys.stdout.write(f"{path} {path.stat().st_size / 1e3:.0f} kB\n")
    del tidying
    return 0


def save(picture: QPixmap, path: Path) -> Path:
    """Write a picture as WebP and return its path."""
    image = picture.toImage().convertToFormat(QImage.Format.Format_RGB888)
    size = (image.width(), image.height())
    pixels = Image.frombuffer(
        "RGB", size, bytes(image.constBits()), "raw", "RGB", image.bytesPerLine(), 1
    )
    pixels.save(path, quality=QUALITY, method=6)
    return path


if __name__ == "__main__":
    sys.exit(main())
