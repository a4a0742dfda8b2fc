"""Shows what readers will see differently after a change: `make changes`.

Compares two built sites, that of another commit and the present one: sentences before and after,
the verdicts on claims of other texts, the charts with their pictures, and the weight of pages. A
pull request shows the same in its summary, without the pictures.
"""

import argparse
import difflib
import gzip
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from tests.visual import ROOT, WORK, revision, site_of

REVIEW = ROOT / "build" / "changes"
TEMPLATE = "changes.html"
SHOWN = 100  # sentences in the summary of a pull request; GitHub refuses one of more than 1 MiB
ALIKE = 0.5  # the share of words that two versions of a sentence have in common
WORTH_TELLING = 1000  # bytes of a compressed page

# A sentence ends with . ! or ? and a space, but not after an initial: "J. Doe".
END = re.compile(r"(?<=[.!?])(?<!\b[A-Z]\.)\s+")


@dataclass
class Sentence:
    """A sentence before and after, one of them empty if it is new or gone, and its pages."""

    before: str
    after: str
    pages: list[str] = field(default_factory=list)

    @property
    def marked(self) -> tuple[Markup, Markup]:
        """Return both as HTML, with the words that differ in `<del>` and `<ins>`."""
        old, new = self.before.split(), self.after.split()
        before, after = [], []
        for kind, start, end, new_start, new_end in _matcher(old, new).get_opcodes():
            was, now = " ".join(old[start:end]), " ".join(new[new_start:new_end])
            if kind == "equal":
                before.append(escape(was))
                after.append(escape(now))
            if kind != "equal" and was:
                before.append(Markup("<del>{}</del>").format(was))
            if kind != "equal" and now:
                after.append(Markup("<ins>{}</ins>").format(now))
        return Markup(" ").join(before), Markup(" ").join(after)


@dataclass(frozen=True)
class Verdict:
    """What the data say about a claim of another text, before and after."""

    words: str
    before: str
    after: str


@dataclass(frozen=True)
class Weight:
    """The size of a page as it is sent, in bytes, before and after; 0 if there is no such page."""

    page: str
    before: int
    after: int


@dataclass(frozen=True)
class Names:
    """Names of pages or charts by what happened to them."""

    changed: list[str]
    new: list[str]
    gone: list[str]


@dataclass(frozen=True)
class Changes:
    """All that differs between two built sites."""

    sentences: list[Sentence]
    verdicts: list[Verdict]
    charts: Names
    pages: Names
    weights: list[Weight]
    total: Weight

    @property
    def summary(self) -> str:
        """Return the counts as a sentence."""
        counts = [
            (len(self.sentences), "sentence", "sentences"),
            (len(self.verdicts), "verdict", "verdicts"),
            (len([*self.charts.changed, *self.charts.new, *self.charts.gone]), "chart", "charts"),
            (len(self.pages.new) + len(self.pages.gone), "new or gone page", "new or gone pages"),
        ]
        said = [f"{count} {one if count == 1 else more}" for count, one, more in counts if count]
        return f"What changes for readers: {', '.join(said)}." if said else "Readers see no change."


def compare(before: Path, after: Path) -> Changes:
    """Compare two built sites."""
    old, new = _texts(before), _texts(after)
    weights = _weights(before, after)
    return Changes(
        sentences=sentences(old, new),
        verdicts=verdicts(before, after),
        charts=_names(_charts(before), _charts(after)),
        pages=_names(old, new),
        weights=[
            weight for weight in weights if abs(weight.after - weight.before) >= WORTH_TELLING
        ],
        total=Weight("", sum(w.before for w in weights), sum(w.after for w in weights)),
    )


def sentences(old: Mapping[str, str], new: Mapping[str, str]) -> list[Sentence]:
    """Return the sentences that differ on pages that both sites have, each once.

    `old` and `new` are the plain texts of pages by address.
    """
    pairs = {
        page: list(_pairs(_split(old[page]), _split(new[page]))) for page in new if page in old
    }
    found: dict[tuple[str, str], Sentence] = {}
    # A reviewer reads pages with few changes first; the lists of all data and numbers have many.
    for page in sorted(pairs, key=lambda page: len(pairs[page])):
        for before, after in pairs[page]:
            found.setdefault((before, after), Sentence(before, after)).pages.append(page)
    return list(found.values())


def verdicts(before: Path, after: Path) -> list[Verdict]:
    """Return the claims of other texts whose verdict differs; that of a new one was "none"."""
    old, new = _verdicts(before), _verdicts(after)
    found = []
    for name in {**old, **new}:
        was, now = old.get(name), new.get(name)
        if (was or now) and (was and was[1]) != (now and now[1]):
            words = (now or was or ("", ""))[0]
            found.append(Verdict(words, was[1] if was else "none", now[1] if now else "none"))
    return found


