"""A stranger with an awkward file gets to a published chart by what the program prints.

Every command but the first is one that was printed, and is run as it stands in a shell; what a
person adds are the answers that only a person has, and the words of the chart.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from charts.generator.check import placeholders
from tests.support import ROOT, edit

# Semicolons, a note above and one below, a unit in a name, percentages, words for nothing, and the
# period in two columns.
AWKWARD = """\
Rain in some places;;;;
Year;Month;Place;Rain (mm);Wet days
2024;1;North;1.234,5;52%
2024;1;South;80,25;n/a
2024;2;North;990;48%
2024;2;South;n/a;30%
2024;3;North;1.001;50%
2024;3;South;75,5;33%
Source: the Office;;;;
"""
ANSWERS = {
    "publisher": "Weather Office",
    "address": "https://example.org/rain",
    "vintage": "2024-04",
    "licence": "CC-BY-4.0",
}
WORDS = {
    "what the chart shows, in one": "The north is wetter",
    "what the chart shows, with": "Bar chart of rain. The north has the most.",
}


def typed(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs a command as it is printed."""
    return subprocess.run(
        command, shell=True, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, text=True,
        capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=300,
    )  # fmt: skip


def printed(said: str, what: str) -> str:
    """Returns the one command of a kind that was printed."""
    (command,) = re.findall(rf"\S+ -m charts {what} .*", said)
    return str(command)


def answered(command: str) -> str:
    """Puts what a person knows in place of each blank of a command."""
    for option, answer in ANSWERS.items():
        command = command.replace(f'--{option} "…"', f"--{option} {shlex.quote(answer)}")
    return command


def test_an_awkward_file_becomes_a_published_chart_by_the_commands_that_are_printed(tmp_path):
    charts = f"{shlex.quote(sys.executable)} -m charts"
    assert typed(f"{charts} new explainer mine", tmp_path).returncode == 0
    (tmp_path / "awkward file.csv").write_text(AWKWARD, encoding="cp1252")
    mine = tmp_path / "mine"

    command, steps = f"{charts} new dataset rain '../awkward file.csv'", 0
    while (done := typed(command, mine)).returncode:
        assert (steps := steps + 1) < 6, done.stderr
        command = printed(done.stderr, "new dataset")
    asked = re.findall(r"^  data/datapackage\.json:\d+:\d+: (.*)$", done.stdout, re.MULTILINE)
    assert len(asked) == len(ANSWERS), "the file says its units itself"

    done = typed(answered(printed(done.stdout, "describe")), mine)
    assert (done.returncode, done.stderr) == (0, "")

    done = typed(printed(done.stdout, "new chart").replace("NAME", "wet-places"), mine)
    assert (done.returncode, done.stderr) == (0, "")
    page = mine / "docs" / "charts" / "wet-places.md"
    for blank in placeholders.find(page, page.read_text()):
        what = placeholders.what(blank)
        (words,) = [text for begin, text in WORDS.items() if what.startswith(begin)]
        edit(page, f"FILL: {what}", words)

    (place, macro, name) = re.findall(
        r"such as (\S+): write (\{\{.*?\}\}) .* add (\w+) to `sources`", done.stdout
    )[0]
    edit(mine / place, "{{ references() }}", f"{macro}\n\n{{{{ references() }}}}")
    edit(mine / place, "sources: [", f"sources: [{name}, ")
    assert "`make site` builds the site" in done.stdout
    done = typed(f"{charts} site", mine)  # which make runs
    assert (done.returncode, done.stderr) == (0, "")

    said = (mine / "site/charts/wet-places/index.txt").read_text()
    assert "The north is wetter\n===" in said
    assert "Rain by place, in mm, March 2024\n" in said
    assert "Source: Weather Office, April 2024." in said
    assert 'data-chart="wet-places"' in (mine / "site/questions/calendars/index.html").read_text()
    rows = (mine / "data/rain.csv").read_text().splitlines()
    assert rows[:2] == ["month,place,rain_mm,wet_days", "2024-01,North,1234.5,52"]
