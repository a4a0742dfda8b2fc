"""Runs work in a process of its own, within bounds of time and memory.

Whatever a file from elsewhere does to the code that reads it (a server that sends a byte a second,
a workbook of some kilobytes that unpacks to gigabytes, a loop without end), only that process ends.
"""

from __future__ import annotations

import errno
import os
import re
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

# A server process imports these once; each piece of work starts as a copy of it, in milliseconds.
# It may not know where our own modules are. frictionless imports the last four only when they are
# first used, which takes longest.
IMPORTED = [
    "pandas",
    "openpyxl",
    "requests",
    "jsonschema",
    "frictionless.formats",
    "frictionless.portals",
    "frictionless.resources",
    "frictionless.schemes",
]


class BoundError(Exception):
    """Says in a sentence which bound the work met."""


def run(work: Callable[[], T], *, seconds: float, memory: int) -> T:
    """Return what a function returns in a process of its own.

    Args:
        work: a function that can be pickled, such as a `partial` of one at the top of a module.
        seconds: after which the process is ended.
        memory: bytes that it may take. Only Linux enforces this.

    Raises:
        BoundError: if it takes more than that, or ends without a result.
    """
    method = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
    context = get_context(method)
    context.set_forkserver_preload(IMPORTED)
    receiver, sender = context.Pipe(duplex=False)
    around = (dict(os.environ), Path.cwd())  # the server process has those of its own start
    process = context.Process(  # type: ignore[attr-defined]
        target=_work, args=(sender, *around, memory, work), daemon=True
    )
    process.start()
    sender.close()
    try:
        if not receiver.poll(seconds):
            raise BoundError(f"it took longer than {seconds:g} seconds, so it was stopped.")
        done, result = receiver.recv()
    except EOFError:
        process.join()
        if process.exitcode == -signal.SIGABRT:  # how native code ends that gets no memory
            raise BoundError(_more_than(memory)) from None
        raise BoundError(f"the process that read it ended early ({process.exitcode}).") from None
    finally:
        process.kill()
        process.join()
        receiver.close()
    if not done:
        raise BoundError(result)
    found: T = result
    return found


def _work(
    sender: Connection,
    environment: Mapping[str, str],
    folder: Path,
    memory: int,
    work: Callable[[], object],
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the command, and that ends this
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    _limit(memory)
    try:
        outcome = (True, work())
    except (MemoryError, OSError) as error:
        if isinstance(error, OSError) and error.errno != errno.ENOMEM:
            raise
        _unlimit()  # to say so takes some memory too
        outcome = (False, _more_than(memory))
    sender.send(outcome)


def _more_than(memory: int) -> str:
    return f"it took more than {memory / 2**20:,.0f} MiB of memory."


def _unlimit() -> None:
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def _limit(memory: int) -> None:
    """Let this process take some memory beyond what it has, where the system can see to that."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        has = re.search(r"^VmData:\s+(\d+) kB", status, re.MULTILINE)
        if has:
            most = int(has[1]) * 2**10 + memory
            resource.setrlimit(resource.RLIMIT_DATA, (most, resource.RLIM_INFINITY))
