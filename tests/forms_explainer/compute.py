"""Computes the datasets of the explainer of forms: calendar, sun and numbers, nothing measured.

python tests/forms_explainer/compute.py
"""

from __future__ import annotations

import calendar
import csv
import hashlib
import io
import json
import math
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
DAY = "2026-01-31"
LICENSE = {
    "name": "CC0-1.0",
    "title": "Creative Commons Zero 1.0: computed, so nobody's",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
}
PYTHON = {
    "title": "Python's standard library, modules calendar and math",
    "publisher": "Python Software Foundation",
    "path": "https://docs.python.org/3/library/",
    "vintage": DAY[:7],
}
MOST = 20_000  # the greatest number that is looked at

Column = tuple[str, str, str, str]  # name, title, type, unit


def main() -> None:
    """Write every dataset and their descriptions."""
    made = [
        weekends(), daylight(), solstices(), month_names(), primes(), factors(), mobius(),
        race(), divisors(), coins(), collatz(), sectors(), thirteenths(),
    ]  # fmt: skip
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "forms",
        "title": "The forms of charts: the data",
        "description": "Computed, so that no fact of the world is invented for an example.",
        "created": f"{DAY}T00:00:00Z",
        "licenses": [LICENSE],
        "resources": made,
    }
    text = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
    (DATA / "datapackage.json").write_text(text, encoding="utf-8")


def weekends() -> dict[str, Any]:
    """Count the Saturdays and Sundays of each month."""
    rows = []
    for year in range(2006, 2026):
        for month in range(1, 13):
            first, length = calendar.monthrange(year, month)
            days = sum((first + day) % 7 in (5, 6) for day in range(length))
            rows.append((f"{year}-{month:02}", year, month, days))
    columns = [
        ("month", "Month", "yearmonth", ""),
        ("in_year", "Year", "integer", "year"),
        ("number", "Month of the year", "integer", ""),
        ("days", "Saturdays and Sundays", "integer", "days"),
    ]
    return dataset("weekends", "Weekends in each month", "Gregorian calendar", columns, 1, rows)


def thirteenths() -> dict[str, Any]:
    """Count on which days of the week the 13th of a month falls, year by year."""
    rows, so_far = [], dict.fromkeys(("Friday", "Weekend", "Other day"), 0)
    for year in range(2006, 2026):
        days = [calendar.weekday(year, month, 13) for month in range(1, 13)]
        counts = {"Friday": days.count(4), "Weekend": days.count(5) + days.count(6)}
        counts["Other day"] = 12 - sum(counts.values())
        for day, count in counts.items():
            so_far[day] += count
            rows.append((year, day, count, so_far[day]))
    columns = [
        ("year", "Year", "integer", "year"),
        ("day", "Day of the week", "string", ""),
        ("months", "Months whose 13th falls on it", "integer", "months"),
        ("so_far", "Since 2006", "integer", "months"),
    ]
    title = "Days of the week of the 13th"
    return dataset("thirteenths", title, "Gregorian calendar", columns, 2, rows)


def hours(latitude: float, day: int) -> float:
    """Return the hours of daylight on a day of the year, by the sunrise equation.

    The sun is a point and the air bends no light, so it is a few minutes less than in an almanac.
    """
    tilt = math.radians(-23.44) * math.cos(2 * math.pi * (day + 10) / 365)
    cosine = -math.tan(math.radians(latitude)) * math.tan(tilt)
    return 24 * math.acos(max(-1.0, min(1.0, cosine))) / math.pi


def parallel(latitude: int) -> str:
    """Return how a parallel is called."""
    return "Equator" if latitude == 0 else f"{abs(latitude)}\u00b0 {'N' if latitude > 0 else 'S'}"


def daylight() -> dict[str, Any]:
    """Compute the daylight at several latitudes, on the middle day of each month."""
    rows = []
    for latitude in (70, 60, 50, 40, 30, 20, 0, -30, -60):
        for month in range(1, 13):
            day = sum(calendar.monthrange(2025, m)[1] for m in range(1, month)) + 15
            rows.append((parallel(latitude), month, latitude, f"{hours(latitude, day):.2f}"))
    columns = [
        ("parallel", "Latitude", "string", ""),
        ("number", "Month of the year", "integer", ""),
        ("degrees", "Degrees north", "integer", "degrees"),
        ("daylight", "Daylight", "number", "hours"),
    ]
    basis = "Sunrise equation, on the 15th of each month"
    return dataset("daylight", "Daylight by latitude and month", basis, columns, 2, rows)


def solstices() -> dict[str, Any]:
    """Compute the shortest and the longest day of several latitudes."""
    rows = []
    for latitude in (65, 60, 55, 50, 45, 40, 30, 20, 10, 0):
        found = [hours(latitude, day) for day in range(1, 366)]
        rows.append((parallel(latitude), f"{min(found):.2f}", f"{max(found):.2f}"))
    columns = [
        ("parallel", "Latitude", "string", ""),
        ("shortest", "Shortest day", "number", "hours"),
        ("longest", "Longest day", "number", "hours"),
    ]
    title = "Shortest and longest days by latitude"
    return dataset("solstices", title, "Sunrise equation", columns, 1, rows)


