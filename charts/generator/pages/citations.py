"""Names sources: the texts and pages in `docs/sources.yml`, the datasets, those of a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from charts.generator.base import yaml_text
from charts.generator.base.problems import ProblemsError, problem
from charts.generator.data.datasets import Dataset
from charts.generator.draw.specs import Drawing
from charts.generator.numbers import formats

_KEYS = {"publisher", "title", "date", "url"}


@dataclass(frozen=True)
class Citation:
    """A source as a reader sees it.

    `url` begins with "#" if the source is a dataset in the site's own catalogue. `note` says where
    a second-hand source found its information, and that a dataset was read from copies.
    """

    id: str
    publisher: str
    title: str
    date: str
    url: str
    note: str = ""


def load(path: Path, datasets: Mapping[str, Dataset]) -> dict[str, Citation]:
    """Return every source that a page may cite: those in the file, and each dataset by its name.

    Raises:
        ProblemsError: if the file is not valid YAML, or a source is incomplete.
    """
    cited = {name: _of(dataset) for name, dataset in datasets.items()}
    if not path.exists():
        return cited
    entries = yaml_text.value(path, yaml_text.read(path)) or {}
    if not isinstance(entries, dict) or not all(isinstance(e, dict) for e in entries.values()):
        message = "each source should be a name with publisher, title, date and url below it."
        raise ProblemsError([problem(path, message)])
    problems = []
    for id, entry in entries.items():
        missing = sorted(_KEYS - set(entry or {}))
        extra = sorted(set(entry or {}) - _KEYS - {"note"})
        if missing or extra:
            said = [f"lacks {', '.join(missing)}"] if missing else []
            said += [f"has unknown keys: {', '.join(extra)}"] if extra else []
            problems.append(problem(path, f'source "{id}" {" and ".join(said)}.'))
        elif not str(entry["url"]).startswith(("https://", "http://")):
            message = f'source "{id}": "url" should begin with https://; found "{entry["url"]}".'
            problems.append(problem(path, message))
        elif id in datasets:
            problems.append(problem(path, f'source "{id}" has the name of a dataset; rename it.'))
        else:
            cited[id] = Citation(id, **{key: str(value) for key, value in entry.items()})
    if problems:
        raise ProblemsError(problems)
    return cited


def _of(dataset: Dataset) -> Citation:
    """Return a dataset as a source; its address is its place in the site's own catalogue."""
    publishers = formats.listed(dataset.publishers)
    vintage = formats.month(dataset.descriptor["vintage"])
    route = _route([bool(source.get("read_from")) for source in dataset.descriptor["sources"]])
    return Citation(dataset.name, publishers, dataset.title, vintage, f"#{dataset.name}", route)


def _route(copied: Sequence[bool]) -> str:
    """Return the way by which the figures came here, from which of the sources were copies."""
    if not any(copied):
        return ""
    return f"Read {'' if all(copied) else 'in part '}from public copies of the publisher’s figures."


def chart_sources(datasets: Mapping[str, Dataset], drawing: Drawing) -> list[tuple[str, str, str]]:
    """Return the publisher, vintage and dataset of each source of a chart, without repeats."""
    found: dict[tuple[str, str], str] = {}
    for name in drawing.datasets:
        cited = _of(datasets[name])
        found.setdefault((cited.publisher, cited.date), name)
    return [(*source, name) for source, name in found.items()]
