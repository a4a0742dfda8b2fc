"""Writes an explainer of any size, to measure how cost grows: `python -m tests.large 100 FOLDER`.

A question has a dataset of its own, five charts, and per chart a cell, two numbers and a tested
claim. The words are the same everywhere but for the names, and the numbers are drawn at random
from a fixed seed, so that two explainers of one size are the same files.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

from charts.generator.data.datasets import stamp

# A number in words would be a number that somebody typed.
FIRST = (
    "calm", "bright", "early", "distant", "gentle", "hollow", "ivory", "jolly", "keen", "lively",
    "mellow", "noble", "olive", "proud", "quiet",
)  # fmt: skip
SECOND = (
    "river", "meadow", "harbour", "lantern", "violin", "garden", "orchard", "willow", "valley",
    "bridge", "forest", "island", "canyon", "tundra",
)  # fmt: skip
PLACES = ("north", "south", "east", "west", "centre")  # the columns of a dataset; each has a chart
YEARS = range(1990, 2025)

SETTINGS = """\
site_name: An explainer of many charts
site_description: As large as one likes, to measure how cost grows with size.
site_url: https://example.org/large/
nav:
  - Overview: index.md
  - Questions:
{questions}
  - Charts: charts/
  - The numbers: [data/index.md, data/facts.md, data/claims.md]
  - About: [about/sources.md]
extra:
  license: {{title: CC BY 4.0, path: "https://creativecommons.org/licenses/by/4.0/"}}
  colours:
    subject: {{light: "#6b3fa0", dark: "#c9a8f0"}}
    counterpart: {{light: "#1f7a5c", dark: "#63b894"}}
"""

MODULE = '''\
"""Visitors of {topic} in the {place}, by year."""

import altair as alt
import pandas as pd

from charts import SUBJECT, Chart, Screen, dots, frame, nearest


def draw({id}: pd.DataFrame, screen: Screen) -> Chart:
    rows = {id}[["year", "{place}"]]
    left, right, top, bottom = 60, 16, 10, 26
    x = alt.X("year:Q").title(None).scale(nice=False).axis(format="d", grid=False)
    y = alt.Y("{place}:Q").title(None).axis(format=",d")
    tooltip = [alt.Tooltip("year:Q", format="d"), alt.Tooltip("{place}:Q", format=",d")]
    step = (screen.width - left - right) / len(rows)
    hover, reading = nearest(x, "year", step, tooltip)
    line = alt.Chart().mark_line(color=SUBJECT).encode(x=x, y=y)
    chart = alt.layer(line, *reading, dots(x, y, SUBJECT, hover), data=rows)
    return frame(chart, screen, 240, left, right, top, bottom)
'''

QUESTION = """\
---
label: {label}
question: How many people visit the {topic}?
short_answer: >-
  At the end of the series {{{{ fact("last({id}_north)") }}}} came to its north. Most came in
  {{{{ fact("peak_of_{id}") }}}}.
sources: [{id}]
chart: {name}-north
define:
  numbers:
    peak_of_{id}: when(highest({id}_north))
  claims:
{claims}
updated: 2024-12-31
pinned:
  {id}: the year that the series begin with
---

{{{{ answer() }}}}

{parts}
{{{{ references() }}}}
"""

PART = """\
## The {place}

{chart}

In {{{{ value("{id}", "year", year=1990) }}}} the {place} had
{{{{ value("{id}", "{place}", year=1990) }}}}. At the end of the series there are
{{{{ fact("last({id}_{place})") }}}}, and the most that ever came was
{{{{ fact("highest({id}_{place})") }}}}. It
{{{{ claim("{id}_{place}_visited", "never was without visitors") }}}}.
"""

WORDS = """\
---
label: {label}
title: The {place} of the {topic} had {{{{ fact("last({id}_{place})") }}}}
subtitle: Visitors by year
alt: >-
  Line chart of the visitors of the {place} of the {topic}. The line begins at
  {{{{ value("{id}", "{place}", year=1990) }}}} and ends at {{{{ fact("last({id}_{place})") }}}}.
sources: [{id}]
pinned:
  {id}: the year that the line begins with
---

{{{{ chart("{name}-{place}") }}}}

