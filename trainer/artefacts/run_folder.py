"""Everything a run leaves besides checkpoint and logs, in one call."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from emotion_desktop.models import Checkpoint
from trainer.artefacts.files import write_files
from trainer.artefacts.model_card import card
from trainer.environment import installed_packages
from trainer.evaluation.metrics import classification_report
from trainer.evaluation.score import Score

if TYPE_CHECKING:
    from trainer.artefacts.figure_style import FigureKind

PICTURES: Final = (
    "class_distribution.png",
    "training_history.png",
    "confusion_matrix.png",
    "reliability.png",
    "errors.png",
    "gradcam.png",
)


def write_run_folder(
    folder: Path,
    checkpoint: Checkpoint,
    public: Score,
    private: Score | None,
    *,
    command: str | None = None,
    figures: "Sequence[FigureKind]" = (),
) -> list[Path]:
    """Write tables, pictures and the model card of a finished run, and return their paths.

    Pictures show PrivateTest, or PublicTest where there is no other; the text report has both.

    Args:
        folder: Where to; made if missing.
        checkpoint: The finished model with its figures, its temperature and at least one epoch.
        public: What the model said of PublicTest.
        private: What it said of PrivateTest; None if the data has no such split.
        command: The command line that was run, for the card; derived from the header if None.
        figures: Kinds of files to write each picture as, too, such as `pdf` for a paper.

    Raises:
        OutputError: If one of the files is there already, or the system refuses to write; in both
            cases none of them is written.
    """
    # Here, so that the card and the errors do without matplotlib.
    from trainer.artefacts.confusion import confusion_matrix
    from trainer.artefacts.distribution import class_distribution
    from trainer.artefacts.error_sheet import error_sheet
    from trainer.artefacts.heatmap_sheet import gradcam_sheet
    from trainer.artefacts.history import history_csv, history_json, training_history
    from trainer.artefacts.methods import methods
    from trainer.artefacts.reliability import reliability_diagram

    shown = private or public
    history, kept = checkpoint.metadata.history, checkpoint.metadata.kept
    assert kept is not None
    reports = [classification_report(e.metrics) for e in (public, private) if e is not None]
    drawn: dict[str, Callable[[FigureKind], bytes]] = {
        "class_distribution": partial(class_distribution, checkpoint.metadata),
        "training_history": partial(training_history, history, kept),
        "confusion_matrix": partial(confusion_matrix, shown.metrics),
        "reliability": partial(reliability_diagram, shown),
        "errors": partial(error_sheet, shown, checkpoint.spec),
        "gradcam": partial(gradcam_sheet, shown, checkpoint),
    }
    scores = [public] if private is None else [public, private]
    contents: dict[str, Callable[[], bytes | str]] = {
        "history.json": partial(history_json, history),
        "history.csv": partial(history_csv, history),
        "classification_report.txt": lambda: "\n\n".join(reports),
        **{
            f"{name}.{kind}": partial(make, kind)
            for kind in dict.fromkeys(("png", *figures))
            for name, make in drawn.items()
        },
        "methods.md": partial(methods, checkpoint.metadata, scores, command),
        "environment.txt": installed_packages,
        # The last, so that a run with a card is a finished one.
        "MODEL_CARD.md": lambda: card(
            checkpoint.metadata, file=checkpoint.path.name, pictures=PICTURES, command=command
        ),
    }
    return write_files(folder, contents)
