"""Writes the first draft of a chart: a module that draws a dataset at once, in any of the forms."""

from __future__ import annotations

import math
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from charts.generator.author.chart_forms import FORMS, Fit, fit, says_when, sorts
from charts.generator.author.code_drafts import NUMERIC, WIDTH, filled, quoted, signature
from charts.generator.author.formula_forms import with_value
from charts.generator.base.blanks import blank, is_blank
from charts.generator.base.problems import MistakeError, ProblemsError, unknown
from charts.generator.check.typed import figures
from charts.generator.data import periods
from charts.generator.data.datasets import Dataset, text_of
from charts.generator.draw import maps
from charts.generator.draw.build import MAPS
from charts.generator.draw.chart_theme import SCREENS
from charts.generator.draw.specs import Drawing
from charts.generator.numbers.formats import listed

MANY = 2000  # rows of a line that is thinned
LEFT = 60  # pixels for the labels of a vertical axis
BARS = 16  # of a histogram, about
# How many things a form shows at the most: those of which every one is shown, and the fewest.
KEPT = {"bars": 12, "panels": 12, "line": 10**6, "choice": 10**6, "regions": 10**6, "points": 10**6}
FEWEST = 3
SHORT = 5  # digits of a number that a label shows whole
_MARKUP = re.compile(r"[{}<>\[\]*_|`#]")


@dataclass(frozen=True)
class Draft:
    """A module, what it draws in words, and what to say of the columns chosen for it."""

    code: str
    says: str
    subtitle: str
    notes: tuple[str, ...] = ()


def drawing(
    drawn: Dataset,
    form: str = "",
    chosen: Mapping[str, str] | None = None,
    shapes: Path | None = None,
) -> Draft:
    """Return a module that draws a dataset.

    Args:
        drawn: the dataset.
        form: one of `FORMS`; by default bars of the latest rows, or a line for a single series.
        chosen: columns by what they are for; others are found.
        shapes: the file of a map's shapes, which will stand beside the module.

    Raises:
        MistakeError: if the dataset lacks what the form needs.
    """
    if form and form not in FORMS:
        raise MistakeError(unknown("form", form, FORMS))
    if not form:
        form, chosen = _usual(drawn)
        found = fit(drawn, FORMS[form], chosen)
        code, says = _module(drawn, found, None), _drawn(drawn, found)
        return Draft(code, says, _subtitle(drawn, found), _unknown(drawn, found))
    found = fit(drawn, FORMS[form], chosen or {})
    if found.form.map and shapes is None:
        raise MistakeError(
            f'the form "{form}" needs the shapes of its map: name a file with --shapes.'
        )
    if shapes and not found.form.map:
        raise MistakeError(f'the form "{form}" is no map, and has no use for --shapes.')
    if shapes and shapes.suffix not in MAPS:
        raise MistakeError(f"the name of the file with shapes ends in {' or '.join(MAPS)}.")
    taken = ", ".join(f"{role} is {column}" for role, column in found.columns.items())
    others = [
        f"{role} can be {' or '.join(columns)}" for role, columns in found.others.items() if columns
    ]
    notes = [f"Drawn: {taken}."]
    if others:
        notes.append(
            f"To draw others, add --column, as in --column value=price: {'; '.join(others)}."
        )
    code = _module(drawn, found, shapes)
    _must_draw(drawn, found, code, shapes)
    notes += _unknown(drawn, found)
    return Draft(code, _drawn(drawn, found), _subtitle(drawn, found), tuple(notes))


def _unknown(drawn: Dataset, found: Fit) -> tuple[str, ...]:
    """Say whose unit is not known yet, and so is not in the words of a draft."""
    used = dict.fromkeys(found.columns.values())
    names = [name for name in used if is_blank(drawn.stated(name).get("unit", ""))]
    if not names:
        return ()
    return (
        f"The unit of {listed(names)} is not known yet. Once it is, begin the chart anew, or write "
        "it into the titles in its module.",
    )


def _says(drawn: Dataset, columns: Mapping[str, str]) -> str:
    """Return what a draft draws, in the words of its columns: "Price by country and year"."""
    used = dict.fromkeys(columns.values())
    kept = [name for name in used if drawn.fields[name].is_amount]
    by = [drawn.fields[name].title for name in used if name not in kept]
    by = [_lowered(title) for title in by]
    amounts = listed([drawn.fields[name].title for name in kept])
    return re.sub(r'[\\"\s]+', " ", f"{amounts} by {listed(by)}" if by else amounts).strip()


