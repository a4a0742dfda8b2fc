"""Verifies a built site."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from lxml import html

from charts.generator.base.problems import MistakeError, Problem, ProblemsError, problem
from charts.generator.export import downloads, embeds
from charts.generator.pages.content import Content
from charts.generator.site import manifest, ways
from charts.generator.site.manifest import MANIFEST
from charts.generator.site.published import Published
from charts.generator.site.security_policy import PARSER
from charts.generator.site.verify import browser, links, made_again, statements, styles
from charts.generator.site.verify.report import Verification
from charts.generator.site.ways import Ways

_NONE: Mapping[str, Ways] = {}
_NAME = re.compile(r"[A-Za-z0-9_][\w.@+-]*(?:/[\w.@+-]+)*")  # of a file that a site may list


def verify(content: Content, site: Path, made: Path | None = None) -> Verification:
    """Prove every byte of a built site.

    It is read again, and compared with the site that its sources make. Neither trusts the site's
    own list of files; that is one of the files compared.

    Args:
        content: the pages of the sources.
        site: the folder of the built site.
        made: a site that `make_again` made of these sources; without it, it is made now.
    """
    if not any(site.rglob("*.html")):
        said = "this folder has no pages; build the site first."
        return Verification([problem(site, said)])
    try:
        with tempfile.TemporaryDirectory(prefix="verify-") as folder:
            again = made or made_again.make_again(content, Path(folder))
            report = reread(content, site)
            found = made_again.differences(site, again, content)
            report.seen["files"] = sum(1 for path in again.rglob("*") if path.is_file())
    except (MistakeError, ProblemsError) as error:
        said = "the site can't be made again, because its sources have mistakes; run `make check`."
        report = reread(content, site)
        causes = error.problems if isinstance(error, ProblemsError) else []
        found = [*causes, problem(site, said)]
    # A file with a problem that has a name is not reported again for having other bytes.
    known = {found.path for found in report.problems}
    rest = [each for each in found if each.path not in known]
    report.problems += made_again.shortened(rest, site)
    return report


def verify_published(content: Content, published: Published) -> Verification:
    """Prove every byte of a published site.

    Its own list of files says what else is there than the files that the sources make.

    Raises:
        ProblemsError: if the site can't be read.
    """
    with tempfile.TemporaryDirectory(prefix="verify-") as scratch:
        made = made_again.make_again(content, Path(scratch))
        site = Path(scratch) / "published"
        try:
            found = published.get([MANIFEST])
            listed = manifest.read(found[MANIFEST])["files"] if found else {}
            strange = [name for name in listed if not _NAME.fullmatch(name) or ".." in name]
            if strange:
                raise MistakeError(
                    f'the list of the site\'s files has a strange name: "{strange[0]}".'
                )
            found |= published.get(sorted({*listed, *manifest.files(made)} - {MANIFEST}))
        except MistakeError as error:
            raise ProblemsError([Problem(published.address, 0, 0, str(error))]) from None
        for name, file in found.items():
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_bytes(file)
        site.mkdir(exist_ok=True)
        report = verify(content, site, made)
        folder, address = problem(site, "").path, published.address.rstrip("/")
        report.problems = [
            replace(each, path=each.path.replace(folder, address)) for each in report.problems
        ]
        return report


def reread(content: Content, site: Path) -> Verification:
    """Read a built site as an outsider would, and recompute from the data what it says.

    It knows nothing of how the site was made: numbers have references, claims have names, charts
    have fingerprints, and a page may make a browser run or load only what is the site's own.
    """
    report = read_pages(content, site)
    follow(content, site, report)
    return report


def read_pages(content: Content, site: Path, known: Mapping[str, Ways] = _NONE) -> Verification:
    """Read all pages of a site, whether or not the files beside them are there yet.

    Args:
        content: the pages of the sources.
        site: the folder of the site.
        known: the ways of the explainer's standing site, if that is verified. The pages that are
            the same there are compared with the data alone.
    """
    report = Verification()
    _read(content, _pages(site), report, known)
    return report


def follow(content: Content, site: Path, report: Verification) -> None:
    """Follow the links of all pages that were read to the files of their site, and read these."""
    paths = _pages(site)
    if not paths:
        report.problems.append(problem(site, "this folder has no pages; build the site first."))
        return
    _follow({*manifest.names(site)}, paths, report)
    report.problems += [*downloads.verify(content, site), *embeds.verify(content, site)]
    for path in sorted(site.rglob("*.css")):
        style = path.read_text(encoding="utf-8", errors="replace")
        report.problems += [problem(path, said) for said in styles.loaded(style)]


def _pages(site: Path) -> dict[str, Path]:
    return {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*.html"))}


def reread_some(
    content: Content, some: Path, names: Iterable[str], known: Mapping[str, Ways]
) -> Verification:
    """Read pages that are to replace those of a verified site, and follow their links.

    No file of that site goes away. So the links of its other pages still lead somewhere, unless
    places on the new pages are gone; then all links are followed.

    Args:
        content: the pages of the sources.
        some: the folder of the files that are to replace others.
        names: the pages among them.
        known: the ways of the verified site.
    """
    report, paths = Verification(ways=dict(known)), {name: some / name for name in names}
    _read(content, paths, report)
    gone = any(known[name].places - report.ways[name].places for name in paths if name in known)
    files = {*manifest.names(content.project.site), *manifest.names(some)}
    _follow(files, {name: some / name for name in report.ways} if gone else paths, report)
    return report


def _read(
    content: Content,
    paths: Mapping[str, Path],
    report: Verification,
    known: Mapping[str, Ways] = _NONE,
) -> None:
    """Compare what pages say with the data, and find what they would run or load."""
    words, project = content.chart_pages, content.project
    held = cache(partial(statements.like_remnants, project))
    report.seen.update(pages=len(paths), numbers=0, claims=0, charts=0, links=0)
    for name, path in paths.items():
        written = path.read_bytes()
        page = html.document_fromstring(written.strip() or b"<p>", parser=PARSER)
        stands = name in known and written == (project.site / name).read_bytes()
        report.ways[name] = known[name] if stands else ways.ways(page)
        for found in (
            statements.numbers(content.ledger, page, report),
            statements.claims(content.ledger, page, report),
            statements.charts(project, words, page, report),
            statements.rows(project, page, report),
            statements.choices(project, page, report),
            *(() if stands else (statements.remnants(page, held), browser.run_or_loaded(page))),
        ):
            report.problems += [
                problem(path, message, element.sourceline or 0) for element, message in found
            ]


def _follow(files: Set[str], paths: Mapping[str, Path], report: Verification) -> None:
    """Follow the links of pages to the files of their site."""
    followed = links.Links(files, report.ways)
    for name, path in paths.items():
        report.seen["links"] += len(report.ways[name].leads)
        report.problems += [problem(path, said, line) for line, said in followed.broken(name)]
