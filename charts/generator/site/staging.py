"""Lays out finished Markdown and its other files for the engine that makes HTML of them.

The engine gets a folder with `mkdocs.yml` and `docs/`. Its macros are already replaced, its front
matter contains only what the theme reads, and its navigation is complete: any engine that reads
MkDocs' files and Material's templates can build it, without a plugin of ours.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from charts.generator.base import yaml_text
from charts.generator.base.environment import EDIT
from charts.generator.base.files import THEME, hash_of, names_in, write_atomically
from charts.generator.base.problems import MistakeError, ProblemsError, pointed, quoted
from charts.generator.base.settings import NavItem
from charts.generator.check.page_check import check_page
from charts.generator.data.cadence import newest_of
from charts.generator.draw import palette
from charts.generator.numbers import formats
from charts.generator.pages import calls, opening
from charts.generator.pages.addresses import CLAIMS, FACTS
from charts.generator.pages.blocks import Pictures
from charts.generator.pages.content import HEADS, Content, Text
from charts.generator.pages.evaluator import Evaluator, Rendered
from charts.generator.pages.inline import Printed
from charts.generator.pages.markdown_page import Page, Span
from charts.generator.pages.templates import problems_box
from charts.generator.site import engine, formula_notes, json_ld, theme_styles
from charts.generator.site.asset_versions import FOLDER as ASSETS
from charts.generator.site.formula_notes import Formula

SHOWN = ("updated",)  # of a page's front matter, as it is
LEDGERS = ("numbers", "claims", "catalogue", "dataset")  # their pages have a script and a style


@dataclass(frozen=True)
class Stage:
    """A folder laid out for the engine."""

    folder: Path

    @property
    def config(self) -> Path:
        """Return the engine's settings file."""
        return self.folder / "mkdocs.yml"

    @property
    def docs(self) -> Path:
        """Return the folder of the pages."""
        return self.folder / "docs"


def lay_out(content: Content, notebooks: Mapping[str, Path], stage: Stage) -> set[str]:
    """Write everything but the pages: the engine's settings, styles, scripts, notebooks, pictures.

    Args:
        content: the pages.
        notebooks: files by their names in `docs/`.
        stage: the target; files in it that have not changed are left alone.

    Returns:
        The names of the files beside the pages.
    """
    project = content.project
    _put(stage.config, _config(content))
    files = {path.name: path for path in sorted((THEME / ASSETS).iterdir())}
    files = {f"{ASSETS}/{name}": path for name, path in files.items()} | dict(notebooks)
    files |= content.files
    style = (THEME / ASSETS / "style.css").read_text(encoding="utf-8")
    last = files.pop(f"{ASSETS}/style.css")
    added = last.read_text(encoding="utf-8") if last.is_relative_to(project.docs) else ""
    colours = project.settings.colours
    own = style + palette.css(colours) + added
    _put(stage.docs / ASSETS / "style.css", _styles(own, project.build / "styles"))
    worker = engine.theme_file("assets/javascripts/workers/search.*.min.js")
    _put(stage.docs / ASSETS / "search-worker.js", worker.partition("\n//# sourceMappingURL")[0])
    for name, path in files.items():
        _put(stage.docs / name, path.read_bytes())
    return {*files, f"{ASSETS}/style.css", f"{ASSETS}/search-worker.js"}


def _styles(own: str, kept: Path) -> str:
    """Return the site's one style sheet; it is kept, because making it takes half a second."""
    theme = engine.theme_file("assets/stylesheets/main.*.min.css")
    code = Path(theme_styles.__file__).read_text(encoding="utf-8")
    path = kept / f"{hash_of(f'{code}{theme}{own}'.encode()).rpartition(':')[2][:16]}.css"
    if not path.is_file():
        shutil.rmtree(kept, ignore_errors=True)
        write_atomically(path, theme_styles.merged(theme, own))
    return path.read_text(encoding="utf-8")


def write_page(page: Page, evaluator: Evaluator, pictures: Pictures, stage: Stage) -> Rendered:
    """Write a finished page.

    Raises:
        MistakeError: if a macro fails.
    """
    rendered = evaluator.render(page, pictures)
    front = _front_matter(evaluator.content, page)
    _put(stage.docs / page.name, _page(front, rendered.markdown))
    return rendered


def shown_elsewhere(page: Page) -> dict[str, Any]:
    """Return what other pages and the site map show of a page's front matter."""
    return {"kind": page.kind, **{key: page.meta[key] for key in SHOWN if key in page.meta}}


