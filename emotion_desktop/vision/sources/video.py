"""Video files and animated GIFs."""

from pathlib import Path

from emotion_desktop.errors import UnreadableFileError
from emotion_desktop.vision.sources.playback import Playback
from emotion_desktop.vision.sources.seekable import SeekableSource
from emotion_desktop.vision.sources.video_reader import VideoReader


class VideoSource(SeekableSource):
    """Every frame of a video file, in order, with its presentation time.

    Args:
        path: Any container and codec that FFmpeg knows.
        loop: Start over at the end; times and frame numbers go on rising.
        realtime: Deliver frames when they are due instead of at once.
        name: What to call it; the file name if None.
        is_live: Whether it stands for a camera: the reader may drop frames to keep up.
        playback: How to play it, changeable at any time; if None, by `loop`.

    Raises:
        UnreadableFileError: If there is not one frame in the file.
        PermissionDeniedError: If the file may not be read.
    """

    def __init__(
        self,
        path: Path,
        *,
        loop: bool = False,
        realtime: bool = False,
        name: str | None = None,
        is_live: bool = False,
        playback: Playback | None = None,
    ) -> None:
        sequence = self._video = VideoReader(path)
        playback = playback or Playback(loop=loop)
        super().__init__(sequence, name or path.name, playback, realtime=realtime)
        self.is_live = is_live
        self._path = path
        self.size = sequence.size
        self.fps = sequence.fps
        self.frame_count = None if playback.loop else sequence.frame_count

    def _check_end(self, last_s: float) -> None:
        if self._video.is_cut_off():
            length_s = self._video.duration_s or last_s
            raise UnreadableFileError(
                "{path} is cut off: it ends after {time:.1f} s of {length:.1f} s",
                path=self._path,
                time=last_s,
                length=length_s,
            )
