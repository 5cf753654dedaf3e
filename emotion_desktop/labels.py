"""The emotions, their names, colours and the usual ways of grouping them.

Models may have classes of their own beside the eight: a plug-in registers them, or the header of a
checkpoint or a recording declares them. They are members of `Emotion` too, found by their name, and
stand at the end of `CANONICAL_ORDER`; iterating over `Emotion` yields the eight.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from emotion_desktop.errors import LabelError
from emotion_desktop.plugins import add_entry


class Emotion(StrEnum):
    """An expression category; the value is the canonical name used in every file we write."""

    @classmethod
    def _missing_(cls, value: object) -> "Emotion | None":
        return next((own for own in registered_emotions[len(cls) :] if own == value), None)

    def __reduce_ex__(self, _protocol: object) -> tuple[object, ...]:
        return _unpickled, (self.value, own_classes([self]))

    @classmethod
    def declare(cls, name: str) -> "Emotion":
        """Return a new member beside the eight; `register_emotion` and `declare_classes` use it."""
        own = str.__new__(cls, name)
        own._name_ = own._value_ = name
        registered_emotions.append(own)
        return own

    ANGER = "anger"
    DISGUST = "disgust"
    FEAR = "fear"
    HAPPINESS = "happiness"
    SADNESS = "sadness"
    SURPRISE = "surprise"
    NEUTRAL = "neutral"
    CONTEMPT = "contempt"


registered_emotions = list(Emotion)
CANONICAL_ORDER: Final[Sequence[Emotion]] = registered_emotions
"""Column order of every table: the eight, then the classes of models' own as they became known."""

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
registered_colours = {
    Emotion.ANGER: (0xD5, 0x5E, 0x00),
    Emotion.DISGUST: (0x00, 0x9E, 0x73),
    Emotion.FEAR: (0xCC, 0x79, 0xA7),
    Emotion.HAPPINESS: (0xF0, 0xC4, 0x00),
    Emotion.SADNESS: (0x00, 0x72, 0xB2),
    Emotion.SURPRISE: (0xE6, 0x9F, 0x00),
    Emotion.NEUTRAL: (0x8A, 0x8A, 0x8A),
    Emotion.CONTEMPT: (0x7E, 0x57, 0xC2),
}
COLOURS: Final[Mapping[Emotion, tuple[int, int, int]]] = MappingProxyType(registered_colours)
"""RGB, 0 to 255. Never the only cue: a name always stands beside it."""

# The "bright" scheme of Paul Tol, https://sronpersonalpages.nl/~pault/: likewise.
_CYCLE: Final = (
    (0x44, 0x77, 0xAA),
    (0xEE, 0x66, 0x77),
    (0x22, 0x88, 0x33),
    (0xCC, 0xBB, 0x44),
    (0x66, 0xCC, 0xEE),
    (0xAA, 0x33, 0x77),
    (0xBB, 0xBB, 0xBB),
)
_RESERVED: Final = frozenset({"uncertain", "unread", "unknown", "nf"})
"""Stand beside names of classes in tables."""

MOST_OWN: Final = 100
"""Classes of its own that one file may declare."""

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


def register_emotion(
    name: str, *, aliases: Iterable[str] = (), colour: tuple[int, int, int] | None = None
) -> Emotion:
    """Add an expression category beside the eight, and return it.

    For example, for a class set of a plug-in::

        BORED = register_emotion("boredom", aliases=["bored"], colour=(0x44, 0x77, 0xAA))
        register_class_set("attention", (BORED, Emotion.NEUTRAL))

    Checkpoints trained with it declare it in their header; the app needs no plug-in to show them.

    Args:
        name: Of letters, digits, `-` and `_`; written everywhere as it is here.
        aliases: What folders and tables may call it, in small letters.
        colour: RGB, 0 to 255; None for the next of seven that colour-blind eyes tell apart.

    Raises:
        ValueError: If the name or an alias is taken or none, or the colour is none.
    """
    emotion = _declare(name, colour)
    for alias in aliases:
        if ALIASES.get(alias) != emotion:
            register_alias(alias, emotion)
    return emotion


def declare_classes(colours: Mapping[str, str]) -> None:
    """Make known the classes of its own that the header of a file has.

    Args:
        colours: `#rrggbb` by name.

    Raises:
        ValueError: If a name is taken or none, a colour is none, or they are too many.
    """
    if len(colours) > MOST_OWN:
        msg = f"more than {MOST_OWN} classes of its own"
        raise ValueError(msg)
    for name, colour in colours.items():
        if not re.fullmatch("#[0-9a-fA-F]{6}", colour):
            msg = f"class {name!r}: a colour is #rrggbb, got {colour!r}"
            raise ValueError(msg)
        red, green, blue = bytes.fromhex(colour[1:])
        _declare(name, (red, green, blue))


def declare_classes_of(document: object) -> object:
    """Make known the classes of its own that a document's `own_classes` declares; return it.

    A model of pydantic does so before it reads anything that may name them.
    """
    if isinstance(document, dict) and isinstance(own := document.get("own_classes"), dict):
        declare_classes(own)
    return document


def own_classes(classes: Iterable[Emotion]) -> dict[str, str]:
    """Return those that are not among the eight, as `declare_classes` takes them."""
    eight = set(Emotion)
    return {
        emotion.value: "#{:02x}{:02x}{:02x}".format(*COLOURS[emotion])
        for emotion in classes
        if emotion not in eight
    }


def _unpickled(name: str, own: Mapping[str, str]) -> Emotion:
    """Return a class that another process knows; this one learns of it."""
    declare_classes(own)
    return Emotion(name)


def _declare(name: str, colour: tuple[int, int, int] | None) -> Emotion:
    """Return the own class of a name, which is new or known; the newest colour is its colour."""
    key = name.lower()
    known = {own.lower(): own for own in registered_emotions}
    emotion = known.get(key)
    if emotion is None or emotion != name:
        if emotion is not None or key in ALIASES or key in _RESERVED:
            msg = f"class {name!r}: the name is taken"
            raise ValueError(msg)
        if not name.replace("-", "").replace("_", "").isalnum() or len(name) > 40:
            msg = f"class {name!r}: a name consists of letters, digits, - and _"
            raise ValueError(msg)
    elif emotion in set(Emotion):
        msg = f"class {name!r} is one of the eight"
        raise ValueError(msg)
    if colour is not None and not all(0 <= value <= 255 for value in colour):
        msg = f"class {name!r}: a colour is RGB, 0 to 255, got {colour}"
        raise ValueError(msg)
    own = emotion or Emotion.declare(name)
    place = registered_emotions.index(own) - len(Emotion)
    registered_colours[own] = colour or registered_colours.get(own, _CYCLE[place % len(_CYCLE)])
    return own


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
    if name != name.lower() or name in {known.lower() for known in CANONICAL_ORDER}:
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
    for emotion in CANONICAL_ORDER:
        if emotion.lower() == key:
            return emotion
    raise LabelError(
        "unknown emotion {name!r}; use one of {names}", name=name, names=", ".join(CANONICAL_ORDER)
    )


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
