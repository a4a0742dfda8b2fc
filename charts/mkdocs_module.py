"""Hands an explainer's macros to mkdocs-macros, for each build and each rebuild of the preview."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from charts import embeds, notebooks, structured
from charts.build import build, publish, runtime
from charts.check import check_page
from charts.content import HEADS, Content
from charts.downloads import Downloads
from charts.ledgers import files, receipts
from charts.macros import CLAIMS, NAMES, problems_box
from charts.outdated import mark
from charts.pages import Page
from charts.problems import MistakeError, ProblemsError
from charts.project import Project

# Set by the preview: a mistake is shown on its page, where a build would have been stopped.
PREVIEW = "CHARTS_PREVIEW"


def define_env(env: Any) -> None:
    """Load the explainer afresh and register its macros."""
    env.explainer = None
    env.downloads = None
    env.receipts = {}
    project = Project(Path(env.conf["config_file_path"]).parent)
    site = Path(env.conf["site_dir"])
    try:
        built, _ = build(project)
        env.explainer = Content(project, built, runtime(project).name)
        # They are made while the pages are, which a preview is too quick for.
        if not os.environ.get(PREVIEW):
            env.downloads = Downloads(env.explainer)
        # A preview has no time for notebooks, but for one that is being written.
        if not os.environ.get(PREVIEW) or notebooks.edited(project):
            notebooks.execute(project)
        _ = (project.ledger, env.explainer.citations)
        failure: list[str] = []
    except ProblemsError as error:
        # A preview that begins with a mistake has no good pages to show it on.
        if not os.environ.get(PREVIEW) or (site / "index.html").exists():
            raise
        env.explainer = None
        failure = [str(problem) for problem in error.problems]

    if os.environ.get(PREVIEW) and env.explainer:
        mark(env.explainer, site)
    for name in NAMES:
        env.macro(_macro(env, name, failure), name)


def on_pre_page_macros(env: Any) -> None:
    """Give the theme the page's texts as its front matter computes them, and what it is.

    Everything else in the front matter is ours: the theme would show a subtitle in the navigation,
    and mkdocs-macros would let a key hide a macro of the same name.
    """
    content: Content | None = env.explainer
    page = content.pages.get(env.page.file.src_uri) if content else None
    shown = {}
    try:
        if content is not None and page is not None:
            shown = _theme_texts(content, page)
    except (MistakeError, ProblemsError):
        if not os.environ.get(PREVIEW):
            raise
        # The preview goes on: what is wrong stands on top of the page.
    env.page.meta.clear()
    env.page.meta.update(shown)


def on_post_page_macros(env: Any) -> None:
    """Collect the page's receipts; in the preview, put what is wrong with the page on top of it."""
    content: Content | None = env.explainer
    page = content.pages.get(env.page.file.src_uri) if content else None
    if content is None or page is None:
        return
    env.markdown += f"\n\n{content.said(page, 'ending')}"
    env.receipts[page.url] = receipts(content, page.root, env.markdown)
    if os.environ.get(PREVIEW):
        found = sorted(check_page(page, content.words_alone))
        if found:
            env.markdown = f"{problems_box(map(str, found))}\n\n{env.markdown}"


def on_post_build(env: Any) -> None:
    """Put the charts' files, the ledgers, the receipts and the datasets beside the pages."""
    content: Content | None = env.explainer
    if content is None or content.built is None:
        return
    site = Path(env.conf["site_dir"])
    publish(content.project, dict(content.built), site)
    # The ledgers' files take half a second: a preview writes them once, a build always.
    there = os.environ.get(PREVIEW) and (site / CLAIMS / "claims.json").exists()
    written = {} if there else files(content)
    if env.downloads:
        env.downloads.publish(site)
        written |= embeds.files(content)
    for url, found in env.receipts.items():
        if found:
            written[f"{url}receipts.json"] = json.dumps(found, ensure_ascii=False)
    for name, text in written.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    for script in notebooks.find(content.project):
        page = site / script.relative_to(content.project.docs).with_suffix("") / "index.html"
        if page.exists() and "jupyter-wrapper" in (html := page.read_text(encoding="utf-8")):
            page.write_text(notebooks.trim(html), encoding="utf-8")
    for path in sorted(content.project.data.glob("*")):
        if path.suffix in (".csv", ".json"):
            shutil.copyfile(path, site / "data" / path.name)


def _theme_texts(content: Content, page: Page) -> dict[str, Any]:
    shown: dict[str, Any] = {"kind": page.kind, "id": page.id}
    if page.kind == "chart":
        shown["hide"] = ["toc"]  # its chart takes the room
    shown |= {key: page.meta[key] for key in ("hide", "updated") if key in page.meta}
    for key, source in zip(("title", "description"), HEADS[page.kind], strict=True):
        if page.meta.get(source):
            # The theme's templates escape nothing.
            shown[key] = escape(content.plain(page, source))
    if found := structured.of(content, page):
        shown["structured"] = structured.script(found)
    return shown


def _macro(env: Any, name: str, failure: list[str]) -> Callable[..., Markup]:
    def call(*arguments: Any, **named: Any) -> Markup:
        try:
            if failure:
                raise MistakeError("; ".join(failure))
            content: Content = env.explainer
            page: Page = content.pages[env.page.file.src_uri]
            return content.said(page, name, *arguments, **named)
        except (MistakeError, ProblemsError, TypeError) as error:
            if not os.environ.get(PREVIEW):
                raise
            return problems_box([str(error)])

    return call
