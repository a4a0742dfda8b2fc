"""Helpers of several test modules: edit files, run the command line, compare folders."""

import functools
import io
import json
import os
import platform
import re
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lxml import html
from PIL import Image
from playwright.sync_api import Page

ROOT = Path(__file__).parent.parent

PATIENCE = 240  # seconds that a command may run on a busy machine
ANEW = ("PYTHON", "LANG", "LC_")  # what Python reads as it starts


def machine() -> str:
    """Return on what something was measured: processors, system and Python."""
    release = platform.release().partition("-")[0]
    return (
        f"{os.cpu_count()} processors, {platform.system()} {release}, "
        f"Python {platform.python_version()}"
    )


def edit(path: Path, old: str, new: str) -> None:
    """Replaces a text that appears exactly once in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f'"{old}" appears {text.count(old)} times in {path}'
    path.write_text(text.replace(old, new), encoding="utf-8")


def set_address(config: Path, address: str) -> None:
    """Sets the address of an explainer's site in its settings."""
    edit(config, "nav:\n", f"site_url: {address}\nnav:\n")


def run(
    *arguments: str | Path, cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Runs the command line as a person does; in another `cwd`, with the generator there."""
    said = [str(argument) for argument in arguments]
    if cwd == ROOT and not any(name.startswith(ANEW) for name in environment):
        return _commands().run(said, os.environ | environment)
    return subprocess.run(
        [sys.executable, "-m", "charts", *said],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


class Commands:
    """Runs commands one after another in forks of a process that has imported their libraries."""

    def __init__(self) -> None:
        """Starts that process; it ends with this one, as its input ends."""
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.command_server"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self, arguments: list[str], environment: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Runs a command in the generator's folder, and returns what it said and its exit code."""
        assert self._server.stdin and self._server.stdout
        with tempfile.TemporaryDirectory() as folder:
            files = [f"{folder}/out", f"{folder}/err"]
            request = {"arguments": arguments, "environment": environment, "files": files}
            print(json.dumps(request), file=self._server.stdin, flush=True)
            ready, _, _ = select.select([self._server.stdout], [], [], PATIENCE)
            if not ready:  # its answer would be taken for that of the next
                self._server.kill()
                _commands.cache_clear()
                raise subprocess.TimeoutExpired(arguments, PATIENCE)
            code = int(self._server.stdout.readline())
            out, err = (Path(file).read_text(encoding="utf-8") for file in files)
        return subprocess.CompletedProcess(arguments, code, out, err)


@functools.cache
def _commands() -> Commands:
    return Commands()


def typed(text: str) -> str:
    """Gives a text as people type it, whose marks and apostrophes a page has set."""
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


def tree(folder: Path) -> dict[str, bytes]:
    """Reads every file of a folder, by its path in the folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def pixels(png: bytes) -> npt.NDArray[np.uint8]:
    """Decodes a PNG into an array of rows, columns, and red, green, blue and alpha."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))


def place(marked: str) -> tuple[str, str]:
    """Removes the mark ⌖ from a text, and returns the text and the mark's line and column."""
    before, after = marked.split("⌖")
    line = before.count("\n") + 1
    column = len(re.sub(r".*\n", "", before, flags=re.DOTALL)) + 1
    return before + after, f"{line}:{column}"


def article(page: Path) -> html.HtmlElement:
    """Reads the article of a built page, without the theme around it."""
    (found,) = html.parse(page).getroot().iter("article")
    return found


def paints(page: Page) -> None:
    """Waits until the page has painted what its scripts have done so far."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def until(page: Page, truth: str) -> None:
    """Waits until an expression is true in a page, by polling it.

    Playwright's own method polls inside the page, whose policy forbids evaluating texts.
    """
    deadline = time.monotonic() + 30  # far more than it takes, but on a busy machine
    while not page.evaluate(truth):
        assert time.monotonic() < deadline, f"{truth} did not come true"
        page.wait_for_timeout(20)
