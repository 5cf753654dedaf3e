"""The arguments of `emotion-train` that say what to train on what, and where to."""

import argparse
import re
from pathlib import Path

from emotion_desktop import __version__
from emotion_desktop.log_file import add_log_arguments
from emotion_desktop.models import list_models
from trainer.cli.evaluate import DATA_HELP, add_align_argument, add_plugin_argument, positive_int
from trainer.config import LOGGERS, OTHER_LOGGERS
from trainer.recipes import current_name

EPILOG = f"""\
{DATA_HELP}

Other commands, each with a --help of its own:
  emotion-train --list, emotion-train --describe ARCH
  emotion-train export CHECKPOINT --onnx
  emotion-train compare A B --data fer2013.csv
  emotion-train duplicates --data fer2013.csv
  torchrun --nnodes 2 --nproc-per-node 4 ... -m trainer --arch ...     several machines"""


def file_name(text: str) -> str:
    """Return a name that a file can have and a list separated by commas can hold.

    Raises:
        argparse.ArgumentTypeError: If it is none.
    """
    if not re.fullmatch(r"\w[\w.-]*", text) or text.endswith(".safetensors"):
        msg = f"must be of letters, digits, dots, hyphens and underscores, got {text!r}"
        raise argparse.ArgumentTypeError(msg)
    return text


def several(text: str) -> int:
    """Return a whole number of at least 2.

    Raises:
        argparse.ArgumentTypeError: If it is none.
    """
    if positive_int(text) < 2:
        msg = f"must be at least 2, got {text!r}"
        raise argparse.ArgumentTypeError(msg)
    return int(text)


def figure_kinds(text: str) -> tuple[str, ...]:
    """Return kinds of figures from a list like `pdf,svg`.

    Raises:
        argparse.ArgumentTypeError: If one of them is none.
    """
    kinds = tuple(dict.fromkeys(text.split(",")))
    if not set(kinds) <= {"pdf", "svg"}:
        msg = f"must be pdf, svg or pdf,svg, got {text!r}"
        raise argparse.ArgumentTypeError(msg)
    return kinds


def make_parser() -> argparse.ArgumentParser:
    """Return the parser, still without the settings of the recipe."""
    parser = argparse.ArgumentParser(
        prog="emotion-train",
        usage="emotion-train --arch ARCH [--data PATH ...] [settings]\n"
        "       emotion-train --resume FOLDER [--finish]",
        description="Train one of the architectures; the checkpoint is what the app loads.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    parser.add_argument("--arch", choices=list_models())
    parser.add_argument(
        "--recipe",
        type=current_name,
        default="best",
        choices=("best", "original"),
        help="ours, or the design's own",
    )
    data = parser.add_argument_group("data")
    data.add_argument(
        "--data",
        type=Path,
        nargs="+",
        metavar="PATH",
        help="default: FER2013, where --where-data says; else synthetic, drawn faces",
    )
    data.add_argument(
        "--where-data",
        action="store_true",
        help="say where data are looked for and where people get them, and leave",
    )
    data.add_argument("--ferplus", type=Path, help="FER+ votes for the CSV")
    data.add_argument(
        "--labels",
        choices=("fer2013", "ferplus-majority", "ferplus-votes"),
        help="the data's own, the majority of the votes, or their shares; default: the recipe's "
        "if --ferplus is given, else fer2013",
    )
    data.add_argument(
        "--classes", help="fer2013 (7), ferplus (8) or a comma-separated list; default: the arch's"
    )
    data.add_argument("--merge", help="7to4, or a list like disgust=anger,fear=sadness")
    data.add_argument(
        "--skip-bad",
        action="store_true",
        help="leave out damaged rows and pictures, and those without a face; count them",
    )
    add_align_argument(data)
    data.add_argument(
        "--limit", type=positive_int, metavar="N", help="learn a random part of N faces, for a try"
    )
    start = parser.add_argument_group("start and end")
    start.add_argument(
        "--init",
        metavar="CHECKPOINT",
        help="start from a checkpoint of the same architecture (name or file), or from ImageNet: "
        "vgg16, resnet18, or a .pth file of theirs",
    )
    start.add_argument(
        "--teacher", metavar="A,B", help="checkpoints whose answers are learned beside the labels"
    )
    start.add_argument("--resume", type=Path, metavar="FOLDER", help="go on with a run")
    start.add_argument(
        "--finish", action="store_true", help="with --resume: score the best epoch as it is"
    )
    start.add_argument(
        "--no-private-test",
        dest="private_test",
        action="store_false",
        help="do not score PrivateTest: for runs that others go on from or are chosen by",
    )
    start.add_argument("--out", type=Path, help="folder to write; default: runs/ARCH-DATE-TIME")
    start.add_argument(
        "--name", type=file_name, help="of the checkpoint, as the app lists it; default: ARCH"
    )
    plan = parser.add_argument_group("configurations")
    plan.add_argument(
        "--config",
        type=Path,
        metavar="TOML",
        help="a file with arguments by name, as --print-config writes it; others go before it",
    )
    plan.add_argument(
        "--print-config", action="store_true", help="print the whole configuration and leave"
    )
    plan.add_argument(
        "--dry-run", action="store_true", help="say what it would take, write nothing and leave"
    )
    protocol = parser.add_argument_group("protocol")
    protocol.add_argument(
        "--seeds", type=several, metavar="N", help="train N times, with seeds from --seed on"
    )
    protocol.add_argument(
        "--folds",
        type=positive_int,
        metavar="K",
        help="cross-validate: each of K parts is tested on once, the next one chooses the epoch",
    )
    protocol.add_argument("--fold", type=positive_int, metavar="I", help="this fold alone, from 1")
    protocol.add_argument(
        "--groups",
        type=Path,
        metavar="CSV",
        help="with --folds: a table with the column row; faces of one --by are in one fold",
    )
    protocol.add_argument("--by", metavar="COLUMN", help="of --groups, e.g. who it is")
    machine = parser.add_argument_group("machine")
    machine.add_argument(
        "--processes",
        type=positive_int,
        default=1,
        metavar="N",
        help="train with N processes, one for each GPU or some of the cores",
    )
    machine.add_argument(
        "--compile", action="store_true", help="compile the network first, by torch.compile"
    )
    machine.add_argument(
        "--logger",
        nargs="+",
        choices=(*LOGGERS, *OTHER_LOGGERS),
        default=list(LOGGERS),
        metavar="NAME",
        help=f"Lightning's loggers, of {', '.join((*LOGGERS, *OTHER_LOGGERS))}; default: the first "
        "two. The others need their packages and may send what they are told",
    )
    machine.add_argument(
        "--figures",
        type=figure_kinds,
        default=(),
        metavar="KINDS",
        help="pdf, svg or pdf,svg: write the pictures of the run as these, too, for a paper",
    )
    machine.add_argument("--seed", type=int, default=1)
    machine.add_argument("--device", default="auto", help="auto (default), cpu, cuda, cuda:1, mps")
    machine.add_argument("--threads", type=positive_int, help="CPU threads; default: all cores")
    add_plugin_argument(machine)
    add_log_arguments(machine)
    return parser
