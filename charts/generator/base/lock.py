"""Lets one process at a time work in a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from filelock import FileLock

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
    lock = FileLock(folder / FILE)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        click.echo(f"Waiting for {_read(folder / HOLDER)}, which works in {folder}.", err=True)
        lock.acquire()
    with _holding(lock, folder, name):
        yield


@contextmanager
def if_free(folder: Path, name: str) -> Iterator[bool]:
    """Hold the lock of a folder, and give True; False if another has it, or it can't be written."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / FILE)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(blocking=False)
    except (Timeout, OSError):
        yield False
        return
    with _holding(lock, folder, name):
        yield True


@contextmanager
def _holding(lock: FileLock, folder: Path, name: str) -> Iterator[None]:
    holder = folder / HOLDER
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
