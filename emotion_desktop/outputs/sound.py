"""The sound of a video, copied to another one as it is."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import av

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer, OutputContainer

_MICROSECONDS = 1_000_000


class CopiedSound:
    """Copies the first audio stream of a file, packet by packet, without decoding it.

    What MP4 cannot hold is left out, as is what is damaged: the picture is what matters.

    Args:
        path: The file.
        container: Where to; nothing has been written to it yet.
    """

    def __init__(self, path: Path, container: "OutputContainer") -> None:
        self._container = container
        self._kept: av.Packet[AudioStream] | None = None
        self._source: InputContainer | None = None
        self._demuxed: Iterator[av.Packet[AudioStream]] = iter(())
        self._first_s: float | None = None
        self._stream: AudioStream | None = None
        with suppress(av.FFmpegError, OSError):
            self._source = av.open(f"file:{path}")
            self._start_s = (self._source.start_time or 0) / _MICROSECONDS
            for stream in self._source.streams.audio[:1]:
                if stream.codec_context.name in container.supported_codecs:
                    self._stream = container.add_stream_from_template(stream)
                    self._demuxed = self._source.demux(stream)

    def write_until(self, time_s: float) -> None:
        """Write the sound before this time of the video, from the first time that was given.

        Raises:
            FFmpegError: If it cannot be written.
        """
        if self._first_s is None:
            self._first_s = time_s
        while (packet := self._next()) is not None:
            at_s = float((packet.pts or 0) * (packet.time_base or 0)) - self._start_s
            if at_s >= time_s:
                self._kept = packet
                return
            if at_s >= self._first_s and self._stream is not None:
                shift = round(self._start_s / packet.time_base) if packet.time_base else 0
                packet.pts = (packet.pts or 0) - shift
                packet.dts = packet.pts
                packet.stream = self._stream
                self._container.mux(packet)

    def _next(self) -> "av.Packet[AudioStream] | None":
        kept, self._kept = self._kept, None
        if kept is not None:
            return kept
        with suppress(av.FFmpegError):  # damaged from here on
            return next((packet for packet in self._demuxed if packet.pts is not None), None)
        return None

    def close(self) -> None:
        """Close the file it is copied from."""
        if self._source is not None:
            self._source.close()
