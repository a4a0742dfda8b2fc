"""Makes a site again from its sources, and compares every byte."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from charts.generator.base.files import hash_of
from charts.generator.base.problems import MistakeError, Problem, at_offset, problem
from charts.generator.export import frozen
from charts.generator.export.frozen import FROZEN
from charts.generator.pages.blocks import Pictures
from charts.generator.pages.content import Content
from charts.generator.pages.evaluator import Evaluator
from charts.generator.site import frozen_record, manifest
from charts.generator.site.frozen_record import RECORD
from charts.generator.site.make import make
from charts.generator.site.manifest import MANIFEST
from charts.generator.site.staging import Stage
from charts.generator.site.verify import frozen_page

SHOWN = 25  # different files that are described one by one
BEFORE, AFTER = 12, 36  # characters shown around the first difference of a text


def make_again(content: Content, folder: Path) -> Path:
    """Make the site of an explainer in a new folder, from its sources alone.

    Drawings and pictures are those of `build/`, if their fingerprints say that they are of these
    sources; nothing comes from the site that is verified.

    Raises:
        MistakeError: if a macro fails.
        ProblemsError: if the sources have other mistakes.
    """
    project = content.project
    with project.workers() as workers:
        built, _ = project.draw(workers=workers)
        pictures = Pictures(built, project.runtime.name)
        make(Evaluator(content), pictures, Stage(folder / "stage"), folder / "site", workers)
    return folder / "site"


def differences(site: Path, made: Path, content: Content) -> list[Problem]:
    """Compare a site with the one that its sources make.

    Frozen charts of earlier publications can't be made again. They are judged by themselves, and
    the two lists of files are compared as they should be with them.
    """
    kept = frozen_record.read(content.project.root).kept
    ours, theirs = manifest.files(made), manifest.files(site)
    carried = _carried(site, made)
    found = [
        problem(site / f"{place}index.html", said)
        for place, page in carried.items()
        for said in frozen_page.faults(page, place, content.project.address)
    ]
    found += [
        problem(site / f"{place}index.html", f"is not the page that {RECORD} keeps.")
        for place, page in carried.items()
        if kept.get(place, hash_of(page)) != hash_of(page)
    ]
    found += [problem(site / name, "is missing.") for name in ours if name not in theirs]
    pages = {f"{place}index.html" for place in carried}
    found += [
        problem(path, "is not part of this site: nothing in the sources makes it.")
        for name, path in theirs.items()
        if name not in ours and name not in pages
    ]
    lists = _lists(made, carried)
    for name in sorted({*ours} & {*theirs}):
        wanted = lists[name] if name in lists else ours[name].read_bytes()
        if not theirs[name].is_file() or theirs[name].read_bytes() != wanted:
            found.append(_different(theirs[name], wanted))
    return found


def shortened(found: list[Problem], site: Path) -> list[Problem]:
    """Return the first of many problems, and their number."""
    rest = len(found) - SHOWN
    more = f"{rest} more files differ from those that the sources make; build the site again."
    return found[:SHOWN] + ([problem(site, more)] if rest > 0 else [])


def _carried(site: Path, made: Path) -> Mapping[str, bytes]:
    """Return the frozen charts that a site lists and its sources do not make, by place."""
    try:
        listed = frozen.read((site / FROZEN).read_bytes())
    except (OSError, MistakeError):
        return {}
    ours = frozen.read((made / FROZEN).read_bytes())
    pages = {place: site / place / "index.html" for place in listed if place not in ours}
    return {place: path.read_bytes() for place, path in pages.items() if path.is_file()}


def _lists(made: Path, carried: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the lists of a site's files as they are with frozen charts carried over."""
    if not carried:
        return {}
    pages = {place: hash_of(page) for place, page in carried.items()}
    listed = frozen.text(frozen.read((made / FROZEN).read_bytes()) | pages).encode()
    added = {f"{place}index.html": hash for place, hash in pages.items()}
    whole = manifest.with_files((made / MANIFEST).read_bytes(), added | {FROZEN: hash_of(listed)})
    return {FROZEN: listed, MANIFEST: whole}


def _different(path: Path, wanted: bytes) -> Problem:
    """Say where a file first differs from the one that the sources make."""
    try:
        here, there = path.read_bytes().decode(), wanted.decode()
    except (OSError, UnicodeDecodeError):
        return problem(path, "is not the file that the sources make.")
    at = next(
        (i for i, (one, other) in enumerate(zip(here, there, strict=False)) if one != other),
        min(len(here), len(there)),
    )
    shown, meant = (_part(text, at) for text in (here, there))
    return at_offset(path, here, at, f'says "{shown}", but the sources make "{meant}" of it.')


def _part(text: str, at: int) -> str:
    part = text[max(0, at - BEFORE) : at + AFTER]
    return " ".join(part.split()) if text[at:] else f"{' '.join(part.split())}(end)"
