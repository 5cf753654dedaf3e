"""Episodes as tables: a row per episode, a row per person, BORIS and BIDS events."""

import csv
import io
import json
from abc import abstractmethod
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise, permutations
from pathlib import Path

from emotion_desktop.domain import FrameResult
from emotion_desktop.files.unique_paths import output_error
from emotion_desktop.labels import CANONICAL_ORDER, Emotion
from emotion_desktop.outputs.data_dictionary import describe_all, harmless
from emotion_desktop.outputs.episodes import Episode, EpisodeBuilder, EpisodeWriter, SourceEpisodes
from emotion_desktop.outputs.label_counts import UNCERTAIN
from emotion_desktop.outputs.markers import TimeMarker
from emotion_desktop.outputs.workbook import write_workbook

BIDS_COLUMNS = ("onset", "duration", "trial_type", "track_id", "name", "mean_confidence")
BORIS_COLUMNS = ("time", "subject", "code", "modifier", "comment")


WINDOW_COLUMNS = ("window", "window_label", "window_start_s", "window_end_s")


def episode_columns(classes: Sequence[Emotion]) -> list[str]:
    """Return the header of the table of episodes."""
    means = [f"mean_p_{emotion}" for emotion in _in_order(classes)]
    return [
        *("source", "episode", "track_id", "name", "state", "onset_s", "offset_s", "duration_s"),
        *means,
    ]


def person_columns(classes: Sequence[Emotion], *, windows: bool = False) -> list[str]:
    """Return the header of the table of people, also of windows between markers."""
    known = _in_order(classes)
    return [
        *(
            "source",
            *(WINDOW_COLUMNS if windows else ()),
            "track_id",
            "name",
            "first_s",
            "last_s",
            "in_view_s",
            "episodes",
            "changes",
        ),
        *("mean_episode_s", "longest", "longest_start_s", "longest_s"),
        *(f"share_{emotion}" for emotion in known),
        *("share_uncertain", "share_unread"),
        *(f"mean_p_{emotion}" for emotion in known),
        *(f"episodes_{emotion}" for emotion in known),
        *(f"first_onset_s_{emotion}" for emotion in known),
        *(f"mean_episode_s_{emotion}" for emotion in known),
        *(f"longest_s_{emotion}" for emotion in known),
        *(f"n_{one}_to_{other}" for one, other in permutations(known, 2)),
    ]


def _in_order(classes: Sequence[Emotion]) -> list[Emotion]:
    return [emotion for emotion in CANONICAL_ORDER if emotion in classes]


class _RowWriter(EpisodeWriter):
    """Writes rows of text as sources end."""

    delimiter = ","

    def __init__(self, path: Path, classes: Sequence[Emotion]) -> None:
        super().__init__(path, classes)
        try:
            self._file = path.open("w", encoding="utf-8", errors="backslashreplace", newline="")
        except OSError as error:
            raise output_error(path, error) from error
        self._append([self._columns()])

    def _write_source(self, found: SourceEpisodes) -> None:
        self._append(self._rows(found))

    def _append(self, rows: Iterable[Sequence[object]]) -> None:
        text = io.StringIO()
        table = csv.writer(text, delimiter=self.delimiter, lineterminator="\n")
        table.writerows(rows)
        try:
            self._file.write(text.getvalue())
            self._file.flush()
        except OSError as error:
            raise output_error(self.path, error) from error

    def _finish(self) -> None:
        try:
            self._file.close()
        except OSError as error:
            raise output_error(self.path, error) from error

    @abstractmethod
    def _columns(self) -> Sequence[str]: ...

    @abstractmethod
    def _rows(self, found: SourceEpisodes) -> Iterable[Sequence[object]]: ...


class EpisodeTableWriter(_RowWriter):
    """Writes one row per episode of every source."""

    def _columns(self) -> Sequence[str]:
        return episode_columns(self.classes)

    def _rows(self, found: SourceEpisodes) -> Iterable[Sequence[object]]:
        for number, episode in enumerate(found.episodes, start=1):
            yield [
                *(harmless(found.source), number, episode.track_id),
                *(found.name(episode.track_id), episode.state),
                *(f"{s:.4f}" for s in (episode.start_s, episode.end_s, episode.seconds)),
                *(_share(episode.means.get(emotion)) for emotion in self.classes),
            ]


