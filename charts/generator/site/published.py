"""Fetches the files of a published site, bounded in size, number and time."""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Iterable
from urllib.parse import quote

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, ProtocolError
from urllib3.exceptions import TimeoutError as SilenceError
from urllib3.util import Retry

from charts.generator.base.problems import MistakeError

TIMEOUT = 20.0  # seconds to connect, and between two pieces of an answer
PATIENCE = 900.0  # seconds for all files together, however slowly they come
LARGEST = 16 * 2**20  # bytes of one file; about ten times our largest
TOTAL = 512 * 2**20  # bytes of all files
MOST = 20_000  # files


class UnreadableError(MistakeError):
    """Says in a sentence why a published site can't be read."""


class Published:
    """A published site.

    Args:
        address: where it is published.
        pause: seconds before the first of three more tries, if the server fails.
        patience: seconds for all files that are asked for at once.
        timeout: seconds that the server may send nothing.

    Raises:
        MistakeError: if this is not the address of a site.
    """

    def __init__(
        self,
        address: str,
        *,
        pause: float = 1.0,
        patience: float = PATIENCE,
        timeout: float = TIMEOUT,
    ) -> None:
        if not re.match(r"https?://[^/\s]+", address):
            raise MistakeError(
                f'"{address}" is not the address of a site, such as https://example.org/explainer/.'
            )
        self.address = f"{address.rstrip('/')}/"
        self.patience, self.timeout = patience, timeout
        # Caches on the way may keep a file for minutes; they know no answer to a new question.
        self.question = secrets.token_hex(4)
        self.session = requests.Session()
        # Uncompressed, so that no small answer becomes a large file.
        self.session.headers.update({"Accept-Encoding": "identity", "Cache-Control": "no-cache"})
        retry = Retry(
            total=3,
            backoff_factor=pause,
            status_forcelist=(429, 500, 502, 503, 504),
            respect_retry_after_header=False,
            raise_on_status=False,
        )
        for scheme in ("https://", "http://"):
            self.session.mount(scheme, HTTPAdapter(max_retries=retry))

    def get(self, names: Iterable[str], largest: int = LARGEST) -> dict[str, bytes]:
        """Return files by their names; those that the server does not have are left out.

        Args:
            names: paths below the site's address. A page is asked for as readers do, by its folder.
            largest: how many bytes a file may have.

        Raises:
            UnreadableError: if the server fails, or an answer is too large or too slow.
        """
        wanted = list(names)
        if len(wanted) > MOST:
            raise UnreadableError(f"{self.address}: lists more than {MOST} files.")
        found: dict[str, bytes] = {}
        failed: list[UnreadableError] = []

        def fetch() -> None:
            try:
                for name in wanted:
                    content = self._file(name, largest)
                    if content is not None:
                        found[name] = content
                    if sum(map(len, found.values())) > TOTAL:
                        said = f"{self.address}: all files together are too large for a site."
                        raise UnreadableError(said)
            except UnreadableError as error:
                failed.append(error)

        # A server can send single bytes for ever, and no timeout of a library notices.
        thread = threading.Thread(target=fetch, daemon=True)
        thread.start()
        thread.join(self.patience)
        if thread.is_alive():
            said = f"is too slow: {len(wanted)} files took more than {self.patience:g} seconds."
            raise UnreadableError(f"{self.address}: {said}")
        if failed:
            raise failed[0]
        return found

    def _file(self, name: str, largest: int) -> bytes | None:
        shown = self.address + quote(re.sub(r"(^|/)index\.html$", r"\1", name))
        try:
            with self.session.get(
                f"{shown}?{self.question}", timeout=self.timeout, stream=True, allow_redirects=False
            ) as answer:
                if answer.status_code == 404:
                    return None
                if answer.is_redirect:
                    place = answer.headers.get("Location", "")
                    raise UnreadableError(f"{shown}: leads on to {place}; name that address.")
                if answer.status_code != 200:
                    raise UnreadableError(f"{shown}: answered {answer.status_code}.")
                if answer.headers.get("Content-Encoding", "identity") != "identity":
                    raise UnreadableError(f"{shown}: is compressed, though nobody asked for that.")
                content = bytearray()
                for piece in answer.raw.stream(2**16, decode_content=False):
                    content += piece
                    if len(content) > largest:
                        said = f"is larger than {largest // 2**10} KiB."
                        raise UnreadableError(f"{shown}: {said}")
                return bytes(content)
        except (requests.RequestException, HTTPError) as error:
            raise UnreadableError(f"{shown}: {_reason(error, self.timeout)}") from None


def _reason(error: Exception, timeout: float) -> str:
    if isinstance(error, requests.exceptions.SSLError):
        return "the connection is not secure: the server's certificate is not accepted."
    # After its last try, a library wraps what went wrong.
    cause = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(error, requests.exceptions.Timeout) or isinstance(cause or error, SilenceError):
        return f"the server sent nothing for more than {timeout:g} seconds."
    if isinstance(cause or error, ProtocolError):
        return "the answer was cut off in the middle."
    return "the server can't be reached; check the address and your network."