def write(found: Changes, before: Path, after: Path, base: str, folder: Path) -> None:
    """Write the review page, `index.html`, and the pictures of charts into a separate folder."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    for site, kind, charts in (
        (before, "before", [*found.charts.changed, *found.charts.gone]),
        (after, "after", [*found.charts.changed, *found.charts.new]),
    ):
        for chart in charts:
            shutil.copy(site / "charts" / chart / f"{chart}.png", folder / f"{chart}-{kind}.png")
    (folder / "index.html").write_text(rendered(found, base, page=True), encoding="utf-8")


def rendered(found: Changes, base: str, *, page: bool) -> str:
    """Return the changes as HTML: a page, or what the summary of a pull request can show."""
    jinja = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    text = jinja.get_template(TEMPLATE).render(
        found=found, base=base, page=page, shown=len(found.sentences) if page else SHOWN
    )
    # In the Markdown of a summary, an empty line ends the HTML, and what follows is Markdown again.
    return "\n".join(line.strip() for line in text.splitlines() if line.strip()) + "\n\n"


def _texts(site: Path) -> dict[str, str]:
    return {
        _address(path, site): path.read_text(encoding="utf-8")
        for path in sorted(site.rglob("index.txt"))
    }


def _address(page: Path, site: Path) -> str:
    folder = page.parent.relative_to(site).as_posix()
    return "the first page" if folder == "." else f"{folder}/"


def _split(text: str) -> list[str]:
    parts = [part for line in text.splitlines() for part in END.split(line.strip("- "))]
    return [part for part in parts if part.strip("=")]  # a line of = or - underlines a heading


def _matcher(old: list[str], new: list[str]) -> difflib.SequenceMatcher[str]:
    return difflib.SequenceMatcher(None, old, new, autojunk=False)


def _pairs(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Return the sentences that differ, in pairs where one has taken the place of another."""
    for kind, start, end, new_start, new_end in _matcher(old, new).get_opcodes():
        if kind != "equal":
            yield from _aligned(old[start:end], new[new_start:new_end])


def _aligned(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Pair each sentence with the one that is most like it, in order, if any is much like it."""
    for before in old:
        likeness = [_matcher(before.split(), after.split()).ratio() for after in new]
        best = max(likeness, default=0)
        if best < ALIKE:
            yield before, ""
            continue
        at = likeness.index(best)
        yield from (("", after) for after in new[:at])
        yield before, new[at]
        new = new[at + 1 :]
    yield from (("", after) for after in new)


def _verdicts(site: Path) -> dict[str, tuple[str, str]]:
    path = site / "data" / "claims" / "texts.json"
    claims = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return {claim["id"]: (claim["words"], claim["verdict"]) for claim in claims}


def _charts(site: Path) -> dict[str, bytes]:
    """Return the picture of every chart; builds of the same chart have the same bytes."""
    pages = sorted(site.glob("charts/*/index.html"))
    return {
        page.parent.name: (page.parent / f"{page.parent.name}.png").read_bytes() for page in pages
    }


def _names(old: Mapping[str, object], new: Mapping[str, object]) -> Names:
    return Names(
        changed=[name for name in new if name in old and old[name] != new[name]],
        new=[name for name in new if name not in old],
        gone=[name for name in old if name not in new],
    )


def _weights(before: Path, after: Path) -> list[Weight]:
    """Return the size of every page, compressed as a server sends it; pictures are not in it."""
    old, new = (
        {
            _address(page, site): len(gzip.compress(page.read_bytes(), mtime=0))
            for page in sorted(site.rglob("index.html"))
        }
        for site in (before, after)
    )
    return [Weight(page, old.get(page, 0), new.get(page, 0)) for page in {**old, **new}]


def main() -> None:
    """Write the review page, and print a summary."""
    parser = argparse.ArgumentParser(prog="make changes", description=__doc__)
    parser.add_argument("--base", default="", help="a commit; default: where work left origin/main")
    base = revision(parser.parse_args().base, ROOT)
    before, after = site_of(base, ROOT, WORK / "base"), ROOT / "site"
    found = compare(before, after)
    write(found, before, after, base[:7], REVIEW)
    print(f"Compared with {base[:7]}. {found.summary}")
    print(f"To view them: {(REVIEW / 'index.html').relative_to(ROOT)}")
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(rendered(found, base[:7], page=False))


if __name__ == "__main__":
    main()
