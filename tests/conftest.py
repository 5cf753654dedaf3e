"""Fixtures for the whole suite."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from emotion_desktop.labels import FER2013_ORDER, Emotion, own_classes
from emotion_desktop.models import create_model, get_spec
from emotion_desktop.models.checkpoint import parameter_count, save_checkpoint
from tests.builders import make_frame, make_frame_result, make_metadata, make_metrics
from tests.fuzzing import register_profiles

if TYPE_CHECKING:
    from emotion_desktop.domain import UnreadableReason

CheckpointMaker = Callable[..., Path]

# Compiling each test's own checkpoint would take seconds; tests of ONNX Runtime ask for it by name.
os.environ["EMOTION_DESKTOP_BACKEND"] = "torch"
# No test writes into the log of whoever runs it.
os.environ["EMOTION_DESKTOP_LOG_FILE"] = "off"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the pictures in tests/golden anew instead of comparing with them",
    )


def pytest_configure(config: pytest.Config) -> None:
    register_profiles()
    settings.load_profile("long" if config.option.markexpr == "long" else "usual")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let the long lane have the fuzzing, too, which has more examples there."""
    if config.option.markexpr == "long":
        for item in items:
            if item.get_closest_marker("fuzz"):
                item.add_marker("long")


@pytest.fixture
def make_checkpoint(tmp_path: Path) -> CheckpointMaker:
    """A function that writes an untrained, valid checkpoint and returns its path."""

    def make(
        arch: str = "cnn48_rgb",
        *,
        classes: tuple[Emotion, ...] | None = None,
        folder: Path = tmp_path,
        name: str | None = None,
        accuracy: float = 0.5,
    ) -> Path:
        import torch

        torch.manual_seed(0)
        spec = get_spec(arch)
        classes = classes or spec.classes
        model = create_model(arch, len(classes))
        blank = [[0] * len(classes)] * len(classes)
        figures = make_metrics(
            classes,
            blank,
            protocol="untrained weights made for a test",
            count=100,
            accuracy=accuracy,
            macro_f1=0.8 * accuracy,
            recall=dict.fromkeys(classes, 0.5),
        )
        metadata = make_metadata(arch, figures, classes=classes, parameters=parameter_count(model))
        path = folder / f"{name or arch}.safetensors"
        save_checkpoint(path, model, metadata)
        return path

    return make


