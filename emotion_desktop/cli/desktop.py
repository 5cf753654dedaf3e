"""`emotion-desktop`: the window; without a display, the demo's analysis on the terminal."""

import argparse
import math
import os
import sys
from collections.abc import Sequence

from emotion_desktop import __version__
from emotion_desktop.cli.environment import (
    WINDOW_BYTES,
    find_display,
    installed_qt,
    memory_complaint,
    portal_theme,
    qt_complaint,
)
from emotion_desktop.cli.live import add_publish_arguments, publish_options, run_live
from emotion_desktop.cli.run import (
    NOT_STARTED,
    add_compute_arguments,
    folder_argument,
    prepare,
    run_analysis,
)
from emotion_desktop.config import BlurStyle
from emotion_desktop.errors import AssetError, SettingError
from emotion_desktop.log_file import add_log_arguments, open_log
from emotion_desktop.plugin_files import load_plugins
from emotion_desktop.vision.sources import CAMERA, DEMO, SourceSpec

_EPILOG = """\
Without a display, or with --headless, SOURCE (the demo if not given) is analysed at full speed
instead, into annotated.mp4, results.csv and summary.json in DIR; nothing is overwritten there.

With --publish it works live instead, and writes nothing but what clients ask for.

examples:
  emotion-desktop
  emotion-desktop demo --model cnn48_gray
  emotion-desktop holiday.mp4 --headless --out report
  emotion-desktop camera --headless --publish websocket
"""
LIVE_S = 30.0
"""A camera is analysed so long without a window, for it has no end."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    prepare()
    try:
        argv = load_plugins(sys.argv[1:] if argv is None else argv)
    except SettingError as error:
        sys.stderr.write(f"emotion-desktop: {error}\n")
        return NOT_STARTED
    parser = _parser()
    args = parser.parse_args(argv)
    with open_log(parser.prog, args):
        return _run(parser.prog, args)


def _run(program: str, args: argparse.Namespace) -> int:
    source = _source(args.source)
    display = None if args.headless else find_display()
    if display is not None:
        complaint = (
            qt_complaint(installed_qt()) or display.complaint or memory_complaint(WINDOW_BYTES)
        )
        if complaint is not None:
            sys.stderr.write(f"{program}: {complaint}\n")
            return NOT_STARTED
        if display.platform is not None:
            os.environ["QT_QPA_PLATFORM"] = display.platform
        theme = portal_theme()
        if theme is not None:
            os.environ["QT_QPA_PLATFORMTHEME"] = theme
        from emotion_desktop.gui.app import run

        try:
            return run(
                source,
                args.model,
                args.device,
                backend=args.backend,
                precision=args.precision,
                detector=args.detector,
                blur=BlurStyle(args.blur) if args.blur else None,
                publish=publish_options(args),
            )
        except AssetError as error:
            sys.stderr.write(f"{program}: {error}\n")
            return NOT_STARTED
    if args.publish or args.serve:
        return run_live(program, source or DEMO, args)
    spec = SourceSpec.parse(source or DEMO)
    what = "the built-in demo" if spec.kind == DEMO else spec.public_address
    why = "" if args.headless else "No display found: "
    sys.stderr.write(
        f"{why}{'running' if why else 'Running'} without a window on {what}; "
        f"results go to {args.out}\n"
    )
    from emotion_desktop.outputs.analysis_inputs import InputSelection
    from emotion_desktop.outputs.result_files import OutputSelection

    wanted = OutputSelection(
        folder=args.out, tables=["csv"], annotated=True, annotated_name="annotated.mp4"
    )
    limit_s = args.seconds
    if limit_s is None and spec.kind == CAMERA:
        limit_s = LIVE_S
    return run_analysis(
        program,
        [str(spec)],
        wanted,
        args,
        selection=InputSelection(end_s=limit_s),
    )


def _source(text: str | None) -> str | None:
    """Return a source as `open_source` takes it: a bare number is a camera."""
    return str(SourceSpec(CAMERA, text)) if text is not None and text.isdecimal() else text


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < math.inf:
        msg = "must be more than 0"
        raise ValueError(msg)
    return seconds


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="emotion-desktop",
        description="Reads facial expressions from a webcam, live, on your own computer.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "source",
        nargs="?",
        metavar="SOURCE",
        help="demo, camera, a camera's number, a file or folder, or the URL of a stream; "
        "the first camera if not given, else the demo",
    )
    parser.add_argument(
        "--model",
        metavar="NAME[,NAME]",
        help="checkpoint by name or path, or several that answer together as an ensemble; "
        "the most accurate one with seven classes if not given",
    )
    add_compute_arguments(parser, live=True)
    parser.add_argument("--headless", action="store_true", help="work without a window")
    parser.add_argument(
        "--out",
        metavar="DIR",
        type=folder_argument,
        default="emotion-out",
        help="folder for the results without a window (default: emotion-out)",
    )
    parser.add_argument(
        "--seconds",
        metavar="N",
        type=_seconds,
        help=f"without a window: stop after so much of the source (cameras: {LIVE_S:g})",
    )
    add_publish_arguments(parser)
    add_log_arguments(parser)
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    return parser


if __name__ == "__main__":
    sys.exit(main())
