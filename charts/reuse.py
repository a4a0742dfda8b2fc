"""What readers need to use a chart elsewhere: its files, its citation, lines of code."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from charts import formats

if TYPE_CHECKING:
    from charts.content import Content

# How the name of each file ends that readers can take with them, and what the file is.
DOWNLOADS = {
    ".png": "Picture (PNG)",
    "-2x.png": "Picture, twice as large (PNG)",
    ".svg": "Drawing, light (SVG)",
    "-dark.svg": "Drawing, dark (SVG)",
    ".csv": "The rows that are drawn (CSV)",
    ".vl.json": "Chart for the Vega editor (Vega-Lite)",
    ".json": "What the chart is and rests on (JSON)",
    ".zip": "All of these in one file (ZIP)",
}

# The lines that load the CSV, with its address in place of the braces.
LOADING = {
    "Python, with pandas": 'import pandas as pd\n\ndata = pd.read_csv("{}")',
    "R": 'data <- read.csv("{}")',
    "JavaScript, with d3-dsv": 'import {{ autoType, csvParse }} from "d3-dsv";\n\n'
    'const answer = await fetch("{}");\n'
    "const data = csvParse(await answer.text(), autoType);",
}

# What LaTeX would take for its own.
_LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: rf"\{sign}" for sign in "{}$&#%_"},
}


def updated(content: Content, id: str) -> date:
    """Return the last day on which one of a chart's datasets was retrieved."""
    datasets = content.project.datasets
    days = [
        datasets[name].descriptor["retrieved"] for name in content.project.drawings[id].datasets
    ]
    return date.fromisoformat(max(days))


def address(content: Content, id: str) -> str:
    """Return where a chart's page is, for its own readers: "./" where the site has no address."""
    root = content.project.address
    return f"{root}{content.chart_pages[id].url}" if root else "./"


def citation(content: Content, id: str) -> str:
    """Return a sentence that cites a chart; nobody is named as its author."""
    return (
        f"“{content.title(content.chart_pages[id])}.” Chart of “{content.project.name}”, updated "
        f"{formats.day(updated(content, id))}. Data: {_publishers(content, id)}. "
        f"{address(content, id)}"
    )


def bibtex(content: Content, id: str) -> str:
    """Return a chart's entry for BibTeX; a second pair of braces keeps the capitals of a text."""
    day = updated(content, id)
    site = _latex(content.project.name)
    fields = {
        "title": f"{{{_latex(content.title(content.chart_pages[id]))}}}",
        "howpublished": f"Chart of {{{site}}}",
        "key": site,
        "year": f"{day.year}",
        "month": f"{day:%b}".lower(),
        "note": _latex(f"Updated {formats.day(day)}. Data: {_publishers(content, id)}"),
        "url": address(content, id),
    }
    lines = [
        f"  {name} = {text if name == 'month' else f'{{{text}}}'},\n"
        for name, text in fields.items()
    ]
    return f"@misc{{{id}-{day.year},\n{''.join(lines)}}}"


def loading(content: Content, id: str) -> dict[str, str]:
    """Return the lines that load a chart's CSV, by language."""
    file = f"{address(content, id)}{id}.csv"
    return {language: lines.format(file) for language, lines in LOADING.items()}


def _publishers(content: Content, id: str) -> str:
    datasets = content.project.datasets
    named = [p for name in content.project.drawings[id].datasets for p in datasets[name].publishers]
    return formats.listed([*dict.fromkeys(named)])


def _latex(text: str) -> str:
    return re.sub(r"[\\~^{}$&#%_]", lambda found: _LATEX[found[0]], text)
