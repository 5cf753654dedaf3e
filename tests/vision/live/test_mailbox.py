"""One slot, newest wins."""

import threading

import pytest

from emotion_desktop.vision.live.mailbox import Mailbox


def test_the_newest_item_wins_and_the_older_one_counts_as_dropped() -> None:
    box: Mailbox[int] = Mailbox()
    box.put(1)
    box.put(2)
    assert box.take() == 2
    assert box.dropped == 1


def test_put_says_whether_the_slot_was_empty() -> None:
    box: Mailbox[int] = Mailbox()
    assert box.put(1)
    assert not box.put(2)
    box.take()
    assert box.put(3)


@pytest.mark.parametrize("timeout", [None, 0, 0.01])
def test_an_empty_mailbox_gives_nothing(timeout: float | None) -> None:
    assert Mailbox[int]().take(timeout) is None


def test_a_waiting_reader_gets_an_item_of_another_thread() -> None:
    box: Mailbox[str] = Mailbox()
    writer = threading.Timer(0.01, box.put, args=("frame",))
    writer.start()
    assert box.take(5) == "frame"
    writer.join()


def test_close_wakes_a_waiting_reader_who_gets_nothing() -> None:
    box: Mailbox[str] = Mailbox()
    closer = threading.Timer(0.01, box.close)
    closer.start()
    assert box.take(60) is None
    closer.join()


def test_a_closed_mailbox_takes_and_gives_nothing() -> None:
    box: Mailbox[int] = Mailbox()
    box.put(1)
    box.close()
    assert not box.put(2)
    assert box.take() is None
    assert box.closed
    assert box.dropped == 0
