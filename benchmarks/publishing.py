"""What live output costs, and how late the numbers are where they arrive.

::

    python -m benchmarks.publishing [SOURCE] --model cnn48_gray --seconds 20

The source (the built-in demo, 1280x720 at 30 frames a second, if none is given) runs live twice in
the same process: published to nobody; and by WebSocket to four clients, one of which never reads,
by OSC and, if pylsl is installed, by LSL. Receivers are processes of their own, as in use.

  fps        results a second, and their ratio to those of the first run: 0.98 is asked for
  latency    from capture to where it arrives, median and 95th percentile in milliseconds; `picture`
             is the result where the window would paint it
"""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Final

from benchmarks.harness import command, make_parser, report
from benchmarks.recording import Run
from emotion_desktop.cli.benchmark.statistics import median_ms, percentile_ms
from emotion_desktop.cli.benchmark.tables import make_table
from emotion_desktop.errors import PublishError
from emotion_desktop.publish import Address, PublishOptions
from emotion_desktop.publish.hub import Hub

WARM_UP_S: Final = 3.0
CLIENTS: Final = 3

WEBSOCKET: Final = """
import json, sys, time
from websockets.sync.client import connect
with connect(sys.argv[1]) as server:
    for text in server:
        message = json.loads(text)
        if message["type"] == "frame":
            print(time.time() - message["captured_at"], flush=True)
"""
STALLED: Final = """
import sys, time
from websockets.sync.client import connect
with connect(sys.argv[1], max_queue=1):
    time.sleep(3600)
"""
OSC: Final = """
import socket, sys, time
from pythonosc.osc_bundle import OscBundle
receiver = socket.socket(fileno=int(sys.argv[1]))
while True:
    data = receiver.recv(65536)
    now = time.time()
    print(now - OscBundle(data).timestamp, flush=True)
"""
LSL: Final = """
import pylsl
(stream,) = pylsl.resolve_byprop("name", "emotion-desktop face 0")
inlet = pylsl.StreamInlet(stream)
while True:
    _, stamp = inlet.pull_sample()
    print(pylsl.local_clock() - stamp, flush=True)
"""


class Receiver:
    """A process that prints the latency of each message in seconds."""

    def __init__(self, name: str, code: str, *arguments: str, keep: tuple[int, ...] = ()) -> None:
        self.name = name
        self._process = subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            pass_fds=keep,
        )

    def end(self) -> list[float]:
        """End it and return what it has printed, without the first few."""
        self._process.terminate()
        out, _ = self._process.communicate()
        return [float(line) for line in out.splitlines() if line][30:]


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Run and print; return the exit code."""
    parser = make_parser("publishing", __doc__)
    parser.add_argument("source", nargs="?", default="demo", metavar="SOURCE")
    parser.add_argument("--model", default="cnn48_gray", metavar="NAME")
    parser.add_argument("--seconds", type=float, default=20.0, metavar="N")
    args = parser.parse_args(argv)
    alone, before = measure(args.source, args.model, args.seconds, Hub())
    hub = Hub()
    receivers = start(hub)
    try:
        published, picture = measure(args.source, args.model, args.seconds, hub)
    finally:
        latencies = {receiver.name: receiver.end() for receiver in receivers}
        dropped = {name: status.dropped for name, status in hub.status().items()}
        hub.close()
    arrived = {"picture, alone": before, "picture": picture, **latencies}
    rows = [
        (where, str(len(times)), f"{median_ms(times):.1f}", f"{percentile_ms(times, 95):.1f}")
        for where, times in arrived.items()
        if times
    ]
    title = f"{args.source}, {args.model}, {args.seconds:g} s each"
    return report(
        make_table(("where", "messages", "p50 ms", "p95 ms"), rows, title),
        f"fps: {published:.2f}, alone {alone:.2f}, ratio {published / alone:.3f}",
        f"dropped: {json.dumps(dropped)}",
    )


def start(hub: Hub) -> list[Receiver]:
    """Switch everything on and return who listens."""
    hub.start("websocket", PublishOptions(address=Address("127.0.0.1", 0)))
    address = hub.status()["websocket"].address
    receivers = [Receiver(f"websocket {n + 1}", WEBSOCKET, address) for n in range(CLIENTS)]
    receivers.append(Receiver("stalled", STALLED, address))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as port:
        port.bind(("127.0.0.1", 0))
        hub.start("osc", PublishOptions(address=Address(*port.getsockname())))
        receivers.append(Receiver("osc", OSC, str(port.fileno()), keep=(port.fileno(),)))
    try:
        hub.start("lsl", PublishOptions())
    except PublishError as error:
        sys.stderr.write(f"without LSL: {error}\n")
    else:
        receivers.append(Receiver("lsl", LSL))
    return receivers


def measure(source: str, model: str, seconds: float, hub: Hub) -> tuple[float, list[float]]:
    """Run live for so long; return results a second, and seconds from capture to each.

    Raises:
        EmotionDesktopError: If source or model fail.
    """
    run = Run(source, model)
    try:
        run.subscribe(hub.put)
        warm_until = None
        latencies: list[float] = []
        while warm_until is None or time.monotonic() < warm_until + seconds:
            result = run.take()
            if result is None:
                continue
            now = time.monotonic()
            warm_until = warm_until or now + WARM_UP_S
            if now >= warm_until:
                latencies.append(now - result.captured_at)
    finally:
        run.close()
    return len(latencies) / seconds, latencies


if __name__ == "__main__":
    sys.exit(main())
