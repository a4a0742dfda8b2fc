"""Carries frozen charts over from the published site, because publishing replaces all of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from charts.generator.base.files import hash_of, write_atomically
from charts.generator.base.http_client import Client, FetchError, NotThereError
from charts.generator.base.problems import MistakeError, ProblemsError, problem
from charts.generator.export.frozen import FROZEN

PLACE = re.compile(r"embed/[a-z0-9-]+/[0-9a-f]{16}/")
MOST = 5000  # pages; a hundred versions of fifty charts
LARGEST = 256 * 2**10  # bytes of a page; ours are about a tenth of that


def carry(site: Path, address: str, client: Client) -> list[str]:
    """Copy the frozen charts that a newly built site lacks from the published one.

    Args:
        site: the folder of the built site.
        address: where the old one is published.
        client: fetches its pages.

    Returns:
        The paths of the copied pages; none if nothing was published before.

    Raises:
        MistakeError: if the address is not the address of a site.
        ProblemsError: if the new site is not built, or the published pages can't be read or differ
            from their list. Then nothing is copied; do not publish a site without its frozen
            charts.
    """
    if not re.match(r"https?://[^/]", address):
        raise MistakeError(
            f'"{address}" is not the address of a site, such as https://example.org/explainer/.'
        )
    address = f"{address.rstrip('/')}/"
    listed = site / FROZEN
    if not listed.is_file():
        raise ProblemsError([problem(listed, "there is no such file; run `make site` first.")])
    ours: dict[str, str] = json.loads(listed.read_text(encoding="utf-8"))
    try:
        theirs = _listed(address, client)
        missing = {place: hash for place, hash in theirs.items() if place not in ours}
        pages = {place: _page(address + place, hash, client) for place, hash in missing.items()}
    except FetchError as error:
        raise ProblemsError([problem(FROZEN, str(error))]) from None
    client.keep()
    for place, page in pages.items():
        write_atomically(site / place / "index.html", page)
    write_atomically(listed, json.dumps(ours | missing, indent=1))
    return list(pages)


def _listed(address: str, client: Client) -> dict[str, str]:
    """Return the paths of a published site's frozen charts with their checksums."""
    try:
        answer = client.get(address + FROZEN, "json")
    except NotThereError:
        return {}
    try:
        found = json.loads(answer.body)
    except ValueError:
        raise FetchError(f"{answer.address}: the list is not valid JSON.") from None
    places = found if isinstance(found, dict) else {"": ""}
    if not all(PLACE.fullmatch(place) and isinstance(places[place], str) for place in places):
        raise FetchError(f"{answer.address}: this is not a list of frozen charts.")
    if len(places) > MOST:
        message = f"lists more than {MOST} charts; if that is right, raise MOST in {__name__}."
        raise FetchError(f"{answer.address}: {message}")
    return places


def _page(address: str, hash: str, client: Client) -> bytes:
    """Return a frozen chart as it was published."""
    page = client.get(address, "html").body
    if len(page) > LARGEST:
        raise FetchError(f"{address}: is larger than {LARGEST // 2**10} KiB.")
    if hash_of(page) != hash:
        raise FetchError(f"{address}: is not the page that was published; its checksum differs.")
    return page
