"""Executes the notebooks of an explainer if anything that they may read has changed.

The executed notebooks are kept in `build/`; the site shows them.
"""

from __future__ import annotations

import hashlib
import html as html_entities
import json
import os
import re
import sys
import tempfile
from pathlib import Path
from threading import Lock
from typing import Any

from lxml import html

from charts.generator.base.files import GENERATOR, write_atomically
from charts.generator.base.problems import Problem, ProblemsError, problem
from charts.generator.base.tools import tools
from charts.generator.pages.notebooks import find
from charts.generator.project import Project

# A build begins to execute notebooks before it needs them; who asks again waits, and finds them.
_ONE_AT_A_TIME = Lock()

PATIENCE = 120  # seconds that a cell may run

# The variables by which a system finds programs and libraries, and a place for temporary files.
INHERITED = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR")
# What the kernel runs before the first cell.
_FIRST = "from charts.generator.base import imports; imports.lighten()"


def execute(project: Project, *, only_edited: bool = False) -> dict[str, Path]:
    """Execute the notebooks that have changed, or whose data or code have changed.

    Args:
        project: the explainer.
        only_edited: skip notebooks whose own script has not changed.

    Returns:
        Every notebook's executed file, by its name in `docs/`: `about/method.ipynb`.

    Raises:
        ProblemsError: if a cell fails, with its line; the earlier output is kept.
    """
    with _ONE_AT_A_TIME:
        return _execute(project, only_edited=only_edited)


def _execute(project: Project, *, only_edited: bool) -> dict[str, Path]:
    problems: list[Problem] = []
    executed = {}
    for script in find(project):
        name = script.relative_to(project.docs).with_suffix(".ipynb")
        target = executed[name.as_posix()] = project.build / "notebooks" / name
        record = target.with_suffix(".key")
        own = _digest(script)
        known = record.read_text().split() if target.exists() and record.exists() else []
        if only_edited and known[:1] == [own]:
            continue
        key = _key(project, script)
        if known and known == [own, key, _digest(target)]:
            continue
        try:
            write_atomically(target, _run(project, script))
            write_atomically(record, f"{own} {key} {_digest(target)}")
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(problems)
    return executed


def _key(project: Project, script: Path) -> str:
    """Return a fingerprint of all that a notebook may read: data, formulas, settings, code."""
    files = [script, project.config, *project.docs.glob("*.yml")]
    files += [*project.data.rglob("*"), *(project.root / "charts").rglob("*.py")]
    found = hashlib.sha256()
    for path in sorted({path for path in files if path.is_file()}):
        if "__pycache__" not in path.parts:
            found.update(f"{path.relative_to(project.root)}\0{_digest(path)}\0".encode())
    for part in tools():
        found.update(part + b"\0")
    return found.hexdigest()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _run(project: Project, script: Path) -> str:
    """Return an executed notebook, the same bytes for the same output."""
    import jupytext
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    notebook = jupytext.read(script)
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            notebook,
            km=AsyncKernelManager(
                # Talk to the kernel through files: others on this machine could listen on ports.
                transport="ipc",
                ip=f"{folder}/kernel",
                # This Python, whichever kernels a person has installed.
                kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
            ),
            extra_arguments=[f"--IPKernelApp.exec_lines={_FIRST}"],
            timeout=PATIENCE,
            # How the kernel splits the output depends on timing.
            coalesce_streams=True,
            resources={"metadata": {"path": str(project.root)}},
        )
        try:
            # A kernel whose manager is given is not ended unless one asks for it.
            client.execute(env=_environment(folder), cleanup_kc=True)
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


def _environment(folder: str) -> dict[str, str]:
    """Return the environment of a kernel, in which nothing of a person's own changes the output."""
    kept = {name: os.environ[name] for name in INHERITED if name in os.environ}
    # The notebook imports the generator and the libraries that this process has.
    path = [str(GENERATOR.parents[1]), *(each for each in sys.path if Path(each).is_absolute())]
    return kept | {
        "HOME": folder,
        "IPYTHONDIR": folder,
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": os.pathsep.join(path),
        "TZ": "UTC",
    }


def _failed(cell: Any) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", []))


def _plain(value: Any) -> Any:
    """Return a notebook as plain lists and dictionaries, without memory addresses."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in sorted(value.items())}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return re.sub(r" at 0x[0-9a-f]+", "", value) if isinstance(value, str) else value


def _line(script: Path, source: str) -> int:
    """Return the line of the script on which a cell starts."""
    text = script.read_text(encoding="utf-8")
    return text.count("\n", 0, max(text.find(source), 0)) + 1


def trim(article: html.HtmlElement) -> None:
    """Reduce a built notebook to its words, code and output.

    What the plugin adds weighs half a megabyte and loads scripts from other origins.
    """
    parts = article.xpath(
        ".//*[contains(@class, 'jp-MarkdownOutput')]"
        " | .//*[contains(@class, 'highlight-ipynb')]/pre"
        " | .//*[contains(@class, 'jp-OutputArea-output')]"
    )
    words = "\n".join(_part(part) for part in parts)
    (body,) = article.find_class("story__body")
    for child in list(body):
        body.remove(child)
    body.text = None
    body.append(html.fragment_fromstring(f'<div class="notebook">{words}</div>'))


def _part(part: html.HtmlElement) -> str:
    if "jp-MarkdownOutput" in part.get("class", ""):
        for link in part.find_class("anchor-link"):
            link.set("class", "headerlink")
            link.set("title", "Permanent link")
        return "".join(html.tostring(child, encoding="unicode") for child in part)
    if part.tag == "pre":
        return f"<pre><code>{html_entities.escape(part.text_content().strip())}</code></pre>"
    table = part.find(".//table")
    if table is None:
        printed = html_entities.escape(part.text_content().strip())
        return f'<pre class="output"><samp>{printed}</samp></pre>'
    for element in table.iter():
        element.attrib.pop("style", None)
        if element.tag == "th" and not element.text_content().strip():
            element.tag = "td"  # an empty cell is not a heading
        elif element.tag == "th":
            element.set("scope", "col" if element.xpath("ancestor::thead") else "row")
    table.attrib.clear()
    table.set("class", "rows")  # the theme wraps a table without a class
    number = int(part.xpath("count(preceding::table)")) + 1
    label = f'class="chart-table" tabindex="0" aria-label="Table {number}"'
    drawn = html.tostring(table, encoding="unicode", with_tail=False)
    return f"<section {label}>{drawn}</section>"