class PersonTableWriter(_RowWriter):
    """Writes one row per person of every source, then one for each window between markers.

    Args:
        path: Is replaced if it is there.
        classes: Those of the model.
        markers: Where windows begin, by time; without any there are no windows, nor columns of
            them. A frame belongs to the window in which it begins; episodes are cut there.
    """

    def __init__(
        self, path: Path, classes: Sequence[Emotion], markers: Sequence[TimeMarker] = ()
    ) -> None:
        self._markers = markers
        self._times = [mark.time_s for mark in markers]
        self._windows: dict[int, EpisodeBuilder] = {}
        super().__init__(path, classes)

    def write(self, result: FrameResult) -> None:
        """Append one frame."""
        super().write(result)
        if self._markers and not result.frame.is_still:
            number = bisect_right(self._times, result.frame.time_s)
            if number not in self._windows:
                self._windows[number] = EpisodeBuilder(result.frame.source)
            self._windows[number].add(result)

    def _columns(self) -> Sequence[str]:
        return person_columns(self.classes, windows=bool(self._markers))

    def _rows(self, found: SourceEpisodes) -> Iterable[Sequence[object]]:
        whole = [""] * len(WINDOW_COLUMNS) if self._markers else []
        yield from self._people(found, whole)
        windows, self._windows = self._windows, {}
        for number, builder in windows.items():
            edges = [0.0, *self._times, found.end_s]
            label = harmless(self._markers[number - 1].label) if number else ""
            bounds = (_seconds(edges[number]), _seconds(edges[number + 1]))
            part = replace(builder.finish(), names=found.names)
            yield from self._people(part, [number, label, *bounds])

    def _people(
        self, found: SourceEpisodes, window: Sequence[object]
    ) -> Iterable[Sequence[object]]:
        for track_id, episodes in found.by_person().items():
            who = (track_id, found.name(track_id))
            yield [harmless(found.source), *window, *who, *self._figures(episodes)]

    def _figures(self, episodes: list[Episode]) -> Iterable[object]:
        total = sum(episode.seconds for episode in episodes)
        named = [episode for episode in episodes if episode.label is not None]
        of_class = {
            emotion: [episode for episode in named if episode.label is emotion]
            for emotion in self.classes
        }
        uncertain = [episode for episode in episodes if episode.state == UNCERTAIN]
        read = [episode for episode in episodes if episode.means]
        unread = [episode for episode in episodes if not episode.means]
        followed = Counter((one.label, other.label) for one, other in pairwise(named))
        pairs = list(permutations(self.classes, 2))
        longest = max(named, key=lambda episode: episode.seconds, default=None)

        yield from (_seconds(episodes[0].start_s), _seconds(max(e.end_s for e in episodes)))
        yield from (_seconds(total), len(named), sum(followed[pair] for pair in pairs))
        yield _mean_s(named)
        yield longest.state if longest else ""
        yield _seconds(longest.start_s) if longest else ""
        yield _seconds(longest.seconds) if longest else ""
        for some in (*of_class.values(), uncertain, unread):
            yield _share(sum(episode.seconds for episode in some) / total if total else None)
        yield from (_share(_mean_probability(read, emotion)) for emotion in self.classes)
        yield from (len(some) for some in of_class.values())
        yield from (_seconds(some[0].start_s) if some else "" for some in of_class.values())
        yield from (_mean_s(some) for some in of_class.values())
        for some in of_class.values():
            yield _seconds(max(episode.seconds for episode in some)) if some else ""
        yield from (followed[pair] for pair in pairs)


class BorisWriter(EpisodeWriter):
    """Writes the states of one source as BORIS imports them: a row per start and per stop.

    BORIS reads events from workbooks only, and tells starts from stops by their order.
    """

    def _write_source(self, found: SourceEpisodes) -> None:
        rows = [
            (time_s, is_start, episode)
            for episode in found.episodes
            for time_s, is_start in ((episode.start_s, True), (episode.end_s, False))
        ]
        # Of one moment the stops come first: the next state of a person begins after them.
        events = [
            (
                *(round(time_s, 3), found.subject(episode.track_id), episode.state, ""),
                "START" if is_start else "STOP",
            )
            for time_s, is_start, episode in sorted(rows, key=lambda row: row[:2])
        ]
        write_workbook(self.path, [BORIS_COLUMNS, *events])


class BidsWriter(_RowWriter):
    """Writes the episodes of one source as `_events.tsv`, and the side-car `.json` beside it."""

    delimiter = "\t"

    def _columns(self) -> Sequence[str]:
        return BIDS_COLUMNS

    def _rows(self, found: SourceEpisodes) -> Iterable[Sequence[object]]:
        for episode in found.episodes:
            mean = episode.means.get(episode.label) if episode.label else None
            yield [
                *(f"{episode.start_s:.4f}", f"{episode.seconds:.4f}", episode.state),
                *(episode.track_id, found.name(episode.track_id) or "n/a", _share(mean) or "n/a"),
            ]

    def _finish(self) -> None:
        super()._finish()
        path = self.path.with_suffix(".json")
        text = json.dumps(describe_all(BIDS_COLUMNS), ensure_ascii=False, indent=2)
        try:
            path.write_text(f"{text}\n", encoding="utf-8", newline="")
        except OSError as error:
            raise output_error(path, error) from error


def _mean_probability(read: list[Episode], emotion: Emotion) -> float | None:
    seconds = sum(episode.seconds for episode in read)
    if not seconds:
        return None
    return sum(episode.seconds * episode.means[emotion] for episode in read) / seconds


def _mean_s(some: list[Episode]) -> str:
    return _seconds(sum(episode.seconds for episode in some) / len(some)) if some else ""


def _seconds(value: float) -> str:
    return f"{value:.4f}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"
