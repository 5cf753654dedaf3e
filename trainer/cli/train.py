"""`emotion-train`: train, resume, finish."""

import argparse
import importlib.util
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from emotion_desktop.config import find_checkpoint
from emotion_desktop.errors import DataError, SettingError
from emotion_desktop.labels import merged, parse_classes, parse_merges
from emotion_desktop.models import get_spec, read_metadata
from emotion_desktop.plugin_files import (
    load_plugin_files,
    load_plugins,
    loaded_files,
    plugin_arguments,
)
from trainer.cli.evaluate import set_threads, wide_console
from trainer.cli.recipe_arguments import add_recipe_arguments, apply_overrides
from trainer.cli.train_parser import make_parser

if TYPE_CHECKING:
    import torch
    from torch import nn

    from emotion_desktop.labels import Emotion
    from trainer.data import FaceTable, Samples
    from trainer.estimate import Estimate
    from trainer.recipes import Recipe
    from trainer.run import Run

NEEDED = ("matplotlib", "onnx", "onnxscript", "pytorch_lightning", "scipy", "tensorboard", "torch",
          "torchmetrics")  # fmt: skip


LEAST_FOLDS = 3
"""One to test on, one to choose the epoch by, and at least one to learn."""


def main(argv: Sequence[str]) -> None:
    """Train a network.

    Raises:
        EmotionDesktopError: If something the user gave cannot be used.
        KeyboardInterrupt: After Ctrl-C; everything to go on with is on disk.
        SystemExit: If one of several processes failed, and has said why.
    """
    parser = make_parser()
    add_recipe_arguments(parser)
    args = parser.parse_args(argv)
    if args.config is not None:
        from trainer.config_file import read_arguments

        known = load_plugins(read_arguments(args.config))
        parser = make_parser()  # which knows the architectures of plug-ins
        add_recipe_arguments(parser)
        args = parser.parse_args([*known, *argv])
    if args.where_data:
        _say_where(wide_console())
        return
    _check_combination(parser, args)
    if missing := [name for name in NEEDED if importlib.util.find_spec(name) is None]:
        msg = f"training needs {', '.join(missing)}: pip install 'emotion-desktop[train]'"
        raise DataError(msg)
    from emotion_desktop.models.checkpoint import choose_device
    from trainer.config import is_first_process

    only_asked = args.print_config or args.dry_run
    if (args.seeds or (args.folds and args.fold is None)) and not only_asked:
        from trainer.cli.repeat import repeat

        repeat(args, argv, main, wide_console())
        return
    if args.processes > 1 and "WORLD_SIZE" not in os.environ and not only_asked:
        from trainer.processes import start_processes

        start_processes(args.processes, [*plugin_arguments(), *argv])
        return
    set_threads(args.threads)
    device = choose_device(args.device)
    quiet = args.print_config or not is_first_process()
    console = Console(quiet=True) if quiet else wide_console()
    if args.resume is None:
        _start(args, console, device)
    else:
        _resume(args, console, device)


def _start(args: argparse.Namespace, console: Console, device: "torch.device") -> None:
    from emotion_desktop.models.pretrained import PRETRAINED
    from trainer.config import RunConfig, is_first_process, require_empty
    from trainer.config_file import config_toml
    from trainer.data.synthetic import SYNTHETIC
    from trainer.estimate import estimate
    from trainer.precision import settle_precision
    from trainer.run import Run
    from trainer.run_setup import check_progressive_size, choose_faces, fold_of, start_model

    if args.data is None:
        _choose_data(args, console)
    folder = args.out or Path("runs") / f"{args.arch}-{datetime.now():%Y%m%d-%H%M%S}"
    if is_first_process():
        require_empty(folder)
    spec = get_spec(args.arch)
    recipe, classes = _settings(args, console)
    init = args.init
    if init is not None and init not in PRETRAINED:
        init = str((Path(init) if init.endswith(".pth") else find_checkpoint(init)).absolute())
    teachers = tuple(
        find_checkpoint(name).absolute() for name in (args.teacher or "").split(",") if name
    )
    if teachers and recipe.teacher_weight == 0:
        msg = "this recipe gives a teacher no weight; add --teacher-weight 0.7"
        raise SettingError(msg)
    precision, reason = settle_precision(recipe.precision, device, args.arch)
    table = _read(
        console, args.data, args.ferplus, args.arch, skip_bad=args.skip_bad, align=args.align
    )
    config = RunConfig(
        architecture=args.arch,
        classes=classes,
        labels=args.labels or (recipe.labels if args.ferplus else "fer2013"),
        variant=args.recipe,
        recipe=recipe,
        seed=args.seed,
        data=tuple(path if path == SYNTHETIC else path.absolute() for path in args.data),
        ferplus=args.ferplus and args.ferplus.absolute(),
        skip_bad=args.skip_bad,
        align=args.align,
        folds=args.folds,
        fold=args.fold,
        groups=args.groups and args.groups.absolute(),
        by=args.by,
        limit=args.limit,
        private_test=args.private_test,
        precision=precision,
        data_fingerprint=table.fingerprint,
        name=args.name,
        compile=args.compile,
        loggers=tuple(args.logger),
        figures=args.figures,
        plugins=tuple(loaded_files()),
        init=init,
        teachers=teachers,
        teacher_digests=tuple(read_metadata(path).weights_sha256 for path in teachers),
    )
    if args.print_config:
        sys.stdout.write(config_toml(config))
        return
    table = fold_of(config, table)
    faces = choose_faces(config, table)
    model, origin = start_model(args.arch, classes, init, args.seed)
    check_progressive_size(model, spec, recipe)
    if args.dry_run:
        _say_what_it_takes(console, estimate(model, spec, recipe, faces[0].images, device), recipe)
        return
    config = replace(config, origin=origin)
    console.print(
        f"training {args.arch} ({args.recipe} recipe) on {device}: {', '.join(classes)}\n"
        f"computing in {precision}: {reason}\n"
        f"{len(faces[0])} faces to learn, {len(faces[1])} to choose the epoch by; "
        f"writing {folder}\n"
        f"to learn: {_distribution(classes, faces[0].counts())}",
        soft_wrap=True,
        markup=False,
    )
    if "taken" in origin:
        console.print(str(origin["taken"]), markup=False)
    scored_on = origin.get("scored_on")
    if isinstance(scored_on, list) and "PrivateTest" in scored_on and args.private_test:
        console.print(
            "it was scored on PrivateTest, and this run will be too; the card counts both. Runs "
            "that others go on from are trained with --no-private-test",
            soft_wrap=True,
        )
    _carry_out(Run(config=config, folder=folder, table=table, device=device), faces, model, console)


