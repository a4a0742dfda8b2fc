"""Every built page is valid HTML, as html-validate reads the standard."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from charts.generator.project import Project
from tests.conftest import ROOT

VALIDATOR = ROOT / "node_modules" / ".bin" / "html-validate"

# `.htmlvalidate.json` leaves out, of the recommended rules, those about white space, those that
# are advice for search engines, that an id begins with a letter, and that a switch has no
# `autocomplete`: Firefox restores the switches of a chart unless it is told not to.
pytestmark = pytest.mark.skipif(
    not VALIDATOR.exists() or not shutil.which("node"), reason="html-validate needs Node"
)


def mistakes(folder: str, report: Path) -> list[str]:
    """Returns what html-validate finds in the pages of a folder, by way of a report's file."""
    subprocess.run(
        [VALIDATOR, "--config", ROOT / ".htmlvalidate.json", f"--formatter=json={report}", folder],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    return [
        f"{page['filePath']}:{found['line']}: {found['ruleId']}: {found['message']}"
        for page in json.loads(report.read_text())
        for found in page["messages"]
    ]


def test_every_page_is_valid_html(built: Project, tmp_path):
    assert mistakes(str(built.site / "**" / "*.html"), tmp_path / "report.json") == []


def test_what_is_not_valid_is_found(tmp_path):
    page = "<!DOCTYPE html><html lang='en'><head><title>A</title></head><body><p><div></p></body>"
    (tmp_path / "index.html").write_text(page)
    assert any(
        "close-order" in found for found in mistakes(str(tmp_path / "*.html"), tmp_path / "r.json")
    )
