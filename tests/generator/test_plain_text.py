"""Each page has a twin in plain text that says the same, and programs are told where they are."""

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from lxml import html

from charts.generator.project import Project
from charts.generator.site.plain_text import Link, index, twin

ADDRESS = "https://example.org/explainer/"

# What the twin leaves out: pictures, the tables of charts, what is there to be pressed.
LEFT_OUT = (
    ".//svg | .//script | .//style | .//button | .//*[@class='headerlink']"
    " | .//details[contains(@class, 'chart-data')] | .//*[contains(@class, 'chart-controls')]"
    " | .//*[contains(@class, 'to-copy')] | .//nav"
)
# Code that a page shows may look like markup.
SHOWS_CODE = {"about/editing", "about/formulas", "about/method"}


@pytest.fixture(scope="module")
def twins(built: Project) -> dict[str, tuple[html.HtmlElement, str]]:
    """Every page's article with its twin, by the page's path."""
    found = {}
    for page in sorted(built.site.rglob("index.html")):
        articles = html.parse(page).xpath("//article[contains(@class, 'md-content__inner')]")
        if articles:
            path = page.parent.relative_to(built.site).as_posix()
            found[path] = (articles[0], page.with_name("index.txt").read_text(encoding="utf-8"))
    assert len(found) > 40
    return found


def words(text: str) -> str:
    return "".join(re.findall(r"\w+", text))


def test_every_sentence_of_a_page_stands_in_its_twin(twins):
    for path, (article, text) in twins.items():
        for element in article.xpath(LEFT_OUT):
            element.drop_tree()
        # Addresses stand behind the links that lead there.
        for link in article.xpath(".//a[@download or starts-with(@href, 'http')]/@href"):
            text = text.replace(f" ({urljoin('' if path == '.' else f'{path}/', link)})", "")
        said = words(text)
        sentences = [
            sentence
            for block in article.xpath(
                ".//p | .//li[not(p)] | .//h1 | .//h2 | .//h3 | .//dd | .//td"
            )
            for sentence in re.split(r"(?<=[.?!]) ", " ".join(block.text_content().split()))
        ]
        assert len(sentences) >= 3, path
        missing = [s for s in sentences if words(s) and words(s) not in said]
        assert missing == [], path


def test_no_twin_has_markup(twins):
    for path, (_, text) in twins.items():
        assert "¶" not in text, path
        assert not re.search(r"&(?:\w+|#\d+);", text) or path in SHOWS_CODE, path
        # A formula may compare with "<"; no tag may be left.
        assert not re.search(r"</?[a-z]+[ />]|<!", text) or path in SHOWS_CODE, path
        assert not re.search(r"\{\{|\n{3}|[ \t]\n", text) or path in SHOWS_CODE, path


def test_a_twin_says_on_top_where_its_page_is(twins):
    name = "Can Russia and the United States do business?"
    for path, (_, text) in twins.items():
        assert text.split("\n")[0] == (name if path == "." else f"{name}, {path}/")


def test_pages_that_are_no_pages_of_text_have_no_twin(built):
    assert not (built.site / "404.txt").exists()
    assert twin(html.fromstring("<html><body><p>a</p></body></html>"), "Site", "a/") == ""


PAGE = """<html><body><nav>menu</nav><article>
<h1>How  long?<a class="headerlink" href="#how">¶</a></h1>
<p>A year has <a class="number" data-value="365" href="../data/#a">365&nbsp;days</a>, says
<a href="https://a.org/b?c=d">the almanac</a> &amp; <a href="../other/">others</a>.</p>
<ul><li><p>one</p><p>more</p></li><li>two <b>words</b><ul><li>inner</li></ul></li></ul>
<figure><figcaption><p>Title</p></figcaption>
<div class="chart-picture"><span class="chart-alt">A line.</span><div><svg><text>9</text></svg>
</div></div><p>Download: <a href="../charts/a/a.csv" download>data</a>.</p>
<details class="chart-data plain"><summary>The data</summary><table><tr><td>9</td></tr></table>
</details></figure>
<table><thead><tr><th>Year</th><th>Days</th></tr></thead><tbody><tr><th>1995</th><td>365</td></tr>
<tr><th>1996</th><td></td></tr></tbody></table>
<dl><dt>Basis</dt><dd>Days of the calendar</dd><dd>counted</dd></dl>
<pre><code>a
  b</code></pre><!-- unseen -->
<p><a href="https://a.org/">https://a.org/</a></p>
<script>go()</script></article></body></html>"""

TWIN = """How long is a year?, https://example.org/explainer/questions/length/

How long?
=========

A year has 365 days, says the almanac (https://a.org/b?c=d) & others.

- one
  more
- two words
  - inner

Title

Chart: A line.

Download: data (https://example.org/explainer/questions/charts/a/a.csv).

Year | Days
1995 | 365
1996 |

Basis:
- Days of the calendar
- counted

a
  b

https://a.org/
"""


def test_a_twin_is_easy_to_read():
    page = html.document_fromstring(PAGE)
    assert twin(page, "How long is a year?", f"{ADDRESS}questions/length/") == TWIN


def test_programs_are_told_of_every_text_and_every_dataset(built):
    listed = (built.site / "llms.txt").read_text(encoding="utf-8")
    links = re.findall(r"^- \[.+?\]\(([^)]+)\): \S", listed, re.MULTILINE)
    texts = {path.relative_to(built.site).as_posix() for path in built.site.rglob("index.txt")}
    files = {f"data/{dataset.path.name}" for dataset in built.datasets.values()}
    # The notebook is no page of Markdown; the page about the site leads to it.
    assert set(links) == (texts | files) - {"about/method/index.txt"}
    assert len(links) == len(set(links))


def test_what_programs_are_told_has_the_form_that_they_expect():
    links = [Link("A [year]", "a/index.txt", "Long."), Link("B", "b/index.txt", "Short.")]
    made = index("Years", "All  of\nthem.", [("Questions", links), ("Charts", [])])
    assert made == (
        "# Years\n\n> All of them.\n\n## Questions\n\n"
        "- [A \\[year\\]](a/index.txt): Long.\n- [B](b/index.txt): Short.\n"
    )


def test_the_list_of_texts_begins_with_the_name_and_the_questions(built: Project):
    lines = Path(built.site / "llms.txt").read_text(encoding="utf-8").split("\n")
    assert lines[0] == "# Can Russia and the United States do business?"
    assert lines[2].startswith("> What the United States and Russia trade")
    assert [line for line in lines if line.startswith("## ")] == [
        "## Questions",
        "## Charts",
        "## Other pages",
        "## Datasets",
        "## Optional",
    ]
