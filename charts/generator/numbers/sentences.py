"""Says in a sentence what a formula computes or tests, from its tree.

Verbs need no agreement ("fell", "exceeded", "stood higher"), so that any series can be their
subject.
"""

from __future__ import annotations

from dataclasses import replace

from charts.generator.numbers import wording
from charts.generator.numbers.expressions import (
    Call,
    Comparison,
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
)
from charts.generator.numbers.nouns import Nouns
from charts.generator.numbers.series_words import Conditions, is_date

COMPARED = {"<": "came to less than", ">": "exceeded", "<=": "came to no more than",
            ">=": "came to at least", "=": "came to", "!=": "did not come to"}  # fmt: skip
THROUGHOUT = {"came to less than": "stayed below", "exceeded": "stayed above"}
DATES = {"<": "came before", ">": "came after", "<=": "came no later than",
         ">=": "came no earlier than", "=": "was", "!=": "was not"}  # fmt: skip
_TURNED = str.maketrans("<>", "><")
# One series in two periods.
STOOD = {"<": "{lower} {now} than {then}", ">": "{higher} {now} than {then}",
         "<=": "no {higher} {now} than {then}", ">=": "no {lower} {now} than {then}",
         "=": "the same {now} as {then}",
         "!=": "either higher or lower {now} than {then}"}  # fmt: skip
# A rank beside a number: the lower, the better.
RANKS = {"<": "was better than {}", ">": "was worse than {}", "<=": "was {} or better",
         ">=": "was {} or worse", "=": "was {}", "!=": "was not {}"}  # fmt: skip

TESTS = {
    "falls", "rises", "always", "never", "same", "is_highest", "is_lowest", "highest_since",
    "lowest_since", "overtakes", "about", "same_direction", "missing",
}  # fmt: skip


