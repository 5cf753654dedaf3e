"""What a run folder holds besides checkpoint and logs: tables, pictures and the model card.

`run_folder.write_run_folder` writes them all; the other modules make one subject each, as text
or as the bytes of a PNG. Only the modules that draw import matplotlib.
"""
