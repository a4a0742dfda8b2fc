"""A refresh: one bad dataset never costs another, and everything is told, in words that do no harm.

The publisher is a real server on this machine; its fetchers are as simple as fetchers can be.
"""

import gzip
import http.server
import io
import json
import re
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from charts.generator.author import refresh_report
from charts.generator.base import clock
from charts.generator.base.http_client import MIRROR, Client, FetchError
from charts.generator.base.problems import ProblemsError, problem
from charts.generator.data import changes
from charts.generator.data.datasets import load, stamp
from charts.generator.data.refresh import Bounds, Outcome, renew, save, saved
from charts.generator.data.renewal import Refusal, Renewal, month_served
from charts.generator.project import Project
from tests.conftest import SECOND
from tests.generator.test_plausibility import held, resource

FIELDS = [{"name": "year", "type": "integer"}, {"name": "sold", "type": "number"}]
ROWS = [(year, 100 + year % 7) for year in range(2010, 2020)]

FETCHER = '''
import io
import json
import pandas as pd
from charts import Client, FetchError, month_served, read_workbook

HOSTS = ["files.office.example"]
PLACE = "https://office.example/"

def apples(client: Client) -> pd.DataFrame:
    """Return what the office serves."""
    return pd.read_csv(io.BytesIO(client.get(PLACE + "apples.csv", "csv").body))

def pears(client: Client) -> pd.DataFrame:
    """Return what the office serves."""
    return pd.read_csv(io.BytesIO(client.get(PLACE + "pears.csv", "csv").body))
'''

Handle = Callable[[http.server.BaseHTTPRequestHandler], None]


class Office:
    """A publisher: what it serves by path, as bytes or as a function that answers."""

    def __init__(self) -> None:
        self.served: dict[str, bytes | Handle] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.closed = threading.Event()
        self.address = ""

    def answer(self, to: http.server.BaseHTTPRequestHandler) -> None:
        self.asked.append((to.path, dict(to.headers)))
        found = self.served.get(to.path.partition("?")[0].removeprefix("/office.example/"), b"")
        if callable(found):
            with suppress(OSError):
                found(to)
            to.close_connection = True
        else:
            send(to, found, ETag='"1"')


def send(to: http.server.BaseHTTPRequestHandler, body: bytes, **headers: str) -> None:
    to.send_response(200)
    for name, value in headers.items():
        to.send_header(name.replace("_", "-"), value)
    to.send_header("Content-Length", str(len(body)))
    to.end_headers()
    to.wfile.write(body)


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    served = Office()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.answer(self)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        served.address = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setenv(MIRROR, served.address)
        monkeypatch.setenv(clock.VARIABLE, "2021-06-01")
        yield served
        served.closed.set()
        server.shutdown()


@pytest.fixture
def client(tmp_path: Path) -> Client:
    return Client(tmp_path / "kept", pause=0, timeout=5, seconds=30)


def table(rows: list[tuple[Any, ...]]) -> bytes:
    return "\n".join(",".join(map(str, row)) for row in [("year", "sold"), *rows]).encode()


class Desk:
    """A data folder with two datasets of one publisher, and what a refresh does with it."""

    def __init__(self, folder: Path, client: Client) -> None:
        self.data = folder / "data"
        self.client = client
        each = {"fetcher": "office", "bytes": 200}
        tables = [(resource(name, FIELDS, ["year"], **each), ROWS) for name in ("apples", "pears")]
        self.held = held(self.data, *tables)
        self.write(FETCHER)

    def write(self, text: str) -> None:
        (self.data / "fetch").mkdir(exist_ok=True)
        (self.data / "fetch" / "office.py").write_text(text)

    def refresh(self, *names: str, accept: bool = False, **bounds: Any) -> dict[str, Outcome]:
        """Fetches and saves as the command does."""
        limits = Bounds(**bounds)
        found = renew(
            load(self.data), self.data, list(names), self.client, accept=accept, bounds=limits
        )
        outcomes = chain.from_iterable(saved(self.data, group) for group in found)
        return {o.name if isinstance(o, Refusal) else o.new.name: o for o in outcomes}

    def refusal(self, name: str, **bounds: Any) -> str:
        found = self.refresh(name, **bounds)[name]
        assert isinstance(found, Refusal), found
        assert "\n" not in found.problem.message
        return found.problem.message


