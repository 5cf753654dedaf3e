"""Names of emotions."""

import pytest

from emotion_desktop.errors import LabelError
from emotion_desktop.labels import COLOURS, Emotion, parse_classes, parse_emotion


@pytest.mark.parametrize(
    ("name", "emotion"),
    [
        ("happiness", Emotion.HAPPINESS),
        ("Happy", Emotion.HAPPINESS),
        (" sad ", Emotion.SADNESS),
        ("ANGRY", Emotion.ANGER),
        ("contempt", Emotion.CONTEMPT),
    ],
)
def test_names_and_aliases_are_understood_in_any_case(name: str, emotion: Emotion) -> None:
    assert parse_emotion(name) is emotion


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(LabelError, match=r"'joyful'.*happiness"):
        parse_emotion("joyful")


def test_a_class_list_keeps_its_order() -> None:
    assert parse_classes("sad, happy") == (Emotion.SADNESS, Emotion.HAPPINESS)


@pytest.mark.parametrize("names", ["happy", "", "happy,happiness", "happy,joy"])
def test_a_class_list_that_cannot_be_used_is_refused(names: str) -> None:
    with pytest.raises(LabelError):
        parse_classes(names)


def test_every_emotion_has_a_colour_of_its_own() -> None:
    assert set(COLOURS) == set(Emotion)
    assert len(set(COLOURS.values())) == len(Emotion)
