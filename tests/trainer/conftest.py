"""Small FER2013 files whose faces can really be learned."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

DataMaker = Callable[..., tuple[Path, Path]]


@pytest.fixture
def cache_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder instead of the user's."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def make_data(tmp_path: Path, cache_home: Path) -> DataMaker:
    """A function that writes `fer2013.csv` and `fer2013new.csv` and returns their paths.

    Every face of class k is bright in one of seven stripes, so a network learns it in seconds.
    """

    def make(training: int = 140, public: int = 35, private: int = 35) -> tuple[Path, Path]:
        rng = np.random.default_rng(7)
        faces = ["emotion,pixels,Usage"]
        votes = [
            "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,"
            "unknown,NF"
        ]
        # where FER2013's classes stand among FER+'s columns
        columns = (4, 5, 6, 1, 3, 2, 0)
        number = 0
        for usage, count in (
            ("Training", training),
            ("PublicTest", public),
            ("PrivateTest", private),
        ):
            for index in range(count):
                label = index % 7
                image = rng.integers(0, 120, (48, 48), dtype=np.uint8)
                image[label * 6 : label * 6 + 6] += 130
                faces.append(f"{label},{' '.join(map(str, image.ravel()))},{usage}")
                row = [0] * 10
                row[columns[label]] = 8
                row[(columns[label] + 1) % 7] = 2
                votes.append(f"{usage},fer{number:07d}.png,{','.join(map(str, row))}")
                number += 1
        data, ferplus = tmp_path / "fer2013.csv", tmp_path / "fer2013new.csv"
        data.write_text("\n".join(faces) + "\n")
        ferplus.write_text("\n".join(votes) + "\n")
        return data, ferplus

    return make
