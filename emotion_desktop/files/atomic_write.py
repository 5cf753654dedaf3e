"""Files that are whole or not there, whatever happens while they are written."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def open_whole(path: Path, *, make_folder: bool = True) -> Iterator[BinaryIO]:
    """Open a file to write that takes its place when it is closed.

    If an exception is raised before, the file is as it was and nothing is left behind.

    Args:
        path: The file.
        make_folder: Whether its folder is made if need be.

    Raises:
        OSError: If it cannot be written.
    """
    if make_folder:
        path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as file:
        temporary = Path(file.name)
    try:
        with temporary.open("wb") as file:
            yield file
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes, *, make_folder: bool = True) -> None:
    """Write a file that is whole or untouched; see `open_whole`.

    Raises:
        OSError: If it cannot be written; nothing is left behind then.
    """
    with open_whole(path, make_folder=make_folder) as file:
        file.write(data)
