"""Errors and protocols of the parts below the window, in the language in force."""

import pytest

from emotion_desktop.config import list_checkpoints
from emotion_desktop.errors import CheckpointError, Message, OutputError
from emotion_desktop.gui.messages import (
    PROTOCOLS,
    REASONS,
    _values,
    error_text,
    message_text,
    protocol_text,
)
from emotion_desktop.models.metadata import read_metadata


@pytest.mark.parametrize("name", list_checkpoints())
def test_every_part_of_a_shipped_protocol_can_be_translated(name: str) -> None:
    known = (*PROTOCOLS, "n = {count}", "PrivateTest", "PublicTest")
    for metrics in read_metadata(list_checkpoints()[name]).metrics.values():
        for part in metrics.protocol.split(", "):
            assert any(_values(template, part) is not None for template in known), part


@pytest.mark.parametrize(
    ("template", "said", "values"),
    [
        ("single crop", "single crop", {}),
        ("single crop", "single crops", None),
        ("{count} classes", "8 classes", {"count": "8"}),
        ("ensemble of {count}", "ensemble of 3", {"count": "3"}),
        ("ensemble of {count}", "an ensemble of 3", None),
        ("{old} as {new}", "disgust as anger", {"old": "disgust", "new": "anger"}),
        ("{old} as {new}", "disgust and anger", None),
    ],
)
def test_the_values_of_a_part_are_told_from_it(
    template: str, said: str, values: dict[str, str] | None
) -> None:
    assert _values(template, said) == values


@pytest.mark.parametrize(
    "said", ["/a.mp4 cannot be read: Permission denied", "a sentence {with} braces", ""]
)
def test_without_values_a_message_stays_as_it_is(said: str) -> None:
    assert message_text(Message(said)) == said
    assert error_text(CheckpointError(said)) == said
    assert protocol_text(said) == said


def test_in_english_the_window_says_what_the_command_line_says() -> None:
    error = OutputError(
        "{path!r} has {share:.1f} % of {count}: {reason}",
        path="/a {b}.mp4",
        share=2.54,
        count=3,
        reason=Message("lacks {lacking}", {"lacking": "fear, anger"}),
    )
    assert str(error) == "'/a {b}.mp4' has 2.5 % of 3: lacks fear, anger"
    assert error_text(error) == str(error)


def test_reasons_are_written_as_they_stand_in_a_sentence() -> None:
    assert [reason for reason in REASONS if reason[:1].isupper()] == []