def month_names() -> dict[str, Any]:
    """Write the names of the months in three scripts, with their days in 2025."""
    names = {
        "Русский": "Январь Февраль Март Апрель Май Июнь Июль Август "
        "Сентябрь Октябрь Ноябрь Декабрь",
        "العربية": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        "中文": "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月",
    }
    rows = [
        (language, number, name, calendar.monthrange(2025, number)[1])
        for language, text in names.items()
        for number, name in enumerate(text.split(), 1)
    ]
    columns = [
        ("language", "Language", "string", ""),
        ("number", "Month of the year", "integer", ""),
        ("name", "Name", "string", ""),
        ("days", "Length", "integer", "days"),
    ]
    title = "Names of the months in three languages"
    return dataset("month_names", title, "Gregorian calendar, 2025", columns, 2, rows)


def sieve() -> list[list[int]]:
    """Return the prime factors of each number, with repetition."""
    found: list[list[int]] = [[] for _ in range(MOST + 1)]
    for number in range(2, MOST + 1):
        if not found[number]:
            for multiple in range(number, MOST + 1, number):
                rest = multiple
                while rest % number == 0:
                    found[multiple].append(number)
                    rest //= number
    return found


FACTORS = sieve()


def mobius_of(number: int) -> int:
    """Return the Möbius function of a number."""
    parts = FACTORS[number]
    return 0 if len(set(parts)) < len(parts) else (-1) ** len(parts)


def primes() -> dict[str, Any]:
    """Add up the Möbius function: a walk that never settles."""
    rows, total = [], 0
    for number in range(1, MOST + 1):
        total += mobius_of(number)
        rows.append((number, total))
    columns = [("number", "Number", "integer", ""), ("mertens", "Sum so far", "integer", "")]
    title = "The Mertens function"
    return dataset("mertens", title, "Sum of the Möbius function", columns, 1, rows)


def factors() -> dict[str, Any]:
    """Count how many numbers up to a limit have one, two, three or more prime factors."""
    rows = []
    for limit in range(500, MOST + 1, 500):
        counts = [0, 0, 0, 0]
        for number in range(2, limit + 1):
            counts[min(len(FACTORS[number]), 4) - 1] += 1
        shares = [100 * count / (limit - 1) for count in counts]
        rows.append((limit, *(f"{share:.2f}" for share in shares)))
    columns = [
        ("limit", "Numbers up to", "integer", ""),
        ("one", "One factor: primes", "number", "percent"),
        ("two", "Two factors", "number", "percent"),
        ("three", "Three factors", "number", "percent"),
        ("more", "Four and more", "number", "percent"),
    ]
    title = "Numbers by their count of prime factors"
    return dataset("factors", title, "Counted with repetition", columns, 1, rows)


def mobius() -> dict[str, Any]:
    """Say which shares of ranges have an even, an odd, or no count of different factors."""
    rows = []
    for start in range(1, MOST, 2500):
        found = [mobius_of(number) for number in range(start, start + 2500)]
        name = f"{start:,}\u2013{start + 2499:,}"
        odd, even = -100 * found.count(-1) / 2500, 100 * found.count(1) / 2500
        rows.append((name, f"{odd:.2f}", f"{even:.2f}"))
    columns = [
        ("numbers", "Numbers", "string", ""),
        ("odd", "Odd count of different prime factors, counted below zero", "number", "percent"),
        ("even", "Even count of different prime factors", "number", "percent"),
    ]
    title = "Signs of the Möbius function"
    return dataset("mobius", title, "Numbers without a repeated factor", columns, 1, rows)


def race() -> dict[str, Any]:
    """Rank the last digits of primes by how many primes have them."""
    rows = []
    for limit in (50, 100, 500, 1000, 5000, 10_000, 20_000):
        counts = dict.fromkeys((1, 3, 7, 9), 0)
        for number in range(7, limit + 1):
            if len(FACTORS[number]) == 1:
                counts[number % 10] += 1
        order = sorted(counts, key=lambda digit: (-counts[digit], digit))
        rows += [
            (limit, f"Ends in {digit}", place, counts[digit])
            for place, digit in enumerate(order, 1)
        ]
    columns = [
        ("limit", "Primes up to", "integer", ""),
        ("digit", "Last digit", "string", ""),
        ("rank", "Rank", "integer", ""),
        ("primes", "Primes from 7", "integer", ""),
    ]
    title = "The race of the last digits of primes"
    return dataset("race", title, "Ties go to the smaller digit", columns, 2, rows)


def divisors() -> dict[str, Any]:
    """List the numbers with more divisors than any smaller one, and some with few."""
    rows, record = [], 0
    for number in range(1, MOST + 1):
        parts = FACTORS[number]
        count = math.prod(parts.count(part) + 1 for part in set(parts))
        kind = "record" if count > record else "power of two" if set(parts) == {2} else ""
        record = max(record, count)
        if kind:
            rows.append((number, count, kind))
    columns = [
        ("number", "Number", "integer", ""),
        ("divisors", "Divisors", "integer", ""),
        ("kind", "Kind", "string", ""),
    ]
    title = "Numbers with many divisors"
    return dataset("divisors", title, "All divisors, 1 and itself too", columns, 1, rows)