@pytest.fixture
def desk(tmp_path: Path, office: Office, client: Client) -> Desk:
    office.served |= {
        "apples.csv": table([*ROWS, (2020, 104)]),
        "pears.csv": table([*ROWS, (2020, 105)]),
    }
    return Desk(tmp_path, client)


# One bad dataset costs no other -----------------------------------------------------------------

BROKEN = {
    "raises": "raise ZeroDivisionError('a parser of yesterday')",
    "returns nothing": "return None",
    "returns infinity": "return pd.DataFrame({'year': [2020], 'sold': [float('inf')]})",
    "ends its process": "import os; os._exit(3)",
    "leaves": "raise SystemExit(3)",
    "never ends": "\n    while True: pass",
    "takes all memory": "return bytearray(2**40)",
    "calls itself": "return apples(client)",
    "returns a row of a megabyte": "return pd.DataFrame({'year': ['9' * 4_000_000], 'sold': [1]})",
}


@pytest.mark.parametrize("code", BROKEN.values(), ids=BROKEN)
def test_a_broken_fetcher_costs_no_other_dataset(desk: Desk, code: str) -> None:
    desk.write(f"{FETCHER}\ndef apples(client):\n    {code}\n")
    found = desk.refresh(dataset=2.0 if "while" in code else 60)
    assert isinstance(found["apples"], Refusal)
    assert isinstance(found["pears"], Renewal)
    assert load(desk.data)["pears"].last == "2020"
    assert load(desk.data)["apples"].last == "2019"


def test_each_dataset_is_saved_before_the_next_is_fetched(desk: Desk) -> None:
    groups = renew(desk.held, desk.data, [], desk.client, accept=False)
    save(desk.data, [item for item in next(iter(groups)) if isinstance(item, Renewal)])
    assert [load(desk.data)[name].last for name in ("apples", "pears")] == ["2020", "2019"]


def drip(office: Office, head: bytes, piece: bytes) -> Handle:
    """Sends a beginning, and then a byte now and then, without end."""

    def answer(to: http.server.BaseHTTPRequestHandler) -> None:
        to.wfile.write(head)
        while not office.closed.wait(0.05):
            to.wfile.write(piece)

    return answer


