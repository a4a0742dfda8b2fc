"""External links are asked for politely, and only what is surely gone is called so."""

import http.server
import threading
from urllib.parse import urlsplit

import pytest

from tests.links import addresses, ask_all

ANSWERS = {
    "/there": {"HEAD": 200},
    "/no-head": {"HEAD": 405, "GET": 200},
    "/gone": {"HEAD": 404, "GET": 404},
    "/refused": {"HEAD": 403, "GET": 403},
    "/broken": {"HEAD": 500, "GET": 503},
    "/moved": {"HEAD": 301},
    "/lent": {"HEAD": 302},
    "/round": {"HEAD": 302},
}
TO = {"/moved": "/there", "/lent": "/there", "/round": "/round"}


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers each path as `ANSWERS` says, and remembers what it was asked."""

    asked: list[tuple[str, str]]

    def answer(self):
        self.asked.append((self.command, self.path))
        self.send_response(ANSWERS[self.path][self.command])
        if self.path in TO:
            self.send_header("Location", TO[self.path])
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = answer

    def log_message(self, format, *arguments):
        pass


@pytest.fixture
def server():
    """A server of this machine."""
    handler = type("Asked", (Handler,), {"asked": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


def asked_for(server, *paths):
    address = f"http://127.0.0.1:{server.server_port}"
    answers = ask_all({f"{address}{path}": "index.html" for path in paths}, pause=0, timeout=5)
    return {urlsplit(answer.address).path: answer for answer in answers}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/there", "there"),
        ("/no-head", "there"),
        ("/lent", "there"),
        ("/moved", "moved"),
        ("/refused", "unsure"),
        ("/broken", "unsure"),
        ("/gone", "gone"),
        ("/round", "gone"),
    ],
)
def test_an_address_is_what_its_server_says(server, path, kind):
    assert asked_for(server, path)[path].kind == kind


def test_a_server_that_does_not_run_is_not_called_gone(server):
    server.server_close()
    assert asked_for(server, "/there")["/there"].kind == "unsure"


def test_a_page_is_asked_for_at_most_twice_and_one_that_is_there_once(server):
    asked_for(server, "/there", "/gone")
    requests = server.RequestHandlerClass.asked
    assert requests == [("HEAD", "/there"), ("HEAD", "/gone"), ("GET", "/gone")]


def test_a_line_of_the_report_names_the_address_and_the_page_that_links_to_it(server):
    line = str(asked_for(server, "/gone")["/gone"])
    assert line.startswith("gone: http://127.0.0.1:")
    assert line.endswith("/gone: answered 404 (on index.html)")


def test_too_many_links_are_a_mistake_and_none_is_asked_for(server):
    with pytest.raises(SystemExit, match="1001 external links"):
        asked_for(server, *(f"/{number}" for number in range(1001)))
    assert server.RequestHandlerClass.asked == []


def test_links_to_elsewhere_are_found_once_without_their_place_on_the_page(tmp_path):
    pages = ["index.html", "about/index.html"]
    for name in pages:
        page = tmp_path / name
        page.parent.mkdir(exist_ok=True)
        page.write_text(
            '<a href="https://example.org/a#part">A</a> <a href="/own/">Own</a>'
            '<a href="mailto:a@example.org">Mail</a> <img src="https://example.org/picture">'
        )
    assert addresses(tmp_path) == {"https://example.org/a": "about/index.html"}
