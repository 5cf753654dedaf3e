"""One training run from its folder's configuration to a finished checkpoint."""

import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import torch
from pydantic import JsonValue, TypeAdapter
from pytorch_lightning.utilities.exceptions import SIGTERMException
from safetensors import SafetensorError
from safetensors.torch import load_file, save
from torch import Tensor, nn

from emotion_desktop import __version__
from emotion_desktop.errors import CheckpointError, DataError, OutputError
from emotion_desktop.files.atomic_write import write_whole
from emotion_desktop.labels import own_classes
from emotion_desktop.models import (
    Checkpoint,
    CheckpointMetadata,
    get_spec,
    load_checkpoint,
    save_checkpoint,
)
from emotion_desktop.models.checkpoint import input_spec, parameter_count
from emotion_desktop.models.metadata import EpochRecord
from emotion_desktop.plugin_files import loaded_files
from trainer.artefacts.run_folder import write_run_folder
from trainer.callbacks import BestEpoch, Display, Reporter, Stopped, WeightEma
from trainer.class_balance import class_weights
from trainer.config import CONFIG, RunConfig, is_first_process, write_config
from trainer.config_file import config_toml
from trainer.data import SPLITS, FaceTable, Samples, Split
from trainer.datamodule import FaceDataModule
from trainer.distillation import Teacher, clean_answers
from trainer.engine import LAST, make_trainer
from trainer.environment import environment
from trainer.evaluation.score import score
from trainer.losses import Loss
from trainer.module import HISTORY, ExpressionModule
from trainer.out_of_memory import out_of_memory
from trainer.packing import pack
from trainer.precision import settle_precision
from trainer.recipes import Precision, Recipe

ORIGINAL: Final = "PrivateTest, original labels"
"""Name of the figures on FER2013's own labels in a checkpoint that learned FER+'s."""

ANSWERS: Final = "teacher.answers"
"""What the teacher says of the clean faces: safetensors, but no checkpoint."""

LOGGED: Final = {
    "architecture",
    "classes",
    "merges",
    "label_source",
    "training",
    "environment",
    "data_fingerprint",
    "package_version",
}
"""What TensorBoard and the CSV log are told of a run's settings: all that a header says of them."""

LAST_EPOCH: Final = "last_epoch"
"""Folder of the last epoch's checkpoint, in the run's folder."""

