"""The summary of an analysis as tables on the terminal."""

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from emotion_desktop.outputs.analysis_inputs import told
from emotion_desktop.outputs.analysis_summary import Report
from emotion_desktop.outputs.label_counts import Tally


def print_summary(console: Console, report: Report) -> None:
    """Print what was found, how often each label, and where the files are."""
    table = Table(box=None, pad_edge=False)
    table.add_column("Input", overflow="fold")
    for title in ("Frames", "With a face", "People"):
        table.add_column(title, justify="right")
    table.add_column("Labels")
    rows = {text: tally for text, tally in report.tallies.items() if tally.frames}
    names = {text: Path(text).name for text in rows}
    unique = len(set(names.values())) == len(names)
    for text, tally in rows.items():
        table.add_row(escape(names[text] if unique else text), *_cells(tally))
    if len(rows) > 1:
        table.add_row("all", *_cells(report.total), style="bold")
    if rows:
        console.print(table)
    count = report.total.frames
    console.print(
        f"{report.model} on {report.device}: {count} {'frame' if count == 1 else 'frames'} "
        f"in {report.seconds:.1f} s, {report.fps:.1f} frames/s",
        highlight=False,
    )
    if report.left_out:
        console.print(told(report.left_out), markup=False, highlight=False, soft_wrap=True)
    print_files(console, report.files)


def _cells(tally: Tally) -> tuple[str, str, str, str]:
    shares = sorted(tally.shares().items(), key=lambda item: -item[1])
    labels = ", ".join(f"{name} {share:.0%}" for name, share in shares) or "none"
    return str(tally.frames), f"{tally.face_share:.1%}", str(len(tally.people)), labels


def print_files(console: Console, files: list[Path]) -> None:
    """Print where the files are; of many, the first ones."""
    shown = 8
    for path in files[:shown]:
        console.print(f"  {path}", markup=False, highlight=False, soft_wrap=True)
    if len(files) > shown:
        console.print(f"  and {len(files) - shown} more in {files[0].parent}", markup=False)
