"""Episodes as tiers of annotations: ELAN `.eaf` and Praat TextGrid, one file per source.

Both are written plainly: they take a page each, need no package, and come out the same each time.
"""

from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from emotion_desktop.files.unique_paths import output_error
from emotion_desktop.outputs.episodes import EpisodeWriter, SourceEpisodes
from emotion_desktop.outputs.workbook import NOT_XML

_SCHEMA: Final = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
_NO_DATE: Final = "1970-01-01T00:00:00+00:00"
"""ELAN wants a date; the same input gives the same file."""


class ElanWriter(EpisodeWriter):
    """Writes a tier per person, times in whole milliseconds; states are the annotations."""

    def _write_source(self, found: SourceEpisodes) -> None:
        schema = "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation"
        root = ET.Element(
            "ANNOTATION_DOCUMENT",
            {"AUTHOR": "", "DATE": _NO_DATE, "FORMAT": "3.0", "VERSION": "3.0", schema: _SCHEMA},
        )
        header = ET.SubElement(root, "HEADER", MEDIA_FILE="", TIME_UNITS="milliseconds")
        ET.SubElement(header, "PROPERTY", NAME="source").text = NOT_XML.sub("?", found.source)
        order = ET.SubElement(root, "TIME_ORDER")
        slots: dict[int, str] = {}
        people = {
            track_id: [
                (start, end, episode.state)
                for episode in episodes
                for start, end in [(_ms(episode.start_s), _ms(episode.end_s))]
                if end > start
            ]
            for track_id, episodes in found.by_person().items()
        }
        moments = {
            ms for spans in people.values() for start, end, _ in spans for ms in (start, end)
        }
        for number, ms in enumerate(sorted(moments), start=1):
            slots[ms] = f"ts{number}"
            ET.SubElement(order, "TIME_SLOT", TIME_SLOT_ID=slots[ms], TIME_VALUE=str(ms))
        number = 0
        for track_id, spans in people.items():
            subject = NOT_XML.sub("?", found.subject(track_id))
            tier = ET.SubElement(root, "TIER", LINGUISTIC_TYPE_REF="default-lt", TIER_ID=subject)
            for start, end, state in spans:
                number += 1
                note = ET.SubElement(
                    ET.SubElement(tier, "ANNOTATION"),
                    "ALIGNABLE_ANNOTATION",
                    ANNOTATION_ID=f"a{number}",
                    TIME_SLOT_REF1=slots[start],
                    TIME_SLOT_REF2=slots[end],
                )
                ET.SubElement(note, "ANNOTATION_VALUE").text = state
        ET.SubElement(
            root,
            "LINGUISTIC_TYPE",
            GRAPHIC_REFERENCES="false",
            LINGUISTIC_TYPE_ID="default-lt",
            TIME_ALIGNABLE="true",
        )
        ET.indent(root)
        text = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
        _write(self.path, text + b"\n")


class PraatWriter(EpisodeWriter):
    """Writes an interval tier per person; a person out of view is an interval without text."""

    def _write_source(self, found: SourceEpisodes) -> None:
        end = _s(found.end_s)
        people = found.by_person()
        lines = [
            *('File type = "ooTextFile"', 'Object class = "TextGrid"', "", "xmin = 0"),
            *(f"xmax = {end}", "tiers? <exists>", f"size = {len(people)}", "item []:"),
        ]
        for number, (track_id, episodes) in enumerate(people.items(), start=1):
            spans: list[tuple[str, str, str]] = []
            at = _s(0)
            for episode in episodes:
                start, stop = _s(episode.start_s), _s(episode.end_s)
                if start != at:
                    spans.append((at, start, ""))
                if stop != start:
                    spans.append((start, stop, episode.state))
                at = stop
            if at != end:
                spans.append((at, end, ""))
            subject = found.subject(track_id).replace('"', '""')
            lines += [
                *(f"    item [{number}]:", '        class = "IntervalTier"'),
                *(f'        name = "{subject}"', "        xmin = 0"),
                *(f"        xmax = {end}", f"        intervals: size = {len(spans)}"),
            ]
            for row, (start, stop, state) in enumerate(spans, start=1):
                lines += [
                    *(f"        intervals [{row}]:", f"            xmin = {start}"),
                    *(f"            xmax = {stop}", f'            text = "{state}"'),
                ]
        _write(self.path, ("\n".join(lines) + "\n").encode())


def _ms(seconds: float) -> int:
    return round(1000 * seconds)


def _s(seconds: float) -> str:
    return f"{seconds:.6f}"


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise output_error(path, error) from error
