"""Carries frozen charts over from the published site, because publishing replaces all of it.

Nothing is taken on trust: the published list must be readable and whole, what the repository says
in `frozen.yml` goes before it, and each page is judged like one of ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from charts.generator.base.files import hash_of, write_atomically
from charts.generator.base.problems import MistakeError, Problem, ProblemsError, problem
from charts.generator.export import frozen
from charts.generator.export.frozen import FROZEN
from charts.generator.project import Project
from charts.generator.site import frozen_record, manifest, signature
from charts.generator.site.frozen_record import RECORD, Record
from charts.generator.site.manifest import MANIFEST
from charts.generator.site.published import Published, UnreadableError
from charts.generator.site.verify import frozen_page

LARGEST = 256 * 2**10  # bytes of a page; ours are about a tenth of that
HOME = "index.html"

_NO_LIST = (
    "there is no list of frozen charts at this address, and without it they would be lost. If "
    f"nothing was ever published there, say so in {RECORD}: `unpublished: Nothing is there yet.`"
)
_NO_LIST_BUT_PAGES = (
    "there is a site at this address, but its list of frozen charts is gone; try again later. "
    "Publish the last good commit again if it stays away."
)


def carry(project: Project, published: Published, signed: str = "") -> dict[str, str]:
    """Copy the frozen charts that a newly built site lacks from the published one.

    Args:
        project: the explainer, its new site built.
        published: the site that is published now.
        signed: the repository whose workflow must have signed the published list of files, if it
            has frozen charts that this one has not recorded yet.

    Returns:
        The places of the copied pages with their checksums; none if nothing was published before.

    Raises:
        ProblemsError: if the new site is not built, or anything is wrong with the published list
            or its pages. Then nothing is copied; do not publish a site without its frozen charts.
    """
    ours = frozen.read(_of_new_site(project, FROZEN))
    record = frozen_record.read(project.root)
    try:
        listed, files = _listed(published, record)
        wanted = [
            place for place in sorted(listed) if place not in ours and place not in record.removed
        ]
        if signed and not set(wanted) <= set(record.kept):
            signature.must_be_of(signed, files, f"{published.address}{MANIFEST}")
        found = published.get([f"{place}{HOME}" for place in wanted], LARGEST)
    except MistakeError as error:
        raise ProblemsError([problem(FROZEN, str(error))]) from None
    pages = {place: found.get(f"{place}{HOME}") for place in wanted}
    problems = [*_lost(record, listed, ours)]
    for place, page in pages.items():
        said = _faults(place, page, listed[place], record, project.address or published.address)
        problems += [Problem(published.address + place, 0, 0, fault) for fault in said]
    if problems:
        raise ProblemsError(problems)
    carried = {place: listed[place] for place in wanted}
    if carried:
        _add(project, {place: page for place, page in pages.items() if page is not None})
    return carried


def remember(project: Project) -> int:
    """Record the frozen charts of a site in `frozen.yml`; return how many are new there.

    Raises:
        ProblemsError: if the site is not built, or the file has a mistake.
    """
    record = frozen_record.read(project.root)
    listed = frozen.read(_of_new_site(project, FROZEN))
    ours = {place for place in listed if place.split("/")[2] in project.fingerprints.values()}
    # A page of today may still get other words; it is the past that must not change.
    past = {place: hash for place, hash in listed.items() if place not in ours}
    new = {place: hash for place, hash in past.items() if place not in record.kept}
    if new or record.unpublished:
        kept = {**record.kept, **new}
        frozen_record.write(project.root, replace(record, kept=kept, unpublished=""))
    return len(new)


def _of_new_site(project: Project, name: str) -> bytes:
    path = project.site / name
    if not path.is_file():
        raise ProblemsError([problem(path, "there is no such file; run `make site` first.")])
    return path.read_bytes()


def _listed(published: Published, record: Record) -> tuple[dict[str, str], bytes]:
    """Return the places of a published site's frozen charts with their checksums.

    The second is its list of all files as it is served; empty if it has none.
    """
    found = published.get([FROZEN, MANIFEST, HOME])
    if FROZEN not in found:
        if HOME in found or MANIFEST in found:
            raise UnreadableError(f"{published.address}{FROZEN}: {_NO_LIST_BUT_PAGES}")
        if not record.unpublished:
            raise UnreadableError(f"{published.address}{FROZEN}: {_NO_LIST}")
        return {}, b""
    try:
        listed = frozen.read(found[FROZEN])
    except MistakeError as error:
        raise UnreadableError(f"{published.address}{FROZEN}: {error}") from None
    if MANIFEST in found:
        _agree(published, listed, manifest.read(found[MANIFEST])["files"])
    return listed, found.get(MANIFEST, b"")


def _agree(published: Published, listed: dict[str, str], files: dict[str, str]) -> None:
    """Hold a site's list of frozen charts against its list of all files."""
    pages = {
        place: hash
        for name, hash in files.items()
        if frozen.PLACE.fullmatch(place := name.removesuffix(HOME)) and name.endswith(HOME)
    }
    unlike = sorted(place for place in {*pages, *listed} if pages.get(place) != listed.get(place))
    if unlike:
        said = f"{FROZEN} and {MANIFEST} of the published site disagree about {unlike[0]}."
        raise UnreadableError(f"{published.address}: {said}")


def _lost(record: Record, listed: dict[str, str], ours: dict[str, str]) -> Iterator[Problem]:
    for place in record.kept:
        if place not in {*listed, *ours, *record.removed}:
            said = f"the published site no longer has {place}. If that is right, say why under "
            yield problem(RECORD, f"{said}`removed`; otherwise publish it again first.")


def _faults(
    place: str, page: bytes | None, hash: str, record: Record, address: str
) -> Iterator[str]:
    if page is None:
        yield "answered 404, though the site lists this frozen chart."
    elif hash_of(page) != hash:
        yield "is not the page that was published; its checksum differs."
    elif record.kept.get(place, hash) != hash:
        yield f"is not the page that {RECORD} keeps; its checksum differs."
    else:
        yield from frozen_page.faults(page, place, address)


def _add(project: Project, pages: dict[str, bytes]) -> None:
    """Write pages into the new site, and into its two lists of files."""
    for place, page in pages.items():
        write_atomically(project.site / place / HOME, page)
    hashes = {place: hash_of(page) for place, page in pages.items()}
    listed = frozen.text(frozen.read(_of_new_site(project, FROZEN)) | hashes).encode()
    added = {f"{place}{HOME}": hash for place, hash in hashes.items()}
    whole = manifest.with_files(_of_new_site(project, MANIFEST), added | {FROZEN: hash_of(listed)})
    write_atomically(project.site / MANIFEST, whole)
    # The last, because it says what need not be carried any more.
    write_atomically(project.site / FROZEN, listed)
