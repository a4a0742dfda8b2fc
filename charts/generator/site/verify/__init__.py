"""Proves a built site: read again as an outsider would, and made again from its sources."""

from charts.generator.site.verify.made_again import make_again
from charts.generator.site.verify.report import Verification
from charts.generator.site.verify.samples import chosen, drawn_anew
from charts.generator.site.verify.verification import (
    follow,
    read_pages,
    reread,
    reread_some,
    verify,
    verify_published,
)

__all__ = [
    "Verification",
    "chosen",
    "drawn_anew",
    "follow",
    "make_again",
    "read_pages",
    "reread",
    "reread_some",
    "verify",
    "verify_published",
]
