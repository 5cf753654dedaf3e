"""What the tests of live output publish, listen with and hold messages to."""

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from jsonschema import Draft202012Validator
from websockets.sync.client import ClientConnection

from emotion_desktop.domain import Faces, Frame, FrameResult, Landmarks, UnreadableReason
from emotion_desktop.labels import FER2013_ORDER, Emotion
from emotion_desktop.publish.commands import Answer, Command, Reply

ROOT: Final = Path(__file__).parents[2]
SCHEMA: Final = Draft202012Validator(
    json.loads((ROOT / "docs" / "live-output.schema.json").read_text(encoding="utf-8"))
)
PATIENCE_S: Final = 10.0


def a_result(
    labels: Sequence[Emotion | UnreadableReason | None] = (Emotion.HAPPINESS,),
    *,
    ids: Sequence[int] | None = None,
    index: int = 0,
    captured_at: float | None = None,
    size: tuple[int, int] = (320, 240),
) -> FrameResult:
    """Return a frame with a face for each label; None is an uncertain one."""
    count, classes = len(labels), FER2013_ORDER
    rows = np.full((count, len(classes)), 1 / len(classes), np.float32)
    columns = np.zeros(count, np.int64)
    for face, label in enumerate(labels):
        if isinstance(label, Emotion):
            columns[face] = classes.index(label)
            rows[face] = 0.1 / (len(classes) - 1)
            rows[face, columns[face]] = 0.9
    left = 20.0 + 80 * np.arange(count)
    boxes = np.stack([left, np.full(count, 40.0), left + 60, np.full(count, 120.0)], axis=1)
    return FrameResult(
        frame=Frame(
            image=np.full((size[1], size[0], 3), 90, np.uint8),
            captured_at=time.monotonic() if captured_at is None else captured_at,
            index=index,
            time_s=index / 30,
            source="test",
        ),
        faces=Faces(
            boxes=boxes.astype(np.float32),
            landmarks=Landmarks(np.zeros((count, 6, 2), np.float32)),
            scores=np.ones(count, np.float32),
        ),
        track_ids=np.array(ids or range(1, count + 1), np.int64).reshape(count),
        classes=classes,
        probabilities=rows,
        labels=columns,
        uncertain=np.array([not isinstance(label, Emotion) for label in labels], np.bool_),
        flaws=tuple(label if isinstance(label, UnreadableReason) else None for label in labels),
        model="cnn48_gray",
        device="CPU",
        crop_to_image=np.zeros((count, 2, 3), np.float32),
    )


def receive(client: ClientConnection, kind: str = "frame", *, check: bool = True) -> dict[str, Any]:
    """Return the next message of a kind; each one that comes is held to the schema, or none is."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        text = client.recv(timeout=max(0.0, deadline - time.monotonic()))
        if isinstance(text, bytes):
            continue
        message = json.loads(text)
        if check:
            SCHEMA.validate(message)
        if message["type"] == kind:
            assert isinstance(message, dict)
            return message
        assert time.monotonic() < deadline, f"no {kind} came"


def ask(client: ClientConnection, **command: object) -> dict[str, Any]:
    """Send a command and return its answer."""
    client.send(json.dumps({"type": "command", **command}))
    return receive(client, "answer")


def wait_until(condition: Callable[[], object]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.005)


class NotedCommands:
    """Takes note of commands and answers each with its name."""

    def __init__(self) -> None:
        self.commands: list[Command] = []

    def execute(self, command: Command, reply: Reply) -> None:
        """Answer at once."""
        self.commands.append(command)
        reply(Answer({"did": command.command}))
