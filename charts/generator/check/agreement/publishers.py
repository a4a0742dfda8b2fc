"""Holds who counts something, as a sentence says, against who has published the number.

The publishers of the datasets are known, and so are a few that publish statistics of the world.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.check.sentence_scope import Bound, Sentence
from charts.generator.data.datasets import Dataset
from charts.generator.numbers import formats

# Who publishes statistics of many countries, with the short names.
_KNOWN = (
    ("International Monetary Fund", "IMF"), ("World Bank",), ("Eurostat",),
    ("Organisation for Economic Co-operation and Development", "OECD"),
    ("World Trade Organization", "WTO"), ("UNCTAD", "UN Trade and Development"),
    ("International Energy Agency", "IEA"), ("OPEC",), ("Energy Institute",),
    ("Bank for International Settlements", "BIS"), ("European Central Bank", "ECB"),
    ("International Labour Organization", "International Labor Organization", "ILO"),
    ("Food and Agriculture Organization", "FAO"), ("World Health Organization", "WHO"),
    ("UN Comtrade", "Comtrade"), ("Federal Reserve",), ("Bank of England",),
    ("Asian Development Bank",), ("Our World in Data",), ("European Commission",),
    ("International Trade Centre", "ITC"), ("CEPII",), ("UNESCO",), ("UNICEF",), ("SIPRI",),
)  # fmt: skip
# Newspapers report what others count; who counts has such a name.
_COUNTS = re.compile(
    r"\b(?:Bureau|Bank|Administration|Institute|Department|Ministry|Survey|Fund|Office|Agency"
    r"|Organi[sz]ation|Statistics|Commission|Service|Board|Treasury|Customs|Comtrade|Eurostat"
    r"|Chamber|Council|Authority|Reserve|Observatory)\b"
)
_DATA = (
    r"(?:(?:own|official|latest|newest|published|annual|monthly|trade) ){0,2}"
    r"(?:figures?|data|counts?|counting|numbers?|statistics|estimates?|records?|reckoning|tables?"
    r"|measures?|books|survey)"
)
_SAYS = (
    r"(?: (?:also|itself|now|once|has|had|have))*"
    r" (?:says?|said|puts?|counts?|counted|reports?|reported|estimates?|estimated|gives?|gave"
    r"|records?|recorded|reckons?|reckoned|finds?|found|shows?|lists?|listed|publishes|published"
    r"|registered|registers|calculates?|calculated|measures|measured|states?|stated|notes?|noted)\b"
)
_LEADS = re.compile(
    r"\b(?:according to|as (?:counted|reported|recorded|estimated|published|measured|calculated) by"
    r"|(?:counted|reported|recorded|estimated|published|measured) by"
    rf"|(?:by|in|on|from|to|go by|see) (?:the )?{_DATA} (?:of|from|by|at)|(?:by|in|on))"
    r" (?:the )?(?:\w+['’]s )?$", re.I,
)  # fmt: skip
_OWNS = re.compile(rf"(?:['’]s?)? {_DATA}\b")
_SAID = re.compile(_SAYS)
_CLAUSE = re.compile(
    r"[;:!?](?= )|(?<![A-Z])\. |, (?:and|but|which|who|while|whereas|though|although)\b"
    r"| (?:but|while|whereas|unlike|than|although|though)\b"
)
# "…, the Institute says", "…, according to the Bank".
_BEHIND = re.compile(
    r"[^,;:.()]{0,60}(?:, | \()(?:according to |says |as counted by |by the count of |reports )?"
    r"(?:the )?$"
)
_NO_ATTRIBUTION = re.compile(r"\b(?:not|no|nor|unlike|against|neither|nothing)\b|n['’]t\b", re.I)


class Publishers:
    """The names of those who publish data, each with its other names."""

    def __init__(self, datasets: Iterable[Dataset]) -> None:
        found: dict[str, set[str]] = {}
        for dataset in datasets:
            for publisher in dataset.publishers:
                if _COUNTS.search(publisher):
                    for form in _forms(publisher):
                        found.setdefault(form, set()).update(_forms(publisher))
        for names in _KNOWN:
            for form in names:
                found.setdefault(form, set()).update(names)
        self._called = found
        # The longest first: "Bank of Ghana" is no "Bank".
        longest = sorted(found, key=len, reverse=True)
        self._named = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])")

    def disagreements(
        self, sentence: Sentence, scopes: dict[Bound, BoundScope]
    ) -> Iterator[tuple[str, int]]:
        """Yield where a sentence says that another counts than who published a number."""
        if any(bound.macro in ("source", "quoted") for bound in sentence.bound):
            return
        for bound, scope in scopes.items():
            if scope.is_date or not scope.subjects:
                continue
            clause = _CLAUSE.split(sentence.before(bound))[-1][-160:]
            named = self._before(clause) or self._behind(sentence.after(bound))
            datasets = {subject.dataset.name: subject.dataset for subject in scope.subjects}
            if not named or any(self._is_of(named, each, bound) for each in datasets.values()):
                continue
            own = [name for each in datasets.values() for name in each.publishers[:1]]
            yield (
                f'the sentence says that it is from "{named}", but {bound.words} is from '
                f"{formats.listed(list(dict.fromkeys(own)))}: {about(scope)}. Change the name, or "
                "take that one's number.",
                bound.offset,
            )

    def _before(self, clause: str) -> str:
        """Return who is said to count, before a number."""
        for found in reversed(list(self._named.finditer(clause))):
            leads = _LEADS.search(clause[: found.start()])
            bare = leads and re.fullmatch(r"(?:by|in|on) (?:the )?(?:\w+['’]s )?", leads[0], re.I)
            owns = _OWNS.match(clause, found.end())
            if (leads and (owns or not bare)) or owns or _SAID.match(clause, found.end()):
                return "" if _NO_ATTRIBUTION.search(clause) else found[0]
        return ""

    def _behind(self, after: str) -> str:
        """Return who is said to count, behind a number."""
        for found in self._named.finditer(after[:140]):
            lead = _BEHIND.fullmatch(after[: found.start()])
            led = lead and re.search(r"(?:to|says|by|of|reports) (?:the )?$", lead[0])
            said = re.match(rf"{_SAYS}(?=[.,;)]|$)", after[found.end() :])
            if lead and (led or said):
                return found[0]
        return ""

    def _is_of(self, named: str, dataset: Dataset, bound: Bound) -> bool:
        """Return whether a dataset, or the row of a number, names somebody by any name."""
        fields = (f"{each.title}; {each.description}" for each in dataset.fields.values())
        credited = [
            each.get("title", "")
            for part in ("sources", "licenses")
            for each in dataset.descriptor.get(part, ())
        ]
        told = "; ".join([*dataset.publishers, *credited, dataset.title, *fields])
        for cell in bound.cells:
            if cell.dataset == dataset.name:
                row = dataset.row(cell.key)
                told += "; ".join(str(column[row]) for column in dataset.columns.values())
        return any(form in told for form in self._called[named])


def _forms(publisher: str) -> set[str]:
    """Return what a publisher is called too: the "Ministry of Trade" is the "trade ministry"."""
    bare = re.sub(r"^(?:[A-Z]\.){2,} | \(.*\)$", "", publisher)
    found = {publisher, bare}
    if department := re.fullmatch(r"(?P<kind>Department|Ministry) of (?:the )?(?P<of>\w+).*", bare):
        kind, of = department["kind"], department["of"]
        found |= {f"{of} {kind}", f"{of.lower()} {kind.lower()}", f"{of} {kind.lower()}"}
        found |= {of} if of == "Treasury" else set()
    initials = "".join(word[0] for word in bare.split() if word[0].isupper())
    if len(initials) > 2:
        found.add(initials)
    return found
