"""Shows how a change affects the look of the charts: `make visual`.

One browser on one machine photographs each chart's figure in two built sites, so that even a single
pixel counts as a difference. The repository contains no pictures: the site of the other commit is
built for the comparison, with the libraries of that commit.
"""

import argparse
import base64
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.browser import ARGUMENTS, chromium
from tests.lighthouse import serving

ROOT = Path(__file__).parents[1]
WORK = ROOT / "build" / "visual"
TEMPLATE = "visual.html"


@dataclass(frozen=True)
class View:
    """One way to look at a chart: `width` in pixels, `scheme` "light" or "dark"."""

    screen: str
    width: int
    scheme: Literal["light", "dark"]

    @property
    def name(self) -> str:
        """Return the name that its picture files use."""
        return f"{self.screen}-{self.scheme}"


VIEWS = [
    View("phone", 390, "light"),
    View("phone", 390, "dark"),
    View("desktop", 1280, "light"),
    View("desktop", 1280, "dark"),
]

# Taller than any figure, so that nothing scrolls and nothing sticky covers it.
HEIGHT = 2400

# Returns a picture of the differences over the faded new one, as base64, and the share of pixels.
DIFFERENCE = """
async (pictures) => {
  const bitmaps = await Promise.all(pictures.map(async (data) =>
    createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob())));
  const width = Math.max(...bitmaps.map((bitmap) => bitmap.width));
  const height = Math.max(...bitmaps.map((bitmap) => bitmap.height));
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const [before, after] = bitmaps.map((bitmap) => {
    context.clearRect(0, 0, width, height);
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, width, height);
  });
  const [one, other] = [before, after].map((image) => new Uint32Array(image.data.buffer));
  let changed = 0;
  for (let pixel = 0; pixel < one.length; pixel += 1) {
    const at = 4 * pixel;
    const differs = one[pixel] !== other[pixel];
    changed += differs;
    const [red, green, blue] = after.data.subarray(at, at + 3);
    const grey = 200 + (red + green + blue) / 14;
    after.data.set(differs ? [214, 0, 110, 255] : [grey, grey, grey, 255], at);
  }
  context.putImageData(after, 0, 0);
  return [canvas.toDataURL("image/png").split(",")[1], changed / one.length];
}
"""

Pictures = Mapping[str, Mapping[View, bytes]]


@dataclass(frozen=True)
class Difference:
    """A view of a chart that differs between two sites: PNGs, and the share of changed pixels."""

    view: View
    before: bytes
    after: bytes
    picture: bytes
    share: float


@dataclass
class Comparison:
    """The charts by what happened to them; `changed` has the greatest difference first."""

    changed: dict[str, list[Difference]] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        """Return whether any chart looks different, is new or is gone."""
        return bool(self.changed or self.new or self.gone)

    @property
    def summary(self) -> str:
        """Return the counts as a sentence."""
        counts = [
            (len(self.changed), "different"),
            (len(self.new), "new"),
            (len(self.gone), "gone"),
        ]
        said = [f"{count} {word}" for count, word in counts if count]
        return f"Charts: {', '.join([*said, f'{len(self.same)} unchanged'])}."


def photograph(site: Path, browser: Browser) -> Pictures:
    """Photograph the figure of every chart page of a built site, in every view.

    Returns:
        PNGs by chart and view, in the order of the charts' names.
    """
    charts = sorted(page.parent.name for page in site.glob("charts/*/index.html"))
    pictures: dict[str, dict[View, bytes]] = {chart: {} for chart in charts}
    with serving(site) as address:
        for view in VIEWS:
            size = ViewportSize(width=view.width, height=HEIGHT)
            with browser.new_context(viewport=size, color_scheme=view.scheme) as context:
                page = context.new_page()
                for chart in charts:
                    page.goto(f"{address}charts/{chart}/")
                    figure = page.locator(f'figure[data-chart="{chart}"]')
                    pictures[chart][view] = figure.screenshot(animations="disabled")
    return pictures


def compare(before: Pictures, after: Pictures, browser: Browser) -> Comparison:
    """Compare the pictures of two sites."""
    found = Comparison(
        new=[chart for chart in after if chart not in before],
        gone=[chart for chart in before if chart not in after],
    )
    page = browser.new_page()
    for chart in (chart for chart in after if chart in before):
        pairs = {view: (before[chart][view], after[chart][view]) for view in VIEWS}
        # One browser writes the same bytes for the same pixels.
        differences = [
            _difference(page, view, *pair) for view, pair in pairs.items() if len({*pair}) > 1
        ]
        if differences:
            found.changed[chart] = differences
        else:
            found.same.append(chart)
    page.close()
    greatest = {chart: max(d.share for d in several) for chart, several in found.changed.items()}
    found.changed = {
        c: found.changed[c] for c in sorted(greatest, key=greatest.__getitem__, reverse=True)
    }
    return found


