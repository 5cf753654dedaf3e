"""What can be taken back."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtGui import QUndoCommand

T = TypeVar("T")


class Change(QUndoCommand, Generic[T]):
    """From one value to another.

    Args:
        put: Makes a value the one that counts. If it returns False it could not, and the change
            leaves the stack.
        before: The value until now.
        after: The value from now on.
        text: What is changed, a word or two.
    """

    def __init__(
        self, put: Callable[[T], bool | None], before: T, after: T, text: str = ""
    ) -> None:
        super().__init__(text)
        self._put, self._before, self._after = put, before, after

    def redo(self) -> None:
        """Make the change, also for the first time."""
        self.setObsolete(self._put(self._after) is False)

    def undo(self) -> None:
        """Take it back."""
        self.setObsolete(self._put(self._before) is False)