HEADS = {
    "headers": (b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a"),
    "body": (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"1"),
    "chunks": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n1\r\n"),
}


@pytest.mark.parametrize("part", HEADS)
def test_a_server_that_sends_a_byte_now_and_then_is_left(
    desk: Desk, office: Office, part: str
) -> None:
    office.served["apples.csv"] = drip(office, *HEADS[part])
    found = desk.refresh(dataset=5.0)
    assert isinstance(found["apples"], Refusal)
    # The process that reads has a limit too, which comes first where the machine is busy.
    assert re.search(r"took longer than (4\.5|5) seconds", found["apples"].problem.message)
    assert isinstance(found["pears"], Renewal)


def test_a_refresh_ends_in_time_and_says_what_it_left_out(desk: Desk) -> None:
    assert "The refresh took longer than 0 seconds" in desk.refusal("apples", whole=0)


# Files that unpack to far more ------------------------------------------------------------------


def doubled(body: bytes) -> bytes:
    return gzip.compress(gzip.compress(body))


@pytest.mark.parametrize(
    ("coding", "pack"), [("gzip", gzip.compress), ("gzip, gzip", doubled), ("br", bytes)]
)
def test_a_compressed_answer_is_unpacked_to_its_limit_and_no_further(
    office: Office, client: Client, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    body = pack(b"year,sold\n" * 7_000_000)
    office.served["apples.csv"] = lambda to: send(to, body, Content_Encoding=coding)
    with pytest.raises(FetchError, match=r"larger than 64 MiB|in a way nobody asked for"):
        client.get("https://office.example/apples.csv", "csv")


def test_a_compressed_answer_is_read(office: Office, client: Client) -> None:
    body = gzip.compress(table(ROWS))
    office.served["apples.csv"] = lambda to: send(to, body, Content_Encoding="gzip")
    assert client.get("https://office.example/apples.csv", "csv").body == table(ROWS)


def workbook(cell: str = "", padding: int = 0) -> bytes:
    """A workbook with two rows, and perhaps one more cell, or a part of zeros."""
    plain, changed = io.BytesIO(), io.BytesIO()
    book = Workbook()
    for row in [("year", "sold"), (2020, 104)]:
        book.active.append(row)
    book.save(plain)
    number = "".join(filter(str.isdigit, cell))
    far = f'<row r="{number}"><c r="{cell}"><v>1</v></c></row></sheetData>' if cell else ""
    with (
        zipfile.ZipFile(plain) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml") and far:
                content = content.replace(b"</sheetData>", far.encode())
            new.writestr(name, content)
        if padding:
            new.writestr("xl/media/picture.png", bytes(padding))
    return changed.getvalue()


READS_WORKBOOK = (
    FETCHER
    + """
def apples(client):
    return read_workbook(client.get(PLACE + "apples.xlsx", "xlsx").body)
"""
)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (lambda: workbook("XFD1048576"), "more than 5,000,000 cells"),
        (lambda: workbook("XFD900"), "more than 5,000,000 cells"),
        (lambda: workbook(padding=300 * 2**20), "unpacks to 300 MiB"),
        (lambda: workbook()[:-200], "is damaged"),
    ],
    ids=["a far cell", "a wide row", "a large part", "cut off"],
)
def test_a_workbook_that_is_too_large_inside_is_refused(
    desk: Desk, office: Office, body: Callable[[], bytes], why: str
) -> None:
    desk.write(READS_WORKBOOK)
    office.served["apples.xlsx"] = body()
    assert why in desk.refusal("apples")


def test_a_workbook_is_read_as_its_numbers(desk: Desk, office: Office) -> None:
    desk.write(READS_WORKBOOK)
    office.served["apples.xlsx"] = workbook()
    assert "lack rows that we have" in desk.refusal("apples")


def test_what_needs_too_much_memory_ends_in_a_sentence(desk: Desk, office: Office) -> None:
    code = 'def apples(client):\n    return json.loads(client.get(PLACE + "a.json", "json").body)\n'
    desk.write(f"{FETCHER}\n{code}")
    office.served["a.json"] = b"[" + b"[],[]," * 4_000_000 + b"[]]"
    assert "more than 256 MiB of memory" in desk.refusal("apples", memory=2**28)


def test_deeply_nested_json_ends_in_a_sentence(desk: Desk, office: Office) -> None:
    code = 'def apples(client):\n    return json.loads(client.get(PLACE + "a.json", "json").body)\n'
    desk.write(f"{FETCHER}\n{code}")
    office.served["a.json"] = b"[" * 1_000_000
    assert "can't be read: RecursionError" in desk.refusal("apples")


# What is kept -----------------------------------------------------------------------------------


def test_a_file_that_was_cut_off_is_fetched_again_in_full(desk: Desk, office: Office) -> None:
    good = office.served["apples.csv"]
    office.served["apples.csv"] = table(ROWS[:4])
    assert "lack rows that we have" in desk.refusal("apples")
    office.served["apples.csv"] = good
    assert isinstance(desk.refresh("apples")["apples"], Renewal)
    assert "If-None-Match" not in office.asked[-1][1]


def test_a_file_that_was_believed_is_kept(desk: Desk, office: Office) -> None:
    desk.refresh("apples")
    desk.refresh("apples")
    assert office.asked[-1][1]["If-None-Match"] == '"1"'


@pytest.mark.parametrize("part", ["", ".json"])
def test_a_kept_file_that_has_rotted_is_fetched_again(
    desk: Desk, office: Office, part: str
) -> None:
    desk.refresh("apples")
    (path,) = (path for path in desk.client.kept.iterdir() if path.suffix == part)
    path.write_bytes(path.read_bytes()[:-9])
    desk.refresh("apples")
    assert "If-None-Match" not in office.asked[-1][1]


# Redirects and dates ----------------------------------------------------------------------------


def redirect(location: str) -> Handle:
    def answer(to: http.server.BaseHTTPRequestHandler) -> None:
        to.send_response(302)
        to.send_header("Location", location)
        to.send_header("Content-Length", "0")
        to.end_headers()

    return answer


@pytest.mark.parametrize(
    "location",
    [
        "http://office.example/apples.csv",
        "https://elsewhere.example/apples.csv",
        "https://office.example@elsewhere.example/",
        "http://127.0.0.1:1/",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "//elsewhere.example/",
        "https://[",
    ],
)
def test_a_redirect_elsewhere_is_not_followed(desk: Desk, office: Office, location: str) -> None:
    office.served["apples.csv"] = redirect(location)
    assert "the server redirects to" in desk.refusal("apples")
    assert len(office.asked) == 1


def test_a_redirect_to_a_host_that_the_fetcher_declares_is_followed(
    desk: Desk, office: Office
) -> None:
    office.served["apples.csv"] = redirect("https://files.office.example/2020/apples.csv")
    office.served["/files.office.example/2020/apples.csv"] = table([*ROWS, (2020, 104)])
    assert isinstance(desk.refresh("apples")["apples"], Renewal)


def test_redirects_without_end_are_left(desk: Desk, office: Office) -> None:
    office.served["apples.csv"] = redirect("https://office.example/apples.csv")
    assert "redirects without end" in desk.refusal("apples")


@pytest.mark.parametrize(
    "modified", ["Thu, 01 Jan 2099 00:00:00 GMT", "yesterday", "Thu, 99 Nov 2020 00:00:00 GMT"]
)
def test_a_date_that_cannot_be_ends_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, modified: str
) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2021-06-01")
    with pytest.raises(FetchError, match=r"not a date|has not come yet"):
        month_served(modified)


