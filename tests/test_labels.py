"""Names of emotions."""

import copy
import pickle
import subprocess
import sys
from subprocess import PIPE

import pytest

from emotion_desktop.errors import LabelError
from emotion_desktop.labels import (
    CANONICAL_ORDER,
    COLOURS,
    Emotion,
    declare_classes,
    own_classes,
    parse_classes,
    parse_emotion,
    register_emotion,
)


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
    assert set(COLOURS) >= set(Emotion)
    assert len({COLOURS[emotion] for emotion in Emotion}) == len(Emotion)


@pytest.mark.usefixtures("labels_as_before")
def test_a_class_of_ones_own_is_found_by_its_names_and_stands_behind_the_eight() -> None:
    bored = register_emotion("Boredom", aliases=["bored"], colour=(1, 2, 3))
    focused = register_emotion("focus")
    assert [*Emotion, bored, focused] == CANONICAL_ORDER
    assert tuple(Emotion)[-1] == Emotion.CONTEMPT
    assert Emotion("Boredom") is parse_emotion("boredom") is parse_emotion("BORED") is bored
    assert pickle.loads(pickle.dumps(bored)) is copy.deepcopy(bored) is bored
    assert f"{bored}, {bored.value}, {bored!r}" == "Boredom, Boredom, <Emotion.Boredom: 'Boredom'>"
    assert parse_classes("bored,focus,sad") == (bored, focused, Emotion.SADNESS)
    assert own_classes(parse_classes("bored,sad,focus")) == {
        "Boredom": "#010203",
        "focus": "#ee6677",
    }


@pytest.mark.usefixtures("labels_as_before")
def test_another_process_learns_of_a_class_with_the_results_it_gets() -> None:
    pickled = pickle.dumps(register_emotion("Boredom", colour=(1, 2, 3)))
    code = (
        "import pickle, sys; from emotion_desktop.labels import COLOURS; "
        "print(COLOURS[pickle.loads(sys.stdin.buffer.read())])"
    )
    done = subprocess.run([sys.executable, "-c", code], input=pickled, stdout=PIPE, check=True)
    assert done.stdout.split() == b"(1, 2, 3)".split()


@pytest.mark.usefixtures("labels_as_before")
def test_what_a_plugin_registers_and_a_file_declares_is_the_same_class() -> None:
    declare_classes({"focus": "#102030"})
    assert register_emotion("focus", aliases=["focused"]) is Emotion("focus")
    assert register_emotion("focus", aliases=["focused"]) is Emotion("focus")
    assert COLOURS[Emotion("focus")] == (0x10, 0x20, 0x30)
    declare_classes({"focus": "#405060"})
    assert COLOURS[Emotion("focus")] == (0x40, 0x50, 0x60)


@pytest.mark.usefixtures("labels_as_before")
@pytest.mark.parametrize(
    "name",
    ["", "a b", "a,b", "a/b", "x" * 41, "anger", "Anger", "happy", "uncertain", "Unread", "FOCUS"],
)
def test_a_name_that_is_taken_or_none_is_no_class(name: str) -> None:
    register_emotion("focus")
    with pytest.raises(ValueError, match="class"):
        register_emotion(name)


@pytest.mark.usefixtures("labels_as_before")
@pytest.mark.parametrize("colour", ["", "red", "#1020", "#10203040"])
def test_a_colour_that_is_none_is_refused(colour: str) -> None:
    with pytest.raises(ValueError, match="#rrggbb"):
        declare_classes({"focus": colour})
    with pytest.raises(ValueError, match="'focus'"):
        register_emotion("focus", colour=(0, 0, 256))
    assert len(CANONICAL_ORDER) == len(Emotion)
