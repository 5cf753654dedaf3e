"""What a source is called, so that any file, terminal and window takes it and no secret is told."""

import re
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from emotion_desktop.errors import encodable

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_LINE_WITH_ADDRESS: Final = re.compile(
    r"[a-z][a-z0-9+.-]+://.*?(?=[a-z][a-z0-9+.-]+://|$)", re.IGNORECASE | re.MULTILINE
)
"""An address and what follows it in its line, up to the next address."""
_QUERY: Final = re.compile(r"(?<=://)([^\s?#'\"<>]*)[?#][^\s'\"<>]*")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def is_address(text: str) -> bool:
    """Return whether a text is the address of a stream, not a path."""
    return _ADDRESS.match(text) is not None


def public_address(url: str) -> str:
    """Return an address without user name, password, query and fragment: they may hold secrets."""
    scheme, _, rest = url.partition("://")
    # A password that is not quoted may hold any character, also those that end the host.
    before, _, after = rest.rpartition("@")
    has_user = before and ("/" not in before or _is_user(before))
    return f"{scheme}://{re.split(r'[?#]', after if has_user else rest, maxsplit=1)[0]}"


def _is_user(text: str) -> bool:
    """Return whether what stands before an @ is a user and password, not a host and a path."""
    host, slash, _ = text.partition("/")
    if "?" in host or "#" in host:
        return True
    try:
        port = urlsplit(f"//{host}").port
    except ValueError:
        return True
    return "@" in host or (":" in host and port is None) or not slash


def public_text(text: str) -> str:
    """Return lines of text, such as a log, in which each address has lost its secrets."""
    return _LINE_WITH_ADDRESS.sub(lambda found: _public_line(found[0]), text)


def _public_line(text: str) -> str:
    """Return a text that begins with an address without the secrets of that."""
    scheme, _, rest = text.partition("://")
    # A password that is not quoted may hold spaces and quotation marks: up to the last @.
    before, at, after = rest.rpartition("@")
    if at and public_address(f"{scheme}://{before}@host") == f"{scheme}://host":
        rest = after
    return _QUERY.sub(r"\1", f"{scheme}://{rest}", count=1)


def public_name(text: str) -> str:
    """Return what to call an input wherever it is written: an address without its secrets.

    Bytes of a file name that are no UTF-8, and line breaks in it, are written out.
    """
    if is_address(text):
        return encodable(public_address(text))
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", encodable(text))


def host_name(address: str) -> str:
    """Return the host of an address; "" if it has none, or none that is valid."""
    try:
        return encodable(urlsplit(public_address(address)).hostname or "")
    except ValueError:  # brackets that are no address of the sixth version
        return ""


def file_name(path: Path) -> str:
    """Return what to call a file; of `.` the name of the folder, of a drive its letter."""
    return public_name(path.name or path.resolve().name or str(path.resolve()))
