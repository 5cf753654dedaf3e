"""Writing into a run folder: nothing is overwritten, and it is all of the files or none."""

import tempfile
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
            "move them away, or choose another folder with --out"
        )
        raise OutputError(msg)


def write_files(folder: Path, contents: Mapping[str, Callable[[], bytes | str]]) -> list[Path]:
    """Write new files into a folder, which is made if need be, and return their paths.

    They are written aside first and appear together, in the order given, so that a full disk
    leaves no part of them.

    Args:
        folder: Where to.
        contents: By file name, what makes the content; called in turn, so that one picture
            at a time is in memory. Text is written as UTF-8.

    Raises:
        OutputError: If one of the files is there already or the system refuses to write; none of
            them is written then.
    """
    require_free(folder, contents)
    at_work = folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".unfinished-") as temporary:
            aside = Path(temporary)
            for name, make in contents.items():
                at_work = folder / name
                content = make()
                data = content.encode() if isinstance(content, str) else content
                (aside / name).write_bytes(data)
            for name in contents:
                (aside / name).rename(folder / name)
    except OSError as error:
        safe = sorted(p.name for p in folder.glob("*") if p.is_file()) if folder.is_dir() else []
        reason = (error.strerror or str(error)).lower()
        msg = (
            f"{at_work} cannot be written: {reason}; whole and safe in {folder}: "
            f"{', '.join(safe) or 'nothing yet'}. Make room and go on with --resume {folder}"
        )
        raise OutputError(msg) from error
    return [folder / name for name in contents]
