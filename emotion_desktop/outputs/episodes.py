"""Episodes: who had which label from when to when, gathered frame by frame.

A frame stands for the time until the next one; before a gap, for as long as the frame before it. An
episode ends when the label changes, the person leaves the view, or nothing was seen for a while.
The memory this takes grows with the number of episodes, not of frames.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.domain import FrameResult
from emotion_desktop.labels import CANONICAL_ORDER, Emotion
from emotion_desktop.outputs.data_dictionary import harmless
from emotion_desktop.outputs.label_counts import UNCERTAIN

GAP_STEPS: Final = 4.0
LEAST_GAP_S: Final = 0.5
"""Frames further apart than both limits have a gap between them: nothing was seen there."""

_USUAL_STEP_S: Final = 1 / 30
_LEAST_WEIGHT_S: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """A time over which a person was in view and had the same label.

    Attributes:
        track_id: The number of the person.
        start_s: From, in seconds since the source began.
        end_s: To, in seconds.
        label: The class that was named, or None.
        state: The class, `uncertain`, or why the face could not be read.
        means: Mean probability of each class over it, canonical order; empty if it was not read.
    """

    track_id: int
    start_s: float
    end_s: float
    label: Emotion | None
    state: str
    means: dict[Emotion, float]

    @property
    def seconds(self) -> float:
        """How long it lasted."""
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class SourceEpisodes:
    """All episodes of a source.

    Attributes:
        source: Its name.
        end_s: When its last frame ends, in seconds.
        episodes: By start, then by person.
        names: Of people who were given one, by number.
    """

    source: str
    end_s: float
    episodes: tuple[Episode, ...]
    names: Mapping[int, str] = field(default_factory=dict)

    def name(self, track_id: int) -> str:
        """Return a person's name as it stands in a table; empty if there is none."""
        return harmless(self.names.get(track_id, ""))

    def subject(self, track_id: int) -> str:
        """Return what a person is called in programs that know no numbers; unique in the source."""
        name = self.names.get(track_id)
        return f"{name} (#{track_id})" if name else f"person {track_id}"

    def by_person(self) -> dict[int, list[Episode]]:
        """Return each person's episodes by number of the person."""
        people: dict[int, list[Episode]] = {}
        for episode in sorted(self.episodes, key=lambda episode: episode.track_id):
            people.setdefault(episode.track_id, []).append(episode)
        return people


@dataclass(slots=True)
class _OpenEpisode:
    start_s: float
    end_s: float
    label: Emotion | None
    state: str
    weighted: NDArray[np.float64]
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class _Look:
    track_id: int
    label: Emotion | None
    state: str
    probabilities: NDArray[np.float64] | None


@dataclass(slots=True)
class EpisodeBuilder:
    """Gathers the episodes of one source.

    Attributes:
        source: Its name.
    """

    source: str
    _classes: tuple[Emotion, ...] = ()
    _open: dict[int, _OpenEpisode] = field(default_factory=dict)
    _done: list[Episode] = field(default_factory=list)
    _names: dict[int, str] = field(default_factory=dict)
    _last: tuple[float, list[_Look]] | None = None
    _step_s: float | None = None

    def add(self, result: FrameResult) -> None:
        """Append a frame, which is not earlier than the one before."""
        self._classes = result.classes
        people = zip(result.track_ids.tolist(), result.people, strict=True)
        self._names |= {track_id: person.name for track_id, person in people if person.name}
        time_s = result.frame.time_s
        if self._last is not None:
            step = max(0.0, time_s - self._last[0])
            usual = step if self._step_s is None else self._step_s
            if step > max(GAP_STEPS * usual, LEAST_GAP_S):
                self._take(*self._last, usual)
                self._close_all()
            else:
                self._take(*self._last, step)
                self._step_s = step or usual
        self._last = time_s, [_look(result, face) for face in range(len(result))]

    def finish(self) -> SourceEpisodes:
        """Return all episodes; nothing is added afterwards."""
        end_s = 0.0
        if self._last is not None:
            step = self._step_s or _USUAL_STEP_S
            end_s = self._last[0] + step
            self._take(*self._last, step)
            self._close_all()
        order = sorted(self._done, key=lambda episode: (episode.start_s, episode.track_id))
        return SourceEpisodes(self.source, end_s, tuple(order), self._names)

    def _take(self, time_s: float, looks: Sequence[_Look], seconds: float) -> None:
        for track_id in self._open.keys() - {look.track_id for look in looks}:
            self._close(track_id)
        for look in looks:
            episode = self._open.get(look.track_id)
            if episode is not None and episode.state != look.state:
                self._close(look.track_id)
                episode = None
            if episode is None:
                nothing = np.zeros(len(self._classes))
                episode = _OpenEpisode(time_s, time_s, look.label, look.state, nothing)
                self._open[look.track_id] = episode
            episode.end_s = time_s + seconds
            if look.probabilities is not None:
                weight = max(seconds, _LEAST_WEIGHT_S)
                episode.weighted += weight * look.probabilities
                episode.weight += weight

    def _close(self, track_id: int) -> None:
        episode = self._open.pop(track_id)
        means: dict[Emotion, float] = {}
        if episode.weight:
            values = (episode.weighted / episode.weight).tolist()
            known = dict(zip(self._classes, values, strict=True))
            means = {emotion: known[emotion] for emotion in CANONICAL_ORDER if emotion in known}
        self._done.append(
            Episode(
                track_id=track_id,
                start_s=episode.start_s,
                end_s=episode.end_s,
                label=episode.label,
                state=episode.state,
                means=means,
            )
        )

    def _close_all(self) -> None:
        for track_id in sorted(self._open):
            self._close(track_id)


def _look(result: FrameResult, face: int) -> _Look:
    track_id, flaw = int(result.track_ids[face]), result.flaws[face]
    if flaw is not None:
        return _Look(track_id, None, flaw.value, None)
    probabilities = result.probabilities[face].astype(np.float64)
    if result.uncertain[face]:
        return _Look(track_id, None, UNCERTAIN, probabilities)
    label = result.emotion(face)
    return _Look(track_id, label, label.value, probabilities)


class EpisodeWriter(ABC):
    """Writes the episodes of each source when the source ends; a still picture has none.

    Args:
        path: Is replaced if it is there.
        classes: Those of the model.

    Raises:
        OutputError: If it cannot be written, by `write` and `close`.
    """

    def __init__(self, path: Path, classes: Sequence[Emotion]) -> None:
        self.path = path
        self.classes = tuple(emotion for emotion in CANONICAL_ORDER if emotion in classes)
        self._builder: EpisodeBuilder | None = None
        self._last_index = -1
        self._closed = False

    def write(self, result: FrameResult) -> None:
        """Append one frame."""
        if result.frame.is_still:
            return
        source, index = result.frame.source, result.frame.index
        # A file that was given twice begins anew.
        again = index <= self._last_index
        self._last_index = index
        if self._builder is not None and (again or self._builder.source != source):
            self._end_source()
        if self._builder is None:
            self._builder = EpisodeBuilder(source)
        self._builder.add(result)

    def close(self) -> None:
        """Write the last source and finish the file; may be called twice."""
        if self._closed:
            return
        self._closed = True
        try:
            if self._builder is not None:
                self._end_source()
        finally:
            self._finish()

    def _end_source(self) -> None:
        assert self._builder is not None
        builder, self._builder = self._builder, None
        self._write_source(builder.finish())

    @abstractmethod
    def _write_source(self, found: SourceEpisodes) -> None:
        """Write what a source showed."""

    def _finish(self) -> None:  # noqa: B027 (most have nothing to do)
        """Finish the file."""
