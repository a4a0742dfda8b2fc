"""Says what a number of a formula is: "imports from Chile in 2021"."""

from __future__ import annotations

from dataclasses import replace

from charts.generator.numbers import wording
from charts.generator.numbers.expressions import (
    Call,
    Column,
    Key,
    Name,
    Node,
    Number,
    Operation,
    Period,
    Stated,
    Where,
    Words,
)
from charts.generator.numbers.series_words import Conditions, SeriesWords, is_call, is_date
from charts.generator.numbers.wording import Phrase


class Nouns(SeriesWords):
    """Writes what numbers are: series, what is reckoned with them, and what functions give."""

    def clause(self, node: Node, around: Conditions) -> str:
        """Return what a test says; `sentences` knows how."""
        raise NotImplementedError

    def is_test(self, node: Node) -> bool:
        """Return whether a formula is a test, and no number; `sentences` knows how."""
        raise NotImplementedError

    def noun(self, node: Node, around: Conditions) -> str:
        """Return what a number is, with its period."""
        return str(self.phrase(node, around))

    def what(self, node: Node, around: Conditions) -> str:
        """Return what a number is, without the period that is put on the whole of it."""
        return self.phrase(node, around).what

    def phrase(self, node: Node, around: Conditions) -> Phrase:
        """Return what a number is, and its period."""
        match node:
            case Number():
                return Phrase(self.number(node))
            case Period():
                return Phrase(wording.day(node.text))
            case Words():
                return Phrase(f"“{node.text}”")
            case Stated():
                return Phrase(self.stated(node))
            case Where():
                return self.phrase(node.of, self.inside(node, around))
            case Name():
                return self._named(node, around)
            case Column():
                return Phrase(self.column(node, around), self.when(node, around))
            case Operation():
                return self._operation(node, around)
            case Call() if not self.is_test(node):
                return self._call(node, around)
        return Phrase(self.clause(node, around))

    def _named(self, node: Name, around: Conditions) -> Phrase:
        series = self.names.get(node.name)
        if series is None:
            return Phrase(node.name)
        if not series.says:
            return self.phrase(series.node, around)
        column = self.first_column(series.node)
        fixed = self.fixed(series.node)
        inner = replace(around, keys=fixed | dict(around.keys))
        said, used = self.filled(series.says, column, inner)
        rest = {c: k for c, k in inner.keys.items() if c not in used and c not in fixed}
        return Phrase(said + self.notes(rest, column), self.phrase(series.node, around).when)

    # Arithmetic -------------------------------------------------------------------------------

    def _operation(self, node: Operation, around: Conditions) -> Phrase:
        left, right = node.left, node.right
        if node.sign == "*":
            if isinstance(right, Number) and not isinstance(left, Number):
                left, right = right, left
            if isinstance(left, Number):
                rate = isinstance(right, Call) and is_call(right, "share") and right
                if rate and left.unit not in ("", "percent"):
                    part, whole = (self.phrase(each, around) for each in rate.arguments)
                    return wording.pair(part, f"per {self.number(left)} of", whole)
                phrase = self.phrase(right, around)
                return replace(phrase, what=f"{self.factor(left)} {phrase.what}")
        one, other = self.phrase(left, around), self.phrase(right, around)
        if node.sign == "-":
            if isinstance(left, Number) and not left.value:
                return Phrase(f"{other}, with its sign reversed")
            if one.what == other.what and one.when != other.when and one.when and other.when:
                return _difference(left, right, one, other)
        if node.sign in "+-" and is_date(left) and isinstance(right, Number):
            side = "after" if node.sign == "+" else "before"
            count = f"{right.text} {self.unit(left)}{'s' if right.value != 1 else ''}"
            return Phrase(f"{count} {side} {one}")
        if node.sign in "+-" and isinstance(right, Number):
            more = "more" if node.sign == "+" else "less"
            return Phrase(f"{self.number(right)} {more} than {one}")
        joint = {"*": "multiplied by", "/": "divided by", "+": "plus", "-": "less"}[node.sign]
        return wording.pair(one, joint, other)

    # Functions --------------------------------------------------------------------------------

    def _call(self, node: Call, around: Conditions) -> Phrase:
        a = node.arguments
        match node.name, len(a):
            case (("fall" | "rise" | "change"), 3):
                begin, end = self.date(a[1]), self.date(a[2])
                what = f"the {node.name} in {self.what(a[0], around)}"
                if self.unit(a[0]) == "edition":
                    return Phrase(what, f"between the editions of {begin} and {end}")
                return Phrase(what, f"between {begin} and {end}")
            case (("fall" | "rise" | "change"), 2):
                return self._change(node.name, *(self.phrase(each, around) for each in a))
            case (("share" | "times"), 2):
                joint = "as a share of" if node.name == "share" else "divided by"
                one, other = (self.phrase(each, around) for each in a)
                return wording.pair(one, joint, other)
            case "sum", 1:
                return self._sum(node, around)
            case "mean", 1:
                phrase = self.phrase(a[0], around)
                return replace(phrase, what=wording.average(phrase.what))
            case (("highest" | "lowest"), 1):
                phrase = self.phrase(a[0], replace(around, each="any"))
                column = self.first_column(a[0])
                any_time = f"in any {self.unit(a[0])}" if column and self.calendar(column) else ""
                what = f"the {self.extreme(node.name, a[0])} figure for {phrase.what}"
                if is_call(a[0], "sum"):
                    what = what.replace(" figure for the ", " ")
                return Phrase(what, phrase.when or any_time)
            case "when", 1:
                inner = a[0]
                if isinstance(inner, Call) and inner.name in ("highest", "lowest"):
                    word = self.extreme(inner.name, inner.arguments[0])
                    phrase = self.phrase(inner.arguments[0], around)
                    of = f"the {self.unit(inner)} of the {word} figure for {phrase.what}"
                    return Phrase(of, phrase.when)
                return Phrase(f"the {self.unit(inner)} of {self.noun(inner, around)}")
            case (("first" | "last"), 1):
                kind = self.unit(a[0])
                return Phrase(f"the {node.name} {kind} on record for {self.noun(a[0], around)}")
            case "rank", _:
                return self._rank(node, around)
            case "count", _:
                if self.is_test(a[0]):
                    years = f"{self.unit(a[0])}s {self.stretch(a[1:], a[0])}"
                    return Phrase(f"the number of {years} in which {self.clause(a[0], around)}")
                return Phrase(f"the number of {self.rows(a[0])} for {self.noun(a[0], around)}")
            case "at", 2:
                return Phrase(self.what(a[0], around), f"in {self.date(a[1])}")
            case "either", 3:
                word, another = self.what(a[0], around), self.what(a[1], around)
                return Phrase(f"{word} if {self.clause(a[2], around)}, otherwise {another}")
        return Phrase(f"{node.name} of {' and '.join(self.noun(each, around) for each in a)}")

    def _change(self, name: str, one: Phrase, other: Phrase) -> Phrase:
        if one.what == other.what and one.when and other.when:
            return Phrase(f"the {name} in {one.what}", wording.between(one.when, other.when))
        if other.what in one.what and other.when:
            return Phrase(f"the {name} from {one} to the figure {other.when}")
        return Phrase(f"the {name} from {one} to {other}")

    def _sum(self, node: Call, around: Conditions) -> Phrase:
        keys = dict(around.keys)
        for part in node.arguments[0].walk():
            if isinstance(part, Where):
                keys |= self.inside(part, around).keys
        together = any(len(key.values) > 1 or key.sign != "=" for key in keys.values())
        phrase = self.phrase(node.arguments[0], replace(around, each="every"))
        by = [self.what(each.value, around) for each in node.named]
        if by:
            return replace(phrase, what=f"the {by[0]} total of {phrase.what}")
        return replace(phrase, what=wording.total(phrase.what, together=together))

    def _rank(self, node: Call, around: Conditions) -> Phrase:
        """Return what a rank is: of what, among what, and by what."""
        one = node.arguments[0]
        keys: dict[str, Key] = {}
        for part in one.walk():
            if isinstance(part, Where):
                keys |= self.inside(part, around).keys
        column = self.first_column(one)
        dataset = self.datasets.get(column.dataset) if column else None
        named = [n.value.name for n in node.named if isinstance(n.value, Name)]
        open_keys = [name for name, key in keys.items() if key.sign == "=" and dataset
                     and name in dataset.key and dataset.roles.get(name) != "basis"]  # fmt: skip
        kind = (named or open_keys or ["row"])[0]
        phrase = self.phrase(one, around)
        if kind in keys:
            one_of_them = self.listed(keys[kind], dataset)
            if phrase.what.count(one_of_them) == 1:
                by = phrase.what.replace(one_of_them, "each")
                kinds = wording.several(kind.replace("_", " "))
                what = f"the rank of {one_of_them} among all {kinds} listed (by {by})"
                return Phrase(what, phrase.when)
        kinds = wording.several(kind.replace("_", " "))
        return Phrase(f"the rank of {phrase} among all {kinds} listed")


def _difference(left: Node, right: Node, one: Phrase, other: Phrase) -> Phrase:
    """Return a difference of one series in two periods, told from the earlier to the later."""
    then, now = _typed(right), _typed(left)
    if not then or not now:
        return wording.pair(one, "less", other)
    if then < now:
        return Phrase(f"the change in {one.what}", wording.between(other.when, one.when))
    return Phrase(f"the decrease in {one.what}", wording.between(one.when, other.when))


def _typed(node: Node) -> str:
    """Return the period of a number as it is typed; empty where it moves or is a window."""
    if not isinstance(node, Where):
        return ""
    periods = [each for each in node.conditions if not isinstance(each, Key)]
    found = periods[0] if periods else None
    return found.text if isinstance(found, Period) and not found.moves else ""
