"""Executes the notebooks of an explainer, where anything that they may read has changed.

A notebook is a script in jupytext's percent format under `docs/`. What it printed is kept in a
file beside it, `NAME.ipynb`, which the site shows and nobody edits.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from html import escape
from pathlib import Path
from typing import Any

from charts.build import LIBRARIES, versions
from charts.datasets import PACKAGE, write_atomically
from charts.modules import PACKAGE as GENERATOR
from charts.pages import Page
from charts.problems import Problem, ProblemsError, problem
from charts.project import Project

PATIENCE = 120  # seconds that a cell may take


def find(project: Project) -> list[Path]:
    """Return the scripts that are notebooks, sorted."""
    return [
        path
        for path in sorted(project.docs.rglob("*.py"))
        if "format_name: percent" in path.read_text(encoding="utf-8")
    ]


def edited(project: Project) -> bool:
    """Return whether a script is newer than what it printed last."""
    return any(
        not (kept := script.with_suffix(".ipynb")).exists()
        or kept.stat().st_mtime < script.stat().st_mtime
        for script in find(project)
    )


def execute(project: Project) -> list[str]:
    """Execute the notebooks that have changed, or whose data or code have.

    Returns:
        The names of those that were executed.

    Raises:
        ProblemsError: where a cell fails, with its line; what it printed before stays.
    """
    problems: list[Problem] = []
    executed = []
    for script in find(project):
        target = script.with_suffix(".ipynb")
        record = project.root / "build" / "notebooks" / f"{script.stem}.key"
        key = _key(project, script)
        if target.exists() and record.exists() and record.read_text() == key + _digest(target):
            continue
        try:
            write_atomically(target, _run(project, script))
        except ProblemsError as error:
            problems += error.problems
            continue
        write_atomically(record, key + _digest(target))
        executed.append(script.stem)
    if problems:
        raise ProblemsError(problems)
    return executed


def _key(project: Project, script: Path) -> str:
    """Return a fingerprint of all that a notebook may read: data, charts, facts, generator."""
    files = [script, project.data / PACKAGE, *project.data.glob("*.csv")]
    files += [*project.gallery.glob("*.py"), *project.facts.glob("*.py"), *GENERATOR.glob("*.py")]
    parts = [_digest(path) for path in sorted(files)] + versions((*LIBRARIES, "ipykernel"))
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _run(project: Project, script: Path) -> str:
    """Return a notebook with what its cells print, the same bytes for the same output."""
    import jupytext
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError
    from traitlets.config import Config

    notebook = jupytext.read(script)
    with tempfile.TemporaryDirectory() as folder:
        # Through files instead of ports, where nobody else can listen.
        channel = {"transport": "ipc", "ip": f"{folder}/kernel"}
        client = NotebookClient(
            notebook,
            config=Config({"KernelManager": channel}),
            timeout=PATIENCE,
            # Where the kernel cuts what is printed in two depends on the time that it takes.
            coalesce_streams=True,
            resources={"metadata": {"path": str(project.root)}},
        )
        try:
            client.execute()
        except CellExecutionError as error:
            failed = next(cell for cell in notebook.cells if _failed(cell))
            message = f"this cell of the notebook failed: {error.ename}: {error.evalue}."
            place = _line(script, failed.source)
            raise ProblemsError([problem(script, message, place)]) from None
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        cell.metadata = {}
    notebook.metadata = {"kernelspec": notebook.metadata["kernelspec"]}
    return json.dumps(_plain(notebook), indent=1, ensure_ascii=False) + "\n"


def _failed(cell: Any) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", []))


def _plain(value: Any) -> Any:
    """Return a notebook as plain lists and dictionaries, without places in memory."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in sorted(value.items())}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return re.sub(r" at 0x[0-9a-f]+", "", value) if isinstance(value, str) else value


def _line(script: Path, source: str) -> int:
    """Return the line of the script on which a cell starts."""
    text = script.read_text(encoding="utf-8")
    return text.count("\n", 0, max(text.find(source), 0)) + 1


def prose(script: Path) -> Page:
    """Return a notebook's words as a page: code is blank, and every place stays where it is."""
    lines, words = [], False
    for line in script.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.startswith("# %%"):
            words = "[markdown]" in line
            line = "\n"
        # A heading keeps its mark: "# # How" becomes "  # How".
        lines.append("  " + line[2:] if words and line.startswith("# ") else "\n")
    return Page(script, script.name, "".join(lines))


def trim(page: str) -> str:
    """Return a built page with the notebook's words, code and output, and nothing else of it.

    What the plugin puts around them weighs half a megabyte and asks other origins for scripts.
    """
    from lxml import html

    start = page.find(">", page.index("<article")) + 1
    end = page.index("</article>")
    article = html.fragment_fromstring(page[start:end], create_parent=True)
    parts = article.xpath(
        ".//*[contains(@class, 'jp-MarkdownOutput')]"
        " | .//*[contains(@class, 'highlight-ipynb')]/pre"
        " | .//*[contains(@class, 'jp-OutputArea-output')]"
    )
    foot = "".join(html.tostring(p, encoding="unicode") for p in article.find_class("edit"))
    body = "\n".join(_part(part) for part in parts)
    return f'{page[:start]}<div class="notebook">{body}</div>{foot}{page[end:]}'


def _part(part: Any) -> str:
    from lxml import html

    if "jp-MarkdownOutput" in part.get("class", ""):
        for link in part.find_class("anchor-link"):
            link.set("class", "headerlink")
            link.set("title", "Permanent link")
        return "".join(html.tostring(child, encoding="unicode") for child in part)
    if part.tag == "pre":
        return f"<pre><code>{escape(part.text_content().strip())}</code></pre>"
    table = part.find(".//table")
    if table is None:
        return f'<pre class="output"><samp>{escape(part.text_content().strip())}</samp></pre>'
    for element in table.iter():
        element.attrib.pop("style", None)
        if element.tag == "th" and not element.text_content().strip():
            element.tag = "td"  # a head that names nothing is none
        elif element.tag == "th":
            element.set("scope", "col" if element.xpath("ancestor::thead") else "row")
    table.attrib.clear()
    table.set("class", "rows")  # the theme wraps a table without a class
    number = int(part.xpath("count(preceding::table)")) + 1
    label = f'class="chart-table" tabindex="0" aria-label="Table {number}"'
    drawn = html.tostring(table, encoding="unicode", with_tail=False)
    return f"<section {label}>{drawn}</section>"
