"""Notes for the editor, in the preview only: what the formulas of a page compute, in words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Set

from charts.generator.base.files import THEME
from charts.generator.numbers.ledger import Outcome, Receipt
from charts.generator.pages.inline import Printed

FOLDER = THEME / "preview"
ID = "formula-notes"  # of the element with the notes of a page

Formula = tuple[str, str]  # what a page names, and its formula


def formulas(printed: Iterable[Printed]) -> frozenset[Formula]:
    """Return the formulas of a page."""
    return frozenset((note["of"], note["formula"]) for note in _notes(printed))


def block(printed: Iterable[Printed], before: Set[Formula] | None) -> str:
    """Return the notes of a page as an element for the preview's script; nothing if it has none.

    Args:
        printed: what the macros printed into the page.
        before: the formulas that the page had when the preview began; None for those that it has
            now. The others are new.
    """
    notes = [
        note | {"new": before is not None and (note["of"], note["formula"]) not in before}
        for note in _notes(printed)
    ]
    if not notes:
        return ""
    # Nothing in a text can end the element.
    said = json.dumps(notes, ensure_ascii=True).replace("<", "\\u003c")
    return f'<script type="application/json" id="{ID}">{said}</script>'


def dressing() -> bytes:
    """Return the script that places the notes on a page, and their style."""
    style = (FOLDER / "notes.css").read_text(encoding="utf-8")
    script = (FOLDER / "notes.js").read_text(encoding="utf-8")
    return f'<style>{style}</style><script type="module">{script}</script>'.encode()


def _notes(printed: Iterable[Printed]) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for each in printed:
        if isinstance(made := each.result, Receipt) and made.formula:
            name = made.reference.partition(":")[2]
            found[made.reference] = {"result": made.text, "says": made.says} | _named(
                made.reference, name, made.formula
            )
        elif isinstance(made, Outcome) and made.entry.formula and each.macro == "claim":
            of = f"claim:{each.name}"
            found[of] = {"result": "It holds", "says": made.entry.says} | _named(
                of, each.name, made.entry.formula
            )
    return list(found.values())


def _named(of: str, name: str, formula: str) -> dict[str, str]:
    return {"of": of, "name": "" if name == formula else name, "formula": formula}
