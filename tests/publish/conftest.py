"""Fixtures of live output."""

import threading
import time
from collections.abc import Iterator

import pytest

from emotion_desktop.publish.hub import Hub


@pytest.fixture
def hub() -> Iterator[Hub]:
    """Publishes nothing until told; after the test, no thread of it is left."""
    before = set(threading.enumerate())
    hub = Hub()
    yield hub
    hub.close()
    deadline = time.monotonic() + 5
    for thread in set(threading.enumerate()) - before:
        thread.join(max(0.0, deadline - time.monotonic()))
        assert not thread.is_alive(), f"{thread.name} is still running"
