"""Files of training data that never end, or hardly: refused with the limit, in little memory."""

import gzip
import lzma
import os
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from emotion_desktop.errors import DataError
from tests.memory import run_measured
from trainer.data import load_faces
from trainer.data.csvfile import MOST_BYTES, read_rows

HEADER = b"emotion,pixels,Usage\n"
MEGABYTE = 1_000_000
MEASURE = """
import sys
from pathlib import Path
from emotion_desktop.errors import DataError
from trainer.data.csvfile import read_rows
for path in sys.argv[1:]:
    try:
        for _ in read_rows(Path(path)):
            pass
    except DataError as error:
        print(error)
"""

Writer = Callable[[Path, Iterable[bytes]], Path]


def xz(path: Path, parts: Iterable[bytes]) -> Path:
    path = path.with_suffix(".xz")
    with lzma.open(path, "wb", preset=0) as file:
        for part in parts:
            file.write(part)
    return path


def gz(path: Path, parts: Iterable[bytes]) -> Path:
    path = path.with_suffix(".gz")
    with gzip.open(path, "wb", compresslevel=1) as file:
        for part in parts:
            file.write(part)
    return path


def zipped(path: Path, parts: Iterable[bytes]) -> Path:
    path = path.with_suffix(".zip")
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("fer2013.csv", "w") as file,
    ):
        for part in parts:
            file.write(part)
    return path


@pytest.fixture(scope="module")
def needed(tmp_path_factory: pytest.TempPathFactory) -> int:
    """Memory that a table of one line takes, in bytes."""
    path = tmp_path_factory.mktemp("small") / "fer2013.csv"
    path.write_bytes(HEADER)
    return run_measured(MEASURE, str(path))[1] if sys.platform == "linux" else 0


ENDLESS = (
    (b"1", "line 2: a row has more than 200,000 characters"),
    (b",", "line 2: a row has more than 200,000 characters"),
    (b'"1\n",', "a row has more than 200,000 characters"),
    (b"\n", "has more than 1,000,000 lines or 4 GB, unpacked"),
    (b"1\n", "has more than 1,000,000 lines or 4 GB, unpacked"),
)


@pytest.mark.parametrize("write", [xz, gz, zipped])
def test_files_that_hardly_end_are_refused_in_little_memory(
    write: Writer, needed: int, tmp_path: Path
) -> None:
    parts = [filling * (MEGABYTE // len(filling)) for filling, _ in ENDLESS]
    paths = [
        write(tmp_path / f"{number}.csv", [HEADER, *[part] * 20])
        for number, part in enumerate(parts)
    ]
    said, peak = run_measured(MEASURE, *map(str, paths), timeout_s=300)
    for sentence, path, (_, expected) in zip(said.splitlines(), paths, ENDLESS, strict=True):
        assert path.name in sentence
        assert expected in sentence
    if sys.platform == "linux":
        assert peak < needed + 30e6


def test_a_zip_says_its_size_before_it_is_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "fer2013.csv", [HEADER])
    data = path.read_bytes()
    place = data.index(b"PK\1\2") + 24
    size = (MOST_BYTES + 1).to_bytes(4, "little")
    path.write_bytes(data[:place] + size + data[place + 4 :])
    with pytest.raises(DataError, match="has more than"):
        next(read_rows(path))


def test_a_tape_archive_says_its_size_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "fer2013.tar"
    info = tarfile.TarInfo("fer2013.csv")
    info.size = MOST_BYTES + 1
    path.write_bytes(info.tobuf() + HEADER)
    with pytest.raises(DataError, match="has more than"):
        next(read_rows(path))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_device_and_a_pipe_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fer2013.csv")
    for path in (tmp_path / "fer2013.csv", Path("/dev/zero")):
        with pytest.raises(DataError, match="is a pipe or a device"):
            load_faces([path])
        with pytest.raises(DataError, match="is a pipe or a device"):
            next(read_rows(path))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_among_the_pictures_is_refused_without_waiting(tmp_path: Path) -> None:
    (tmp_path / "happy").mkdir()
    os.mkfifo(tmp_path / "happy" / "face.png")
    with pytest.raises(DataError, match="is a pipe or a device"):
        load_faces([tmp_path])


def test_a_row_may_have_several_lines(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b'a,b\n"one\ntwo",2\n' * 50_000)
    assert sum(1 for _ in read_rows(path)) == 100_000
