"""What the window of a recording does: joins player, widgets and actions."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import EmotionDesktopError, UnexpectedError
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.language import isolated, translate
from emotion_desktop.gui.live_view.states import Notice, failure
from emotion_desktop.gui.problem_report import ProblemReport
from emotion_desktop.gui.review.navigation import Navigation
from emotion_desktop.gui.review.review_data import ReviewData
from emotion_desktop.gui.review.texts import remarks

if TYPE_CHECKING:
    from emotion_desktop.gui.review.window import ReviewWindow


class Controller(QObject):
    """Owns nothing that is seen; every slot returns at once."""

    def __init__(self, window: "ReviewWindow", material: ReviewData) -> None:
        super().__init__(window)
        self._window = window
        self._whole = material
        self._kept = material.people
        self._shown_id: int | None = None
        self.moves = Navigation(window.player, window.commands, self)
        ProblemReport(window.notices, window.toast, lambda: {"window": ActionName.REVIEW}, self)
        self._connect_actions()
        self._connect_player()
        self._limit()

    def start(self) -> None:
        """Show the first frame and the first person, and say what is not as it should be."""
        self._show_person(next(iter(self._whole.people), None))
        said = list(remarks(self._window.session))
        if said:
            self._window.notices.show_notice(
                Notice(topic="session", text=said[0], details=" ".join(said[1:]), warning=True)
            )
        self._window.player.seek(0.0)

    def show_edited(self, whole: ReviewData, kept: ReviewData) -> None:
        """Let figures and exports be of what is kept of the recording.

        Args:
            whole: All of it, the people numbered as they are now.
            kept: What is kept.
        """
        if whole is not self._whole:
            shown = self._whole.session.faces.track_ids == self._shown_id
            self._shown_id = next(iter(whole.session.faces.track_ids[shown].tolist()), None)
            self._whole = whole
            self._window.timeline.show_people(whole)
            self._window.player.show_session(whole.session)
            self._limit_people()
        self._kept = kept.people
        self._window.exports.show_session(kept.session)
        self._window.side.show_material(kept)
        self._show_person(self._shown_id)

    def _connect_actions(self) -> None:
        window, exports = self._window, self._window.exports
        slots: dict[ActionName, Callable[[], None]] = {
            ActionName.REPORT: exports.ask_report,
            ActionName.CHART_PNG: exports.ask_chart_png,
            ActionName.CHART_SVG: exports.ask_chart_svg,
            ActionName.SUMMARY_CSV: exports.ask_summary_csv,
            ActionName.EXPORT: exports.ask_export,
            ActionName.SHOW_FOLDER: exports.show_folder,
            ActionName.OVERLAY: self._show_picture,
            ActionName.BARS: self._show_picture,
            ActionName.NEXT_PERSON: self._next_person,
        }
        for name, slot in slots.items():
            window.commands[name].triggered.connect(slot)
        window.commands[ActionName.CLOSE].triggered.connect(window.close)
        exports.saved.connect(self._on_saved)
        exports.failed.connect(self._on_failed)
        window.jobs.failed.connect(self._on_job_failed)

    def _connect_player(self) -> None:
        window, player = self._window, self._window.player
        player.moved.connect(self._on_moved)
        player.shown.connect(self._on_shown)
        player.switched.connect(self._on_switched)
        player.video_failed.connect(self._on_video_failed)
        for part in (window.transport.scrubber, window.timeline, window.side):
            part.sought.connect(player.seek)
        window.transport.scrubber.moved_by.connect(self.moves.by)
        window.transport.speed_chosen.connect(player.set_speed)
        window.timeline.person_chosen.connect(self._show_person)
        window.timeline.span_shown.connect(window.exports.set_span)
        window.side.person_chosen.connect(self._show_person)

    def _limit(self) -> None:
        """Make grey what this session has not got, and say why."""
        commands, session = self._window.commands, self._window.session
        if not self._whole.people:
            for name in (ActionName.CHART_PNG, ActionName.CHART_SVG):
                commands.disable(name, translate("Review", "no face was seen in this recording"))
        self._limit_people()
        if session.metadata.video == "annotated" and session.video is not None:
            commands[ActionName.OVERLAY].setChecked(False)
            for name in (ActionName.OVERLAY, ActionName.BARS):
                commands.disable(name, translate("Review", "they are already in this video"))

    def _limit_people(self) -> None:
        commands, people = self._window.commands, self._whole.people
        if len(people) > 1:
            commands.enable(ActionName.NEXT_PERSON)
        elif people:
            why = translate("Review", "there is only one person in this recording")
            commands.disable(ActionName.NEXT_PERSON, why)
        else:
            why = translate("Review", "no face was seen in this recording")
            commands.disable(ActionName.NEXT_PERSON, why)

    # What the player says

    def _on_moved(self) -> None:
        playhead = self._window.player.playhead
        self._window.transport.show_playhead(playhead)
        self._window.timeline.set_head(playhead.position_s)

    def _on_shown(self, _result: FrameResult) -> None:
        self._show_picture()

    def _on_switched(self) -> None:
        player = self._window.player
        self._window.commands.show_playing(playing=player.playing)
        self._window.transport.show_playhead(player.playhead)

    def _on_video_failed(self, error: EmotionDesktopError) -> None:
        text = translate("Review", "The video cannot be shown, only the results")
        self._window.notices.show_notice(failure("video", text, error, self._window.player.reload))

    # What the user does

    def _show_picture(self) -> None:
        commands, video = self._window.commands, self._window.video
        video.set_overlay(bars=commands[ActionName.BARS].isChecked(), heatmaps=False)
        result = self._window.player.result
        if result is None:
            return
        if commands[ActionName.OVERLAY].isChecked():
            video.show_result(result)
        else:
            video.show_frame(result.frame)

    def _next_person(self) -> None:
        ids = list(self._whole.people)
        place = ids.index(self._shown_id) if self._shown_id is not None else -1
        self._show_person(ids[(place + 1) % len(ids)])

    def _show_person(self, track_id: int | None) -> None:
        self._shown_id = track_id
        shown = self._kept.get(track_id) if track_id is not None else None
        self._window.exports.person = shown.person if shown is not None else None
        self._window.timeline.show_person(track_id)
        self._window.side.show_person(track_id)

        if self._whole.people:
            for name in (ActionName.CHART_PNG, ActionName.CHART_SVG):
                if shown is None:
                    why = translate("Review", "this person is not in what is kept")
                    self._window.commands.disable(name, why)
                else:
                    self._window.commands.enable(name)

    def _on_saved(self, path: object) -> None:
        window = self._window
        text = translate("Review", "Saved {name}").format(name=isolated(cast("Path", path).name))
        window.notices.clear("export")
        window.toast.say(text, translate("Review", "Open folder"), window.exports.show_saved)

    def _on_failed(self, error: EmotionDesktopError) -> None:
        text = translate("Review", "The file could not be saved")
        again = self._window.exports.save_again
        self._window.notices.show_notice(failure("export", text, error, again))

    def _on_job_failed(self, error: UnexpectedError, again: Callable[[], None]) -> None:
        self._window.notices.show_notice(failure("job", "", error, again))
