"""What a run folder holds besides checkpoint and logs: tables, pictures and the model card.

`write_run_folder` writes them all; the modules make one subject each, as text or as the bytes of
a PNG. Only the modules that draw import matplotlib.
"""

from trainer.artefacts.model_card import card
from trainer.artefacts.run_folder import write_run_folder

__all__ = ["card", "write_run_folder"]
