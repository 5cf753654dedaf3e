"""Our networks at their own size beside VGG-16 at 224: memory and time of a training step.

Faces of 48 pixels can be made larger for a network that was made for larger pictures; this says
what that costs, against `cnn48_gray`, which looks at them as they are. Processes of their own, so
that the peak of one is not that of another.

::

    python -m benchmarks.vgg16 [--batch 16] [--threads 1] [--steps 3]
"""

import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor

from benchmarks.harness import make_parser, report
from benchmarks.peer_worker import peak_mb
from emotion_desktop.cli.benchmark.tables import make_table

VGG16 = "VGG-16 at 224"
OURS = "cnn48_gray"


def measure(name: str, batch: int, threads: int, steps: int) -> tuple[int, float, float]:
    """Return parameters, megabytes that training added at most, and seconds a face takes."""
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
    before = peak_mb()

    def step() -> None:
        optimizer.zero_grad()
        torch.autograd.backward(nn.functional.cross_entropy(model(faces), labels))
        optimizer.step()

    step()  # warm-up: makes the optimizer's state
    began = time.monotonic()
    for _ in range(steps):
        step()
    seconds = (time.monotonic() - began) / steps / batch
    return sum(p.numel() for p in model.parameters()), peak_mb() - before, seconds


def in_a_process(name: str, batch: int, threads: int, steps: int) -> tuple[int, float, float]:
    """Return what `measure` finds in a process of its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(measure, name, batch, threads, steps).result()


def saved(ours: float, theirs: float) -> str:
    """Return how much less one is than the other."""
    return f"{1 - ours / theirs:.1%} less" if ours <= theirs else f"{ours / theirs - 1:.1%} more"


def main() -> None:
    """Print the table."""
    parser = make_parser("vgg16", __doc__)
    parser.add_argument("--batch", type=int, default=16, help="faces a step")
    parser.add_argument("--threads", type=int, default=1, help="CPU threads, default 1")
    parser.add_argument("--steps", type=int, default=3, help="steps to measure, after one")
    args = parser.parse_args()
    found = {
        name: in_a_process(name, args.batch, args.threads, args.steps) for name in (VGG16, OURS)
    }
    rows: list[tuple[str, ...]] = [
        (name, f"{parameters:,}", f"{added_mb:,.0f}", f"{1000 * seconds:.1f}")
        for name, (parameters, added_mb, seconds) in found.items()
    ]
    rows.append(("difference", *map(saved, found[OURS], found[VGG16])))
    title = f"training steps of {args.batch} faces, Adam, {args.threads} thread(s)"
    report(make_table(("network", "parameters", "memory added, MB", "ms a face"), rows, title))


if __name__ == "__main__":
    main()
