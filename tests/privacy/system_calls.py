"""Runs a command under strace and tells what it did beyond its own memory.

Sockets, look-ups of host names, and files made or written, of the process and all its children.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SOCKETS: Final = "socket,connect"
FILES: Final = (
    "open,openat,openat2,creat,mkdir,mkdirat,mknod,mknodat,rename,renameat,renameat2,"
    "link,linkat,symlink,symlinkat,truncate"
)

LOOK_UP_FILES: Final = frozenset({"/etc/resolv.conf", "/etc/hosts"})
"""Read by every look-up of a host name, and by nothing else."""
LOOK_UP_SERVICES: Final = ("nscd", "io.systemd.Resolve", "avahi")
"""In the names of the unix sockets of those who look up for others."""

_SOCKET: Final = re.compile(r"^(socket|connect)\(.*AF_(?!UNIX|LOCAL|UNSPEC)")
_UNIX_PEER: Final = re.compile(r'^connect\(.*sun_path=@?"(?P<path>[^"]*)".*= 0$')
_OPENED: Final = re.compile(
    r'^(?:open|openat|openat2|creat)\(.*?"(?P<asked>(?:[^"\\]|\\.)*)"(?P<how>.*)\) += '
    r"(?P<result>-1|\d+)(?:<(?P<path>.*?)(?: \(deleted\))?>)?"
)
_MADE: Final = re.compile(
    r'^(?P<call>mkdir|mknod|rename|link|symlink|truncate)\w*\(.*"(?P<path>(?:[^"\\]|\\.)*)"'
    r"[^\"]*\) += 0"
)
_WRITING: Final = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|^$")
_NO_FILES: Final = re.compile(r"/dev/|/proc/|/sys/|/memfd:|\w+:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """What a command reached beyond its own memory.

    Attributes:
        sockets: Calls that made or joined other sockets than unix ones, which stay on the machine.
        look_ups: Calls by which a host name is looked up.
        written: Files and folders made, or opened for writing.
        code: The command's exit code; None if it had to be killed.
        output: What it printed.
    """

    sockets: list[str]
    look_ups: list[str]
    written: set[Path]
    code: int | None
    output: str


def why_not() -> str | None:
    """Return why commands cannot be traced here, or None if they can."""
    if not sys.platform.startswith("linux"):
        return "strace is for Linux"
    if shutil.which("strace") is None:
        return "strace is missing; run: apt-get install strace"
    done = subprocess.run(
        ["strace", "-f", "-o", "/dev/null", "true"], capture_output=True, text=True, check=False
    )
    return f"strace cannot trace here: {done.stderr.strip()}" if done.returncode else None


def run_traced(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    environment: Mapping[str, str],
    hold_after: str | None = None,
    hold_s: float = 0,
    patience_s: float = 120,
) -> Contacts:
    """Run a command, and end it by Ctrl-C's signal once it has worked long enough.

    Args:
        command: Program and arguments.
        cwd: Where it runs.
        environment: Its variables, all of them.
        hold_after: Expression for a line of its output from which its time is counted; None lets
            it come to its end by itself.
        hold_s: How long it goes on after that line, in seconds.
        patience_s: How long it may take to print that line, and after the signal to end.

    Raises:
        AssertionError: If the line does not come, or the command ends before its time.
    """
    with tempfile.TemporaryDirectory() as log:
        traced = [
            "strace", "-ff", "-qq", "-y", "-s", "4096", "--seccomp-bpf", "-e", "signal=none",
            "-e", f"trace={SOCKETS},{FILES}", "-o", f"{log}/calls", *map(str, command),
        ]  # fmt: skip
        lines: list[str] = []
        begun = threading.Event()
        with subprocess.Popen(
            traced,
            cwd=cwd,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            process_group=0,
        ) as process:

            def read() -> None:
                assert process.stdout is not None
                for line in process.stdout:
                    lines.append(line)
                    if hold_after is not None and re.search(hold_after, line):
                        begun.set()
                begun.set()

            reader = threading.Thread(target=read)
            reader.start()
            try:
                if hold_after is not None:
                    begun.wait(patience_s)
                    assert re.search(hold_after, "".join(lines)), "".join(lines)
                    early = _wait(process, hold_s)
                    assert early is None, f"ended before its time: {''.join(lines)}"
                    os.killpg(process.pid, signal.SIGINT)  # as a terminal does; strace stays
                code = _wait(process, patience_s)
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)  # strace alone would let it go on
                reader.join()
        calls = [line for file in Path(log).iterdir() for line in _lines(file)]
    return _contacts(calls, cwd, code, "".join(lines))


def outside(written: Iterable[Path], inside: Iterable[Path], known: Mapping[str, str]) -> list[str]:
    """Return the files that lie in none of some folders and match none of the known expressions."""
    folders = [folder.resolve() for folder in inside]
    return sorted(
        str(path)
        for path in written
        if not any(path.is_relative_to(one) or one.is_relative_to(path) for one in folders)
        and not any(re.search(expression, str(path)) for expression in known)
    )


def _wait(process: "subprocess.Popen[str]", seconds: float) -> int | None:
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None


def _lines(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8", errors="replace").splitlines()


def _contacts(calls: Iterable[str], cwd: Path, code: int | None, output: str) -> Contacts:
    sockets, look_ups, written = [], [], set()
    for call in calls:
        if _SOCKET.match(call):
            sockets.append(call)
        elif (peer := _UNIX_PEER.match(call)) and any(n in peer["path"] for n in LOOK_UP_SERVICES):
            look_ups.append(call)
        elif opened := _OPENED.match(call):
            if opened["asked"] in LOOK_UP_FILES:
                look_ups.append(call)
            path = opened["path"]
            if path and _WRITING.search(opened["how"]) and not _NO_FILES.match(path):
                written.add(Path(path))
        elif (made := _MADE.match(call)) and not _NO_FILES.match(made["path"]):
            written.add(cwd / made["path"])
    return Contacts(sockets=sockets, look_ups=look_ups, written=written, code=code, output=output)
