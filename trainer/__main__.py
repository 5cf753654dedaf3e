"""`python -m trainer`, what `torchrun -m trainer` starts: the same as `emotion-train`."""

import sys

from trainer.cli import train_main

sys.exit(train_main())
