"""Helpers of several test modules: edit files, run the command line, compare folders."""

import io
import os
import platform
import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lxml import html
from PIL import Image
from playwright.sync_api import Page

ROOT = Path(__file__).parent.parent


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
    return subprocess.run(
        [sys.executable, "-m", "charts", *arguments],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


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
