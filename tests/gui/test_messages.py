"""Errors and protocols of the parts below the window, in the language in force."""

from pathlib import Path

import pytest

from emotion_desktop.errors import CheckpointError, Message, OutputError
from emotion_desktop.gui.messages import (
    REASONS,
    error_text,
    message_text,
    protocol_text,
)
from emotion_desktop.labels import Emotion
from emotion_desktop.models.protocol import Sample
from tests.builders import make_protocol

EVERY_PART = make_protocol(
    undecided=True,
    merges={Emotion.DISGUST: Emotion.ANGER, Emotion.FEAR: Emotion.SADNESS},
    sample=Sample(count=20, seed=3),
    ensemble_size=3,
    trained_on="original",
    missing=(Emotion.FEAR, Emotion.CONTEMPT),
    precision="int8",
)


def test_how_figures_were_measured_is_said_as_the_command_line_says_it() -> None:
    assert protocol_text(EVERY_PART) == str(EVERY_PART)
    own = make_protocol(labels="original", origin="my faces", tta="flip")
    assert protocol_text(own) == str(own)


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


@pytest.mark.parametrize("path", [Path("/تسجيلات/فيلم.mp4"), "/תיקייה/סרט.mp4"])
def test_a_path_from_right_to_left_does_not_turn_its_sentence_around(path: Path | str) -> None:
    error = OutputError("{path} cannot be written; choose another folder", path=path)
    assert error_text(error).startswith(f"\u2066{path}\u2069 cannot")
    assert str(error).startswith(f"{path} cannot")
