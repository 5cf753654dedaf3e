"""How figures were measured: on which faces, by which labels, of what, and how it was asked."""

import re
from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from emotion_desktop.errors import Message
from emotion_desktop.labels import MERGE_7_TO_4, Emotion

Labels = Literal["original", "ferplus"]
"""The data's own labels, or the majority of FER+'s votes."""

Tta = Literal["none", "flip", "ten-crop"]
"""Which views of a face are averaged: test-time augmentation."""

Count = Annotated[int, Field(ge=0, le=10**15)]

LONGEST: Final = 1_000
"""Of a name or sentence, in characters."""

Name = Annotated[str, Field(max_length=LONGEST)]

TTA_NAMES: Final[dict[Tta, Message]] = {
    "none": Message("single crop"),
    "flip": Message("flip TTA"),
    "ten-crop": Message("ten-crop TTA"),
}

_SENTENCE: Final = re.compile(
    r"""(?: (?P<own>.+)\ original\ labels | (?: (?P<voted>.+),\ )? FER\+\ majority )
    (?P<undecided> ,\ undecided\ faces\ too )?
    (?: ,\ (?P<merges> merged\ 7\ to\ 4 | \w+\ as\ \w+ (?: \ and\ \w+\ as\ \w+ )* ) )?
    ,\ (?P<class_count> \d+ )\ classes,\ (?P<split> \w+ ),\ n\ =\ (?P<count> \d+ )
    ,\ (?P<tta> single\ crop | flip\ TTA | ten-crop\ TTA )
    (?: ,\ of\ which\ (?P<drawn> \d+ )\ drawn\ with\ seed\ (?P<seed> -?\d+ ) )?
    (?: ,\ ensemble\ of\ (?P<ensemble_size> \d+ ) )?
    (?: ,\ trained\ on\ (?P<trained_on> FER\+ | FER2013's\ labels ) )?
    (?: ,\ no\ face\ of\ (?P<missing> \w+ (?: ,\ \w+ )*? ) )?
    (?: ,\ (?P<precision> int8 ) )?""",
    re.VERBOSE,
)
"""What headers said before they held fields; `str` of a protocol says it to this day."""

_TRAINED_ON: Final[dict[str | None, Labels | None]] = {
    "FER+": "ferplus",
    "FER2013's labels": "original",
    None: None,
}


class Sample(BaseModel):
    """Faces drawn at random, with the shares of the classes kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    count: Count
    seed: int


class EvaluationProtocol(BaseModel):
    """How figures were measured; `str()` says it in English.

    Attributes:
        origin: Name of the data.
        labels: What an answer was compared with.
        undecided: Whether faces count although their most frequent emotion has no majority.
        merges: Which emotions the labels counted as another.
        class_count: How many classes there were to choose from.
        split: Name of the part of the data.
        count: Faces of that part that show one of the classes.
        sample: Which of these were drawn; None for all.
        tta: Which views of a face were averaged.
        ensemble_size: Members; None for a model alone.
        trained_on: The labels of the training, where they are others than `labels`.
        missing: Classes of which there was no face.
        precision: Of the network's arithmetic.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    origin: Name = "FER2013"
    labels: Labels
    undecided: bool = False
    merges: dict[Emotion, Emotion] = {}
    class_count: Count
    split: Name
    count: Count
    sample: Sample | None = None
    tta: Tta = "none"
    ensemble_size: Count | None = None
    trained_on: Labels | None = None
    missing: tuple[Emotion, ...] = ()
    precision: Literal["float32", "int8"] = "float32"

    def __str__(self) -> str:
        """Return the parts in English, with commas between."""
        return ", ".join(map(str, self.parts))

    @property
    def parts(self) -> list[Message]:
        """What there is to say, part by part; the first one says where the labels come from."""
        parts = self._labels()
        if self.undecided:
            parts.append(Message("undecided faces too"))
        if merged := self._merged():
            parts.append(merged)
        parts += [
            Message("{count} classes", {"count": self.class_count}),
            Message(self.split),
            Message("n = {count}", {"count": self.count}),
            TTA_NAMES[self.tta],
        ]
        if self.sample is not None:
            drawn = {"count": self.sample.count, "seed": self.sample.seed}
            parts.append(Message("of which {count} drawn with seed {seed}", drawn))
        if self.ensemble_size is not None:
            parts.append(Message("ensemble of {count}", {"count": self.ensemble_size}))
        if self.trained_on is not None:
            own = self.trained_on == "original"
            labels = Message("FER2013's labels") if own else "FER+"
            parts.append(Message("trained on {labels}", {"labels": labels}))
        if self.missing:
            parts.append(Message("no face of {emotions}", {"emotions": ", ".join(self.missing)}))
        if self.precision == "int8":
            parts.append(Message("int8"))
        return parts

    def _labels(self) -> list[Message]:
        if self.labels == "original":
            return [Message("{origin} original labels", {"origin": self.origin})]
        majority = Message("FER+ majority")
        return [majority] if self.origin == "FER2013" else [Message(self.origin), majority]

    def _merged(self) -> Message | None:
        if self.merges == dict(MERGE_7_TO_4):
            return Message("merged 7 to 4")
        said = None
        for old, new in self.merges.items():
            if old != new:
                one = Message("{old} as {new}", {"old": str(old), "new": str(new)})
                said = (
                    Message("{first} and {second}", {"first": said, "second": one}) if said else one
                )
        return said


def read_sentence(sentence: str) -> EvaluationProtocol | str:
    """Return what an old header's sentence says; the sentence as it is where it says more."""
    found = _SENTENCE.fullmatch(sentence) if len(sentence) <= LONGEST else None
    if found is None:
        return sentence
    merged, drawn, missing = found["merges"], found["drawn"], found["missing"]
    fields: dict[str, object] = {
        "origin": found["own"] or found["voted"] or "FER2013",
        "labels": "original" if found["own"] else "ferplus",
        "undecided": found["undecided"] is not None,
        "merges": _read_merges(merged) if merged else {},
        "class_count": found["class_count"],
        "split": found["split"],
        "count": found["count"],
        "sample": {"count": drawn, "seed": found["seed"]} if drawn else None,
        "tta": next(tta for tta, name in TTA_NAMES.items() if name.template == found["tta"]),
        "ensemble_size": found["ensemble_size"],
        "trained_on": _TRAINED_ON[found["trained_on"]],
        "missing": missing.split(", ") if missing else (),
        "precision": found["precision"] or "float32",
    }
    try:
        protocol = EvaluationProtocol.model_validate(fields)
    except ValidationError:
        return sentence
    return protocol if str(protocol) == sentence else sentence


def _read_merges(said: str) -> Mapping[str, str] | Mapping[Emotion, Emotion]:
    if said == "merged 7 to 4":
        return MERGE_7_TO_4
    return dict(pair.split(" as ") for pair in said.split(" and "))
