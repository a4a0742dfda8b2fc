"""The facts of this explainer are what its files say, and its claims are true."""

import csv

import pytest

from charts.generator.numbers.ledger import Receipt
from charts.generator.pages.content import Content
from charts.generator.pages.evaluator import Evaluator
from charts.generator.project import Project
from tests.support import ROOT, run


@pytest.fixture(scope="module")
def real() -> Project:
    return Project(ROOT)


def test_every_fact_is_made_of_cells_and_can_be_written(real):
    receipts = [real.ledger.fact(name) for name in real.ledger.facts]
    assert receipts
    assert [receipt.reference for receipt in receipts if not receipt.cells] == []
    assert [receipt.reference for receipt in receipts if not receipt.text.strip()] == []


def test_every_claim_holds(real):
    verdicts = [real.ledger.claim(name) for name in real.ledger.claims]
    assert verdicts
    assert [verdict.entry.name for verdict in verdicts if not verdict.holds] == []


def test_every_number_of_a_page_can_be_recomputed_from_its_reference_alone(real):
    uses = [use.result for use in Evaluator(Content(real)).uses if isinstance(use.result, Receipt)]
    ledger = Content(Project(ROOT)).ledger  # one that has computed nothing yet
    assert len({use.reference for use in uses}) >= 20
    for use in uses:
        again = ledger.recompute(use.reference, use.format)
        assert (again.text, again.raw, again.cells) == (use.text, use.raw, use.cells)


def rows(file: str, **where: str) -> list[dict[str, str]]:
    """Reads a dataset without any of this project's code."""
    with (ROOT / "data" / file).open(encoding="utf-8") as lines:
        return [row for row in csv.DictReader(lines) if where.items() <= row.items()]


def test_the_fall_of_imports_is_what_the_file_says(real):
    (before,) = rows("us_russia_trade_annual.csv", year="2021")
    (after,) = rows("us_russia_trade_annual.csv", year="2024")
    fall = 1 - float(after["imports"]) / float(before["imports"])
    receipt = real.ledger.fact("imports_fall_2021_2024")
    assert float(receipt.value) == pytest.approx(fall)
    assert receipt.text == f"{fall:.0%}"


def test_the_share_in_all_trade_is_what_the_files_say(real):
    (ours,) = rows("us_russia_trade_annual.csv", year="2025")
    (all_partners,) = rows("us_trade_by_partner_annual.csv", year="2025", partner="World")
    trade = [float(row["exports"]) + float(row["imports"]) for row in (ours, all_partners)]
    receipt = real.ledger.fact("russia_share_2025")
    assert float(receipt.value) == pytest.approx(trade[0] / trade[1])
    assert receipt.text == f"{trade[0] / trade[1]:.2%}"


def test_every_fact_can_be_listed(real):
    done = run("list", "facts")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("can't be computed") == 0
    assert len(done.stdout.splitlines()) == len(Content(real).ledger.facts) + 2
