"""What the card of a model says, as texts. No widgets."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from emotion_desktop.gui.language import QT_TRANSLATE_NOOP, emotion_name, local_number, translate
from emotion_desktop.gui.look.fonts import percent
from emotion_desktop.gui.messages import protocol_text
from emotion_desktop.labels import FER2013_ORDER, Emotion

if TYPE_CHECKING:
    from emotion_desktop.models import CheckpointMetadata, SplitMetrics

Member = tuple[str, "CheckpointMetadata"]

_LABELS: Final = {
    "fer2013": QT_TRANSLATE_NOOP("Model", "FER2013, its own labels"),
    "ferplus-majority": QT_TRANSLATE_NOOP("Model", "FER2013 faces, FER+ majority labels"),
    "ferplus-votes": QT_TRANSLATE_NOOP("Model", "FER2013 faces, shares of FER+ votes"),
}


def facts(members: Sequence[Member], device: str) -> list[tuple[str, str]]:
    """Return title and text of each line of the card.

    Args:
        members: Name and metadata of the model, or of several in an ensemble.
        device: What computes it, e.g. `CPU`.
    """
    documents = [metadata for _, metadata in members]
    one = documents[0]
    lines = []
    if len(members) > 1:
        lines.append((translate("Model", "Members"), "\n".join(map(_member, members))))
    names = ", ".join(emotion_name(emotion) for emotion in one.classes)
    count = sum(metadata.parameters for metadata in documents) / 1e6
    lines += [
        (translate("Model", "Classes"), f"{len(one.classes)}: {names}"),
        (
            translate("Model", "Parameters"),
            translate("Model", "{count} million").format(count=local_number(f"{count:.1f}")),
        ),
        (translate("Model", "Input"), _each(_input(metadata) for metadata in documents)),
        (translate("Model", "Device"), device),
        (translate("Model", "Trained on"), _each(_data(metadata) for metadata in documents)),
        (translate("Model", "Data"), _each(m.data_fingerprint[:12] for m in documents)),
        (translate("Model", "Created"), _each(_made(metadata) for metadata in documents)),
    ]
    if len(members) == 1:
        lines += _figures(one)
    return lines


def limits(metadata: "CheckpointMetadata | None") -> list[str]:
    """Return sentences about what not to expect of a model; None for an ensemble."""
    always = [
        translate("Model", "Says which expression a face resembles, not what someone feels."),
        translate("Model", "Unreliable for faces turned far away, in the dark or very small."),
    ]
    measured = metadata.measured if metadata is not None else None
    if measured is None:
        return [translate("Model", "Not evaluated: its accuracy is unknown."), *always]
    weak = [
        translate("Model", "{name} in {share} of {count} faces").format(
            name=emotion_name(emotion), share=percent(recall), count=measured.support[emotion]
        )
        for emotion, recall in measured.weak_classes.items()
    ]
    few = list(map(emotion_name, measured.rare_classes))
    sentences = []
    lacking = [emotion for emotion in FER2013_ORDER if emotion not in measured.recall]
    if 0 < len(lacking) < len(FER2013_ORDER):  # not of one with classes all of its own
        text = translate("Model", "Knows no {list}: such a face gets one of its other labels.")
        sentences.append(text.format(list=", ".join(map(emotion_name, lacking))))
    if weak:
        sentences.append(
            translate("Model", "Rarely recognised: {list}.").format(list=", ".join(weak))
        )
    if few:
        text = translate("Model", "Few test faces, so only rough figures: {list}.")
        sentences.append(text.format(list=", ".join(few)))
    return [*sentences, *always]


def accuracy(measured: "SplitMetrics | None", photos: float | None) -> str:
    """Return in plain words how often a model is right.

    Args:
        measured: On the faces of its test set; None if nobody has.
        photos: From photo to label on the common set, 0–1; None if it was not asked.
    """
    if measured is None:
        return translate("Model", "not measured")
    share = percent(measured.accuracy, 1)
    if photos is None:
        text = translate("Model", "Right on {share} of {count} test faces.")
        return text.format(share=share, count=measured.count)
    text = translate(
        "Model",
        "Right on {share} of {count} test faces, and on {photos} of photos from elsewhere, where "
        "a label it lacks counts as wrong.",
    )
    return text.format(share=share, count=measured.count, photos=percent(photos))


def protocol(measured: "SplitMetrics") -> str:
    """Return how the accuracy was measured, and on how many pictures."""
    count = f"n = {measured.count}"
    text = protocol_text(measured.protocol)
    text = text if count in text else f"{text}, {count}"
    return text.replace(" = ", "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}")


def mistake(truth: Emotion, answer: Emotion, count: int, total: int) -> str:
    """Return in words what one field of the confusion matrix says."""
    text = (
        translate("Model", "{truth} called {answer}: {count} of {total} faces, {share}")
        if truth is not answer
        else translate("Model", "{truth} found: {count} of {total} faces, {share}")
    )
    return text.format(
        truth=emotion_name(truth),
        answer=emotion_name(answer),
        count=count,
        total=total,
        share=percent(count / total if total else 0.0),
    )


def _figures(metadata: "CheckpointMetadata") -> list[tuple[str, str]]:
    measured = metadata.measured
    temperature = (translate("Model", "Temperature"), local_number(f"{metadata.temperature:.2f}"))
    if measured is None:
        return [temperature]
    ece = f"{percent(measured.ece_before, 1)} → {percent(measured.ece, 1)}"
    return [
        (translate("Model", "Measured on"), protocol(measured)),
        (translate("Model", "Macro-F1"), percent(measured.macro_f1, 1)),
        (translate("Model", "Calibration error"), ece),
        temperature,
    ]


def _each(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(texts))


def _member(member: Member) -> str:
    name, metadata = member
    measured = metadata.measured
    return f"{name}, {percent(measured.accuracy, 1)}" if measured else name


def _input(metadata: "CheckpointMetadata") -> str:
    gray = metadata.input.channels == 1
    text = (
        translate("Model", "{size} × {size} px, gray")
        if gray
        else translate("Model", "{size} × {size} px, colour")
    )
    return text.format(size=metadata.input.size)


def _data(metadata: "CheckpointMetadata") -> str:
    return translate("Model", _LABELS[metadata.label_source])


def _made(metadata: "CheckpointMetadata") -> str:
    return f"{metadata.created_at:%Y-%m-%d}, emotion-desktop {metadata.package_version}"
