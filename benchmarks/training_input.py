"""How many faces a second reach the network in training, our way and the usual way.

::

    python -m benchmarks.training_input [--data fer2013.csv] [--device cuda] [--json]

Ours: the whole set lies on the device as uint8; a batch is cut out, changed and normalised there.
Usual: torchvision transforms change one Pillow image at a time in a DataLoader, whose batches
move to the device. Both change faces by the same amounts. They take turns, so that whatever else
the machine does slows both; the median of the rounds counts.
"""

import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.harness import add_json, make_parser, report
from emotion_desktop.cli.benchmark.tables import make_table


def main(argv: Sequence[str] | None = None) -> int:
    """Print faces per second of each way, and how many times as fast ours is."""
    parser = make_parser("training_input", __doc__)
    parser.add_argument("--data", type=Path, help="FER2013 CSV; made-up faces if not given")
    parser.add_argument("--batch-size", type=int, default=128)
    parser.add_argument("--workers", type=int, nargs="+", default=[0, 2])
    parser.add_argument("--seconds", type=float, default=4.0, help="per way and round")
    parser.add_argument("--device", default="auto")
    add_json(parser)
    args = parser.parse_args(argv)
    # As emotion-train does, before PyTorch: idle threads that spin take the core from the others.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    if importlib.util.find_spec("torchvision") is None:
        parser.error("the usual way is torchvision's: pip install torchvision")
    import torch

    from benchmarks.input_rates import OURS, made_up_faces, measure
    from emotion_desktop.models.checkpoint import choose_device
    from trainer.data import load_faces

    device = choose_device(args.device)
    images = load_faces([args.data]).images if args.data else made_up_faces(8192)
    rates = measure(
        images,
        batch_size=args.batch_size,
        workers=args.workers,
        seconds=args.seconds,
        device=device,
    )
    ratios = {name: rates[OURS] / found for name, found in rates.items() if name != OURS}
    document = {
        "device": str(device),
        "threads": torch.get_num_threads(),
        "faces": len(images),
        "batch_size": args.batch_size,
        "images_per_second": rates,
        "times_as_fast": ratios,
    }
    title = (
        f"training input on {device}, {torch.get_num_threads()} threads, "
        f"{len(images)} faces of 48 x 48, batches of {args.batch_size}"
    )
    faster = {name: f"{ratio:.1f} x as fast" for name, ratio in ratios.items()}
    rows = [(name, f"{found:,.0f}", faster.get(name, "")) for name, found in rates.items()]
    table = make_table(("way", "images/s", "ours is"), rows, title)
    return report(table, document=document, as_json=args.json)


if __name__ == "__main__":
    sys.exit(main())
