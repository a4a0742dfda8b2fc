"""Times what people wait for, on a copy of the explainer: `make bench`.

The times are wall-clock medians; on a shared machine compare ratios, not seconds.
"""

import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import sync_playwright

from charts.generator.data.datasets import stamp
from charts.generator.project import Project
from tests.browser import chromium
from tests.conftest import ROOT, copy, free_port
from tests.lighthouse import serving

SAMPLES = 20

# Records the milliseconds from the first focus to the first reading. Polling from outside would
# measure in steps of a tenth of a second.
WATCH_READING = """
() => {
  let touched;
  addEventListener("focusin", () => (touched = performance.now()), { once: true });
  window.reading = new Promise((resolve) => {
    new MutationObserver(() => {
      if (document.querySelector(".chart-tip:not([hidden]) strong")) {
        resolve(performance.now() - touched);
      }
    }).observe(document.body, { attributes: true, childList: true, subtree: true });
  });
}
"""


def run(project: Project, *arguments: str) -> None:
    """Run a command of the generator in a separate process, as make does."""
    command = [sys.executable, "-m", "charts", "--root", str(project.root), *arguments]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def timed(work: Callable[[], object]) -> float:
    """Return how many seconds some work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def preview(project: Project) -> dict[str, float]:
    """Return the median seconds from a saved file to the served page, by kind of file."""
    port = free_port()
    page = project.docs / "questions" / "relations.md"
    module = project.gallery / "trade_history.py"
    address = f"http://127.0.0.1:{port}/questions/relations/"
    command = [sys.executable, "-m", "charts", "--root", str(project.root), "serve"]
    server = subprocess.Popen(
        [*command, "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def served(text: str) -> bool:
        try:
            with urllib.request.urlopen(address, timeout=5) as response:
                return text in response.read().decode()
        except OSError:
            return False

    def saved(path: Path, content: str, text: str) -> float:
        def work() -> None:
            path.write_text(content, encoding="utf-8")
            if path.suffix == ".csv":
                stamp(project.data, [path.stem])  # an intended change
            deadline = time.monotonic() + 60
            while not served(text):
                if time.monotonic() > deadline:
                    raise TimeoutError(f"{path} was not served within a minute")
                time.sleep(0.05)  # no browser polls more often

        time.sleep(3)  # let the last rebuild end
        return timed(work)

    try:
        deadline = time.monotonic() + 60
        while not served("data-fact=") and time.monotonic() < deadline:
            time.sleep(0.1)
        words, code = page.read_text(encoding="utf-8"), module.read_text(encoding="utf-8")
        pages = [saved(page, f"{words}\n\nDraft {i}x.\n", f"Draft {i}x.") for i in range(SAMPLES)]
        charts = [
            saved(module, code.replace('"Imports|from Russia"', f'"Label {i}x"'), f"Label {i}x")
            for i in range(SAMPLES)
        ]
        table = project.data / "us_russia_trade_annual.csv"
        cells = table.read_text(encoding="utf-8")
        (row,) = re.findall(r"^2025,.*$", cells, re.MULTILINE)
        year, exports, imports, vintage = row.split(",")
        datasets = []
        for i in range(SAMPLES):
            value = float(imports) + 100 * (i + 1)
            changed = cells.replace(row, f"{year},{exports},{value},{vintage}")
            datasets.append(saved(table, changed, f'value="{value:.12g}"'))
        return {
            "page": statistics.median(pages),
            "chart module": statistics.median(charts),
            "CSV": statistics.median(datasets),
        }
    finally:
        server.terminate()
        server.wait(10)


def touch(site: Path) -> float:
    """Return the median seconds from a new reader's first touch of a chart to its first reading."""
    samples: list[float] = []
    with (
        serving(site) as address,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"]) as browser,
    ):
        for _ in range(SAMPLES):
            with browser.new_context() as context:
                page = context.new_page()
                page.goto(f"{address}questions/relations/", wait_until="networkidle")
                page.evaluate(WATCH_READING)
                page.locator(".chart-picture").first.focus()
                page.keyboard.press("End")
                samples.append(page.evaluate("reading") / 1000)
    return statistics.median(samples)


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        project = copy(Path(folder))
        rows = {"cold build of the site": timed(lambda: run(project, "site"))}
        unchanged = [timed(lambda: run(project, "site")) for _ in range(5)]
        rows["build with nothing changed"] = statistics.median(unchanged)
        (project.built.parent / "validated.txt").unlink()
        rows["check, cold"] = timed(lambda: run(project, "check"))
        checks = [timed(lambda: run(project, "check")) for _ in range(SAMPLES)]
        rows["check, warm"] = statistics.median(checks)
        for kind, seconds in preview(project).items():
            rows[f"saved {kind} to served page"] = seconds
        rows["first touch of a chart to its reading"] = touch(project.site)
    for name, seconds in rows.items():
        print(f"{name:<40}{seconds:6.2f} s")


if __name__ == "__main__":
    main()