def _drawn(drawn: Dataset, found: Fit) -> str:
    """Return the kind of a chart, and what it draws: "Line chart of price by year".

    It is empty where the names of columns are no words for a page.
    """
    says = _says(drawn, found.columns)
    kind = {"bars": "Bar chart", "line": "Line chart"}.get(found.form.name, "Chart")
    return "" if _odd(says) else f"{kind} of {_lowered(says)}"


def _odd(text: str) -> bool:
    """Return whether a page can't have a text as it is."""
    return bool(_MARKUP.search(text)) or any(figures.find(text))


def _lowered(text: str) -> str:
    """Return words as they stand within a sentence: a name, such as GDP, stays as it is."""
    first = text.partition(" ")[0]
    return text[:1].lower() + text[1:] if first[1:].islower() else text


def _subtitle(drawn: Dataset, found: Fit) -> str:
    """Return what a draft draws as a page may say it, with a blank for what is not known."""
    says, used = _says(drawn, found.columns), dict.fromkeys(found.columns.values())
    value, fixed = _value_of(found), _fixed(drawn, found)
    rows, _ = _choose(drawn, value, fixed)
    things = [name for name in fixed if not _is_latest(drawn, name)]
    times = [name for name in fixed if name not in things]
    named = {name: " ".join(text_of(rows[name].iloc[-1]).split()) for name in things}
    units = {drawn.fields[name].unit for name in used} - {""}
    names = found.columns.get("name", "")
    some = names and rows[names].nunique() > KEPT.get(found.form.name, FEWEST)
    plain = ", ".join([says, *units, *named.values()])
    unknown = (
        any(is_blank(drawn.stated(name).get("unit", "")) for name in used)
        or len(units) > 1
        or times not in ([], [drawn.period])  # formulas know one period
        or found.way.free > 0
        or (some and found.form.name != "bars")
        or _odd(plain)
        or re.search("[\"']", "".join(named.values()))  # a macro has quotes around it
    )
    if unknown:
        such = "" if _odd(says) else f", such as {says}"
        return blank(f"what is drawn, for which time, in which unit{such}")
    series = f"{drawn.name}.{value}"
    for name, text in named.items():
        series = with_value(series, name, text)
    whose = f"{', '.join(named.values())}: {_lowered(says)}" if named else says
    parts = [whose, *(f"in {unit}" for unit in units if unit not in says)]
    parts += [f"{{{{ fact('last({series})') }}}}" for _ in times]
    return ", ".join([*parts, *(["the highest"] if some else [])])


def _is_latest(drawn: Dataset, name: str) -> bool:
    """Return whether a column with one value has the latest, or the highest, as the data go."""
    words = drawn.fields[name].type == "string"
    return not words or (says_when(drawn, name) and sorts(drawn, name))


def _fixed(drawn: Dataset, found: Fit) -> list[str]:
    """Return the columns of the key that have one value in all rows of a draft."""
    others = [name for name in drawn.key if name not in found.columns.values()]
    # Of the columns that may differ, those with the most values.
    others.sort(key=lambda name: len(set(drawn.columns[name])))
    return others[: len(others) - found.way.free] if found.way.free else others


def _value_of(found: Fit) -> str:
    """Return the column whose amounts a draft draws."""
    columns = found.columns
    return columns.get("value") or columns.get("y") or [*columns.values()][-1]


def _must_draw(drawn: Dataset, found: Fit, code: str, shapes: Path | None) -> None:
    """Raise MistakeError if a draft does not draw anything from a dataset."""
    from charts.generator.draw import specs

    with tempfile.TemporaryDirectory(prefix="draft-") as folder:
        # The package of a module is the folder above its own: here too it has nothing else in it.
        module = Path(folder) / "gallery" / "draft.py"
        module.parent.mkdir()
        module.write_text(code, encoding="utf-8")
        if shapes:
            shutil.copy(shapes, module.with_name(shapes.name))
        drawing = Drawing("draft", module, (drawn.name, specs.SCREEN), 1)
        try:
            for screen in SCREENS:
                specs.draw(drawing, {drawn.name: drawn}, screen)
        except ProblemsError as error:
            columns = listed([f'"{column}"' for column in found.columns.values()])
            raise MistakeError(
                f'the form "{found.form.name}" can\'t draw {columns} of "{drawn.name}": too few '
                f"rows go together ({error.problems[0].message.partition(': ')[2]})"
            ) from error


