"""What several test modules use: editing files, running the command line, comparing folders."""

import os
import re
import shutil
import subprocess
import sys
import time
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lxml import html
from playwright.sync_api import Page

ROOT = Path(__file__).parent.parent


def edit(path: Path, old: str, new: str) -> None:
    """Replaces a text that stands in a file exactly once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f'"{old}" stands {text.count(old)} times in {path}'
    path.write_text(text.replace(old, new), encoding="utf-8")


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
    """Decodes a PNG as vl-convert writes it: 8 bits a channel, with alpha or without, no interlace.

    The picture that comes back has alpha.
    """
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = (int.from_bytes(png[at : at + 4]) for at in (16, 20))
    assert png[24:29] in (bytes([8, 6, 0, 0, 0]), bytes([8, 2, 0, 0, 0]))
    channels = 4 if png[25] == 6 else 3
    data, at = b"", 8
    while at < len(png):
        size, kind = int.from_bytes(png[at : at + 4]), png[at + 4 : at + 8]
        data += png[at + 8 : at + 8 + size] if kind == b"IDAT" else b""
        at += 12 + size
    lines = np.frombuffer(zlib.decompress(data), np.uint8).reshape(height, 1 + channels * width)
    assert set(lines[:, 0]) <= {0, 1}, "a filter other than None and Sub"
    image = lines[:, 1:].reshape(height, width, channels).copy()
    sub = lines[:, 0] == 1
    image[sub] = np.cumsum(image[sub], axis=1, dtype=np.uint8)
    opaque = np.full((height, width, 4 - channels), 255, np.uint8)
    return np.concatenate([image, opaque], axis=2)


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


def until(page: Page, truth: str) -> None:
    """Waits until an expression is true in a page, asking again and again.

    Playwright's own way leaves the asking to the page, whose policy refuses to evaluate texts.
    """
    deadline = time.monotonic() + 10
    while not page.evaluate(truth):
        assert time.monotonic() < deadline, f"{truth} did not come true"
        page.wait_for_timeout(20)


def themed(explainer: Path) -> None:
    """Gives the tiny explainer this one's theme, with the files that its templates ask for."""
    for asset in ("chart-page.css", "share.js"):
        shutil.copy(ROOT / "docs" / "assets" / asset, explainer / "docs" / "assets")
    theme = f"name: material\n  custom_dir: {ROOT / 'charts' / 'templates' / 'material'}"
    edit(explainer / "mkdocs.yml", "name: material", theme)
