"""Starts the processes that work at the same time as this one."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from charts.generator.base.problems import MistakeError


def processes() -> ProcessPoolExecutor:
    """Return fresh processes, one for each core: a process has only one drawing engine.

    Raises:
        MistakeError: if the system gives no shared memory, through which they talk.
    """
    try:
        return ProcessPoolExecutor(os.cpu_count(), get_context("spawn"))
    except (OSError, ImportError, NotImplementedError):
        raise MistakeError(
            "several processes have to share memory, and this system gives them none: "
            "make /dev/shm writable."
        ) from None
