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
LARGEST = 64 * 2**20  # bytes; the largest file that any publisher of ours serves is a tenth of it
PATIENCE = 60  # seconds at most between two tries, also where a server asks for more

# Sends every request to one other server, with the publisher's host as the first part of the path:
# a mirror of one's own, or a test.
MIRROR = "CHARTS_FETCH_MIRROR"

# The first bytes of a file say what it is; a server's word is not needed for that.
_BEGINNINGS = {"xlsx": (b"PK\x03\x04",), "json": (b"{", b"[")}


class FetchError(Exception):
    """Says in a sentence what came instead of the file that was asked for."""


class NotThereError(FetchError):
    """Says that a server knows no such file."""


@dataclass(frozen=True)
class Answer:
    """A file as a publisher served it. `modified` is the publisher's date, or empty."""

    address: str
    body: bytes
    modified: str


class Client:
    """One polite visitor. Files are kept, so that an unchanged one is not sent again."""

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

        Keys among the parameters never appear in what is said or kept.

        Raises:
            NotThereError: where the server knows no such file.
            FetchError: where nothing came, or something else than was asked for.
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
            # Some answers repeat the request: what is kept must not hold the key.
            body = self._body(url, response)
            for name, value in (parameters or {}).items():
                body = body.replace(value.encode(), b"") if "key" in name else body
        except requests.RequestException as error:
            raise FetchError(f"{url}: {_reason(error, self.timeout)}") from None
        _expect(url, kind, body, response.headers.get("Content-Type", "no type"))
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
                    f"{url}: more than {LARGEST // 2**20} MiB came; no file of this publisher is "
                    "that large, so it was not read on."
                )
        return bytes(body)


def _reason(error: requests.RequestException, timeout: float) -> str:
    """Say why no answer came, told by the kind of the error and of its cause, never by its text."""
    for kinds, said in _REASONS.items():
        if any(isinstance(found, kinds) for found in _causes(error)):
            return said.format(timeout=timeout)
    return _CUT_OFF


def _causes(error: BaseException) -> list[BaseException]:
    """Return an error and all that it was made of: libraries wrap one another's errors."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        current = waiting.pop(0)
        if isinstance(current, BaseException) and current not in found:
            found.append(current)
            waiting += [current.__cause__, getattr(current, "reason", None), *current.args]
    return found


_FAILED = "the publisher's server failed, and went on failing; try again later."
_NO_ADDRESS = "this is not an address that can be fetched; it should begin with https://."

# By kinds of errors, the most telling first; urllib3 raises them, and requests some of its own.
_REASONS: dict[tuple[type[BaseException], ...], str] = {
    (requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema): _NO_ADDRESS,
    (requests.exceptions.InvalidURL, exceptions.LocationParseError): _NO_ADDRESS,
    (requests.exceptions.TooManyRedirects,): (
        "the address leads to others without end; the publisher may have moved the file."
    ),
    (requests.exceptions.ProxyError, exceptions.ProxyError): (
        "the proxy does not answer; check the environment variable HTTPS_PROXY."
    ),
    (requests.exceptions.SSLError, exceptions.SSLError, ssl.SSLError): (
        "the connection is not secure: the server's certificate or encryption is not accepted."
    ),
    (exceptions.NameResolutionError,): "the server's name is not known here; is there a network?",
    (ConnectionRefusedError,): "the server refused the connection.",
    (exceptions.NewConnectionError,): "the server can't be reached; is there a network?",
    (requests.exceptions.ConnectTimeout, exceptions.ConnectTimeoutError): (
        "no connection within {timeout:g} seconds."
    ),
    (requests.exceptions.ReadTimeout, exceptions.ReadTimeoutError): (
        "the answer stopped for more than {timeout:g} seconds."
    ),
    (requests.exceptions.RetryError, exceptions.ResponseError): _FAILED,
    (requests.exceptions.ContentDecodingError, exceptions.DecodeError): (
        "the answer can't be decoded; the publisher's server packs it wrongly."
    ),
}
_CUT_OFF = "the answer was cut off in the middle."


def api_key(name: str, where: str) -> str:
    """Return an API key from the environment.

    Raises:
        FetchError: saying how to get one, where it is not set.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        raise FetchError(
            f"set the environment variable {name}: a free key can be requested at {where}"
        )
    return value


def _expect(url: str, kind: str, body: bytes, content_type: str) -> None:
    """Refuse an answer that is not of the kind that was asked for."""
    if not body.strip():
        raise FetchError(f"{url}: the answer is empty; a file ({kind}) was expected.")
    start = body.lstrip()[:200].lower()
    if kind != "html" and (start.startswith((b"<!doctype html", b"<html")) or b"<html" in start):
        raise FetchError(
            f"{url}: a web page came instead of the file ({kind}). The publisher may have moved "
            "it, or shows a notice; open the address in a browser."
        )
    beginning = _BEGINNINGS.get(kind)
    if beginning and not body.lstrip().startswith(beginning):
        raise FetchError(
            f"{url}: the answer is no file of the kind {kind}; the server calls it {content_type}."
        )


def _status(response: requests.Response) -> str:
    """Say what a status means for the person who refreshes."""
    code = response.status_code
    meaning = {
        401: "the key was not accepted; check the environment variable that holds it.",
        403: "the publisher refused; a missing or wrong key, or too many requests, may be why.",
        404: "there is no such file any more; the publisher may have moved it.",
        429: "the publisher asks for fewer requests, and went on asking; try again later.",
    }
    return f"answered {code}: " + meaning.get(code, _FAILED if code >= 500 else "unexpected.")
