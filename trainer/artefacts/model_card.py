"""The model card: what a checkpoint is, what it can and cannot do, and how it was made.

Mitchell et al. 2018, "Model Cards for Model Reporting", https://arxiv.org/abs/1810.03993.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from pydantic import JsonValue

from emotion_desktop.errors import UnknownModelError
from emotion_desktop.models import CheckpointMetadata, SplitMetrics, get_spec
from trainer.artefacts.card_text import (
    CALIBRATION,
    DRAWN,
    ETHICS,
    FER2013,
    FERPLUS,
    LABELS,
    LIMITS,
    MEASURES,
    SAME_BITS,
    SAME_FIGURES,
    USE,
)
from trainer.artefacts.train_command import (
    evaluation_command,
    is_drawn,
    is_fer2013,
    training_command,
)
from trainer.evaluation.metrics import class_figures

MISTAKES: Final = 3
"""So many pairs of classes are named as those that are most often confused."""


def card(
    metadata: CheckpointMetadata,
    *,
    file: str | None = None,
    pictures: Sequence[str] = (),
    command: str | None = None,
    webcam: str = "",
) -> str:
    """Return a model card in Markdown, from what stands in a checkpoint's header.

    Args:
        metadata: The header.
        file: Name of the checkpoint's file.
        pictures: Names of pictures beside the card to show in it.
        command: The command line of the training; derived from the header if None.
        webcam: What it reads of faces as a bad webcam shows them, in Markdown.
    """
    file = file or f"{metadata.architecture}.safetensors"
    sections = {
        "Model": _model(metadata, file),
        "Intended use": USE,
        "Data and labels": data_text(metadata),
        "Training": training_text(metadata),
        "Figures": _figures(metadata),
        "By class": _by_class(metadata.measured) if metadata.measured else "Not measured yet.",
        "Faces as a bad webcam shows them": webcam,
        "Pictures": "\n\n".join(f"![{_title(name)}]({name})" for name in pictures),
        "Limits": limits_text(metadata.measured),
        "Ethics": ETHICS,
        "How to use": _usage(metadata, file),
        "How to reproduce": _reproduction(metadata, file, command),
    }
    body = "\n\n".join(f"## {title}\n\n{text}" for title, text in sections.items() if text)
    return f"# {Path(file).stem}\n\n{_summary(metadata)}\n\n{body}\n"


def _summary(metadata: CheckpointMetadata) -> str:
    classes = f"{len(metadata.classes)} expression categories ({', '.join(metadata.classes)})"
    drawn = f"**{DRAWN}**\n\n" if is_drawn(metadata) else ""
    text = f"{drawn}Says which of {classes} a face resembles."
    measured = metadata.measured
    if measured is None:
        return text
    return (
        f"{text} Accuracy **{measured.accuracy:.2%}**, macro-F1 {measured.macro_f1:.2%}, "
        f"calibration error {measured.ece:.4f} ({measured.protocol})."
    )


def _model(metadata: CheckpointMetadata, file: str) -> str:
    try:
        spec = get_spec(metadata.architecture)
        about = (sys.modules[spec.build.__module__].__doc__ or "").splitlines()
        architecture = ": ".join([f"`{spec.name}`", *(line.rstrip(".") for line in about[:1])])
    except UnknownModelError:
        architecture = f"`{metadata.architecture}`"
    given = metadata.input
    colour = "gray" if given.channels == 1 else "RGB"
    classes = ", ".join(metadata.classes)
    rows = {
        "Architecture": architecture,
        "Parameters": f"{metadata.parameters:,}",
        "Input": f"{given.size}x{given.size} {colour}, pixels in 0–1, less {_list(given.mean)}, "
        f"divided by {_list(given.std)}",
        "Output": f"logits of {classes}; divided by temperature {metadata.temperature:.3f}, "
        "softmax gives calibrated probabilities",
        "File": f"`{file}`: safetensors, weights as float16, everything here in the header",
        "SHA-256 of the weights": f"`{metadata.weights_sha256}`" if metadata.weights_sha256 else "",
        "Made": f"{metadata.created_at:%Y-%m-%d} with emotion-desktop {metadata.package_version}",
    }
    return markdown_table(("", ""), [(name, value) for name, value in rows.items() if value])


def data_text(metadata: CheckpointMetadata) -> str:
    """Return where faces and labels came from, and what each split was for."""
    lines = [FER2013] if is_fer2013(metadata) else []
    if metadata.label_source != "fer2013":
        lines.append(FERPLUS)
    lines.append(f"Labels trained on: {LABELS[metadata.label_source]}.")
    merged = [f"{old} counts as {new}" for old, new in metadata.merges.items() if old != new]
    if merged:
        lines.append(f"Merged: {', '.join(merged)}.")
    lines += [
        "Trained on the split Training; epoch and temperature chosen on PublicTest"
        f"{_private_readings(metadata)}.",
        *_fingerprints(metadata),
    ]
    return "\n".join(f"- {line}" for line in lines)


def _fingerprints(metadata: CheckpointMetadata) -> Iterator[str]:
    files = metadata.training.get("data_files")
    if "precision" not in metadata.environment:  # version 0.1, which knew the files only
        yield f"SHA-256 of the data files: `{metadata.data_fingerprint}`."
        return
    yield f"SHA-256 of faces, labels and votes, however packed: `{metadata.data_fingerprint}`."
    for name, digest in files.items() if isinstance(files, dict) else ():
        yield f"`sha256sum {name}`: `{digest}`."


def _private_readings(metadata: CheckpointMetadata) -> str:
    """Return in words how many of the runs that led here were scored on PrivateTest."""
    read = ["PrivateTest" in metadata.metrics]
    start = metadata.training.get("init")
    while isinstance(start, dict) and isinstance(start.get("training"), dict):
        scored_on = start.get("scored_on", ["PrivateTest"])  # version 0.1 scored every run
        read.append(isinstance(scored_on, list) and "PrivateTest" in scored_on)
        settings = start["training"]
        assert isinstance(settings, dict)
        start = settings.get("init")
    if not any(read):
        return ""
    if sum(read) == 1 and read[0]:
        return "; PrivateTest read once, at the end"
    return f"; PrivateTest read at the end of {sum(read)} of the {len(read)} runs that led here"


def training_text(metadata: CheckpointMetadata) -> str:
    """Return the settings of each run that led here, and which epoch was kept."""
    steps = list(_steps(metadata.training))
    lines = []
    if len(steps) > 1:
        lines.append(
            f"{len(steps)} runs, each from the weights of the one before; "
            "what is not named stayed as it was.\n"
        )
    before: Mapping[str, JsonValue] = {}
    for number, settings in enumerate(steps, start=1):
        text = settings_text(_changed(settings, before))
        lines.append(f"{number}. {text}" if len(steps) > 1 else text)
        before = settings
    history, kept = metadata.history, metadata.kept
    if kept is not None:
        minutes = sum(record.seconds for record in history) / 60
        duration = f"{minutes:.1f} min" if minutes < 6 else f"{minutes / 60:.1f} h"
        last = "The last run: " if len(steps) > 1 else ""
        epochs = "1 epoch" if len(history) == 1 else f"{len(history)} epochs"
        lines.append(
            f"\n{last}{epochs} in {duration}; the best on PublicTest was epoch "
            f"{kept.epoch} with {kept.val_accuracy:.2%}."
        )
    if metadata.environment:
        lines.append(f"\nMade with {settings_text(metadata.environment)}.")
    return "\n".join(lines)


def _steps(training: Mapping[str, JsonValue]) -> Iterator[Mapping[str, JsonValue]]:
    """Yield the settings of each run that led here, the first one first."""
    start = training.get("init")
    if isinstance(start, dict) and isinstance(start.get("training"), dict):
        earlier = start["training"]
        assert isinstance(earlier, dict)
        yield from _steps(earlier)
        taken = {"taken": start["taken"]} if "taken" in start else {}
        yield {name: value for name, value in training.items() if name != "init"} | taken
    else:
        yield training


def _changed(
    settings: Mapping[str, JsonValue], before: Mapping[str, JsonValue]
) -> dict[str, JsonValue]:
    """Return what is not as it was before, groups without what stayed; None for what is no more."""
    changed: dict[str, JsonValue] = {}
    for name, value in settings.items():
        earlier = before.get(name)
        if isinstance(value, dict) and isinstance(earlier, dict):
            parts = {key: part for key, part in value.items() if earlier.get(key) != part}
            if parts:
                changed[name] = parts
        elif name not in before or value != earlier:
            changed[name] = value
    return changed | dict.fromkeys(name for name in before if name not in settings)


def settings_text(settings: Mapping[str, JsonValue]) -> str:
    """Return settings by name in one sentence, groups of them at its end."""
    plain = [f"{name} {_value(v)}" for name, v in settings.items() if not isinstance(v, dict)]
    groups = [
        f"{name}: {', '.join(f'{key} {_value(v)}' for key, v in group.items())}"
        for name, group in settings.items()
        if isinstance(group, dict) and group and name != "data_files"
    ]
    return "; ".join([", ".join(plain), *groups])


def _figures(metadata: CheckpointMetadata) -> str:
    rows = [
        (
            metrics.protocol,
            f"{metrics.accuracy:.2%}",
            f"{metrics.macro_f1:.2%}",
            f"{metrics.ece_before:.4f} → {metrics.ece:.4f}",
            f"{metrics.nll_before:.4f} → {metrics.nll:.4f}",
        )
        for metrics in metadata.metrics.values()
    ]
    heads = ("protocol", "accuracy", "macro-F1", "ECE", "NLL")
    return f"{markdown_table(heads, rows)}\n\n{MEASURES}{_calibration(metadata)}"


def _calibration(metadata: CheckpointMetadata) -> str:
    """Return what the ECE is worth; nothing of a checkpoint of version 0.1, which doesn't know."""
    rows = [
        (
            metrics.protocol,
            f"{metrics.ece:.4f}",
            f"{metrics.ece_floor:.4f}",
            f"{metrics.rms_calibration_error:.4f}",
            f"{metrics.brier:.4f}",
        )
        for metrics in metadata.metrics.values()
        if metrics.ece_floor is not None
    ]
    heads = ("protocol", "ECE", "by chance", "debiased RMS error", "Brier")
    return f"\n\n{markdown_table(heads, rows)}\n\n{CALIBRATION}" if rows else ""