def preview_page(
    page: Page,
    evaluator: Evaluator,
    pictures: Pictures,
    stage: Stage,
    before: Set[Formula] | None = None,
) -> tuple[Printed, ...]:
    """Write as much of a page as possible; boxes show mistakes in their places and at the top.

    `before` has the formulas that the page had when the preview began; None for those of now.
    """
    try:
        rendered = evaluator.render(page, pictures, _mistake)
        front = _front_matter(evaluator.content, page)
    except (MistakeError, ProblemsError) as error:
        rendered, front = Rendered(problems_box([(str(error), ())]), ()), {}
    found = sorted(check_page(page, evaluator))
    box = f"{problems_box((str(each), quoted(each)) for each in found)}\n\n" if found else ""
    notes = formula_notes.block(rendered.printed, before)
    _put(stage.docs / page.name, _page(front, f"{box}{rendered.markdown}\n\n{notes}\n"))
    return rendered.printed


def _mistake(span: Span, text: Text) -> Markup:
    """Return the box for a macro that fails; a formula's has a mark under the place."""
    return problems_box([(text.mistake, pointed(span.text, text.at) if text.at else ())])


def sweep(stage: Stage, names: Set[str]) -> None:
    """Delete the files for the engine that are not among the names."""
    for name in names_in(stage.docs):
        if name not in names:
            (stage.docs / name).unlink()


def _put(path: Path, content: str | bytes) -> None:
    """Write a file unless its content is the same, because engines compare times of change."""
    data = content.encode() if isinstance(content, str) else content
    if not path.is_file() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)  # only the engine reads it, and later


def _page(front: Mapping[str, Any], markdown: str) -> str:
    return f"---\n{yaml_text.written(dict(front))}---\n{markdown}"


def _front_matter(content: Content, page: Page) -> dict[str, Any]:
    """Return what the theme reads: the kind of page, its rendered texts, its structured data."""
    shown: dict[str, Any] = {"kind": page.kind, "id": page.id}
    if page.kind == "question":
        shown["folds"] = opening.folds(content, page)
    shown |= {key: page.meta[key] for key in SHOWN if key in page.meta}
    if any(calls.name_of(span) in LEDGERS for span in page.spans):
        shown["ledger"] = True
    if any(calls.name_of(span) == "choice" for span in page.spans):
        shown["choice"] = True
    if page.name not in content.pages:
        shown["made"] = True  # nobody can edit it
        if page.url.startswith((FACTS, CLAIMS)):
            shown["search"] = {"exclude": True}
    for key, source in zip(("title", "description"), HEADS[page.kind], strict=True):
        if page.meta.get(source):
            # The theme's templates escape nothing.
            shown[key] = str(escape(content.plain(page, source)))
    if found := json_ld.of(content, page):
        shown["structured"] = str(json_ld.script(found))
    return shown


def _config(content: Content) -> str:
    settings = content.project.settings
    text = (THEME / "mkdocs.yml").read_text(encoding="utf-8")
    config: dict[str, Any] = yaml_text.quick(text)
    config["theme"]["custom_dir"] = str(THEME / "material")
    config["extra"]["license"] = dict(settings.license)
    config["extra"]["updated"] = formats.day(content.updated)
    newest = newest_of(content.project.datasets.values())
    config["extra"]["newest"] = formats.period(newest) if newest else ""
    own = {
        "site_name": settings.name,
        "site_url": settings.address,
        "site_description": settings.description,
        "edit_uri": os.environ.get(EDIT, ""),
        "nav": list(_nav(content, settings.nav)),
    }
    return yaml_text.written(own | config)


def _nav(content: Content, items: tuple[NavItem, ...]) -> Iterator[dict[str, Any]]:
    """Return a navigation for the engine: each page with its label, each folder as its pages."""
    for item in items:
        if item.children:
            yield {item.label: list(_nav(content, item.children))}
        elif item.target.endswith("/"):
            yield {item.label: [_entry(content, page) for page in _folder(content, item.target)]}
        elif item.target in content.pages:
            label = item.label or _label(content, content.pages[item.target])
            yield {label: item.target}
        else:
            yield {item.label: item.target}


def _entry(content: Content, page: Page) -> dict[str, str]:
    return {_label(content, page): page.name}


def _label(content: Content, page: Page) -> str:
    try:
        return str(escape(content.label(page)))  # the theme's templates escape nothing
    except (MistakeError, ProblemsError):
        return page.id  # the check reports what is wrong


def _folder(content: Content, folder: str) -> list[Page]:
    """Return the pages of a folder: its index first, charts in their order, others by name."""
    found = {name: page for name, page in content.pages.items() if name.startswith(folder)}
    charts = [page.name for page in content.chart_pages.values()]
    order = [name for name in [f"{folder}index.md", *charts, *found] if name in found]
    return [found[name] for name in dict.fromkeys(order)]
