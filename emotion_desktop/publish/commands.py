"""What clients may ask for: checked here, done by whoever runs the pipeline."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from emotion_desktop.config import RANGES
from emotion_desktop.errors import Message, PublishError
from emotion_desktop.outputs.recording.recording_details import (
    MOST_NOTES,
    MOST_SECONDS,
    MOST_TEXT,
    MOST_TRIALS,
)

MOST_ID: Final = 100
"""An id has so many characters at most."""


class _Command(BaseModel):
    """One command; `id` is sent back with its answer."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    type: Literal["command"]
    id: int | Annotated[str, Field(max_length=MOST_ID)] | None = None


class Record(_Command):
    """Start a recording; what is left out is as the window's form has it."""

    command: Literal["record"]
    participant: Annotated[str, Field(max_length=MOST_TEXT)] | None = None
    trial: Annotated[int, Field(ge=0, le=MOST_TRIALS)] | None = None
    notes: Annotated[str, Field(max_length=MOST_NOTES)] | None = None
    seconds: Annotated[float, Field(gt=0, le=MOST_SECONDS)] | None = None

    @property
    def changes(self) -> dict[str, Any]:
        """What is said of the recording, by name."""
        return self.model_dump(exclude_none=True, exclude={"type", "id", "command"})


class Stop(_Command):
    """End the recording."""

    command: Literal["stop"]


class Snapshot(_Command):
    """Save the picture."""

    command: Literal["snapshot"]


class Marker(_Command):
    """Set a marker in the recording, at a time since 1970 or at the newest frame."""

    command: Literal["marker"]
    number: Annotated[int, Field(ge=1, le=9)] = 1
    note: Annotated[str, Field(max_length=1000)] = ""
    captured_at: Annotated[float, Field(ge=0, le=1e12)] | None = None


class Model(_Command):
    """Use another model."""

    command: Literal["model"]
    name: Annotated[str, Field(min_length=1, max_length=4096)]


class Source(_Command):
    """Show another source."""

    command: Literal["source"]
    name: Annotated[str, Field(min_length=1, max_length=4096)]


class Pause(_Command):
    """Hold the source or go on; without `paused`, whichever it does not do now."""

    command: Literal["pause"]
    paused: bool | None = None


class Settings(_Command):
    """Change settings; without any, only tell them."""

    command: Literal["settings"]
    smoothing: Annotated[float, Field(ge=0, le=1)] | None = None
    detection_confidence: (
        Annotated[
            float, Field(ge=RANGES["detection_confidence"][0], le=RANGES["detection_confidence"][1])
        ]
        | None
    ) = None
    min_face_px: (
        Annotated[int, Field(ge=RANGES["min_face_px"][0], le=RANGES["min_face_px"][1])] | None
    ) = None
    max_faces: (
        Annotated[int, Field(ge=RANGES["max_faces"][0], le=RANGES["max_faces"][1])] | None
    ) = None

    @property
    def changes(self) -> dict[str, Any]:
        """What shall be changed, by name."""
        return self.model_dump(exclude_none=True, exclude={"type", "id", "command"})


Command = Record | Stop | Snapshot | Marker | Model | Source | Pause | Settings

COMMANDS: Final = ("record", "stop", "snapshot", "marker", "model", "source", "pause", "settings")

_adapter: Final[TypeAdapter[Command]] = TypeAdapter(
    Annotated[Command, Field(discriminator="command")]
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a command.

    Attributes:
        result: What came of it.
        reason: Why it was not done; None if it was.
    """

    result: Mapping[str, object] = field(default_factory=dict)
    reason: str | Message | None = None


Reply = Callable[[Answer], None]
"""Takes the answer to a command, once, on any thread."""


class CommandHandler(Protocol):
    """Does what is asked for."""

    def execute(self, command: Command, reply: Reply) -> None:
        """Begin to do it and return soon; `reply` when it is done. Called on any thread."""
        ...


def read_object(text: str | bytes) -> dict[str, Any]:
    """Return an object of JSON that a stranger has sent.

    Raises:
        PublishError: If it is none.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PublishError("this is not JSON") from error
    if not isinstance(value, dict):
        raise PublishError("a message must be an object of JSON")
    return value


def id_of(message: Mapping[str, Any]) -> int | str | None:
    """Return the id of a message, to be sent back with the answer; None if it has none."""
    value = message.get("id")
    if isinstance(value, str):
        return value if len(value) <= MOST_ID else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def parse_command(message: Mapping[str, Any]) -> Command:
    """Return the command in a message.

    Raises:
        PublishError: If it is none; one sentence that says why.
    """
    if message.get("type") != "command":
        raise PublishError('a message needs "type": "command"')
    if message.get("command") not in COMMANDS:
        raise PublishError(
            "there is no such command; choose from {known}", known=", ".join(COMMANDS)
        )
    try:
        return _adapter.validate_python(message)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in fault["loc"][1:])
        raise PublishError(
            "{field} cannot be used: {fault}", field=where, fault=fault["msg"]
        ) from error


def answer_message(command_id: object, answer: Answer) -> dict[str, object]:
    """Return an answer as an object of JSON."""
    done = answer.reason is None
    message: dict[str, object] = {"type": "answer", "id": command_id, "ok": done}
    return message | ({"result": dict(answer.result)} if done else {"reason": str(answer.reason)})