def _by_class(metrics: SplitMetrics) -> str:
    figures = class_figures(np.array(metrics.confusion))
    classes = list(metrics.recall)
    columns = (figures.recall, figures.precision, figures.f1)
    rows = [
        (name, *(f"{column[i]:.1%}" for column in columns), int(figures.support[i]))
        for i, name in enumerate(classes)
    ]
    confusion = [(f"**{c}**", *r) for c, r in zip(classes, metrics.confusion, strict=True)]
    return (
        f"{metrics.protocol}.{_mistakes(metrics)}\n\n"
        f"{markdown_table(('class', 'recall', 'precision', 'F1', 'faces'), rows)}\n\n"
        f"Confusion; rows are true classes, columns predicted ones:\n\n"
        f"{markdown_table(('', *classes), confusion)}"
    )


def _mistakes(metrics: SplitMetrics) -> str:
    """Return in a sentence the `MISTAKES` most frequent confusions of one class with another."""
    classes = list(metrics.recall)
    found = [
        (count, true, said)
        for true, row in zip(classes, metrics.confusion, strict=True)
        for said, count in zip(classes, row, strict=True)
        if count and said != true
    ]
    worst = sorted(found, key=lambda mistake: -mistake[0])[:MISTAKES]
    words = [
        f"{true} read as {said} ({count} of {metrics.support[true]})" for count, true, said in worst
    ]
    return f" Most frequent mistakes: {', '.join(words)}." if words else ""


