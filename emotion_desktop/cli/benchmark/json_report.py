"""The document that `emotion-benchmark --json` writes.

::

    {
      "benchmark": "emotion-benchmark", "schema": 1, "version": "0.1.0",
      "began_at": "2026-01-31T12:00:00+00:00",   UTC
      "arguments": {...},      as given, defaults included
      "machine": {"cpu", "cores", "logical_cores", "memory_gb", "os", "python",
                  "packages": {name: version or null}, "load_average_before"},
      "interrupted": false,    true after Ctrl-C: the rest is what was measured until then
      "classifier": [...],     one `ClassifierSpeed` for each model and number of faces
      "live": [...],           one `LiveSpeed` for each model and source, generated scenes included
      "alone": [...],          one `AloneSpeed` for each model
      "startup": [...],        one `Startup` for each start
      "failures": [...]        one `Failure` for each part that could not be measured
    }

The fields of each entry, with their units, are described in `records.py`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from emotion_desktop import __version__
from emotion_desktop.cli.benchmark.records import (
    AloneSpeed,
    ClassifierSpeed,
    Failure,
    LiveSpeed,
    Record,
    Startup,
)

SCHEMA: Final = 1
"""Goes up when a field changes its meaning or is taken away."""

_LISTS: Final[dict[str, type[Record]]] = {
    "classifier": ClassifierSpeed,
    "live": LiveSpeed,
    "alone": AloneSpeed,
    "startup": Startup,
    "failures": Failure,
}


def make_document(
    records: Sequence[Record],
    *,
    arguments: Mapping[str, Any],
    machine: Mapping[str, Any],
    began_at: datetime,
    interrupted: bool,
) -> dict[str, Any]:
    """Return the document of a run."""
    return {
        "benchmark": "emotion-benchmark",
        "schema": SCHEMA,
        "version": __version__,
        "began_at": began_at.isoformat(timespec="seconds"),
        "arguments": dict(arguments),
        "machine": dict(machine),
        "interrupted": interrupted,
        **{
            name: [asdict(record) for record in records if isinstance(record, kind)]
            for name, kind in _LISTS.items()
        },
    }


def to_text(document: Mapping[str, Any]) -> str:
    """Return the document as JSON, indented."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
