"""Fetches files from publishers: patient, polite, and bounded in time and size."""

from __future__ import annotations

import hashlib
import json
import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import exceptions
from urllib3.util import Retry

from charts.generator.base.files import write_atomically

AGENT = "data-explainer/1.0 (refreshes cached public statistics; one request at a time)"
TIMEOUT = 30.0  # seconds to connect, and between two pieces of an answer
LARGEST = 64 * 2**20  # bytes; ten times the largest file that we fetch
PATIENCE = 60  # seconds at most between two tries, even if a server asks for more

# The environment variable that sends every request to one other server (a mirror, a test), with
# the publisher's host as the first part of the path.
MIRROR = "CHARTS_FETCH_MIRROR"

# A file's first bytes say what it is; the content type that a server gives is often wrong.
_BEGINNINGS = {"xlsx": (b"PK\x03\x04",), "json": (b"{", b"[")}


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


class Client:
    """A polite visitor. Keeps the files, so that servers need not resend unchanged ones."""

    def __init__(self, kept: Path, pause: float = 1.0, timeout: float = TIMEOUT) -> None:
        self.kept = kept
        self.timeout = timeout
        self.mirror = os.environ.get(MIRROR, "").rstrip("/")
        retry = Retry(
            total=4,
            backoff_factor=pause,
            backoff_jitter=pause / 2,
            backoff_max=PATIENCE,
            status_forcelist=(429, 500, 502, 503, 504),
            allowed_methods=("GET",),
            respect_retry_after_header=True,
            retry_after_max=PATIENCE,
            raise_on_status=False,
        )
        self.session = requests.Session()
        self.session.headers["User-Agent"] = AGENT
        for scheme in ("https://", "http://"):
            self.session.mount(scheme, HTTPAdapter(max_retries=retry))

    def get(self, url: str, kind: str, parameters: Mapping[str, str] | None = None) -> Answer:
        """Fetch a file of a kind ("xlsx", "json", "csv", "html", "text").

        Keys among the parameters never appear in messages or in the files kept.

        Raises:
            NotThereError: if the server has no such file.
            FetchError: if no answer came, or the answer is not the file.
        """
        try:
            parts = urlsplit(url)
        except ValueError:
            raise FetchError(f"{url}: {_NO_ADDRESS}") from None
        address = f"{self.mirror}/{parts.netloc}{parts.path}" if self.mirror else url
        place = (
            self.kept / hashlib.sha256(f"{url}?{urlencode(parameters or {})}".encode()).hexdigest()
        )
        headers = {}
        note = place.with_suffix(".json")
        if place.exists() and note.exists():
            known = json.loads(note.read_text(encoding="utf-8"))
            headers = {
                header: known[name]
                for header, name in (("If-None-Match", "etag"), ("If-Modified-Since", "modified"))
                if known.get(name)
            }
        try:
            response = self.session.get(
                address, params=parameters, headers=headers, timeout=self.timeout, stream=True
            )
            if response.status_code == 304 and headers:
                return Answer(url, place.read_bytes(), known.get("modified", ""))
            # Some answers repeat the request; the file kept must not contain the key.
            body = self._body(url, response)
            for name, value in (parameters or {}).items():
                body = body.replace(value.encode(), b"") if "key" in name else body
        except requests.RequestException as error:
            raise FetchError(f"{url}: {_reason(error, self.timeout)}") from None
        _expect(url, kind, body, response.headers.get("Content-Type", "none"))
        modified = response.headers.get("Last-Modified", "")
        write_atomically(place, body)
        validators = {"etag": response.headers.get("ETag", ""), "modified": modified}
        write_atomically(note, json.dumps(validators))
        return Answer(url, body, modified)

    def _body(self, url: str, response: requests.Response) -> bytes:
        if response.status_code != 200:
            error = NotThereError if response.status_code == 404 else FetchError
            raise error(f"{url}: {_status(response)}")
        body = bytearray()
        for piece in response.iter_content(2**16):
            body += piece
            if len(body) > LARGEST:
                response.close()
                raise FetchError(
                    f"{url}: the answer is larger than {LARGEST // 2**20} MiB; no file that we "
                    "fetch is that large, so the download was stopped."
                )
        return bytes(body)


def _reason(error: requests.RequestException, timeout: float) -> str:
    """Say why no answer came, judging by the types of the error and its causes, not their text."""
    for kinds, said in _REASONS.items():
        if any(isinstance(found, kinds) for found in _causes(error)):
            return said.format(timeout=timeout)
    return _CUT_OFF


def _causes(error: BaseException) -> list[BaseException]:
    """Return an error and all its causes: libraries wrap one another's errors."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        current = waiting.pop(0)
        if isinstance(current, BaseException) and current not in found:
            found.append(current)
            waiting += [current.__cause__, getattr(current, "reason", None), *current.args]
    return found


_FAILED = "the publisher's server keeps failing; try again later."
_NO_ADDRESS = "this is not an address that can be fetched; it should begin with https://."

# By type of error, the most specific first. Some are from urllib3, some from requests.
_REASONS: dict[tuple[type[BaseException], ...], str] = {
    (requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema): _NO_ADDRESS,
    (requests.exceptions.InvalidURL, exceptions.LocationParseError): _NO_ADDRESS,
    (requests.exceptions.TooManyRedirects,): (
        "the server redirects without end; the publisher may have moved the file."
    ),
    (requests.exceptions.ProxyError, exceptions.ProxyError): (
        "the proxy does not answer; check the environment variable HTTPS_PROXY."
    ),
    (requests.exceptions.SSLError, exceptions.SSLError, ssl.SSLError): (
        "the connection is not secure: the server's certificate or encryption is not accepted."
    ),
    (exceptions.NameResolutionError,): "the server's name can't be found; check your network.",
    (ConnectionRefusedError,): "the server refused the connection.",
    (exceptions.NewConnectionError,): "the server can't be reached; check your network.",
    (requests.exceptions.ConnectTimeout, exceptions.ConnectTimeoutError): (
        "no connection within {timeout:g} seconds."
    ),
    (requests.exceptions.ReadTimeout, exceptions.ReadTimeoutError): (
        "the server sent nothing for more than {timeout:g} seconds."
    ),
    (requests.exceptions.RetryError, exceptions.ResponseError): _FAILED,
    (requests.exceptions.ContentDecodingError, exceptions.DecodeError): (
        "the answer can't be decoded; the publisher's server compressed it wrongly."
    ),
}
_CUT_OFF = "the answer was cut off in the middle."


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


def _status(response: requests.Response) -> str:
    """Say what a status means for the person who refreshes the data."""
    code = response.status_code
    meaning = {
        401: "the key was not accepted; check the environment variable that holds it.",
        403: "the publisher refused; the key may be missing or wrong, or requests too many.",
        404: "the file is no longer there; the publisher may have moved it.",
        429: "the publisher keeps asking for fewer requests; try again later.",
    }
    return f"answered {code}: " + meaning.get(code, _FAILED if code >= 500 else "unexpected.")
