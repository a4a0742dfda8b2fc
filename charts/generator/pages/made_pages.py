"""The pages that nobody writes: one for each dataset, and the ledgers' for each question.

They are pages like all others, whose text is a title and a macro.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from charts.generator.base import yaml_text
from charts.generator.base.problems import Problem
from charts.generator.pages.addresses import CLAIMS, FACTS, dataset_page
from charts.generator.pages.content import Content
from charts.generator.pages.ledgers import OTHER, Ledgers
from charts.generator.pages.markdown_page import Page


def made(ledgers: Ledgers) -> list[Page]:
    """Return the pages, in the order of datasets and questions."""
    content = ledgers.content
    pages = []
    for name, dataset in content.project.datasets.items():
        said = str(dataset.descriptor["description"])
        pages.append(_page(content, dataset_page(name), dataset.title, said, f'dataset("{name}")'))
    for group in ledgers.numbers:
        about = ledgers.groups[group]
        says = f"Every number of these pages with the cells it is made of: {about}."
        title = f"The numbers: {about}"
        pages.append(_page(content, f"{FACTS}{group}/", title, says, f'numbers("{group}")'))
    for group in ledgers.claims:
        about = ledgers.groups[group]
        says = f"The tests behind every comparison on these pages: {about}."
        title = f"The claims: {about}"
        pages.append(_page(content, f"{CLAIMS}{group}/", title, says, f'claims("{group}")'))
    return pages


def taken(content: Content) -> Iterator[Problem]:
    """Report the pages that stand where the generator puts one of its own."""
    groups = [*(page.id for page in content.questions), OTHER]
    own = [dataset_page(name) for name in content.project.datasets]
    own += [f"{ledger}{group}/" for ledger in (FACTS, CLAIMS) for group in groups]
    for page in content.pages.values():
        if page.url in own:
            yield page.problem(
                f"the generator makes the page {page.url} itself, of a dataset or a ledger; "
                "give this file another name."
            )
    if any(page.id == OTHER for page in content.questions):
        (page,) = (page for page in content.questions if page.id == OTHER)
        yield page.problem(f'"{OTHER}" is what the ledgers call all other pages; rename this file.')


def _page(content: Content, url: str, title: str, description: str, macro: str) -> Page:
    # A title is a text that may have macros in it; that of a dataset has none.
    texts = {"title": _inert(title), "description": _inert(description)}
    front = yaml_text.written(texts)
    name = f"{url.rstrip('/')}.md"
    return Page(Path(content.project.docs / name), name, f"---\n{front}---\n\n{{{{ {macro} }}}}\n")


def _inert(text: str) -> str:
    """Return a text without the signs that begin a macro."""
    for sign in ("{{", "{%", "{#"):
        text = text.replace(sign, f"{sign[0]} {sign[1]}")
    return text
