"""Builds the explainer with engines that could replace ours, for comparison: `make canary`.

The generator lays out a folder of finished Markdown, and an engine makes HTML of it. Each engine
below builds the same folder in a separate environment. Its site is compared with that of our engine
before the generator adds anything to either; then the generator completes and verifies it, as in a
build.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import distributions, version
from pathlib import Path
from time import monotonic
from typing import Any
from unittest.mock import patch
from venv import EnvBuilder

import yaml
from lxml import html

from charts.generator.base.files import write_atomically
from charts.generator.base.problems import ProblemsError, problem
from charts.generator.base.processes import Workers
from charts.generator.check.check import check
from charts.generator.pages.blocks import Pictures
from charts.generator.pages.evaluator import Evaluator
from charts.generator.project import Project
from charts.generator.site import engine as our_engine
from charts.generator.site import manifest
from charts.generator.site.make import make
from charts.generator.site.staging import Stage
from charts.generator.site.verify import Verification, reread
from charts.generator.site.verify.links import Links
from charts.generator.site.ways import ways

ROOT = Path(__file__).parents[1]
WORK = ROOT / "build" / "canary"

Left = Mapping[str, Mapping[str, Any]]  # pages that are not made, as in `engine.build`
Build = Callable[[Path, Path, int, Left], list[str]]  # as `engine.build`
Config = dict[str, Any]


def _as_it_is(config: Config) -> None:
    """Change nothing in the settings."""


def _for_materialx(config: Config) -> None:
    config["theme"]["name"] = "materialx"
    # Its default search, Pagefind, has no separator setting, and runs WebAssembly, which the
    # pages' policy forbids.
    config["plugins"]["search"] = {"provider": "lunr", "lunr": config["plugins"]["search"]}


def _for_zensical(config: Config) -> None:
    config["theme"]["variant"] = "classic"  # the one that looks like Material


@dataclass(frozen=True)
class Engine:
    """A program that builds a folder laid out for MkDocs.

    Args:
        name: its name in the report.
        packages: the packages to install; those without a version get the version that we use.
        alone: packages to install without their dependencies.
        command: the program's name.
        adapt: changes the settings, if the engine needs others.
        required: whether it must make the same site.
    """

    name: str
    packages: tuple[str, ...]
    command: str
    alone: tuple[str, ...] = ()
    adapt: Callable[[Config], None] = _as_it_is
    required: bool = True


ENGINES = (
    Engine(
        "ProperDocs",
        packages=("properdocs==1.6.7", "mkdocs-material", "mkdocs-jupyter"),
        command="properdocs",
    ),
    Engine(
        "MaterialX",
        packages=(
            "properdocs==1.6.7",
            "mkdocs-materialx==10.2.2",
            "ipykernel",
            "jupytext",
            "nbconvert",
        ),
        # It depends on Material, whose files would overwrite MaterialX's: both are `material`.
        alone=("mkdocs-jupyter",),
        command="properdocs",
        adapt=_for_materialx,
    ),
    Engine(
        "Zensical",
        # The last release that is one wheel; later ones need zensical-ui, which some mirrors lack.
        packages=("zensical==0.0.73",),
        command="zensical",
        adapt=_for_zensical,
        required=False,
    ),
)

# What must be the same in two sites.
KINDS = ("pages", "numbers", "claims", "charts", "notebooks", "dead links")

HEAD = f"""# What other engines make of the explainer

