"""A start of the app, timed by what it paints. The app is the real one and knows nothing of it."""

import sys
from collections.abc import Callable, Mapping

from emotion_desktop.cli.benchmark.records import Failure, Record, Startup
from emotion_desktop.cli.desktop import main
from emotion_desktop.config import list_checkpoints
from emotion_desktop.gui.measurement.first_paintings import watch_first_paintings


def measure_startup(
    send: Callable[[Record], None],
    *,
    model: str,
    device: str,
    backend: str,
    source: str,
    cache: str,
    settings: str,
    started_at: float,
) -> None:
    """Run `emotion-desktop SOURCE` until a face has been read; send how long that took.

    Then heatmaps are switched on, and another model is chosen; how long these took is sent too.

    It may not return: the app ends the process where that is quicker.

    Args:
        send: Takes a `Startup`, or a `Failure` if not all of it came.
        model: Checkpoint or, with commas, checkpoints.
        device: As `CropPredictor` takes it.
        backend: As `CropPredictor` takes it.
        source: As `open_source` takes it.
        cache: What to call the state of the cache.
        settings: Folder for the window's settings, so that the user's own stay as they are.
        started_at: Seconds on the `time.monotonic()` clock from which to count.
    """

    def on_done(times: Mapping[str, float]) -> None:
        send(
            Startup(
                model=model,
                cache=cache,
                window_s=round(times["window"] - started_at, 3),
                face_s=round(times["face"] - started_at, 3),
                heatmap_s=round(times["heatmap"] - times["face"], 3),
                model_s=round(times["model"] - times["heatmap"], 3),
                torch_imported="torch" in sys.modules,
            )
        )

    watch_first_paintings(
        settings, _largest_but(model), on_done, lambda reason: send(Failure(message=reason))
    )
    main([source, "--model", model, "--device", device, "--backend", backend])


def _largest_but(model: str) -> str:
    """Return the name of the largest checkpoint but this one; itself if there is no other."""
    others = {name: path for name, path in list_checkpoints().items() if name != model}
    return max(others, key=lambda name: others[name].stat().st_size, default=model)
