"""Measures how the cost of a site grows with its charts: `make scale SIZES="25 100"`.

Prints a Markdown table, and writes the figures with the machine to `build/scale.json`. Seconds are
those of processors, of all processes of a command, because those of a clock depend on what else a
machine does.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests import large
from tests.support import ROOT, edit, machine

HEADS = {
    "cold": "cold build, s",
    "page": "one page changed, s",
    "cell": "one cell changed, s",
    "unchanged": "nothing changed, s",
    "check": "check, warm, s",
    "memory": "memory, MB",
    "links": "links followed",
    "site": "site, MB",
    "largest": "largest page, KB",
}


@dataclass(frozen=True)
class Run:
    """What a command said and cost: seconds of processors, and MB of the largest process."""

    said: str
    seconds: float
    memory: float


def run(root: Path, command: str) -> Run:
    """Run a command of the generator for an explainer, as a person does.

    Raises:
        subprocess.CalledProcessError: if it fails.
    """
    reading, writing = os.pipe()
    arguments = [sys.executable, "-m", "charts", "--root", str(root), command]
    child = os.fork()
    if not child:  # a process of its own, so that its children are not those of other commands
        done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        said = f"{done.returncode} {used.ru_utime + used.ru_stime} {used.ru_maxrss}\n{done.stdout}"
        os.write(writing, f"{said}{done.stderr}".encode()[:60_000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as told:
        head, _, said = told.read().partition("\n")
    os.waitpid(child, 0)
    code, seconds, memory = head.split()
    if code != "0":
        raise subprocess.CalledProcessError(int(code), arguments, said)
    return Run(said, float(seconds), float(memory) / (1 if sys.platform == "darwin" else 1024))


def measured(charts: int, folder: Path) -> dict[str, float]:
    """Return what an explainer with so many charts costs."""
    root = folder / str(charts)
    large.write(charts, root)
    cold = run(root, "site")
    page = sorted((root / "docs" / "questions").glob("*.md"))[0]
    edit(page, "## The north", "Some words more.\n\n## The north")
    changed = run(root, "site")
    large.change_cell(root)
    cell = run(root, "site")
    unchanged = run(root, "site")
    run(root, "check")
    check = run(root, "check")
    links = re.search(r"(\d+) links", cold.said)
    files = [path for path in (root / "site").rglob("*") if path.is_file()]
    pages = [path.stat().st_size for path in files if path.suffix == ".html"]
    return {
        "cold": cold.seconds,
        "page": changed.seconds,
        "cell": cell.seconds,
        "unchanged": unchanged.seconds,
        "check": check.seconds,
        "memory": max(cold.memory, changed.memory),
        "links": int(links[1]) if links else 0,
        "site": sum(path.stat().st_size for path in files) / 1e6,
        "largest": max(pages) / 1e3,
    }


def main() -> None:
    """Print a table with a line for each size."""
    sizes = [int(size) for size in sys.argv[1:]]
    on = machine()
    day = datetime.now(UTC).date().isoformat()
    print(f"{day}, {on}\n")
    print("| charts |", *(f"{head} |" for head in HEADS.values()))
    print("| ---: |" + " ---: |" * len(HEADS))
    record = []
    for charts in sizes:
        with tempfile.TemporaryDirectory() as folder:
            found = measured(charts, Path(folder))
        record.append({"charts": charts, **found})
        cells = [f"{found[key]:,.1f} |".replace(".0 ", " ") for key in HEADS]
        print(f"| {charts:,} |", *cells, flush=True)
    file = ROOT / "build" / "scale.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps({"day": day, "machine": on, "found": record}, indent=1) + "\n")


if __name__ == "__main__":
    main()
