"""A recorded session as one HTML file that needs nothing else, neither network nor scripts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from jinja2 import Environment, StrictUndefined

import emotion_desktop
from emotion_desktop.config import find_asset
from emotion_desktop.labels import CANONICAL_ORDER, COLOURS, Emotion
from emotion_desktop.outputs.display_list import percent
from emotion_desktop.outputs.recording.chart import ChartTexts, chart_svg
from emotion_desktop.outputs.recording.reader import Person, RecordedSession
from emotion_desktop.outputs.recording.session_format import RecordedModel
from emotion_desktop.outputs.recording.summary import (
    PersonSummary,
    Segment,
    segments,
    summarise,
    summarise_person,
)
from emotion_desktop.outputs.recording.time_axis import clock

DISCLAIMER: Final = (
    "The app guesses which expression category a face resembles, not what someone feels. "
    "Its guesses are often wrong; the same expression can mean many things."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLanguage:
    """What a report is written in; English.

    Attributes:
        code: Its name in HTML.
        say: Returns a text of the report, which is given in English.
        emotion: Returns what an emotion is called.
        number: Returns a number that is given with a decimal point.
    """

    code: str = "en"
    say: Callable[[str], str] = str
    emotion: Callable[[Emotion], str] = str
    number: Callable[[str], str] = str


ENGLISH: Final = ReportLanguage()


def report_html(
    session: RecordedSession, language: ReportLanguage = ENGLISH, *, of_file: bool = False
) -> str:
    """Return the report: summary, a chart and a table for each person, markers, metadata.

    Args:
        session: What was recorded, or found in a file.
        language: What it is written in.
        of_file: Whether it was found in a file: then nobody knows when it was recorded, and how.

    Raises:
        AssetError: If the template is missing.
    """
    template = find_asset("report.html").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(template).render(
        _Report(session, language, of_file=of_file).values()
    )


class _Report:
    """Puts into words what the template shows."""

    def __init__(
        self, session: RecordedSession, language: ReportLanguage, *, of_file: bool
    ) -> None:
        self._of_file = of_file
        self._session = session
        self._language = language
        self._segments = segments(session)
        self._say = language.say

    def values(self) -> dict[str, object]:
        session = self._session
        by_id = {person.track_id: person for person in session.people}
        return {
            "app_version": emotion_desktop.__version__,
            "language": self._language.code,
            "say": self._say,
            "name": session.name,
            "started": "" if self._of_file else f"{session.metadata.started_at:%Y-%m-%d %H:%M:%S}",
            "of_file": self._of_file,
            "duration": clock(session.duration_s - session.start_s),
            "frames": len(session.times),
            "disclaimer": self._say(DISCLAIMER),
            "remarks": list(self._remarks()),
            "classes": [self._language.emotion(emotion) for emotion in session.classes],
            "people": [
                self._person(by_id[summary.track_id], summary) for summary in summarise(session)
            ],
            "markers": [
                {"time": self._time(mark.time_s), "number": mark.number, "note": mark.note}
                for mark in session.markers
            ],
            "facts": list(self._facts()),
        }

    def _person(self, person: Person, summary: PersonSummary) -> dict[str, object]:
        emotion = self._language.emotion
        most = summary.most
        said = self._session.said.get(person.track_id)
        name = self._say("Person {number}").format(number=person.track_id)
        name = f"{said.name} (#{person.track_id})" if said and said.name else name
        texts = ChartTexts(
            title=name,
            emotions={each: emotion(each) for each in CANONICAL_ORDER},
            probability=self._say("Probability of each expression"),
            marker=self._say("Marker"),
        )
        return {
            "id": person.track_id,
            "name": name,
            "first": self._time(summary.first_s),
            "last": self._time(summary.last_s),
            "in_view": self._seconds(summary.in_view_s),
            "most": "–" if most is None else f"{emotion(most)} ({percent(summary.shares[most])})",
            "changes": summary.changes,
            "uncertain": percent(summary.uncertain),
            "unread": percent(summary.unread),
            "longest": self._longest(summary),
            "chart": chart_svg(self._session, person, texts),
            "rows": [
                {
                    "name": emotion(each),
                    "colour": "#{:02x}{:02x}{:02x}".format(*COLOURS[each]),
                    "share": percent(share),
                    "width": f"{100 * share:.1f}",
                    "mean": percent(summary.means[each]) if each in summary.means else "–",
                }
                for each, share in summary.shares.items()
            ],
            "segments": list(self._parts(person)),
        }

    def _longest(self, summary: PersonSummary) -> str:
        longest = summary.longest
        if longest is None or longest.label is None:
            return ""
        return self._say("{name}, {time} from {start}").format(
            name=self._language.emotion(longest.label),
            time=self._seconds(longest.seconds),
            start=self._time(longest.start_s),
        )

    def _parts(self, person: Person) -> Iterator[dict[str, object]]:
        for part in self._segments:
            found = summarise_person(self._session, person, part)
            count = len(self._session.classes) + 2
            shares = (*found.shares.values(), found.uncertain, found.unread) if found else ()
            yield {
                "name": self._part_name(part),
                "in_view": self._seconds(found.in_view_s) if found else self._say("not in view"),
                "shares": [percent(share) for share in shares] or ["–"] * count,
            }

    def _part_name(self, part: Segment) -> str:
        """Return what bounds a segment, and its times."""
        say = self._say
        marker = say("marker {number}")
        start = say("start") if part.after is None else marker.format(number=part.after)
        end = say("end") if part.before is None else marker.format(number=part.before)
        times = f"{clock(part.start_s)}–{clock(part.end_s)}"
        return say("{start} to {end}, {times}").format(start=start, end=end, times=times)

    def _remarks(self) -> Iterator[str]:
        session, say = self._session, self._say
        if session.cut_off:
            yield say("This recording was interrupted; it is complete up to that point.")
        if session.metadata.dropped:
            text = say("{count} frames are missing: not analysed or not written in time.")
            yield text.format(count=session.metadata.dropped)
        if session.gaps:
            seconds = sum(end - start for start, end in session.gaps)
            text = say("Nothing was recorded for {time} in total, e.g. while the app was paused.")
            yield text.format(time=self._seconds(seconds))

        if session.cuts:
            seconds = sum(end - start for start, end in session.cuts)
            text = say("{time} in total are left out of this report.")
            yield text.format(time=self._seconds(seconds))

    def _facts(self) -> Iterator[tuple[str, str]]:
        say, number = self._say, self._language.number
        data = self._session.metadata
        source = data.source
        if data.participant:
            yield say("Participant"), data.participant
        if data.trial is not None:
            yield say("Trial"), str(data.trial)
        if data.notes:
            yield say("Notes"), data.notes
        size = f"{source.name}, {source.width}×{source.height}"
        fps = say("{count} frames per second").format(count=round(source.fps or 0))
        yield say("Source"), f"{size}, {fps}" if source.fps else size
        if not self._of_file:
            yield say("Video"), say("none") if self._session.video is None else say(data.video)
        yield say("Model"), self._model(data.model)
        for change in data.model_changes:
            term = say("Model from {time}").format(time=self._time(change.time_s))
            yield term, self._model(change.model)
        for place, digest in enumerate(data.model.sha256, start=1):
            several = len(data.model.sha256) > 1
            yield f"SHA-256 {place}" if several else say("SHA-256 of its weights"), digest
        if data.model.temperatures:
            values = [number(f"{value:.3f}") for value in data.model.temperatures]
            yield say("Temperature"), ", ".join(values)
        yield say("Classes"), ", ".join(map(self._language.emotion, self._session.classes))
        for name, value in data.settings.items():
            yield say(name.replace("_", " ")), number(f"{value:g}")
        if not self._of_file:
            yield say("Ended"), say(data.ending or "cut off")
        yield say("App"), f"emotion-desktop {data.app_version}"

    def _model(self, model: RecordedModel) -> str:
        if not model.device:
            return model.name
        return self._say("{name} on {device}").format(name=model.name, device=model.device)

    def _time(self, seconds: float) -> str:
        return self._language.number(clock(seconds, tenths=True))

    def _seconds(self, seconds: float) -> str:
        return self._language.number(f"{seconds:.1f} s")
