"""What an analysis found, for the terminal and for `summary.json`."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import emotion_desktop
from emotion_desktop.labels import Emotion
from emotion_desktop.outputs.label_counts import Tally
from emotion_desktop.vision.sources.listing import LeftOut
from emotion_desktop.vision.sources.naming import public_name

if TYPE_CHECKING:
    from emotion_desktop.outputs.part_files import Part


@dataclass(slots=True)
class Report:
    """The outcome of an analysis.

    Attributes:
        model: Name of the checkpoint.
        classes: Its classes.
        device: What computed it.
        tallies: Counts per input, by the input as the user gave it, without secrets.
        errors: The reason by input or file, for all that could not be read to the end.
        left_out: The reason for all in folders that was not even tried, by its path.
        remarks: What was wrong with pictures that were read all the same, by file.
        files: All files written.
        seconds: How long it took, without loading the model.
        interrupted: Whether it was stopped early.
    """

    model: str
    classes: tuple[Emotion, ...]
    device: str
    tallies: dict[str, Tally] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    left_out: dict[Path, LeftOut] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)
    seconds: float = 0.0
    interrupted: bool = False

    def add(self, text: str, location: str, part: "Part") -> None:
        """Add what was found in one file of an input.

        Args:
            text: The input, without secrets.
            location: The file.
            part: What was found.
        """
        self.tallies[text] = self.tallies.get(text, Tally()) + part.tally
        if part.error is not None:
            self.errors[public_name(location)] = part.error
        if part.remark is not None:
            self.remarks[public_name(location)] = part.remark

    @property
    def total(self) -> Tally:
        """Return the counts of all inputs."""
        return sum(self.tallies.values(), Tally())

    @property
    def fps(self) -> float:
        """Return frames analysed per second."""
        return self.total.frames / self.seconds if self.seconds else 0.0

    def as_record(self) -> dict[str, object]:
        """Return it as JSON has it."""
        return {
            "version": emotion_desktop.__version__,
            "model": self.model,
            "classes": [emotion.value for emotion in self.classes],
            "device": self.device,
            "frames": self.total.frames,
            "seconds": round(self.seconds, 3),
            "fps": round(self.fps, 2),
            "interrupted": self.interrupted,
            "inputs": [
                {"input": text, **tally.as_record()} for text, tally in self.tallies.items()
            ],
            "errors": [{"input": text, "error": error} for text, error in self.errors.items()],
            "left_out": [
                {"input": public_name(str(path)), "reason": why}
                for path, why in self.left_out.items()
            ],
            "remarks": [{"input": text, "remark": said} for text, said in self.remarks.items()],
            "files": [public_name(path.name) for path in self.files],
        }
