"""Offers a test for a comparison that has none: the formula, tried on the data."""

from __future__ import annotations

import re
from collections.abc import Mapping

from charts.generator.base.problems import MistakeError
from charts.generator.check import periods
from charts.generator.check.sentence_scope import Sentence
from charts.generator.check.unbound.words import Compared
from charts.generator.data.datasets import Dataset
from charts.generator.numbers.expressions import Column
from charts.generator.numbers.ledger import Ledger

_EACH = re.compile(
    r"\b(?:every year|each year|year after year|steadily|in a row|without a break)\b"
)
_LOW = re.compile(
    r"\b(?:low|lowest|smallest|least|weakest|bottom\w*|never [a-z ]*(?:less|lower|smaller))\b"
)
_LESS = re.compile(r"\b(?:less|fewer|lower|smaller|weaker|cheaper|trail\w*|behind|below)\b")


class Offers:
    """Writes what to do about an unbound comparison.

    Args:
        ledger: the facts, claims and series of the explainer.
        datasets: its datasets.
    """

    def __init__(self, ledger: Ledger, datasets: Mapping[str, Dataset]) -> None:
        self.ledger, self.datasets = ledger, datasets
        # The series that are one row for each period, by the words that name them.
        self.named: dict[str, list[str]] = {}
        for name, series in ledger.series.items():
            words = {re.sub(r"_.*", "", name), *re.findall(r"^[a-z]+$", series.says)}
            if "{" not in series.says and not series.says.startswith("the share"):
                for word in words:
                    self.named.setdefault(word, []).append(name)

    def advice(self, sentence: Sentence, compared: Compared) -> str:
        """Say what is unbound, whether it is true, and which claim would bind it."""
        words = " ".join(compared.words.split())
        formula = self._formula(sentence.typed, compared)
        holds = None
        if formula:
            try:
                holds = self.ledger.claim(formula).holds
            except MistakeError:
                formula = ""
        start = f'nothing tests "{words}"'
        if holds is False:
            return f"{start}, and the data say otherwise: {formula} is not true. Change the words."
        if formula:
            return f'{start}. Bind it to the data: {{{{ claim("{formula}", "{words}") }}}}.'
        return (
            f'{start}. Bind it to the data with {{{{ claim("…", "{words}") }}}}, where a formula '
            "stands for the dots, or say whose words they are. Words that compare nothing in the "
            "data go under `allowed` in the front matter, with the reason."
        )

    def _formula(self, text: str, compared: Compared) -> str:
        """Return the formula of a comparison whose series, periods and direction are clear."""
        found = [each for each in periods.find(text) if each.begins and len(each.begins) == 1]
        typed = [each.begins[0] for each in found]
        monthly = bool(typed) and len(typed[-1]) == 7
        names = self._series(text[: compared.start], monthly) or self._series(text, monthly)
        if not names:
            return ""
        kind, name = compared.kind, names[-1]
        low = bool(_LOW.search(compared.words.lower()))
        if kind in ("down", "up"):
            return self._direction(text, typed, name, kind, found)
        since = [e.begins[0] for e in found if text[: e.start].endswith("since ")]
        at = [period for period in typed if period not in since]
        if kind in ("record", "superlative") and len(at) <= 1 and (at or since):
            when = at[0] if at else "latest"
            side = "lowest" if low else "highest"
            if since and at:
                return f"{side}_since({name}, {when}, {since[0]})"
            return f"is_{side}({name}, {when})" if at and not since else ""
        if kind == "nothing" and len(typed) == 1:
            return f"{name}[{typed[0]}] = 0"
        if kind in ("than", "exceeded") and len(typed) == 2 and len(set(names)) == 1:
            sign = "<" if _LESS.search(compared.words.lower()) else ">"
            return f"{name}[{typed[0]}] {sign} {name}[{typed[1]}]"
        if kind in ("than", "exceeded") and len(typed) == 1:
            other = self._series(text[compared.end :], monthly)
            if other and other[0] != name:
                sign = "<" if _LESS.search(compared.words.lower()) else ">"
                return f"{name}[{typed[0]}] {sign} {other[0]}[{typed[0]}]"
        return ""

    def _direction(
        self, text: str, typed: list[str], name: str, kind: str, found: list[periods.Typed]
    ) -> str:
        sign, verb = ("<", "falls") if kind == "down" else (">", "rises")
        if len(typed) == 1:
            (period,) = typed
            if re.search(r"\bsince \Z", text[: found[0].start]):
                return f"{name}[latest] {sign} {name}[{period}]"
            return f"{name}[{period}] {sign} {name}[{_before(period)}]"
        if len(typed) == 2 and typed[0] < typed[1] and len(typed[0]) == len(typed[1]):
            if _EACH.search(text) and len(typed[0]) == 4:
                return f"{verb}({name}, {int(typed[0]) + 1}..{typed[1]})"
            return f"{name}[{typed[1]}] {sign} {name}[{typed[0]}]"
        return ""

    def _series(self, text: str, monthly: bool) -> list[str]:
        """Return the series that the words of a text name, in their order."""
        names = []
        for word in re.findall(r"[a-z]+", text.lower()):
            for name in self.named.get(word, ()):
                if (self._calendar(name) == "month") == monthly:
                    names.append(name)
                    break
        return names

    def _calendar(self, name: str) -> str:
        """Return the calendar of a series: of the first column that its formula names."""
        seen = self.ledger.writer.names
        nodes = [seen[name].node]
        for node in nodes:
            for part in node.walk():
                if isinstance(part, Column):
                    dataset = self.datasets.get(part.dataset)
                    return dataset.calendar if dataset else ""
                inner = getattr(part, "name", "")
                if inner in seen and inner != name and len(nodes) < 9:
                    nodes.append(seen[inner].node)
        return ""


def _before(period: str) -> str:
    """Return the year or month before."""
    if len(period) == 4:
        return str(int(period) - 1)
    months = int(period[:4]) * 12 + int(period[5:]) - 2
    return f"{months // 12}-{months % 12 + 1:02d}"
