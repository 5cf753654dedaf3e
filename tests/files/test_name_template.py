"""A file name from a template is one that Windows, macOS and Linux allow."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emotion_desktop.errors import SettingError
from emotion_desktop.files.name_template import MOST_BYTES, fill


def test_each_field_becomes_its_value() -> None:
    name = fill("{date}_{participant}_{trial}", date="2026-11-30", participant="P07", trial=3)
    assert name == "2026-11-30_P07_3"


def test_an_empty_value_leaves_no_double_separator() -> None:
    assert fill("{date}_{participant}_{trial}", date="d", participant="", trial=3) == "d_3"
    assert fill("{participant}-{date}", participant="", date="d") == "d"


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("a/b\\c", "a-b-c"),
        ("../../etc", "etc"),
        ('12:30 "x"', "12-30 -x"),
        ("line\nbreak", "line-break"),
        ("CON", "_CON"),
        ("com1.txt", "_com1.txt"),
        ("ends with dots...", "ends with dots"),
        ("مرحبا", "مرحبا"),
        ("a\u202eb", "a-b"),
        ("{date}", "{date}"),
    ],
)
def test_what_a_system_forbids_is_replaced(value: str, name: str) -> None:
    assert fill("{source}", source=value, date="d") == name


def test_an_unknown_field_is_named_with_those_there_are() -> None:
    with pytest.raises(SettingError, match=r"\{who\} is no field .* use \{date\}, \{source\}"):
        fill("{who}", date="d", source="s")


@pytest.mark.parametrize("template", ["{date", "date}", "{{date}}", "{}"])
def test_a_brace_that_is_no_field_is_refused(template: str) -> None:
    with pytest.raises(SettingError):
        fill(template, date="d")


@pytest.mark.parametrize("template", ["", " ", "{source}", "..."])
def test_a_name_of_nothing_is_refused(template: str) -> None:
    with pytest.raises(SettingError, match="cannot be empty"):
        fill(template, source="")


@given(st.text())
def test_any_value_makes_a_file_that_can_be_written(
    tmp_path_factory: pytest.TempPathFactory, value: str
) -> None:
    name = fill("x{value}", value=value)
    assert len(name.encode()) <= MOST_BYTES + 1
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]|[ .]$', name)
    file: Path = tmp_path_factory.getbasetemp() / f"{name}.txt"
    file.touch()
    file.unlink()
