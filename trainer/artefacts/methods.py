"""What a methods section needs of a run, from its header and its scores alone."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from pydantic import JsonValue

from emotion_desktop.models import CheckpointMetadata
from trainer.artefacts.card_text import CALIBRATION, DRAWN, SAME_BITS
from trainer.artefacts.distribution import class_counts
from trainer.artefacts.model_card import (
    data_text,
    limits_text,
    markdown_table,
    settings_text,
    training_text,
)
from trainer.artefacts.train_command import is_drawn, training_command
from trainer.evaluation.bootstrap import Interval, bootstrap
from trainer.evaluation.score import Score

MOST_ERRORS: Final = 10
RESAMPLES: Final = 2000


def methods(
    metadata: CheckpointMetadata, scores: Sequence[Score], command: str | None = None
) -> str:
    """Return Markdown: data, preprocessing, network, training, environment, results, limits.

    Args:
        metadata: The header of the finished checkpoint.
        scores: What it said of PublicTest and, if there is one, of PrivateTest.
        command: The command line that was run; derived from the header if None.
    """
    sections = {
        "Data and split": f"{data_text(metadata)}\n\n{_counts(metadata)}",
        "Preprocessing": _preprocessing(metadata),
        "Architecture": _architecture(metadata),
        "Training": f"{_optimisation(metadata.training)}\n\n{training_text(_as_used(metadata))}"
        f"\n\n    {command or training_command(metadata)}",
        "Environment and seed": f"Seed {metadata.training.get('seed')}. "
        f"{settings_text(metadata.environment)}.\n\n{SAME_BITS}",
        "Results": "\n\n".join(map(_results, scores)) + f"\n\n{CALIBRATION}",
        "Errors": _errors(scores[-1]),
        "Limits": limits_text(metadata.measured),
    }
    body = "\n\n".join(f"## {title}\n\n{text}" for title, text in sections.items())
    drawn = f"**{DRAWN}**\n\n" if is_drawn(metadata) else ""
    return f"# Methods\n\n{drawn}{body}\n"


def _counts(metadata: CheckpointMetadata) -> str:
    splits = class_counts(metadata)
    rows = [
        (emotion, *(f"{counts.get(emotion, 0):,}" for counts in splits.values()))
        for emotion in metadata.classes
    ]
    total = ("all", *(f"{sum(counts.values()):,}" for counts in splits.values()))
    return markdown_table(("class", *splits), [*rows, total])


def _preprocessing(metadata: CheckpointMetadata) -> str:
    given = metadata.input
    colour = "gray" if given.channels == 1 else "RGB"
    mean, std = (", ".join(f"{v:g}" for v in dict.fromkeys(vs)) for vs in (given.mean, given.std))
    cut = (
        "Faces were found in the pictures, and cut out with eyes, nose and mouth at fixed places"
        if metadata.training.get("align")
        else "Pictures of faces as they are in the data"
    )
    amounts = metadata.training.get("augmentation")
    changed = [
        f"{name} {settings_text({name: value}).partition(' ')[2]}"
        for name, value in (amounts if isinstance(amounts, dict) else {}).items()
        if value not in (0, None, [1.0, 1.0])
    ]
    return (
        f"{cut}; {given.size}x{given.size} {colour}, pixels in 0–1, less {mean}, divided by {std}. "
        f"In training only, each face was changed at random: {', '.join(changed) or 'not at all'}."
    )


def _architecture(metadata: CheckpointMetadata) -> str:
    return (
        f"`{metadata.architecture}`, {metadata.parameters:,} trainable parameters, "
        f"{len(metadata.classes)} logits: {', '.join(metadata.classes)}. Probabilities are the "
        f"softmax of the logits divided by {metadata.temperature:.3f}, the minimum of the negative "
        "log-likelihood of PublicTest (Guo et al. 2017, https://arxiv.org/abs/1706.04599)."
    )


def _optimisation(training: Mapping[str, JsonValue]) -> str:
    """Return start, loss and choice of the epoch in words."""
    start = training.get("init")
    begin = (
        f"with those of {start.get('from', start.get('architecture'))}"
        if isinstance(start, dict)
        else "at random"
    )
    gamma = training.get("focal_gamma")
    loss = [f"Focal loss (gamma {gamma})" if gamma else "Cross-entropy"]
    loss[0] += " against the labels"
    if (weights := training.get("class_weights", "none")) != "none":
        loss.append(f"classes weighted by {weights}")
    if smoothing := training.get("label_smoothing"):
        loss.append(f"label smoothing {smoothing}")
    averaged = " of their moving average" if training.get("ema_decay") else ""
    return (
        f"Weights begin {begin}. {', '.join(loss)}.{''.join(_teaching(training))} Kept are the "
        f"weights{averaged} after the epoch, at full size, of the highest accuracy on PublicTest; "
        f"training ends early after {training.get('patience')} epochs without a higher one."
    )


def _teaching(training: Mapping[str, JsonValue]) -> Iterator[str]:
    teachers = training.get("teachers")
    if isinstance(teachers, list):
        names = [
            f"{teacher.get('file', teacher.get('architecture'))} (`{teacher['weights_sha256']}`)"
            for teacher in teachers
            if isinstance(teacher, dict)
        ]
        yield (
            f" {training.get('teacher_weight', 0):.0%} of the loss is the distance to "
            f"{' and '.join(names)}, temperature {training.get('teacher_temperature')}."
        )


def _as_used(metadata: CheckpointMetadata) -> CheckpointMetadata:
    """Return a header without what another section says, and without settings of no effect."""
    return metadata.model_copy(
        update={"training": _without_unused(metadata.training), "environment": {}}
    )


def _without_unused(training: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    unused = {"labels", "training_faces", "validation_faces"}
    if "teachers" not in training:
        unused |= {"teacher_weight", "teacher_temperature", "teacher_view"}
    left = {name: value for name, value in training.items() if name not in unused}
    start = left.get("init")
    if isinstance(start, dict) and isinstance(earlier := start.get("training"), dict):
        left["init"] = start | {"training": _without_unused(earlier)}
    return left


def _results(score: Score) -> str:
    metrics = score.metrics
    found = bootstrap(
        score.logits, score.samples.labels, temperature=score.temperature, resamples=RESAMPLES
    ).intervals()
    rows = [
        ("accuracy", _share(found["accuracy"])),
        ("macro-F1", _share(found["macro_f1"])),
        ("negative log-likelihood", _number(found["nll"])),
        ("Brier score", _number(found["brier"])),
        ("ECE, 15 bins", f"{metrics.ece:.4f}; by chance {metrics.ece_floor:.4f}"),
    ]
    recall = [
        (name, f"{share:.1%}", f"{metrics.support[name]:,}")
        for name, share in metrics.recall.items()
    ]
    return (
        f"{metrics.protocol}; 95 % percentile intervals of {RESAMPLES:,} bootstrap resamples of "
        f"the faces (Efron 1979).\n\n{markdown_table(('figure', 'value (95 % interval)'), rows)}"
        f"\n\n{markdown_table(('class', 'recall', 'faces'), recall)}"
    )


def _share(found: Interval) -> str:
    return f"{found.value:.2%} ({found.low:.2%} to {found.high:.2%})"


def _number(found: Interval) -> str:
    return f"{found.value:.4f} ({found.low:.4f} to {found.high:.4f})"


def _errors(score: Score) -> str:
    lines = "\n".join(f"- {line}" for line in _confusions(score))
    return f"Commonest confusions ({score.metrics.protocol}):\n\n{lines or '- none'}"


def _confusions(score: Score) -> Iterator[str]:
    classes, counts = list(score.metrics.recall), np.array(score.metrics.confusion)
    np.fill_diagonal(counts, 0)
    for place in np.argsort(-counts, axis=None, kind="stable")[:MOST_ERRORS].tolist():
        row, column = divmod(place, len(classes))
        if count := int(counts[row, column]):
            true, total = classes[row], score.metrics.support[classes[row]]
            yield f"{true} taken for {classes[column]}: {count} of {total} ({count / total:.1%})"
