import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tools.demo_source.timeline import DURATION_S
from tools.gallery.scenes import NAMES, SITTINGS
from tools.gallery.studio import past

GALLERY = Path(__file__).parents[2] / "docs" / "gallery"
MOST_BYTES = 2_500_000


def test_the_gallery_has_every_picture_and_no_other() -> None:
    assert sorted(path.name for path in GALLERY.iterdir()) == sorted(
        f"{name}.webp" for name in NAMES
    )


def test_the_gallery_is_small_enough_to_be_cloned() -> None:
    assert sum(path.stat().st_size for path in GALLERY.iterdir()) < MOST_BYTES


@pytest.mark.parametrize("name", NAMES)
def test_no_picture_is_blank(name: str) -> None:
    with Image.open(GALLERY / f"{name}.webp") as picture:
        assert min(picture.size) >= 200
        colours = picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=16).getcolors()
    assert colours is not None
    assert len(colours) > 4
    assert max(count for count, _ in colours) < 0.97 * picture.width * picture.height


def test_whole_windows_are_as_large_as_they_are_to_be() -> None:
    for sitting in SITTINGS:
        for name in {"window", "dark", "recording", "unplugged", "german"} & set(sitting.names):
            with Image.open(GALLERY / f"{name}.webp") as picture:
                assert picture.size == sitting.size


def test_the_picture_of_heatmaps_shows_one_on_each_face() -> None:
    """Skin is never green, but the middle of the scale of heat is."""
    with Image.open(GALLERY / "gradcam.webp") as picture:
        pixels = np.asarray(picture.convert("RGB"), np.int64)
    for face in (pixels[220:470, 215:460], pixels[200:435, 660:895]):
        red, green, blue = np.moveaxis(face, 2, 0)
        assert (np.minimum(green - red, green - blue) > 8).mean() > 0.004


def test_a_picture_is_drawn_from_the_app_itself(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "tools.gallery", tmp_path, "--only", "settings"],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path / "no")},
        check=True,
        capture_output=True,
    )
    assert [path.name for path in tmp_path.iterdir()] == ["settings.webp"]
    with (
        Image.open(tmp_path / "settings.webp") as drawn,
        Image.open(GALLERY / "settings.webp") as shown,
    ):
        assert abs(drawn.width - shown.width) <= 40


@pytest.mark.parametrize(
    ("time_s", "moment_s", "expected"),
    [
        (6.5, 6.0, 0.5),
        (6.5 + 3 * DURATION_S, 6.0, 0.5),
        (5.5, 6.0, -0.5),
        (0.2, DURATION_S - 0.1, 0.3),
    ],
)
def test_a_moment_of_the_demo_comes_again_in_every_round(
    time_s: float, moment_s: float, expected: float
) -> None:
    assert past(time_s, moment_s) == pytest.approx(expected)
