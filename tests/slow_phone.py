"""Times a reader's first view on a slow phone, beside Observable Framework: `make phone`.

Both get the words of one finished page of questions. The other draws simple lines of the rows
behind its charts, in the browser; ours are drawn already. Prints Markdown.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import pandas as pd
from lxml import html
from playwright.sync_api import Browser, sync_playwright

from tests import peers
from tests.browser import ARGUMENTS, chromium
from tests.lighthouse import PagesHandler, serving
from tests.support import ROOT, machine, until

PAGE = "questions/relations/"
RUNS = 5

# A line of 1.6 Mbit/s with 150 ms to the server and back, and a processor a fourth as fast as ours.
BYTES_A_SECOND = 1_600_000 / 8
AWAY = 0.15
PACKET = 1460  # bytes
SLOWER = 4

# The milliseconds until the first frame in which a drawing of some size is on the page.
WATCH = """
(() => {
  const look = () => {
    const drawn = [...document.querySelectorAll("main svg, article svg")].some((svg) => {
      const { width, height } = svg.getBoundingClientRect();
      return width > 200 && height > 100 && svg.querySelector("path");
    });
    if (drawn) requestAnimationFrame(() => (window.drawn = performance.now()));
    else requestAnimationFrame(look);
  };
  look();
})();
"""
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


class SlowLine(PagesHandler):
    """Answers packet by packet over one line, which all requests share.

    The browser's own emulation holds back up to 32 KB until all of it could have come, so that a
    page's head is read no sooner than the rest.
    """

    line = Lock()

    def do_GET(self) -> None:  # noqa: N802, RUF100 - the name that http.server calls
        """Answers after the way there and back."""
        time.sleep(AWAY)
        super().do_GET()

    def send(self, body: bytes) -> None:
        """Sends a body as fast as the line takes it, unless the reader has left."""
        with suppress(ConnectionError):
            for at in range(0, len(body), PACKET):
                with self.line:
                    time.sleep(PACKET / BYTES_A_SECOND)
                    self.wfile.write(body[at : at + PACKET])


@dataclass(frozen=True)
class View:
    """A first view: seconds until the first text and the first chart; KB and requests of it all."""

    text: float
    chart: float
    size: float
    requests: int


def view(browser: Browser, address: str) -> View:
    """Return what a reader whose cache is empty waits for, and receives."""
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        network, sizes = context.new_cdp_session(page), []
        network.send("Network.enable")
        network.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        network.on(
            "Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"])
        )
        page.add_init_script(WATCH)
        page.goto(address, wait_until="networkidle")
        until(page, "window.drawn")
        text, chart = page.evaluate(f"[{PAINTED}, window.drawn]")
    return View(text / 1000, chart / 1000, sum(sizes) / 1000, len(sizes))


def write(site: Path, folder: Path, npm: str) -> list[str]:
    """Write the page for Observable Framework; return the command that builds it."""
    tree = html.parse(site / PAGE / "index.html")
    charts = list(dict.fromkeys(tree.xpath("//figure/@data-chart")))
    words = (site / PAGE / "index.txt").read_text(encoding="utf-8").partition("\n\n")[2]
    parts = [peers.PLOTTING, words]
    page = folder / "docs" / PAGE / "index.md"
    page.parent.mkdir(parents=True)
    for name in charts:
        rows = site / "charts" / name / f"{name}.csv"
        shutil.copy(rows, folder / "docs")
        first, *others = (table := pd.read_csv(rows)).columns
        column = next(key for key in others if pd.api.types.is_numeric_dtype(table[key]))
        parts.append(peers.plotted(f"/{rows.name}", first, column))
    page.write_text("\n\n".join(parts), encoding="utf-8")
    return peers.framework(npm, folder)


def main() -> None:
    """Print the table."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("Observable Framework needs npm, which is not installed.")
    ours = ROOT / "site"
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        theirs = Path(made)
        subprocess.run(write(ours, theirs, npm), cwd=theirs, check=True, capture_output=True)
        sites = {peers.OURS: ours, "Observable Framework": theirs / "site"}
        with playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS) as browser:
            seen: dict[str, list[View]] = {name: [] for name in sites}
            for _ in range(RUNS):  # in turns, because what else the machine does changes
                for name, site in sites.items():
                    with serving(site, SlowLine) as address:
                        seen[name].append(view(browser, address + PAGE))
    print(f"{machine()}. Medians of {RUNS} first views (least to most).\n")
    print(
        "| | first text, s | first chart, s | KB | requests |\n| --- | ---: | ---: | ---: | ---: |"
    )
    for name, views in seen.items():
        print(f"| {name} | {' | '.join(_told(views, key) for key in View.__annotations__)} |")


def _told(views: list[View], key: str) -> str:
    values: list[Any] = [getattr(each, key) for each in views]
    if key in ("size", "requests"):
        return f"{statistics.median(values):.0f}"
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


if __name__ == "__main__":
    main()
