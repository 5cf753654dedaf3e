"""Where FER2013 and FER+'s votes are looked for when nobody says where they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from emotion_desktop.config import data_folder
from trainer.data.synthetic import SYNTHETIC

FACES: Final = ("fer2013.csv", "icml_face_data.csv")
VOTES: Final = ("fer2013new.csv",)
PACKED: Final = ("", ".gz", ".xz", ".zip")

SOURCES: Final = """\
fer2013.csv (or icml_face_data.csv), by hand, with an account of Kaggle:
  https://www.kaggle.com/c/challenges-in-representation-learning-facial-expression-recognition-challenge/data
fer2013new.csv, the votes of FER+:
  https://github.com/microsoft/FERPlus"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundData:
    """What there is to train on: paths for `load_faces`, and the votes if they are there too."""

    data: tuple[Path, ...]
    ferplus: Path | None


def search_folders() -> tuple[Path, ...]:
    """Return where data are looked for, in order."""
    return Path(), Path("data"), data_folder()


def find_data() -> FoundData:
    """Return the FER2013 file there is, with the votes if they are there; else drawn faces."""
    faces, votes = _first(FACES), _first(VOTES)
    if faces is None:
        return FoundData(data=(SYNTHETIC,), ferplus=None)
    return FoundData(data=(faces,), ferplus=votes)


def _first(names: Sequence[str]) -> Path | None:
    for folder in search_folders():
        for name in names:
            for ending in PACKED:
                path = folder / f"{name}{ending}"
                if path.is_file():
                    return path
    return None
