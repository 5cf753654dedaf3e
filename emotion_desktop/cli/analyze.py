"""`emotion-analyze`: pictures, folders, videos and streams to tables and annotated copies."""

import argparse
import math
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from emotion_desktop import __version__
from emotion_desktop.cli.run import (
    NOT_STARTED,
    add_compute_arguments,
    folder_argument,
    max_faces_argument,
    prepare,
    run_analysis,
)
from emotion_desktop.config import HeatmapMethod
from emotion_desktop.errors import SettingError
from emotion_desktop.log_file import add_log_arguments, open_log
from emotion_desktop.outputs.tables import writers
from emotion_desktop.plugin_files import load_plugins
from emotion_desktop.vision.sources import CAMERA, SourceSpec

if TYPE_CHECKING:
    from emotion_desktop.outputs.markers import TimeMarker

_DESCRIPTION = """\
Reads the facial expressions in pictures, folders of pictures and videos, videos, animated GIFs
and network streams: every frame, nothing dropped."""

_EPILOG = """\
files written to DIR (nothing is overwritten: if one is there, results-2.csv and so on):
  results.csv       one row per face; a frame without a face is one row with empty fields.
                    Boxes are pixels, scores and probabilities 0-1; people are numbered from 1
                    in each source. Label and confidence are also given where the confidence is
                    so low that pictures say "uncertain".
  results.jsonl     the same, one JSON object per frame
  columns.json      with --export: what each column of the tables means, its unit and its clock
  results-people.csv, results-episodes.csv, NAME-boris.xlsx, NAME.eaf, NAME.TextGrid,
  NAME_events.tsv, NAME-report.html
                    for other programs: see --export; pictures have no episodes
  NAME-annotated.*  with --video: MP4 of a video, JPEG or PNG of a picture
  summary.json      per input: frames, frames with a face, people, share of each label, faces
                    left out because of --max-faces

exit code:
  0 every input was read; 1 some were not, or a file could not be written; 2 could not start;
  130 interrupted with Ctrl-C or SIGTERM (what was analysed until then is kept)

examples:
  emotion-analyze holiday.mp4
  emotion-analyze photos/ interview.mov --csv --jsonl --video --out report
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    prepare()
    try:
        argv = load_plugins(sys.argv[1:] if argv is None else argv)
    except SettingError as error:
        sys.stderr.write(f"emotion-analyze: {error}\n")
        return NOT_STARTED
    parser = _parser()
    args = parser.parse_args(argv)
    for text in args.inputs:
        if text.isdecimal() or SourceSpec.parse(text).kind == CAMERA:
            parser.error(f"{text!r} is a camera, which never ends; use emotion-desktop {text}")
    with open_log(parser.prog, args):
        return _run(parser, args)


def _run(parser: argparse.ArgumentParser, args: argparse.Namespace) -> int:
    from emotion_desktop.outputs.analysis_inputs import InputSelection, matches
    from emotion_desktop.outputs.overlay import OverlayOptions
    from emotion_desktop.outputs.result_files import OutputSelection

    if args.end is not None and args.end <= args.start:
        parser.error(f"--end {args.end:g} is not after --start {args.start:g}")
    overlay = OverlayOptions()
    if args.gradcam_opacity is not None:
        overlay = replace(overlay, heatmap_opacity=args.gradcam_opacity)
    suffixes = [*args.tables, *args.export] or ([] if args.video else ["csv"])
    wanted = OutputSelection(
        folder=args.out,
        tables=[suffix for suffix in writers() if suffix in suffixes],
        dictionary=bool(args.export),
        markers=args.markers,
        resume=args.resume,
        annotated=args.video,
        overlay=overlay,
    )
    return run_analysis(
        parser.prog,
        [found for text in args.inputs for found in matches(text)],
        wanted,
        args,
        selection=InputSelection(
            start_s=args.start, end_s=args.end, every=args.every, recursive=args.recursive
        ),
        as_json=args.json,
        gradcam=(args.gradcam_class or True) if args.gradcam else False,
        gradcam_method=HeatmapMethod(args.gradcam_method),
    )


def _moment(text: str) -> float:
    """Return seconds, of a text like `90`, `1:30` or `1:02:03.5`."""
    from emotion_desktop.outputs.markers import read_moment

    try:
        return read_moment(text)
    except ValueError as error:
        msg = f"must be seconds, or [hours:]minutes:seconds, got {text!r}"
        raise argparse.ArgumentTypeError(msg) from error


def _marker_file(text: str) -> "tuple[TimeMarker, ...]":
    from emotion_desktop.outputs.markers import read_marker_file

    try:
        return read_marker_file(folder_argument(text))
    except SettingError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        msg = f"must be a whole number from 1, got {text!r}"
        raise argparse.ArgumentTypeError(msg)
    return int(text)


def _formats(text: str) -> list[str]:
    names = text.split(",")
    unknown = [name for name in names if name not in writers()]
    if unknown:
        msg = f"no format {unknown[0]!r}; choose from {', '.join(writers())}"
        raise argparse.ArgumentTypeError(msg)
    return names


def _opacity(text: str) -> float:
    from emotion_desktop.outputs.overlay import OPACITIES

    try:
        opacity = float(text)
    except ValueError:
        opacity = math.nan
    low, high = OPACITIES
    if not low <= opacity <= high:
        msg = f"must be a number from {low:g} to {high:g}, got {text!r}"
        raise argparse.ArgumentTypeError(msg)
    return opacity


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="emotion-analyze",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "inputs",
        nargs="+",
        metavar="INPUT",
        help="picture, video, GIF, folder, URL, demo, or a quoted pattern like '**/*.mp4'",
    )
    parser.add_argument("--recursive", action="store_true", help="read folders in folders as well")
    parser.add_argument(
        "--every",
        metavar="N",
        type=_count,
        default=1,
        help="read every Nth frame of videos and streams (default: 1)",
    )
    parser.add_argument(
        "--start",
        metavar="TIME",
        type=_moment,
        default=0.0,
        help="read each video from this time: seconds or [hours:]minutes:seconds",
    )
    parser.add_argument(
        "--end", metavar="TIME", type=_moment, help="read each video to before this time"
    )
    parser.add_argument(
        "--model",
        metavar="NAME[,NAME]",
        help="checkpoint by name or path, or several that answer together as an ensemble; "
        "the most accurate one with seven classes if not given",
    )
    add_compute_arguments(parser)
    parser.add_argument(
        "--max-faces",
        metavar="N",
        type=max_faces_argument,
        help="faces per frame at most, the largest ones (default: 64)",
    )
    parser.add_argument(
        "--out",
        metavar="DIR",
        type=folder_argument,
        default="emotion-out",
        help="folder for the results (default: emotion-out)",
    )
    for suffix, entry in writers().items():
        parser.add_argument(
            f"--{suffix}",
            dest="tables",
            action="append_const",
            const=suffix,
            default=[],
            help=entry.summary,
        )
    parser.add_argument(
        "--export",
        metavar="FORMAT[,FORMAT]",
        type=_formats,
        default=[],
        help="formats for other programs, and what their columns mean: " + ",".join(writers()),
    )
    parser.add_argument(
        "--markers",
        metavar="FILE.csv",
        type=_marker_file,
        default=(),
        help="a table with the columns time and label; people and report then also have figures "
        "of each window between two of these times of a video",
    )
    parser.add_argument("--video", action="store_true", help="write annotated copies of the inputs")
    parser.add_argument(
        "--gradcam", action="store_true", help="show in the copies what the model looked at"
    )
    parser.add_argument(
        "--gradcam-class",
        metavar="NAME",
        help="with --gradcam: what speaks for this class; each face's own label if not given",
    )
    parser.add_argument(
        "--gradcam-method",
        choices=[method.value for method in HeatmapMethod],
        default=HeatmapMethod.DEFAULT.value,
        help="with --gradcam: the model's most faithful heatmap (default), or Grad-CAM at its last "
        "convolution",
    )
    parser.add_argument(
        "--gradcam-opacity",
        metavar="SHARE",
        type=_opacity,
        help="with --gradcam: opacity of the hottest places, 0.2 to 1 (default: 0.45)",
    )
    apart = parser.add_mutually_exclusive_group()
    apart.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="analyse the files on the workers of the Dask scheduler at this address, one a task; "
        "they must find them under the same paths",
    )
    apart.add_argument(
        "--workers",
        metavar="N",
        type=_count,
        default=1,
        help="analyse N files at once, in processes of their own; the results are the same, and "
        "are there at the end (default: 1)",
    )
    parser.add_argument(
        "--resume",
        action="store_true",
        help="keep what each finished file gave in DIR/.unfinished, and go on from there if the "
        "same command was stopped before",
    )
    parser.add_argument(
        "--json", action="store_true", help="print the summary as JSON, as in summary.json"
    )
    add_log_arguments(parser)
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    return parser


if __name__ == "__main__":
    sys.exit(main())
