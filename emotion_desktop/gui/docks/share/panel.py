"""What is published: on or off, where, to how many, how much; and who can read it."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from emotion_desktop.errors import EmotionDesktopError, PublishError
from emotion_desktop.gui.docks.labels import label
from emotion_desktop.gui.language import QT_TRANSLATE_NOOP, translate
from emotion_desktop.gui.messages import error_text, message_text
from emotion_desktop.publish import Address, PublisherEntry, parse_names, publishers
from emotion_desktop.publish.hub import PublisherStatus

ANNOUNCES: Final = QT_TRANSLATE_NOOP(
    "Share", "Announces itself to the local network, where everyone can read it."
)
READABLE: Final = QT_TRANSLATE_NOOP(
    "Share", "Whoever can read the network in between can read this; it is not encrypted."
)


class _Row(QWidget):
    """One publisher."""

    def __init__(self, entry: PublisherEntry, address: Address | None) -> None:
        super().__init__()
        self._entry = entry
        self._usual = entry.address
        self.check = QCheckBox(entry.title)
        self.address = QLineEdit(str(address or entry.address or ""))
        self.address.setAccessibleName(
            translate("Share", "Address of {name}").format(name=entry.title)
        )
        self.address.setVisible(entry.address is not None)
        self.status, self.notice, self.token = label("muted"), label("muted"), label()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(4)
        for part in (self.check, self.address, self.status, self.notice, self.token):
            layout.addWidget(part)
        self.address.textChanged.connect(self.show_notice)
        self.show_status(None)
        self.show_token("")
        self.show_notice()

    def wanted(self) -> Address | None:
        """Return the address that is written there.

        Raises:
            PublishError: If it is none.
        """
        usual = self._usual
        return None if usual is None else Address.parse(self.address.text(), usual)

    def show_notice(self) -> None:
        """Say who can read what is published."""
        text = ANNOUNCES if self._entry.announces_itself else ""
        try:
            wanted = self.wanted()
        except PublishError:
            wanted = None
        if wanted is not None and not wanted.is_loopback:
            text = READABLE
        self.notice.setText(translate("Share", text) if text else "")
        self.notice.setVisible(bool(text))

    def show_token(self, token: str) -> None:
        """Show what clients have to know, if there is something."""
        self.token.setText(translate("Share", "Token: {token}").format(token=token))
        self.token.setVisible(bool(token))

    def show_status(self, status: PublisherStatus | None) -> None:
        """Show how it does; None if it is off."""
        if status is None:
            self.show_text("")
        elif status.error is not None:
            self.show_text(message_text(status.error))
        else:
            self.show_text(_figures(status))

    def show_text(self, text: str) -> None:
        """Show a sentence in place of the figures."""
        self.status.setText(text)
        self.status.setVisible(bool(text))


class SharePanel(QScrollArea):
    """A row for each publisher; figures are shown when they come.

    Args:
        addresses: Where to publish, as `--publish` takes it; what it leaves out is as usual.

    Signals:
        switched: (str, bool) A publisher shall be on or off.
        addresses_changed: (str) They are others now, as `--publish` takes them.
    """

    switched = Signal(str, bool)
    addresses_changed = Signal(str)

    def __init__(self, addresses: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        try:
            stored = parse_names(addresses)
        except PublishError:  # of a publisher that is not installed any more
            stored = {}
        inside = QWidget()
        inside.setObjectName("scrolled")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(11, 7, 11, 11)
        self.rows: dict[str, _Row] = {}
        for name, entry in publishers().items():
            if entry.in_window:
                row = self.rows[name] = _Row(entry, stored.get(name))
                row.check.setObjectName(name)
                row.check.clicked.connect(self._on_clicked)
                row.address.editingFinished.connect(self._on_address)
                layout.addWidget(row)
        layout.addStretch()
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(translate("Share", "Share"))

    def show_status(self, status: Mapping[str, PublisherStatus]) -> None:
        """Show how each publisher does that is on."""
        for name, row in self.rows.items():
            row.check.setChecked(name in status and status[name].running)
            row.address.setEnabled(name not in status)
            if name in status:
                row.show_status(status[name])

    def show_off(self, name: str, error: EmotionDesktopError | None = None) -> None:
        """Show that a publisher is off, and why it could not be switched on."""
        row = self.rows[name]
        row.check.setChecked(False)
        row.address.setEnabled(True)
        row.show_text("" if error is None else error_text(error))
        row.show_token("")

    def _on_clicked(self, on: bool) -> None:  # noqa: FBT001 (the signature of a Qt slot)
        self.switched.emit(self.sender().objectName(), on)

    def _on_address(self) -> None:
        others = [
            f"{name}@{row.address.text().strip()}"
            for name, row in self.rows.items()
            if row.address.text().strip() != str(publishers()[name].address or "")
        ]
        self.addresses_changed.emit(",".join(others))


def _figures(status: PublisherStatus) -> str:
    """Return a line like `ws://… · 2 clients · 60 messages/s · 3 frames dropped`."""
    parts = [status.address]
    if status.clients is not None:
        parts.append(translate("Share", "clients: {count}").format(count=status.clients))
    parts.append(translate("Share", "{rate} messages/s").format(rate=f"{status.per_second:.0f}"))
    parts.append(translate("Share", "dropped: {count}").format(count=status.dropped))
    return " · ".join(parts)
