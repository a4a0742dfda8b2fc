"""Says in a sentence what a formula computes or tests, from its tree.

Verbs need no agreement ("fell", "came to more than"), so that any series can be their subject.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from string import Formatter

from charts.generator.data.datasets import Dataset
from charts.generator.numbers import formats
from charts.generator.numbers.expressions import (
    Around,
    Call,
    Column,
    Comparison,
    Key,
    Logic,
    Name,
    Node,
    Not,
    Number,
    Operation,
    Period,
    Stated,
    Where,
    Window,
    Words,
)

FACTORS = {0.5: "half of", 0.25: "a quarter of", 0.2: "a fifth of", 0.1: "a tenth of",
           2.0: "twice", 3.0: "three times", 4.0: "four times", 5.0: "five times"}  # fmt: skip
COMPARED = {"<": "came to less than", ">": "came to more than", "<=": "came to no more than",
            ">=": "came to at least", "=": "equalled", "!=": "did not equal"}  # fmt: skip
DATES = {"<": "came before", ">": "came after", "<=": "came no later than",
         ">=": "came no earlier than", "=": "was", "!=": "was not"}  # fmt: skip


@dataclass(frozen=True)
class Series:
    """A formula with a name, and the noun that says what it is; empty where nobody has said."""

    node: Node
    says: str = ""


@dataclass(frozen=True)
class _Around:
    """The conditions around a part of a formula."""

    keys: Mapping[str, Key] = field(default_factory=dict)
    period: Node | None = None


class Writer:
    """Writes sentences about formulas.

    Args:
        datasets: the datasets by name.
        names: the formulas with names.
        words: what readers call a value or an event: "the Netherlands" for "Netherlands".
    """

    def __init__(
        self,
        datasets: Mapping[str, Dataset],
        names: Mapping[str, Series],
        words: Mapping[str, str] = {},
    ) -> None:
        self.datasets, self.names, self.words = datasets, names, words

    def sentence(self, node: Node) -> str:
        """Return what a formula is or tests: one sentence with its full stop."""
        text = self.clause(node, _Around()) if self.is_test(node) else self.noun(node, _Around())
        return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith(".") else ".")

    # Numbers ----------------------------------------------------------------------------------

    def noun(self, node: Node, around: _Around) -> str:
        """Return what a number is, with its period."""
        return " ".join(filter(None, [self.what(node, around), self.when(node, around)]))

    def what(self, node: Node, around: _Around) -> str:
        """Return what a number is, without the period that is put on the whole of it."""
        match node:
            case Number():
                return self._number(node)
            case Period():
                return _date(node.text)
            case Words():
                return f"“{node.text}”"
            case Stated():
                return "the number that the text states"
            case Where():
                return self.what(node.of, self._inside(node, around))
            case Name():
                return self._named(node, around)
            case Column():
                return self._column(node, around)
            case Operation():
                return self._operation(node, around)
            case Call():
                return self._call(node, around)
        return self.clause(node, around)

    def _named(self, node: Name, around: _Around) -> str:
        series = self.names.get(node.name)
        if series is None:
            return node.name
        if not series.says:
            return self.what(series.node, around)
        column = self._first_column(series.node)
        inner = self._merged(series.node, around)
        said, used = self._filled(series.says, column, inner)
        fixed = self.fixed(series.node)
        rest = {c: k for c, k in inner.keys.items() if c not in used and c not in fixed}
        return said + self._notes(rest, column)

    def _column(self, node: Column, around: _Around) -> str:
        dataset = self.datasets.get(node.dataset)
        if dataset is None or node.column not in dataset.fields:
            return f"{node.dataset}.{node.column}"
        title = dataset.fields[node.column].title
        if not re.match(r"[A-Z]{2}|[A-Z]\.", title):
            title = title[:1].lower() + title[1:]
        return f"{title} ({dataset.title})" + self._notes(dict(around.keys), node)

    def _filled(self, says: str, column: Column | None, around: _Around) -> tuple[str, set[str]]:
        """Return a noun with its {key}s filled, and the columns that it used."""
        used: set[str] = set()
        dataset = self.datasets.get(column.dataset) if column else None
        for name in {name for _, name, _, _ in Formatter().parse(says) if name}:
            value = self._values(name, column, around)
            if value:
                used.add(name)
                if dataset and name not in dataset.key:  # it names the value of a key
                    used |= {key for key in dataset.key if key in around.keys}
            else:  # what is left open is left out where it is in brackets
                says = says.replace(f" ({{{name}}})", "")
            says = says.replace(f"{{{name}}}", value or f"each {name.replace('_', ' ')}")
        return says, used

    def _values(self, name: str, column: Column | None, around: _Around) -> str:
        key = around.keys.get(name)
        if key is not None:
            return self._listed(key)
        dataset = self.datasets.get(column.dataset) if column else None
        if dataset and name in dataset.fields and name not in dataset.key:
            texts = dataset.columns[name]
            rows = range(len(texts))
            for each in around.keys.values():
                if each.column in dataset.fields and each.sign == "=":
                    index = dataset.index(each.column)
                    fit = {row for value in each.values for text in _like(value, index)
                           for row in index[text]}  # fmt: skip
                    rows = [row for row in rows if row in fit]  # type: ignore[assignment]
            found = list(dict.fromkeys(texts[row] for row in rows))
            if 0 < len(found) <= 4:
                return formats.listed([self.words.get(text, text) for text in found])
        return ""

    def _notes(self, keys: Mapping[str, Key], column: Column | None) -> str:
        """Return conditions that the noun does not say, in brackets."""
        dataset = self.datasets.get(column.dataset) if column else None
        coverage = (
            {n for n, role in dataset.roles.items() if role == "coverage"} if dataset else set()
        )
        said = [
            f"{key.column.replace('_', ' ')} {_sign(key)}{self._listed(key)}"
            for name, key in keys.items()
            if name not in coverage
        ]
        return f" ({'; '.join(said)})" if said else ""

    def _number(self, node: Number) -> str:
        if not node.unit:
            return node.text
        if node.unit == "percent":
            return f"{node.value:,.4g}%"
        return formats.write(node.value, node.unit)

    def _operation(self, node: Operation, around: _Around) -> str:
        left, right = node.left, node.right
        if node.sign == "*":
            if isinstance(right, Number) and not isinstance(left, Number):
                left, right = right, left
            if isinstance(left, Number):
                return f"{self._factor(left)} {self.what(right, around)}"
            return f"{self.noun(left, around)} multiplied by {self.what(right, around)}"
        if node.sign == "/":
            return f"{self._shared(left, right, around)} divided by {self.what(right, around)}"
        if node.sign == "+":
            return f"{self._shared(left, right, around)} plus {self.what(right, around)}"
        if isinstance(left, Number) and not left.value:
            return f"{self.what(right, around)}, with its sign turned"
        return f"{self._shared(left, right, around)} less {self.what(right, around)}"

    def _factor(self, node: Number) -> str:
        value = node.value / 100 if node.unit == "percent" else node.value
        if value in FACTORS:
            return FACTORS[value]
        if node.unit == "percent":
            return f"{node.value:,.4g}% of"
        return f"{self._number(node)} times"

    def _shared(self, one: Node, other: Node, around: _Around) -> str:
        """Return a noun, with its period unless the other one has the same."""
        same = self.when(one, around) == self.when(other, around)
        return self.what(one, around) if same else self.noun(one, around)

    def _call(self, node: Call, around: _Around) -> str:
        a = node.arguments
        match node.name, len(a):
            case (("fall" | "rise" | "change"), 3):
                return (f"the {node.name} of {self.what(a[0], around)} from {self._date(a[1])} to "
                        f"{self._date(a[2])}")  # fmt: skip
            case (("fall" | "rise" | "change"), 2):
                return self._between(node.name, a[0], a[1], around)
            case "share", 2:
                return (f"{self._shared(a[0], a[1], around)} as a share of "
                        f"{self.what(a[1], around)}")  # fmt: skip
            case "times", 2:
                return f"{self._shared(a[0], a[1], around)} divided by {self.what(a[1], around)}"
            case "sum", 1:
                by = "".join(f", for each {self.what(x.value, around)}" for x in node.named)
                return f"the total of {self.what(a[0], around)}{by}"
            case "mean", 1:
                return f"the average of {self.what(a[0], around)}"
            case (("highest" | "lowest"), 1):
                return f"the {node.name} figure for {self._in_any(a[0], around)}"
            case "when", 1:
                inner = a[0]
                if isinstance(inner, Call) and inner.name in ("highest", "lowest"):
                    what = self.noun(inner.arguments[0], around)
                    return f"the {self._unit(inner)} of the {inner.name} figure for {what}"
                return f"the {self._unit(inner)} of {self.noun(inner, around)}"
            case (("first" | "last"), 1):
                return f"the {node.name} {self._unit(a[0])} on record for {self.noun(a[0], around)}"
            case "rank", _:
                return f"the place of {self.noun(a[0], around)} among all {self._kind(node)} listed"
            case "count", _:
                if self.is_test(a[0]):
                    years = f"{self._unit(a[0])}s {self._window(a[1:], a[0])}"
                    return f"the number of {years} in which {self.clause(a[0], around)}"
                return f"the number of rows for {self.noun(a[0], around)}"
            case "at", 2:
                return f"{self.what(a[0], around)} in {self._date(a[1])}"
            case "either", 3:
                return (f"{self.what(a[0], around)} if {self.clause(a[2], around)}, otherwise "
                        f"{self.what(a[1], around)}")  # fmt: skip
        return f"{node.name} of {' and '.join(self.noun(each, around) for each in a)}"

    def _between(self, name: str, one: Node, other: Node, around: _Around) -> str:
        same = self.what(one, around) == self.what(other, around)
        then, now = self.when(one, around), self.when(other, around)
        if same and not re.match(r"(in|on) \w+ ?\d", then):
            return f"the {name} of {self.what(one, around)}, {now} against {_bare(then)}"
        if same:
            return f"the {name} of {self.what(one, around)} from {_bare(then)} to {_bare(now)}"
        return f"the {name} from {self.noun(one, around)} to {self.noun(other, around)}"

    # Periods ----------------------------------------------------------------------------------

    def when(self, node: Node, around: _Around) -> str:
        """Return the period that is put on the whole of a number, as "in 2021"."""
        match node:
            case Where():
                inside = self._inside(node, around)
                return self.when(node.of, inside)
            case Name() if node.name in self.names:
                return self.when(self.names[node.name].node, around)
            case Column():
                return self._when(node, around)
            case Operation():
                sides = [
                    self.when(s, around)
                    for s in (node.left, node.right)
                    if not isinstance(s, Number)
                ]
                return sides[0] if len(set(sides)) == 1 else (sides[-1] if sides else "")
            case Call() if node.name in ("sum", "mean"):
                return self.when(node.arguments[0], around)
            case Call() if node.name in ("share", "times"):
                sides = [self.when(side, around) for side in node.arguments]
                return sides[-1]
        return ""

    def _when(self, node: Column, around: _Around) -> str:
        dataset = self.datasets.get(node.dataset)
        if dataset is None or around.period is None:
            return ""
        period = around.period
        coverage = next((n for n, role in dataset.roles.items() if role == "coverage"), "")
        covered = around.keys.get(coverage)
        if covered and isinstance(period, Period) and len(period.text) == 4:
            months = int(covered.values[0])
            if months < 12:
                end = formats.month(f"{period.text}-{months:02d}")
                return f"from January to {end}"
        if dataset.period == "edition":
            return f"by the edition of {_date(getattr(period, 'text', ''))}"
        if isinstance(period, Call):
            return f"in {self.what(period, _Around())}"
        return self._period(period, dataset.calendar)

    def _period(self, period: Node, calendar: str) -> str:
        match period:
            case Period(text="this_year"):
                return "from January to the latest month"
            case Period(text="year_before"):
                return "in the same months a year earlier"
            case Period():
                text = period.text
                if text.startswith("latest"):
                    back = text.removeprefix("latest").lstrip("- ")
                    unit = calendar or "period"
                    return f"in the latest {unit}" + (f" but {back}" if back else "")
                return f"on {_date(text)}" if len(text) == 10 else f"in {_date(text)}"
            case Window():
                return self._span(period, calendar)
            case Around():
                event = self.words.get(period.event, period.event.replace("-", " "))
                return f"in the {period.months} months {period.side} {event}"
        return ""

    def _span(self, window: Window, calendar: str) -> str:
        first, last = window.first, window.last
        end = _date(last.text) if last else ""
        if last and last.moves:
            end = f"the latest {calendar or 'period'}"
        if first and not last:
            return f"from {_date(first.text)} on"
        if last and not first:
            return f"until {end}"
        if first and last and first.text == last.text:
            return f"in {end}"
        if first and last and not last.moves and _next(first.text) == last.text:
            return f"in {_date(first.text)} and in {end}"
        return f"from {_date(first.text)} to {end}" if first else ""

    def _window(self, arguments: tuple[Node, ...], of: Node) -> str:
        """Return the window of a test, as "from 2014 to 2020"; nothing where it has none."""
        return self._period(arguments[0], self._unit(of)) if arguments else ""

    def _date(self, node: Node) -> str:
        return _date(node.text) if isinstance(node, Period) else self.what(node, _Around())

    def _unit(self, node: Node) -> str:
        column = self._first_column(node)
        dataset = self.datasets.get(column.dataset) if column else None
        if dataset and dataset.period == "edition":
            return "edition"
        return (dataset.calendar if dataset else "") or "period"

    # Tests ------------------------------------------------------------------------------------

    def clause(self, node: Node, around: _Around) -> str:
        """Return what a test says, as a clause with a verb in the past."""
        match node:
            case Where():
                return self.clause(node.of, self._inside(node, around))
            case Name() if node.name in self.names:
                return self.clause(self.names[node.name].node, around)
            case Logic():
                clauses = [self.clause(test, around) for test in node.tests]
                return f"{'; ' if node.word == 'and' else ' '}{node.word} ".join(clauses)
            case Not():
                return f"it is not so that {self.clause(node.of, around)}"
            case Comparison():
                return self._comparison(node, around)
            case Call():
                return self._test(node, around)
        return self.noun(node, around)

    def _comparison(self, node: Comparison, around: _Around) -> str:
        parts = [self.noun(node.terms[0], around)]
        subject = node.terms[0]
        dates = any(_is_date(term) for term in node.terms)
        for number, (sign, term) in enumerate(zip(node.signs, node.terms[1:], strict=True)):
            verb = (DATES if dates else COMPARED)[sign]
            said, verb = self._against(subject, term, around, verb)
            if number:
                # a < b < c says two things of b.
                parts.append(f", which {verb} {said}")
            else:
                parts.append(f" {verb} {said}")
            subject = term
        return "".join(parts)

    def _against(self, subject: Node, term: Node, around: _Around, verb: str) -> tuple[str, str]:
        """Return the second of two numbers and the verb; only its period if the series is one."""
        factor, core = "", term
        if isinstance(term, Operation) and term.sign == "*" and isinstance(term.left, Number):
            factor, core = self._factor(term.left) + " ", term.right
        when = self.when(core, around)
        same = self.what(core, around) == self.what(subject, around)
        if same and when and when != self.when(subject, around):
            if verb.endswith(" than") and not factor:
                return when, verb
            return f"{factor}the figure {when}", verb
        return self.noun(term, around), verb

    def _test(self, node: Call, around: _Around) -> str:
        a = node.arguments
        what: Callable[[Node], str] = lambda each: self.what(each, around)  # noqa: E731
        unit = self._unit(a[0]) if a else "period"
        match node.name:
            case "falls" | "rises":
                verb = "fell" if node.name == "falls" else "rose"
                if len(a) < 2 or not _is_single(a[1]):
                    if node.named:
                        reach = self._window(a[1:], a[0])
                        return f"{what(a[0])} {verb} from reading to reading {reach}".rstrip()
                    return f"{what(a[0])} {verb} {self._each(unit, a)}"
                return f"{what(a[0])} {verb} {self._window(a[1:], a[0])}"
            case "always":
                return f"{self.clause(a[0], around)} {self._each(unit, a)}"
            case "never":
                reach = f" {self._window(a[1:], a[0])}" if a[1:] else ""
                return f"there was no {unit}{reach} in which {self.clause(a[0], around)}"
            case "same":
                return f"{what(a[0])} stayed the same {self._window(a[1:], a[0])}".rstrip()
            case "is_highest" | "is_lowest":
                word = "higher" if node.name == "is_highest" else "lower"
                if self._lower_is_better(a[0]):
                    word = "worse" if word == "higher" else "better"
                reach = f" {self._window(a[2:], a[0])}" if a[2:] else ""
                first = f"in {self._date(a[1])}"
                return f"{what(a[0])} stood {word} {first} than in any other {unit}{reach}"
            case "highest_since" | "lowest_since":
                word = node.name.partition("_")[0]
                return (f"{what(a[0])} in {self._date(a[1])} came to the {word} figure since "
                        f"{self._date(a[2])}")  # fmt: skip
            case "overtakes":
                at = self._date(a[2])
                reach = f" ({self._window(a[3:], a[0])})" if a[3:] else ""
                less = f"{what(a[0])} came to less than {what(a[1])} in each {unit} before {at}"
                return f"{less}, and to more from {at} on{reach}"
            case "about":
                near = self._number(a[2]) if isinstance(a[2], Number) else ""
                return f"{self.noun(a[0], around)} came within {near} of {self.noun(a[1], around)}"
            case "same_direction":
                return f"{what(a[0])} and {what(a[1])} moved in the same direction"
            case "missing":
                return f"there is no row for {self.noun(a[0], around)}"
        return self._call(node, around)

    def _each(self, unit: str, arguments: tuple[Node, ...]) -> str:
        """Return "in each year from 2014 to 2020", or "in 2016 and in 2017"."""
        window = self._window(arguments[1:], arguments[0])
        return window if window.startswith("in ") else f"in each {unit} {window}".rstrip()

    def _in_any(self, node: Node, around: _Around) -> str:
        """Return a number with its period, or "in any year" where it has none."""
        column = self._first_column(node)
        dataset = self.datasets.get(column.dataset) if column else None
        said, when = self.noun(node, around), self.when(node, around)
        open_year = (
            f" in any {self._unit(node)}" if not when and dataset and dataset.calendar else ""
        )
        return said + open_year

    def _lower_is_better(self, node: Node) -> bool:
        column = self._first_column(node)
        dataset = self.datasets.get(column.dataset) if column else None
        return bool(column and dataset and dataset.better(column.column))

    def _kind(self, node: Call) -> str:
        """Return what a place is among: countries, partners."""
        named = [n.value.name for n in node.named if isinstance(n.value, Name)]
        keys = [c.column for part in node.arguments[0].walk() if isinstance(part, Where)
                for c in part.conditions if isinstance(c, Key) and c.sign == "="]  # fmt: skip
        column = self._first_column(node.arguments[0])
        dataset = self.datasets.get(column.dataset) if column else None
        keys = [k for k in keys if dataset and dataset.roles.get(k) != "basis"]
        name = (named or keys or ["row"])[0]
        return name[:-1] + "ies" if name.endswith("y") else name + "s"

    def _listed(self, key: Key) -> str:
        values = []
        for value in key.values:
            plain = value.removesuffix("*")
            values.append(self.words.get(plain, plain) + ("…" if value.endswith("*") else ""))
        return ("all but " if key.sign == "!=" else "") + formats.listed(values)

    def is_test(self, node: Node) -> bool:
        """Return whether a formula is a test, and no number."""
        match node:
            case Comparison() | Logic() | Not():
                return True
            case Where():
                return self.is_test(node.of)
            case Name() if node.name in self.names:
                return self.is_test(self.names[node.name].node)
            case Call():
                return node.name in TESTS
        return False

    # Conditions -------------------------------------------------------------------------------

    def _inside(self, node: Where, around: _Around) -> _Around:
        keys = dict(around.keys)
        period = None
        for condition in node.conditions:
            if isinstance(condition, Key):
                keys[condition.column] = condition
            else:
                period = condition
        return _Around(keys, period or around.period)

    def _merged(self, node: Node, around: _Around) -> _Around:
        """Return the conditions around a name together with those in what it stands for."""
        return replace(around, keys=self.fixed(node) | dict(around.keys))

    def fixed(self, node: Node) -> dict[str, Key]:
        """Return the conditions on columns in a formula."""
        return {c.column: c for part in node.walk() if isinstance(part, Where)
                for c in part.conditions if isinstance(c, Key)}  # fmt: skip

    def columns(self, node: Node, within: tuple[str, ...] = ()) -> list[Column]:
        """Return the columns that a formula reads, those of its names too."""
        found = []
        for part in node.walk():
            if isinstance(part, Column):
                found.append(part)
            elif isinstance(part, Name) and part.name in self.names and part.name not in within:
                found += self.columns(self.names[part.name].node, (*within, part.name))
        return found

    def _first_column(self, node: Node) -> Column | None:
        return next(iter(self.columns(node)), None)


TESTS = {
    "falls", "rises", "always", "never", "same", "is_highest", "is_lowest", "highest_since",
    "lowest_since", "overtakes", "about", "same_direction", "missing",
}  # fmt: skip


def _sign(key: Key) -> str:
    return "" if key.sign in ("=", "!=") else f"{key.sign} "


def _date(text: str) -> str:
    if found := re.fullmatch(r"(\d{4})-Q(\d)", text):
        return (
            f"the {('first', 'second', 'third', 'fourth')[int(found[2]) - 1]} quarter of {found[1]}"
        )
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return formats.day(date.fromisoformat(text))
    return formats.period(text)


def _bare(when: str) -> str:
    """Return a period without its "in"."""
    return re.sub(r"^(in|on) ", "", when)


def _is_date(node: Node) -> bool:
    return isinstance(node, Period) or (
        isinstance(node, Call) and node.name in ("when", "last", "first")
    )


def _is_single(node: Node) -> bool:
    if isinstance(node, Period):
        return True
    return (isinstance(node, Window) and node.first is not None and node.last is not None
            and node.first.text == node.last.text)  # fmt: skip


def _next(text: str) -> str:
    return str(int(text) + 1) if re.fullmatch(r"\d{4}", text) else ""


def _like(value: str, texts: Mapping[str, object]) -> list[str]:
    """Return the texts that a value of a condition means: itself, or all that begin with it."""
    if value.endswith("*"):
        return [text for text in texts if text.startswith(value[:-1])]
    return [value] if value in texts else []