def _settings(args: argparse.Namespace, console: Console) -> "tuple[Recipe, tuple[Emotion, ...]]":
    """Return the recipe with what the arguments change, and the classes; say which merge goes."""
    from trainer.data.synthetic import SYNTHETIC
    from trainer.recipes import for_drawn_faces, get_recipe

    recipe = get_recipe(args.recipe, args.arch)
    recipe = apply_overrides(for_drawn_faces(recipe) if args.data == [SYNTHETIC] else recipe, args)
    if args.init is None:
        recipe = replace(recipe, feature_lr=None)
    classes = get_spec(args.arch).classes
    if args.merge or args.classes:
        own = recipe.merges
        recipe = replace(recipe, merges=parse_merges(args.merge) if args.merge else {})
        if own and own != recipe.merges:
            others = ", ".join(f"{old} as {new}" for old, new in own.items() if old != new)
            console.print(
                f"{args.arch} by itself counts {others}; --{'merge' if args.merge else 'classes'} "
                "replaces that",
                soft_wrap=True,
                markup=False,
            )
        classes = parse_classes(args.classes) if args.classes else merged(classes, recipe.merges)
    return recipe, classes


def _distribution(classes: "tuple[Emotion, ...]", counts: Sequence[int]) -> str:
    """Return in words how many faces of each class there are."""
    return ", ".join(f"{emotion} {count:,}" for emotion, count in zip(classes, counts, strict=True))


def _choose_data(args: argparse.Namespace, console: Console) -> None:
    """Take the data that are found, and say which."""
    from trainer.data.places import find_data
    from trainer.data.synthetic import SYNTHETIC

    found = find_data()
    args.data, args.ferplus = list(found.data), found.ferplus
    if found.data == (SYNTHETIC,):
        text = (
            "There is no FER2013 here, so this trains on drawn faces: a test of the installation, "
            "of no use on people.\n"
            "emotion-train --where-data says where FER2013 is looked for and where people get it."
        )
    else:
        votes = f"with the votes in {found.ferplus}" if found.ferplus else "without FER+'s votes"
        text = f"data: {found.data[0]}, {votes}"
    console.print(text, soft_wrap=True, markup=False)


def _say_what_it_takes(console: Console, found: "Estimate", recipe: "Recipe") -> None:
    console.print(
        f"{found.parameters:,} parameters\n"
        f"{recipe.epochs} epochs of {found.steps} steps with {recipe.batch_size} faces\n"
        f"about {found.memory / 1e6:,.0f} MB for faces, weights and a batch, besides PyTorch\n"
        f"about {found.seconds / 60:,.1f} minutes of forward and backward passes here and now, "
        "without augmentation, validation and a teacher",
        soft_wrap=True,
    )


def _say_where(console: Console) -> None:
    """Print where data are looked for, what is there, and from where people get them."""
    from trainer.data.places import SOURCES, find_data, search_folders

    folders = "\n".join(f"  {folder.absolute()}" for folder in search_folders())
    found = find_data()
    there = ", ".join(str(path) for path in (*found.data, found.ferplus) if path is not None)
    console.print(
        f"Without --data, FER2013 is looked for in\n{folders}\nand these are used now: {there}\n"
        f"{SOURCES}\nOther data: --data FOLDER, with a folder of pictures for each class.",
        soft_wrap=True,
        markup=False,
    )


