"""What travels to the processes that analyse files, and what they report."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from emotion_desktop.errors import EmotionDesktopError, LabelError
from emotion_desktop.labels import Emotion, parse_emotion
from emotion_desktop.outputs.analysis import Observer, analyze_part
from emotion_desktop.outputs.analysis_inputs import InputSelection, Item
from emotion_desktop.outputs.part_files import Part
from emotion_desktop.outputs.result_files import OutputSelection
from emotion_desktop.plugin_files import load_plugin_files, load_plugins
from emotion_desktop.vision.crop_predictor import CropPredictor
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.pipeline_request import PipelineRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisJob:
    """What is the same for all files of an analysis.

    Attributes:
        model: Checkpoint by name or path, or several of them with commas between.
        wanted: The files to write.
        request: What is asked of the pipeline.
        explained: The class that heatmaps are of; each face's own label if None.
        selection: What of the inputs is read.
        device: As `CropPredictor` takes it; likewise `backend` and `precision`.
        plugins: Python files to load before.
    """

    model: str
    wanted: OutputSelection
    request: PipelineRequest = field(default_factory=PipelineRequest)
    explained: str | None = None
    selection: InputSelection = field(default_factory=InputSelection)
    device: str = "auto"
    backend: str = "auto"
    precision: str = "fp32"
    plugins: tuple[Path, ...] = ()

    def open_pipeline(self) -> FramePipeline:
        """Load plug-ins and model.

        Raises:
            ModelError: If the model cannot be used.
            LabelError: If it has no such class to explain.
            SettingError: If a plug-in or the detector cannot be used.
        """
        load_plugins([])
        load_plugin_files(self.plugins)
        predictor = CropPredictor(
            self.model, device=self.device, backend=self.backend, precision=self.precision
        )
        if self.explained is None:
            return FramePipeline(predictor, self.request)
        emotion = parse_emotion(self.explained)  # not before: a model may have its own classes
        if emotion not in predictor.classes:
            raise LabelError(
                "{model} cannot explain {emotion}; its classes: {names}",
                model=predictor.name,
                emotion=emotion,
                names=", ".join(predictor.classes),
            )
        return FramePipeline(predictor, replace(self.request, heatmap_class=emotion))

    def run(
        self,
        task: "PartTask",
        pipeline: FramePipeline,
        observer: Observer,
        stop: Callable[[], bool] = lambda: False,
    ) -> Part:
        """Analyse one file; all executors do it with this.

        Raises:
            ModelError: If the device fails.
            OutputError: If a result cannot be written.
        """
        return analyze_part(
            task.item,
            task.folder,
            pipeline,
            self.wanted,
            observer,
            selection=self.selection,
            stop=stop,
        )


@dataclass(frozen=True, slots=True)
class PartTask:
    """One file of an analysis.

    Attributes:
        number: Its place among all, from 1.
        item: The file.
        folder: For its results.
    """

    number: int
    item: Item
    folder: Path


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What an analysis has to know of the model without loading it.

    Attributes:
        name: Of the checkpoint.
        classes: Its classes.
        device: What computes it.
    """

    name: str
    classes: tuple[Emotion, ...]
    device: str

    @staticmethod
    def of(pipeline: FramePipeline) -> "ModelFacts":
        """Return those of a pipeline's model."""
        predictor = pipeline.predictor
        return ModelFacts(predictor.name, predictor.classes, predictor.device_name)


@dataclass(frozen=True, slots=True)
class Started:
    """A file is analysed from now on."""

    number: int


@dataclass(frozen=True, slots=True)
class Expects:
    """So many more frames are to come of a file; None if nobody knows."""

    number: int
    frames: int | None


@dataclass(frozen=True, slots=True)
class Advanced:
    """So many more frames of a file have been analysed."""

    number: int
    frames: int


@dataclass(frozen=True, slots=True)
class Noticed:
    """A file was read though not all is well with it."""

    number: int
    remark: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A file could not be read, or not to its end; `Finished` follows."""

    number: int
    error: EmotionDesktopError


@dataclass(frozen=True, slots=True)
class Finished:
    """A file is done, or what could be read of it; its results lie in its folder."""

    number: int
    part: Part


Event = Started | Expects | Advanced | Noticed | Failed | Finished


class Executor(Protocol):
    """What analyses several files at once, in any order; a context manager."""

    def open(self, count: int) -> ModelFacts:
        """Get ready for so many files, and return what the model is.

        Raises:
            ModelError: If the model cannot be used.
            EmotionDesktopError: If nothing can be started.
        """

    def run(
        self,
        tasks: Sequence[PartTask],
        *,
        stop: Callable[[], bool],
        paused: Callable[[], bool] = lambda: False,
    ) -> Iterator[Event | None]:
        """Analyse the files and tell how it goes; None ten times a second where nothing happens.

        Args:
            tasks: The files.
            stop: Whether to end early: files that were begun are finished with what was read.
            paused: Whether to wait.

        Raises:
            ModelError: If the device fails.
            OutputError: If a result cannot be written.
        """

    def close(self) -> None:
        """End all that was started, at once; may be called twice."""
