"""Files that are whole or not there, whatever happens while they are written."""

import tempfile
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is whole or untouched, in a folder that is made if need be.

    Raises:
        OSError: If it cannot be written; nothing is left behind then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as file:
        temporary = Path(file.name)
        try:
            file.write(data)
            file.flush()
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
    temporary.chmod(0o644)
    temporary.replace(path)
