"""Scores the pages of the built site with Lighthouse: `make lighthouse`.

Not a test: scores vary with the machine. It only prints a table.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.browser import chromium

ROOT = Path(__file__).parents[1]
LIGHTHOUSE = ROOT / "node_modules" / ".bin" / "lighthouse"

# The last four keep the browser from calling home during the measurement.
CHROME_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu"
    " --disable-background-networking --disable-component-update --disable-sync --no-first-run"
)
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
COMPRESSED = ("text/", "image/svg+xml", "application/json", "application/xml", "javascript")


class PagesHandler(SimpleHTTPRequestHandler):
    """Serves a directory as GitHub Pages does, in everything that affects a score.

    It compresses text, lets browsers cache files for ten minutes, and answers
    requests for missing files with the site's own 404 page.
    """

    protocol_version = "HTTP/1.1"  # keeps connections open

    def do_GET(self) -> None:  # noqa: N802, RUF100 - the name that http.server calls
        path = Path(self.translate_path(self.path))
        status = 200
        if path.is_dir():
            if not urlsplit(self.path).path.endswith("/"):
                return super().do_GET()  # redirects
            path /= "index.html"
        if not path.is_file():
            status, path = 404, Path(self.directory) / "404.html"

        body = path.read_bytes() if path.is_file() else b"Not found"
        kind = self.guess_type(path)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Vary", "Accept-Encoding")
        if any(text in kind for text in COMPRESSED) and "gzip" in self.headers.get(
            "Accept-Encoding", ""
        ):
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.send(body)

    def send(self, body: bytes) -> None:
        """Sends what was asked for."""
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Logs nothing, to keep requests out of the table."""


@contextmanager
def serving(
    directory: Path, answers: type[SimpleHTTPRequestHandler] = PagesHandler
) -> Iterator[str]:
    """Serves the directory on a free loopback port; yields the address."""
    handler = partial(answers, directory=str(directory))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def report(url: str, chrome: str) -> dict[str, Any]:
    """Runs Lighthouse with its defaults, a mid-range phone, and returns its report."""
    with tempfile.TemporaryDirectory() as elsewhere:
        run = subprocess.run(
            [
                LIGHTHOUSE,
                url,
                "--output=json",
                "--quiet",
                "--no-enable-error-reporting",
                f"--chrome-flags={CHROME_FLAGS}",
            ],
            cwd=elsewhere,
            env=os.environ | {"CHROME_PATH": chrome},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
    if run.returncode:
        sys.exit(f"Lighthouse failed on {url}:\n{run.stderr}")
    result: dict[str, Any] = json.loads(run.stdout)
    if error := result.get("runtimeError"):
        sys.exit(f"Lighthouse could not read {url}: {error['message']}")
    return result


def row(result: dict[str, Any]) -> list[str]:
    """Returns the four scores and three measurements of a report."""
    scores = [result["categories"][name]["score"] for name in CATEGORIES]
    blocking, paint, shift = (
        result["audits"][name]["numericValue"]
        for name in (
            "total-blocking-time",
            "largest-contentful-paint",
            "cumulative-layout-shift",
        )
    )
    return [
        *("–" if score is None else f"{score * 100:.0f}" for score in scores),
        f"{blocking:.0f} ms",
        f"{paint / 1000:.2f} s",
        f"{shift:.3f}",
    ]


def main() -> None:
    """Prints one line per page."""
    parser = argparse.ArgumentParser(prog="make lighthouse", description=__doc__)
    parser.add_argument("pages", nargs="*", help="paths in the site; by default all index pages")
    parser.add_argument("--site", type=Path, default=ROOT / "site")
    options = parser.parse_args()

    site: Path = options.site
    pages = options.pages or sorted(
        page.relative_to(site).as_posix() for page in site.rglob("index.html")
    )
    if not pages:
        sys.exit(f"there are no pages in {site}: run `make site` first")
    chrome = os.environ.get("CHROME_PATH") or chromium()
    if not chrome:
        sys.exit("there is no Chromium on PATH: install one, or set CHROME_PATH")

    heads = ["perf", "a11y", "best", "seo", "blocking", "LCP", "CLS"]
    width = max(len(page) for page in [*pages, "page"])
    print("page".ljust(width), *(head.rjust(8) for head in heads))
    with serving(site) as address:
        for page in pages:
            # Readers see addresses that end in the directory.
            url = address + page.lstrip("/").removesuffix("index.html")
            cells = row(report(url, chrome))
            print(page.ljust(width), *(cell.rjust(8) for cell in cells), flush=True)


if __name__ == "__main__":
    main()