def _usual(drawn: Dataset) -> tuple[str, dict[str, str]]:
    """Return the form of a chart for which nobody named one, and its columns."""
    value = _value(drawn)
    key = drawn.key or list(drawn.fields)[:1]
    times = [name for name in key if says_when(drawn, name)]
    # Bars show the key column with the most values; the others stay at one value.
    groups = sorted(set(key) - set(times), key=lambda name: drawn.frame[name].nunique())
    axis = [*times, *groups][-1]
    rows, _ = _choose(drawn, value, [name for name in key if name != axis])
    if groups and times and len(rows) < 2:
        line, _ = _choose(drawn, value, [name for name in key if name != times[-1]])
        axis = times[-1] if len(line) > 1 else axis
    return ("bars", {"name": axis}) if axis in groups else ("line", {"time": axis})


def _module(drawn: Dataset, found: Fit, shapes: Path | None) -> str:
    way, columns = found.way, found.columns
    value, fixed = _value_of(found), _fixed(drawn, found)
    rows, choices = _choose(drawn, value, fixed)
    for column in drawn.descriptor["schema"]["fields"]:
        if column["name"] in columns.values() and (totals := column.get("totals")):
            rows = rows[~rows[column["name"]].isin(totals)]
            listed_totals = ", ".join(map(quoted, totals))
            choices.append(f'rows = rows[~rows["{column["name"]}"].isin([{listed_totals}])]')
    for role in way.roles:
        if rows[columns[role.name]].nunique() < role.least:
            raise MistakeError(
                f'the form "{found.form.name}" needs at least {role.least} different values of '
                f'"{columns[role.name]}", and the rows that it would draw have fewer.'
            )
    lines = [*_columns(drawn, [*columns.values(), *fixed]), *choices, *way.shape]
    axis = columns.get("time", "")
    template = way.template
    says = _says(drawn, columns)
    values = {
        "signature": signature("draw", [f"{drawn.name}: pd.DataFrame", "screen: Screen"], "Chart"),
        "constants": "\n".join(_constants(drawn, columns)),
        "says": says if len(says) + 7 <= WIDTH else found.form.says.rstrip("."),
        "value": value,
        "axis": _axis(drawn, [columns[r] for r in columns if r in _AMOUNTS] or [value]),
        "number": _number(drawn, value),
        "left": str(LEFT),
    }
    if template in ("bars", "line"):
        unit = drawn.fields[value].unit
        name = columns.get("name") or axis
        values["title"] = quoted(drawn.fields[value].title + (f", {unit}" if unit else ""))
        values |= {"name": name, "axis_title": quoted(drawn.fields[name].title)}
    if template == "bars":
        values |= _labels(drawn, value)
    if template == "line" and len(rows) > MANY:
        template = "long"
    if axis and template not in (
        "columns",
        "yearly",
        "grouped",
        "slider",
        "slopes",
        "ranges",
        "shares",
    ):
        before, x, reading = _time(drawn, axis)
        values |= {"x": x, "reading": reading, "field": "_begins" if before[1:] else axis}
        lines += [] if template == "bumps" else before
    if template == "shares":
        values["whole"] = "TIME" if axis else "NAME"
        # Of times the latest, of things those with the largest parts.
        values["kept"] = (
            "rows.tail(MOST)"
            if axis
            else ("rows.loc[rows[[*names]].sum(axis=1).nlargest(MOST).index]")
        )
        values["head"] = _said(drawn, axis) if axis else "rows[NAME].astype(str)"
    if axis:
        values |= {"said": _said(drawn, axis), "heads": _heads(drawn, axis)}
    if template == "scatter":
        values |= {
            "axis_x": _axis(drawn, [columns["x"]]),
            "number_x": _number(drawn, columns["x"]),
            "axis": _axis(drawn, [columns["y"]]),
        }
    if template in ("months", "heatmap"):
        down = columns.get("down")
        rest = len(set(drawn.columns[down])) if down else rows[columns["month"]].dt.year.nunique()
        values["every"] = "1" if down else str(math.ceil(rest / 10))
    if template == "diverging":
        values["minus"] = "" if (rows[columns["left"]] < 0).any() else "-"
    if template == "histogram":
        values |= _steps(rows[value].astype(float))
    if shapes:
        values |= {"file": shapes.name, "property": _property(rows, columns["name"], shapes)}
    values["rows"] = "\n".join(f"    {line}" for line in lines)
    return filled(f"charts/{template}.py.txt", **values)


