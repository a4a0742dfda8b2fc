"""Shared fixtures: copies of the explainer, one built site, a server and a browser."""

import functools
import http.server
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from charts.generator.base import imports
from charts.generator.data.datasets import load
from charts.generator.pages.content import Content
from charts.generator.project import Project
from charts.generator.site.build import build_site
from charts.generator.site.verify import make_again
from tests.browser import ARGUMENTS, chromium

imports.lighten()  # before any test module imports Altair

# A busy machine is no reason to fail.
settings.register_profile("any", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any")

ROOT = Path(__file__).parent.parent
SECOND = Path(__file__).parent / "second_explainer"
FORMS = Path(__file__).parent / "forms_explainer"

PHONE, DESKTOP = 390, 1280  # pixels

# Pages that are alike, and those that stand for them.
ALIKE = r"(questions|charts|about|data)/."
MODELS = [
    *("questions/relations/", "about/editing/", "about/method/", "data/facts/", "data/claims/"),
    *("charts/trade-history/", "charts/trade-monthly/", "charts/partners-scale/"),
    *("data/facts/relations/", "data/claims/relations/", "data/claims-data/", "data/partners/"),
    "data/us_russia_trade_annual/",
]

Tab = Callable[..., Page]


def copy(target: Path) -> Project:
    """Copies the explainer's own files, without the generator and build output."""
    for folder in ("docs", "data", "charts/gallery", "charts/facts"):
        shutil.copytree(
            ROOT / folder, target / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "mkdocs.yml", target)
    return Project(target)


def free_port() -> int:
    """Returns a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def once(folder: Path, make: Callable[[Path], None]) -> Path:
    """Lets the first worker that needs a folder make it; the others wait."""
    made = folder.with_suffix(".made")
    with FileLock(folder.with_suffix(".lock")):
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)  # of a worker that did not get to its end
            make(folder)
            made.touch()
    return folder


# Of what all workers look at together, so that those who begin at once each take another part.
PARTS = 4


def looked_at(
    folder: Path, things: list[str], worker: str, look: Callable[[list[str]], dict[str, Any]]
) -> dict[str, Any]:
    """Returns what was seen of each thing, which one of the workers has looked at; kept as JSON."""

    def make(part: int, file: Path) -> None:
        file.write_text(json.dumps(look(things[part::PARTS])))

    found: dict[str, Any] = {}
    first = int(worker.strip("gw")) if worker != "master" else 0
    for part in ((first + number) % PARTS for number in range(PARTS)):
        seen = once(folder.with_name(f"{folder.name}-{part}"), functools.partial(make, part))
        found |= json.loads(seen.read_text())
    return {thing: found[thing] for thing in things}


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder shared by all workers of this run."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def built(shared: Path) -> Project:
    """The explainer, copied and built once by the command, far in the west; tests only read it."""

    def make(root: Path) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "charts", "--root", copy(root).root, "site"],
            cwd=ROOT,
            env=os.environ | {"TZ": "America/Los_Angeles"},
            capture_output=True,
            text=True,
            check=False,
            timeout=1200,  # on a busy machine other tests build at the same time
        )
        assert (done.returncode, done.stderr) == (0, "")
        said(root).write_text(done.stdout)

    return Project(once(shared / "built", make))


def said(root: Path) -> Path:
    """The file with what the command said as it built the explainer in a folder."""
    return root.with_suffix(".said")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Runs twice as many workers as there are cores: browsers and servers keep tests waiting."""
    return 2 * (os.cpu_count() or 1)


@pytest.fixture(scope="session")
def validated(shared: Path) -> Path:
    """The file that says which contents of datasets are valid, so that no copy is read twice."""

    def make(proofs: Path) -> None:
        load(ROOT / "data", proofs)

    return once(shared / "validated.txt", make)


@pytest.fixture
def explainer(tmp_path: Path, validated: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A copy of the explainer to break, as the working folder, before anything is built."""
    monkeypatch.chdir(tmp_path)
    project = copy(tmp_path)
    project.build.mkdir()
    shutil.copy(validated, project.build)
    return project


@pytest.fixture
def drawn(explainer: Project, built: Project) -> Project:
    """A copy to break whose charts are already drawn, for tests about something else."""
    shutil.copytree(built.built.parent, explainer.built.parent, dirs_exist_ok=True)
    return explainer


@pytest.fixture(scope="session")
def small_built(shared: Path) -> Project:
    """The second, tiny explainer, copied and built once; tests only read it."""

    def make(root: Path) -> None:
        shutil.copytree(SECOND, root, ignore=shutil.ignore_patterns("__pycache__"))
        list(build_site(Project(root)))

    return Project(once(shared / "small", make))


@pytest.fixture(scope="session")
def forms_built(shared: Path) -> Project:
    """The explainer of the forms of charts, copied and built once; tests only read it."""

    def make(root: Path) -> None:
        shutil.copytree(FORMS, root, ignore=shutil.ignore_patterns("__pycache__"))
        list(build_site(Project(root)))

    return Project(once(shared / "forms", make))


@pytest.fixture
def small(tmp_path: Path, small_built: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A copy of the tiny explainer to break, as the working folder. Its charts are drawn."""
    root = tmp_path / "explainer"
    shutil.copytree(small_built.root, root, ignore=shutil.ignore_patterns("site"))
    monkeypatch.chdir(root)
    return Project(root)


@pytest.fixture
def published(small: Project, small_built: Project) -> Project:
    """The tiny explainer to break, with its built site."""
    shutil.copytree(small_built.site, small.site)
    return small


@pytest.fixture(scope="session")
def made(small_built: Project, shared: Path) -> Path:
    """The tiny explainer's site, made once more from its sources; tests only read it."""
    return once(shared / "again", lambda folder: _make_again(small_built, folder)) / "site"


def _make_again(project: Project, folder: Path) -> None:
    make_again(Content(project), folder)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture(scope="session")
def address(built: Project) -> Iterator[str]:
    """The address of the built site on a server of this machine."""
    handler = functools.partial(_Quiet, directory=str(built.site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def pages(built: Project) -> list[str]:
    """The paths of all pages of the built site, without the pages to embed."""
    found = [path.relative_to(built.site).as_posix() for path in built.site.rglob("index.html")]
    own = [path.removesuffix("index.html") for path in sorted(found) if path[:6] != "embed/"]
    return [*own, "404.html"]


@pytest.fixture(scope="session")
def kinds(pages: list[str]) -> list[str]:
    """The paths of pages of each kind: where many are alike, a few stand for all of them."""
    return [path for path in pages if path in MODELS or not re.match(ALIKE, path)]


@pytest.fixture(scope="session")
def questions(pages: list[str]) -> list[str]:
    """The paths of the question pages, which together show all charts."""
    return [path for path in pages if path.startswith("questions/")]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver of browsers; a process has only one."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A real Chromium."""
    with playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS) as browser:
        yield browser


@pytest.fixture(scope="module")
def profiles(browser: Browser) -> Iterator[dict[str, BrowserContext]]:
    """One profile for each kind of reader, with a cache of what it has loaded."""
    contexts: dict[str, BrowserContext] = {}
    yield contexts
    for context in contexts.values():
        context.close()


@pytest.fixture
def blank(browser: Browser, profiles: dict[str, BrowserContext]) -> Iterator[Tab]:
    """Opens empty tabs and closes them after the test."""
    opened: list[Page] = []

    def open_blank(width: int = DESKTOP, **options: Any) -> Page:
        kind = json.dumps([width, options], sort_keys=True)
        if kind not in profiles:
            profiles[kind] = browser.new_context(
                viewport={"width": width, "height": 900}, **options
            )
        opened.append(profiles[kind].new_page())
        return opened[-1]

    yield open_blank
    for page in opened:
        page.close()


@pytest.fixture
def tab(blank: Tab, address: str) -> Tab:
    """Opens a page of the built site."""

    def open_tab(path: str = "", width: int = DESKTOP, **options: Any) -> Page:
        page = blank(width, **options)
        page.goto(address + path)
        return page

    return open_tab
