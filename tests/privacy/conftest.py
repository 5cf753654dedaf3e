"""A home in which nothing is yet, and what may be written beside it."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.privacy.system_calls import why_not

KNOWN: Mapping[str, str] = {
    r"/__pycache__(/|$)": "Python keeps compiled modules beside the code",
    r"/\.cache/fontconfig(/|$)": "fontconfig's list of the fonts there are",
    r"/\.cache/(mesa_shader_cache\w*|mesa_shader_cache_db|qtshadercache\w*)(/|$)": (
        "Mesa and Qt keep programs for the graphics processor"
    ),
    r"/torchinductor_[^/]+$": "PyTorch makes this folder in the temporary one, and leaves it empty",
    r"/\.(cache|config)/matplotlib(/|$)": "matplotlib's list of fonts; only trainings draw with it",
}
"""Files outside the app's own folders that are not the app's doing, and why they are there."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home of somebody who has never started the app, with a folder for temporary files."""
    why = why_not()
    if why is not None:
        pytest.skip(why)
    (tmp_path / "tmp").mkdir()
    return tmp_path


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    """Variables as that person has them: ONNX Runtime is silent where it finds those of a CI."""
    kept = ("PATH", "LANG", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
    passed = {name: os.environ[name] for name in kept if name in os.environ}
    return passed | {"HOME": str(home), "TMPDIR": str(home / "tmp"), "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def own_folders(home: Path) -> tuple[Path, ...]:
    """The folders that docs/privacy.md names: settings, data, cache, log, and those asked for."""
    names = (
        ".config/emotion-desktop",
        ".local/share/emotion-desktop",
        ".cache/emotion-desktop",
        ".local/state/emotion-desktop/log",
    )
    return tuple(home / name for name in names)