_AMOUNTS = ("value", "first", "last", "left", "right", "middle", "low", "high")


def _constants(drawn: Dataset, columns: Mapping[str, str]) -> list[str]:
    """Return the code that names the columns of a draft, and what they are called."""
    lines = [f"{role.upper()} = {quoted(column)}" for role, column in columns.items()]
    lines.append("TITLES = {")
    for column in dict.fromkeys(columns.values()):
        field = drawn.fields[column]
        unit = field.unit if field.is_amount else ""
        title = field.title + (f", {unit}" if unit else "")
        lines.append(f"    {quoted(column)}: {quoted(title)},")
    return [*lines, "}"]


def _value(drawn: Dataset) -> str:
    """Return the first column that contains numbers and is not part of the key."""
    for name, field in drawn.fields.items():
        dated = drawn.is_period(name) or name.endswith("year")
        counted = field.type in NUMERIC and not dated and name not in drawn.key
        if counted and drawn.frame[name].notna().any():
            return name
    raise MistakeError(f'dataset "{drawn.name}" has no column of numbers to draw.')


def _number(drawn: Dataset, column: str) -> str:
    """Return the d3-format of the numbers of a column, to the last digit that its file has."""
    digits = max(len(text.partition(".")[2]) for text in drawn.columns[column])
    exponent = any("e" in text.lower() for text in drawn.columns[column])
    return ",.12~f" if exponent else f",.{digits}~f" if digits else ",d"


def _labels(drawn: Dataset, column: str) -> dict[str, str]:
    """Return the code of the labels of bars: short numbers as they are, others in three digits."""
    if any(len(text.strip("-0.").replace(".", "")) > SHORT for text in drawn.columns[column]):
        written = f'    rows["_label"] = [amount(number) for number in rows["{column}"]]'
        return {"labels": written, "amount": "amount, "}
    return {
        "labels": f'    amounts = [f"{{number:,.12g}}" for number in rows["{column}"]]\n'
        '    rows["_label"] = [amount.replace("-", "\\u2212") for amount in amounts]',
        "amount": "",
    }


def _axis(drawn: Dataset, columns: Sequence[str]) -> str:
    """Return the d3-format of an axis of numbers."""
    highest = max(float(drawn.frame[name].abs().max()) for name in columns)
    return "~s" if highest >= 1e5 else ",.10~f"


def _said(drawn: Dataset, column: str) -> str:
    """Return the code for a column of times in words."""
    kind = drawn.fields[column].type
    if kind == "yearmonth":
        return 'rows[TIME].dt.strftime("%b %Y")'
    return "rows[TIME]" if kind in ("string", "date") else "rows[TIME].astype(str)"


def _heads(drawn: Dataset, column: str) -> str:
    """Return the code for the first and the last time in words."""
    dated = drawn.fields[column].type == "yearmonth"
    return 'f"{first:%b %Y}", f"{last:%b %Y}"' if dated else "str(first), str(last)"


def _steps(values: pd.Series) -> dict[str, str]:
    """Return the step of a histogram, round, and how many steps there are between two labels."""
    low, high = float(values.min()), float(values.max())
    rough = ((high - low) or abs(high) or 1.0) / BARS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * each for each in (1, 2, 5, 10) if power * each >= rough * (1 - 1e-9))
    whole = bool((values % 1 == 0).all())
    step = max(step, 1.0) if whole else step
    count = math.floor(high / step) - math.floor(low / step) + 1
    text = f"{step:.0f}" if step >= 1 and step % 1 == 0 else f"{step:.12g}"
    return {"step": text, "every": str(math.ceil(count / 4))}


def _property(rows: pd.DataFrame, name: str, shapes: Path) -> str:
    """Return the property of a map's shapes that has the names of a column."""
    known = maps.properties(shapes)
    wanted = {str(each) for each in rows[name]}
    best = max(known, key=lambda each: len(wanted & set(known[each])), default="")
    unique = [each for each in known if len(set(known[each])) == len(known[each])]
    if not best or not unique:
        raise MistakeError(f"the shapes of {shapes.name} have no property that names them.")
    return best if wanted & set(known[best]) else unique[0]


