"""File names that were free: nothing an earlier run has written is ever overwritten."""

from collections.abc import Sequence
from itertools import count
from pathlib import Path

from emotion_desktop.errors import OutputError


def new_files(folder: Path, names: Sequence[str]) -> list[Path]:
    """Make empty files of these names in a folder, which is made if need be.

    If one of them is taken, all get the same number: `results-2.csv`, `summary-2.json`.

    Raises:
        OutputError: If the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number in count(1):
            paths = [folder / _numbered(name, number) for name in names]
            if _reserve(paths):
                return paths
    except OSError as error:
        raise output_error(folder, error) from error
    raise AssertionError  # pragma: no cover (count() does not end)


def new_file(folder: Path, name: str) -> Path:
    """Make one empty file; see `new_files`."""
    return new_files(folder, [name])[0]


def shortened(name: str, most_bytes: int) -> str:
    """Return the start of a name that takes no more than so many bytes as UTF-8."""
    return name.encode()[:most_bytes].decode(errors="ignore")


def output_error(path: Path, error: OSError) -> OutputError:
    """Return the error to raise when the system refuses to write to a path."""
    reason = (error.strerror or str(error)).lower()
    return OutputError(
        "{path} cannot be written: {reason}; choose another folder", path=path, reason=reason
    )


def _numbered(name: str, number: int) -> str:
    path = Path(name)
    return name if number == 1 else f"{path.stem}-{number}{path.suffix}"


def _reserve(paths: Sequence[Path]) -> bool:
    """Make all files, or none if one is there already."""
    made: list[Path] = []
    for path in paths:
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            for other in made:
                other.unlink()
            return False
        made.append(path)
    return True
