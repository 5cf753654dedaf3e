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
_QUERY: Final = re.compile(r"(?<=://)([^\s?#'\"<>]*?)(?:[?#]|%3f|%23)[^\s'\"<>]*", re.IGNORECASE)
_END: Final = re.compile(r"[?#]|%3f|%23", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\s'\"<>]*")
_PASSWORD: Final = re.compile(r"(:|%3a)\S", re.IGNORECASE)
_UNKNOWN: Final = "..."
"""Instead of a host that may be part of a password."""
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def is_address(text: str) -> bool:
    """Return whether a text is the address of a stream, not a path."""
    return _ADDRESS.match(text) is not None


def public_address(url: str) -> str:
    """Return an address without user name, password, query and fragment: they may hold secrets.

    `...` stands for the rest if nobody can say where the secrets end.
    """
    scheme, _, rest = url.partition("://")
    # A password that is not quoted may hold any character, also those that end the host.
    before, at, after = rest.rpartition("@")
    if at and _is_user(before):
        rest = _UNKNOWN if _may_end_in_query(before) else after
    return f"{scheme}://{_END.split(rest, maxsplit=1)[0]}"


def _is_user(text: str) -> bool:
    """Return whether what stands before the last @ may be a user and password.

    Else it is a host and a path, like that of `http://host/@name`.
    """
    host, slash, path = text.partition("/")
    if not slash or "@" in host or _END.search(host):
        return text != ""
    port = _port(host)
    if port is None:
        return True
    path, *query = _END.split(path, maxsplit=1)
    return bool(_PASSWORD.search(path) or (port and path and not path.endswith("/") and not query))


def _may_end_in_query(before: str) -> bool:
    """Return whether the last @ may be one of a query, after a host and a path."""
    authority = re.split(r"[/?#]", before, maxsplit=1)[0]
    return _END.search(before) is not None and _port(authority) is not None


def _port(authority: str) -> str | None:
    """Return the port in what stands between `//` and a path; "" without, None if it is none."""
    host, colon, port = authority.rpartition("@")[2].partition(":")
    if host.startswith("["):
        _, colon, port = authority.rpartition("]")[2].partition(":")
    return port if not colon or port.isdecimal() else None


def public_text(text: str) -> str:
    """Return lines of text, such as a log, in which each address has lost its secrets."""
    return _LINE_WITH_ADDRESS.sub(lambda found: _public_line(found[0]), text)


def _public_line(text: str) -> str:
    """Return a text that begins with an address without the secrets of that."""
    scheme, _, rest = text.partition("://")
    # A password that is not quoted may hold spaces and quotation marks: up to the last @.
    before, at, after = rest.rpartition("@")
    if at and _is_user(before):
        rest = _WORD.sub(_UNKNOWN, after, count=1) if _may_end_in_query(before) else after
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
        return encodable(urlsplit(public_address(address)).hostname or "").strip(".")
    except ValueError:  # brackets that are no address of the sixth version
        return ""


def file_name(path: Path) -> str:
    """Return what to call a file; of `.` the name of the folder, of a drive its letter."""
    return public_name(path.name or path.resolve().name or str(path.resolve()))
