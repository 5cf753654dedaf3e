"""`emotion-train duplicates`: faces that are tested on and learned, and what they are worth."""

import argparse
import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from emotion_desktop.errors import OutputError
from trainer.cli.evaluate import add_data_arguments, label_source, read_data, wide_console
from trainer.cli.faces import write_file

if TYPE_CHECKING:
    from trainer.data import FaceTable
    from trainer.data.duplicates import Duplicates


def main(argv: Sequence[str]) -> None:
    """Print how many faces of a split stand in another one, too.

    Raises:
        EmotionDesktopError: If the data or the model cannot be used.
    """
    args = _parser().parse_args(argv)
    if args.list is not None and args.list.exists():
        msg = f"{args.list} is already there and nothing is overwritten; give --list another file"
        raise OutputError(msg)
    from emotion_desktop.models.checkpoint import choose_device
    from trainer.cli.evaluate import set_threads, split_to_score
    from trainer.data import SPLITS
    from trainer.data.duplicates import find_duplicates
    from trainer.evaluation.ensemble import load_model, members
    from trainer.evaluation.score import score

    set_threads(args.threads)
    model = None if args.checkpoint is None else load_model(args.checkpoint)
    specs = [] if model is None else [member.spec for member in members(model)]
    table = read_data(args, specs)
    split = split_to_score(args.split, table)
    found = find_duplicates(table, split)
    console: Console = wide_console()
    total = int((table.splits == SPLITS.index(split)).sum())
    places = [SPLITS[number] for number in table.splits[found.others].tolist()]
    where = ", ".join(f"{places.count(name)} in {name}" for name in SPLITS if name in places)
    console.print(
        f"{len(found.faces)} of {total} faces of {split} ({len(found.faces) / total:.2%}) stand, "
        f"or nearly, in another split: {where or 'none'}",
        soft_wrap=True,
    )
    same = (table.labels[found.faces] == table.labels[found.others]).sum()
    if len(found.faces):
        console.print(f"{int(same)} of them with the same label")
    if args.list is not None:
        write_file(args.list, _listing(table, found).encode())
        console.print(f"wrote {args.list}", markup=False, soft_wrap=True)
    if model is not None:
        import torch

        scored = score(
            model, table, split, device=choose_device(args.device), labels=label_source(args)
        )
        assert scored.samples.chosen is not None
        right = scored.logits.argmax(dim=1) == scored.samples.labels
        twice = torch.isin(scored.samples.chosen, torch.from_numpy(found.faces))
        alone = float(right[~twice].float().mean())
        console.print(
            f"accuracy {float(right.float().mean()):.2%} on {len(right)} faces, {alone:.2%} on the "
            f"{int((~twice).sum())} that stand in no other split ({scored.metrics.protocol})",
            soft_wrap=True,
        )


def _listing(table: "FaceTable", found: "Duplicates") -> str:
    from trainer.data import SPLITS

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("data", "row", "other_data", "other_row", "other_split"))
    for face, other in zip(found.faces.tolist(), found.others.tolist(), strict=True):
        pair = (table.sources[face], table.rows[face], table.sources[other], table.rows[other])
        writer.writerow([*map(int, pair), SPLITS[int(table.splits[other])]])
    return text.getvalue()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="emotion-train duplicates",
        description="Report the faces of a split that stand in another split as well, or nearly.",
    )
    add_data_arguments(parser)
    parser.add_argument(
        "--checkpoint", help="a model, by name or file: how often it is right without them"
    )
    parser.add_argument("--list", type=Path, metavar="CSV", help="write the pairs by row")
    return parser
