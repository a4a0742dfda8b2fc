"""Describes what the data say about the claims of other texts, as ClaimReview of schema.org.

Of what Google's documentation asks for, a rating in numbers is left out: our verdicts have no
order, and "revised since" is not half true. The verdict itself is the rating's name.
"""

from __future__ import annotations

from typing import Any

from charts.generator.numbers.text_claims import VERDICTS, Finding
from charts.generator.pages import ledger_pages
from charts.generator.pages.content import Content


def of(content: Content, to_root: str, place: str) -> dict[str, Any]:
    """Return the reviews of all claims that data have tested; empty if there are none.

    A claim without a test has no review: the data found it neither true nor false.

    Args:
        content: the pages.
        to_root: the relative path from the page with the reviews to the site's root.
        place: the page's address below the root.
    """
    root = content.project.address or to_root
    site = {"@type": "Organization", "name": content.project.name, "url": root}
    reviews = [
        _review(content, finding, f"{root}{place}#text-{finding.claim.id}", site)
        for finding in ledger_pages.findings(content)
        if finding.entry
    ]
    return {"@graph": reviews} if reviews else {}


def _review(
    content: Content, finding: Finding, address: str, site: dict[str, Any]
) -> dict[str, Any]:
    claim = finding.claim
    return {
        "@type": "ClaimReview",
        "url": address,
        "claimReviewed": claim.words + (f": {claim.stated}" if claim.stated else ""),
        "author": site,
        "reviewRating": {
            "@type": "Rating",
            "alternateName": finding.verdict,
            "ratingExplanation": VERDICTS[finding.verdict],
        },
        "reviewBody": content.finding(claim.id).html.striptags(),
        "itemReviewed": {
            "@type": "Claim",
            # Who published it. Whom the text names as its source is not who claims it here.
            "author": {"@type": "Organization", "name": claim.publisher},
            "appearance": {
                "@type": "CreativeWork",
                "headline": claim.title,
                "url": claim.url,
                "datePublished": claim.date,
            },
        },
    }
