"""A real server on this machine that serves files like the publishers', and misbehaves."""

from __future__ import annotations

import http.server
import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import ClassVar
from urllib.parse import parse_qsl, urlencode

import pandas as pd

from charts.generator.base.http_client import LARGEST


@dataclass
class Publisher:
    """What the server serves, how it misbehaves, and the requests that it got.

    A file's name is its publisher's host and path; if one path has several files, also the query,
    sorted and without keys.
    """

    address: str
    files: dict[str, bytes]
    fault: str = ""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)


def name_of(files: dict[str, bytes], asked: str) -> str:
    """Returns the name of the file that answers a request for a path with its query."""
    path, _, query = asked.partition("?")
    sought = urlencode(sorted(pair for pair in parse_qsl(query) if "key" not in pair[0]))
    return f"{path}?{sought}" if f"{path}?{sought}" in files else path


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    publisher: Publisher

    def log_message(self, format: str, *arguments: object) -> None:
        pass

    def do_GET(self) -> None:
        publisher = self.publisher
        publisher.asked.append((self.path, dict(self.headers)))
        name = name_of(publisher.files, self.path.lstrip("/"))
        body = publisher.files.get(name)
        if body is None:
            self._answer(404, b"no such file")
        elif (fault := getattr(self, f"_{publisher.fault}", None)) is not None:
            fault(body)
        elif self.headers.get("If-None-Match") == f'"{hash(body)}"':
            self._answer(304, b"")
        else:
            headers = {"ETag": f'"{hash(body)}"', "Last-Modified": "Thu, 05 Nov 2026 13:30:00 GMT"}
            self._answer(200, body, headers)

    def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(ConnectionError):  # the client may have timed out
            self.wfile.write(body)

    def _slow(self, body: bytes) -> None:
        self.publisher.ended.wait()  # longer than any client

    def _cut_off(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2])
        self.close_connection = True

    def _status_500(self, body: bytes) -> None:
        self._answer(500, b"oops")

    def _status_429(self, body: bytes) -> None:
        self._answer(429, b"slow down", {"Retry-After": "0"})

    def _status_403(self, body: bytes) -> None:
        self._answer(403, b"no")

    def _html(self, body: bytes) -> None:
        page = b"<!DOCTYPE html><html><body>We are down for maintenance.</body></html>"
        self._answer(200, page, {"Content-Type": "text/html"})

    def _wrong_type(self, body: bytes) -> None:
        self._answer(200, b"\x89PNG\r\n\x1a\n" + bytes(64), {"Content-Type": "image/png"})

    def _empty(self, body: bytes) -> None:
        self._answer(200, b"")

    def _gigantic(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(2**40))
        self.end_headers()
        piece = body[:4] + b" " * 2**20
        try:
            for _ in range(LARGEST // 2**20 + 4):
                self.wfile.write(piece)
        except ConnectionError:
            pass
        self.close_connection = True

    def _truncated(self, body: bytes) -> None:
        self._answer(200, body[: len(body) * 2 // 3])


# Each of these answers is wrong in a way that HTTP or the form of the file shows.
SERVER_FAULTS = [
    "slow", "cut_off", "status_500", "status_429", "status_403", "html", "wrong_type", "empty",
    "gigantic", "truncated",
]  # fmt: skip


@contextmanager
def serving(files: dict[str, bytes]) -> Iterator[Publisher]:
    """Serves files, each under its publisher's host, on a free port of this machine."""
    handler = type("Handler", (_Handler,), {})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        publisher = Publisher(f"http://127.0.0.1:{server.server_port}", files)
        handler.publisher = publisher  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield publisher
        publisher.ended.set()
        server.shutdown()


def xlsx(frame: pd.DataFrame) -> bytes:
    """Writes a frame as a workbook."""
    buffer = io.BytesIO()
    frame.to_excel(buffer, index=False)
    return buffer.getvalue()


@dataclass(frozen=True)
class Sample:
    """What a publisher serves for a dataset, as a table, and the faults that a test can add.

    `encode` writes the table as files by name. `ours` selects the rows that the dataset uses; the
    others are there for the form. `named` says whether columns are found by name. `refused` is the
    answer of an API to a bad key, whatever its status.
    """

    table: pd.DataFrame
    encode: Callable[[pd.DataFrame], dict[str, bytes]]
    values: list[str]
    ours: pd.Series
    named: bool = True
    refused: bytes | None = None

    FAULTS: ClassVar[list[str]] = [
        "renamed", "thousandfold", "duplicated", "negative", "shortened", "revised",
    ]  # fmt: skip

    def files(self) -> dict[str, bytes]:
        """Returns the files without faults."""
        return self.encode(self.table)

    def renamed(self) -> dict[str, bytes]:
        """Returns the files with a renamed column."""
        return self.encode(self.table.rename(columns={self.values[0]: "SOMETHING_ELSE"}))

    def thousandfold(self) -> dict[str, bytes]:
        """Returns the files in another unit."""
        return self._scaled(1000, self.ours)

    def revised(self) -> dict[str, bytes]:
        """Returns the files with all values raised by half."""
        return self._scaled(1.5, self.ours)

    def negative(self) -> dict[str, bytes]:
        """Returns the files with negative last values."""
        return self._scaled(-1, self.ours & (self.ours.cumsum() == self.ours.sum()))

    def duplicated(self) -> dict[str, bytes]:
        """Returns the files with their last row twice."""
        return self.encode(pd.concat([self.table, self.table[self.ours].tail(1)]))

    def shortened(self) -> dict[str, bytes]:
        """Returns the files without the first rows of the dataset."""
        first = self.table[self.ours].head(max(1, int(self.ours.sum()) // 3))
        return self.encode(self.table.drop(first.index))

    def _scaled(self, factor: float, rows: pd.Series) -> dict[str, bytes]:
        table = self.table.copy()
        table.loc[rows, self.values] = table.loc[rows, self.values] * factor
        return self.encode(table)