def _difference(page: Page, view: View, before: bytes, after: bytes) -> Difference:
    encoded = [base64.b64encode(picture).decode() for picture in (before, after)]
    picture, share = page.evaluate(DIFFERENCE, encoded)
    return Difference(view, before, after, base64.b64decode(picture), share)


def write(found: Comparison, before: Pictures, after: Pictures, base: str, folder: Path) -> None:
    """Write the review page, `index.html`, and its pictures into a separate folder.

    `base` is the page's name for the other commit.
    """
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    for chart, differences in found.changed.items():
        for d in differences:
            for kind, picture in (
                ("before", d.before),
                ("after", d.after),
                ("difference", d.picture),
            ):
                (folder / f"{chart}-{d.view.name}-{kind}.png").write_bytes(picture)
    for charts, pictures in ((found.new, after), (found.gone, before), (found.same, after)):
        for chart in charts:
            for view, picture in pictures[chart].items():
                (folder / f"{chart}-{view.name}.png").write_bytes(picture)
    jinja = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = jinja.get_template(TEMPLATE).render(found=found, base=base, views=VIEWS)
    (folder / "index.html").write_text(page, encoding="utf-8")


def revision(wish: str, root: Path) -> str:
    """Return the full hash of a commit; by default, of the one on which the current work is based.

    That is where it left `origin/main`, or the last commit if there is no such branch.

    Raises:
        SystemExit: with a sentence, if there is no such commit.
    """
    if not wish:
        left = _git(root, "merge-base", "HEAD", "origin/main")
        wish = left.stdout.decode().strip() or "HEAD"
    found = _git(root, "rev-parse", "--verify", "--quiet", f"{wish}^{{commit}}")
    if found.returncode:
        sys.exit(f"There is no commit {wish} here; in a shallow clone, fetch it first.")
    return found.stdout.decode().strip()


def extract(commit: str, root: Path, folder: Path) -> None:
    """Write the files of a commit into a folder."""
    with tempfile.TemporaryFile() as archive:
        subprocess.run(["git", "archive", commit], cwd=root, stdout=archive, check=True)
        archive.seek(0)
        with tarfile.open(fileobj=archive) as files:
            files.extractall(folder, filter="data")


def site_of(commit: str, root: Path, work: Path) -> Path:
    """Return the built site of a commit; the last one is kept for further comparisons.

    Raises:
        SystemExit: with a sentence, if the commit can't be built.
    """
    folder = work / commit
    if not (folder / "site").exists():
        if work.exists():
            shutil.rmtree(work)
        folder.mkdir(parents=True)
        extract(commit, root, folder)
        # If its libraries differ, make installs them in that folder.
        if (folder / "requirements.txt").read_bytes() == (root / "requirements.txt").read_bytes():
            (folder / ".venv").symlink_to(sys.prefix)
        command = ["make", "--silent", "site", f"PYTHON={sys.executable}"]
        built = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False)
        if built.returncode:
            sys.exit(f"The site of {commit[:7]} can't be built, for the reason above.")
    return folder / "site"


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)


def main() -> None:
    """Write the review page, and print a summary."""
    parser = argparse.ArgumentParser(prog="make visual", description=__doc__)
    parser.add_argument("--base", default="", help="a commit; default: where work left origin/main")
    parser.add_argument(
        "--fail", action="store_true", help="exit with 1 if a chart looks different"
    )
    options = parser.parse_args()

    base = revision(options.base, ROOT)
    old = site_of(base, ROOT, WORK / "base")
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS) as browser,
    ):
        before, after = photograph(old, browser), photograph(ROOT / "site", browser)
        found = compare(before, after, browser)
    review = WORK / "review"
    write(found, before, after, base[:7], review)
    print(f"Compared with {base[:7]}. {found.summary}")
    print(f"To view them: {(review / 'index.html').relative_to(ROOT)}")
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(f"## {found.summary}\n\nThe review page is in the artifact “visual”.\n")
    sys.exit(options.fail and found.differs)


if __name__ == "__main__":
    main()
