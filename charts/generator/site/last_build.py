"""What a build keeps, so that the next one makes only the pages that would read differently.

It goes by contents, never by dates, and by those of everything: of the sources, the generator and
its libraries, and of the site that stands there, from which unchanged files are taken. What is
kept may be deleted at any time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from charts.generator.base.files import THEME, files_in, write_atomically
from charts.generator.base.tools import tools
from charts.generator.check.kept_pages import fingerprint
from charts.generator.pages import glossary
from charts.generator.pages.content import Content
from charts.generator.pages.markdown_page import Page
from charts.generator.project import Project
from charts.generator.site.build_record import Standing, variables
from charts.generator.site.staging import Stage
from charts.generator.site.ways import Ways

FILE = "site.json"  # under build/


@dataclass
class LastBuild:
    """The last build, by fingerprints.

    `made_from` is that of all its sources, `around` that of all that a page can depend on but the
    words between its macros, and `frame` that of what surrounds every page in HTML. Pages go by
    their names in `docs/`: `texts` and `staged` are the fingerprints of what their editors wrote
    and of what the engine read, `entries` what the search finds on them, and `order` is the
    engine's. `places` are the pages of the ledgers' entries, and `ways` those of `verify.links`.
    `charts` are the fingerprints of what charts are made of, by their names, and `unpainted` those
    with words that this machine had no font for.
    """

    made_from: str = ""
    around: str = ""
    frame: str = ""
    order: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    staged: dict[str, str] = field(default_factory=dict)
    entries: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    ways: dict[str, list[Any]] = field(default_factory=dict)
    charts: dict[str, str] = field(default_factory=dict)
    unpainted: list[str] = field(default_factory=list)


def read(project: Project, stands: Standing) -> LastBuild:
    """Return the build of the standing site; an empty one if nothing of it can be used."""
    try:
        seal, _, text = (project.build / FILE).read_text(encoding="utf-8").partition("\n")
        if seal != fingerprint([text.encode()]):
            raise ValueError(seal)
        last = LastBuild(**json.loads(text))
    except (OSError, ValueError, TypeError):
        return LastBuild()
    return last if stands.whole and stands.made_from == last.made_from else LastBuild()


def ways(last: LastBuild) -> dict[str, Ways]:
    """Return the ways between the pages of the last build."""
    return {
        name: Ways(frozenset(places), tuple(map(tuple, leads)), tuple(canonical))
        for name, (places, leads, canonical) in last.ways.items()
    }


def write(project: Project, last: LastBuild, made_from: str, verified: Mapping[str, Ways]) -> None:
    """Keep a build that was verified: what it was made from, and the ways between its pages."""
    last.made_from = made_from
    last.ways = {
        name: [sorted(found.places), found.leads, found.canonical]
        for name, found in verified.items()
    }
    text = json.dumps(vars(last), ensure_ascii=False, separators=(",", ":"))
    write_atomically(project.build / FILE, f"{fingerprint([text.encode()])}\n{text}")


def around(content: Content) -> str:
    """Return the fingerprint of all that pages depend on, but for the words between macros."""
    project = content.project
    folders = (project.docs, project.data, project.root / "charts")
    files = [path for folder in folders for path in files_in(folder) if path.suffix != ".md"]
    files += [path for path in sorted(project.root.glob("*")) if path.is_file()]
    parts = [*_contents(project.root, files), *variables(), *tools()]
    for page in content.pages.values():
        parts += [part.encode() for part in _read_elsewhere(page)]
    return fingerprint(parts)


def _read_elsewhere(page: Page) -> Iterable[str]:
    """Return what other pages may read of one: its front matter and macros; of a glossary, all."""
    if page.id == glossary.NAME:
        return [page.name, page.text]
    return [page.name, page.text[: page.body_start], *(span.text for span in page.spans)]


def frame(content: Content, stage: Stage, names: Iterable[str]) -> str:
    """Return the fingerprint of what surrounds every page, and of what is made of their HTML.

    Args:
        content: the pages.
        stage: what is laid out for the engine.
        names: the names of all pages.
    """
    laid = [path for path in files_in(stage.folder) if path.suffix != ".md"]
    terms = [repr(term) for term in glossary.terms(content)]
    told = [part.encode() for part in (*names, *terms)]
    return fingerprint([*_contents(stage.folder, laid), *told, *variables(), *tools()])


def _contents(folder: Path, paths: Iterable[Path]) -> Iterable[bytes]:
    for path in paths:
        # The settings name the folder of the theme, wherever the generator is.
        content = path.read_bytes().replace(str(THEME).encode(), b"")
        yield from (path.relative_to(folder).as_posix().encode(), content)


def texts(pages: Iterable[Page]) -> dict[str, str]:
    """Return the fingerprint of each page's text by its name."""
    return {page.name: fingerprint([page.text.encode()]) for page in pages}


def differing(now: Mapping[str, str], before: Mapping[str, str]) -> list[str]:
    """Return the names whose fingerprints are not those of before."""
    return [name for name, found in now.items() if before.get(name) != found]
