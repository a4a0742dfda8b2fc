"""One explainer on disk: where its parts are, and what they contain once loaded."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from charts.generator.base import lock
from charts.generator.base.files import FORGOTTEN, GENERATOR, names_in, remove_unfinished
from charts.generator.base.problems import ProblemsError, problem

# What reads the parts is imported with the first of them: whoever asks whether anything has changed
# reads none, and would wait for the imports longer than for the answer.
if TYPE_CHECKING:
    from charts.generator.base.processes import Workers
    from charts.generator.base.settings import Settings
    from charts.generator.data.changes import Change, Words
    from charts.generator.data.datasets import Dataset
    from charts.generator.draw.build import Begun, Built, Order
    from charts.generator.draw.palette import Palette
    from charts.generator.draw.specs import Drawing, Spec
    from charts.generator.numbers.definitions import Definitions
    from charts.generator.numbers.ledger import Ledger


SOME = "some"  # in a build's folder: verified files that are about to replace those of the site


class Project:
    """An explainer's folder: `mkdocs.yml`, `docs/`, `data/`, `charts/gallery/`, `charts/facts/`.

    Loads each part once, when it is first needed. What it draws and computes is kept in `build/`,
    or in another folder, so that nothing kept earlier is used.
    """

    def __init__(self, root: Path, build: Path | None = None) -> None:
        self.root = root.resolve()
        self.config = self.root / "mkdocs.yml"
        self.docs = self.root / "docs"
        self.data = self.root / "data"
        self.gallery = self.root / "charts" / "gallery"
        self.facts = self.root / "charts" / "facts"
        self.sources = self.docs / "sources.yml"
        self.definitions = self.docs / "definitions.yml"
        self.build = build or self.root / "build"
        self.built = self.build / "charts"
        self.proofs = self.build / "validated.txt"  # which data are valid; see `datasets.load`
        self.site = self.root / "site"
        self.working = self.build / "site-new"  # a build's; see `settle`

    def must_be_one(self) -> None:
        """Raise ProblemsError if the folder is not an explainer's, or hides the generator."""
        if not self.config.is_file():
            message = (
                "there is no mkdocs.yml in this folder; go to an explainer's folder, or name it "
                "with --root."
            )
            raise ProblemsError([problem(self.root, message)])
        stray = self.root / "charts" / "__init__.py"
        if stray.exists() and not (stray.parent / GENERATOR.name).is_dir():
            message = (
                "delete this file: it makes the folder a package, which hides the generator, "
                "because that is called `charts` too."
            )
            raise ProblemsError([problem(stray, message)])

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """Let no other process write into `build/` and `site/`; `name` says what this one does."""
        with lock.alone(self.build, name):
            self.recover()
            yield

    def recover(self) -> None:
        """Clean up after killed commands; the site is whole, the old one or the new one."""
        self.settle()
        for left in self.built.glob(".new-*/"):
            shutil.rmtree(left)
        for made in (self.build, self.site):
            remove_unfinished(made)
        for own in (self.docs, self.data, self.root / "charts"):
            remove_unfinished(own, older_than=FORGOTTEN)  # commands that write here take no turns

    def settle(self) -> None:
        """Put the old site back if a build ended while it was replaced; delete builds' folders.

        Where a few files of it were being replaced, the rest of them are, too.
        """
        for left in self.build.glob("site-*/"):
            old, some = left / "old", left / SOME
            if old.exists():
                # Out of the way before it is deleted, or what is left of it could be put back.
                old.rename(left / "gone" if self.site.exists() else self.site)
            elif some.exists() and self.site.exists():
                for name in names_in(some):
                    (some / name).replace(self.site / name)
            shutil.rmtree(left)

    @cached_property
    def settings(self) -> Settings:
        """Return what `mkdocs.yml` says."""
        from charts.generator.base import settings

        return settings.read(self.config)

    @property
    def address(self) -> str:
        """Return where the site will be published, ending in "/"; empty if that is not set."""
        return self.settings.address

    @property
    def name(self) -> str:
        """Return the site's name."""
        return self.settings.name

    @property
    def license(self) -> Mapping[str, str]:
        """Return the terms of use for texts and charts: their `title`, and `path`, their address.

        Raises:
            ProblemsError: if `mkdocs.yml` does not state them.
        """
        if not self.settings.license:
            message = (
                "under which terms may others use the charts? State them as `license` under "
                "`extra`: their `title`, and their address as `path`."
            )
            raise ProblemsError([problem(self.config, message)])
        return self.settings.license

    @cached_property
    def datasets(self) -> Mapping[str, Dataset]:
        """Return the validated datasets by name."""
        from charts.generator.data import loading

        return loading.load(self.data, self.proofs)

    @cached_property
    def changes(self) -> Mapping[str, Change]:
        """Return what the last refresh of each dataset changed, for those that one has changed."""
        from charts.generator.data import changes

        return changes.load(self.data, self.datasets)

    @cached_property
    def history(self) -> list[Change]:
        """Return what all refreshes on record changed."""
        from charts.generator.data import changes

        return changes.history(self.data)

    @cached_property
    def words(self) -> list[Words]:
        """Return how numbers and tests have read before, the oldest first."""
        from charts.generator.data import changes

        return changes.words(self.data)

    @cached_property
    def ledger(self) -> Ledger:
        """Return the facts and claims that all pages may use."""
        return self.ledger_with([])

    def ledger_with(self, pages: Iterable[Definitions]) -> Ledger:
        """Return the facts and claims, with those that pages define for themselves.

        Raises:
            ProblemsError: if one of them is wrong.
        """
        from charts.generator.numbers import definitions, loading

        shared = definitions.read_file(self.definitions)
        return loading.load(self.facts, self.datasets, [shared, *pages])

    @cached_property
    def drawings(self) -> Mapping[str, Drawing]:
        """Return the chart modules by the names that pages use."""
        from charts.generator.draw import specs

        return specs.find(self.gallery, self.datasets)

    @cached_property
    def palettes(self) -> Mapping[str, Palette]:
        """Return the colours of the charts, light and dark."""
        from charts.generator.draw import palette

        return palette.load(self.settings.colours)

    @cached_property
    def fingerprints(self) -> Mapping[str, str]:
        """Return for each chart the fingerprint of everything that its files depend on."""
        from charts.generator.base.explainer_code import saved_code
        from charts.generator.draw import build

        light = self.palettes["default"]
        return {
            name: build.fingerprint(drawing, saved_code(drawing.path), self.datasets, light)
            for name, drawing in self.drawings.items()
        }

    def workers(self) -> Workers:
        """Return the processes for a build: for a few charts, this one does all."""
        from charts.generator.base.processes import Workers
        from charts.generator.draw.build import MANY

        return Workers(several=len([*self.gallery.glob("[!_]*.py")]) >= MANY)

    def begin_drawing(self, workers: Workers) -> Begun:
        """Let other processes draw the charts that have changed, if there are many charts.

        What is wrong with the data or the code is left for the check to say.
        """
        from charts.generator.draw import build

        with suppress(ProblemsError):
            if len(self.drawings) >= build.MANY:
                return build.begin(build.stale(map(self.order, self.drawings)), workers)
        return {}

    def draw(
        self,
        names: Iterable[str] = (),
        workers: Workers | None = None,
        begun: Begun | None = None,
    ) -> tuple[dict[str, Built], list[str]]:
        """Draw all charts, or some of them, if anything has changed.

        Args:
            names: the charts; by default, all.
            workers: the processes that draw, if there are many charts; by default, new ones.
            begun: what they have begun to draw.

        Returns:
            The charts by name, and the names of those that were redrawn.

        Raises:
            ProblemsError: with all charts that could not be drawn; their old files are kept.
        """
        from charts.generator.draw import build

        chosen = list(names) or list(self.drawings)
        drawn = build.build([self.order(name) for name in chosen], workers, begun)
        if not names:
            for stray in sorted(self.built.glob("*/")):
                if stray.name not in self.drawings:
                    shutil.rmtree(stray)
        return drawn

    def spec(self, name: str) -> Spec:
        """Return the Vega-Lite specification of a chart, as drawn for a desktop.

        Raises:
            ProblemsError: if it can't be drawn.
        """
        from charts.generator.draw import specs
        from charts.generator.draw.chart_theme import DESKTOP

        return specs.draw(self.drawings[name], self.datasets, DESKTOP)

    def order(self, name: str) -> Order:
        """Return what the files of a chart are made of."""
        from charts.generator.draw.build import Order

        drawing = self.drawings[name]
        read = {dataset: self.datasets[dataset] for dataset in drawing.datasets}
        key, light = self.fingerprints[name], self.palettes["default"]
        return Order(drawing, read, light, key, self.built / name)

    @property
    def runtime(self) -> Path:
        """Return the file with the browser's Vega."""
        from charts.generator.draw import build

        return build.runtime(self.build / "runtime")
