"""Counts over many frames, for the summary."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from emotion_desktop.domain import FrameResult, UnreadableReason
from emotion_desktop.labels import CANONICAL_ORDER

UNCERTAIN: Final = "uncertain"


@dataclass(slots=True)
class Tally:
    """What was seen in one input.

    Attributes:
        frames: Frames analysed.
        frames_with_face: Frames with at least one face.
        people: Each (source, track number) that was seen; in still pictures every face.
        labels: How many faces, over all frames, had each label, were uncertain, or had which
            flaw.
        left_out: How many more faces there were than the settings allow, over all frames.
        frames_cut: Frames in which that happened.
    """

    frames: int = 0
    frames_with_face: int = 0
    people: set[tuple[str, int]] = field(default_factory=set)
    labels: Counter[str] = field(default_factory=Counter)
    left_out: int = 0
    frames_cut: int = 0

    def add(self, result: FrameResult) -> None:
        """Count one frame."""
        self.frames += 1
        self.frames_with_face += bool(len(result))
        self.left_out += result.left_out
        self.frames_cut += bool(result.left_out)
        self.people |= {(result.frame.source, track) for track in result.track_ids.tolist()}
        for face, (flaw, uncertain) in enumerate(
            zip(result.flaws, result.uncertain.tolist(), strict=True)
        ):
            named = UNCERTAIN if uncertain else result.emotion(face).value
            self.labels[named if flaw is None else flaw.value] += 1

    def __add__(self, other: "Tally") -> "Tally":
        """Return the counts of both."""
        return Tally(
            self.frames + other.frames,
            self.frames_with_face + other.frames_with_face,
            self.people | other.people,
            self.labels + other.labels,
            self.left_out + other.left_out,
            self.frames_cut + other.frames_cut,
        )

    def state(self) -> dict[str, Any]:
        """Return all counts as JSON takes them; `from_state` makes a tally of them again."""
        return {**asdict(self), "people": sorted(self.people), "labels": dict(self.labels)}

    @staticmethod
    def from_state(state: Mapping[str, Any]) -> "Tally":
        """Return the tally of which this is the state."""
        people = {(source, track) for source, track in state["people"]}
        return Tally(**{**state, "people": people, "labels": Counter(state["labels"])})

    @property
    def faces(self) -> int:
        """Faces over all frames."""
        return self.labels.total()

    @property
    def face_share(self) -> float:
        """Share of frames with a face, 0-1; 0 without frames."""
        return self.frames_with_face / self.frames if self.frames else 0.0

    def shares(self) -> dict[str, float]:
        """Return each label's share of all faces, 0-1; canonical order, uncertain, flaws."""
        order = [*map(str, CANONICAL_ORDER), UNCERTAIN, *map(str, UnreadableReason)]
        return {name: self.labels[name] / self.faces for name in order if self.labels[name]}

    def as_record(self) -> dict[str, object]:
        """Return it as JSON has it."""
        return {
            "frames": self.frames,
            "frames_with_face": self.frames_with_face,
            "frames_with_face_share": round(self.face_share, 4),
            "faces": self.faces,
            "people": len(self.people),
            "faces_left_out": self.left_out,
            "label_shares": {name: round(share, 4) for name, share in self.shares().items()},
        }
