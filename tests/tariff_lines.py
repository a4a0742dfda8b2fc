"""Generates tariff lines in Parquet: each good (HS10), country and month, with its imports.

`python -m tests.tariff_lines 50000000 FOLDER` makes fifty million of them, in files of a million.
"""

import sys
from pathlib import Path

import duckdb

COUNTRIES = 100
MONTHS = 120  # from January 2015
FILE = 1_000_000  # rows

# Line `i` is of month, country and good in turn; its imports in dollars follow from its number.
LINES = f"""
COPY (
  SELECT
    strftime(DATE '2015-01-01' + to_months((i % {MONTHS})::INTEGER), '%Y-%m') AS month,
    'C' || lpad((i // {MONTHS} % {COUNTRIES})::VARCHAR, 3, '0') AS country,
    lpad((1 + i // {MONTHS * COUNTRIES} % 97)::VARCHAR, 2, '0')
      || lpad((i // {MONTHS * COUNTRIES * 97})::VARCHAR, 8, '0') AS hs10,
    (i * 2654435761 % 1000003)::BIGINT AS imports
  FROM range({{start}}, {{end}}) AS numbers(i)
) TO '{{path}}' (FORMAT parquet)
"""

# What an explainer keeps of them: the imports of each chapter in each year.
QUERY = """\
SELECT
  substr(month, 1, 4) AS year,
  substr(hs10, 1, 2) AS chapter,
  CAST(sum(imports) AS BIGINT) AS imports,
  count(DISTINCT country) AS countries
FROM lines
GROUP BY 1, 2
ORDER BY 1, 2
"""


def generate(rows: int, folder: Path) -> None:
    """Write so many lines into a folder, in files of a million."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as engine:
        engine.execute("SET memory_limit = '1 GiB'")
        for number, start in enumerate(range(0, rows, FILE)):
            path = folder / f"part-{number:03d}.parquet"
            engine.execute(LINES.format(start=start, end=min(start + FILE, rows), path=path))


if __name__ == "__main__":
    generate(int(sys.argv[1]), Path(sys.argv[2]))
