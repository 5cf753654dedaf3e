"""Tables of faces and of votes that are wrong anywhere are read, or refused with a sentence."""

import io
import tarfile
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emotion_desktop.errors import DataError
from tests.fuzzing import damaged
from trainer.data.fer2013 import parse_fer2013, read_votes
from trainer.data.table import VOTE_COLUMNS

pytestmark = pytest.mark.fuzz

FACE = " ".join(["7"] * 48 * 48)
FACES = f"emotion,pixels,Usage\n3,{FACE},Training\n6,{FACE},PublicTest\n".encode()
NAMES = ",".join(map(str, VOTE_COLUMNS))
VOTES = f"Usage,Image name,{NAMES}\nTraining,a.png,{'1,' * 9}1\nPublicTest,,{'0,' * 9}10\n".encode()


def packed(suffix: str, table: bytes) -> bytes:
    """Return a table in a file of that kind."""
    import gzip
    import lzma

    file = io.BytesIO()
    match suffix:
        case ".csv.gz":
            return gzip.compress(table, mtime=0)
        case ".csv.xz":
            return lzma.compress(table)
        case ".zip":
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(zipfile.ZipInfo("fer2013.csv"), table)
        case ".tar":
            with tarfile.open(fileobj=file, mode="w") as tape:
                entry = tarfile.TarInfo("fer2013.csv")
                entry.size = len(table)
                tape.addfile(entry, io.BytesIO(table))
        case _:
            return table
    return file.getvalue()


@given(damaged(FACES), st.booleans())
def test_any_faces(tmp_path: Path, table: bytes, skip_bad: bool) -> None:
    path = tmp_path / "fer2013.csv"
    path.write_bytes(table)
    with suppress(DataError):
        parse_fer2013(path, skip_bad=skip_bad)


@given(damaged(VOTES), st.booleans())
def test_any_votes(tmp_path: Path, table: bytes, skip_bad: bool) -> None:
    path = tmp_path / "fer2013new.csv"
    path.write_bytes(table)
    with suppress(DataError):
        read_votes(path, skip_bad=skip_bad)


@pytest.mark.parametrize("suffix", [".csv.gz", ".csv.xz", ".zip", ".tar"])
@given(data=st.data())
def test_any_archive(tmp_path: Path, suffix: str, data: st.DataObject) -> None:
    path = tmp_path / f"fer2013{suffix}"
    path.write_bytes(data.draw(damaged(packed(suffix, FACES))))
    with suppress(DataError):
        parse_fer2013(path, skip_bad=False)
