"""Where the generator's own files are; checksums and atomic writes."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from contextlib import suppress
from io import FileIO
from pathlib import Path

GENERATOR = Path(__file__).parents[1]
THEME = GENERATOR / "theme"
TEMPLATES = THEME / "templates"

LIST = "build.json"  # in a site: the list of its files with their checksums
UNFINISHED = ".unfinished"  # ends the name of a file that is being written
FORGOTTEN = 3600  # seconds after which nobody is still writing one


def names_in(folder: Path) -> list[str]:
    """Return the files of a folder and its subfolders by their places in it, sorted.

    What Python keeps there is left out. Texts rather than paths: a large site has so many files
    that making and comparing their paths takes longer than reading them.
    """
    skip = len(str(folder)) + 1
    return sorted(
        f"{parent}/{name}"[skip:]
        for parent, _, names in os.walk(folder)
        if not parent.endswith("__pycache__")
        for name in names
    )


def files_in(folder: Path) -> list[Path]:
    """Return the files of a folder and its subfolders, sorted, without what Python keeps there."""
    return [Path(f"{folder}/{name}") for name in names_in(folder)]


def content_of(path: str) -> bytes:
    """Return what a file contains; of many small files, a third faster than `Path` does."""
    with FileIO(path) as file:
        return file.readall()


def digest(path: Path) -> str:
    """Return the checksum of a file in the form of `datapackage.json`."""
    with path.open("rb", buffering=0) as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def hash_of(content: bytes) -> str:
    """Return a checksum in the form of Data Package metadata: algorithm, colon, digest."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def remove_unfinished(folder: Path, *, older_than: float = 0) -> None:
    """Delete what processes that were killed had begun to write in a folder, seconds ago."""
    for name in names_in(folder):
        if name.endswith(UNFINISHED):
            path = folder / name
            with suppress(FileNotFoundError):
                if path.name.startswith(".") and time.time() - path.stat().st_mtime >= older_than:
                    path.unlink()


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file so that readers see the whole old or the whole new one, even after a crash."""
    data = content.encode() if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        dir=path.parent, prefix=f".{path.name}.", suffix=UNFINISHED, delete=False
    ) as new:
        try:
            new.write(data)
            new.flush()
            os.fsync(new.fileno())
        except BaseException:
            Path(new.name).unlink()
            raise
    Path(new.name).chmod(0o644)
    Path(new.name).replace(path)
