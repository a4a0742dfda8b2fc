"""Makes random edits of every kind of input, and compares each next build with a clean one.

`make edits N=200` runs it on the tiny explainer and prints how many of each kind were the same.
"""

import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from charts.generator.base.problems import ProblemsError
from charts.generator.data.datasets import stamp
from charts.generator.project import Project
from charts.generator.site.build import build_site
from tests.support import tree

SECOND = Path(__file__).parent / "second_explainer"
MADE = shutil.ignore_patterns("__pycache__", "build", "site")
WORDS = ("calm", "river", "lamp", "meadow", "violin", "harbour")

Edit = Callable[[Path, random.Random], None]


def replaced(file: str, pattern: str, new: Callable[[re.Match[str], random.Random], str]) -> Edit:
    """Returns an edit that replaces one random match of a pattern in a file."""

    def edit(root: Path, chance: random.Random) -> None:
        text = (root / file).read_text(encoding="utf-8")
        found = chance.choice([*re.finditer(pattern, text)])
        changed = text[: found.start()] + new(found, chance) + text[found.end() :]
        (root / file).write_text(changed, encoding="utf-8")

    return edit


def word(found: re.Match[str], chance: random.Random) -> str:
    """Puts a random word after a match."""
    return f"{found[0]} {chance.choice(WORDS)}"


def number(low: int, high: int) -> Callable[[re.Match[str], random.Random], str]:
    """Returns a replacement of the last number of a match."""
    return lambda found, chance: re.sub(r"\d+$", str(chance.randint(low, high)), found[0])


def stamped(edit: Edit) -> Edit:
    """Returns an edit of data that is then accepted."""

    def accepted(root: Path, chance: random.Random) -> None:
        edit(root, chance)
        stamp(root / "data", [])

    return accepted


def page(root: Path, chance: random.Random) -> None:
    """Adds a page, or removes it."""
    path = root / "docs" / "added.md"
    if path.exists():
        path.unlink()
    else:
        words = f"title: A {chance.choice(WORDS)}\ndescription: A page.\n"
        path.write_text(f"---\n{words}---\n\nWords.\n", encoding="utf-8")


KINDS: dict[str, Edit] = {
    "words of a page": replaced("docs/questions/length.md", r"\bcalendar\b", word),
    "front matter": replaced("docs/charts/year-lengths.md", r"Days in each\b", word),
    "a page": page,
    "a cell": stamped(replaced("data/month_lengths.csv", r"20\d\d-0[13578],\d+", number(29, 31))),
    "a description": stamped(
        replaced("data/datapackage.json", r'"description": "\w+', word),
    ),
    "a formula": replaced("docs/definitions.yml", r"sum\(month_days\[\d+", number(2023, 2024)),
    "words of a series": replaced("docs/definitions.yml", r"says: the length\b", word),
    "a source": replaced("docs/sources.yml", r"title: datetime", word),
    "settings": replaced("mkdocs.yml", r"site_description: A\b", word),
    "a colour": replaced("mkdocs.yml", r"#1f7a\d(?=c)", number(0, 9)),
    "code of a chart": replaced("charts/gallery/year_lengths.py", r"size=\d+", number(20, 60)),
    "code of a fact": replaced("charts/facts/length.py", r"How much\b", word),
}


def outcome(root: Path) -> dict[str, bytes]:
    """Returns the site that a build makes, or what the build finds wrong."""
    try:
        list(build_site(Project(root)))
    except ProblemsError as error:
        said = "\n".join(str(each) for each in error.problems)
        return {"problems": re.sub(re.escape(f"{root.as_posix()}/"), "", said).encode()}
    return tree(root / "site")


def differing(count: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Makes edits, one after another, each kind in turn.

    Returns:
        How many outcomes there were of each kind of edit, and one line for each that is not what
        a clean build gives.
    """
    chance, tried, wrong = random.Random(seed), Counter[str](), list[str]()
    kinds = list(KINDS)
    chance.shuffle(kinds)
    with tempfile.TemporaryDirectory() as folder:
        root, clean = Path(folder) / "edited", Path(folder) / "clean"
        shutil.copytree(SECOND, root, ignore=MADE)
        outcome(root)
        for turn in range(count):
            kind = kinds[turn % len(kinds)]
            kept = Path(folder) / "kept"
            shutil.copytree(root, kept, ignore=MADE)
            KINDS[kind](root, chance)
            shutil.copytree(root, clean, ignore=MADE)
            ours, right = outcome(root), outcome(clean)
            refused = "problems" in right
            tried[f"{kind}{' (refused)' if refused else ''}"] += 1
            print(f"{turn + 1} of {count}: {kind}", file=sys.stderr, flush=True)
            files = sorted(name for name in {*ours, *right} if ours.get(name) != right.get(name))
            if files:
                wrong.append(f"edit {turn + 1}, {kind}: {', '.join(files[:5])}")
            if refused:  # the next edit starts from what could be built
                for path in ("docs", "data", "charts", "mkdocs.yml"):
                    _restore(kept / path, root / path)
            shutil.rmtree(kept)
            shutil.rmtree(clean)
    return tried, wrong


def _restore(kept: Path, path: Path) -> None:
    if kept.is_dir():
        shutil.rmtree(path)
        shutil.copytree(kept, path)
    else:
        shutil.copy(kept, path)


def main() -> None:
    """Makes as many edits as the first argument says, and prints what came of them."""
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    tried, wrong = differing(count, seed)
    print("\n".join(f"{number:4} {kind}" for kind, number in sorted(tried.items())))
    print("\n".join([*wrong, f"{count} edits, {len(wrong)} unlike a clean build."]))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
