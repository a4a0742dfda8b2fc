"""Other generators get our words, and what all of them cost becomes a dataset of the site."""

import json
from pathlib import Path

import pytest

from tests import build_costs, large, peers

MACHINE = "2 processors"


def found(name: str, charts: int, cold: float) -> dict[str, object]:
    return {
        "name": name, "version": "1.0.0", "does": "words", "charts": charts, "cold": cold,
        "cold_range": [cold, cold], "page": 1.0, "unchanged": 0.5, "site": 7.25, "question": 46.0,
    }  # fmt: skip


COMPARED = {
    "day": "2026-11-28", "machine": MACHINE, "runs": 3,
    "found": [found(peers.OURS, 25, 17.0), found("Hugo", 25, 0.1)],
}  # fmt: skip
SCALED = {
    "day": "2026-11-28", "machine": MACHINE,
    "found": [
        {"charts": charts, "cold": charts / 2, "page": 2.0, "unchanged": 0.2, "site": 9.0}
        for charts in (25, 300)
    ],
}  # fmt: skip


def test_a_size_that_was_compared_has_the_figures_of_the_comparison():
    rows = {(row[0], row[1]): row[3] for row in build_costs.rows(COMPARED, SCALED)}
    assert rows == {
        ("Hugo", "25"): "0.10", (peers.OURS, "25"): "17.00", (peers.OURS, "300"): "150.00",
    }  # fmt: skip


def test_every_row_says_which_version_was_measured_when_and_on_which_machine():
    for row in build_costs.rows(COMPARED, SCALED):
        cells = dict(zip(build_costs.HEAD, row, strict=True))
        assert (cells["version"], cells["vintage"], cells["machine"]) == (
            "1.0.0", "2026-11-28", MACHINE,
        )  # fmt: skip


def test_figures_of_two_machines_are_not_joined():
    with pytest.raises(ValueError, match=r"measured on two machines: 2 processors; 8 processors\."):
        build_costs.rows(COMPARED, SCALED | {"machine": "8 processors"})


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a peer reads of an explainer and of its site."""
    root = tmp_path_factory.mktemp("ours")
    large.write(len(large.PLACES), root)
    places = {f"questions/{peers.QUESTION}": "What grows?", f"charts/{peers.QUESTION}-north": "Up."}
    for place, words in places.items():
        text = root / "site" / place / "index.txt"
        text.parent.mkdir(parents=True)
        text.write_text(f"An explainer\n\n{words}\n", encoding="utf-8")
    return root


def test_a_peer_gets_the_words_of_our_pages_and_a_plugin_their_charts(ours, tmp_path):
    pages = peers.pages_of(ours / "site")
    peers.write_markdown(tmp_path, pages, peers.vega)
    question = (tmp_path / "docs" / "questions" / f"{peers.QUESTION}.md").read_text("utf-8")
    assert question.startswith("What grows?")
    assert "An explainer" not in question
    charts = [
        json.loads(part.partition("\n```")[0]) for part in question.split("```vegalite\n")[1:]
    ]
    assert [chart["encoding"]["y"]["field"] for chart in charts] == list(large.PLACES)
    drawn = ours / charts[0]["data"]["url"]
    assert drawn.is_file()


def test_a_peer_is_measured_cold_with_one_page_changed_and_unchanged(ours, tmp_path):
    mkdocs, folder = next(peers.peers(ours, tmp_path))
    cost = peers.measured(mkdocs, 5, folder)
    assert mkdocs.name == "MkDocs"
    assert cost.cold_range[0] <= cost.cold <= cost.cold_range[1]
    assert min(cost.cold, cost.page, cost.unchanged) > 0
    page = folder / "site" / "questions" / peers.QUESTION / "index.html"
    assert "Some words more." in page.read_text("utf-8")


def test_a_peer_that_fails_says_so(tmp_path):
    with pytest.raises(RuntimeError, match="no such command here"):
        peers.seconds(["sh", "-c", "echo no such command here; exit 3"], tmp_path)
