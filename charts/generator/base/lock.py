"""Lets one process at a time work in a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

FILE = "lock"
HOLDER = "holder.txt"  # beside the lock: who has it


@contextmanager
def alone(folder: Path, name: str) -> Iterator[None]:
    """Hold the lock of a folder; wait for another process that has it, and say for which.

    The operating system releases the lock with the process, however that ends: none is ever stale.

    Args:
        folder: made if missing.
        name: what this process does, for those who wait for it.
    """
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    lock, holder = FileLock(folder / FILE), folder / HOLDER
    try:
        lock.acquire(blocking=False)
    except Timeout:
        click.echo(f"Waiting for {_read(holder)}, which works in {folder}.", err=True)
        lock.acquire()
    try:
        holder.write_text(f"{name} (process {os.getpid()})", encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _read(holder: Path) -> str:
    try:
        return holder.read_text(encoding="utf-8") or "another process"
    except FileNotFoundError:
        return "another process"  # it has only just begun, or is about to end
