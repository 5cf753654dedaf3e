"""Input and weights of our architectures, known without PyTorch; made by `tools.layouts`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).parent / "architectures" / "layouts.json"

CLASSES: Final = "classes"
"""Stands in a shape for the number of classes."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a checkpoint of an architecture has to hold.

    Attributes:
        input: An `InputSpec`.
        tensors: Shape of each tensor by name; a side is a number or `CLASSES`.
    """

    input: Mapping[str, Any]
    tensors: Mapping[str, Sequence[int | str]]

    def shapes(self, classes: int) -> dict[str, list[int]]:
        """Return the shape of each tensor by name for a number of classes."""
        return {
            name: [classes if isinstance(side, str) else side for side in sides]
            for name, sides in self.tensors.items()
        }


def find_layout(architecture: str) -> Layout | None:
    """Return the layout of an architecture; None of one that is not in the file."""
    return _layouts().get(architecture)


@cache
def _layouts() -> dict[str, Layout]:
    entries = json.loads(FILE.read_text(encoding="utf-8"))
    return {name: Layout(**entry) for name, entry in entries.items()}
