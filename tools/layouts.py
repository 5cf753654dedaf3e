"""Writes the layout of each architecture anew: `python -m tools.layouts`, after one was changed."""

import json
from typing import Any

from emotion_desktop.models import create_model, get_spec, list_models
from emotion_desktop.models.checkpoint import input_spec
from emotion_desktop.models.layouts import CLASSES, FILE


def layout(name: str) -> dict[str, Any]:
    """Return input and weights of an architecture, as they stand in the file."""
    few, many = (
        {key: tuple(value.shape) for key, value in create_model(name, count).state_dict().items()}
        for count in (2, 3)
    )
    return {
        "input": input_spec(get_spec(name)).model_dump(mode="json"),
        "tensors": {
            key: [a if a == b else CLASSES for a, b in zip(shape, many[key], strict=True)]
            for key, shape in few.items()
        },
    }


def text() -> str:
    """Return the whole file, one tensor a line."""
    blocks = []
    for name in list_models():
        found = layout(name)
        rows = [
            f"{json.dumps(key)}: {json.dumps(sides)}" for key, sides in found["tensors"].items()
        ]
        tensors = ",\n   ".join(rows)
        blocks.append(
            f'"{name}": {{\n  "input": {json.dumps(found["input"])},\n'
            f'  "tensors": {{\n   {tensors}}}}}'
        )
    return "{" + ",\n".join(blocks) + "}\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
