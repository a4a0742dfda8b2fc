"""Finds the notebooks among an explainer's pages and reads their words.

A notebook is a script in jupytext's percent format under `docs/`.
"""

from __future__ import annotations

from pathlib import Path

from charts.generator.pages.markdown_page import Page
from charts.generator.project import Project


def find(project: Project) -> list[Path]:
    """Return the scripts that are notebooks, sorted."""
    return [
        path
        for path in sorted(project.docs.rglob("*.py"))
        if "format_name: percent" in path.read_text(encoding="utf-8")
    ]


def prose(script: Path) -> Page:
    """Return a notebook's words as a page; code becomes blank lines, so places stay the same."""
    lines, words = [], False
    for line in script.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.startswith("# %%"):
            words = "[markdown]" in line
            line = "\n"
        # A heading keeps its mark: "# # How" becomes "  # How".
        lines.append("  " + line[2:] if words and line.startswith("# ") else "\n")
    return Page(script, script.name, "".join(lines))