class Writer(Nouns):
    """Writes sentences about formulas."""

    def sentence(self, node: Node) -> str:
        """Return what a formula is or tests: one sentence with its full stop."""
        around = Conditions()
        text = self.clause(node, around) if self.is_test(node) else self.noun(node, around)
        return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith(".") else ".")

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

    def clause(self, node: Node, around: Conditions) -> str:
        """Return what a test says, as a clause with a verb in the past."""
        return " ".join(filter(None, self._parts(node, around)))

    def _parts(self, node: Node, around: Conditions) -> tuple[str, str]:
        """Return the subject of a test, and what is said of it; all is there if none is one's."""
        match node:
            case Where():
                return self._parts(node.of, self.inside(node, around))
            case Name() if node.name in self.names:
                return self._parts(self.names[node.name].node, around)
            case Logic():
                return wording.chain([self._parts(test, around) for test in node.tests], node.word)
            case Not():
                return "", f"it is not true that {self.clause(node.of, around)}"
            case Comparison():
                return self._comparison(node, around)
            case Call() if node.name in TESTS:
                return self._test(node, around)
        return "", self.noun(node, around)

    # Comparisons ------------------------------------------------------------------------------

    def _comparison(self, node: Comparison, around: Conditions) -> tuple[str, str]:
        if len(node.terms) == 2 and isinstance(node.terms[0], Number):  # 50 < sales[2021]
            signs = tuple(sign.translate(_TURNED) for sign in node.signs)
            node = replace(node, terms=node.terms[::-1], signs=signs)
        if stood := self._one_series(node, around):
            return stood
        if between := self._between(node, around):
            return between
        subject = self.noun(node.terms[0], around)
        said = []
        for number, sign in enumerate(node.signs):
            said.append(self._said(node.terms[number], sign, node.terms[number + 1], around))
        return subject, ", which ".join(said)

    def _said(self, subject: Node, sign: str, term: Node, around: Conditions) -> str:
        """Return a verb and what a number is set against."""
        if is_date(subject) or is_date(term):
            verb = DATES[sign]
            if sign == "=" and isinstance(term, Operation):
                verb = "came"
            return f"{verb} {self.noun(term, around)}"
        if self.lower_is_better(subject):
            stated = self.noun(term, around)
            if isinstance(term, Number | Stated):
                return RANKS[sign].format(stated)
            if sign == "=" and isinstance(term, Operation) and isinstance(term.right, Number):
                more = "more" if term.sign == "+" else "less"
                than = self._against(subject, term.left, around)
                return f"was {self.number(term.right)} {more} than {than}"
            verbs = {"<": "was better than", ">": "was worse than", "=": "was the same as"}
            if sign in verbs:
                return f"{verbs[sign]} {self._against(subject, term, around)}"
        verb = COMPARED[sign]
        if sign == ">" and self._factored(term)[0]:
            verb = "came to more than"
        if sign in "=!=" and not isinstance(term, Number | Stated):
            verb += " the same as"
        return f"{verb} {self._against(subject, term, around)}"

    def _against(self, subject: Node, term: Node, around: Conditions) -> str:
        """Return the second of two numbers, without what the first has said."""
        factor, core = self._factored(term)
        return factor + wording.against(self.phrase(subject, around), self.phrase(core, around))

    def _one_series(self, node: Comparison, around: Conditions) -> tuple[str, str] | None:
        """Return a comparison of one series in several periods; None if it is not one."""
        phrases = [self.phrase(term, around) for term in node.terms]
        whens = [phrase.when for phrase in phrases]
        if len({p.what for p in phrases}) > 1 or len(set(whens)) < len(whens) or not all(whens):
            return None
        worse = self.lower_is_better(node.terms[0])
        higher, lower = ("worse", "better") if worse else ("higher", "lower")
        said = [
            STOOD[sign].format(higher=higher, lower=lower, now=whens[n], then=whens[n + 1])
            for n, sign in enumerate(node.signs)
        ]
        return phrases[0].what, "stood " + ", and ".join(said)

    def _between(self, node: Comparison, around: Conditions) -> tuple[str, str] | None:
        """Return "lay between x and 105% of it"; None where a comparison is not of that kind."""
        if len(node.terms) != 3 or set(node.signs) not in ({"<"}, {">"}):
            return None
        low, one, high = node.terms if node.signs[0] == "<" else reversed(node.terms)
        (less, base), (more, other) = self._factored(low), self._factored(high)
        if not more or self.noun(base, around) != self.noun(other, around):
            return None
        said = f"lay between {less}{self.noun(base, around)} and {more}that"
        return self.noun(one, around), said

    def _factored(self, node: Node) -> tuple[str, Node]:
        """Return a factor in words, and what it is put on; empty where there is none."""
        if isinstance(node, Operation) and node.sign == "*" and isinstance(node.left, Number):
            return f"{self.factor(node.left)} ", node.right
        return "", node

    # Functions --------------------------------------------------------------------------------

    def _test(self, node: Call, around: Conditions) -> tuple[str, str]:
        a = node.arguments
        what = self.what(a[0], around)
        unit = self.unit(a[0])
        match node.name:
            case "falls" | "rises":
                verb = "fell" if node.name == "falls" else "rose"
                if self.lower_is_better(a[0]):
                    verb = "improved" if verb == "fell" else "worsened"
                if node.named:
                    reach = self.window(a[1:], a[0])
                    return what, f"{verb} from reading to reading {reach}".rstrip()
                if len(a) > 1 and _is_single(a[1]):
                    return what, f"{verb} {self.window(a[1:], a[0])}"
                return what, f"{verb} {self._each(unit, a)}"
            case "always":
                subject, said = self._parts(a[0], around)
                if isinstance(a[0], Comparison) and isinstance(a[0].terms[-1], Number):
                    for verb, throughout in THROUGHOUT.items():
                        said = said.replace(verb, throughout)
                return subject, f"{said} {self._each(unit, a)}"
            case "never":
                reach = f" {self.stretch(a[1:], a[0])}" if a[1:] else ""
                return "", f"there was no {unit}{reach} in which {self.clause(a[0], around)}"
            case "same":
                return what, f"stayed the same {self.window(a[1:], a[0])}".rstrip()
            case "is_highest" | "is_lowest":
                word = "higher" if node.name == "is_highest" else "lower"
                if self.lower_is_better(a[0]):
                    word = "worse" if word == "higher" else "better"
                reach = f" {self.window(a[2:], a[0])}" if a[2:] else ""
                first = f"in {self.date(a[1])}"
                return what, f"stood {word} {first} than in any other {unit}{reach}"
            case "highest_since" | "lowest_since":
                word = self.extreme(node.name.partition("_")[0], a[0])
                since = f"the {word} figure since {self.date(a[2])}"
                return f"{what} in {self.date(a[1])}", f"came to {since}"
            case "overtakes":
                at = self.date(a[2])
                other = wording.elided(self.what(a[1], around), what)
                reach = f" ({self.window(a[3:], a[0])})" if a[3:] else ""
                before = f"came to less than {other} in each {unit} before {at}"
                return what, f"{before}, and to more from {at} on{reach}"
            case "about":
                near = self.number(a[2]) if isinstance(a[2], Number) else ""
                against = self._against(a[0], a[1], around)
                return self.noun(a[0], around), f"came within {near} of {against}"
            case "same_direction":
                return f"{what} and {self.what(a[1], around)}", "moved in the same direction"
        return "", f"the data have no figure for {self.noun(a[0], around)}"

    def _each(self, unit: str, arguments: tuple[Node, ...]) -> str:
        """Return "in each year from 2014 to 2020", or "in 2016 and 2017"."""
        window = self.window(arguments[1:], arguments[0])
        return window if window.startswith("in ") else f"in each {unit} {window}".rstrip()


def _is_single(node: Node) -> bool:
    if isinstance(node, Period):
        return True
    return (isinstance(node, Window) and node.first is not None and node.last is not None
            and node.first.text == node.last.text)  # fmt: skip
