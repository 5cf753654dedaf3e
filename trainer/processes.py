"""Several processes of one training on this machine, started and stopped like one."""

import logging
import os
import sys
from collections.abc import Sequence

from torch.distributed.elastic.multiprocessing.api import SignalException
from torch.distributed.elastic.multiprocessing.errors import ChildFailedError
from torch.distributed.run import parse_args, run


def start_processes(count: int, argv: Sequence[str]) -> None:
    """Run `emotion-train` in so many processes that train together, and wait for their end.

    It is `torchrun` without its log and its tracebacks; the processes say themselves what is wrong.

    Args:
        count: Of processes; the cores are shared out among them.
        argv: The arguments of each.

    Raises:
        KeyboardInterrupt: After Ctrl-C, once all have stopped.
        SystemExit: With the exit code of the first that failed.
    """
    logging.disable()
    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 1) // count)))
    options = ["--standalone", "--nproc-per-node", str(count)]
    try:
        run(parse_args([*options, "-m", "trainer", *argv]))  # type: ignore[no-untyped-call]
    except SignalException as stop:
        raise KeyboardInterrupt from stop
    except ChildFailedError as failure:
        _, first = failure.get_first_failure()
        sys.exit(first.exitcode)
