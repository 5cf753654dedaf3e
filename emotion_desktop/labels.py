"""The emotions, their names, colours and the usual ways of grouping them."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from emotion_desktop.errors import LabelError
from emotion_desktop.plugins import add_entry


class Emotion(StrEnum):
    """An expression category; the value is the canonical name used in every file we write."""

    ANGER = "anger"
    DISGUST = "disgust"
    FEAR = "fear"
    HAPPINESS = "happiness"
    SADNESS = "sadness"
    SURPRISE = "surprise"
    NEUTRAL = "neutral"
    CONTEMPT = "contempt"


CANONICAL_ORDER: Final = tuple(Emotion)
"""Column order of every table."""

FER2013_ORDER: Final = tuple(Emotion)[:7]
"""Meaning of FER2013's label numbers 0 to 6."""

FERPLUS_ORDER: Final = (
    Emotion.NEUTRAL,
    Emotion.HAPPINESS,
    Emotion.SURPRISE,
    Emotion.SADNESS,
    Emotion.ANGER,
    Emotion.DISGUST,
    Emotion.FEAR,
    Emotion.CONTEMPT,
)
"""Order of FER+'s vote columns; `unknown` and `NF` follow them."""

registered_aliases = {
    "angry": Emotion.ANGER,
    "disgusted": Emotion.DISGUST,
    "fearful": Emotion.FEAR,
    "afraid": Emotion.FEAR,
    "happy": Emotion.HAPPINESS,
    "sad": Emotion.SADNESS,
    "surprised": Emotion.SURPRISE,
    "contemptuous": Emotion.CONTEMPT,
}
ALIASES: Final[Mapping[str, Emotion]] = MappingProxyType(registered_aliases)

# After Okabe & Ito, https://jfly.uni-koeln.de/color/: told apart by colour-blind eyes too.
COLOURS: Final[Mapping[Emotion, tuple[int, int, int]]] = MappingProxyType(
    {
        Emotion.ANGER: (0xD5, 0x5E, 0x00),
        Emotion.DISGUST: (0x00, 0x9E, 0x73),
        Emotion.FEAR: (0xCC, 0x79, 0xA7),
        Emotion.HAPPINESS: (0xF0, 0xC4, 0x00),
        Emotion.SADNESS: (0x00, 0x72, 0xB2),
        Emotion.SURPRISE: (0xE6, 0x9F, 0x00),
        Emotion.NEUTRAL: (0x8A, 0x8A, 0x8A),
        Emotion.CONTEMPT: (0x7E, 0x57, 0xC2),
    }
)
"""RGB, 0 to 255. Never the only cue: a name always stands beside it."""

MERGE_7_TO_4: Final[Mapping[Emotion, Emotion]] = MappingProxyType(
    {
        Emotion.ANGER: Emotion.ANGER,
        Emotion.DISGUST: Emotion.ANGER,
        Emotion.FEAR: Emotion.SADNESS,
        Emotion.SADNESS: Emotion.SADNESS,
        Emotion.HAPPINESS: Emotion.HAPPINESS,
        Emotion.SURPRISE: Emotion.NEUTRAL,
        Emotion.NEUTRAL: Emotion.NEUTRAL,
    }
)
"""FER2013's seven classes as the four of `resnet18_gray`."""


registered_class_sets: dict[str, tuple[Emotion, ...]] = {
    "fer2013": FER2013_ORDER,
    "ferplus": FERPLUS_ORDER,
}
CLASS_SETS: Final[Mapping[str, tuple[Emotion, ...]]] = MappingProxyType(registered_class_sets)
"""Class sets that have a name: the seven of FER2013, the eight of FER+."""

registered_merges: dict[str, Mapping[Emotion, Emotion]] = {"7to4": MERGE_7_TO_4}
MERGES: Final[Mapping[str, Mapping[Emotion, Emotion]]] = MappingProxyType(registered_merges)
"""Merges that have a name."""


def register_class_set(
    name: str, classes: tuple[Emotion, ...], merges: Mapping[Emotion, Emotion] | None = None
) -> None:
    """Let `--classes NAME`, and `--merge NAME` if there are merges, stand for a choice of emotions.

    For example, `emotion-train --classes three --merge three` after::

        register_class_set("three", (HAPPINESS, NEUTRAL, SADNESS), {FEAR: SADNESS, ANGER: SADNESS})

    Args:
        name: A name of letters, digits, `-` and `_`.
        classes: At least two, in the order of the logits.
        merges: Which emotions count as one of them.

    Raises:
        ValueError: If the name is taken or none, or fewer than two classes are given, or one twice.
    """
    if len(classes) < 2 or len(set(classes)) != len(classes):
        msg = f"class set {name!r}: needs at least 2 classes, each once, got {classes}"
        raise ValueError(msg)
    add_entry(registered_class_sets, "class set", name, classes)
    if merges:
        add_entry(registered_merges, "merge", name, MappingProxyType(dict(merges)))


def register_alias(name: str, emotion: Emotion) -> None:
    """Let a folder, a table or an argument call an emotion by another name, e.g. `joy`.

    Raises:
        ValueError: If the name is taken, or not of small letters, digits, `-` and `_`.
    """
    if name != name.lower() or name in set(Emotion):
        msg = f"alias {name!r}: must be in small letters and no emotion's own name"
        raise ValueError(msg)
    add_entry(registered_aliases, "alias", name, emotion)


def parse_emotion(name: str) -> Emotion:
    """Return the emotion a name or common alias stands for, whatever its case.

    Raises:
        LabelError: If the name is not known.
    """
    key = name.strip().lower()
    if key in ALIASES:
        return ALIASES[key]
    try:
        return Emotion(key)
    except ValueError:
        raise LabelError(
            "unknown emotion {name!r}; use one of {names}", name=name, names=", ".join(Emotion)
        ) from None


def parse_classes(names: str) -> tuple[Emotion, ...]:
    """Return the emotions of a comma-separated list, in its order, or those of a named set.

    Raises:
        LabelError: If a name is unknown or repeated, or fewer than two remain.
    """
    if names in CLASS_SETS:
        return CLASS_SETS[names]
    classes = tuple(parse_emotion(name) for name in names.split(",") if name.strip())
    if len(set(classes)) != len(classes):
        raise LabelError("a class is named twice in {names!r}", names=names)
    if len(classes) < 2:
        raise LabelError(
            "at least 2 classes are needed, separated by commas; {names!r} has {count}",
            names=names,
            count=len(classes),
        )
    return classes


def merged(classes: tuple[Emotion, ...], merges: Mapping[Emotion, Emotion]) -> tuple[Emotion, ...]:
    """Return the classes that are left after a merge, the ones it leads to first."""
    others = (emotion for emotion in classes if emotion not in merges)
    return tuple(dict.fromkeys((*merges.values(), *others)))


def parse_merges(text: str) -> dict[Emotion, Emotion]:
    """Return which emotion counts as which: a named merge, or `disgust=anger,fear=sadness`.

    Raises:
        LabelError: If the text is neither, or a name is unknown.
    """
    if text in MERGES:
        return dict(MERGES[text])
    pairs = [pair.partition("=") for pair in text.split(",")]
    if not all(separator for _, separator, _ in pairs):
        raise LabelError(
            "unknown merge {text!r}; use {names} or a list like disgust=anger",
            text=text,
            names=", ".join(MERGES),
        )
    return {parse_emotion(old): parse_emotion(new) for old, _, new in pairs}
