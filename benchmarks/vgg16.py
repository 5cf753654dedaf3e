"""Our networks at their own size beside VGG-16 at 224: memory and time of a training step.

Faces of 48 pixels can be made larger for a network that was made for larger pictures; this says
what that costs, against `cnn48_gray`, which looks at them as they are. Processes of their own, so
that the peak of one is not that of another.

::

    python -m benchmarks.vgg16 [--batch 16] [--threads 1] [--steps 3]
"""

import argparse
import json
import multiprocessing
import resource
import sys
import time
from multiprocessing.connection import Connection

from rich.console import Console
from rich.table import Table

VGG16 = "VGG-16 at 224"
OURS = "cnn48_gray"


def measure(name: str, batch: int, threads: int, steps: int, pipe: Connection) -> None:
    """Send parameters, bytes that training added at most, and seconds a face takes."""
    import torch
    from torch import nn

    from emotion_desktop.models import create_model, get_spec

    torch.set_num_threads(threads)
    if name == VGG16:
        from torchvision.models import vgg16

        model, shape = vgg16(num_classes=7), (3, 224, 224)
    else:
        model, shape = create_model(name, 7), get_spec(name).input_shape
    optimizer = torch.optim.Adam(model.parameters())
    faces, labels = torch.rand(batch, *shape), torch.arange(batch) % 7
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    def step() -> None:
        optimizer.zero_grad()
        torch.autograd.backward(nn.functional.cross_entropy(model(faces), labels))
        optimizer.step()

    step()  # warm-up: makes the optimizer's state
    began = time.monotonic()
    for _ in range(steps):
        step()
    seconds = (time.monotonic() - began) / steps / batch
    unit = 1 if sys.platform == "darwin" else 1024
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit
    parameters = sum(p.numel() for p in model.parameters())
    pipe.send(json.dumps({"parameters": parameters, "bytes": peak, "seconds": seconds}))


def in_a_process(name: str, batch: int, threads: int, steps: int) -> dict[str, float]:
    """Return what `measure` finds in a process of its own."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=measure, args=(name, batch, threads, steps, theirs))
    process.start()
    theirs.close()
    found: dict[str, float] = json.loads(ours.recv())
    process.join()
    return found


def saved(ours: float, theirs: float) -> str:
    """Return how much less one is than the other."""
    return f"{1 - ours / theirs:.1%} less" if ours <= theirs else f"{ours / theirs - 1:.1%} more"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.vgg16")
    parser.add_argument("--batch", type=int, default=16, help="faces a step")
    parser.add_argument("--threads", type=int, default=1, help="CPU threads, default 1")
    parser.add_argument("--steps", type=int, default=3, help="steps to measure, after one")
    args = parser.parse_args()
    rows = {
        name: in_a_process(name, args.batch, args.threads, args.steps) for name in (VGG16, OURS)
    }
    table = Table(title=f"training steps of {args.batch} faces, Adam, {args.threads} thread(s)")
    for column in ("network", "parameters", "memory added, MB", "ms a face"):
        table.add_column(column, justify="left" if column == "network" else "right")
    for name, row in rows.items():
        figures = (f"{row['parameters']:,.0f}", f"{row['bytes'] / 1e6:,.0f}")
        table.add_row(name, *figures, f"{1000 * row['seconds']:.1f}")
    less = (saved(rows[OURS][of], rows[VGG16][of]) for of in ("parameters", "bytes", "seconds"))
    table.add_row("difference", *less)
    Console().print(table)


if __name__ == "__main__":
    main()
