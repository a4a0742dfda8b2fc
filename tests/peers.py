"""Times this generator beside others on the same words and data: `make peers SIZES="25 100"`.

A peer gets the words of our finished pages as Markdown, because it computes and tests none of them,
and draws the same series if it draws at all. Seconds are those of processors, medians of several
runs, because those of a clock depend on what else a machine does. Prints Markdown, and writes the
figures with versions and machine to `build/peers.json`.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests import large
from tests.support import ROOT, machine

RUNS = 3
QUESTION = f"{large.FIRST[0]}-{large.SECOND[0]}"  # the page that is changed, and weighed
INSTALLED = ROOT / "build" / "peers"  # apart from our own libraries
FRAMEWORK_AT = ROOT / "build" / "framework"
PLUGIN = "mkdocs-charts-plugin==0.0.13"
# Its pages load Vega when they are read; to make them, the names of the libraries are enough.
PLUGGED = """\
site_name: Many
theme: {name: material, font: false}
plugins: [search, charts]
extra_javascript: [vega.js, vega-lite.js, vega-embed.js]
markdown_extensions:
  - pymdownx.superfences:
      custom_fences:
        - name: vegalite
          class: vegalite
          format: !!python/name:mkdocs_charts_plugin.fences.fence_vegalite
"""
# Its ways to the network, for libraries and fonts, are left out: it takes what is installed.
FRAMEWORK = {"@observablehq/framework": "1.13.4", "@observablehq/plot": "0.6.17", "d3-dsv": "3.0.2"}
FRAMEWORK_SETTINGS = """\
export default {title: "Many", root: "docs", output: "site", search: false, globalStylesheets: []};
"""
PLOTTING = """\
```js
import * as Plot from "@observablehq/plot";
import {csvParse, autoType} from "d3-dsv";
```

