"""Trains the runs of a plan, for days if need be, in the background of other work.

::

    python -m tools.train_queue tools/train_plan.toml \
        --data fer2013.csv --ferplus fer2013new.csv --out runs/queue --idle

A plan is a TOML file of `[[run]]` tables: a `name`, and the `arguments` of `emotion-train`. In them
`{other}` stands for the checkpoint of the run of that name, which is trained before. Every run has
the folder of its name in the output folder. However the queue is stopped, the same command goes on
where it was; while the output folder holds a file named `pause`, all runs stand still. With
`--status` it only says how far each run is.
"""

import argparse
import contextlib
import csv
import os
import re
import shlex
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

from emotion_desktop.errors import DataError

ROOT: Final = Path(__file__).resolve().parents[1]
PAUSE: Final = "pause"
CARD: Final = "MODEL_CARD.md"
"""Is written last into the folder of a run."""
WAIT_S: Final = 1.0
PLACEHOLDER: Final = re.compile(r"\{([\w.+-]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRun:
    """One training of a plan.

    Attributes:
        name: Of its folder.
        arguments: Of `emotion-train`, checkpoints of other runs as `{name}`.
    """

    name: str
    arguments: tuple[str, ...]

    @property
    def needed(self) -> frozenset[str]:
        """Names of the runs that must be finished before."""
        return frozenset(PLACEHOLDER.findall(" ".join(self.arguments)))


def read_plan(path: Path) -> tuple[PlannedRun, ...]:
    """Return the runs of a plan in their order.

    Raises:
        DataError: If the file is no plan, a name occurs twice, or a run needs one that is not
            planned before it.
    """
    try:
        document = tomllib.loads(path.read_text())
        runs = tuple(
            PlannedRun(name=str(run["name"]), arguments=tuple(shlex.split(run["arguments"])))
            for run in document["run"]
        )
    except OSError as error:
        msg = f"cannot read {path}: {error.strerror}"
        raise DataError(msg) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        msg = f"{path} is no plan: it needs [[run]] tables with a name and arguments ({error})"
        raise DataError(msg) from error
    names: set[str] = set()
    for run in runs:
        if run.name in names or Path(run.name).name != run.name:
            msg = f"{path}: {run.name!r} is planned twice or is no name of a folder"
            raise DataError(msg)
        if missing := run.needed - names:
            msg = f"{path}: {run.name} needs {', '.join(sorted(missing))}, not planned before it"
            raise DataError(msg)
        names.add(run.name)
    return runs


class TrainQueue:
    """The runs of a plan in their folders, and the processes that train them.

    Args:
        runs: From `read_plan`.
        out: Holds a folder for each run that has begun, and its log.
        common: Arguments of every run: data, device, threads.
        idle: Whether runs use only what others leave of the processor.
    """

    def __init__(
        self, runs: Sequence[PlannedRun], out: Path, common: Sequence[str], *, idle: bool = False
    ) -> None:
        self._runs, self._out, self._common, self._idle = runs, out, tuple(common), idle
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._failed: set[str] = set()
        self._stopped = self._paused = False

    def finished(self, name: str) -> bool:
        """Return whether a run has come to its end."""
        return (self._out / name / CARD).is_file()

    def progress(self, name: str) -> str:
        """Return in words how far a run is."""
        epochs = [row for row in self._epochs(name) if row.get("val_accuracy")]
        # first by score: no epoch at a smaller size is a rival to one at full size
        scores = ((float(row["val_score"]), float(row["val_accuracy"])) for row in epochs)
        _, best = max(scores, default=(0.0, 0.0))
        count = 1 + max((int(row["epoch"]) for row in epochs), default=-1)
        state = "finished" if self.finished(name) else "begun" if epochs else "waits"
        figures = f", {count} epochs, {best:.2%} of PublicTest at best" if epochs else ""
        return f"{name}: {'failed, ' if name in self._failed else ''}{state}{figures}"

    def stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """Stop all runs after the steps at work."""
        self._stopped = True

    def work(self, processes: int) -> int:
        """Train until all runs are finished, none can go on, or `stop` is called.

        Args:
            processes: Runs at the same time.

        Returns:
            The number of runs that are not finished.
        """
        try:
            while not self._stopped:
                self._collect()
                self._heed_pause()
                while len(self._processes) < processes and (run := self._next()):
                    self._start(run)
                if not self._processes:
                    break
                time.sleep(WAIT_S)
        finally:
            self._end()
        return sum(not self.finished(run.name) for run in self._runs)

    def _next(self) -> PlannedRun | None:
        """Return the first run that can be started, if there is one."""
        for run in self._runs:
            begun = run.name in self._processes or run.name in self._failed
            if not begun and not self.finished(run.name) and all(map(self.finished, run.needed)):
                return run
        return None

    def _start(self, run: PlannedRun) -> None:
        folder = self._out / run.name
        if (folder / "config.json").is_file():
            arguments = ["--resume", str(folder), *self._common]
        else:
            own = (PLACEHOLDER.sub(self._checkpoint, argument) for argument in run.arguments)
            arguments = ["--out", str(folder), *own, *self._common]
        environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_WAIT_POLICY": "PASSIVE"}
        with (self._out / f"{run.name}.log").open("ab") as log:
            self._processes[run.name] = subprocess.Popen(
                [sys.executable, "-m", "trainer", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self._out.parent,
                env=environment,
                start_new_session=True,  # a Ctrl-C of the terminal comes to us alone
            )
        if self._idle:
            step_back(self._processes[run.name].pid)
        print(f"training {run.name}, see {log.name}", flush=True)  # noqa: T201

    def _checkpoint(self, placeholder: re.Match[str]) -> str:
        (path,) = (self._out / placeholder[1]).glob("*.safetensors")
        return str(path)

    def _collect(self) -> None:
        for name, process in list(self._processes.items()):
            if process.poll() is not None:
                del self._processes[name]
                if not self.finished(name):
                    self._failed.add(name)
                print(self.progress(name), flush=True)  # noqa: T201

    def _heed_pause(self) -> None:
        wanted = (self._out / PAUSE).exists()
        if wanted != self._paused:
            self._paused = wanted
            self._signal(signal.SIGSTOP if wanted else signal.SIGCONT)

    def _signal(self, number: int) -> None:
        for process in self._processes.values():
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(number)

    def _end(self) -> None:
        self._signal(signal.SIGINT)
        self._signal(signal.SIGCONT)
        for process in self._processes.values():
            process.wait()

    def _epochs(self, name: str) -> list[dict[str, str]]:
        rows: list[dict[str, str]] = []
        for path in (self._out / name).glob("logs/*/metrics.csv"):
            with path.open(newline="") as file:
                rows += csv.DictReader(file)
        return rows


def main(argv: Sequence[str] | None = None) -> int:
    """Work off a plan; return 0 if all of it is finished."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("plan", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--ferplus", type=Path)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--threads", type=int, default=1, help="of each run")
    parser.add_argument("--processes", type=int, default=1, help="runs at the same time")
    parser.add_argument("--idle", action="store_true", help="use only what others leave idle")
    parser.add_argument("--status", action="store_true", help="only say how far each run is")
    args = parser.parse_args(argv)
    common = ["--device", args.device, "--threads", str(args.threads)]
    common += ["--data", *(str(path.absolute()) for path in args.data)]
    if args.ferplus is not None:
        common += ["--ferplus", str(args.ferplus.absolute())]
    try:
        runs = read_plan(args.plan)
    except DataError as error:
        parser.error(str(error))
    queue = TrainQueue(runs, args.out.absolute(), common, idle=args.idle)
    if args.status:
        print(*(queue.progress(run.name) for run in runs), sep="\n")  # noqa: T201
        return 0
    args.out.mkdir(parents=True, exist_ok=True)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, queue.stop)
    return min(1, queue.work(args.processes))


def step_back(process: int) -> None:
    """Let a process with a session of its own leave the processor to whatever else wants it."""
    if hasattr(os, "SCHED_IDLE"):
        os.sched_setscheduler(process, os.SCHED_IDLE, os.sched_param(0))
        # Linux shares the processor among sessions first, however idle the processes in them are:
        # https://man7.org/linux/man-pages/man7/sched.7.html, "The autogroup feature"
        with contextlib.suppress(OSError):
            Path(f"/proc/{process}/autogroup").write_text("19")
    elif hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, process, 19)


if __name__ == "__main__":
    sys.exit(main())
