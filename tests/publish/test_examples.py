"""The examples of live output, run as their README says, against real publishers."""

import functools
import http.server
import os
import re
import runpy
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from emotion_desktop.labels import Emotion
from emotion_desktop.publish import Address, PublishOptions, publisher
from emotion_desktop.publish.commands import Marker
from emotion_desktop.publish.hub import Hub
from tests.publish.browser import CHROMIUM, chromium
from tests.publish.live_output import ROOT, NotedCommands, a_result, wait_until

EXAMPLES = ROOT / "examples"
HERE = Address("127.0.0.1", 0)
Run = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def run() -> Iterator[Run]:
    """A function that starts an example; it is ended with the test."""
    started = []

    def run_it(name: str, *arguments: str, token: str = "") -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-u", str(EXAMPLES / name), *arguments],
            env=os.environ | ({"EMOTION_DESKTOP_TOKEN": token} if token else {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield run_it
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def show(hub: Hub) -> Iterator[None]:
    """Frames with a happy face keep coming."""
    over = threading.Event()

    def publish() -> None:
        index = 0
        while not over.wait(0.02):
            hub.put(a_result([Emotion.HAPPINESS, None], index=index))
            index += 1

    thread = threading.Thread(target=publish)
    thread.start()
    yield
    over.set()
    thread.join()


@pytest.mark.usefixtures("show")
@pytest.mark.parametrize("token", ["", "correct horse battery"])
def test_the_python_client_prints_faces_and_events(hub: Hub, run: Run, token: str) -> None:
    hub.start("websocket", PublishOptions(address=HERE, token=token))
    address = hub.status()["websocket"].address
    process = run("websocket_client.py", address, "--frames", "3", token=token)
    out, _ = process.communicate(timeout=30)
    assert process.returncode == 0, out
    assert len(re.findall(r"s  1  happiness", out)) == 3
    assert len(re.findall(r"s  2  uncertain", out)) == 3


@pytest.mark.usefixtures("show")
def test_the_osc_receiver_prints_messages(hub: Hub, run: Run) -> None:
    process = run("osc_receiver.py", "--port", "0", "--bundles", "2")
    assert process.stdout is not None
    port = int(process.stdout.readline().split()[-1])
    hub.start("osc", PublishOptions(address=Address("127.0.0.1", port)))
    out, _ = process.communicate(timeout=30)
    assert "/emotion/0/label happiness" in out.splitlines()


@pytest.mark.usefixtures("show")
def test_the_lsl_receiver_prints_samples(hub: Hub, run: Run) -> None:
    pytest.importorskip("pylsl")
    hub.start("lsl", PublishOptions())
    process = run("lsl_receiver.py", "--samples", "2")
    try:
        out, _ = process.communicate(timeout=20)
    except subprocess.TimeoutExpired:
        pytest.skip("no stream can be found: multicast is blocked here")
    assert "'p_happiness': 0.9" in out


class Trial:
    """Keeps what an experiment of PsychoPy would write into its table."""

    def __init__(self) -> None:
        self.data: dict[str, object] = {}

    def addData(self, name: str, value: object) -> None:  # noqa: N802 (PsychoPy's name)
        self.data[name] = value


@pytest.mark.usefixtures("show")
def test_the_parts_of_the_psychopy_component_run_in_their_order(hub: Hub) -> None:
    noted = NotedCommands()
    hub.start("websocket", PublishOptions(address=HERE, commands=noted))
    text = (EXAMPLES / "psychopy_component.py").read_text(encoding="utf-8")
    text = text.replace("ws://127.0.0.1:8765/live", hub.status()["websocket"].address)
    _, *pieces = re.split(r"^# --- (.+) ---$", text, flags=re.MULTILINE)
    parts = dict(zip(pieces[::2], pieces[1::2], strict=True))
    trial = Trial()
    known: dict[str, object] = {"thisExp": trial}

    def run_part(name: str) -> None:
        exec(compile(parts[name], name, "exec"), known)

    def a_frame_came() -> object:
        run_part("Each Frame")
        return known["emotion_frame"]

    run_part("Before Experiment")
    run_part("Begin Experiment")
    run_part("Begin Routine")
    wait_until(a_frame_came)
    run_part("End Routine")
    assert trial.data["emotion.label"] == "happiness"
    assert trial.data["emotion.confidence"] == pytest.approx(0.9)
    assert abs(float(str(trial.data["emotion.captured_at"])) - time.time()) < 30
    (marker,) = noted.commands
    assert isinstance(marker, Marker)
    assert marker.note == "trial begins"
    run_part("End Experiment")


@pytest.mark.usefixtures("show")
def test_a_publisher_of_ones_own_sends_lines(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publisher, "registered", dict(publisher.registered))
    runpy.run_path(str(EXAMPLES / "own_publisher.py"))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.settimeout(10)
        hub.start("lines", PublishOptions(address=Address(*listener.getsockname())))
        assert listener.recv(100) == b"1 happiness, 2 uncertain\n"


@pytest.mark.long
@pytest.mark.usefixtures("show")
@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium: tools/system_packages.sh long")
def test_the_page_shows_labels_if_its_origin_is_allowed(hub: Hub, tmp_path: Path) -> None:
    handler = functools.partial(
        http.server.SimpleHTTPRequestHandler, directory=str(EXAMPLES / "browser")
    )
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        origin = f"http://127.0.0.1:{server.server_address[1]}"
        heading = "document.getElementById('labels')?.textContent"
        try:
            with chromium(tmp_path / "profile") as tab:
                for origins, shown in (((), "Not connected"), ((origin,), "1: happiness")):
                    hub.start("websocket", PublishOptions(address=HERE, origins=origins))
                    host = hub.status()["websocket"].address.split("/")[2]
                    tab.call("Page.navigate", url=f"{origin}/?host={host}")
                    tab.wait(f"{heading}?.startsWith('{shown}')")
                    hub.stop("websocket")
        finally:
            server.shutdown()
