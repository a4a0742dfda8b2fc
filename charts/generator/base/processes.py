"""Starts the processes that work at the same time as this one."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context, parent_process
from threading import Thread
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

from charts.generator.base import explainer_code, imports
from charts.generator.base.problems import MistakeError

Given = ParamSpec("Given")
Made = TypeVar("Made")


class Workers:
    """Fresh processes, one for each core: a process has only one drawing engine.

    They start with the first work, because a start takes a second, and serve a whole build. They
    end with the block; work that nobody has waited for is not begun any more. For little work none
    start: this process does it at once.
    """

    def __init__(self, *, several: bool = True) -> None:
        self._several = several
        self._most = os.cpu_count()
        self._pool: ProcessPoolExecutor | None = None

    def start_only_one(self) -> None:
        """Start no more than one process: the start of another would take longer than it saves."""
        self._most = 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool:
            if isinstance(error, BrokenProcessPool):
                # One that was just starting would wait for work for ever, and we for it.
                for process in active_children():
                    process.kill()
            self._pool.shutdown(cancel_futures=True)

    def submit(
        self, work: Callable[Given, Made], *args: Given.args, **kwargs: Given.kwargs
    ) -> Future[Made]:
        """Let one of the processes call a function.

        Raises:
            MistakeError: if the system gives no shared memory, through which they talk.
        """
        if not self._several:
            return _done(work, *args, **kwargs)
        self._pool = self._pool or _pool(self._most)
        return self._pool.submit(work, *args, **kwargs)


def _done(work: Callable[Given, Made], *args: Given.args, **kwargs: Given.kwargs) -> Future[Made]:
    future: Future[Made] = Future()
    try:
        future.set_result(work(*args, **kwargs))
    except Exception as error:
        future.set_exception(error)
    return future


def _pool(most: int | None) -> ProcessPoolExecutor:
    try:
        return ProcessPoolExecutor(most, get_context("spawn"), _begin)
    except (OSError, ImportError, NotImplementedError):
        raise MistakeError(
            "several processes have to share memory, and this system gives them none: "
            "make /dev/shm writable."
        ) from None


def collect_rarely() -> None:
    """Look for objects that refer to each other in circles ten times as rarely as Python does.

    A build makes millions of objects and few circles: looking takes a sixteenth of its time.
    """
    gc.set_threshold(20_000, 20, 20)


def _begin() -> None:
    # What the first process does can't be shared out, so the end waits for it: it goes first.
    if hasattr(os, "nice"):
        os.nice(10)
    collect_rarely()
    imports.lighten()
    explainer_code.read_once_for_all()
    end_with_parent()


def end_with_parent() -> None:
    """End this process as soon as the one that started it has ended, even by force.

    Otherwise it would wait for work for ever: its siblings keep the other end of its queue open.
    """
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_after, args=(parent.join,), daemon=True).start()


def _end_after(wait: Callable[[], None]) -> None:
    wait()
    os._exit(1)
