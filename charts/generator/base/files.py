"""Where the generator's own files are, and how a file is written and told from another."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

GENERATOR = Path(__file__).parents[1]
THEME = GENERATOR / "theme"
TEMPLATES = THEME / "templates"


def digest(path: Path) -> str:
    """Return the checksum of a file as `datapackage.json` writes it."""
    return hash_of(path.read_bytes())


def hash_of(content: bytes) -> str:
    """Return a checksum as Data Package metadata write it: the algorithm, a colon, the digest."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader, or a crash, sees the whole old file or the whole new one."""
    data = content.encode() if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as new:
        try:
            new.write(data)
            new.flush()
            os.fsync(new.fileno())
        except BaseException:
            Path(new.name).unlink()
            raise
    Path(new.name).chmod(0o644)
    Path(new.name).replace(path)
