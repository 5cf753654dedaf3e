"""Writes the cards of the shipped checkpoints, and what they say of labelled photos.

::

    python -m tools.model_cards              the cards, after a change of their text
    python -m tools.model_cards PHOTOS       measured anew on PHOTOS

PHOTOS is a folder of whole photos for `emotion-evaluate --data PHOTOS --align`. The figures stand
in a card beside those in the header, which are of FER2013: there a model was calibrated, here not.
So do those of the same photos spoilt as `benchmarks.robustness` does it.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import torch
from pydantic import TypeAdapter

from benchmarks.labelled_photos import read_photos
from benchmarks.robustness import PhotoRow, measure_photos
from emotion_desktop.config import shipped_checkpoints
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.models import SplitMetrics, load_checkpoint, read_metadata
from trainer.artefacts import card
from trainer.artefacts.model_card import markdown_table
from trainer.data import load_faces
from trainer.evaluation.score import score

_MEASUREMENTS: Final = Path(__file__).parents[1] / "docs" / "measurements"

FIGURES: Final = _MEASUREMENTS / "photos.json"
"""By name of the checkpoint."""

WEBCAM_FIGURES: Final = _MEASUREMENTS / "webcam_photos.json"
"""By name of the checkpoint, on the photos as they are and spoilt in five ways."""

_DOCUMENT: Final = TypeAdapter(dict[str, SplitMetrics])
_WEBCAM_DOCUMENT: Final = TypeAdapter(dict[str, list[PhotoRow]])


def shipped_card(checkpoint: Path) -> str:
    """Return the card of a checkpoint, from its header and `FIGURES`."""
    metadata = read_metadata(checkpoint)
    photos = _DOCUMENT.validate_json(FIGURES.read_bytes())[checkpoint.stem]
    metrics = {**metadata.metrics, "photos": photos}
    webcam = _WEBCAM_DOCUMENT.validate_json(WEBCAM_FIGURES.read_bytes())[checkpoint.stem]
    return card(
        metadata.model_copy(update={"metrics": metrics}),
        file=checkpoint.name,
        webcam=webcam_text(webcam),
    )


def webcam_text(rows: Sequence[PhotoRow]) -> str:
    """Return the figures on spoilt photos, the photos as they are first, as a card shows them."""
    table = markdown_table(
        ("photos", "accuracy", "mean confidence", "ECE", "above 80% sure", "of these right"),
        [
            (
                row.corruption,
                f"{row.accuracy:.1%}",
                f"{row.confidence:.1%}",
                f"{row.ece:.3f}",
                f"{row.sure:.0%}",
                f"{row.sure_accuracy:.1%}",
            )
            for row in rows
        ],
    )
    clean, *spoilt = (row.accuracy for row in rows)
    mean = sum(spoilt) / len(spoilt)
    return (
        f"{rows[0].photos} labelled photos that show its classes, spoilt after the face was found "
        f"(`python -m benchmarks.robustness`). Mean of the {len(spoilt)} ways "
        f"{mean:.1%}, {mean / clean:.2f} of that on the photos as they are.\n\n{table}"
    )


def measure(checkpoint: Path, photos: Path) -> SplitMetrics:
    """Return the figures of a checkpoint on labelled photos, all of them, by their own labels.

    Raises:
        EmotionDesktopError: If the checkpoint or the photos cannot be used.
    """
    model = load_checkpoint(checkpoint)
    size, channels = model.spec.size, model.spec.channels
    table = load_faces(
        [photos], size=size, channels=channels, hold_back=0, align=True, skip_bad=True
    )
    found = score(model, table, "Training", device=torch.device("cpu"), labels="fer2013").metrics
    # unsplit data are all called Training, but none of them was learned
    words = str(found.protocol).replace(", Training,", ",")
    return found.model_copy(update={"protocol": words})


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.model_cards",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("photos", type=Path, nargs="?", metavar="PHOTOS")
    photos = parser.parse_args(argv).photos
    shipped = sorted(shipped_checkpoints().glob("*.safetensors"))
    try:
        if photos is not None:
            figures = {path.stem: measure(path, photos) for path in shipped}
            FIGURES.write_bytes(_DOCUMENT.dump_json(figures, indent=1) + b"\n")
            labelled = read_photos(photos)
            webcam = {path.stem: measure_photos(path.stem, labelled) for path in shipped}
            WEBCAM_FIGURES.write_bytes(_WEBCAM_DOCUMENT.dump_json(webcam, indent=1) + b"\n")
    except EmotionDesktopError as error:
        sys.stderr.write(f"tools.model_cards: {error}\n")
        return 2
    for path in shipped:
        path.with_suffix(".md").write_text(shipped_card(path), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
