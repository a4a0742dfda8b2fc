"""Makes a whole site in a folder: its pages, the files beside them, and what is made of them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from charts.generator.export import embeds, moved
from charts.generator.export.downloads import Downloads
from charts.generator.pages import glossary, ledger_pages
from charts.generator.pages.blocks import Pictures
from charts.generator.pages.evaluator import Evaluator
from charts.generator.project import Project
from charts.generator.site import asset_versions, engine, manifest, notebooks, search, staging
from charts.generator.site.postprocess import postprocess
from charts.generator.site.staging import Stage


def make(evaluator: Evaluator, pictures: Pictures, stage: Stage, site: Path) -> None:
    """Make a whole site: its pages, the files beside them, and what is made of finished pages."""
    content = evaluator.content
    # Other processes make the downloads while this one makes the pages.
    downloads = Downloads(content, pictures)
    staging.lay_out(content, notebooks.execute(content.project), stage)
    receipts = {}
    for page in [*content.pages.values(), *evaluator.made]:
        rendered = staging.write_page(page, evaluator, pictures, stage)
        receipts[page.url] = ledger_pages.receipts(content.project, page.root, rendered.printed)
    engine.build(stage.config, site, _moment(evaluator))
    search.finish(content, site)
    publish(content.project, pictures, receipts, site)
    write(ledger_pages.files(content, evaluator.uses) | evaluator.ledgers.files(), site)
    write(glossary.files(content), site)
    frames = embeds.files(content, pictures)
    write(frames | moved.files(content, frames), site)
    downloads.publish(site)
    assets = asset_versions.read(stage.docs / asset_versions.FOLDER)
    postprocess(content, evaluator.made, assets, site)
    manifest.write(content.project, site)


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
