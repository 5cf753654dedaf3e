"""The list of licences speaks of the files that ship."""

import hashlib
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "assets"
LICENSES = (FOLDER / "LICENSES.md").read_text(encoding="utf-8")
HASHED = re.findall(r"^\| `([^`]+)` \|.*`([0-9a-f]{64})` \|$", LICENSES, re.MULTILINE)


@pytest.mark.parametrize(("name", "digest"), HASHED)
def test_a_file_has_the_checksum_its_licence_was_noted_for(name: str, digest: str) -> None:
    assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest


def test_every_file_stands_in_the_list() -> None:
    listed = re.findall(r"`([^`]+)`", LICENSES)
    for path in FOLDER.rglob("*"):
        if path.is_file() and path.name != "LICENSES.md":
            relative = path.relative_to(FOLDER)
            assert any(relative.match(pattern) for pattern in listed), relative
