"""A file is whole or as it was, and nothing lies beside it."""

from pathlib import Path

import pytest

from emotion_desktop.files.atomic_write import open_whole, write_whole


def test_a_file_takes_its_place_when_it_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "new" / "state.bin"
    with open_whole(path) as file:
        file.write(b"half")
        file.flush()
        assert not path.exists()
        file.write(b" and half")
    assert path.read_bytes() == b"half and half"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("error", [OSError, RuntimeError, KeyboardInterrupt])
def test_whatever_stops_the_writing_leaves_the_file_as_it_was(
    error: type[BaseException], tmp_path: Path
) -> None:
    path = tmp_path / "state.bin"
    path.write_bytes(b"before")

    def write() -> None:
        with open_whole(path) as file:
            file.write(b"half")
            raise error

    with pytest.raises(error):
        write()
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_bytes_are_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "state.bin"
    path.write_bytes(b"a longer one")
    write_whole(path, b"short")
    assert path.read_bytes() == b"short"
