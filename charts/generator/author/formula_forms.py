"""The forms that most facts and claims have, each a formula with gaps.

In a form, S is the series and O what it is set against; AT is one period, FROM and TO are two, and
SHARE is a percentage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from charts.generator.base.problems import MistakeError, unknown
from charts.generator.numbers.expressions import (
    Column,
    FormulaError,
    Name,
    Node,
    Number,
    Period,
    Where,
    parse,
)

# The gaps of forms by the option that fills each, with what goes there.
GAPS = {
    "series": ("S", "what it is about: a series, or a column as DATASET.COLUMN"),
    "other": ("O", "what it is set against: another series or, for a comparison, a number"),
    "at": ("AT", "the period: 2024, 2024-03 or latest"),
    "from": ("FROM", "the first period, as 2021"),
    "to": ("TO", "the last period, as 2024 or latest"),
    "share": ("SHARE", "the percentage, as 50%"),
}
PERIODS = ("at", "from", "to")


@dataclass(frozen=True)
class Form:
    """A kind of formula: its name, what it says in a sentence, and its text with gaps.

    `short` is its text where it runs over all periods, if it may.
    """

    name: str
    says: str
    text: str
    short: str = ""

    def gaps(self, *, whole: bool = False) -> list[str]:
        """Return the options that fill its gaps; `whole` if those of its window are left out."""
        words = re.findall(r"[A-Z]+", self.short if whole and self.short else self.text)
        return [option for option, (gap, _) in GAPS.items() if gap in words]

    @property
    def told(self) -> str:
        """Return what it says, and the options beside the series that it takes."""
        window = [option for option in self.gaps() if option not in self.gaps(whole=True)]
        takes = [f"--{option}" for option in self.gaps() if option not in ("series", *window)]
        takes += [f"[--{option}]" for option in window]
        return f"{self.says}{':' if takes else ''} {' '.join(takes)}".rstrip()

    def filled(self, given: Mapping[str, str]) -> str:
        """Return the formula, with what is given for each gap."""
        window = {"from", "to"} & given.keys()
        text = self.text if window or not self.short else self.short
        by_gap = {GAPS[option][0]: value for option, value in given.items()}
        # First the brackets: a series may have conditions of its own, which they join.
        text = re.sub(
            r"\b([SO])\[(.*?)\]", lambda found: with_condition(by_gap[found[1]], found[2]), text
        )
        return re.sub(r"\b(?:S|O|AT|FROM|TO|SHARE)\b", lambda gap: by_gap.get(gap[0], gap[0]), text)


# The names are those of the language's functions, where there is one.
FACTS = (
    Form("value", "the number of one period", "S[AT]"),
    Form("fall", "by what share it fell from one period to another", "fall(S, FROM, TO)"),
    Form("rise", "by what share it rose from one period to another", "rise(S, FROM, TO)"),
    Form("change", "by what share it changed, with a minus if it fell", "change(S, FROM, TO)"),
    Form("difference", "by how much it changed, in its own unit", "S[TO] - S[FROM]"),
    Form("share", "its share of another series in one period", "share(S[AT], O[AT])"),
    Form("times", "how many times as large as another it was", "times(S[AT], O[AT])"),
    Form("sum", "the periods from one to another, added up", "sum(S[FROM..TO])"),
    Form("mean", "the average of the periods from one to another", "mean(S[FROM..TO])"),
    Form("highest", "the highest number on record, or of a window",
         "highest(S[FROM..TO])", "highest(S)"),
    Form("lowest", "the lowest number on record, or of a window",
         "lowest(S[FROM..TO])", "lowest(S)"),
    Form("highest-when", "when it was highest, on record or in a window",
         "when(highest(S[FROM..TO]))", "when(highest(S))"),
    Form("lowest-when", "when it was lowest, on record or in a window",
         "when(lowest(S[FROM..TO]))", "when(lowest(S))"),
    Form("rank", "its place among all that the dataset lists, in one period", "rank(S[AT])"),
    Form("count-above", "in how many periods it was above another series or a number",
         "count(S > O, FROM..TO)"),
    Form("count-below", "in how many periods it was below another series or a number",
         "count(S < O, FROM..TO)"),
    Form("last", "the last period on record", "last(S)"),
)  # fmt: skip
CLAIMS = (
    Form("higher", "it was higher in a later period than in an earlier one", "S[TO] > S[FROM]"),
    Form("lower", "it was lower in a later period than in an earlier one", "S[TO] < S[FROM]"),
    Form("rises", "it rose in every period from one to another", "rises(S, FROM..TO)"),
    Form("falls", "it fell in every period from one to another", "falls(S, FROM..TO)"),
    Form("same", "it stayed the same from one period to another", "same(S, FROM..TO)"),
    Form("highest", "no other period was as high, on record or in a window",
         "is_highest(S, AT, FROM..TO)", "is_highest(S, AT)"),
    Form("lowest", "no other period was as low, on record or in a window",
         "is_lowest(S, AT, FROM..TO)", "is_lowest(S, AT)"),
    Form("highest-since", "a record: no period since an earlier one was as high",
         "highest_since(S, AT, FROM)"),
    Form("lowest-since", "a record: no period since an earlier one was as low",
         "lowest_since(S, AT, FROM)"),
    Form("above", "it was above another series or a number in one period", "S[AT] > O[AT]"),
    Form("below", "it was below another series or a number in one period", "S[AT] < O[AT]"),
    Form("always-above", "it was above another series or a number in every period",
         "always(S > O, FROM..TO)"),
    Form("always-below", "it was below another series or a number in every period",
         "always(S < O, FROM..TO)"),
    Form("overtakes", "it was below another series until a period, and above from then on",
         "overtakes(S, O, AT)"),
    Form("less-than-part", "it was less than a percentage of what it was earlier",
         "S[TO] < SHARE * S[FROM]"),
    Form("about", "it was about as high as earlier, within a percentage",
         "about(S[TO], S[FROM], SHARE)"),
)  # fmt: skip
FORMS = {"fact": FACTS, "claim": CLAIMS}


def form(kind: str, name: str) -> Form:
    """Return a form of a fact or a claim.

    Raises:
        MistakeError: if there is none of this name.
    """
    found = {each.name: each for each in FORMS[kind]}
    if name not in found:
        others = "claim" if kind == "fact" else "fact"
        if any(each.name == name for each in FORMS[others]):
            raise MistakeError(
                f'"{name}" is a form of a {others}: `charts new {others}`. Forms of a {kind}: '
                f"{', '.join(found)}."
            )
        raise MistakeError(unknown(f"form of a {kind}", name, found))
    return found[name]


def with_condition(series: str, condition: str) -> str:
    """Return a series with one more condition; a number has none.

    >>> with_condition("sales", "2024")
    'sales[2024]'
    >>> with_condition("sales[shop=North]", "2024")
    'sales[shop=North, 2024]'
    """
    match parse(series):
        case Number():
            return series
        case Where():
            return f"{series.rstrip()[:-1].rstrip()}, {condition}]"
        case Name() | Column():
            return f"{series}[{condition}]"
    return f"({series})[{condition}]"


def with_value(series: str, column: str, values: str) -> str:
    """Return a series with a column held to a value, or to several with "|" between them.

    >>> with_value("sales", "shop", "North|South, new")
    "sales[shop=North|'South, new']"
    """
    written = [_quoted(value.strip()) for value in values.split("|")]
    return with_condition(series, f"{column}={'|'.join(written)}")


def _quoted(value: str) -> str:
    """Return a value as a condition has it: between quotes where it needs them."""
    if value and not re.search(r"""[\],|'"]""", value):
        return value
    mark = '"' if "'" in value else "'"
    return f"{mark}{value}{mark}"


def period_fault(text: str) -> str:
    """Return what is wrong with a text as a period; empty if it is one."""
    try:
        node: Node | None = parse(text)
    except FormulaError:
        node = None
    if isinstance(node, Period):
        return ""
    return f'"{text}" is not a period; write 2024, 2024-03, 2024-Q1 or latest.'


def share_fault(text: str) -> str:
    """Return what is wrong with a text as a percentage; empty if it is one."""
    try:
        node: Node | None = parse(text)
    except FormulaError:
        node = None
    if isinstance(node, Number) and node.unit == "percent":
        return ""
    return f'"{text}" is not a percentage; write 50%.'


def listed(kind: str, forms: Iterable[Form] = ()) -> list[tuple[str, str]]:
    """Return the forms of a fact or a claim, each with its sentence."""
    return [(each.name, each.says) for each in forms or FORMS[kind]]
