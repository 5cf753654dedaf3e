"""Trains every shipped checkpoint anew, by what its own header says of each run that led to it.

::

    python -m tools.regenerate_checkpoints --dry-run
    python -m tools.regenerate_checkpoints --out runs/again \
        --data fer2013.csv --ferplus fer2013new.csv

The runs are trained by `tools.train_queue`, which goes on where it was stopped and takes the other
options, too. `--dry-run` lists the commands instead; `--plan FILE` writes them as a plan. The last
run of each checkpoint has its name. Weights are the same bit for bit only on the same machine,
with the same versions and number of threads; runs of version 0.1 did not record all of that, nor
which emotions intermediate runs counted as another: those of the checkpoint stand for them.
"""

import argparse
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from emotion_desktop.config import shipped_checkpoints
from emotion_desktop.files.atomic_write import write_whole
from emotion_desktop.models import CheckpointMetadata, read_metadata
from tools import train_queue
from tools.train_queue import PlannedRun
from trainer.artefacts.train_command import training_command

DATA = {"--data", "--ferplus"}
"""Options that the queue gives to all runs."""


def planned_runs(checkpoints: Mapping[str, CheckpointMetadata]) -> list[PlannedRun]:
    """Return all runs that lead to checkpoints, each after those it starts or learns from.

    Args:
        checkpoints: Headers by name.
    """
    headers: dict[str, CheckpointMetadata] = {}
    for metadata in checkpoints.values():
        for digest, header in _chain(metadata):
            headers.setdefault(digest, header)
    named = {metadata.weights_sha256: name for name, metadata in checkpoints.items()}
    names = {d: named.get(d, f"{h.architecture}-{d[:8]}") for d, h in headers.items()}
    planned: dict[str, PlannedRun] = {}

    def plan(digest: str) -> None:
        header = headers[digest]
        start, *teachers = _needed(header)
        for other in (start, *teachers):
            if other is not None and other not in planned:
                plan(other)
        arguments = _arguments(header)
        told = {"START.safetensors": f"{{{names[start]}}}"} if start else {}
        told["TEACHER.safetensors"] = ",".join(f"{{{names[one]}}}" for one in teachers if one)
        arguments = [told.get(argument, argument) for argument in arguments]
        if digest not in named:
            arguments.append("--no-private-test")
        planned[digest] = PlannedRun(name=names[digest], arguments=tuple(arguments))

    for digest in headers:
        if digest not in planned:
            plan(digest)
    return list(planned.values())


def _chain(metadata: CheckpointMetadata) -> Iterator[tuple[str, CheckpointMetadata]]:
    """Yield the digest of the weights and the header of a checkpoint and of all it came from."""
    yield metadata.weights_sha256, metadata
    start: Any = metadata.training.get("init")
    if isinstance(start, dict) and "training" in start:
        classes = tuple(start.get("classes", metadata.classes))
        settings = start["training"] | _amounts(start["training"].get("augmentation"))
        earlier = {
            "classes": classes,
            "merges": metadata.merges if set(classes) <= set(metadata.classes) else {},
            "training": settings,
            "label_source": settings.get("labels", metadata.label_source),
            "weights_sha256": start["weights_sha256"],
        }
        yield from _chain(CheckpointMetadata.model_validate(metadata.model_dump() | earlier))


def _amounts(augmentation: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
    """Return amounts as they are written now: the first runs had one number for two bounds."""
    if not isinstance(augmentation, dict):
        return {}
    bounds = {
        name: [round(1 - value, 6), round(1 + value, 6)]
        for name, value in augmentation.items()
        if name in {"contrast", "brightness", "sharpness"} and isinstance(value, float | int)
    }
    return {"augmentation": augmentation | bounds}


def _needed(header: CheckpointMetadata) -> list[str | None]:
    """Return the digest of what a run starts from, None for random weights, and its teachers'."""
    start: Any = header.training.get("init")
    teachers: Any = header.training.get("teachers", [])
    first = start["weights_sha256"] if isinstance(start, dict) and "training" in start else None
    return [first, *(teacher["weights_sha256"] for teacher in teachers)]


def _arguments(header: CheckpointMetadata) -> list[str]:
    """Return the arguments of a run but for its data."""
    words = iter(shlex.split(training_command(header))[1:])
    kept = []
    for word in words:
        if word in DATA:
            next(words)
        else:
            kept.append(word)
    return kept


def plan_toml(runs: Sequence[PlannedRun]) -> str:
    """Return a plan that `tools.train_queue` reads."""
    tables = (
        f"[[run]]\nname = '{run.name}'\narguments = '''{shlex.join(run.arguments)}'''\n"
        for run in runs
    )
    return "\n".join(tables)


def main(argv: Sequence[str] | None = None) -> int:
    """Train, or say how; return 0 if all is done."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--dry-run", action="store_true", help="only list the commands")
    parser.add_argument("--plan", type=Path, help="only write a plan of tools.train_queue")
    args, others = parser.parse_known_args(argv)
    paths = sorted(shipped_checkpoints().glob("*.safetensors"))
    runs = planned_runs({path.stem: read_metadata(path) for path in paths})
    if args.dry_run:
        for run in runs:
            print(f"{run.name}: emotion-train {shlex.join(run.arguments)}")  # noqa: T201
        return 0
    plan = args.plan or Path("regenerate.toml")
    write_whole(plan, plan_toml(runs).encode())
    return 0 if args.plan else train_queue.main([str(plan), *others])


if __name__ == "__main__":
    sys.exit(main())
