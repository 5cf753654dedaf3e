"""Writing into a run folder: nothing is overwritten, and a full disk is one clear sentence."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from emotion_desktop.errors import OutputError


def require_free(folder: Path, names: Iterable[str]) -> None:
    """Check that none of these files is there yet.

    Raises:
        OutputError: If one is; names them all.
    """
    taken = [name for name in names if (folder / name).exists()]
    if taken:
        msg = (
            f"{folder} already holds {', '.join(taken)} and nothing is overwritten; "
            "choose another folder with --out"
        )
        raise OutputError(msg)


def write_files(folder: Path, contents: Mapping[str, Callable[[], bytes | str]]) -> list[Path]:
    """Write new files into a folder, which is made if need be, and return their paths.

    Args:
        folder: Where to.
        contents: By file name, what makes the content; called in turn, so that one picture
            at a time is in memory. Text is written as UTF-8.

    Raises:
        OutputError: If one of the files is there already (then nothing is written), or the system
            refuses to write (then no part of that file is left behind).
    """
    require_free(folder, contents)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refused(folder, folder, error) from error
    return [_write(folder / name, make()) for name, make in contents.items()]


def _write(path: Path, content: bytes | str) -> Path:
    data = content.encode() if isinstance(content, str) else content
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        require_free(path.parent, [path.name])
        raise
    except OSError as error:
        path.unlink(missing_ok=True)
        raise _refused(path, path.parent, error) from error
    return path


def _refused(path: Path, folder: Path, error: OSError) -> OutputError:
    safe = sorted(file.name for file in folder.glob("*") if file.is_file() and file != path)
    reason = (error.strerror or str(error)).lower()
    msg = (
        f"{path} cannot be written: {reason}; "
        f"whole in {folder}: {', '.join(safe) or 'nothing yet'}. "
        "Make room or choose another folder with --out"
    )
    return OutputError(msg)