def limits_text(metrics: SplitMetrics | None) -> str:
    """Return what a model is bad at, as it was measured, and what any of them is."""
    lines = []
    if metrics is not None:
        poor = [
            f"{name} in {recall:.0%} of its {metrics.support[name]} faces"
            for name, recall in metrics.weak_classes.items()
        ]
        few = [f"{name} ({n})" for name, n in metrics.rare_classes.items()]
        if poor:
            lines.append(f"- Found seldom: {', '.join(poor)} ({metrics.protocol}).")
        if few:
            lines.append(
                f"- Few test faces, so figures by class are rough for: {', '.join(few)}."
            )  # fmt: skip
    return "\n".join([*lines, LIMITS])


def _usage(metadata: CheckpointMetadata, file: str) -> str:
    return f"""\
```sh
emotion-desktop --model {file}
emotion-analyze photo.jpg --model {file}
```

```python
from emotion_desktop import EmotionPredictor

predictor = EmotionPredictor("{file}")
result = predictor.analyze("photo.jpg")
result.probabilities  # (faces, {len(metadata.classes)}): {", ".join(metadata.classes)}
```"""


def _reproduction(metadata: CheckpointMetadata, file: str, command: str | None) -> str:
    steps = list(_steps(metadata.training))
    before = (
        f"The last of {len(steps)} runs; `--init` takes the checkpoint of the one before.\n\n"
        if len(steps) > 1
        else ""
    )
    train = command or training_command(metadata)
    named = "".join(f"- {line}\n" for line in _weights_needed(metadata))
    return f"""\
{before}```sh
{train}
{evaluation_command(metadata, file)}
```

{named}{chr(10) if named else ""}{SAME_BITS if metadata.environment else SAME_FIGURES}"""


def _weights_needed(metadata: CheckpointMetadata) -> Iterator[str]:
    """Yield what tells the files that a training began from and learned from."""
    start = metadata.training.get("init")
    if isinstance(start, dict):
        if "file_sha256" in start:
            yield f"`{start['from']}`: the file with the SHA-256 `{start['file_sha256']}`"
        elif "weights_sha256" in start:
            yield f"`START.safetensors`: weights with the SHA-256 `{start['weights_sha256']}`"
    teachers = metadata.training.get("teachers")
    for teacher in teachers if isinstance(teachers, list) else ():
        assert isinstance(teacher, dict)
        name = teacher.get("file", teacher.get("architecture"))  # the latter in version 0.1
        digest = teacher["weights_sha256"]
        yield f"`TEACHER.safetensors`: `{name}`, weights with the SHA-256 `{digest}`"


def _value(value: JsonValue) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list):
        return "–".join(_value(part) for part in value)
    if isinstance(value, dict):
        return " ".join(str(part)[:12] for part in value.values())
    return str(value)


def _list(values: Sequence[float]) -> str:
    return ", ".join(f"{value:g}" for value in dict.fromkeys(values))


def _title(name: str) -> str:
    return name.partition(".")[0].replace("_", " ")


def markdown_table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
