"""Brings the translations of the window up to date with its texts: `python -m tools.translations`.

Each `assets/translations/NAME.ts` gets the texts that are new and loses those that are gone; what
is translated stays. Beside it, `NAME.qm` is made from it, which is what the window loads. The exit
code is 1 while texts wait for a translator. How to add a language: docs/translating.md.
"""

import argparse
import ast
import builtins
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

ROOT: Final = Path(__file__).parents[1]
TEXTS: Final = ROOT / "emotion_desktop"
TRANSLATIONS: Final = ROOT / "assets" / "translations"

MARKS: Final = {"translate", "QT_TRANSLATE_NOOP"}
ERRORS: Final = "Errors"
"""Context of the templates of errors and other messages, which need no mark."""

Text = tuple[str, str]
"""Context and text in English."""


def marked_texts(folder: Path) -> dict[Text, str]:
    """Return where in the Python files of a folder each text is marked, as `path:line`."""
    found = {}
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in MARKS:
                values = [a.value for a in node.args if isinstance(a, ast.Constant)]
                if len(values) == 2 and all(isinstance(value, str) for value in values):
                    place = f"{path.relative_to(folder)}:{node.lineno}"
                    found[str(values[0]), str(values[1])] = place
    return found


def error_templates(folder: Path) -> dict[Text, str]:
    """Return where each template of an error or message is in the Python files of a folder.

    Those of the command line, in a folder `cli`, are left out: it speaks English.
    """
    found = {}
    for path in sorted(folder.rglob("*.py")):
        if "cli" in path.relative_to(folder).parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _makes_message(_name(node.func)) and node.args:
                template = node.args[0]
                if isinstance(template, ast.Constant) and isinstance(template.value, str):
                    found[ERRORS, template.value] = f"{path.relative_to(folder)}:{node.lineno}"
    return found


def _makes_message(name: str) -> bool:
    return name == "Message" or (name.endswith("Error") and not hasattr(builtins, name))


def read(ts: Path) -> dict[Text, str | None]:
    """Return the translation of each text in a file; None where it is not finished."""
    return dict(_messages(ts))


def update(ts: Path, texts: Path = TEXTS) -> None:
    """Let a file have exactly the texts of a folder; a file that is not there is made."""
    with tempfile.TemporaryDirectory() as folder:
        calls = (f"translate({context!r}, {text!r})" for context, text in error_templates(texts))
        (Path(folder) / "errors.py").write_text("\n".join(calls), encoding="utf-8")
        _run(
            "pyside6-lupdate", "-silent", "-extensions", "py", texts, folder, "-ts", ts,
            "-target-language", ts.stem, "-locations", "none", "-no-obsolete", "-sort-messages",
            "-disable-heuristic", "similartext",
        )  # fmt: skip


def release(ts: Path) -> Path:
    """Make the file that the window loads, and return it."""
    qm = ts.with_suffix(".qm")
    _run("pyside6-lrelease", "-silent", ts, "-qm", qm)
    return qm


def complaints(ts: Path, texts: Path = TEXTS) -> list[str]:
    """Return what is wrong with an updated file: one line for each text."""
    known = read(ts)
    lines = [f"{context}: {text!r}" for (context, text), said in known.items() if said is None]
    lines += [
        f"{place}: {text!r} cannot be found; write translate() with two plain texts, "
        "and not inside an f-string"
        for (context, text), place in (marked_texts(texts) | error_templates(texts)).items()
        if (context, text) not in known
    ]
    return lines


def stale(ts: Path, texts: Path = TEXTS) -> list[str]:
    """Return what an update would change about a file and its release; changes nothing."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy2(ts, folder))
        update(copy, texts)
        lines = complaints(copy, texts)
        if copy.read_bytes() != ts.read_bytes():
            lines.append(f"{ts.name} is not up to date; run: make translations")
        released, fresh = ts.with_suffix(".qm"), release(copy)
        if not released.is_file() or released.read_bytes() != fresh.read_bytes():
            lines.append(f"{released.name} was not made from it; run: make translations")
    return lines


def main(argv: Sequence[str] | None = None) -> int:
    """Update all languages, or only look; return 1 if something is left to do."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.translations", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--check", action="store_true", help="change nothing, say what is missing")
    parser.add_argument("--texts", type=Path, default=TEXTS, help="code (%(default)s)")
    parser.add_argument("--files", type=Path, default=TRANSLATIONS, help="its files (%(default)s)")
    arguments = parser.parse_args(argv)
    left = 0
    for ts in sorted(arguments.files.glob("*.ts")):
        if arguments.check:
            lines = stale(ts, arguments.texts)
        else:
            update(ts, arguments.texts)
            release(ts)
            lines = complaints(ts, arguments.texts)
        total = len(read(ts))
        sys.stdout.write(f"{ts.stem}: {total} texts, {len(lines) or 'nothing'} to do\n")
        sys.stdout.writelines(f"  {line}\n" for line in lines)
        left += len(lines)
    return 1 if left else 0


def _messages(ts: Path) -> Iterator[tuple[Text, str | None]]:
    for context in ET.parse(ts).getroot().iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            done = translation is not None and translation.get("type") is None
            said = translation.text if done and translation is not None else None
            yield (name, message.findtext("source", "")), said


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else ""


def _run(program: str, *arguments: str | Path) -> None:
    path = shutil.which(program, path=Path(sys.executable).parent)
    subprocess.run([path or program, *arguments], check=True)


if __name__ == "__main__":
    sys.exit(main())