Ours: MkDocs {version("mkdocs")} with Material {version("mkdocs-material")}.
Dead links that both sites have lead to files that the generator adds afterwards.
"""

PASSES = "passes"

_PARSER = html.HTMLParser(encoding="utf-8")
_SHOWN = 10  # items of a list in the report

# A page in parts, each without those before it; the rest is its frame.
_PARTS = {
    "the generator tag": "//meta[@name='generator']",
    "the text": "//article",
    "the head": "//head",
}

Found = Mapping[str, Counter[str]]


@dataclass(frozen=True)
class Comparison:
    """How two sites of the same folder differ.

    `changed` names the parts that differ in each changed file.
    """

    ours: Found
    theirs: Found
    same: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]
    gone: tuple[str, ...]
    new: tuple[str, ...]

    def missing(self, kind: str) -> Counter[str]:
        """Return what only our site has."""
        return self.ours[kind] - self.theirs[kind]

    def added(self, kind: str) -> Counter[str]:
        """Return what only their site has."""
        return self.theirs[kind] - self.ours[kind]

    @property
    def different(self) -> list[str]:
        """Return the kinds that differ."""
        return [kind for kind in KINDS if self.ours[kind] != self.theirs[kind]]


@dataclass(frozen=True)
class Outcome:
    """The result of an engine's build: why it failed, its site, and whether the site verifies."""

    engine: Engine
    seconds: float
    failure: str = ""
    comparison: Comparison | None = None
    verification: Verification | None = None

    @property
    def verdict(self) -> str:
        """Return in words whether the engine could replace ours today."""
        if self.failure:
            return "fails"
        if self.comparison and self.comparison.different:
            return f"differs in {', '.join(self.comparison.different)}"
        if self.verification and self.verification.problems:
            return "does not verify"
        return PASSES

    @property
    def acceptable(self) -> bool:
        """Return whether the engine passes, or need not."""
        return self.verdict == PASSES or not self.engine.required


def read(site: Path) -> Found:
    """Return what a site shows by kind, each thing with its page."""
    pages = {
        path.relative_to(site).as_posix(): _parsed(path.read_bytes())
        for path in sorted(site.rglob("*.html"))
    }
    links = Links({*manifest.names(site)}, {name: ways(page) for name, page in pages.items()})
    found: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for name, page in pages.items():
        on_page = {
            "pages": [name],
            "numbers": [
                f"{name}: {e.get('data-fact')} = {e.get('data-value', e.get('value'))}, "
                f"shown as {_text(e)}"
                for e in page.xpath("//*[@data-fact]")
            ],
            "claims": [
                f"{name}: {e.get('data-claim')}: {_text(e)}" for e in page.xpath("//*[@data-claim]")
            ],
            "charts": [
                f"{name}: {e.get('data-chart')} {e.get('data-key')}, "
                f"drawings: {len(e.findall('.//svg'))}"
                for e in page.xpath("//figure[@data-chart]")
            ],
            "notebooks": [name for _ in page.find_class("jupyter-wrapper")],
            "dead links": [f"{name}: {said}" for _, said in links.broken(name)],
        }
        for kind, things in on_page.items():
            found[kind].update(things)
    return found


def compare(ours: Path, theirs: Path) -> Comparison:
    """Compare two sites: what they show, and their files byte for byte."""
    before, after = _files(ours), _files(theirs)
    both = [name for name in before if name in after]
    pairs = {name: (before[name].read_bytes(), after[name].read_bytes()) for name in both}
    return Comparison(
        read(ours),
        read(theirs),
        same=tuple(name for name, (one, other) in pairs.items() if one == other),
        changed={
            name: _differing(one, other) if name.endswith(".html") else ("its contents",)
            for name, (one, other) in pairs.items()
            if one != other
        },
        gone=tuple(name for name in before if name not in after),
        new=tuple(name for name in after if name not in before),
    )


def _files(site: Path) -> dict[str, Path]:
    paths = sorted(path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path for path in paths}


def _differing(ours: bytes, theirs: bytes) -> tuple[str, ...]:
    """Return the parts in which two pages differ."""
    one, other = _parts(ours), _parts(theirs)
    return tuple(part for part in one if one[part] != other[part]) or ("its white space",)


def _parts(page: bytes) -> dict[str, str]:
    """Return the parts of a page, with normalized white space."""
    root, found = _parsed(page), {}
    for part, path in _PARTS.items():
        elements = root.xpath(path)
        found[part] = " ".join(_markup(element) for element in elements)
        for element in elements:
            element.drop_tree()
    return found | {"the frame": _markup(root)}


