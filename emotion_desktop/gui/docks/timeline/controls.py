"""What stands above the chart: whose it is, how it looks, how long it is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from emotion_desktop.gui.accessibility import label_chooser
from emotion_desktop.gui.docks.timeline.history import History
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.preferences import SPANS_S

STYLES = ("lines", "stacked")


class Controls(QWidget):
    """Three choosers and the way back to now.

    Signals:
        person_chosen: (object) The track id, or None for the person longest in view.
        style_chosen: (str) One of `STYLES`.
        span_chosen: (float) Seconds.
        live_wanted: Show the newest moments again.
    """

    person_chosen = Signal(object)
    style_chosen = Signal(str)
    span_chosen = Signal(float)
    live_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people: list[int | None] = []
        self._texts: list[str] = []
        self.person = _chooser(translate("Timeline", "Person whose probabilities are shown"))
        self.person.setMinimumContentsLength(18)
        self.style_ = _chooser(translate("Timeline", "Lines or stacked areas"))
        self.style_.addItems([translate("Timeline", "Lines"), translate("Timeline", "Stacked")])
        self.span = _chooser(translate("Timeline", "Time range of the chart"))
        self.span.addItems([_span(seconds) for seconds in SPANS_S])
        self.follow = QPushButton()
        self.follow.setProperty("role", "quiet")
        self.follow.setToolTip(translate("Timeline", "Show whoever is longest in view"))
        self.follow.clicked.connect(self._on_follow)
        self.follow.hide()
        self.live = QPushButton(translate("Timeline", "Live"))
        self.live.setProperty("role", "quiet")
        self.person.activated.connect(self._on_person)
        self.style_.activated.connect(self._on_style)
        self.span.activated.connect(self._on_span)
        self.live.clicked.connect(self.live_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.person)
        row.addWidget(self.follow)
        row.addStretch()
        for widget in (self.live, self.style_, self.span):
            row.addWidget(widget)
        for box in (self.person, self.style_, self.span):
            label_chooser(box, box.toolTip())
        self.show_live(live=True)

    def show_people(self, history: History, current: int | None, pinned: int | None) -> None:
        """Offer everybody in the history; the first entry leaves the choice to the app."""
        people: list[int | None] = [None, *history.people]
        longest = translate("Timeline", "Longest in view")
        texts = [longest if current is None or pinned is not None else f"#{current} · {longest}"]
        texts += [f"#{track_id}" for track_id in history.people]
        if (people, texts) != (self._people, self._texts) and not self.person.view().isVisible():
            self._people, self._texts = people, texts
            self.person.clear()
            self.person.addItems(texts)
        self.person.setEnabled(len(people) > 1)
        self.person.setToolTip(
            translate("Timeline", "Person whose probabilities are shown")
            if len(people) > 1
            else translate("Timeline", "No face seen yet")
        )
        if pinned in self._people:
            self.person.setCurrentIndex(self._people.index(pinned))
        gone = pinned is not None and pinned not in history.present
        if gone:
            text = translate("Timeline", "#{number} has left: follow the next")
            self.follow.setText(text.format(number=pinned))
        self.follow.setVisible(gone)

    def show_style(self, style: str) -> None:
        """Show how the chart looks."""
        self.style_.setCurrentIndex(STYLES.index(style))

    def show_span(self, span_s: float) -> None:
        """Show how long the chart is."""
        self.span.setCurrentIndex(nearest_span(span_s))

    def show_live(self, *, live: bool) -> None:
        """Offer the way back to now where there is one."""
        self.live.setEnabled(not live)
        self.live.setToolTip(
            translate("Timeline", "The chart shows the latest results; drag it to go back in time")
            if live
            else translate("Timeline", "Return to live (End)")
        )

    def _on_person(self, index: int) -> None:
        self.person_chosen.emit(self._people[index])

    def _on_follow(self) -> None:
        self.person.setFocus()  # the button goes
        self.person_chosen.emit(None)

    def _on_style(self, index: int) -> None:
        self.style_chosen.emit(STYLES[index])

    def _on_span(self, index: int) -> None:
        self.span_chosen.emit(float(SPANS_S[index]))


def nearest_span(span_s: float) -> int:
    """Return which of `SPANS_S` is the nearest."""
    return min(range(len(SPANS_S)), key=lambda index: abs(SPANS_S[index] - span_s))


def _chooser(tip: str) -> QComboBox:
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    box.setToolTip(tip)
    return box


def _span(seconds: int) -> str:
    if seconds < 60:
        return translate("Timeline", "{count} s").format(count=seconds)
    return translate("Timeline", "{count} min").format(count=seconds // 60)


def age(seconds: float) -> str:
    """Return how long ago something was, as the axis writes it: `−5 s`, `−1:30`."""
    whole = round(seconds)
    if whole == 0:
        return translate("Timeline", "now")
    return f"−{whole} s" if whole < 60 else f"−{whole // 60}:{whole % 60:02}"
