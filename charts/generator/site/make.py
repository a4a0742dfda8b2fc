"""Makes a whole site in a folder: its pages, the files beside them, and what is made of them."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from charts.generator.base.processes import Workers
from charts.generator.check.kept_pages import fingerprint
from charts.generator.export import embeds, moved
from charts.generator.export.downloads import Downloads
from charts.generator.pages import glossary, ledger_pages
from charts.generator.pages.blocks import Pictures
from charts.generator.pages.evaluator import Evaluator
from charts.generator.pages.markdown_page import Page
from charts.generator.project import Project
from charts.generator.site import (
    asset_versions,
    engine,
    last_build,
    manifest,
    notebooks,
    postprocess,
    search,
    staging,
)
from charts.generator.site.last_build import LastBuild
from charts.generator.site.staging import Stage

# What the engine and the postprocessing write for a page, beside its own folder.
PAGE = ("index.html", postprocess.TWIN)


def make(
    evaluator: Evaluator, pictures: Pictures, stage: Stage, site: Path, workers: Workers
) -> None:
    """Make a whole site, as `make_pages` and `finish` do."""
    _, downloads = make_pages(evaluator, pictures, stage, site, workers)
    finish(evaluator.content.project, downloads, site)


def finish(project: Project, downloads: Downloads, site: Path) -> None:
    """Put the files that other processes make beside the pages of a site, and list all files."""
    downloads.publish(site)
    manifest.write(project, site)


def make_pages(
    evaluator: Evaluator,
    pictures: Pictures,
    stage: Stage,
    site: Path,
    workers: Workers,
    before: LastBuild | None = None,
) -> tuple[LastBuild, Downloads]:
    """Make the pages of a site, the files beside them, and what is made of finished pages.

    Args:
        evaluator: the pages.
        pictures: their charts.
        stage: the folder for the engine.
        site: the folder of the new site.
        workers: the processes that make the downloads while this one makes the pages.
        before: the build of the standing site, if that is as it was made. From there come the
            pages that the engine would make of the same Markdown.

    Returns:
        What is kept of this build, and the downloads that are still to come.
    """
    content, before = evaluator.content, before or LastBuild()
    downloads = Downloads(content, pictures, workers)
    receipts = {}
    pages = [*content.pages.values(), *evaluator.made]
    for page in pages:
        rendered = staging.write_page(page, evaluator, pictures, stage)
        receipts[page.url] = ledger_pages.receipts(content.project, page.root, rendered.printed)
    executed = notebooks.execute(content.project)  # by now it has run, beside the pages
    laid = staging.lay_out(content, executed, stage)
    staging.sweep(stage, laid | {page.name for page in pages})
    now = _laid_out(evaluator, stage, pages, executed)
    same = now.frame == before.frame and bool(before.order)
    left = set(now.staged) - set(last_build.differing(now.staged, before.staged)) if same else set()
    _engine(evaluator, stage, site, pages, now, before, left)
    publish(content.project, pictures, receipts, site)
    write(ledger_pages.files(content, evaluator.uses) | evaluator.ledgers.files(), site)
    write(glossary.files(content), site)
    frames = embeds.files(content, pictures)
    write(frames | moved.files(content, frames), site)
    assets = asset_versions.read(stage.docs / asset_versions.FOLDER)
    postprocess.pages(content, sorted(site.rglob("*.html")), assets, site)
    postprocess.rest(content, evaluator.made, assets, site)
    take((f"{_folder(name)}{file}" for name in left for file in PAGE), content.project.site, site)
    now.places = dict(evaluator.ledgers.places)
    return now, downloads


def make_some(
    evaluator: Evaluator, pictures: Pictures, stage: Stage, site: Path, before: LastBuild
) -> tuple[LastBuild, list[Page]] | None:
    """Make the pages anew whose words between the macros have changed.

    Args:
        evaluator: the pages.
        pictures: their charts.
        stage: the folder for the engine.
        site: where the files go that differ from those of the standing site.
        before: the last build, from which only words between macros may differ.

    Returns:
        What is kept of this build, and the pages that were made; None if the engine would make
        anything else of what is laid out for it, so that the whole site has to be made.
    """
    content = evaluator.content
    texts = last_build.texts(content.pages.values())
    changed = [content.pages[name] for name in last_build.differing(texts, before.texts)]
    beside = staging.lay_out(content, notebooks.execute(content.project), stage)
    staging.sweep(stage, beside | {*before.staged})
    laid = {name for name in before.staged if (stage.docs / name).is_file()}
    for page in changed:
        staging.write_page(page, evaluator, pictures, stage)
    if laid != {*before.staged} or last_build.frame(content, stage, before.staged) != before.frame:
        return None
    staged = {p.name: fingerprint([(stage.docs / p.name).read_bytes()]) for p in changed}
    now = LastBuild(**{**vars(before), "texts": texts, "staged": before.staged | staged})
    left = {*before.staged} - {*staged}
    made = site.with_name("made")
    pages = list(content.pages.values())
    _engine(evaluator, stage, made, pages, now, before, left, only_pages=True)
    assets = asset_versions.read(stage.docs / asset_versions.FOLDER)
    postprocess.pages(content, [made / page.url / "index.html" for page in changed], assets, made)
    renewed = [*(f"{page.url}{file}" for page in changed for file in PAGE), search.INDEX.as_posix()]
    for name in renewed:
        if (made / name).is_file():
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).replace(site / name)
    manifest.renew(content.project, site)
    return now, changed


def _laid_out(
    evaluator: Evaluator, stage: Stage, pages: Iterable[Page], executed: Mapping[str, Path]
) -> LastBuild:
    """Return what is known of a build before the engine runs."""
    content, names = evaluator.content, [page.name for page in pages]
    staged = {name: fingerprint([(stage.docs / name).read_bytes()]) for name in names}
    staged |= {name: fingerprint([path.read_bytes()]) for name, path in executed.items()}
    return LastBuild(
        around=last_build.around(content),
        frame=last_build.frame(content, stage, staged),
        texts=last_build.texts(content.pages.values()),
        staged=staged,
    )


def _engine(
    evaluator: Evaluator,
    stage: Stage,
    site: Path,
    pages: Iterable[Page],
    now: LastBuild,
    before: LastBuild,
    left: set[str],
    *,
    only_pages: bool = False,
) -> None:
    """Make HTML of the pages that are not left, and the index of the search of all."""
    shown = {page.name: staging.shown_elsewhere(page) for page in pages}
    told = {name: shown.get(name, {"kind": "page"}) for name in left}
    build = engine.build_pages if only_pages else engine.build
    order = build(stage.config, site, _moment(evaluator), told)
    found = search.found(site)
    kept = {name: before.entries.get(name, []) for name in left}
    now.order = order
    now.entries = kept | {name: found.get(_folder(name), []) for name in order if name not in left}
    entries = [entry for name in order for entry in now.entries[name]]
    search.finish(evaluator.content, site, entries)


def _folder(name: str) -> str:
    """Return the address of a page by its name: the folder that its HTML is in."""
    place = name.rpartition(".")[0]
    folder = place.removesuffix("index") if f"/{place}".endswith("/index") else f"{place}/"
    return folder


def take(names: Iterable[str], before: Path, site: Path) -> None:
    """Put files of the site before into a new one that nothing writes into any more.

    They are the same files, and take no room.
    """
    names = [*names]
    for folder in {name.rpartition("/")[0] for name in names}:
        (site / folder).mkdir(parents=True, exist_ok=True)
    for name in names:
        try:
            os.link(f"{before}/{name}", f"{site}/{name}")
        except OSError:  # a file system without links
            shutil.copyfile(before / name, site / name)


def publish(
    project: Project, pictures: Pictures, receipts: Mapping[str, Mapping[str, Any]], site: Path
) -> None:
    """Copy into a built site the files that browsers load: charts, receipts, datasets."""
    for chart in pictures.built.values():
        target = site / "charts" / chart.name
        target.mkdir(parents=True, exist_ok=True)
        for path in sorted([*chart.folder.glob("live-*.json"), *chart.folder.glob("*.csv")]):
            shutil.copyfile(path, target / path.name)
    bundle = project.runtime
    (site / "assets").mkdir(parents=True, exist_ok=True)
    shutil.copyfile(bundle, site / "assets" / bundle.name)
    found = {url: said for url, said in receipts.items() if said}
    write(
        {f"{url}receipts.json": json.dumps(s, ensure_ascii=False) for url, s in found.items()}, site
    )
    (site / "data").mkdir(exist_ok=True)
    for path in sorted(project.data.glob("*")):
        if path.suffix in (".csv", ".json"):
            shutil.copyfile(path, site / "data" / path.name)


def write(files: Mapping[str, str], site: Path) -> None:
    """Write texts into a built site, by their path in it."""
    for name, text in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")


def _moment(evaluator: Evaluator) -> int:
    """Return the site's date of change, in seconds since 1970.

    It is the day of the last update, so that two builds of one commit are the same bytes on any
    day and in any time zone.
    """
    return int(datetime.combine(evaluator.content.updated, time.min, UTC).timestamp())