"""
OURS = "This generator"

HEADS = {
    "charts": "charts",
    "cold": "cold, s",
    "page": "one page changed, s",
    "unchanged": "nothing changed, s",
    "site": "site, MB",
    "question": "HTML of a question, KB",
}


@dataclass(frozen=True)
class Page:
    """A page of our site: its words, its data, and the columns that its charts draw."""

    title: str
    words: str
    data: str
    columns: Sequence[str]


@dataclass(frozen=True)
class Peer:
    """A generator: the command that makes a site, its pages by our names, and what it draws."""

    name: str
    version: str
    does: str
    command: Sequence[str]
    pages: str = "docs/{}.md"


@dataclass(frozen=True)
class Found:
    """What a generator costs: processor seconds (with the least and the most), MB and KB."""

    name: str
    version: str
    does: str
    charts: int
    cold: float
    cold_range: tuple[float, float]
    page: float
    unchanged: float
    site: float
    question: float


def seconds(command: Sequence[str], folder: Path) -> float:
    """Return the processor seconds of a command and of all that it starts.

    Raises:
        RuntimeError: if it fails, with what it says.
    """
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said, env=environment)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{' '.join(command)}: {said.read().decode()}")
    return used.ru_utime + used.ru_stime


def measured(peer: Peer, charts: int, folder: Path) -> Found:
    """Return what a generator costs whose files are in a folder."""
    site = folder / "site"

    def cold() -> float:
        for kept in (site, folder / "build", folder / "docs" / ".observablehq"):
            shutil.rmtree(kept, ignore_errors=True)
        return seconds(peer.command, folder)

    def changed() -> float:
        page = folder / peer.pages.format(f"questions/{QUESTION}")
        page.write_text(f"{page.read_text('utf-8')}\nSome words more.\n", encoding="utf-8")
        return seconds(peer.command, folder)

    def unchanged() -> float:
        return seconds(peer.command, folder)

    colds, pages, others = (
        [work() for _ in range(RUNS)] for work in (cold, changed, unchanged)
    )  # fmt: skip
    question = site / "questions" / QUESTION / "index.html"
    return Found(
        peer.name,
        peer.version,
        peer.does,
        charts,
        statistics.median(colds),
        (min(colds), max(colds)),
        statistics.median(pages),
        statistics.median(others),
        sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) / 1e6,
        question.stat().st_size / 1e3,
    )


def pages_of(site: Path) -> dict[str, Page]:
    """Return the questions and charts of a built site by their places, with their words."""
    found = {}
    for text in sorted([*site.glob("questions/*/index.txt"), *site.glob("charts/*/index.txt")]):
        kind, name = text.parts[-3:-1]
        topic, place = (name.rpartition("-")[0::2]) if kind == "charts" else (name, "")
        # The first line names the site; headings are underlined, as in Markdown.
        words = text.read_text(encoding="utf-8").partition("\n\n")[2]
        data = f"{topic.replace('-', '_')}.csv"
        columns = [place] if place else list(large.PLACES)
        found[f"{kind}/{name}"] = Page(name.replace("-", " "), words, data, columns)
    return found


def write_markdown(
    folder: Path, pages: Mapping[str, Page], chart: Callable[[Page, str], str] | None
) -> None:
    """Write pages and their data below `docs/`, each with its charts if `chart` writes them."""
    for place, page in {**pages, "index": Page("All", "All pages.\n", "", [])}.items():
        path = folder / "docs" / f"{place}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        parts = [chart(page, column) for column in page.columns] if chart else []
        path.write_text("\n\n".join([page.words, *parts, ""]), encoding="utf-8")


def vega(page: Page, column: str) -> str:
    """Return a chart as mkdocs-charts-plugin reads it; the browser draws it."""
    drawn = {
        "data": {"url": f"data/{page.data}"},
        "mark": "line",
        "encoding": {
            "x": {"field": "year", "type": "quantitative"},
            "y": {"field": column, "type": "quantitative"},
        },
    }
    return f"```vegalite\n{json.dumps(drawn, indent=2)}\n```"


def peers(ours: Path, folder: Path) -> Iterator[tuple[Peer, Path]]:
    """Write the files of each peer that can be had here; yield it with its folder.

    Args:
        ours: our explainer, with its site.
        folder: where to write.
    """
    pages = pages_of(ours / "site")
    material = version("mkdocs-material")
    plain = folder / "mkdocs"
    write_markdown(plain, pages, None)
    (plain / "mkdocs.yml").write_text("site_name: Many\ntheme: {name: material, font: false}\n")
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    said = f"{version('mkdocs')}, Material {material}"
    yield Peer("MkDocs", said, "words", command), plain

    drawing = folder / "plugin"
    write_markdown(drawing, pages, vega)
    shutil.copytree(ours / "data", drawing / "docs" / "data")
    (drawing / "mkdocs.yml").write_text(PLUGGED)
    command = [str(_installed()), "-m", "mkdocs", "build", "-q"]
    name, _, number = PLUGIN.partition("==")
    yield Peer(name, number, "words; the browser draws", command), drawing

    if hugo := shutil.which("hugo"):
        plain = folder / "hugo"
        write_markdown(plain, pages, None)
        (plain / "docs" / "index.md").rename(plain / "docs" / "_index.md")  # or all is one page
        layouts = plain / "layouts" / "_default"
        layouts.mkdir(parents=True)
        for layout in ("single", "list"):
            (layouts / f"{layout}.html").write_text(
                "<!doctype html><title>{{ .Title }}</title>{{ .Content }}"
            )
        (plain / "hugo.toml").write_text(
            'baseURL = "https://example.org/"\ncontentDir = "docs"\npublishDir = "site"\n'
        )
        said = subprocess.run([hugo, "version"], capture_output=True, text=True, check=True).stdout
        yield Peer("Hugo", said.split()[1], "words, without a theme", [hugo, "--quiet"]), plain

    if npm := shutil.which("npm"):
        drawing = folder / "framework"
        write_markdown(drawing, pages, plot)
        shutil.copytree(ours / "data", drawing / "docs" / "data")
        for place in pages:  # so that addresses end in a slash, as ours do
            text = drawing / "docs" / f"{place}.md"
            (at := text.with_suffix("")).mkdir()
            (at / "index.md").write_text(PLOTTING + text.read_text("utf-8"), encoding="utf-8")
            text.unlink()
        command = framework(npm, drawing)
        number, does = FRAMEWORK["@observablehq/framework"], "words; the browser draws"
        yield Peer("Observable Framework", number, does, command, "docs/{}/index.md"), drawing


def plot(page: Page, column: str) -> str:
    """Return a chart as Observable Framework reads it; the browser draws it."""
    return plotted(f"/data/{page.data}", "year", column)


def plotted(data: str, x: str, y: str) -> str:
    """Return code that draws a line of a CSV file in the browser, for Observable Framework."""
    return f"""```js
{{
  const rows = csvParse(await FileAttachment({json.dumps(data)}).text(), autoType);
  display(Plot.plot({{marks: [Plot.lineY(rows, {{x: {json.dumps(x)}, y: {json.dumps(y)}}})]}}));
}}
```"""


def framework(npm: str, folder: Path) -> list[str]:
    """Make a folder a project of Observable Framework; return the command that builds it."""
    wanted, installed = json.dumps({"dependencies": FRAMEWORK}), FRAMEWORK_AT / "installed.json"
    if not installed.exists() or installed.read_text() != wanted:
        FRAMEWORK_AT.mkdir(parents=True, exist_ok=True)
        (FRAMEWORK_AT / "package.json").write_text(wanted)
        (FRAMEWORK_AT / "tsconfig.json").write_text("{}\n")  # a library's own refers to it
        install = [npm, "install", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(install, cwd=FRAMEWORK_AT, check=True)
        installed.write_text(wanted)
    (folder / "node_modules").symlink_to(FRAMEWORK_AT / "node_modules")
    (folder / "package.json").write_text('{"type": "module"}\n')
    (folder / "observablehq.config.js").write_text(FRAMEWORK_SETTINGS)
    return [str(FRAMEWORK_AT / "node_modules" / ".bin" / "observable"), "build"]


def _installed() -> Path:
    """Return a Python that has the plugin; it is installed once."""
    python = INSTALLED / "bin" / "python"
    if not python.exists():
        venv.create(INSTALLED, with_pip=True)
        wanted = [PLUGIN, f"mkdocs-material=={version('mkdocs-material')}"]
        subprocess.run([python, "-m", "pip", "install", "-q", *wanted], check=True)
    return python


def table(found: Sequence[Found]) -> str:
    """Return the figures as Markdown."""
    lines = [
        "| generator | makes | " + " | ".join(HEADS.values()) + " |",
        "| --- | --- |" + " ---: |" * len(HEADS),
    ]
    for each in found:
        cells = [f"{getattr(each, key):,.2f}".removesuffix(".00") for key in HEADS]
        lines.append(f"| {each.name} {each.version} | {each.does} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Measure each size in turn."""
    found = []
    own = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    for charts in map(int, sys.argv[1:]):
        with tempfile.TemporaryDirectory() as made:
            ours = Path(made) / "ours"
            large.write(charts, ours)
            command = [sys.executable, "-m", "charts", "site"]
            does = "words with tested numbers; drawings, files, receipts"
            found.append(measured(Peer(OURS, own, does, command), charts, ours))
            found += [measured(peer, charts, at) for peer, at in peers(ours, Path(made))]
    on = machine()
    day = datetime.now(UTC).date().isoformat()
    print(f"{day}, {on}. Processor seconds, medians of {RUNS} runs.\n\n{table(found)}")
    record = {
        "day": day,
        "machine": on,
        "runs": RUNS,
        "found": [asdict(each) for each in found],
    }
    file = ROOT / "build" / "peers.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
