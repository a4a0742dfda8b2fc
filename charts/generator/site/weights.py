"""Weighs what a reader's first view of a page takes, and names what has outgrown its budget.

Bytes are counted as they are sent, compressed. What comes later, such as the live version of a
chart, the receipts or the search, does not count.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from charts.generator.base.problems import Problem, problem
from charts.generator.pages.markdown_page import Page

PAGE = 75_000  # a first view
DRAWINGS = 12_000  # the drawings of one chart, in both widths

_LOADED = re.compile(r'<(?:link [^>]*rel="(?:stylesheet|preload)"|script [^>]*src=)[^>]*>')
_ADDRESS = re.compile(r' (?:href|src)="([^"]+)"')
_FIGURE = re.compile(r'<figure [^>]*data-chart="([^"]+)".*?</figure>', re.DOTALL)
_DRAWING = re.compile(r'<div class="chart-static .*?</svg>', re.DOTALL)
_MARK = re.compile(r"<(path|line|text|rect|image|g)\b.*?(?=<)", re.DOTALL)
_MARKS = {"path": "paths", "line": "lines", "text": "labels", "rect": "boxes", "image": "pictures",
          "g": "groups"}  # fmt: skip


def outgrown(docs: Path, pages: Iterable[Page], site: Path) -> Iterator[Problem]:
    """Say which pages and charts of a built site are heavier than they should be, and with what.

    Args:
        docs: where the pages are written.
        pages: those to weigh.
        site: the folder of the built site.
    """
    files: dict[Path, int] = {}  # pages share them
    for page in pages:
        html = (site / page.url / "index.html").read_text(encoding="utf-8")
        parts = first_view(site / page.url, html, files)
        if sum(parts.values()) > PAGE:
            heaviest = [f"{name} {_kb(size)}" for name, size in _in_detail(parts, html)[:4]]
            yield problem(
                docs / page.name,
                f"the first view of this page takes {_kb(sum(parts.values()))}, and should take "
                f"{_kb(PAGE)} at most. Heaviest: {', '.join(heaviest)}. Move a chart or a part of "
                "the text to a page of its own.",
            )
        drawn = "".join(_DRAWING.findall(html)) if page.kind == "chart" else ""
        if _sent(drawn) > DRAWINGS:
            yield problem(
                docs / page.name,
                f"the drawings of this chart take {_kb(_sent(drawn))}, and should take "
                f"{_kb(DRAWINGS)} at most: {_marks(drawn)}. Draw fewer marks, or "
                "`thin(…)` the rows that are drawn.",
            )


def first_view(folder: Path, html: str, files: dict[Path, int]) -> dict[str, int]:
    """Return the bytes that a page and the files that come with it take, by what they are.

    `files` keeps what files weigh.
    """
    found = {"its HTML": _sent(html)}
    for tag in _LOADED.findall(html):
        address = _ADDRESS.search(tag)
        if address:
            path = (folder / address[1]).resolve()
            if path not in files:
                files[path] = _file(path)
            found[f"assets/{path.name}"] = files[path]
    return found


def _in_detail(parts: dict[str, int], html: str) -> list[tuple[str, int]]:
    """Return the parts, with each chart apart from the HTML around it, the heaviest first."""
    charts = Counter[str]()
    for figure in _FIGURE.finditer(html):
        charts[f'chart "{figure[1]}"'] += _sent(figure[0])
    rest = {"its text": _sent(_FIGURE.sub("", html))}
    files = {name: size for name, size in parts.items() if name != "its HTML"}
    return Counter({**charts, **rest, **files}).most_common()


def _marks(drawn: str) -> str:
    """Say what a drawing is made of, the longest first."""
    count, length = Counter[str](), Counter[str]()
    for mark in _MARK.finditer(drawn):
        count[mark[1]] += 1
        length[mark[1]] += len(mark[0])
    whole = max(1, sum(length.values()))
    return ", ".join(
        f"{count[tag]:,} {_MARKS[tag]} ({size / whole:.0%})" for tag, size in length.most_common(3)
    )


def _file(path: Path) -> int:
    if path.suffix == ".woff2":
        return path.stat().st_size  # fonts are compressed as they are
    return _sent(path.read_text(encoding="utf-8"))


def _sent(text: str) -> int:
    return len(gzip.compress(text.encode(), mtime=0)) if text else 0


def _kb(size: int) -> str:
    return f"{size / 1000:.1f} KB"
