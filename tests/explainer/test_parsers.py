"""The parsers of `data/fetch/` on files that no publisher would serve.

Whatever arrives, a fetch function returns rows in the schema's columns, or says in a FetchError
what is wrong: nothing else may come out of it.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charts.generator.base.explainer_code import load_module
from charts.generator.base.http_client import Answer, Client, FetchError
from tests.conftest import ROOT
from tests.explainer import samples
from tests.explainer.held import HELD
from tests.publishers import name_of


class Canned:
    """A client that answers from memory, as the server would."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    def get(self, url: str, kind: str, parameters: dict[str, str] | None = None) -> Answer:
        parts = urlsplit(url)
        query = "&".join(filter(None, [parts.query, urlencode(parameters or {})]))
        name = name_of(self.files, f"{parts.netloc}{parts.path}?{query}")
        if name not in self.files:
            raise FetchError(f"{url}: answered 404: the file is no longer there.")
        return Answer(url, self.files[name], "Thu, 05 Nov 2026 13:30:00 GMT")


def fetched(name: str, files: dict[str, bytes]) -> list[str]:
    """Runs a fetch function on files; returns its columns, or lets its FetchError out."""
    dataset = HELD[name]
    module = load_module(ROOT / "data" / "fetch" / f"{dataset.descriptor['fetcher']}.py")
    function: Callable[..., Any] = getattr(module, name)
    arguments = {"client": cast(Client, Canned(files)), "held": dataset.texts}
    wanted = function.__code__.co_varnames[: function.__code__.co_argcount]
    return sorted(function(**{argument: arguments[argument] for argument in wanted}).columns)


@cache
def files(name: str) -> dict[str, bytes]:
    """Returns the files of a dataset. To write a workbook takes longer than to read it."""
    return samples.SAMPLES[name].files()


# What may befall a file: bytes taken out, put in, or overwritten.
WOUNDS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=12)), min_size=1, max_size=4
)


def wounded(body: bytes, wounds: list[tuple[float, int, bytes]]) -> bytes:
    for where, length, instead in wounds:
        start = int(where * len(body))
        body = body[:start] + instead + body[start + length :]
    return body


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in samples.KEYS:
        monkeypatch.setenv(name, "not-a-real-key")


@pytest.mark.parametrize("name", samples.FORMS)
def test_a_sound_file_gives_the_columns_of_the_schema(name: str) -> None:
    assert fetched(name, samples.files()) == sorted(HELD[name].fields)


@pytest.mark.parametrize("name", samples.FORMS)
@settings(
    max_examples=20, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(wounds=WOUNDS)
def test_a_damaged_file_is_read_or_refused_in_a_sentence(
    name: str, wounds: list[tuple[float, int, bytes]]
) -> None:
    damaged = {path: wounded(body, wounds) for path, body in files(name).items()}
    try:
        assert fetched(name, samples.files() | damaged) == sorted(HELD[name].fields)
    except FetchError as error:
        assert str(error).count("\n") == 0


@pytest.mark.parametrize("name", samples.FORMS)
@settings(
    max_examples=40, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(body=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode)))
def test_noise_is_refused_in_a_sentence(name: str, body: bytes) -> None:
    with pytest.raises(FetchError):
        fetched(name, samples.files() | dict.fromkeys(files(name), body))
