"""Says what the check of a page reads of the data, so that it is repeated when that changes.

Any page may depend on what the data are about: on their names, titles and units, on the periods and
places of their rows. Amounts are read where a page shows them or tests them, and beside those: the
check looks at the other rows and columns of the same dataset.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from charts.generator.base.files import content_of, names_in
from charts.generator.check.kept_pages import fingerprint
from charts.generator.check.page_check import is_readable
from charts.generator.data.columns import LIGHT
from charts.generator.data.datasets import Dataset, amounts
from charts.generator.data.validation import DATAPACKAGE
from charts.generator.numbers.ledger import Outcome, Receipt
from charts.generator.pages.content import FINDINGS
from charts.generator.pages.evaluator import Evaluator
from charts.generator.pages.inline import Use
from charts.generator.pages.markdown_page import Page

_OF_THE_FILE = ("hash", "bytes")  # what a description says of its file, but not of what is in it


class PageData:
    """What the checks of an explainer's pages read of its data."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.datasets: Mapping[str, Dataset] = evaluator.content.project.datasets

    def of(self, page: Page) -> str:
        """Return the fingerprint of what the check of a page reads of the data."""
        names = sorted(self._names(page))
        return fingerprint(
            part.encode()
            for part in (self._about, *names, *(self.datasets[n].digest for n in names))
        )

    def _names(self, page: Page) -> Iterable[str]:
        """Return the datasets of which the check of a page reads amounts."""
        uses, mistakes = self.evaluator.evaluate(page)
        # Nobody knows what a macro that fails would have read.
        if mistakes or not is_readable(page) or FINDINGS in page.meta:
            return self.datasets
        found = {name for use in uses for name in self._read(use)}
        return found | {name for name in re.findall(r"\w+", page.text) if name in self.datasets}

    def _read(self, use: Use) -> Iterator[str]:
        if isinstance(use.result, Receipt | Outcome):
            yield from (cell.dataset for cell in use.result.read)
        if isinstance(use.result, Receipt):
            yield from (cell.dataset for cell in use.result.cells)
        drawings = self.evaluator.content.project.drawings
        if use.macro in ("chart", "see") and use.name in drawings:
            yield from drawings[use.name].datasets

    @cached_property
    def _about(self) -> str:
        """Return the fingerprint of what the data are about: everything but amounts."""
        folder = self.evaluator.content.project.data
        own = {dataset.path.name for dataset in self.datasets.values()} | {DATAPACKAGE}
        others = [name for name in names_in(folder) if name not in own]
        parts = [
            part for name in others for part in (name.encode(), content_of(f"{folder}/{name}"))
        ]
        for dataset in self.datasets.values():
            parts += [part.encode() for part in self._told(dataset)]
        return fingerprint(parts)

    def _told(self, dataset: Dataset) -> Iterator[str]:
        told: dict[str, Any] = {
            key: value for key, value in dataset.descriptor.items() if key not in _OF_THE_FILE
        }
        yield json.dumps(told)
        if dataset.path.stat().st_size > LIGHT:  # its columns take longer to read than a page
            yield dataset.digest
            return
        for name in dataset.fields:
            if name not in amounts(dataset):
                yield "\0".join(dataset.columns[name])