def test_a_date_gives_its_month_and_none_gives_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2021-06-01")
    assert month_served("Thu, 05 Nov 2020 13:30:00 GMT") == "2020-11"
    assert month_served("") == "2021-06"


# The report -------------------------------------------------------------------------------------


@pytest.fixture
def project() -> Project:
    return Project(SECOND)


HARMFUL = (
    "@everyone see #1 <img src=x onerror=alert(1)> [win](https://evil.example) `` | **b** "
    "\x1b[2J\u202e\n::set-output name=a::b"
)


def refused(said: str) -> Refusal:
    return Refusal("apples", problem("data/apples.csv", f"the old data are kept. {said}"))


def test_refused_datasets_stand_first_even_if_all_are_refused(project: Project) -> None:
    told = refresh_report.report([], [refused("404.")], project, {}, markdown=True)
    assert told == (
        "## Not renewed: 1\n\n- apples: `data/apples.csv: the old data are kept. 404.`\n\n"
        "## Data\n\n\nNo dataset was renewed; all data are as they were."
    )


def test_publishers_words_are_code_in_a_pull_request(project: Project) -> None:
    told = refresh_report.report([], [refused(HARMFUL)], project, {}, markdown=True)
    (line,) = [line for line in told.splitlines() if "evil" in line]
    assert line.startswith("- apples: ```data/apples.csv")  # a longer fence than any inside
    assert line.endswith("```")
    assert line.count("```") == 2
    assert "\\x1b[2J\\u202e" in line


def test_publishers_words_move_no_cursor_in_a_terminal(project: Project) -> None:
    told = refresh_report.report([], [refused(HARMFUL)], project, {}, markdown=False)
    assert all(character.isprintable() for line in told.splitlines() for character in line)
    assert not any(line.startswith("::") for line in told.splitlines())


