"""The picture with its overlay as a camera that other programs can choose."""

from typing import Any

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import PublishError
from emotion_desktop.publish.events import Event
from emotion_desktop.publish.publisher import Publisher

FPS = 30


class VirtualCameraPublisher(Publisher):
    """Sends frames until it is closed; a source of another size opens the camera again.

    Raises:
        PublishError: If pyvirtualcam is not installed; by `send`, if the system has no such camera.
    """

    def __init__(self) -> None:
        super().__init__()
        try:
            import pyvirtualcam
        except ModuleNotFoundError as error:
            raise PublishError(
                "{package} is not installed; run: pip install 'emotion-desktop[{extra}]'",
                package="pyvirtualcam",
                extra="camera",
            ) from error
        self._library: Any = pyvirtualcam
        self._camera: Any = None
        self._open(640, 360)  # so that what is missing shows at once

    def send(self, result: FrameResult, missed: int) -> None:
        """Show a frame."""
        from emotion_desktop.outputs.cv_painter import draw

        del missed
        picture = draw(result)
        height, width = picture.shape[:2]
        if (width, height) != (self._camera.width, self._camera.height):
            self._open(width, height)
        self._camera.send(picture)
        self.sent.add()

    def announce(self, event: Event) -> None:
        """Events cannot be seen."""

    def close(self) -> None:
        """Take the camera away."""
        if self._camera is not None:
            self._camera.close()

    def _open(self, width: int, height: int) -> None:
        self.close()
        try:
            self._camera = self._library.Camera(
                width=width, height=height, fps=FPS, fmt=self._library.PixelFormat.BGR
            )
        except RuntimeError as error:
            why = " ".join(str(error).split())
            raise PublishError("there is no virtual camera here ({why})", why=why) from error
        self.address = str(self._camera.device)