{{{{ references() }}}}
"""

PAGES = {
    "index.md": ("An explainer of many charts", "questions"),
    "charts/index.md": ("All charts", "gallery"),
    "data/index.md": ("The datasets", "catalogue"),
    "data/facts.md": ("The ledger of numbers", "numbers"),
    "data/claims.md": ("The ledger of claims", "claims"),
    "about/sources.md": ("The sources", "bibliography"),
}


LICENSES = [
    {
        "name": "CC0-1.0",
        "title": "Creative Commons Zero 1.0",
        "path": "https://creativecommons.org/publicdomain/zero/1.0/",
    }
]


def write(charts: int, root: Path) -> None:
    """Write an explainer with so many charts, a multiple of five, into a folder."""
    pairs = [(one, other) for one in FIRST for other in SECOND][: charts // len(PLACES)]
    names = [f"{one}-{other}" for one, other in pairs]
    questions = "\n".join(f"      - questions/{name}.md" for name in names)
    files = {"mkdocs.yml": SETTINGS.format(questions=questions)}
    for name, (title, macro) in PAGES.items():
        front = f"---\ntitle: {title}\ndescription: A page that lists much.\n---\n"
        files[f"docs/{name}"] = f"{front}\n{{{{ {macro}() }}}}\n"
    files["docs/definitions.yml"] = "series:\n" + "".join(map(_series, names))
    for name in names:
        files |= _topic(name)
    described = [_described(name) for name in names]
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "large",
        "title": "Visitors: the data",
        "description": "Numbers drawn at random.",
        "created": "2024-12-31T00:00:00Z",
        "licenses": LICENSES,
        "resources": described,
    }
    files["data/datapackage.json"] = json.dumps(package, indent=2)
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    stamp(root / "data", [])


def change_cell(root: Path) -> None:
    """Change the first cell of an explainer's first dataset, and accept it."""
    table = min((root / "data").glob("*.csv"))
    head, row, *rest = table.read_text(encoding="utf-8").split("\n")
    year, first, *others = row.split(",")
    row = ",".join([year, str(int(first) + 1), *others])
    table.write_text("\n".join([head, row, *rest]), encoding="utf-8")
    stamp(root / "data", [])


def _series(name: str) -> str:
    id, topic = name.replace("-", "_"), name.replace("-", " ")
    return "".join(
        f"  {id}_{place}:\n    of: {id}.{place}\n    says: visitors of the {topic}, {place}\n"
        for place in PLACES
    )


def _topic(name: str) -> dict[str, str]:
    """Return the files of a question by their paths: its page, its dataset, and its charts."""
    topic = {"name": name, "id": name.replace("-", "_"), "topic": name.replace("-", " ")}
    topic["label"] = topic["topic"].capitalize()
    parts, claims, files = [], [], {}
    for place in PLACES:
        own = topic | {"place": place}
        # The opening has the first one.
        shown = "" if place == PLACES[0] else f'{{{{ chart("{name}-{place}") }}}}\n\n'
        parts.append(PART.format_map(own | {"chart": shown}))
        claims.append("    {id}_{place}_visited: lowest({id}_{place}) > 0".format_map(own))
        words = WORDS.format_map(own | {"label": f"{topic['label']}, {place}"})
        files[f"docs/charts/{name}-{place}.md"] = words
        files[f"charts/gallery/{topic['id']}_{place}.py"] = MODULE.format_map(own)
    page = QUESTION.format_map(topic | {"parts": "\n".join(parts), "claims": "\n".join(claims)})
    files[f"docs/questions/{name}.md"] = page
    files[f"data/{topic['id']}.csv"] = _rows(name)
    return files


def _rows(name: str) -> str:
    chance = random.Random(name)
    now = {place: chance.randint(20_000, 80_000) for place in PLACES}
    lines = [",".join(["year", *PLACES])]
    for year in YEARS:
        lines.append(",".join(map(str, [year, *now.values()])))
        now = {place: round(count * chance.uniform(0.9, 1.12)) for place, count in now.items()}
    return "\n".join([*lines, ""])


def _described(name: str) -> dict[str, object]:
    id, topic = name.replace("-", "_"), name.replace("-", " ")
    fields: list[dict[str, object]] = [
        {"name": "year", "title": "Year", "type": "integer", "description": "Calendar year"}
    ]
    fields += [
        {
            "name": place,
            "title": f"Visitors, {place}",
            "type": "integer",
            "unit": "people",
            "description": f"Visitors of the {place} of the {topic}",
            "constraints": {"required": True, "minimum": 0},
        }
        for place in PLACES
    ]
    fields[0]["constraints"] = {"required": True, "minimum": YEARS[0], "maximum": YEARS[-1]}
    source = {
        "title": "Numbers drawn at random",
        "publisher": "Own computation",
        "path": "https://example.org/",
        "vintage": "2024-12",
    }
    return {
        "name": id,
        "type": "table",
        "path": f"{id}.csv",
        "title": f"Visitors of the {topic}",
        "description": f"How many people visited the {topic} in each year.",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "hash": "",
        "bytes": 0,
        "basis": "Drawn at random.",
        "caveats": ["They are nobody's visitors."],
        "vintage": "2024-12",
        "retrieved": "2024-12-31",
        "processing": "computed",
        "cadence": {"every": "never", "note": "Nothing is counted."},
        "refresh": "manual: write the explainer again",
        "grade": "A",
        "sources": [source],
        "licenses": LICENSES,
        "schema": {"primaryKey": ["year"], "fields": fields},
    }


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
