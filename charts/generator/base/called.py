"""Says how this program was started, for the commands that it proposes."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

USUAL = "python -m charts"


def command() -> str:
    """Return what a person typed before the command: `python -m charts`, `.venv/bin/charts`."""
    if sys.orig_argv[1:3] == ["-m", "charts"]:
        return f"{shlex.quote(sys.orig_argv[0])} -m charts"
    if Path(sys.argv[0]).name == "charts":
        found = shutil.which("charts")
        return "charts" if found == sys.argv[0] else shlex.quote(sys.argv[0])
    return USUAL
