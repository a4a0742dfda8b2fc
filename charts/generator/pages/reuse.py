"""What readers need to use a chart elsewhere: its files, its citation, lines of code."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

from charts.generator.draw.build import Built
from charts.generator.draw.chart_theme import DESKTOP, PHONE
from charts.generator.draw.typefaces import SANS, SERIF
from charts.generator.numbers import formats
from charts.generator.pages import chart_metadata
from charts.generator.pages.chart_metadata import publishers, updated
from charts.generator.pages.content import Content

EMBED = "embed/"  # the folder of the pages that other sites show in frames
EMBED_HELPER = "assets/embed.js"  # makes a frame as high as the chart in it

# The files that readers can download, by the ending of their name.
PICTURES = {
    ".png": "Picture (PNG)",
    "-2x.png": "Picture, twice as large (PNG)",
    ".svg": "Drawing, light (SVG)",
    "-dark.svg": "Drawing, dark (SVG)",
}
DATA = {
    ".csv": "The rows drawn (CSV)",
    ".vl.json": "Chart for the Vega editor (Vega-Lite)",
    ".json": "Description of the chart and its data (JSON)",
    ".zip": "All of these in one file (ZIP)",
}

# The code that loads the CSV, with braces for its address.
LOADING = {
    "Python, with pandas": 'import pandas as pd\n\ndata = pd.read_csv("{}")',
    "R": 'data <- read.csv("{}")',
    "JavaScript, with d3-dsv": 'import {{ autoType, csvParse }} from "d3-dsv";\n\n'
    'const answer = await fetch("{}");\n'
    "const data = csvParse(await answer.text(), autoType);",
}

# LaTeX's special characters.
_LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: rf"\{sign}" for sign in "{}$&#%_"},
}


def address(content: Content, id: str) -> str:
    """Return the address of a chart's page, or "./" if the site has none."""
    root = content.project.address
    return f"{root}{content.chart_pages[id].url}" if root else "./"


def bibtex(content: Content, id: str) -> str:
    """Return a chart's BibTeX entry; a second pair of braces preserves a text's capitals."""
    day = updated(content, id)
    site = _latex(content.project.name)
    fields = {
        "title": f"{{{_latex(content.title(content.chart_pages[id]))}}}",
        "howpublished": f"Chart of {{{site}}}",
        "key": site,
        "year": f"{day.year}",
        "month": f"{day:%b}".lower(),
        "note": _latex(f"Updated {formats.day(day)}. Data: {publishers(content, id)}"),
        "url": address(content, id),
    }
    lines = [
        f"  {name} = {text if name == 'month' else f'{{{text}}}'},\n"
        for name, text in fields.items()
    ]
    return f"@misc{{{id}-{day.year},\n{''.join(lines)}}}"


def loading(content: Content, id: str) -> dict[str, str]:
    """Return the code that loads a chart's CSV, by language."""
    file = f"{address(content, id)}{id}.csv"
    return {language: lines.format(file) for language, lines in LOADING.items()}


def embed_codes(content: Content, built: Built) -> tuple[str, str]:
    """Return the HTML with which another site shows a chart: live, and frozen as it is now.

    The frame is high enough without its helper; the helper fits it to the chart at any width.
    """
    id, key = built.name, built.key
    page = content.chart_pages[id]
    # Without an address it is relative to the chart's page, whose script completes it.
    address = content.project.address or page.root
    about = chart_metadata.describe(content, page, built)
    frame = Markup(
        '<iframe data-chart src="{}" title="{}" width="100%" height="{}" loading="lazy" '
        'style="border: 0"></iframe>\n<script async src="{}"></script>'
    )
    title, tall = about["title"], frame_height(about, built)
    live, frozen = (
        frame.format(f"{address}{EMBED}{id}/{version}", title, tall, address + EMBED_HELPER)
        for version in ("", f"{key}/")
    )
    return live, frozen


def frame_height(about: dict[str, Any], built: Built) -> int:
    """Return the height in pixels that a chart's frame needs on a phone and on a desktop."""
    heights: list[float] = []
    for screen in (PHONE, DESKTOP):
        found = re.search(r'viewBox="0 0 \S+ (\S+)"', built.text(f"{screen.name}.svg"))
        assert found is not None
        room = screen.width * 0.94  # a reader's own fonts may be wider than those measured
        lines = (
            len(SERIF.lines(about["title"], 20, room)) * 26
            + len(SANS.lines(about["subtitle"], 14, room)) * 20
            + len(SANS.lines(about["notes"], 13, room)) * 20
            + (len(SANS.lines(about["credit"], 13, room)) + 5) * 20
        )
        wide = sum(control["kind"] != "checkbox" for control in built.controls)
        heights.append(float(found[1]) + lines + 28 * bool(built.controls) + 30 * wide + 96)
    return round(max(heights))


def _latex(text: str) -> str:
    return re.sub(r"[\\~^{}$&#%_]", lambda found: _LATEX[found[0]], text)