def test_the_report_is_never_longer_than_a_pull_request_may_be(project: Project) -> None:
    many = [refused("x" * 900)] * 200
    told = refresh_report.report([], many, project, {}, markdown=True)
    assert len(told) < 65_536
    assert told.endswith("The rest is in the log of the refresh.")


def test_a_year_that_is_accepted_is_not_said_to_be_refused_or_unchanged(desk: Desk) -> None:
    desk.write(FETCHER.replace("def pears", "def plums"))
    found = desk.refresh()
    assert isinstance(found["apples"], Renewal)
    assert isinstance(found["pears"], Refusal)
    assert "add a function pears(client)" in found["pears"].problem.message


# What the last refresh changed ------------------------------------------------------------------


def test_what_a_refresh_changed_is_kept_with_the_data(desk: Desk, office: Office) -> None:
    office.served["apples.csv"] = table([*ROWS[:-1], (2019, 104), (2020, 104)])
    desk.refresh("apples")
    (kept,) = changes.load(desk.data, load(desk.data)).values()
    assert (kept.dataset, kept.date, kept.rows_added) == ("apples", "2021-06-01", 1)
    assert kept.first_added == kept.last_added == ("2020",)
    assert kept.revised == (changes.Revision(("2019",), "sold", "103", "104"),)


def test_what_an_earlier_refresh_changed_is_kept_as_history(desk: Desk, office: Office) -> None:
    office.served["apples.csv"] = table([*ROWS[:-1], (2019, 104), (2020, 104)])
    desk.refresh("apples")
    office.served["apples.csv"] = table([*ROWS[:-1], (2019, 105), (2020, 104)])
    desk.refresh("apples")
    (kept,) = changes.load(desk.data, load(desk.data)).values()
    assert [item.before for item in kept.revised] == ["104"]
    record = [change for change in changes.history(desk.data) if change.dataset == "apples"]
    assert [item.before for change in record for item in change.revised] == ["103", "104"]


def test_only_the_newest_of_many_revised_values_are_kept(desk: Desk, office: Office) -> None:
    years = range(1900, 2020)
    (desk.data / "pears.csv").unlink()
    apples = resource("apples", FIELDS, ["year"], fetcher="office")
    held(desk.data, (apples, [(year, 100) for year in years]))
    office.served["apples.csv"] = table([(y, 101 + y % 3) for y in years])
    desk.refresh("apples", accept=True)
    (kept,) = changes.load(desk.data, load(desk.data)).values()
    assert kept.values_revised == 120
    assert len(kept.revised) == changes.MOST
    assert kept.revised[-1].key == ("2019",)


def test_a_change_no_longer_counts_when_its_file_was_edited(desk: Desk) -> None:
    desk.refresh()
    path = desk.data / "apples.csv"
    path.write_text(path.read_text().replace("2010,101", "2010,102"))
    stamp(desk.data, [])
    assert list(changes.load(desk.data, load(desk.data))) == ["pears"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"2020"', '"2031"', "there is no row 2031, which it says was added."),
        ('"rows_added": 1', '"rows_added": "one"', "this is not the list of changes"),
        ('"changes"', '"change"', "this is not the list of changes"),
        ("{", "[" * 100_000, "this is not the list of changes"),
    ],
)
def test_a_change_that_differs_from_the_data_is_told(
    desk: Desk, old: str, new: str, said: str
) -> None:
    desk.refresh("apples")
    path = desk.data / changes.FILE
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(ProblemsError) as error:
        changes.load(desk.data, load(desk.data))
    assert said in str(error.value)


def test_a_value_that_was_not_revised_so_is_told(desk: Desk, office: Office) -> None:
    office.served["apples.csv"] = table([*ROWS[:-1], (2019, 104), (2020, 104)])
    desk.refresh("apples")
    path = desk.data / changes.FILE
    listed = json.loads(path.read_text())
    listed["changes"][0]["revised"][0]["after"] = "999"
    path.write_text(json.dumps(listed))
    with pytest.raises(ProblemsError, match="sold 2019 is 104, not 999"):
        changes.load(desk.data, load(desk.data))
