"""One explainer on disk: where its parts are, and what they hold once loaded."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from charts import datasets, ledger, palette, specs
from charts.datasets import Dataset
from charts.ledger import Ledger
from charts.palette import Palette
from charts.problems import ProblemsError, problem
from charts.specs import Drawing


class Project:
    """An explainer's folder: `mkdocs.yml`, `docs/`, `data/`, `charts/gallery/`, `charts/facts/`.

    Loads nothing until asked, and each thing once.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.config = self.root / "mkdocs.yml"
        self.docs = self.root / "docs"
        self.data = self.root / "data"
        self.gallery = self.root / "charts" / "gallery"
        self.facts = self.root / "charts" / "facts"
        self.style = self.docs / "assets" / "style.css"
        self.sources = self.docs / "sources.yml"
        self.built = self.root / "build" / "charts"
        self.faces = self.root / "build" / "faces"
        self.site = self.root / "site"

    @property
    def address(self) -> str:
        """Return where the site will be published, ending in "/"; empty where nobody has said."""
        address = self._settings.get("site_url") or ""
        return f"{address.rstrip('/')}/" if address else ""

    @property
    def name(self) -> str:
        """Return the site's name."""
        return str(self._settings["site_name"])

    @property
    def license(self) -> Mapping[str, str]:
        """Return the terms of words and charts: their `title`, and `path`, where they stand.

        Raises:
            ProblemsError: where `mkdocs.yml` does not say.
        """
        found = (self._settings.get("extra") or {}).get("license") or {}
        if not {"title", "path"} <= set(found):
            message = (
                "under which terms may others use the charts? Say so with `license` under `extra`: "
                "its `title`, and as `path` the address where it stands."
            )
            raise ProblemsError([problem(self.config, message)])
        return {key: str(found[key]) for key in ("title", "path")}

    @property
    def description(self) -> str:
        """Return in a sentence what the site is about; empty where nobody has said."""
        return str(self._settings.get("site_description") or "").strip()

    @cached_property
    def _settings(self) -> Mapping[str, Any]:
        # Imported here because it takes a check a sixth of its time, and only a build asks.
        from mkdocs.utils.yaml import yaml_load

        with self.config.open(encoding="utf-8") as config:
            settings: Mapping[str, Any] = yaml_load(config)
        return settings

    @cached_property
    def datasets(self) -> Mapping[str, Dataset]:
        """Return the validated datasets by name."""
        return datasets.load(self.data, self.root / "build" / "validated.txt")

    @cached_property
    def ledger(self) -> Ledger:
        """Return the facts and claims."""
        return ledger.load(self.facts, self.datasets)

    @cached_property
    def drawings(self) -> Mapping[str, Drawing]:
        """Return the chart modules by the names that pages use."""
        return specs.find(self.gallery, self.datasets)

    @cached_property
    def palettes(self) -> Mapping[str, Palette]:
        """Return the colours of the charts, light and dark."""
        return palette.load(self.style)
