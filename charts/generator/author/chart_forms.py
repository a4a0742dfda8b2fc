"""The forms that a new chart can have, and where a dataset has the columns that each needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from charts.generator.base.problems import MistakeError, unknown
from charts.generator.data.datasets import NUMBERS, Dataset


@dataclass(frozen=True)
class Role:
    """What a column is for: its name in commands and in the draft, its kind, and in words.

    `least` is how many different values it must have.
    """

    name: str
    kind: str
    says: str
    least: int = 1


@dataclass(frozen=True)
class Way:
    """The columns that a form needs, the template that draws them, and code that shapes the rows.

    `free` is how many other columns of the key may differ between its rows.
    """

    roles: tuple[Role, ...]
    template: str
    shape: tuple[str, ...] = ()
    free: int = 0
    negative: bool = True  # whether amounts may be below zero


@dataclass(frozen=True)
class Form:
    """A form of chart: its name, what it shows, and the ways to draw it, the best first."""

    name: str
    says: str
    ways: tuple[Way, ...]
    map: bool = False

    @property
    def told(self) -> str:
        """Return what it shows, and the columns that it needs."""
        ways = [", ".join(role.name for role in way.roles) for way in self.ways]
        return f"{self.says} Columns: {'; or '.join(ways)}."


def _name(least: int = 1) -> Role:
    return Role("name", "name", "a column that names things", least)


def _time(least: int = 2) -> Role:
    return Role("time", "time", "a column of times", least)


_VALUE = Role("value", "number", "a column of numbers")
_YEAR = Role("time", "year", "a column of years", 2)
_FIRST = Role("first", "number", "a column of numbers for the first value")
_LAST = Role("last", "number", "a column of numbers for the second value")
_ENDS = (
    "# The first and the last time at which at least half of the things have a value.",
    "known = rows.groupby(TIME)[NAME].nunique()",
    "first, last = known.index[known >= known.max() / 2][[0, -1]]",
    "ends = rows[rows[TIME].isin([first, last])]",
    "rows = ends.pivot(index=NAME, columns=TIME, values=VALUE).dropna().reset_index()",
    'rows.columns = pd.Index([NAME, "first", "last"])',
)
_WIDE = "rows, names = wide(rows, TIME, NAME, VALUE, most=len(COLORS){})"
_OTHERS = (_WIDE.format(' - 1, rest="Others"'), "rows = rows.dropna()")
_MOST = (
    "most = rows.groupby(NAME)[VALUE].mean().nlargest(MOST).index",
    "rows = rows[rows[NAME].isin(most)]",
)
_PART = Role("part", "name", "a column that names parts", 2)


def _shares(whole: str) -> tuple[str, ...]:
    """Return code with a row for each whole, which `whole` names, and its parts side by side."""
    line = f'rows, names = wide(rows, {whole}, PART, VALUE, most=len(COLORS) - 1, rest="Others")'
    return line, "rows = rows.dropna()"


_COLUMNS = ('rows = rows.rename(columns={TIME: "year"})',)
_YEARLY = ('rows = rows[[TIME, VALUE]].rename(columns={TIME: "year"})',)

FORMS = {
    form.name: form
    for form in (
        Form(
            "bars",
            "Amounts of several things at one time.",
            (Way((_name(), _VALUE), "bars"),),
        ),
        Form(
            "line",
            "One amount over time.",
            (Way((Role("time", "sequence", "a column of times", 2), _VALUE), "line"),),
        ),
        Form(
            "lines",
            "A few amounts over time.",
            (Way((_time(), _name(2), _VALUE), "lines", (_WIDE.format(""),)),),
        ),
        Form(
            "panels",
            "Many amounts over time, each in a small chart of its own.",
            (Way((_time(), _name(2), _VALUE), "panels", _MOST),),
        ),
        Form(
            "yearly",
            "One amount of each year, as upright bars.",
            (Way((_YEAR, _VALUE), "yearly", _YEARLY),),
        ),
        Form(
            "columns",
            "A whole and its parts, year by year.",
            (
                Way(
                    (_YEAR, _name(2), _VALUE),
                    "columns",
                    (*_OTHERS, *_COLUMNS),
                ),
            ),
        ),
        Form(
            "areas",
            "A whole and its parts over a long time.",
            (Way((_time(), _name(2), _VALUE), "areas", _OTHERS, negative=False),),
        ),
        Form(
            "shares",
            "How several wholes are divided, each bar of the same length.",
            (
                Way((_name(2), _PART, _VALUE), "shares", _shares("NAME"), negative=False),
                Way((_time(1), _PART, _VALUE), "shares", _shares("TIME"), negative=False),
            ),
        ),
        Form(
            "grouped",
            "Amounts of a few things at two or three times.",
            (Way((_name(), _time(1), _VALUE), "grouped", negative=False),),
        ),
        Form(
            "slopes",
            "How things changed from one time to another.",
            (
                Way((_name(), _time(), _VALUE), "slopes", _ENDS),
                Way((_name(), _FIRST, _LAST), "sides"),
            ),
        ),
        Form(
            "ranges",
            "How far apart two values of each thing are.",
            (
                Way((_name(), _time(), _VALUE), "ranges", _ENDS),
                Way((_name(), _FIRST, _LAST), "ends"),
            ),
        ),
        Form(
            "bumps",
            "Who overtook whom: ranks over time.",
            (Way((_name(2), _time(), _VALUE), "bumps"),),
        ),
        Form(
            "scatter",
            "Whether two amounts of each thing go together.",
            (
                Way(
                    (
                        _name(2),
                        Role("x", "number", "a column of numbers for the horizontal axis", 2),
                        Role("y", "number", "a column of numbers for the vertical axis", 2),
                    ),
                    "scatter",
                ),
            ),
        ),
        Form(
            "heatmap",
            "A pattern in two directions, such as months and years.",
            (
                Way((Role("month", "month", "a column of months", 13), _VALUE), "months"),
                Way(
                    (
                        Role("across", "time", "a column of times from left to right", 2),
                        Role("down", "name", "a column of names from the top down", 2),
                        _VALUE,
                    ),
                    "heatmap",
                ),
            ),
        ),
        Form(
            "diverging",
            "Two opposites, such as for and against, to both sides of zero.",
            (
                Way(
                    (
                        _name(),
                        Role("left", "side", "a column of numbers of one sign for the left side"),
                        Role("right", "amount", "a column of numbers from zero for the right side"),
                    ),
                    "diverging",
                ),
            ),
        ),
        Form(
            "histogram",
            "How often small and large amounts occur.",
            (
                Way(
                    (Role("value", "number", "a column of numbers", 5),),
                    "histogram",
                    free=1,
                ),
            ),
        ),
        Form(
            "boxes",
            "How the amounts of several groups are spread.",
            (
                Way(
                    (
                        Role("group", "group", "a column of groups with several rows each"),
                        Role("value", "number", "a column of numbers", 5),
                    ),
                    "boxes",
                    free=1,
                ),
            ),
        ),
        Form(
            "band",
            "One amount over time, and how sure it is.",
            (
                Way(
                    (
                        _time(),
                        Role("middle", "number", "a column of numbers for the line"),
                        Role("low", "number", "a column of numbers for the lower end"),
                        Role("high", "number", "a column of numbers for the upper end"),
                    ),
                    "band",
                ),
            ),
        ),
        Form(
            "choice",
            "One of many lines, which readers choose.",
            (Way((_time(), _name(2), _VALUE), "choice"),),
        ),
        Form(
            "slider",
            "Bars of the year that readers set.",
            (Way((_YEAR, _name(2), _VALUE), "slider"),),
        ),
        Form(
            "regions",
            "A map of shares and rates, the darker the more.",
            (Way((_name(), _VALUE), "regions"),),
            map=True,
        ),
        Form(
            "points",
            "A map of places, the larger the more.",
            (
                Way(
                    (
                        _name(),
                        Role("longitude", "longitude", "a column of longitudes in degrees"),
                        Role("latitude", "latitude", "a column of latitudes in degrees"),
                        _VALUE,
                    ),
                    "points",
                    negative=False,
                ),
            ),
            map=True,
        ),
    )
}


@dataclass(frozen=True)
class Fit:
    """A way to draw a dataset: for each role its column, and others that would do as well."""

    form: Form
    way: Way
    columns: Mapping[str, str]
    others: Mapping[str, list[str]]


def says_when(drawn: Dataset, column: str) -> bool:
    """Return whether a column has times."""
    return drawn.is_period(column) or drawn.fields[column].type in ("yearmonth", "date")


def sorts(drawn: Dataset, column: str) -> bool:
    """Return whether the values of a column of times sort in time as they are written."""
    kinds = ("integer", "year", "number", "yearmonth")
    return drawn.fields[column].type in kinds or drawn.in_time(column) == sorted(
        {text for text in drawn.columns[column] if text}
    )


def fit(drawn: Dataset, form: Form, chosen: Mapping[str, str]) -> Fit:
    """Return how a form draws a dataset, with the columns that somebody chose.

    Raises:
        MistakeError: if the dataset lacks a column that the form needs.
    """
    roles = dict.fromkeys(role.name for way in form.ways for role in way.roles)
    for role, column in chosen.items():
        if role not in roles:
            raise MistakeError(unknown(f'part of the form "{form.name}"', role, roles))
        if column not in drawn.fields:
            raise MistakeError(unknown("column", column, drawn.fields))
    faults: list[str] = []
    for way in form.ways:
        if not {*chosen} <= {role.name for role in way.roles}:
            continue
        found = _fit(drawn, form, way, chosen)
        if isinstance(found, Fit):
            return found
        faults.append(found)
    fault = next((said for said in faults if not said.startswith("it lacks")), faults[0])
    others = [each.name for each in FORMS.values() if not each.map and each != form]
    fitting = [name for name in others if _fits(drawn, FORMS[name])]
    hint = f" Forms that fit it: {', '.join(fitting)}." if fitting else ""
    raise MistakeError(
        f'the form "{form.name}" can\'t draw the dataset "{drawn.name}": {fault}{hint}'
    )


def _fits(drawn: Dataset, form: Form) -> bool:
    return any(isinstance(_fit(drawn, form, way, {}), Fit) for way in form.ways)


def _fit(drawn: Dataset, form: Form, way: Way, chosen: Mapping[str, str]) -> Fit | str:
    """Return how one way draws a dataset, or what it lacks."""
    columns: dict[str, str] = dict(chosen)
    others: dict[str, list[str]] = {}
    usable = {
        role.name: [
            name
            for name in _candidates(drawn, role.kind)
            if len({text for text in drawn.columns[name] if text}) >= role.least
        ]
        for role in way.roles
    }
    for role in way.roles:
        if role.name in chosen and chosen[role.name] not in usable[role.name]:
            fitting = " or ".join(usable[role.name])
            return f'the column "{chosen[role.name]}" is not {_needed(role)}' + (
                f": choose {fitting}." if fitting else "."
            )
    for role in way.roles:
        if role.name in chosen:
            continue
        free = [name for name in usable[role.name] if name not in columns.values()]
        if not free:
            taken = ", ".join(f'"{name}"' for name in columns.values())
            return f"it lacks {_needed(role)}{f' beside {taken}' if taken else ''}."
        columns[role.name] = free[0]
        others[role.name] = free[1:]
    value = columns.get("value", "")
    if not way.negative and -1 in _signs(drawn, value):
        return f'the column "{value}" has amounts below zero, for which it has no place.'
    return Fit(form, way, columns, others)


def _needed(role: Role) -> str:
    least = f" with at least {role.least} different values" if role.least > 1 else ""
    return f"{role.says} ({role.name}){least}"


def _candidates(drawn: Dataset, kind: str) -> Iterator[str]:
    """Yield the columns of a dataset that can be of a kind, the likeliest first."""
    fields = drawn.fields
    key = drawn.key or [*fields]
    inner = [name for name in fields if name in key]
    outer = [name for name in fields if name not in key]
    counts = {name: len(set(drawn.columns[name])) for name in fields}
    if kind in ("time", "year", "month", "sequence"):
        types = {"year": ("integer", "year"), "month": ("yearmonth",)}.get(kind)
        for name in [*inner, *outer]:
            right = types is None or fields[name].type in types
            # What is not in the key might have several rows of one time.
            ordered = kind == "sequence" or sorts(drawn, name)
            if says_when(drawn, name) and name in key and right and ordered:
                yield name
    elif kind in ("name", "group"):
        plain = [name for name in inner if not says_when(drawn, name)]
        texts = [name for name in plain if fields[name].type == "string"]
        rest = [n for n in plain if n not in texts and drawn.key]
        yield from sorted(texts, key=lambda name: -counts[name])
        if kind == "group":
            yield from (n for n in outer if fields[n].type == "string" and not says_when(drawn, n))
        else:
            yield from rest
    else:
        numbers = [name for name in fields if _counts(drawn, name)]
        if kind == "side":
            numbers = [name for name in numbers if len(_signs(drawn, name)) < 2]
        elif kind == "amount":
            numbers = [name for name in numbers if -1 not in _signs(drawn, name)]
        begins = {"longitude": "lon", "latitude": "lat"}.get(kind)
        if begins:
            yield from (n for n in numbers if n.startswith(begins) or n == kind[0])
        else:
            places = [n for n in numbers if n.startswith(("lon", "lat"))]
            yield from (n for n in numbers if n not in places)
            yield from places


def _counts(drawn: Dataset, name: str) -> bool:
    """Return whether a column has amounts, and is not part of the key."""
    dated = drawn.is_period(name) or name.endswith("year")
    amounts = drawn.fields[name].type in NUMBERS and not dated and name not in drawn.key
    return amounts and any(drawn.columns[name])


def _signs(drawn: Dataset, name: str) -> set[int]:
    """Return the signs of a column's numbers that are not zero: -1, 1, or both."""
    values = drawn.frame[name].dropna()
    return {*values[values != 0].map(lambda value: -1 if value < 0 else 1)}
