"""`emotion-train` and `emotion-evaluate`: arguments and terminal output; PyTorch comes in late."""

import argparse
import importlib.util
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from emotion_desktop.config import find_checkpoint
from emotion_desktop.errors import DataError
from emotion_desktop.labels import parse_classes
from emotion_desktop.models import get_spec, list_models, load_checkpoint

if TYPE_CHECKING:
    from trainer.recipes import Recipe

DATA_HELP = """\
FER2013 is a CSV with the columns emotion, pixels, Usage; the FER+ votes are fer2013new.csv from
https://github.com/microsoft/FERPlus. Compressed files (.gz, .xz, .zip) are read as they are."""


def main(argv: Sequence[str]) -> None:
    """Train."""
    _train(_train_parser().parse_args(argv))


def evaluate(argv: Sequence[str]) -> None:
    """Score a checkpoint."""
    _evaluate(_evaluate_parser().parse_args(argv))


def _train_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="emotion-train",
        description="Train one of the architectures; the checkpoint is what the app loads.",
        epilog=DATA_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--arch", required=True, choices=list_models())
    parser.add_argument("--data", required=True, type=Path, help="FER2013 CSV")
    parser.add_argument("--ferplus", type=Path, help="FER+ votes; without them, FER2013's labels")
    parser.add_argument("--classes", help="comma-separated; default: the architecture's own")
    parser.add_argument("--epochs", type=_positive_int)
    parser.add_argument("--batch-size", type=_positive_int)
    parser.add_argument("--lr", type=_positive_float, help="peak learning rate")
    parser.add_argument("--init", help="start from this checkpoint (name or file) instead of anew")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="auto", help="auto (default), cpu, cuda, cuda:1, mps")
    parser.add_argument("--threads", type=_positive_int, help="CPU threads; default: all cores")
    parser.add_argument("--out", type=Path, help="folder to write; default: runs/ARCH-DATE-TIME")
    return parser


def _evaluate_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="emotion-evaluate",
        description="Score a checkpoint on FER2013, by the labels it was trained on.",
        epilog=DATA_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--checkpoint", required=True, help="name of a trained model, or a file")
    parser.add_argument("--data", required=True, type=Path, help="FER2013 CSV")
    parser.add_argument("--ferplus", type=Path, help="FER+ votes")
    parser.add_argument(
        "--labels",
        choices=("fer2013", "ferplus-majority", "ferplus-votes"),
        help="default: FER+ if --ferplus is given",
    )
    parser.add_argument(
        "--split", default="PrivateTest", choices=("Training", "PublicTest", "PrivateTest")
    )
    parser.add_argument("--device", default="auto", help="auto (default), cpu, cuda, cuda:1, mps")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    return parser


def _train(args: argparse.Namespace) -> None:
    from emotion_desktop.models.checkpoint import choose_device
    from trainer.data import load_faces
    from trainer.display import TrainingDisplay, print_metrics
    from trainer.recipes import RECIPES
    from trainer.run import RunConfig, train

    if args.threads:
        import torch

        torch.set_num_threads(args.threads)
    if importlib.util.find_spec("matplotlib") is None:
        msg = "training needs the extra packages: pip install 'emotion-desktop[train]'"
        raise DataError(msg)
    console = _console()
    device = choose_device(args.device)
    spec = get_spec(args.arch)
    recipe = _overridden(RECIPES[args.arch], args)
    if args.classes:
        recipe = replace(recipe, merges={})
    config = RunConfig(
        architecture=args.arch,
        classes=parse_classes(args.classes) if args.classes else spec.classes,
        labels="ferplus-votes" if args.ferplus else "fer2013",
        recipe=recipe,
        seed=args.seed,
        folder=args.out or Path("runs") / f"{args.arch}-{datetime.now():%Y%m%d-%H%M%S}",
        init=find_checkpoint(args.init) if args.init else None,
    )
    with console.status(f"reading {args.data.name} (parsed once, then cached)"):
        table = load_faces([args.data], ferplus=args.ferplus)
    console.print(f"training [bold]{args.arch}[/] on {device}: {', '.join(config.classes)}")
    try:
        with TrainingDisplay(console, recipe.epochs) as display:
            checkpoint = train(
                config,
                table,
                device=device,
                on_step=display.step,
                on_epoch=display.epoch,
                on_interrupt=display.interrupted,
            )
    except KeyboardInterrupt:
        kept = f"the best epoch, not yet scored, is in {config.checkpoint}"
        console.print("stopped;", kept if config.checkpoint.is_file() else "nothing was written")
        raise
    for metrics in checkpoint.metadata.metrics.values():
        print_metrics(console, metrics)
    console.print(
        f"saved {config.checkpoint}\nuse it: emotion-desktop --model {config.checkpoint}",
        soft_wrap=True,
    )


def _evaluate(args: argparse.Namespace) -> None:
    from emotion_desktop.models.checkpoint import choose_device
    from trainer.data import load_faces
    from trainer.display import print_metrics
    from trainer.run import score

    console = _console()
    device = choose_device(args.device)
    checkpoint = load_checkpoint(find_checkpoint(args.checkpoint))
    table = load_faces([args.data], ferplus=args.ferplus)
    metrics = score(
        checkpoint,
        table,
        args.split,
        device=device,
        labels=args.labels or ("ferplus-votes" if args.ferplus else "fer2013"),
        temperature=checkpoint.metadata.temperature,
    ).metrics
    if args.json:
        sys.stdout.write(json.dumps(metrics.model_dump(mode="json"), indent=1) + "\n")
    else:
        console.print(f"[bold]{checkpoint.path.stem}[/] on {device}")
        print_metrics(console, metrics)


def _overridden(recipe: "Recipe", args: argparse.Namespace) -> "Recipe":
    given = {name: getattr(args, name) for name in ("epochs", "batch_size", "lr")}
    return replace(recipe, **{name: value for name, value in given.items() if value is not None})


def _console() -> Console:
    """Return a console; piped into a file it is wide enough for the confusion of eight classes."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=130)


def _positive_int(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        msg = f"must be a whole number of at least 1, got {text!r}"
        raise argparse.ArgumentTypeError(msg)
    return int(text)


def _positive_float(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        msg = f"must be a number above 0, got {text!r}"
        raise argparse.ArgumentTypeError(msg)
    return value
