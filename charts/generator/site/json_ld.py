"""Describes pages in the vocabulary of schema.org, so that search engines need not guess."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from charts.generator.data.datasets import Dataset
from charts.generator.pages import chart_metadata
from charts.generator.pages.addresses import dataset_page
from charts.generator.pages.blocks import carded
from charts.generator.pages.content import Content
from charts.generator.pages.markdown_page import Page
from charts.generator.site import claim_reviews

Thing = dict[str, Any]


def of(content: Content, page: Page) -> Thing:
    """Return the JSON-LD of a page without its context; empty if schema.org has no fitting type.

    Addresses are relative if the site has none. Only the page that lists the questions is a
    FAQPage, if it shows
    answers, and only the page that lists all claims of other texts reviews them: search engines
    want each thing once.

    Raises:
        MistakeError: if a text of the front matter is missing, or a macro in it fails.
    """
    if page.kind == "question":
        return _article(content, page)
    if page.kind == "chart":
        return _drawn(content, page)
    calls = {span.expression.partition("(")[0].strip() for span in page.spans}
    if "questions" in calls and carded(content):
        return _answers(content, page)
    shown = [d for d in content.project.datasets.values() if dataset_page(d.name) == page.url]
    if shown:
        return _dataset(content, page, shown[0])
    if "catalogue" in calls:
        return _catalogue(content, page)
    if any("".join(span.expression.split()) == "findings()" for span in page.spans):
        return claim_reviews.of(content, page.root, page.url)
    return {}


def script(thing: Thing) -> Markup:
    """Return structured data as a script element that no text in the data can close."""
    named = {"@context": "https://schema.org"} | thing
    said = json.dumps(named, ensure_ascii=False, separators=(",", ":"))
    return Markup('<script type="application/ld+json">{}</script>').format(
        Markup(said.replace("<", r"\u003c"))
    )


def _article(content: Content, page: Page) -> Thing:
    root = _root(content, page)
    # The check reports a page without its day; the preview shows it all the same.
    day = {"dateModified": str(page.meta["updated"])} if "updated" in page.meta else {}
    return {
        "@type": "Article",
        "headline": content.title(page),
        "abstract": content.description(page),
        **day,
        "url": root + page.url,
        "image": f"{root}{page.url}card.png",
        "author": _site(content, page),
        "publisher": _site(content, page),
    }


def _answers(content: Content, page: Page) -> Thing:
    """Return the questions with the answers on their cards."""
    root = _root(content, page)
    return {
        "@type": "FAQPage",
        "name": content.project.name,
        "url": root + page.url,
        "mainEntity": [
            {
                "@type": "Question",
                "name": content.title(question),
                "acceptedAnswer": {
                    "@type": "Answer",
                    "text": content.summary(question),
                    "url": root + question.url,
                },
            }
            for question in content.questions
        ],
    }


def _drawn(content: Content, page: Page) -> Thing:
    """Return a chart as the data that it shows, under the terms of its datasets."""
    root = _root(content, page)
    drawing = content.project.drawings[page.id]
    datasets = [content.project.datasets[name] for name in drawing.datasets]
    title, alt = content.title(page), content.description(page)
    files = root + page.url + page.id
    return {
        "@type": "Dataset",
        "name": title,
        "description": alt,
        "url": root + page.url,
        "dateModified": str(chart_metadata.updated(content, page.id)),
        "license": _licences(datasets),
        "creator": _publishers(datasets),
        "publisher": _site(content, page),
        "isBasedOn": [f"{root}{dataset_page(dataset.name)}" for dataset in datasets],
        "distribution": [_file(f"{files}.csv")],
        "image": {
            "@type": "ImageObject",
            "contentUrl": f"{files}.png",
            "encodingFormat": "image/png",
            "name": title,
            "caption": alt,
            "creator": _site(content, page),
            "creditText": content.project.name,
        },
    }


def _catalogue(content: Content, page: Page) -> Thing:
    root = _root(content, page)
    return {
        "@type": "DataCatalog",
        "name": content.title(page),
        "description": content.description(page),
        "url": root + page.url,
        "publisher": _site(content, page),
        # Each is described on a page of its own.
        "dataset": [
            {"@id": root + dataset_page(dataset.name)}
            for dataset in content.project.datasets.values()
        ],
    }


def _dataset(content: Content, page: Page, dataset: Dataset) -> Thing:
    root = _root(content, page)
    said = dataset.descriptor
    found = {
        "@type": "Dataset",
        "@id": root + dataset_page(dataset.name),
        "name": dataset.title,
        "description": f"{said['description']} {said['basis']}".strip(),
        "url": root + dataset_page(dataset.name),
        "identifier": dataset.name,
        "dateModified": str(said["retrieved"]),
        "license": _licences([dataset]),
        "creator": _publishers([dataset]),
        "isAccessibleForFree": True,
        "variableMeasured": [
            {
                "@type": "PropertyValue",
                "name": field.name,
                "description": field.description or field.title,
            }
            | ({"unitText": field.unit} if field.unit else {})
            for field in dataset.fields.values()
            if field.name not in dataset.key
        ],
        "distribution": [_file(f"{root}data/{dataset.path.name}")],
    }
    # An interval of ISO 8601.
    return found | ({"temporalCoverage": "/".join(dataset.span)} if dataset.span else {})


def _file(address: str) -> Thing:
    return {"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": address}


def _licences(datasets: Iterable[Dataset]) -> list[str]:
    granted = [licence for dataset in datasets for licence in dataset.descriptor["licenses"]]
    return list(dict.fromkeys(licence["path"] for licence in granted))


def _publishers(datasets: Iterable[Dataset]) -> list[Thing]:
    names = dict.fromkeys(name for dataset in datasets for name in dataset.publishers)
    return [{"@type": "Organization", "name": name} for name in names]


def _site(content: Content, page: Page) -> Thing:
    return {"@type": "Organization", "name": content.project.name, "url": _root(content, page)}


def _root(content: Content, page: Page) -> str:
    return content.project.address or page.root