@pytest.fixture
def locked_while_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that this process has open can be deleted, moved or replaced, as on Windows."""
    handles = Path("/proc/self/fd")
    if not handles.is_dir():
        pytest.skip("needs Linux's list of what a process has open")

    def opened() -> Iterator[str]:
        for handle in handles.iterdir():
            with suppress(OSError):  # closed meanwhile
                yield str(handle.readlink())

    def refusing(act: Callable[..., None]) -> Callable[..., None]:
        def checked(
            *paths: os.PathLike[str] | str, dir_fd: int | None = None, **at: object
        ) -> None:
            named = {str(Path(path).absolute()) for path in paths if dir_fd is None}
            if named & set(opened()):
                raise PermissionError(13, "in use by another process", str(paths[0]))
            act(*paths, **({} if dir_fd is None else {"dir_fd": dir_fd}), **at)

        return checked

    for name in ("unlink", "remove", "replace", "rename"):
        monkeypatch.setattr(os, name, refusing(getattr(os, name)))


Looks = Sequence[tuple[float, float, "Emotion | UnreadableReason | None"]]
"""From and to in seconds, and what a face shows: a label, None if uncertain, or a flaw."""

SessionMaker = Callable[..., Path]


@pytest.fixture
def labels_as_before() -> Iterator[Callable[[], None]]:
    """What a test adds to names, colours and sets of classes is gone after it, or after a call."""
    from emotion_desktop import labels

    registries: list[dict[Any, Any]] = [
        labels.registered_aliases,
        labels.registered_class_sets,
        labels.registered_colours,
        labels.registered_merges,
    ]
    before = [dict(entries) for entries in registries]

    def forget() -> None:
        del labels.registered_emotions[len(Emotion) :]
        for entries, old in zip(registries, before, strict=True):
            entries.clear()
            entries.update(old)

    yield forget
    forget()


@pytest.fixture
def make_session(tmp_path: Path) -> SessionMaker:
    """A function that writes the folder of a recorded session and returns it.

    The picture of frame i is i in binary, as 12 black or white columns; person number n has a
    box of 40 px at 10 + 60 (n - 1).
    """

    def make(
        people: Mapping[int, Looks],
        *,
        seconds: float = 3.0,
        fps: float = 20.0,
        times: Sequence[float] | None = None,
        markers: Sequence[tuple[float, int, str]] = (),
        with_video: bool = True,
        name: str = "emotion-20260131-142530",
        folder: Path = tmp_path,
        classes: tuple[Emotion, ...] = FER2013_ORDER,
        **metadata: object,
    ) -> Path:
        import numpy as np

        from emotion_desktop.domain import FrameResult, UnreadableReason
        from emotion_desktop.outputs.recording import session_format
        from emotion_desktop.outputs.tables import CsvWriter, JsonlWriter

        size = (240, 120)
        times = times if times is not None else [i / fps for i in range(round(seconds * fps))]

        def result(index: int, time_s: float) -> FrameResult:
            there = {
                track_id: shown
                for track_id, looks in people.items()
                for start, end, shown in looks
                if start <= time_s + 1e-6 < end
            }
            rows = [
                [0.9 if one is shown else 0.1 / (len(classes) - 1) for one in classes]
                if isinstance(shown, Emotion)
                else [1 / len(classes)] * len(classes)
                for shown in there.values()
            ]
            image = np.zeros((size[1], size[0], 3), np.uint8)
            for bit in range(12):
                image[:, bit * 20 : bit * 20 + 20] = 255 * (index >> bit & 1)
            lefts = [10 + 60 * (track_id - 1) for track_id in there]
            return make_frame_result(
                [(left, 20, left + 40, 60) for left in lefts],
                rows,
                frame=make_frame(
                    image, captured_at=time_s, index=index, time_s=time_s, source="made"
                ),
                track_ids=np.array(list(there), np.int64),
                classes=classes,
                flaws=[
                    shown if isinstance(shown, UnreadableReason) else None
                    for shown in there.values()
                ],
            )

        session = folder / name
        session.mkdir(parents=True)
        with (
            CsvWriter(session / session_format.CSV, classes) as rows,
            JsonlWriter(session / session_format.JSONL) as lines,
        ):
            results = [result(index, time_s) for index, time_s in enumerate(times)]
            for one in results:
                rows.write(one)
                lines.write(one)
        if with_video:
            from emotion_desktop.outputs.video import VideoWriter

            with VideoWriter(session / session_format.VIDEO, fps, size) as writer:
                for one in results:
                    writer.write(one.image, one.frame.time_s)
        table = ["time_s,number,note", *(f"{at},{number},{note}" for at, number, note in markers)]
        (session / session_format.MARKERS).write_text("\n".join([*table, ""]), encoding="utf-8")
        started = datetime(2026, 1, 31, 14, 25, 30, tzinfo=UTC)
        document: dict[str, object] = {
            "app_version": "0",
            "source": session_format.RecordedSource(
                name="made", width=size[0], height=size[1], fps=fps
            ),
            "model": session_format.RecordedModel(
                name="cnn48_gray",
                classes=classes,
                own_classes=own_classes(classes),
                device="CPU",
            ),
            "started_at": started,
            "ended_at": started,
            "ending": "stopped",
            "frames": len(times),
            **metadata,
        }
        (session / session_format.METADATA).write_text(
            session_format.SessionMetadata.model_validate(document).model_dump_json(),
            encoding="utf-8",
        )
        return session

    return make


@pytest.fixture
def user_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, entered, as a user of the package has it, with `photo.jpg` and `clip.mp4`.

    The first camera shows the demo.
    """
    from emotion_desktop.config import find_asset
    from emotion_desktop.vision.opencv import cv2
    from emotion_desktop.vision.sources import CAMERA, SourceEntry, open_source, source_spec

    demo = str(find_asset("demo.mp4"))
    video = cv2.VideoCapture(demo)
    _, image = video.read()
    cv2.imwrite(str(tmp_path / "photo.jpg"), image)
    size = (image.shape[1], image.shape[0])
    clip = cv2.VideoWriter(str(tmp_path / "clip.mp4"), cv2.VideoWriter.fourcc(*"mp4v"), 30, size)
    for _ in range(11):
        clip.write(video.read()[1])
    clip.release()
    entry = SourceEntry(open=lambda *_, **__: open_source(demo), is_live=True)
    monkeypatch.setitem(source_spec.registered, CAMERA, entry)
    monkeypatch.setenv("EMOTION_DESKTOP_BACKEND", "onnx")
    monkeypatch.chdir(tmp_path)
    return tmp_path
