"""Writes what `make scale` and `make peers` measured as a dataset of the explainer: `make costs`.

The page about the cost of this site shows it. Both have to be measured on one machine.
"""

from __future__ import annotations

import csv
import json
import sys
from io import StringIO
from typing import Any

from charts.generator.base.files import write_atomically
from charts.generator.data.datasets import stamp
from tests.peers import OURS
from tests.support import ROOT

DATASET = "build_costs"
HEAD = ("generator", "charts", "version", "cold", "page", "unchanged", "site", "vintage", "machine")


def rows(peers: dict[str, Any], scale: dict[str, Any]) -> list[list[str]]:
    """Return the rows of the dataset: every generator that was compared, and larger sites of ours.

    Seconds and MB are rounded to what repeated runs agree on: two digits behind the point for
    seconds, one for MB.

    Raises:
        ValueError: if the two were measured on different machines.
    """
    if peers["machine"] != scale["machine"]:
        raise ValueError(
            f"measured on two machines: {peers['machine']}; {scale['machine']}. "
            "Run both on one of them."
        )
    compared = {(each["name"], each["charts"]) for each in peers["found"]}
    version = next(each["version"] for each in peers["found"] if each["name"] == OURS)
    larger = [
        {"name": OURS, "version": version, **each, "day": scale["day"]}
        for each in scale["found"]
        if (OURS, each["charts"]) not in compared
    ]
    found = [{**each, "day": peers["day"]} for each in peers["found"]] + larger
    return [
        [
            each["name"], str(each["charts"]), each["version"],
            *(f"{each[key]:.2f}" for key in ("cold", "page", "unchanged")),
            f"{each['site']:.1f}", each["day"], peers["machine"],
        ]
        for each in sorted(found, key=lambda each: (each["name"], each["charts"]))
    ]  # fmt: skip


def main() -> None:
    """Write the dataset, and its new checksum."""
    made = ROOT / "build"
    try:
        peers, scale = (
            json.loads((made / name).read_text("utf-8")) for name in ("peers.json", "scale.json")
        )
        found = rows(peers, scale)
    except FileNotFoundError as error:
        sys.exit(f"{error.filename} is missing; run `make peers` and `make scale` first.")
    except ValueError as error:
        sys.exit(str(error))
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows([HEAD, *found])
    write_atomically(ROOT / "data" / f"{DATASET}.csv", text.getvalue())
    stamp(ROOT / "data", [DATASET])


if __name__ == "__main__":
    main()
