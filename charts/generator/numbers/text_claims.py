"""What the data say about the claims of other texts: each gets one computed verdict.

An explainer that checks texts has a dataset named `claims` with one claim in each row; a module in
`charts/facts/` marks the test of a claim with `@finding("ID")`. The column `kind` says what sort of
statement each is, and with it why a claim without a test has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from charts.generator.base.problems import MistakeError, unknown
from charts.generator.data.datasets import Dataset
from charts.generator.numbers import formats, units
from charts.generator.numbers.entries import STATED, Entry
from charts.generator.numbers.quantities import Cell, Label, Quantity, Table

CLAIMS = "claims"  # the dataset
COLUMNS = [
    "id", "source", "section", "claim", "kind", "stated_value", "unit", "period", "attributed_to",
]  # fmt: skip

HOLDS = "holds"
ROUNDED = "holds within rounding"
PARTLY = "holds in part"
QUOTED = "as quoted"
REVISED = "revised since"
OUTDATED = "no longer true"
DIFFERS = "the data differ"
NOT_HELD = "figures not held"
RECORD = "a matter of record"
OPINION = "a forecast or opinion"

# Every verdict with its meaning, in the order in which a summary counts them.
VERDICTS = {
    HOLDS: "The data say the same, to the last digit that the text gives.",
    ROUNDED: "The data say the same once they are rounded as coarsely as the text rounds.",
    PARTLY: "The data bear out a part of it, or a part of its period. The note says which.",
    QUOTED: "Our figures repeat the study that the text quotes. Nothing independent was found.",
    REVISED: "It was what the publisher said then; the publisher has changed the number since.",
    OUTDATED: "The text speaks of its present: it was so then, and no longer is.",
    DIFFERS: "Our data do not say so, and did not when the text was written.",
    NOT_HELD: "Figures could tell, and are not held here. The note says which, and where.",
    RECORD: "It happened or it did not. Documents show that, and no statistic does.",
    OPINION: "It says what will be, would have been or ought to be. No figure settles that.",
}

# How a verdict is drawn: a full dot for what holds, a half for what holds no longer or in part, an
# empty one for what no figure tells, a struck one for what the data deny.
DOTS = {
    **dict.fromkeys((HOLDS, ROUNDED), "holds"),
    **dict.fromkeys((PARTLY, QUOTED, REVISED, OUTDATED), "half"),
    DIFFERS: "differs",
    **dict.fromkeys((NOT_HELD, RECORD, OPINION), "open"),
}

# The sorts of statement, each with the verdict on one without a test. Only what a text says of its
# own present can have been true and be so no longer; and a study that we have from the same hands
# as the text confirms nothing.
PRESENT, QUOTATION = "present", "quotation"
KINDS = {
    "past": NOT_HELD,
    PRESENT: NOT_HELD,
    QUOTATION: NOT_HELD,
    "record": RECORD,
    "forecast": OPINION,
    "opinion": OPINION,
}

# How far at most the data may be from a number that a text rounds coarsely ("about 80").
COARSE = 0.1


@dataclass(frozen=True)
class TextClaim:
    """A claim of a text: who says it, where and when, in this site's words.

    `stated` is the number that the text states, as it writes it; empty where it states none.
    """

    id: str
    section: str
    words: str
    kind: str
    stated: str
    period: str
    attributed_to: str
    publisher: str
    title: str
    url: str
    date: str


@dataclass(frozen=True)
class Finding:
    """The verdict on a claim, the number that was compared with it, and the cells read."""

    claim: TextClaim
    verdict: str
    entry: Entry | None = None
    number: Quantity | None = None
    cells: tuple[Cell, ...] = ()


def score(findings: Sequence[Finding]) -> str:
    """Return how many of some claims hold: 7 of 12 hold."""
    return f"{sum(DOTS[each.verdict] == 'holds' for each in findings)} of {len(findings)} hold"


def claims(dataset: Dataset) -> dict[str, TextClaim]:
    """Return the claims of the dataset by id, in its order.

    Raises:
        MistakeError: if the dataset lacks a column, a text that it names, or a kind of statement.
    """
    for column in COLUMNS:
        if column not in dataset.fields:
            raise MistakeError(f'the dataset "{CLAIMS}" lacks the column "{column}".')
    texts = {source.get("id"): source for source in dataset.descriptor["sources"]}
    found = {}
    for row in dataset.rows:
        if row["source"] not in texts:
            message = unknown("text", row["source"], texts)
            message += ' Give each text in the dataset\'s "sources" an "id".'
            raise MistakeError(f'the dataset "{CLAIMS}": {message}')
        if row["kind"] not in KINDS:
            message = unknown("kind of statement", row["kind"], KINDS)
            raise MistakeError(f'the dataset "{CLAIMS}", claim "{row["id"]}": {message}')
        text = texts[row["source"]]
        found[row["id"]] = TextClaim(
            row["id"],
            row["section"],
            row["claim"],
            row["kind"],
            formats.stated(row["stated_value"], row["unit"]),
            row["period"],
            row["attributed_to"],
            text["publisher"],
            text["title"],
            text["path"],
            text["vintage"],
        )
    return found


def stated(table: Table, id: str) -> Quantity:
    """Return the number that a claim states, in the unit that it is stated in."""
    number = table.number("stated_value", id=id)
    unit = table.cell("unit", id=id)
    return Quantity(number, str(unit), f"as stated in {id}", number.cells)


def untested(claim: TextClaim) -> str:
    """Return the verdict on a claim that no test decides."""
    return KINDS[claim.kind]


def judge(kind: str, result: Any, number: Quantity | None) -> str:
    """Return the verdict of a test's result on a claim of a kind.

    A test returns a verdict's name, or the data's number, to be compared with the stated one.

    Raises:
        MistakeError: if it returned anything else, or says of a past or future that it is over.
    """
    if isinstance(result, Quantity):
        if number is None:
            raise MistakeError(f"it returned a number, so it must ask for `{STATED}` to compare.")
        result = compare(number, result)
    if not isinstance(result, str) or isinstance(result, Label):
        raise MistakeError(f"it returned {result!r}, neither a verdict nor a number.")
    if result not in VERDICTS:
        raise MistakeError(unknown("verdict", result, VERDICTS))
    if result == OUTDATED and kind != PRESENT:
        raise MistakeError(
            f'it returned "{OUTDATED}" for a claim of the kind "{kind}"; only what a text says of '
            f'its present ("{PRESENT}") can become untrue.'
        )
    return QUOTED if kind == QUOTATION and result in (HOLDS, ROUNDED) else result


def compare(number: Quantity, data: Quantity) -> str:
    """Return HOLDS, ROUNDED or DIFFERS for a stated number and the data's.

    It holds if the data round to it at its last digit: 29.6 to 30, and 29.64 to 29.6. It holds
    within rounding if they round to it at its last digit that is not 0, and are at most a tenth
    away: 76 to "about 80". A rank is never rounded.

    Raises:
        MistakeError: if the two are of different kinds, such as dollars and percent.
    """
    own, size = units.read(number.unit).scale, units.read(data.unit).scale
    if not units.same_measure(number.unit, data.unit):
        raise MistakeError(
            f"the text states {number.unit}, and the data are in {data.unit or 'no unit'}; "
            "they can't be compared."
        )
    said = Decimal(f"{float(number):.12g}")
    found = Decimal(f"{float(data) * size / own:.12g}")
    if found.quantize(_last(said)) == said:
        return HOLDS
    near = abs(found - said) <= abs(said) * Decimal(str(COARSE))
    rounds = abs(found - said) * 2 <= _last(said.normalize())
    return ROUNDED if near and rounds and number.unit != "rank" else DIFFERS


def _last(number: Decimal) -> Decimal:
    """Return the value of one in the last digit of a number as written: 0.1 for 29.6."""
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent)


def then_and_now(then: bool, now: bool) -> str:
    """Return the verdict on a statement from whether it was true then and is true now."""
    return (HOLDS if now else OUTDATED) if then else DIFFERS


def whole_or_part(whole: bool, part: bool) -> str:
    """Return the verdict on a statement from whether it is true, and whether a part of it is."""
    return HOLDS if whole else PARTLY if part else DIFFERS
