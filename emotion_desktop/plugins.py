"""What all registries have in common: of architectures, detectors, sources, writers and so on."""

from typing import TypeVar

Entry = TypeVar("Entry")


def add_entry(entries: dict[str, Entry], what: str, name: str, entry: Entry) -> None:
    """Put something into a registry.

    Args:
        entries: The registry, by name.
        what: What it holds, e.g. `detector`.
        name: Of the new one: letters, digits, `-` and `_`.
        entry: The new one.

    Raises:
        ValueError: If the name is taken, or not such a name.
    """
    if not name or not name.replace("-", "").replace("_", "").isalnum():
        msg = f"{what} {name!r}: a name consists of letters, digits, - and _"
        raise ValueError(msg)
    if name in entries:
        msg = f"{what} {name!r} is registered already"
        raise ValueError(msg)
    entries[name] = entry
