"""The functions of formulas, each with an example of a call."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from charts.generator.base.problems import MistakeError, unknown
from charts.generator.numbers import units
from charts.generator.numbers.cells import PERIOD, Item, Items, Scope, before
from charts.generator.numbers.evaluation import Evaluation
from charts.generator.numbers.expressions import (
    Call,
    Comparison,
    FormulaError,
    Key,
    Name,
    Node,
    Number,
    Period,
    Where,
    Window,
    Words,
)
from charts.generator.numbers.quantities import Label, Quantity, total

Body = Callable[[Evaluation, Call, Scope], Items]

FUNCTIONS: dict[str, Body] = {}


def _function(example: str, fewest: int, most: int | None = None) -> Callable[[Body], Body]:
    """Make a function known by an example of a call, with its fewest and most arguments."""
    most = fewest if most is None else most
    name = example.partition("(")[0]

    def know(body: Body) -> Body:
        def called(run: Evaluation, call: Call, scope: Scope) -> Items:
            given = len(call.arguments)
            if not fewest <= given <= most:
                needs = f"{fewest}" if most == fewest else f"{fewest} or {most}"
                raise FormulaError(
                    f"{name} takes {needs} arguments, and this has {given}; write it as {example}.",
                    call,
                )
            try:
                return body(run, call, scope)
            except FormulaError:
                raise
            except MistakeError as error:
                raise FormulaError(str(error), call) from None

        FUNCTIONS[name] = called
        return body

    return know


# Changes and shares -----------------------------------------------------------------------------


@_function("fall(sales, 2021, 2024)", 2, 3)
def _fall(run: Evaluation, call: Call, scope: Scope) -> Items:
    return _changed(run, call, scope, -1)


@_function("rise(sales, 2024, 2025)", 2, 3)
def _rise(run: Evaluation, call: Call, scope: Scope) -> Items:
    return _changed(run, call, scope, 1)


@_function("change(sales, 2021, 2024)", 2, 3)
def _change(run: Evaluation, call: Call, scope: Scope) -> Items:
    return _changed(run, call, scope, 0)


def _changed(run: Evaluation, call: Call, scope: Scope, direction: int) -> Items:
    """Return a change as a share of where it began; refused where it went the other way."""
    first, then, now = _before_and_after(run, call, scope)
    a, b = then.number, now.number
    base = float(a)
    if base <= 0:
        raise FormulaError(f"{a.formula} is {base:g}; a change can't be a share of that.", first)
    ratio = b / a
    if ratio.unit != units.RATIO:
        raise FormulaError(_unlike(a, b), first)
    change = float(ratio) - 1
    if direction and change * direction < 0:
        way, other = ("fell", "fall") if change < 0 else ("rose", "rise")
        raise FormulaError(
            f"it {way}: {a.formula} is {base:,.12g}, {b.formula} is {float(b):,.12g}. Write "
            f"{other}, or change.",
            call,
        )
    value = 1 - ratio if direction < 0 else ratio - 1
    return _single(_item_from(value, then, now), "percent")


def _before_and_after(run: Evaluation, call: Call, scope: Scope) -> tuple[Node, Item, Item]:
    """Return the two numbers of a change: of a series in two periods, or as they are."""
    if len(call.arguments) == 2:
        left, right = call.arguments
        then, now = run.number(left, scope), run.number(right, scope)
    else:
        of, left, right = call.arguments
        found = run.series(of, replace(scope, period=None))
        then, now = run.at(found, left, scope), run.at(found, right, scope)
        if then.period >= now.period:
            message = (
                f"{then.period} does not come before {now.period}; the earlier one comes first."
            )
            raise FormulaError(message, left)
    run.check_coverage((then, left), (now, right))
    for name in set(then.keys) & set(now.keys) - {PERIOD}:
        if name in _bases(run, then) and then.keys[name] != now.keys[name]:
            message = f"these are on two bases: {name} is {then.keys[name]} and {now.keys[name]}."
            raise FormulaError(message, right)
    return left, then, now


def _bases(run: Evaluation, item: Item) -> set[str]:
    roles = [run.known.datasets[cell.dataset].roles for cell in item.cells[:1]
             if cell.dataset in run.known.datasets]  # fmt: skip
    return {name for each in roles for name, role in each.items() if role == "basis"}


@_function("share(part, whole)", 2)
def _share(run: Evaluation, call: Call, scope: Scope) -> Items:
    part, whole = (run.number(each, scope) for each in call.arguments)
    value = _quotient(run, call, part, whole)
    if not 0 <= float(value) <= 1 + 1e-9:
        assert isinstance(part.value, Quantity) and isinstance(whole.value, Quantity)
        raise FormulaError(
            f"a share lies between 0 and 1, and this is {float(value):.4g}; for how many times one "
            "number is another, write times.",
            call,
        )
    return _single(_item_from(value, part, whole), "percent")


@_function("times(larger, smaller)", 2)
def _times(run: Evaluation, call: Call, scope: Scope) -> Items:
    one, other = (run.number(each, scope) for each in call.arguments)
    return _single(_item_from(_quotient(run, call, one, other), one, other), "times")


def _quotient(run: Evaluation, call: Call, one: Item, other: Item) -> Quantity:
    run.check_coverage((one, call.arguments[0]), (other, call.arguments[1]))
    assert isinstance(one.value, Quantity) and isinstance(other.value, Quantity)
    if not other.value:
        raise FormulaError(f"{other.value.formula} is 0; nothing can be divided by it.", call)
    value = one.value / other.value
    if value.unit != units.RATIO:
        raise FormulaError(_unlike(one.value, other.value), call)
    return value


def _unlike(one: Quantity, other: Quantity) -> str:
    units_ = f"{one.unit or 'no unit'} and {other.unit or 'no unit'}"
    return f"{units_} can't be set against each other."


# Many cells -------------------------------------------------------------------------------------


def _numbers(run: Evaluation, node: Node, scope: Scope, parts: str) -> Items:
    found = run.items(node, replace(scope, parts=parts))
    for item in found.items:
        if not isinstance(item.value, Quantity):
            raise FormulaError("numbers are expected here.", node)
    return found


@_function("sum(sales[2022..2024])", 1)
def _sum(run: Evaluation, call: Call, scope: Scope) -> Items:
    found = _numbers(run, call.arguments[0], scope, "all")
    _check_periods(run, call, found)
    run.note(found.items)
    by = [_word(argument.value) for argument in call.named if argument.name == "by"]
    if not by:
        return _single(_added(list(found.items)))
    groups: dict[str, list[Item]] = {}
    for item in found.items:
        groups.setdefault(_group(run, item, by[0], call), []).append(item)
    items = [replace(_added(members), keys={by[0]: name}) for name, members in groups.items()]
    return Items(tuple(items), frozenset(by))


def _added(items: list[Item]) -> Item:
    value = total([item.number for item in items])
    return _item_from(value, *items)


def _group(run: Evaluation, item: Item, column: str, call: Call) -> str:
    """Return what a column says in the row of an item."""
    cell = item.cells[0]
    dataset = run.known.datasets[cell.dataset]
    if column not in dataset.fields:
        raise FormulaError(unknown("column", column, dataset.fields), call)
    return dataset.columns[column][dataset.row(cell.key)]


@_function("mean(sales[2009..2013])", 1)
def _mean(run: Evaluation, call: Call, scope: Scope) -> Items:
    found = _numbers(run, call.arguments[0], scope, "single")
    _check_periods(run, call, found)
    run.note(found.items)
    items = list(found.items)
    summed = _added(items)
    assert isinstance(summed.value, Quantity)
    return _single(replace(summed, value=summed.value / len(items)))


def _check_periods(run: Evaluation, call: Call, found: Items) -> None:
    """Raise FormulaError where a sum would run over all periods unasked, or over gaps."""
    when = [c for part in call.walk() if isinstance(part, Where) for c in part.conditions
            if not isinstance(c, Key)]  # fmt: skip
    if PERIOD in found.free:
        periods = sorted({item.period for item in found.items})
        if not when:
            raise FormulaError(
                f"{call.name} needs its periods: add [{periods[0]}..{periods[-1]}], or those that "
                "you mean.",
                call,
            )
        windows = [each for each in when if isinstance(each, Period | Window)]
        run.no_gaps(periods, windows[0] if len(windows) == 1 else None, found.calendar, call)
    _covers(found.items, call)


@_function("highest(sales)", 1)
def _highest(run: Evaluation, call: Call, scope: Scope) -> Items:
    return _extreme(run, call, scope, max)


@_function("lowest(sales)", 1)
def _lowest(run: Evaluation, call: Call, scope: Scope) -> Items:
    return _extreme(run, call, scope, min)


def _extreme(run: Evaluation, call: Call, scope: Scope, choose: Callable[..., Item]) -> Items:
    found = _numbers(run, call.arguments[0], scope, "single")
    run.note(found.items)
    _covers(found.items, call)
    run.moves |= found.open
    chosen = choose(found.items, key=lambda item: item.number)
    return replace(found, items=(chosen,), free=frozenset())


@_function("count(sales > costs, 2014..2024)", 1, 2)
def _count(run: Evaluation, call: Call, scope: Scope) -> Items:
    node = call.arguments[0]
    found = run.items(node, scope)
    if found.items and isinstance(found.items[0].value, bool):
        items = run.within(found, _window(call, 1), whole=True)
        run.note(items)
        hits = [item for item in items if item.value]
        unit = {"year": "years", "month": "months"}.get(found.calendar, "")
        formula = f"number of {unit or 'readings'} among {len(items)}"
    elif len(call.arguments) > 1:
        raise FormulaError("with a window, count needs a test, such as sales > costs.", node)
    else:
        found = run.items(node, replace(scope, parts="single"))
        run.moves |= found.open
        items = hits = list(found.items)
        run.note(items)
        unit, formula = "", "number of rows"
    cells = tuple(dict.fromkeys(cell for item in items for cell in item.cells))
    return _single(Item(Quantity(len(hits), unit, formula, cells), {}, cells), "count")


@_function("rank(sales[shop=North, 2024])", 1, 2)
def _rank(run: Evaluation, call: Call, scope: Scope) -> Items:
    node = call.arguments[0]
    one = run.number(node, scope)
    assert isinstance(one.value, Quantity)
    by = next((_word(a.value) for a in call.named if a.name == "by"), "")
    names = [name for name in one.keys if name != PERIOD and name not in _bases(run, one)]
    if not by:
        if len(names) != 1:
            listed = " or ".join(f"by={name}" for name in names)
            message = f"a place among what? Add {listed}."
            if not names:
                message = "there is nothing to rank it among: its rows differ by period alone."
            raise FormulaError(message, call)
        by = names[0]
    elif by not in names:
        raise FormulaError(f'"{by}" is not among its keys: {", ".join(names)}.', call)
    if len(call.arguments) == 2:
        found = _numbers(run, call.arguments[1], scope, "single")
    else:
        found = _numbers(run, node, replace(scope, freed=by), "single")
    alike = {name: text for name, text in one.keys.items() if name != by}
    others = [
        item for item in found.items
        if item.keys.get(by) != one.keys.get(by)
        and all(item.keys.get(name, text) == text for name, text in alike.items())
    ]  # fmt: skip
    run.note(others)
    lower = found.lower_is_better
    ahead = [item for item in others
             if (item.number < one.number if lower else item.number > one.number)]  # fmt: skip
    cells = (*one.cells, *(cell for item in ahead for cell in item.cells))
    formula = f"place of {one.value.formula} among {len(others) + 1}"
    run.note([one])
    return _single(Item(Quantity(1 + len(ahead), "rank", formula, cells), one.keys, cells), "rank")


# When -------------------------------------------------------------------------------------------


@_function("when(highest(sales))", 1)
def _when(run: Evaluation, call: Call, scope: Scope) -> Items:
    item = run.one(call.arguments[0], scope)
    return _single(_period(item, "", call))


@_function("last(sales)", 1)
def _last(run: Evaluation, call: Call, scope: Scope) -> Items:
    return _end(run, call, scope, max)


@_function("first(sales)", 1)
def _first(run: Evaluation, call: Call, scope: Scope) -> Items:
    return _end(run, call, scope, min)


def _end(run: Evaluation, call: Call, scope: Scope, choose: Callable[..., Item]) -> Items:
    found = run.items(call.arguments[0], scope)
    run.moves = True
    ends: dict[tuple[str, ...], list[Item]] = {}  # by the keys beside the period
    for each in found.items:
        key = tuple(text for name, text in each.keys.items() if name != PERIOD)
        ends.setdefault(key, []).append(each)
    last = [choose(items, key=lambda item: item.period) for items in ends.values()]
    run.note(last)
    item = choose(last, key=lambda item: item.period)
    return _single(_period(item, f"{call.name} ", call))


def _period(item: Item, which: str, call: Call) -> Item:
    if not item.period:
        raise FormulaError("this has no period.", call)
    text = item.period
    name = item.value.formula if isinstance(item.value, Quantity | Label) else ""
    if len(text) == 4:
        value: Quantity | Label = Quantity(int(text), "year", f"{which}year of {name}", item.cells)
    else:
        unit = {7: "month", 10: "date"}.get(len(text), "")
        value = Label(text, unit, f"{which}{unit or 'date'} of {name}", item.cells)
    return replace(item, value=value)


@_function("at(sales, 2021)", 2)
def _at(run: Evaluation, call: Call, scope: Scope) -> Items:
    found = run.series(call.arguments[0], replace(scope, period=None))
    item = run.at(found, call.arguments[1], scope)
    return replace(found, items=(item,), free=frozenset())


# Tests of a series ------------------------------------------------------------------------------


@_function("falls(sales, 2022..2024)", 1, 2)
def _falls(run: Evaluation, call: Call, scope: Scope) -> Items:
    return _steady(run, call, scope, operator.gt)


@_function("rises(sales, 2002..2006)", 1, 2)
def _rises(run: Evaluation, call: Call, scope: Scope) -> Items:
    return _steady(run, call, scope, operator.lt)


def _steady(
    run: Evaluation, call: Call, scope: Scope, holds: Callable[[Quantity, Quantity], bool]
) -> Items:
    found = run.series(call.arguments[0], replace(scope, period=None))
    readings = any(a.name == "by" and _word(a.value) == "reading" for a in call.named)
    items = run.within(found, _window(call, 1), whole=not readings)
    if not readings:
        if not found.calendar:
            raise FormulaError(
                "these are single readings, not every year or month; add by=reading.", call
            )
        earlier = before(items[0].period, found.calendar)
        first = [item for item in found.items if item.period == earlier]
        if not first and _window(call, 1) is not None:
            raise FormulaError(f"there is no row for {earlier}, the period before.", call)
        items = [*first, *items]
    _covers(items, call)
    if len(items) < 2:
        raise FormulaError("there is a single reading here, and nothing to set it against.", call)
    return _test(run, items, all(holds(a.number, b.number) for a, b in pairwise(items)))


@_function("always(sales > costs, 1994..latest)", 1, 2)
def _always(run: Evaluation, call: Call, scope: Scope) -> Items:
    items = _tested(run, call, scope)
    return _test(run, items, all(item.value for item in items))


@_function("never(sales < costs, 1994..latest)", 1, 2)
def _never(run: Evaluation, call: Call, scope: Scope) -> Items:
    items = _tested(run, call, scope)
    return _test(run, items, not any(item.value for item in items))


def _tested(run: Evaluation, call: Call, scope: Scope) -> list[Item]:
    found = run.tests(call.arguments[0], scope)
    if PERIOD not in found.free:
        raise FormulaError(f"{call.name} needs a series whose periods are open.", call)
    return run.within(found, _window(call, 1), whole=True)


@_function("same(production, 2018..2023)", 1, 2)
def _same(run: Evaluation, call: Call, scope: Scope) -> Items:
    found = run.series(call.arguments[0], replace(scope, period=None))
    items = run.within(found, _window(call, 1), whole=True)
    _covers(items, call)
    return _test(run, items, all(a.value == b.value for a, b in pairwise(items)))


@_function("is_highest(sales, 2011)", 2, 3)
def _is_highest(run: Evaluation, call: Call, scope: Scope) -> Items:
    return _record(run, call, scope, operator.gt)


@_function("is_lowest(sales, 2024)", 2, 3)
def _is_lowest(run: Evaluation, call: Call, scope: Scope) -> Items:
    return _record(run, call, scope, operator.lt)


def _record(
    run: Evaluation, call: Call, scope: Scope, beats: Callable[[Quantity, Quantity], bool]
) -> Items:
    found = run.series(call.arguments[0], replace(scope, period=None))
    window = _window(call, 2)
    items = run.within(found, window, whole=window is not None)
    one = run.at(replace(found, items=tuple(items)), call.arguments[1], scope)
    _covers(items, call)
    others = [item for item in items if item.period != one.period]
    return _test(run, items, all(beats(one.number, other.number) for other in others))


@_function("highest_since(sales, 2021, 2013)", 3)
def _highest_since(run: Evaluation, call: Call, scope: Scope) -> Items:
    return _since(run, call, scope, operator.gt)


@_function("lowest_since(sales, 2024, 1993)", 3)
def _lowest_since(run: Evaluation, call: Call, scope: Scope) -> Items:
    return _since(run, call, scope, operator.lt)


def _since(
    run: Evaluation, call: Call, scope: Scope, beats: Callable[[Quantity, Quantity], bool]
) -> Items:
    """Test that a period beats every one since another, and not that one."""
    found = run.series(call.arguments[0], replace(scope, period=None))
    one, then = (run.at(found, node, scope) for node in call.arguments[1:])
    if then.period >= one.period:
        message = f"{then.period} does not come before {one.period}; the later period comes first."
        raise FormulaError(message, call.arguments[2])
    between = [item for item in found.items if then.period < item.period < one.period]
    items = [then, *between, one]
    run.no_gaps([item.period for item in items], None, found.calendar, call.arguments[2])
    _covers(items, call)
    holds = all(beats(one.number, item.number) for item in between)
    holds = holds and not beats(one.number, then.number)
    return _test(run, items, holds)


@_function("overtakes(sales[shop=North], sales[shop=South], 2017)", 3, 4)
def _overtakes(run: Evaluation, call: Call, scope: Scope) -> Items:
    one, other = (run.series(each, replace(scope, period=None)) for each in call.arguments[:2])
    window = _window(call, 3)
    ours, theirs = (
        {item.period: item for item in run.within(each, window, whole=True)}
        for each in (one, other)
    )
    at = run.at(one, call.arguments[2], scope).period
    shared = sorted(ours.keys() & theirs.keys())
    if at not in shared or shared[0] >= at:
        raise FormulaError(f"both series need rows before {at} and in it.", call.arguments[2])
    for items in (ours, theirs):
        _covers(list(items.values()), call)
    above = {p: ours[p].number > theirs[p].number for p in shared}
    below = {p: ours[p].number < theirs[p].number for p in shared}
    holds = all(above[p] if p >= at else below[p] for p in shared)
    return _test(run, [*(ours[p] for p in shared), *(theirs[p] for p in shared)], holds)


@_function("same_direction(sales, prices)", 2)
def _same_direction(run: Evaluation, call: Call, scope: Scope) -> Items:
    """Test for each period whether two series both rose or both fell since the one before."""
    one, other = (run.series(each, replace(scope, period=None)) for each in call.arguments)
    ours, theirs = ({item.period: item for item in each.items} for each in (one, other))
    found = []
    for period in sorted(ours.keys() & theirs.keys()):
        earlier = before(period, one.calendar) if one.calendar else ""
        if earlier in ours and earlier in theirs:
            items = [ours[period], ours[earlier], theirs[period], theirs[earlier]]
            _covers(items[:2], call)
            _covers(items[2:], call)
            a, b, c, d = (item.number for item in items)
            cells = tuple(cell for item in items for cell in item.cells)
            found.append(Item((a > b) == (c > d), {PERIOD: period}, cells))
    return Items(tuple(found), frozenset({PERIOD}), one.calendar)


@_function("about(price[2025], price[2021], 5%)", 3)
def _about(run: Evaluation, call: Call, scope: Scope) -> Items:
    one, other = (run.number(each, scope) for each in call.arguments[:2])
    near = call.arguments[2]
    if not isinstance(near, Number) or near.unit != "percent":
        raise FormulaError("how near? Write a share such as 5%.", near)
    value = _quotient(run, call, one, other)
    return _test(run, [one, other], abs(float(value) - 1) < near.value / 100)


@_function("missing(sales[shop=East, 2026])", 1)
def _missing(run: Evaluation, call: Call, scope: Scope) -> Items:
    """Test that there is no row; the rest of the period shows that somebody looked."""
    node = call.arguments[0]
    key = next((k for part in node.walk() if isinstance(part, Where) for k in part.conditions
                if isinstance(k, Key) and k.sign == "="), None)  # fmt: skip
    if key is None:
        raise FormulaError("what is missing? Name it as in [shop=East, 2026].", call)
    found = run.items(node, replace(scope, freed=key.column))
    run.note(found.items)
    there = {item.keys.get(key.column) for item in found.items}
    cells = tuple(cell for item in found.items for cell in item.cells)
    return _single(Item(not there & set(key.values), {}, cells))


@_function('either("rose", "fell", sales[2025] > sales[2024])', 3)
def _either(run: Evaluation, call: Call, scope: Scope) -> Items:
    one, other, node = call.arguments
    if not isinstance(one, Words) or not isinstance(other, Words):
        raise FormulaError("either takes two texts between quotes, and a test.", call)
    item = run.one(node, scope)
    if not isinstance(item.value, bool):
        raise FormulaError("a test is expected here, such as a > b.", node)
    if isinstance(node, Comparison):
        a, b = (run.one(term, scope).value for term in node.terms[:2])
        if a == b:
            raise FormulaError("the two are equal, so neither word fits.", node)
    words = one.text if item.value else other.text
    return _single(replace(item, value=Label(words, "", f'"{words}"', item.cells)))


# Helpers ----------------------------------------------------------------------------------------


def _single(item: Item, style: str = "") -> Items:
    return Items((item,), style=style)


def _item_from(value: Quantity, *items: Item) -> Item:
    """Return a number made of some items, with their cells and the keys that they share."""
    first = items[0].keys
    keys = {k: v for k, v in first.items() if all(item.keys.get(k) == v for item in items)}
    cells = tuple(dict.fromkeys(cell for item in items for cell in item.cells))
    coverage = {item.coverage for item in items}
    named = all(item.named for item in items)
    return Item(value, keys, cells, coverage.pop() if len(coverage) == 1 else "", named)


def _test(run: Evaluation, items: Sequence[Item], holds: bool) -> Items:
    run.note(items)
    cells = tuple(dict.fromkeys(cell for item in items for cell in item.cells))
    return _single(Item(holds, {}, cells))


def _covers(items: Sequence[Item], call: Call) -> None:
    covered = {item.coverage for item in items if item.coverage}
    if len(covered) > 1 and not all(item.named for item in items):
        several = " and ".join(sorted(covered, key=float))
        message = f"the rows cover {several} months of their periods; choose with months=…."
        raise FormulaError(message, call)


def _window(call: Call, place: int) -> Node | None:
    """Return the window that a function has as an argument; None for all periods."""
    if len(call.arguments) <= place:
        return None
    node = call.arguments[place]
    if not isinstance(node, Period | Window):
        raise FormulaError("expected a window of periods here, such as 2021..2024.", node)
    return node


def _word(node: Node) -> str:
    if isinstance(node, Name):
        return node.name
    return node.text if isinstance(node, Words) else ""
