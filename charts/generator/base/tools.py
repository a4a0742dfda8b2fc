"""Says with what an explainer is made: the generator's code, Python and the installed libraries."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from charts.generator.base.files import GENERATOR, files_in

_INSTALLED = (".dist-info", ".egg-info")


def tools() -> Iterator[bytes]:
    """Yield all that results depend on beside an explainer's own files, to be hashed."""
    for path in files_in(GENERATOR):
        yield from (path.relative_to(GENERATOR).as_posix().encode(), path.read_bytes())
    yield f"{sys.version} -{'O' * sys.flags.optimize}".encode()
    # The names of these folders contain the versions, and listing them is quick.
    for folder in sys.path:
        if folder and Path(folder).is_dir():
            yield from sorted(p.name.encode() for p in Path(folder).iterdir()
                              if p.suffix in _INSTALLED)  # fmt: skip