def coins() -> dict[str, Any]:
    """Compute where the share of heads lies in 50 and in 95 of 100 series of tosses."""
    rows = []
    for tosses in range(10, 410, 10):
        chances = [math.comb(tosses, heads) / 2**tosses for heads in range(tosses + 1)]
        ends = []
        for within in (0.95, 0.5):
            tail, heads = 0.0, 0
            while tail + chances[heads] <= (1 - within) / 2:
                tail += chances[heads]
                heads += 1
            ends += [100 * heads / tosses, 100 * (tosses - heads) / tosses]
        rows.append((tosses, "50.00", *(f"{end:.2f}" for end in ends)))
    columns = [
        ("tosses", "Tosses", "integer", ""),
        ("middle", "Expected", "number", "percent"),
        ("low", "Lower end of 95%", "number", "percent"),
        ("high", "Upper end of 95%", "number", "percent"),
        ("inner_low", "Lower end of 50%", "number", "percent"),
        ("inner_high", "Upper end of 50%", "number", "percent"),
    ]
    title = "Share of heads of a fair coin"
    return dataset("coins", title, "Binomial distribution", columns, 1, rows)


def collatz() -> dict[str, Any]:
    """Count the steps from each number to 1: halve it if it is even, else triple it and add 1."""
    rows = []
    for number in range(1, MOST + 1):
        steps, at = 0, number
        while at != 1:
            at, steps = (at // 2 if at % 2 == 0 else 3 * at + 1), steps + 1
        rows.append((number, f"{(number - 1) // 5000 * 5000 + 1:,} and more", steps))
    columns = [
        ("number", "Number", "integer", ""),
        ("group", "Group", "string", ""),
        ("steps", "Steps to 1", "integer", ""),
    ]
    title = "Steps of the Collatz problem"
    return dataset("collatz", title, "Each number is counted once", columns, 1, rows)


def sectors() -> dict[str, Any]:
    """Cut the world into bands of latitude; write their shapes as TopoJSON."""
    edges = [-90, -66.56, -23.44, 23.44, 66.56, 90]
    names = ["South Polar", "South Temperate", "Tropics", "North Temperate", "North Polar"]
    rows, arcs, geometries = [], [], []
    for edge in edges:
        arcs.append([[longitude, edge] for longitude in range(-180, 181, 5)])
    for edge, other in pairwise(edges):
        for longitude in (-180, 180):
            points = range(19)
            arcs.append([[longitude, edge + (other - edge) * i / 18] for i in points])
    for i, name in enumerate(names):
        south, north = math.radians(edges[i]), math.radians(edges[i + 1])
        share = 50 * (math.sin(north) - math.sin(south))
        rows.append((name, f"{edges[i]}", f"{edges[i + 1]}", f"{share:.1f}"))
        ring = [i, len(edges) + 2 * i + 1, ~(i + 1), ~(len(edges) + 2 * i)]
        geometries.append({"type": "Polygon", "arcs": [ring], "properties": {"name": name}})
    shapes = {
        "type": "Topology",
        "objects": {"zones": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": arcs,
    }
    path = DATA.parent / "charts" / "gallery" / "zones.topojson"
    path.write_text(json.dumps(shapes) + "\n", encoding="utf-8")
    columns = [
        ("zone", "Zone", "string", ""),
        ("south", "Southern edge", "number", "degrees"),
        ("north", "Northern edge", "number", "degrees"),
        ("share", "Share of the surface", "number", "percent"),
    ]
    return dataset(
        "zones", "Zones of the Earth", "A sphere tilted by 23.44\u00b0", columns, 1, rows
    )


def dataset(
    name: str,
    title: str,
    basis: str,
    columns: list[Column],
    keys: int,
    rows: Iterable[tuple[Any, ...]],
) -> dict[str, Any]:
    """Write a CSV; return its description. The first `keys` columns identify a row."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column[0] for column in columns])
    writer.writerows(rows)
    content = text.getvalue().encode()
    (DATA / f"{name}.csv").write_bytes(content)
    fields = [
        {"name": column, "title": words, "type": kind, **({"unit": unit} if unit else {})}
        | {"description": words, "constraints": {"required": True}}
        for column, words, kind, unit in columns
    ]
    return {
        "name": name,
        "type": "table",
        "path": f"{name}.csv",
        "title": title,
        "description": f"{title}, computed.",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "bytes": len(content),
        "basis": f"{basis}.",
        "caveats": ["Computed as an example, not measured."],
        "vintage": DAY[:7],
        "retrieved": DAY,
        "processing": "computed",
        "cadence": {"every": "never", "note": "What is computed does not change."},
        "refresh": "manual: run compute.py beside this folder",
        "grade": "A",
        "sources": [PYTHON],
        "licenses": [LICENSE],
        "schema": {"primaryKey": [column[0] for column in columns[:keys]], "fields": fields},
    }


if __name__ == "__main__":
    main()
