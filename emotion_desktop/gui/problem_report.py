"""What people do about a bug: copy a report, look at the log. And what Qt and slots complain of."""

import logging
from collections.abc import Callable, Mapping

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
    qVersion,
)
from PySide6.QtGui import QGuiApplication

from emotion_desktop.diagnostics import report_text
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.live_view.notices import NoticeStack
from emotion_desktop.gui.live_view.states import Notice, Remedy, uncaught
from emotion_desktop.gui.live_view.toast import Toast
from emotion_desktop.gui.user_folders import open_folder
from emotion_desktop.log_file import UNCAUGHT, current_log

_qt_log = logging.getLogger("emotion_desktop.qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def log_qt_messages() -> None:
    """Let what Qt says go into the log, from now on."""
    qInstallMessageHandler(_on_qt_message)


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    _qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s: %s", context.category, text)


class ProblemReport(QObject):
    """Answers the buttons of notices that tell of bugs.

    Args:
        notices: Where they are.
        toast: Says what was done.
        facts: What a report shall say besides `diagnostics.report_text`, by name.
        parent: Of this object.
    """

    def __init__(
        self,
        notices: NoticeStack,
        toast: Toast,
        facts: Callable[[], Mapping[str, str]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._notices = notices
        self._toast = toast
        self._facts = facts
        notices.chosen.connect(self._on_remedy)

    def text(self, problem: str = "") -> str:
        """Return the report of a problem."""
        qt = f"{qVersion()} on {QGuiApplication.platformName()}"
        return report_text({"problem": problem, "Qt": qt, **self._facts()})

    def copy(self, problem: str) -> None:
        """Put the report of a problem on the clipboard."""
        self.copy_text(self.text(problem))

    def copy_text(self, text: str) -> None:
        """Put a report on the clipboard as it stands."""
        QGuiApplication.clipboard().setText(text)
        self._toast.say(translate("Window", "Copied"))

    def open_log(self) -> None:
        """Let the system show the log."""
        log = current_log()
        if log is None:
            self._toast.say(translate("Window", "No log is written"))
        else:
            open_folder(log.path)

    def _on_remedy(self, notice: Notice, remedy: Remedy) -> None:
        if remedy is Remedy.RETRY and notice.retry is not None:
            self._notices.clear(notice.topic)
            notice.retry()
        elif remedy is Remedy.COPY_DETAILS:
            self.copy(": ".join(filter(None, (notice.text, notice.details))))
        elif remedy is Remedy.OPEN_LOG:
            self.open_log()


class UncaughtBugs(QObject):
    """Tells of exceptions that nobody has caught, such as those of slots; from any thread."""

    _came = Signal()

    def __init__(self, notices: NoticeStack, parent: QObject) -> None:
        super().__init__(parent)
        self._notices = notices
        self._came.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._handler = _Handler(self._came.emit)
        UNCAUGHT.addHandler(self._handler)

    def stop(self) -> None:
        """Tell nothing any more: the window closes."""
        UNCAUGHT.removeHandler(self._handler)

    def _tell(self) -> None:
        # Once: an exception while the window is painted comes again with each painting.
        notice = uncaught()
        if notice not in self._notices.notices:
            self._notices.show_notice(notice)


class _Handler(logging.Handler):
    def __init__(self, tell: Callable[[], None]) -> None:
        super().__init__(logging.CRITICAL)
        self._tell = tell

    def emit(self, _: logging.LogRecord) -> None:
        self._tell()
