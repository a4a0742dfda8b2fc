"""What several test modules use: editing files, running the command line, comparing folders."""

import io
import os
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


def edit(path: Path, old: str, new: str) -> None:
    """Replaces a text that stands in a file exactly once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f'"{old}" stands {text.count(old)} times in {path}'
    path.write_text(text.replace(old, new), encoding="utf-8")


def set_address(config: Path, address: str) -> None:
    """Says in the settings of an explainer where its site will be published."""
    edit(config, "nav:\n", f"site_url: {address}\nnav:\n")


def run(
    *arguments: str | Path, cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Runs the command line as a person does. With another `cwd`, its own generator runs."""
    return subprocess.run(
        [sys.executable, "-m", "charts", *arguments],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Reads every file of a folder, by its path in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def pixels(png: bytes) -> npt.NDArray[np.uint8]:
    """Decodes a PNG into lines, columns, and red, green, blue and alpha."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))


def place(marked: str) -> tuple[str, str]:
    """Takes the mark ⌖ out of a text, and returns the text with the mark's line and column."""
    before, after = marked.split("⌖")
    line = before.count("\n") + 1
    column = len(re.sub(r".*\n", "", before, flags=re.DOTALL)) + 1
    return before + after, f"{line}:{column}"


def article(page: Path) -> html.HtmlElement:
    """Reads what a built page says: its article, without the theme's parts around it."""
    (found,) = html.parse(page).getroot().iter("article")
    return found


def paints(page: Page) -> None:
    """Waits until the page has painted what its scripts have done so far."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def until(page: Page, truth: str) -> None:
    """Waits until an expression is true in a page, asking again and again.

    Playwright's own way leaves the asking to the page, whose policy refuses to evaluate texts.
    """
    deadline = time.monotonic() + 10
    while not page.evaluate(truth):
        assert time.monotonic() < deadline, f"{truth} did not come true"
        page.wait_for_timeout(20)
