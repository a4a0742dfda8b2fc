"""Holds words for how something is counted against what the data say: prices, targets, stocks.

"At purchasing power", "adjusted for inflation", "actually", "mined": each of them fits some numbers
and contradicts others, and what a number is stands in the titles of its column and its row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.numbers.expressions import Operation


@dataclass(frozen=True)
class Kind:
    """Words that say how something is counted.

    What the data say of the number has to have `fits`, if that is given, and may have `clashes`
    only beside it.
    """

    words: re.Pattern[str]
    fits: re.Pattern[str] | None = None
    clashes: re.Pattern[str] | None = None


def _kind(words: str, fits: str = "", clashes: str = "") -> Kind:
    return Kind(
        re.compile(rf"(?<!not )(?<!than )\b(?:{words})", re.I),
        re.compile(rf"\b(?:{fits})", re.I) if fits else None,
        re.compile(rf"\b(?:{clashes})", re.I) if clashes else None,
    )


_REAL = r"constant|real\b|inflation|purchasing|dollars of \d{4}|consumer prices|price index"
_KINDS = (
    _kind(r"(?:at|by|in|measured by) purchasing[- ]power|PPP\b", fits="purchasing|PPP"),
    _kind(r"(?:at|by|with|using) (?:(?:market|current|the|official|ordinary|the market['’]s) )*"
          r"(?:exchange rates?|market rates?|rates? of exchange)(?! (?:of|in) \d{4})",
          clashes=r"purchasing|PPP|constant|dollars of \d{4}"),
    _kind(r"(?:when )?adjusted for (?:inflation|prices)|inflation-adjusted|in real terms"
          r"|(?:at|in) constant (?:prices|dollars)|after inflation", fits=_REAL),
    _kind(r"in nominal terms|nominally|nominal|in current (?:dollars|prices)|before inflation",
          clashes=r"constant|real\b|purchasing|dollars of \d{4}"),
    _kind(r"(?:actually|in fact|in reality|really) (?:held|had|was|were|is|are|stood|made up|came"
          r"|took|bought|sold|spent)", fits="actual", clashes="targets?|plan(?:ned|s)?|quota"),
    _kind(r"(?:inventory|stocktak(?:e|ing)|snapshot|audit)\b(?![^,;]*\b(?:targets?|plan|goal)\b)"
          r"|(?:lay|lying|was lying|sat|sitting|parked|was kept|were kept) in",
          fits="actual", clashes="targets?|plan(?:ned|s)?|quota"),
    _kind(r"(?:the|its|their) (?:target|plan|quota|goal)(?: share| level)? (?:is|was|of|for|at)",
          fits="targets?|plan(?:ned|s)?|quota|goal", clashes="actual"),
    _kind(r"(?:inflows?|outflows?)", fits="flow", clashes=r"stock (?:in|of|at)|stocks|position"),
    _kind(r"gross (?:inflows?|outflows?|amount|terms)|in gross terms"
          r"|without (?:subtracting|deducting)|before (?:deductions?\b|netting|(?:anything|what"
          r"|withdrawals?|disinvestments?|repayments?|re-?exports?|imports)\b[^,;]*?"
          r"(?:subtracted|deducted|taken (?:off|out)|netted))",
          fits="gross", clashes=r"net\b|less (?:dis)?|balance"),
    _kind(r"(?:by|of|to|its|their|the|real|true) (?:very |real |true )?(?:ultimate|last|final)"
          r" (?:owners?|investors?|holders?|beneficiar(?:y|ies))",
          fits="ultimate|final owner", clashes=r"immediate|came from last|direct holder"),
    _kind(r"(?:by|of|to|its|their|the) immediate (?:owners?|investors?|holders?|sources?)",
          fits="immediate|came from last", clashes="ultimate|final owner"),
    _kind(r"(?:no|not an|not a mere|never an|not only an) (?:mere )?(?:estimate|guess|forecast)\b"
          r"|(?:a|the) (?:final|definitive|firm|hard) (?:count|figure|number|tally|result)\b"
          r"|(?:measured|counted),? (?:and )?(?:not|rather than) (?:merely )?(?:estimated|guessed)",
          fits="final", clashes="estimate[ds]?|preliminary|provisional|forecast|expected"),
    _kind(r"(?:mined|mine output|mine production|smelted)\b"
          r"(?![^,;]*\b(?:reserves|deposits|its|their|left|ground)\b)",
          fits=r"mined|mine\b|production|produced|smelt|output", clashes="reserves?"),
    _kind(r"(?:reserves|deposits) (?:of|in|hold|held|are|were|at|come|came)",
          fits="reserve|deposit", clashes="production|mined|smelt|output|harvest"),
)  # fmt: skip


def disagreement(clause: str, after: str, scope: BoundScope) -> str:
    """Say where the words beside a number say that it is of a kind of which it is not."""
    if scope.is_test or scope.value is None or scope.format == "year":
        return ""
    beside = clause + re.split(r"[,;:(]", after, maxsplit=1)[0]
    if year := _other_prices(beside, scope):
        return (
            f'the sentence says "{year}", but {scope.bound.words} is at those of another: '
            f"{about(scope)}. Change the year, or take another number."
        )
    for kind in _KINDS:
        found = kind.words.search(beside)
        if not found:
            continue
        said = _described(scope)
        fits = bool(kind.fits and kind.fits.search(said))
        if fits or (kind.clashes and not kind.clashes.search(said)):
            continue
        return (
            f'the sentence says "{found[0].strip()}", but {scope.bound.words} is of '
            f"{about(scope)}. Change the words, or take another number."
        )
    return ""


_PRICES = re.compile(
    r"(?:at|in|by) (?:the )?(?:constant )?(?:prices|dollars|euros|money) of (?:the year )?"
    r"(?P<a>\d{4})"
    r"|(?:at|in) (?:constant )?(?P<b>\d{4}) (?:prices|dollars|euros|money)", re.I,
)  # fmt: skip
_PRICED = re.compile(r"(?:prices|dollars|euros|rates?)(?: and [\w ]+)? of (\d{4})")


def _other_prices(beside: str, scope: BoundScope) -> str:
    """Return "at the prices of 2019" where the data say that a number is at those of 2015."""
    found = _PRICES.search(beside)
    if not found or any(isinstance(node, Operation) for node in scope.nodes):
        return ""
    columns = [subject.field for subject in scope.subjects]
    said = " ".join(f"{each.title} {each.unit} {each.description}" for each in columns)
    years = set(_PRICED.findall(said))
    return found[0] if years and (found["a"] or found["b"]) not in years else ""


def _described(scope: BoundScope) -> str:
    """Return what the titles of the columns that a number reads say, and its row."""
    parts = [scope.says, scope.unit]
    for subject in scope.subjects:
        fields = subject.dataset.fields
        title = fields[subject.column].title if subject.column in fields else ""
        parts += [subject.says, subject.dataset.title, title]
        if subject.column in fields:
            parts.append(fields[subject.column].description)
    if scope.is_level:
        (cell,) = scope.bound.cells
        dataset = scope.datasets[cell.dataset]
        row = dataset.row(cell.key)
        row_texts = [texts[row] for name, texts in dataset.columns.items() if name != "note"]
        return " ".join([scope.says, *row_texts, *parts[2:]])
    return " ".join(parts)
