"""Faces a second through training steps, in float32 and in bf16.

::

    python -m benchmarks.training_steps [--device cuda] [--threads 2]
"""

import os

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # before PyTorch is imported

import time

import torch

from benchmarks.harness import make_parser, report
from emotion_desktop.cli.benchmark.tables import make_table
from emotion_desktop.models import get_spec, list_models
from emotion_desktop.models.checkpoint import choose_device
from trainer.precision import BATCH, training_step


def rate(name: str, size: int, *, bf16: bool, device: torch.device, seconds: float) -> float:
    """Return faces a second, forward, backward and optimizer step, in batches of 64.

    Args:
        name: One of `list_models()`.
        size: Side of the input in pixels.
        bf16: Whether to compute in bfloat16 where PyTorch deems it safe.
        device: Where to compute.
        seconds: How long to measure, after two steps of warm-up.
    """
    step = training_step(name, device, bf16=bf16, size=size)
    for _ in range(2):
        step()
    began, steps = time.monotonic(), 0
    while time.monotonic() - began < seconds:
        step()
        steps += 1
    return steps * BATCH / (time.monotonic() - began)


def main() -> None:
    """Print the table."""
    parser = make_parser("training_steps", __doc__)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--threads", type=int, default=1, help="CPU threads, default 1")
    parser.add_argument("--seconds", type=float, default=4.0, help="for each figure")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    device = choose_device(args.device)
    rows = []
    for name in list_models():
        full = get_spec(name).size
        # the two whose recipe begins with small faces
        for size in (full, 32) if name in {"cnn48_gray", "se64_rgb"} else (full,):
            plain, fast = (
                rate(name, size, bf16=bf16, device=device, seconds=args.seconds)
                for bf16 in (False, True)
            )
            rows.append(
                (name, f"{size} px", f"{plain:.0f}", f"{fast:.0f}", f"{fast / plain:.2f} ×")
            )
    title = f"faces a second, batches of 64, {device}, {args.threads} thread(s)"
    report(make_table(("network", "input", "float32", "bf16", "ratio"), rows, title))


if __name__ == "__main__":
    main()
