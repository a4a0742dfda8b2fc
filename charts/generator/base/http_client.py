"""Fetches files from publishers: patient, polite, and bounded in time and size."""

from __future__ import annotations

import hashlib
import json
import os
import queue
import time
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode, urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import exceptions
from urllib3.util import Retry

from charts.generator.base import http_failures
from charts.generator.base.files import hash_of, write_atomically

AGENT = "data-explainer/1.0 (refreshes cached public statistics; one request at a time)"
TIMEOUT = 30.0  # seconds to connect, and between two pieces of an answer
SECONDS = 120.0  # for all files of a client together
LARGEST = 64 * 2**20  # bytes, unpacked; ten times the largest file that we fetch
PATIENCE = 60  # seconds at most between two tries, even if a server asks for more
HOPS = 5  # redirects

# The environment variable that sends every request to one other server (a mirror, a test), with
# the publisher's host as the first part of the path.
MIRROR = "CHARTS_FETCH_MIRROR"

# A file's first bytes say what it is; the content type that a server gives is often wrong.
_BEGINNINGS = {"xlsx": (b"PK\x03\x04",), "json": (b"{", b"[")}
_PACKED = ("gzip", "x-gzip", "deflate")


class FetchError(Exception):
    """Says in a sentence why a file could not be fetched."""


class NotThereError(FetchError):
    """Says that a server has no such file."""


@dataclass(frozen=True)
class Answer:
    """A file as a publisher served it. `modified` is the publisher's date, or empty."""

    address: str
    body: bytes
    modified: str


@dataclass
class Client:
    """A polite visitor. Keeps good files, so that servers need not resend unchanged ones.

    Args:
        kept: the folder of the files kept.
        pause: seconds before a failed request is tried again; longer each time.
        timeout: seconds to connect, and between two pieces of an answer.
        seconds: for all files together, from the first request on.
        hosts: to which servers may redirect, besides the one that is asked.
    """

    kept: Path
    pause: float = 1.0
    timeout: float = TIMEOUT
    seconds: float = SECONDS
    hosts: Collection[str] = ()
    _fetched: dict[Path, Answer] = field(default_factory=dict, repr=False)

    def get(self, url: str, kind: str, parameters: Mapping[str, str] | None = None) -> Answer:
        """Fetch a file of a kind ("xlsx", "json", "csv", "html", "text").

        Keys among the parameters never appear in messages or in the files kept.

        Raises:
            NotThereError: if the server has no such file.
            FetchError: if no answer came, or the answer is not the file.
        """
        asked = f"{url}?{urlencode(parameters or {})}"
        place = self.kept / hashlib.sha256(asked.encode()).hexdigest()
        if place in self._fetched:
            return self._fetched[place]
        found: queue.SimpleQueue[Answer | Exception] = queue.SimpleQueue()

        def work() -> None:
            try:
                found.put(self._get(url, kind, parameters or {}, place))
            except Exception as error:  # raised again below, where somebody waits for it
                found.put(error)

        # A server that sends its headers byte by byte keeps a request alive for ever; such a
        # request is left behind.
        Thread(target=work, daemon=True).start()
        try:
            answer = found.get(timeout=max(0.0, self._ends - time.monotonic()))
        except queue.Empty:
            raise FetchError(f"{url}: {self._too_slow}") from None
        if isinstance(answer, Exception):
            raise answer
        self._fetched[place] = answer
        return answer

    def keep(self) -> None:
        """Keep the files fetched so far: what they say was read, and believed."""
        for path in self._files():
            with suppress(FileNotFoundError):  # the one kept before is still good
                _new(path).replace(path)

    def forget(self) -> None:
        """Forget the files fetched so far, so that they are sent in full the next time."""
        for path in self._files():
            path.unlink(missing_ok=True)
            _new(path).unlink(missing_ok=True)
        self._fetched.clear()

    def _files(self) -> Iterator[Path]:
        for place in self._fetched:
            yield from (place, place.with_suffix(".json"))

    @cached_property
    def _ends(self) -> float:
        return time.monotonic() + self.seconds

    @property
    def _too_slow(self) -> str:
        return f"the server took longer than {self.seconds:g} seconds, so the download was stopped."

    @cached_property
    def _session(self) -> requests.Session:
        retry = Retry(
            total=4,
            backoff_factor=self.pause,
            backoff_jitter=self.pause / 2,
            backoff_max=PATIENCE,
            status_forcelist=(429, 500, 502, 503, 504),
            allowed_methods=("GET",),
            respect_retry_after_header=True,
            retry_after_max=PATIENCE,
            raise_on_status=False,
        )
        session = _Session()
        session.headers.update({"User-Agent": AGENT, "Accept-Encoding": "gzip"})
        for scheme in ("https://", "http://"):
            session.mount(scheme, HTTPAdapter(max_retries=retry))
        return session

    def _get(self, url: str, kind: str, parameters: Mapping[str, str], place: Path) -> Answer:
        note = place.with_suffix(".json")
        for left in (place, note):  # by a run that was cut off
            _new(left).unlink(missing_ok=True)
        known = _known(place, note)
        headers = {
            header: known[name]
            for header, name in (("If-None-Match", "etag"), ("If-Modified-Since", "modified"))
            if known.get(name)
        }
        try:
            response = self._answer(url, parameters, headers)
            if response.status_code == 304 and headers:
                return Answer(url, place.read_bytes(), known["modified"])
            body = self._body(url, response)
        except (requests.RequestException, exceptions.HTTPError) as error:
            raise FetchError(f"{url}: {http_failures.reason(error, self.timeout)}") from None
        # Some answers repeat the request; the file kept must not contain the key.
        for name, value in parameters.items():
            body = body.replace(value.encode(), b"") if "key" in name else body
        _expect(url, kind, body, response.headers.get("Content-Type", "none"))
        modified = response.headers.get("Last-Modified", "")
        said = {"etag": response.headers.get("ETag", ""), "modified": modified}
        write_atomically(_new(place), body)
        write_atomically(_new(note), json.dumps(said | {"hash": hash_of(body)}))
        return Answer(url, body, modified)

    def _answer(
        self, url: str, parameters: Mapping[str, str], headers: Mapping[str, str]
    ) -> requests.Response:
        """Return the first answer that is not a redirect."""
        asked, query = url, parameters
        for _ in range(HOPS + 1):
            response = self._session.get(
                _mirrored(asked, url), params=query, headers=headers, timeout=self.timeout,
                stream=True,
            )  # fmt: skip
            if not response.is_redirect:
                return response
            response.close()
            # The new address has a query of its own, and the key is nobody else's business.
            asked, query = self._redirected(url, asked, response.headers["Location"]), {}
        raise requests.exceptions.TooManyRedirects

    def _redirected(self, url: str, asked: str, location: str) -> str:
        """Return where a redirect leads, if it may lead there."""
        mirror = os.environ.get(MIRROR, "").rstrip("/")
        if mirror and location.startswith(f"{mirror}/"):
            location = f"https://{location.removeprefix(f'{mirror}/')}"
        try:
            target = urljoin(asked, location)
            old, new = urlsplit(url), urlsplit(target)
            here = (new.scheme, new.hostname) == (old.scheme, old.hostname)
        except ValueError:
            raise FetchError(f"{url}: the server redirects to no address.") from None
        if here or (new.scheme == "https" and new.hostname in {old.hostname, *self.hosts}):
            return target
        raise FetchError(
            f"{url}: the server redirects to {new.scheme}://{new.hostname}, and only https and the "
            "hosts that the fetcher declares are followed. If the publisher has moved the file, "
            "change its address, or add the host to HOSTS in the fetcher."
        )

    def _body(self, url: str, response: requests.Response) -> bytes:
        if response.status_code != 200:
            error = NotThereError if response.status_code == 404 else FetchError
            raise error(f"{url}: {http_failures.status(response)}")
        body = bytearray()
        for piece in _unpacked(url, response):
            body += piece
            if len(body) > LARGEST:
                response.close()
                raise FetchError(
                    f"{url}: the answer is larger than {LARGEST // 2**20} MiB; no file that we "
                    "fetch is that large, so the download was stopped."
                )
            if time.monotonic() > self._ends:
                response.close()
                raise FetchError(f"{url}: {self._too_slow}")
        return bytes(body)


