"""An explainer needs neither questions nor numbers, neither charts nor a page for each ledger."""

import re
import shutil
from pathlib import Path

import pytest

from charts.generator.author.new_explainer import explainer
from charts.generator.author.plan import carry_out
from charts.generator.base.problems import ProblemsError
from charts.generator.check.check import check
from charts.generator.project import Project
from charts.generator.site.build import build_site
from tests.support import article, edit

CHART_PAGE = """\
---
label: {name}
title: A chart of calendars
subtitle: Days
alt: A chart of calendars.
sources: [{dataset}]
---

{{{{ chart("{name}") }}}}

{{{{ references() }}}}
"""


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A new explainer, as the command writes it."""
    carry_out(explainer(tmp_path / "explainer"))
    return tmp_path / "explainer"


def drop(root: Path, *names: str) -> None:
    """Deletes files or folders of the words."""
    for name in names:
        path = root / "docs" / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def navigation(root: Path, nav: str) -> None:
    config = root / "mkdocs.yml"
    config.write_text(re.sub(r"(?s)nav:.*(?=extra:)", f"nav:\n{nav}", config.read_text()))


def built(root: Path) -> Path:
    list(build_site(Project(root)))  # which verifies it
    return root / "site"


def test_an_explainer_may_have_charts_and_nothing_else(begun):
    drop(begun, "questions", "definitions.yml", "data/index.md")
    (begun / "docs" / "index.md").write_text(
        "---\ntitle: T\ndescription: D\n---\n\n{{ gallery() }}\n"
    )
    for name in ("calendar-gap", "leap-days"):
        page = CHART_PAGE.format(name=name, dataset=name.replace("-", "_"))
        (begun / "docs" / "charts" / f"{name}.md").write_text(page)
    navigation(
        begun, "  - O: index.md\n  - C: charts/\n  - N: [data/facts.md, data/claims.md]\n"
        "  - A: about/index.md\n"
    )  # fmt: skip
    site = built(begun)
    claims = article(site / "data" / "claims" / "index.html").text_content()
    assert "No page has a claim yet." in claims
    assert article(site / "index.html").xpath(".//a[contains(@href, 'charts/leap-days/')]")


def test_an_explainer_may_have_no_charts_and_no_ledgers(begun):
    drop(begun, "charts", "data")
    shutil.rmtree(begun / "charts")
    edit(begun / "docs" / "index.md", "chart: calendar-gap\n", "")
    edit(begun / "docs" / "index.md", " See\nall [numbers](data/facts.md), [claims]"
         "(data/claims.md) and [datasets](data/index.md).", "")  # fmt: skip
    question = begun / "docs" / "questions" / "calendars.md"
    edit(question, "chart: calendar-gap\n", "")
    edit(question, '{{ chart("leap-days") }}\n\n', "")
    navigation(begun, "  - O: index.md\n  - Q: questions/calendars.md\n  - A: about/index.md\n")
    site = built(begun)
    assert (site / "embed" / "frozen.json").read_text() == "{}"
    assert (site / "data" / "facts" / "calendars" / "index.html").is_file()


def test_an_explainer_without_data_is_told_how_to_begin(begun):
    drop(begun, "questions", "charts", "data", "definitions.yml")
    shutil.rmtree(begun / "charts")
    (begun / "docs" / "index.md").write_text("---\ntitle: T\ndescription: D\n---\n\nWords.\n")
    for path in (begun / "data").glob("*.csv"):
        path.unlink()
    (begun / "data" / "datapackage.json").write_text('{"name": "x", "resources": []}')
    navigation(begun, "  - O: index.md\n  - A: about/index.md\n")
    said = [found.message for found in check(Project(begun)).problems]
    assert said == [
        "there are neither data nor questions, so that nothing says how new the site is; take in a "
        "file: `python -m charts new dataset NAME FILE`."
    ]
    with pytest.raises(ProblemsError, match="there are neither data nor questions"):
        list(build_site(Project(begun)))