def _parsed(page: bytes) -> html.HtmlElement:
    # A failing engine may leave an empty page, which lxml rejects.
    return html.document_fromstring(page.strip() or b"<p>", parser=_PARSER)


def _markup(element: html.HtmlElement) -> str:
    return " ".join(html.tostring(element, encoding="unicode", with_tail=False).split())


def _text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def environment(engine: Engine, folder: Path) -> Path:
    """Return the folder of an engine's programs; install them if its packages have changed.

    Packages that it shares with our engine have the versions that run here, so that no difference
    comes from, say, two versions of Markdown.

    Raises:
        ProblemsError: if the packages can't be installed.
    """
    constraints, record = folder / "constraints.txt", folder / "installed.txt"
    ours = sorted({f"{found.name}=={found.version}" for found in distributions()})
    wanted = "\n".join([sys.version, *engine.packages, *engine.alone, *ours])
    if not record.is_file() or record.read_text(encoding="utf-8") != wanted:
        EnvBuilder(clear=True, with_pip=True).create(folder)
        constraints.write_text("\n".join(ours), encoding="utf-8")
        pip = [str(folder / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
        pip += ["--no-input", "--constraint", str(constraints)]
        _run([*pip, *engine.packages], folder)
        if engine.alone:
            _run([*pip, "--no-deps", *engine.alone], folder)
        record.write_text(wanted, encoding="utf-8")
    return folder / "bin"


def _run(command: list[str], folder: Path, **variables: str) -> None:
    """Run a command in a folder.

    Raises:
        ProblemsError: if it fails, with the last line that it printed.
    """
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        log = folder / "failed.log"
        log.write_text(done.stdout, encoding="utf-8")
        said = done.stdout.strip().splitlines() or [f"exit code {done.returncode}"]
        raise ProblemsError([problem(log, said[-1])])


@dataclass(frozen=True)
class Canary:
    """Builds one checked explainer with several engines, in a separate folder."""

    evaluator: Evaluator
    pictures: Pictures
    work: Path

    def ours(self) -> Path:
        """Return the site of our own engine, without what the generator adds.

        Raises:
            ProblemsError: if it fails, or the completed site does not verify.
        """
        folder, build = self.work / "ours", our_engine.build
        raw = folder / "raw"

        def building(config: Path, site: Path, moment: int, left: Left) -> list[str]:
            order = build(config, raw, moment, left)
            shutil.copytree(raw, site)
            return order

        _delete(self.work / "stage", folder)
        verification = self._complete(building, folder / "site")
        if verification.problems:
            raise ProblemsError(verification.problems)
        return raw

    def outcome(self, engine: Engine, ours: Path) -> Outcome:
        """Build with another engine, and compare the result with our site if there is one."""
        folder = self.work / engine.name.lower()
        stage = Stage(folder / "stage")
        raw = stage.folder / "site"
        seconds = 0.0

        def building(config: Path, site: Path, moment: int, left: Left) -> list[str]:
            nonlocal seconds
            programs = environment(engine, folder / "venv")
            shutil.copytree(config.parent, stage.folder)
            settings = yaml.safe_load(config.read_text(encoding="utf-8"))
            engine.adapt(settings)
            stage.config.write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
            # Strict, because our engine treats warnings as errors too.
            command = [str(programs / engine.command), "build", "--strict", "--config-file"]
            started = monotonic()
            _run([*command, stage.config.name], stage.folder, SOURCE_DATE_EPOCH=str(moment))
            seconds = monotonic() - started
            shutil.copytree(raw, site)
            docs = config.parent / "docs"
            pages = [*docs.rglob("*.md"), *docs.rglob("*.ipynb")]
            return sorted(path.relative_to(docs).as_posix() for path in pages)

        _delete(stage.folder, folder / "site")
        failure, verification = "", None
        try:
            verification = self._complete(building, folder / "site")
        except ProblemsError as error:
            failure = "; ".join(map(str, error.problems))
        comparison = compare(ours, raw) if raw.is_dir() else None
        return Outcome(engine, seconds, failure, comparison, verification)

    def _complete(self, building: Build, site: Path) -> Verification:
        """Build a site as the generator does, but with another engine, and verify it."""
        with patch.object(our_engine, "build", building), Workers() as workers:
            make(self.evaluator, self.pictures, Stage(self.work / "stage"), site, workers)
        return reread(self.evaluator.content, site)


def _delete(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def report(outcome: Outcome) -> str:
    """Return the report on an engine, in Markdown."""
    return "\n".join(_lines(outcome))


def _lines(outcome: Outcome) -> Iterator[str]:
    engine = outcome.engine
    yield f"## {engine.name}: {outcome.verdict}"
    yield ""
    kind = "required" if engine.required else "only reported"
    yield f"{', '.join(pin for pin in engine.packages if '==' in pin)}; {kind}."
    if outcome.failure:
        yield f"It failed: {outcome.failure}"
    else:
        yield f"It took {outcome.seconds:.1f} s."
    if outcome.comparison:
        yield ""
        yield from _compared(outcome.comparison)
    if outcome.verification:
        yield ""
        yield f"Completed by the generator: {_verified(outcome.verification)}"
    yield ""


def _compared(found: Comparison) -> Iterator[str]:
    yield "|            | ours | theirs | missing | added |"
    yield "| ---------- | ---: | -----: | ------: | ----: |"
    for kind in KINDS:
        counts = (found.ours[kind], found.theirs[kind], found.missing(kind), found.added(kind))
        ours, theirs, missing, added = (counter.total() for counter in counts)
        yield f"| {kind:10} | {ours:4} | {theirs:6} | {missing:7} | {added:5} |"
    for kind in found.different:
        yield from _listed(f"Missing {kind}", found.missing(kind).elements())
        yield from _listed(f"Added {kind}", found.added(kind).elements())
    yield ""
    yield (
        f"Files: {len(found.same)} the same, {len(found.changed)} differ, {len(found.gone)} only "
        f"ours, {len(found.new)} only theirs."
    )
    where = Counter(found.changed.values())
    if where:
        yield ""
    for parts, count in where.most_common():
        example = next(name for name, differing in found.changed.items() if differing == parts)
        yield f"- {count} differ in {', '.join(parts)}, such as {example}"
    yield from _listed("Only ours", found.gone)
    yield from _listed("Only theirs", found.new)


def _verified(found: Verification) -> str:
    if not found.problems:
        return found.summary
    listed = "\n".join(_listed("Problems", map(str, found.problems)))
    return f"{len(found.problems)} problems.\n{listed}"


def _listed(title: str, things: Iterable[str]) -> Iterator[str]:
    several = list(things)
    if several:
        yield ""
        yield f"{title}:"
        yield ""
        yield from (f"- {thing}" for thing in several[:_SHOWN])
        if len(several) > _SHOWN:
            yield f"- and {len(several) - _SHOWN} more"


def main() -> int:
    """Build with every engine, write the report, and return the exit code."""
    argparse.ArgumentParser(description="Build with engines that could replace ours.").parse_args()
    project = Project(ROOT)
    checked = check(project)
    if checked.problems or checked.evaluator is None:
        raise ProblemsError(checked.problems)
    built, _ = project.draw()
    canary = Canary(checked.evaluator, Pictures(built, project.runtime.name), WORK)
    ours, outcomes = canary.ours(), []
    print(HEAD)
    for engine in ENGINES:
        outcomes.append(canary.outcome(engine, ours))
        print(report(outcomes[-1]), flush=True)
    written = WORK / "report.md"
    write_atomically(written, "\n".join([HEAD, *map(report, outcomes)]))
    print(f"Written: {written}")
    return 0 if all(outcome.acceptable for outcome in outcomes) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ProblemsError as error:
        sys.exit("\n".join(map(str, error.problems)))
