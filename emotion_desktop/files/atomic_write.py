"""Files that are whole or not there, whatever happens while they are written."""

import tempfile
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is whole or untouched, in a folder that is made if need be.

    Raises:
        OSError: If it cannot be written; nothing is left behind then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as file:
            temporary = Path(file.name)
            file.write(data)
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError:  # only now that it is closed: Windows deletes no open file
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise
