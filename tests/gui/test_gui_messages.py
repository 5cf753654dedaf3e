"""What the parts below the window say is found again, so that it can be translated."""

import ast

import pytest

from emotion_desktop.config import list_checkpoints
from emotion_desktop.errors import CheckpointError
from emotion_desktop.gui.message_table import ERRORS, PROTOCOLS, REASONS
from emotion_desktop.gui.messages import Templates, error_text, message_text, protocol_text
from emotion_desktop.models.metadata import read_metadata
from tests.gui.raised import UNKNOWN, messages, texts

MESSAGES = sorted(messages())
TABLE = Templates("Errors", ERRORS)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('f"{path} is missing"', [f"{UNKNOWN} is missing"]),
        ("f\"it is {'old' if age else 'new'}\"", ["it is old", "it is new"]),
        ('f"{which} is lost"', ["this is lost", f"{UNKNOWN} is lost"]),
        ('", ".join(names) or "none"', [UNKNOWN, "none"]),
        ("self.refusal", ["no"]),
        ("str(error)", [UNKNOWN]),
    ],
)
def test_all_that_an_expression_can_say_is_found(code: str, found: list[str]) -> None:
    names = {"which": ['"this"', 'f"{x}"'], "refusal": ['"no"']}
    known = {
        name: [ast.parse(value, mode="eval").body for value in values]
        for name, values in names.items()
    }
    assert list(texts(ast.parse(code, mode="eval").body, known)) == found


@pytest.mark.parametrize("message", MESSAGES)
def test_every_message_of_an_error_can_be_translated(message: str) -> None:
    assert TABLE.find(message) is not None, "add it to gui/message_table.py"


def test_every_sentence_of_the_table_is_said_somewhere() -> None:
    found = {match[0] for match in map(TABLE.find, MESSAGES) if match is not None}
    assert set(ERRORS) == found


@pytest.mark.parametrize("name", list_checkpoints())
def test_every_part_of_a_shipped_protocol_can_be_translated(name: str) -> None:
    names = {"PrivateTest", "PublicTest"}
    known = Templates("Protocols", (*PROTOCOLS, "n = {count}"))
    for metrics in read_metadata(list_checkpoints()[name]).metrics.values():
        parts = set(metrics.protocol.split(", ")) - names
        assert [part for part in parts if known.find(part) is None] == []


def test_the_values_of_a_sentence_are_told_from_it() -> None:
    said = (
        "/a: b/c is cut off.mp4 is damaged in line 3; remove that line, or open another recording"
    )
    found = TABLE.find(said)
    assert found is not None
    assert found[1] == {"path": "/a: b/c is cut off.mp4", "number": "3"}


def test_the_sentence_that_says_more_is_preferred() -> None:
    found = TABLE.find("/a.mp4 cannot be written: no space left on device; choose another folder")
    assert found is not None
    assert found[1] == {"path": "/a.mp4", "reason": "no space left on device"}


@pytest.mark.parametrize(
    "said",
    [
        "/a.mp4 cannot be read: Permission denied",
        "device 'tpu' is not available here; use auto or one of: cpu",
        "a sentence that nobody knows {with} braces",
        "",
    ],
)
def test_where_nothing_is_translated_a_message_stays_as_it_is(said: str) -> None:
    assert message_text(said) == said
    assert error_text(CheckpointError(said)) == said
    assert protocol_text(said) == said


def test_reasons_are_written_as_they_stand_in_a_sentence() -> None:
    assert [reason for reason in REASONS if reason[:1].isupper()] == []