def _check_protocol(parser: argparse.ArgumentParser, args: argparse.Namespace) -> None:
    if args.folds is not None and args.folds < LEAST_FOLDS:
        parser.error(f"--folds must be at least {LEAST_FOLDS}")
    if args.fold is not None and (args.folds is None or args.fold > args.folds):
        parser.error("--fold I needs --folds K, of which it is one")
    if (args.groups is None) != (args.by is None) or (args.groups and not args.folds):
        parser.error("--folds, --groups TABLE.csv and --by COLUMN belong together")
    if (args.seeds or args.folds) and not args.private_test:
        parser.error("--seeds and --folds compare runs by PrivateTest; leave out --no-private-test")


def _check_combination(parser: argparse.ArgumentParser, args: argparse.Namespace) -> None:
    """Leave with a usage error if arguments are missing or would be passed over."""
    if args.resume is None:
        if args.arch is None:
            parser.error("--arch is needed, or --resume FOLDER")
        if args.data is None and args.ferplus is not None:
            parser.error("--ferplus needs --data")
        if args.finish:
            parser.error("--finish needs --resume FOLDER")
        _check_protocol(parser, args)
        return
    free = {"resume", "finish", "data", "ferplus", "device", "threads", "processes", "log_file",
            "debug"}  # fmt: skip
    fixed = [
        f"--{name.replace('_', '-')}"
        for name, value in vars(args).items()
        if name not in free and value != parser.get_default(name)
    ]
    if fixed:
        parser.error(f"{', '.join(fixed)}: a resumed run keeps the settings it was started with")


def _resume(args: argparse.Namespace, console: Console, device: "torch.device") -> None:
    from trainer.config import read_config
    from trainer.run import Run
    from trainer.run_setup import choose_faces, fold_of, start_model

    config = read_config(args.resume)
    load_plugin_files(config.plugins)
    table = _read(
        console,
        args.data or config.data,
        args.ferplus or config.ferplus,
        config.architecture,
        skip_bad=config.skip_bad,
        align=config.align,
    )
    if config.data_fingerprint not in {table.fingerprint, table.files_fingerprint}:
        msg = f"the data are not those that {args.resume} was started with; start another run"
        raise DataError(msg)
    table = fold_of(config, table)
    run = Run(config=config, folder=args.resume, table=table, device=device)
    if run.finished:
        msg = f"the run in {run.folder} is finished; start another, e.g. --init {run.checkpoint}"
        raise DataError(msg)
    if args.finish:
        _finish(run, console)
        return
    console.print(f"going on with {config.architecture} in {run.folder}", markup=False)
    init = None if run.resume_state.is_file() else config.init
    model, _ = start_model(config.architecture, config.classes, init, config.seed)
    _carry_out(run, choose_faces(config, table), model, console)


def _read(
    console: Console,
    data: Sequence[Path],
    ferplus: Path | None,
    arch: str,
    *,
    skip_bad: bool,
    align: bool,
) -> "FaceTable":
    from trainer.data import load_faces

    spec = get_spec(arch)
    with console.status(
        f"reading {', '.join(path.name for path in data)} (parsed once, then cached)"
    ):
        table = load_faces(
            data,
            ferplus=ferplus,
            size=spec.size,
            channels=spec.channels,
            skip_bad=skip_bad,
            align=align,
        )
    if table.skipped:
        bad = "row or picture" if table.skipped == 1 else "rows or pictures"
        console.print(f"{table.skipped} bad {bad} skipped")
    return table


def _carry_out(
    run: "Run", faces: "tuple[Samples, Samples]", model: "nn.Module", console: Console
) -> None:
    """Train, then finish the run in the first process.

    Raises:
        KeyboardInterrupt: After Ctrl-C.
    """
    from trainer.config import is_first_process
    from trainer.display import TrainingDisplay
    from trainer.run import train

    with TrainingDisplay(console, run.config.recipe.epochs) as display:
        ended = train(run, faces, model, display)
    if not ended:
        best = run.checkpoint
        kept = f"the best epoch so far is {best}" if best.is_file() else "no epoch was done"
        console.print(
            f"stopped; {kept}\n"
            f"go on: emotion-train --resume {run.folder}\n"
            f"or score it as it is: emotion-train --resume {run.folder} --finish",
            soft_wrap=True,
            markup=False,
        )
        raise KeyboardInterrupt
    if is_first_process():
        _finish(run, console)


def _finish(run: "Run", console: Console) -> None:
    from trainer.display import print_metrics
    from trainer.evaluation.metrics import temperature_warning
    from trainer.run import finish

    with console.status("scoring the best epoch, drawing its pictures"):
        checkpoint = finish(run)
    for metrics in checkpoint.metadata.metrics.values():
        print_metrics(console, metrics)
    if warning := temperature_warning(checkpoint.metadata.temperature):
        console.print(f"warning: {warning}", style="yellow", soft_wrap=True)
    console.print(
        f"saved {checkpoint.path} and, beside it, pictures, history and MODEL_CARD.md\n"
        f"use it: emotion-desktop --model {checkpoint.path}",
        soft_wrap=True,
        markup=False,
    )