FINISHED: Final = "MODEL_CARD.md"
"""Written last."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Run:
    """A training in its folder.

    Attributes:
        config: What to train on what.
        folder: Holds `config.json` and everything that comes of it.
        table: The data.
        device: Where to compute.
    """

    config: RunConfig
    folder: Path
    table: FaceTable
    device: torch.device

    @property
    def checkpoint(self) -> Path:
        """The file that holds the best epoch."""
        return self.folder / f"{self.config.name or self.config.architecture}.safetensors"

    @property
    def last_checkpoint(self) -> Path:
        """The file that holds the last epoch, once the training came to its end."""
        return self.folder / LAST_EPOCH / self.checkpoint.name

    @property
    def resume_state(self) -> Path:
        """The file that holds everything after the last whole epoch; not there before one."""
        return self.folder / LAST

    @property
    def precision(self) -> Precision:
        """What the arithmetic is done in.

        Raises:
            SettingError: If the device cannot.
        """
        config = self.config
        if config.precision is not None:
            return config.precision
        return settle_precision(config.recipe.precision, self.device, config.architecture)[0]

    @property
    def finished(self) -> bool:
        """Whether the run has been scored and written in full."""
        return (self.folder / FINISHED).is_file()


def train(run: Run, faces: tuple[Samples, Samples], model: nn.Module, display: Display) -> bool:
    """Train until the recipe's end, its patience, or Ctrl-C, resuming where the folder stands.

    Nothing is written before everything the user gave has proved to be usable.

    The best epoch so far always lies in the folder as a checkpoint the app can load, without
    figures and temperature until `finish`.

    Args:
        run: What to train and where.
        faces: From `prepare.choose_faces`.
        model: From `prepare.start_model`; overwritten by a resume state.
        display: Is told of steps and epochs.

    Returns:
        Whether the training came to its own end; False after Ctrl-C.

    Raises:
        DataError: If the loss is no number.
        CheckpointError: If a teacher or the resume state cannot be used.
        OutputError: If the disk is full; what was saved before is whole.
        SettingError: If the batch does not fit into memory; names one that does.
    """
    config = run.config
    spec, recipe = get_spec(config.architecture), config.recipe
    training, validation = faces
    teacher = _teacher(config)
    weights = class_weights(torch.tensor(training.counts()), recipe.class_weights)
    loss = Loss(
        class_weights=weights,
        label_smoothing=recipe.label_smoothing,
        focal_gamma=recipe.focal_gamma,
        teacher_weight=recipe.teacher_weight,
        teacher_temperature=recipe.teacher_temperature,
    )
    module = ExpressionModule(model, recipe, loss, classes=len(config.classes))
    if config.compile:
        model.compile()
    average = WeightEma(recipe.ema_decay) if recipe.ema_decay else None

    def save(network: nn.Module, history: list[EpochRecord]) -> None:
        save_checkpoint(run.checkpoint, network, describe(run, history, network, faces))

    best = BestEpoch(save, average)
    callbacks = [*([average] if average else []), best, Reporter(display, best, config.classes)]
    trainer = make_trainer(
        run.folder,
        recipe,
        precision=run.precision,
        device=run.device,
        callbacks=callbacks,
        loggers=config.loggers,
    )
    if trainer.is_global_zero and not (run.folder / CONFIG).is_file():
        write_config(config, run.folder, config_toml(config))
    if run.resume_state.is_file():
        all_epochs(run)  # fails here if the file is damaged
    answers = None
    if teacher is not None and recipe.teacher_view == "clean":
        answers, teacher = _clean_answers(run, teacher, training), None
    feed = FaceDataModule(
        training, validation, spec, recipe, seed=config.seed, teacher=teacher, answers=answers
    )
    settings = describe(run, (), model, faces).model_dump(mode="json", include=LOGGED)
    for logger in trainer.loggers:
        logger.log_hyperparams(settings)
    try:
        trainer.fit(
            module,
            datamodule=feed,
            ckpt_path=str(run.resume_state) if run.resume_state.is_file() else None,
            weights_only=True,
        )
    except (Stopped, SIGTERMException):
        return False
    except OSError as error:
        msg = (
            f"cannot write into {run.folder}: {(error.strerror or str(error)).lower()}; make room, "
            f"then go on with --resume {run.folder}"
        )
        raise OutputError(msg) from error
    except (RuntimeError, MemoryError) as error:
        raise out_of_memory(error, model, spec, recipe, run.device) from error
    _save_last(run, module, average, faces)
    return True


def finish(run: Run) -> Checkpoint:
    """Calibrate the best epoch on PublicTest, score it once on PrivateTest, and write the rest.

    A run that others go on from or are chosen by is not scored on PrivateTest.

    Scores the weights as they lie in the file, rounded to float16.

    Raises:
        DataError: If no epoch has been finished.
        OutputError: If the folder cannot be written.
    """
    if not run.checkpoint.is_file():
        msg = f"{run.folder} holds no finished epoch; train with --resume {run.folder}"
        raise DataError(msg)
    saved, table, device = load_checkpoint(run.checkpoint), run.table, run.device
    public = score(saved, table, "PublicTest", device=device)
    temperature = public.temperature
    metrics = {"PublicTest": public.metrics}
    private = None
    if run.config.private_test and (table.splits == SPLITS.index("PrivateTest")).any():
        private = score(saved, table, "PrivateTest", device=device, temperature=temperature)
        metrics["PrivateTest"] = private.metrics
        if run.config.labels != "fer2013":  # on the labels the data came with, too
            metrics[ORIGINAL] = score(
                saved,
                table,
                "PrivateTest",
                device=device,
                labels="fer2013",
                temperature=temperature,
            ).metrics
    history = all_epochs(run) or saved.metadata.history
    metadata = saved.metadata.model_copy(
        update={"history": history, "metrics": metrics, "temperature": temperature}
    )
    if run.last_checkpoint.is_file():
        _score_last(run)
    scored: dict[Split, Samples] = {"PublicTest": public.samples}
    if private is not None:
        scored["PrivateTest"] = private.samples
    graphs, metadata = pack(load_checkpoint(run.checkpoint), metadata, scored)
    save_checkpoint(run.checkpoint, saved.model, metadata, graphs)
    checkpoint = load_checkpoint(run.checkpoint)
    write_run_folder(run.folder, checkpoint, public, private, figures=run.config.figures)
    return checkpoint


def _score_last(run: Run) -> None:
    """Calibrate and score the last epoch on PublicTest; PrivateTest is for the one that is kept."""
    last = load_checkpoint(run.last_checkpoint)
    public = score(last, run.table, "PublicTest", device=run.device)
    figures = {"metrics": {"PublicTest": public.metrics}, "temperature": public.temperature}
    save_checkpoint(run.last_checkpoint, last.model, last.metadata.model_copy(update=figures))


def all_epochs(run: Run) -> tuple[EpochRecord, ...]:
    """Return the history in a run's resume state; nothing before the first epoch is done.

    Raises:
        CheckpointError: If the resume state is damaged.
    """
    if not run.resume_state.is_file():
        return ()
    try:
        state = torch.load(run.resume_state, map_location="cpu", weights_only=True)
        return tuple(EpochRecord(**record) for record in state[HISTORY])
    except (OSError, EOFError, RuntimeError, KeyError, pickle.UnpicklingError) as error:
        msg = (
            f"{run.resume_state} is damaged; remove it and score the best epoch with --finish, or "
            "start another run"
        )
        raise CheckpointError(msg) from error


def _save_last(
    run: Run, module: ExpressionModule, average: WeightEma | None, faces: tuple[Samples, Samples]
) -> None:
    """Write the last epoch's weights, averaged if the best one's are."""
    if is_first_process() and module.history:
        network = module.network if average is None else average.network
        run.last_checkpoint.parent.mkdir(exist_ok=True)
        save_checkpoint(run.last_checkpoint, network, describe(run, module.history, network, faces))


def _teacher(config: RunConfig) -> Teacher | None:
    members = [load_checkpoint(path) for path in config.teachers]
    for member, digest in zip(members, config.teacher_digests, strict=True):
        if member.metadata.weights_sha256 != digest:
            msg = f"{member.path} is not the teacher this run was started with; start another run"
            raise CheckpointError(msg)
    return Teacher(members, config.classes, dict(config.recipe.merges)) if members else None


def _clean_answers(run: Run, teacher: Teacher, training: Samples) -> Tensor:
    """Return what a teacher says of the faces to learn; asked once, also of a resumed run.

    Raises:
        CheckpointError: If the file in the folder is damaged.
        OutputError: If it cannot be written.
    """
    path = run.folder / ANSWERS
    try:
        return load_file(path)["answers"]
    except FileNotFoundError:
        pass
    except (OSError, SafetensorError, KeyError) as error:
        msg = f"{path} is damaged; remove it, and the teacher is asked again"
        raise CheckpointError(msg) from error
    teacher.to(run.device)
    answers = clean_answers(teacher, training.images, get_spec(run.config.architecture), run.device)
    if is_first_process():
        try:
            write_whole(path, save({"answers": answers}))
        except OSError as error:
            msg = f"cannot write {path}: {(error.strerror or str(error)).lower()}"
            raise OutputError(msg) from error
    return answers


def describe(
    run: Run, history: Sequence[EpochRecord], model: nn.Module, faces: tuple[Samples, Samples]
) -> CheckpointMetadata:
    """Return what a checkpoint of this run says of itself, before it is scored.

    Args:
        run: What was trained.
        history: Up to the epoch whose weights are kept.
        model: With these weights.
        faces: From `prepare.choose_faces`; their numbers are recorded.
    """
    config = run.config
    recipe = TypeAdapter(Recipe).dump_python(config.recipe, mode="json")
    del recipe["merges"]  # has a field of its own
    training: dict[str, JsonValue] = recipe | {"variant": config.variant, "seed": config.seed}
    for name, samples in zip(("training_faces", "validation_faces"), faces, strict=True):
        training[name] = dict(zip(config.classes, samples.counts(), strict=True))
    if run.table.files:
        training["data_files"] = dict(run.table.files)
    if config.plugins:
        training["plugins"] = {p.name: digest for p, digest in loaded_files().items()}
    for name in ("compile", "align", "folds", "fold", "by"):
        if (value := getattr(config, name)) not in {None, False}:
            training[name] = value
    if config.limit is not None:
        training["limit"] = config.limit
    if config.init is not None:
        training["init"] = config.origin
    if config.teachers:
        training["teachers"] = [
            {"file": path.name, "weights_sha256": digest}
            for path, digest in zip(config.teachers, config.teacher_digests, strict=True)
        ]
    return CheckpointMetadata(
        architecture=config.architecture,
        classes=config.classes,
        own_classes=own_classes(config.classes),
        merges=dict(config.recipe.merges),
        input=input_spec(get_spec(config.architecture)),
        label_source=config.labels,
        training=training,
        history=tuple(history),
        kept_epoch=history[-1].epoch if history else None,
        environment=environment(run.device, run.precision),
        metrics={},
        created_at=datetime.now(UTC),
        data_fingerprint=run.table.fingerprint,
        package_version=__version__,
        parameters=parameter_count(model),
    )
