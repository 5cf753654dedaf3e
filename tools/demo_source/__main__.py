"""`python -m tools.demo_source`: write the clip that plays where there is no camera."""

import argparse
from pathlib import Path

from tools.demo_source.render import VIDEO, application, write_video


def main() -> None:
    """Read the command line and write the video."""
    parser = argparse.ArgumentParser(prog="python -m tools.demo_source", description=__doc__)
    parser.add_argument("--out", type=Path, default=VIDEO, help="the video (%(default)s)")
    target: Path = parser.parse_args().out
    keep = application()
    write_video(target)
    del keep


if __name__ == "__main__":
    main()
