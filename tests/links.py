"""Asks every external address on the built site whether it is still there: `make links`.

Not a test: other people's servers decide. Only what is surely gone is a failure. A server that is
slow, in trouble or refuses programs is only named, because readers may well get their page.
"""

import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urldefrag, urlsplit

import requests
from lxml import html
from urllib3.exceptions import NameResolutionError

from charts.generator.base.http_client import AGENT

ROOT = Path(__file__).parents[1]
TIMEOUT = 20.0  # seconds to connect, and for the first byte of an answer
PAUSE = 1.0  # seconds between two requests to one host
HOSTS = 8  # asked at the same time
MOST = 1000  # addresses; more than that is a mistake of ours
REDIRECTS = 5

GONE = {404, 410}
FOR_GOOD = {301, 308}


@dataclass(frozen=True)
class Answer:
    """What a server says of an address, and the page of the site that links to it."""

    kind: Literal["there", "moved", "unsure", "gone"]
    address: str
    said: str
    page: str

    def __str__(self) -> str:
        """Return the line of a report."""
        return f"{self.kind}: {self.address}: {self.said} (on {self.page})"


def addresses(site: Path) -> dict[str, str]:
    """Return the external addresses on the pages of a built site, each with its first page."""
    found: dict[str, str] = {}
    for page in sorted(site.rglob("index.html")):
        for element, attribute, link, _ in html.parse(page).getroot().iterlinks():
            if (element.tag, attribute) == ("a", "href") and link.startswith(("http:", "https:")):
                found.setdefault(urldefrag(link).url, page.relative_to(site).as_posix())
    return found


def ask_all(wanted: dict[str, str], pause: float = PAUSE, timeout: float = TIMEOUT) -> list[Answer]:
    """Ask for every address: one request at a time of a host, with a pause; several hosts at once.

    Raises:
        SystemExit: with a sentence, if there are too many addresses.
    """
    if len(wanted) > MOST:
        sys.exit(f"The site has {len(wanted)} external links; at most {MOST} are asked for.")
    hosts: dict[str, list[str]] = defaultdict(list)
    for address in wanted:
        hosts[urlsplit(address).netloc].append(address)

    def ask_host(several: Iterable[str]) -> list[Answer]:
        answers = []
        with requests.Session() as session:
            session.headers["User-Agent"] = AGENT
            session.max_redirects = REDIRECTS
            for number, address in enumerate(several):
                if number:
                    time.sleep(pause)
                answers.append(ask(session, address, wanted[address], timeout))
        return answers

    with ThreadPoolExecutor(HOSTS) as pool:
        return [answer for answers in pool.map(ask_host, hosts.values()) for answer in answers]


def ask(session: requests.Session, address: str, page: str, timeout: float) -> Answer:
    """Ask for the head of an address, and if that is refused, for the page itself, unread."""
    try:
        answer = session.head(address, timeout=timeout, allow_redirects=True)
        if not answer.ok:
            # Some servers know no HEAD, and say so with any status.
            answer = session.get(address, timeout=timeout, stream=True)
            answer.close()
    except requests.exceptions.SSLError:
        return Answer("gone", address, "the certificate is not accepted", page)
    except requests.exceptions.TooManyRedirects:
        return Answer("gone", address, "it redirects without end", page)
    except requests.exceptions.Timeout:
        return Answer("unsure", address, f"no answer within {timeout:g} seconds", page)
    except requests.exceptions.RequestException as error:
        if isinstance(getattr(next(iter(error.args), None), "reason", None), NameResolutionError):
            return Answer("gone", address, "there is no server of this name", page)
        return Answer("unsure", address, f"no answer: {type(error).__name__}", page)
    if answer.status_code in GONE:
        return Answer("gone", address, f"answered {answer.status_code}", page)
    if not answer.ok:
        return Answer("unsure", address, f"answered {answer.status_code}", page)
    if any(step.status_code in FOR_GOOD for step in answer.history):
        return Answer("moved", address, f"for good, to {answer.url}", page)
    return Answer("there", address, f"answered {answer.status_code}", page)


def main() -> None:
    """Ask, print what is not simply there, and fail if something is gone."""
    answers = ask_all(addresses(ROOT / "site"))
    told = {
        kind: [answer for answer in answers if answer.kind == kind]
        for kind in ("gone", "unsure", "moved")
    }
    counts = ", ".join(f"{len(several)} {kind}" for kind, several in told.items())
    head = f"External links: {len(answers)} asked for; {counts}."
    lines = [str(answer) for several in told.values() for answer in several]
    print("\n".join([*lines, head]))
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write("\n".join([f"## {head}", "", "```", *lines, "```", ""]))
    sys.exit(bool(told["gone"]))


if __name__ == "__main__":
    main()
