"""What was said of the people of a recording, in a file beside its tables."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from emotion_desktop.domain import Person
from emotion_desktop.errors import SettingError
from emotion_desktop.files.atomic_write import write_whole
from emotion_desktop.files.unique_paths import output_error
from emotion_desktop.outputs.recording.session_format import PEOPLE
from emotion_desktop.vision.people import clean_name


def people_text(people: Mapping[int, Person]) -> str:
    """Return the file's text for people by track id, without those of whom nothing was said."""
    said = {str(i): asdict(person) for i, person in people.items() if person != Person()}
    return json.dumps({"people": said}, indent=2) + "\n"


def write_people(folder: Path, people: Mapping[int, Person]) -> None:
    """Write the file anew.

    Raises:
        OutputError: If it cannot be written; the one before stays.
    """
    try:
        write_whole(folder / PEOPLE, people_text(people).encode())
    except OSError as error:
        raise output_error(folder / PEOPLE, error) from error


def read_people(folder: Path) -> dict[int, Person]:
    """Return people by track id; nobody if the file is missing or damaged: no result needs it."""
    try:
        record = json.loads((folder / PEOPLE).read_text(encoding="utf-8"))
        return {
            int(track_id): Person(
                name=clean_name(str(said["name"])), bystander=bool(said["bystander"])
            )
            for track_id, said in record["people"].items()
        }
    except (OSError, ValueError, TypeError, LookupError, AttributeError, SettingError):
        return {}
