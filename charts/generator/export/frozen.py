"""The list of a site's frozen charts, `embed/frozen.json`: their places and their checksums."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from charts.generator.base.problems import MistakeError
from charts.generator.pages.reuse import EMBED

FROZEN = f"{EMBED}frozen.json"
PLACE = re.compile(r"embed/([a-z0-9-]+)/([0-9a-f]{16})/")  # the chart's name and its version
HASH = re.compile(r"sha256:[0-9a-f]{64}")
MOST = 5000  # pages; a hundred versions of fifty charts


def text(pages: Mapping[str, str]) -> str:
    """Return the list as it is published."""
    return json.dumps(dict(sorted(pages.items())), indent=1)


def read(text: bytes) -> dict[str, str]:
    """Return the checksums of a published list by place.

    Raises:
        MistakeError: if it is not such a list.
    """
    try:
        pages = json.loads(text)
    except (ValueError, RecursionError):
        raise MistakeError("the list of frozen charts is not valid JSON.") from None
    if not isinstance(pages, dict) or not all(
        PLACE.fullmatch(place) and isinstance(hash, str) and HASH.fullmatch(hash)
        for place, hash in pages.items()
    ):
        raise MistakeError("this is not a list of frozen charts.")
    if len(pages) > MOST:
        said = f"lists more than {MOST} frozen charts; if that is right, raise MOST in {__name__}."
        raise MistakeError(said)
    return pages