class _Session(requests.Session):
    """A session that leaves redirects to us; otherwise it reads their bodies, however large."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        return None


def _mirrored(asked: str, url: str) -> str:
    """Return the address to ask for one: that of the mirror, if there is one."""
    try:
        parts = urlsplit(asked)
    except ValueError:
        raise FetchError(f"{url}: {http_failures.NO_ADDRESS}") from None
    mirror = os.environ.get(MIRROR, "").rstrip("/")
    query = f"?{parts.query}" if parts.query else ""
    return f"{mirror}/{parts.netloc}{parts.path}{query}" if mirror else asked


def _new(path: Path) -> Path:
    """Return where a file waits until it is kept."""
    return path.with_name(f"{path.name}.new")


def _known(place: Path, note: Path) -> dict[str, str]:
    """Return what is known of a file kept; nothing unless it is as it was written."""
    try:
        said = json.loads(note.read_text(encoding="utf-8"))
        known = {name: str(said[name]) for name in ("etag", "modified", "hash")}
        return known if hash_of(place.read_bytes()) == known["hash"] else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _unpacked(url: str, response: requests.Response) -> Iterator[bytes]:
    """Yield an answer in small pieces, however much it was compressed."""
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("identity", *_PACKED):
        raise FetchError(f"{url}: the answer is compressed in a way nobody asked for: {coding}.")
    unpack = zlib.decompressobj(32 + zlib.MAX_WBITS) if coding in _PACKED else None
    while piece := response.raw.read1(2**16, decode_content=False):
        if unpack is None:
            yield piece
            continue
        try:
            while piece and not unpack.eof:
                yield unpack.decompress(piece, 2**16)
                piece = unpack.unconsumed_tail
        except zlib.error:
            raise requests.exceptions.ContentDecodingError from None
    if unpack and not unpack.eof:
        raise FetchError(f"{url}: {http_failures.CUT_OFF}")


def _expect(url: str, kind: str, body: bytes, content_type: str) -> None:
    """Refuse an answer that is not a file of the expected kind."""
    if not body.strip():
        raise FetchError(f"{url}: the answer is empty; expected a file of type {kind}.")
    start = body.lstrip()[:200].lower()
    if kind != "html" and (start.startswith((b"<!doctype html", b"<html")) or b"<html" in start):
        raise FetchError(
            f"{url}: the answer is a web page, not a file of type {kind}. The publisher may have "
            "moved the file, or shows a notice; open the address in a browser."
        )
    beginning = _BEGINNINGS.get(kind)
    if beginning and not body.lstrip().startswith(beginning):
        raise FetchError(
            f"{url}: the answer is not a file of type {kind} (Content-Type: {content_type})."
        )


def api_key(name: str, where: str) -> str:
    """Return an API key from the environment.

    Raises:
        FetchError: if it is not set, with how to get one.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        raise FetchError(
            f"the environment variable {name} is not set; request a free key at {where}"
        )
    return value
