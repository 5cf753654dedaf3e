"""`emotion-desktop --headless --publish`: the live pipeline and its publishers on the terminal."""

import argparse
import os
import sys
from dataclasses import replace
from typing import Final

from emotion_desktop.cli.interrupts import stop_on_interrupt
from emotion_desktop.cli.run import DONE, INCOMPLETE, NOT_STARTED, pipeline_settings
from emotion_desktop.config import BlurStyle
from emotion_desktop.errors import EmotionDesktopError, PublishError
from emotion_desktop.publish import Address, PublishOptions, parse_names, publishers

TOKEN: Final = "EMOTION_DESKTOP_TOKEN"
"""The environment variable with the token: a command line can be read by everyone on a computer."""


def add_publish_arguments(parser: argparse.ArgumentParser) -> None:
    """Let users choose what publishes the results."""
    parser.add_argument(
        "--publish",
        metavar="NAME[@HOST:PORT],…",
        type=publish_argument,
        default={},
        help=f"publish results live: {', '.join(publishers())}; see docs/live-output.md",
    )
    parser.add_argument(
        "--serve",
        action="store_true",
        help="give browsers a page with picture and numbers: --publish web",
    )
    parser.add_argument(
        "--no-picture", action="store_true", help="leave the picture out of the web page"
    )
    parser.add_argument(
        "--origin",
        metavar="URL",
        action="append",
        default=[],
        help="let web pages of this origin connect to the WebSocket, e.g. http://localhost:8000",
    )


def publish_argument(text: str) -> dict[str, Address | None]:
    """Return what `--publish` names."""
    try:
        return parse_names(text)
    except PublishError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def publish_options(args: argparse.Namespace) -> dict[str, PublishOptions]:
    """Return what the command line says of each publisher, by name."""
    wanted = dict(args.publish)
    if args.serve:
        wanted.setdefault("web", None)
    return {
        name: PublishOptions(
            address=address,
            token=os.environ.get(TOKEN, ""),
            origins=tuple(args.origin),
            pictures=not args.no_picture,
        )
        for name, address in wanted.items()
    }


def run_live(program: str, source: str, args: argparse.Namespace) -> int:
    """Publish until the source ends or someone interrupts; return the exit code."""
    from emotion_desktop.publish.headless_run import HeadlessOptions, HeadlessRun
    from emotion_desktop.publish.hub import Hub

    def say(line: str) -> None:
        sys.stderr.write(f"{program}: {line}\n")

    hub = Hub()
    options = HeadlessOptions(
        source=source,
        model=args.model,
        device=args.device,
        backend=args.backend,
        precision=args.precision,
        settings=pipeline_settings(args),
        folder=args.out,
        limit_s=args.seconds,
        blur=BlurStyle(args.blur) if args.blur else None,
    )
    with stop_on_interrupt() as stop:
        run = HeadlessRun(options, hub, say)
        try:
            for name, each in publish_options(args).items():
                hub.start(name, replace(each, commands=run))
        except EmotionDesktopError as error:
            hub.close()
            say(str(error))
            return NOT_STARTED
        for name, status in hub.status().items():
            say(f"{name}: {status.address}")
        failure = run.run(stop.is_set)
        for name, status in hub.status().items():
            say(f"{name}: {status.sent} messages, {status.dropped} frames dropped")
        hub.close()
    if failure is not None:
        say(str(failure))
        return INCOMPLETE
    return DONE