def _columns(drawn: Dataset, columns: list[str]) -> list[str]:
    """Return the code that selects columns of a dataset, and the rows that are complete in them.

    The rows of a chart are also its table, so they contain only what is drawn.
    """
    listed = ", ".join(f'"{name}"' for name in columns)
    line = f"rows = {drawn.name}[[{listed}]].dropna()"
    if len(line) + 4 <= WIDTH:
        return [line]
    return [f"columns = [{listed}]", f"rows = {drawn.name}[columns].dropna()"]


def _choose(drawn: Dataset, value: str, fixed: list[str]) -> tuple[pd.DataFrame, list[str]]:
    """Return the rows with one value in each fixed column, and the code that selects them.

    The value is the latest time, or the kind of the last row.
    """
    rows, lines = drawn.frame.dropna(subset=[value]), []
    # Kinds before times, to get the latest time of the kind that is drawn.
    for name in sorted(fixed, key=lambda name: drawn.fields[name].type != "string"):
        if not _is_latest(drawn, name):
            last = rows[name].iloc[-1]
            lines.append(
                f'rows = rows[rows["{name}"] == {quoted(" ".join(text_of(last).split()))}]'
            )
        else:
            last = rows[name].max()
            lines.append(f'rows = rows[rows["{name}"] == rows["{name}"].max()]')
        rows = rows[rows[name] == last]
    return rows, lines


def _time(drawn: Dataset, axis: str) -> tuple[list[str], str, str]:
    """Return the code of a horizontal time axis: lines before it, itself, and in the tooltip.

    What Vega can't read as a time gets a column that it can, so that gaps are as wide as they are;
    the table under the chart leaves it out.
    """
    title = quoted(drawn.fields[axis].title)
    if drawn.fields[axis].type in ("integer", "year"):
        found = f'alt.Tooltip("{axis}:Q", format="d", title={title})'
        return [_span(axis)], _years(axis), found
    found = f'alt.Tooltip("{axis}:N", title={title})'
    texts = [text for text in drawn.columns[axis] if text]
    form = periods.form_of(texts)
    if form == "season":
        sign, later = texts[0][4], len(texts[0]) - 5
        labels = f"datum.value + '{sign}' + slice('' + (datum.value + 1), -{later})"
        lines = [f'rows = rows.assign(_begins=rows["{axis}"].str[:4].astype(int))']
        lines += [_span("_begins"), f'labels = "{labels}"']
        return lines, _years("_begins", ", labelExpr=labels"), found
    if form not in ("quarter", "month", "week", "day"):
        x = (
            f'alt.X("{axis}:O").title(None).sort(None).scale(type="point")\n'
            '    x = x.axis(labelAngle=0, labelOverlap="greedy", labelFlush=True)'
        )
        return [], x, found
    moments = sorted(periods.begin(text, form) for text in texts)
    years = (moments[-1] - moments[0]).days / 365
    unit, step = ("year", math.ceil(years / 5)) if years > 2 else ("month", 6)
    label = "%Y" if years > 2 else "%b %Y"
    begins = {
        "quarter": f'pd.PeriodIndex(rows["{axis}"].str.replace("-", ""), freq="Q")',
        "week": f'pd.to_datetime(rows["{axis}"] + "-1", format="%G-W%V-%u", utc=True)',
    }
    lines = []
    if form in begins:
        lines = [f"begins = {begins[form]}", "rows = rows.assign(_begins=begins)"]
        if form == "quarter":
            lines[1] = 'rows = rows.assign(_begins=begins.to_timestamp().tz_localize("UTC"))'
    x = (
        f'alt.X("{"_begins" if lines else axis}:T").title(None).scale(type="utc", nice=False)\n'
        f'    x = x.axis(format="{label}", '
        f'tickCount=alt.TimeIntervalStep(interval="{unit}", step={step}))'
    )
    if drawn.fields[axis].type == "yearmonth":
        found = f'alt.Tooltip("utcyearmonth({axis}):T", format="%B %Y", title={title})'
    return lines, x, found


def _span(field: str) -> str:
    """Return the code that counts the years of an axis: so many steps of a whole year it has."""
    return f'span = int(rows["{field}"].max() - rows["{field}"].min())'


def _years(field: str, more: str = "") -> str:
    """Return the code of a horizontal axis of years."""
    return (
        f'alt.X("{field}:Q").title(None).scale(zero=False, nice=False)\n'
        f'    x = x.axis(format="d", tickCount=min(5, span or 1), tickMinStep=1{more})'
    )
