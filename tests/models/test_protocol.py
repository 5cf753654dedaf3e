"""How figures were measured: fields in new headers, sentences in old ones."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from emotion_desktop.config import list_checkpoints
from emotion_desktop.labels import MERGE_7_TO_4, Emotion
from emotion_desktop.models import EvaluationProtocol
from emotion_desktop.models.metadata import KEY, CheckpointMetadata, read_metadata, read_texts
from emotion_desktop.models.protocol import Sample, read_sentence

OLD = Path(__file__).parents[1] / "fixtures" / "version_0_1" / "header.json"


def sentences(header: str) -> Iterator[tuple[str, str]]:
    """What an old header says in words; new ones say the same in fields."""
    for split, metrics in json.loads(header)["metrics"].items():
        told = metrics["protocol"]
        if isinstance(told, dict):
            told = str(EvaluationProtocol.model_validate(told))
        yield split, told


@pytest.mark.parametrize("name", list_checkpoints())
def test_a_shipped_header_is_read_into_fields_that_say_its_sentence(name: str) -> None:
    path = list_checkpoints()[name]
    metadata = read_metadata(path)
    for split, sentence in sentences(read_texts(path)[KEY]):
        protocol = metadata.metrics[split].protocol
        assert isinstance(protocol, EvaluationProtocol)
        assert str(protocol) == sentence
        assert protocol.class_count == len(metadata.classes)
        assert protocol.count == metadata.metrics[split].count
        assert split.startswith(protocol.split)
        assert protocol.precision == ("int8" if split.endswith("int8") else "float32")


def test_a_header_of_version_0_1_is_read_into_fields_too() -> None:
    metadata = CheckpointMetadata.model_validate_json(OLD.read_text())
    for split, sentence in sentences(OLD.read_text()):
        protocol = metadata.metrics[split].protocol
        assert isinstance(protocol, EvaluationProtocol)
        assert str(protocol) == sentence


def test_a_new_header_holds_fields_and_is_read_as_it_was_written() -> None:
    metadata = CheckpointMetadata.model_validate_json(OLD.read_text())
    written = metadata.model_dump_json()
    stored = json.loads(written)["metrics"]["PrivateTest"]["protocol"]
    assert (stored["origin"], stored["labels"], stored["count"]) == ("FER2013", "ferplus", 2763)
    assert CheckpointMetadata.model_validate_json(written) == metadata


PLAIN = EvaluationProtocol(labels="ferplus", class_count=7, split="PrivateTest", count=3137)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "FER+ majority, 7 classes, PrivateTest, n = 3137, single crop"),
        (
            {"labels": "original", "origin": "my faces (PublicTest: 10% of Training, seed 1)"},
            "my faces (PublicTest: 10% of Training, seed 1) original labels, 7 classes, "
            "PrivateTest, n = 3137, single crop",
        ),
        (
            {"origin": "faces + FER2013", "undecided": True},
            "faces + FER2013, FER+ majority, undecided faces too, 7 classes, PrivateTest, "
            "n = 3137, single crop",
        ),
        (
            {"merges": dict(MERGE_7_TO_4), "precision": "int8"},
            "FER+ majority, merged 7 to 4, 7 classes, PrivateTest, n = 3137, single crop, int8",
        ),
        (
            {
                "merges": {
                    Emotion.DISGUST: Emotion.ANGER,
                    Emotion.FEAR: Emotion.SADNESS,
                    Emotion.CONTEMPT: Emotion.ANGER,
                }
            },
            "FER+ majority, disgust as anger and fear as sadness and contempt as anger, 7 classes, "
            "PrivateTest, n = 3137, single crop",
        ),
        (
            {"tta": "ten-crop", "ensemble_size": 3, "sample": Sample(count=20, seed=-3)},
            "FER+ majority, 7 classes, PrivateTest, n = 3137, ten-crop TTA, "
            "of which 20 drawn with seed -3, ensemble of 3",
        ),
        (
            {
                "tta": "flip",
                "trained_on": "original",
                "missing": (Emotion.FEAR, Emotion.CONTEMPT),
                "precision": "int8",
            },
            "FER+ majority, 7 classes, PrivateTest, n = 3137, flip TTA, "
            "trained on FER2013's labels, no face of fear, contempt, int8",
        ),
        (
            {"labels": "original", "trained_on": "ferplus", "missing": (Emotion.CONTEMPT,)},
            "FER2013 original labels, 7 classes, PrivateTest, n = 3137, single crop, "
            "trained on FER+, no face of contempt",
        ),
    ],
)
def test_fields_and_sentence_say_the_same(fields: dict[str, object], sentence: str) -> None:
    protocol = PLAIN.model_copy(update=fields)
    assert str(protocol) == sentence
    assert read_sentence(sentence) == protocol


def test_an_emotion_that_counts_as_itself_is_no_merge() -> None:
    merges = {Emotion.ANGER: Emotion.ANGER, Emotion.DISGUST: Emotion.ANGER}
    assert "FER+ majority, disgust as anger, 7" in str(PLAIN.model_copy(update={"merges": merges}))


@pytest.mark.parametrize(
    "words",
    [
        "",
        "by hand",
        "FER+ majority, 7 classes, PrivateTest, n = 3137, single crop, at night",
        "FER+ majority, 7 classes, PrivateTest, n = 03137, single crop",
        "FER+ majority, 7 classes, PrivateTest, n = 3137, single crop, no face of boredom",
        "FER+ majority, joy as anger, 7 classes, PrivateTest, n = 3137, single crop",
        f"FER+ majority, 7 classes, PrivateTest, n = {'9' * 5000}, single crop",
    ],
)
def test_a_sentence_that_says_something_else_stays_as_it_is(words: str) -> None:
    assert read_sentence(words) == words


def test_a_protocol_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        PLAIN.count = 1  # type: ignore[misc]
