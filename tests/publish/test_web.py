"""The web page: its server here, the page itself in a headless Chromium."""

import http.client
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from websockets.sync.client import connect

from emotion_desktop.labels import Emotion
from emotion_desktop.publish import Address, PublishOptions
from emotion_desktop.publish.hub import Hub
from emotion_desktop.vision.opencv import cv2
from tests.publish.browser import CHROMIUM, Tab, chromium
from tests.publish.live_output import NotedCommands, a_result, receive

TOKEN = "correct horse battery"


def start(hub: Hub, *, port: int = 0, token: str = "", pictures: bool = True) -> str:
    """Start the page and return `127.0.0.1:PORT`."""
    options = PublishOptions(
        address=Address("127.0.0.1", port),
        token=token,
        pictures=pictures,
        commands=NotedCommands(),
    )
    hub.start("web", options)
    return hub.status()["web"].address.removeprefix("http://").removesuffix("/")


def test_browsers_get_one_page_that_may_load_nothing_else(hub: Hub) -> None:
    client = http.client.HTTPConnection(start(hub))
    client.request("GET", "/")
    response = client.getresponse()
    body = response.read().decode()
    client.close()
    assert response.status == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "http" not in body.replace("http-equiv", "")
    assert TOKEN not in body


def test_pictures_come_after_their_frames_no_wider_than_asked_for_and_not_too_often(
    hub: Hub,
) -> None:
    address = start(hub)
    with connect(f"ws://{address}/live?picture=100", max_queue=None) as client:
        receive(client, "welcome")
        now = time.monotonic()
        for index in range(31):  # a second
            hub.put(a_result([], index=index, captured_at=now + index / 30, size=(1280, 720)))
            receive(client)
            time.sleep(0.01)
        hub.stop("web")
        pictures = [message for message in client if isinstance(message, bytes)]
    assert hub.status() == {}
    assert len(pictures) <= 16
    image = cv2.imdecode(np.frombuffer(pictures[0], np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    assert image.shape == (180, 320, 3)


@pytest.mark.parametrize("name", ["web", "websocket"])
def test_no_picture_leaves_where_none_was_wanted(hub: Hub, name: str) -> None:
    if name == "web":
        address = start(hub, pictures=False)
    else:
        hub.start(name, PublishOptions(address=Address("127.0.0.1", 0)))
        address = hub.status()[name].address.removeprefix("ws://").removesuffix("/live")
    with connect(f"ws://{address}/live?picture=640") as client:
        receive(client, "welcome")
        for index in range(3):
            hub.put(a_result(index=index))
            receive(client)
        hub.stop(name)
        assert not [message for message in client if isinstance(message, bytes)]


class Show(threading.Thread):
    """Publishes a happy face at 20 frames a second."""

    def __init__(self, hub: Hub) -> None:
        super().__init__()
        self.over = threading.Event()
        self._hub = hub

    def run(self) -> None:
        index = 0
        while not self.over.wait(0.05):
            index += 1
            label = Emotion.HAPPINESS if index % 200 < 150 else Emotion.SURPRISE
            self._hub.put(a_result([label, None], index=index, size=(640, 360)))


@pytest.fixture
def tab(tmp_path: Path) -> Iterator[Tab]:
    """A page of a browser."""
    if CHROMIUM is None:
        pytest.skip("needs chromium: tools/system_packages.sh long")
    with chromium(tmp_path / "profile") as tab:
        yield tab


@pytest.fixture
def show(hub: Hub) -> Iterator[None]:
    """Frames keep coming."""
    show = Show(hub)
    show.start()
    yield
    show.over.set()
    show.join()


STATE = "(document.getElementById('state')?.textContent ?? '')"
PIXEL = "document.getElementById('picture').getContext('2d').getImageData(5, 5, 1, 1).data[0]"


@pytest.mark.long
@pytest.mark.usefixtures("show")
def test_the_page_shows_live_values_and_survives_a_lost_connection(
    hub: Hub, tab: Tab, tmp_path: Path
) -> None:
    address = start(hub)
    tab.call("Page.navigate", url=f"http://{address}/")
    tab.wait(f"{STATE}.startsWith('Connected')")
    assert "#1 happiness" in tab.wait("document.getElementById('faces').innerText")
    assert "90 %" in tab.run("document.getElementById('faces').innerText")
    # The picture is gray 90 with a box of the label's colour.
    tab.wait(f"{PIXEL} > 80")
    tab.screenshot(tmp_path / "page.png")
    hub.stop("web")
    tab.wait(f"{STATE}.startsWith('Connection lost')")
    start(hub, port=int(address.rpartition(":")[2]))
    tab.wait(f"{STATE}.startsWith('Connected')")


@pytest.mark.long
@pytest.mark.usefixtures("show")
def test_the_page_asks_for_the_token_says_when_it_is_wrong_and_works_by_keyboard(
    hub: Hub, tab: Tab
) -> None:
    tab.call("Page.navigate", url=f"http://{start(hub, token=TOKEN)}/")
    tab.wait(f"{STATE} === 'A token is needed'")
    assert tab.run("document.activeElement.id") == "token"
    for token, state in (("wrong wrong wrong", "The token is wrong"), (TOKEN, "Connected")):
        tab.run("document.getElementById('token').value = ''")
        tab.call("Input.insertText", text=token)
        tab.key("Enter", "\r")
        tab.wait(f"{STATE}.startsWith('{state}')")
    assert TOKEN not in tab.run("location.href")
    tab.key("Tab")
    assert tab.wait("document.activeElement.id") == "pause"


@pytest.mark.long
@pytest.mark.usefixtures("show")
@pytest.mark.parametrize(("theme", "light"), [("light", True), ("dark", False)])
def test_the_page_is_light_and_dark_and_fits_a_phone(
    hub: Hub, tab: Tab, theme: str, light: bool, tmp_path: Path
) -> None:
    features = [{"name": "prefers-color-scheme", "value": theme}]
    tab.call("Emulation.setEmulatedMedia", features=features)
    tab.call("Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=2,
             mobile=True)  # fmt: skip
    tab.call("Page.navigate", url=f"http://{start(hub)}/")
    tab.wait(f"{STATE}.startsWith('Connected ·')")
    back = tab.run("getComputedStyle(document.body).backgroundColor")
    assert (int(back.split("(")[1].split(",")[0]) > 128) == light
    assert tab.run("document.documentElement.scrollWidth") <= 390
    time.sleep(1)
    tab.screenshot(tmp_path / f"phone-{theme}.png")
