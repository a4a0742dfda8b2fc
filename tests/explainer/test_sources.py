"""Sources are named for what they are: state media as such, and no editor as a source."""

import csv
import json
import re
from collections.abc import Iterator

import yaml

from tests.support import ROOT

OUTLETS = re.compile(
    r"(\b|/)(rt\.com|tass\.(com|ru)|sputnik\w*\.com|1prime\.ru|ria\.ru|globaltimes\.cn|cgtn\.com)"
)
NAMES = re.compile(r"\b(RT|TASS|Sputnik|RIA|Global Times|CGTN|Xinhua)\b")


def sources() -> Iterator[tuple[str, str]]:
    """Yields the words that readers see of each source of a dataset, and its address."""
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        for source in resource["sources"]:
            yield f"{source['publisher']}: {source['title']}", source["path"]
    for source in yaml.safe_load((ROOT / "docs" / "sources.yml").read_text("utf-8")).values():
        yield f"{source['publisher']}: {source['title']}", source["url"]


def test_state_media_are_named_as_such_wherever_they_are_cited() -> None:
    found = [words for words, url in sources() if OUTLETS.search(url) or NAMES.search(words)]
    assert found
    assert [words for words in found if "state media" not in words] == []


def test_an_event_that_state_media_confirm_says_so() -> None:
    with (ROOT / "data" / "us_russia_events.csv").open(encoding="utf-8", newline="") as file:
        events = [row for row in csv.DictReader(file) if OUTLETS.search(row["source"])]
    assert events
    assert {row["source_tier"] for row in events} == {"state media"}


def test_the_editors_are_no_source() -> None:
    assert [words for words, _ in sources() if re.search(r"\beditors?\b", words)] == []
