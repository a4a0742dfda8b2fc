"""A site is proven byte by byte: whatever is falsified is found, with its list of files or without.

The site under test is what the tiny explainer publishes, with a frozen chart carried over. Each
falsification is judged alone, and the site's list of files is adjusted to it.
"""
# ruff: noqa: E501 (a line of the table is one falsification)

import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import html
from PIL import Image

from charts.generator.base.files import hash_of
from charts.generator.export import frozen
from charts.generator.export.frozen import FROZEN
from charts.generator.pages.content import Content
from charts.generator.project import Project
from charts.generator.site import manifest, security_policy
from charts.generator.site.manifest import MANIFEST
from charts.generator.site.verify import browser, made_again, make_again, styles
from tests.conftest import once
from tests.publishers import serving
from tests.support import run, set_address, tree

ADDRESS = "https://example.org/explainer/"
OLD = "embed/month-lengths/0123456789abcdef/"
QUESTION, MONTHS, YEARS = "questions/length", "charts/month-lengths", "charts/year-lengths"

Falsify = Callable[[Path], object]


@dataclass(frozen=True)
class Published:
    """An explainer with an address, the site that it makes, and the one that is published."""

    content: Content
    made: Path
    site: Path


@pytest.fixture(scope="module")
def genuine(small_built: Project, shared: Path) -> Published:
    """What is published and has not been falsified; made once, and only read."""
    root = once(shared / "genuine", lambda folder: _publish(small_built, folder))
    project = Project(root / "explainer")
    return Published(Content(project), root / "made" / "site", root / "site")


def _publish(small: Project, root: Path) -> None:
    shutil.copytree(small.root, root / "explainer", ignore=shutil.ignore_patterns("site"))
    set_address(root / "explainer" / "mkdocs.yml", ADDRESS)
    made = make_again(Content(Project(root / "explainer")), root / "made")
    shutil.copytree(made, root / "site")
    (own,) = (made / "embed" / "month-lengths").glob("*/index.html")
    page = re.sub(r'data-key="[0-9a-f]{16}"', 'data-key="0123456789abcdef"', own.read_text())
    (root / "site" / OLD).mkdir()
    (root / "site" / OLD / "index.html").write_text(page)
    pages = frozen.read((made / FROZEN).read_bytes()) | {OLD: hash_of(page.encode())}
    (root / "site" / FROZEN).write_text(frozen.text(pages))
    adjust(root / "site")


def adjust(site: Path) -> None:
    """Makes a site's list name the files that are there."""
    files = {name: hash_of(path.read_bytes()) for name, path in manifest.files(site).items()}
    said = json.loads((site / MANIFEST).read_bytes()) | {"files": {}}
    del files[MANIFEST]
    (site / MANIFEST).write_text(json.dumps(said))
    (site / MANIFEST).write_bytes(manifest.with_files((site / MANIFEST).read_bytes(), files))


# How to falsify a site ---------------------------------------------------------------------------


def text(pattern: str, old: str, new: str) -> Falsify:
    """Replaces the first text that a regular expression finds in a file."""

    def falsify(site: Path) -> None:
        path = next(iter(sorted(site.glob(pattern))))
        before = path.read_text(encoding="utf-8")
        after = re.sub(old, new, before, count=1, flags=re.DOTALL)
        assert after != before, f"{old} is not in {path}"
        path.write_text(after, encoding="utf-8")

    return falsify


def page(old: str, new: str, of: str = QUESTION) -> Falsify:
    return text(f"{of}/index.html", old, new)


def data(pattern: str, change: Callable[[dict], object]) -> Falsify:  # type: ignore[type-arg]
    """Changes what a JSON file says."""

    def falsify(site: Path) -> None:
        path = next(iter(sorted(site.glob(pattern))))
        said = json.loads(path.read_bytes())
        change(said)
        path.write_text(json.dumps(said, ensure_ascii=False))

    return falsify


def exchange(one: str, other: str) -> Falsify:
    """Exchanges two files."""

    def falsify(site: Path) -> None:
        first, second = site / one, site / other
        first_was, second_was = first.read_bytes(), second.read_bytes()
        assert first_was != second_was
        first.write_bytes(second_was)
        second.write_bytes(first_was)

    return falsify


def copied(one: str, other: str) -> Falsify:
    return lambda site: shutil.copyfile(site / one, site / other)


def added(name: str, content: str = "x") -> Falsify:
    def falsify(site: Path) -> None:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(content)

    return falsify


def gone(name: str) -> Falsify:
    return lambda site: (site / name).unlink()


def appended(pattern: str, content: str) -> Falsify:
    def falsify(site: Path) -> None:
        path = next(iter(sorted(site.glob(pattern))))
        path.write_text(path.read_text(encoding="utf-8") + content, encoding="utf-8")

    return falsify


def swap(of: str, expression: str) -> Falsify:
    """Exchanges the first two elements that an expression finds in a page."""

    def falsify(site: Path) -> None:
        path = site / of / "index.html"
        tree_ = html.document_fromstring(path.read_bytes(), parser=security_policy.PARSER)
        one, other = tree_.xpath(expression)[:2]
        one.text, other.text = other.text, one.text
        path.write_bytes(html.tostring(tree_, encoding="utf-8", doctype="<!doctype html>"))

    return falsify


def pixel(name: str) -> Falsify:
    def falsify(site: Path) -> None:
        image = Image.open(site / name).convert("RGB")
        image.putpixel((40, 40), (255, 0, 0))
        image.save(site / name)

    return falsify


def in_zip(name: str, member: str, old: bytes, new: bytes) -> Falsify:
    def falsify(site: Path) -> None:
        with zipfile.ZipFile(site / name) as package:
            files = {file: package.read(file) for file in package.namelist()}
        assert old in files[member]
        files[member] = files[member].replace(old, new, 1)
        with zipfile.ZipFile(site / name, "w", zipfile.ZIP_DEFLATED) as package:
            for file, content in files.items():
                package.writestr(file, content)

    return falsify


def carried(old: str, new: str) -> Falsify:
    """Falsifies the frozen chart that was carried over, and its checksum in the list of them."""

    def falsify(site: Path) -> None:
        text(f"{OLD}index.html", old, new)(site)
        relist(site, OLD)

    return falsify


def relist(site: Path, place: str) -> None:
    pages = frozen.read((site / FROZEN).read_bytes())
    pages[place] = hash_of((site / place / "index.html").read_bytes())
    (site / FROZEN).write_text(frozen.text(pages))


def smuggled(site: Path) -> None:
    """Adds a frozen chart that nobody published, with its checksum."""
    place = "embed/year-lengths/ffffffffffffffff/"
    (site / place).mkdir()
    (site / place / "index.html").write_text("<!doctype html><title>x</title><h1>x</h1>")
    relist(site, place)


HEAD, ARTICLE = "</head>", "</article>"

FALSIFIED: dict[str, Falsify] = {
    # Words and numbers of pages.
    "a digit of a number": page("365", "356"),
    "a number's exact value": page('value="2024-12"', 'value="2024-11"'),
    "a number and its exact value": page('value="365"(.*?)>365', r'value="364"\1>364'),
    "a number's reference": page("days-year-2023", "days-year-2024"),
    "a number's format": page('data-format="[^"]*"', 'data-format="x"'),
    "a word that was typed": page("Most years", "Some years"),
    "a word left out": page("Most years", "Years"),
    "a claim's words": page("no month was shorter", "no month was longer"),
    "a claim that is none any more": page('<a class="claim" (href="[^"]*") data-claim="[^"]*">', r"<a \1>"),
    "a sentence added": page(ARTICLE, f"<p>The year has 400 days.</p>{ARTICLE}"),
    "a heading": page("<h2 id[^>]*>", r"\g<0>Not: "),
    "the order of two terms": swap(QUESTION, "//article//h2"),
    "a paragraph hidden": page("<p>", "<p hidden>"),
    "a link between pages": page('href="../../charts/month-lengths/"', 'href="../../charts/year-lengths/"'),
    "a link out of the site": page('href="https://[^"]*"', 'href="https://example.com/"'),
    "the name of a source": page("Python Software Foundation", "Nobody"),
    "white space in a text": page("Most years", "Most  years"),
    # What others show of a page.
    "the title": page("<title>", "<title>Not: "),
    "the description": page('name="description" content="', r"\g<0>Not: "),
    "the title for other sites": page('property="og:title" content="', r"\g<0>Not: "),
    "the description for other sites": page('og:description" content="', r"\g<0>Not: "),
    "the picture for other sites": page('og:image" content="[^"]*card', r"\g<0>2"),
    "the alt text of that picture": page('og:image:alt" content="', r"\g<0>Not: "),
    "the canonical address": page('rel="canonical" href="https://example.org', 'rel="canonical" href="https://example.com'),
    "the headline of the structured data": page('"headline":"', r"\g<0>Not: "),
    "the date of the structured data": page('"dateModified":"2', '"dateModified":"1'),
    "the publisher of the structured data": page('"publisher":{"@type":"Organization","name":"', r"\g<0>The "),
    "the licence of a chart's structured data": page('"license":\\["', r"\g<0>x", MONTHS),
    "an answer of the list of questions": page('"acceptedAnswer":{"@type":"Answer","text":"', r"\g<0>Not: ", "."),
    "the language": page('lang="en"', 'lang="de"'),
    "the permission to index": page(HEAD, f'<meta name="robots" content="noindex">{HEAD}'),
    # Charts in pages.
    "the height of a bar": page('(<path d="M[\\d.]+,)(\\d)', r"\g<1>1\2", MONTHS),
    "a bar left out": page('<path d="M[\\d.]+,[^>]*/>|<path d="M[\\d.]+,[^>]*></path>', "", MONTHS),
    "the colour of a bar": page("var\\(--chart-1\\)|var\\(--chart-[a-z]+\\)", "var(--chart-paper)", MONTHS),
    "a label of an axis": swap(MONTHS, "//figure//*[local-name()='text']"),
    "a chart's alt text": page('class="chart-alt" id="[^"]*">', r"\g<0>No ", MONTHS),
    "a chart's title": page('<h1 class="chart-title">', r"\g<0>Not: ", MONTHS),
    "a chart's subtitle": page('class="chart-subtitle">', r"\g<0>Not: ", MONTHS),
    "a chart's source": page('class="chart-source">', r"\g<0>Not: ", MONTHS),
    "a cell of a chart's table": page("<td>31", "<td>13", MONTHS),
    "the head of a chart's table": page('<th scope="col">', r"\g<0>Not ", MONTHS),
    "two heads of a chart's table": swap(MONTHS, "//thead//th"),
    "the caption of a chart's table": page("<caption>", "<caption>Not: ", MONTHS),
    "a chart's version": page('data-key="', 'data-key="0', MONTHS),
    "the live chart of another chart": page('data-live="../../charts/month-lengths/"', 'data-live="../../charts/year-lengths/"', MONTHS),
    "the phone's drawing for the desktop's": page('chart-phone" aria', 'chart-desktop" aria', MONTHS),
    # Files beside pages.
    "a cell of a chart's CSV": text(f"{MONTHS}/month-lengths.csv", "28", "82"),
    "the head of a chart's CSV": text(f"{MONTHS}/month-lengths.csv", "days", "nights"),
    "a row of a chart's CSV": text(f"{MONTHS}/month-lengths.csv", "2023-02,28\n", ""),
    "the data of a live chart": text(f"{MONTHS}/live-phone.json", '"days":28', '"days":82'),
    "the colours of a live chart": text(f"{MONTHS}/live-desktop.json", "--chart-subject", "--chart-faint"),
    "the live charts of two charts": exchange(f"{MONTHS}/live-phone.json", f"{YEARS}/live-phone.json"),
    "a word in a chart's SVG": text(f"{MONTHS}/month-lengths.svg", "February", "January"),
    "the dark SVG": text(f"{MONTHS}/month-lengths-dark.svg", "February", "January"),
    "a script in a chart's SVG": text(f"{MONTHS}/month-lengths.svg", "</svg>$", "<script>go()</script></svg>"),
    "the light and the dark SVG": exchange(f"{MONTHS}/month-lengths.svg", f"{MONTHS}/month-lengths-dark.svg"),
    "a pixel of a chart's PNG": pixel(f"{MONTHS}/month-lengths.png"),
    "the PNG of another chart": copied(f"{YEARS}/year-lengths.png", f"{MONTHS}/month-lengths.png"),
    "the large PNG": pixel(f"{MONTHS}/month-lengths-2x.png"),
    "the card of another page": exchange(f"{MONTHS}/card.png", f"{YEARS}/card.png"),
    "the home page's card": pixel("card.png"),
    "the data in a chart's Vega-Lite": text(f"{MONTHS}/month-lengths.vl.json", '"days": 28', '"days": 82'),
    "the description of a chart": data(f"{MONTHS}/month-lengths.json", lambda said: said.update(title="x")),
    "the checksum in a chart's description": text(f"{MONTHS}/month-lengths.json", "sha256:.", "sha256:x"),
    "a description that is none": lambda site: (site / MONTHS / "month-lengths.json").write_text("[]"),
    "the terms in a chart's description": data(f"{MONTHS}/month-lengths.json", lambda said: said["license"].update(title="x")),
    "a file in a chart's ZIP": in_zip(f"{MONTHS}/month-lengths.zip", "month-lengths.csv", b"28", b"82"),
    "the README in a chart's ZIP": in_zip(f"{MONTHS}/month-lengths.zip", "README.txt", b"e", b"x"),
    "the ZIPs of two charts": exchange(f"{MONTHS}/month-lengths.zip", f"{YEARS}/year-lengths.zip"),
    "a download that is gone": gone(f"{MONTHS}/month-lengths.csv"),
    "a dataset's cell": text("data/month_lengths.csv", "28", "82"),
    "a dataset's licence": text("data/datapackage.json", "CC|creative", "xx"),
    "the datasets of two names": exchange("data/month_lengths.csv", "data/year_lengths.csv"),
    # Receipts and ledgers.
    "the value in a receipt": text(f"{QUESTION}/receipts.json", "365", "356"),
    "the formula in a receipt": text(f"{QUESTION}/receipts.json", '"calculation": "', r"\g<0>not "),
    "two receipts": exchange(f"{QUESTION}/receipts.json", f"{MONTHS}/receipts.json"),
    "a receipt's publisher": text(f"{QUESTION}/receipts.json", "Python", "Snake"),
    "a receipt left out": data(f"{QUESTION}/receipts.json", lambda said: said.pop(next(iter(said)))),
    "a verdict in a receipt": text(f"{QUESTION}/receipts.json", '"holds": true', '"holds": false'),
    "a number in the ledger": page("365", "356", "data/facts/length"),
    "a number where the ledger looks for it": text("data/facts/find.json", "365", "356"),
    "a test in the ledger of claims": page("It holds", "It fails", "data/claims/length"),
    "a row on the page of a dataset": page(">366</td>", ">367</td>", "data/year_lengths"),
    "a small chart of a dataset": page('d="M4 ', 'd="M9 ', "data/year_lengths"),
    "a caveat of a dataset": page("<li>", "<li>Not: ", "data/year_lengths"),
    "a number in the ledger's JSON": text("data/facts/facts.json", "365", "356"),
    "a number in the ledger's CSV": text("data/facts/facts.csv", "365", "356"),
    "a verdict in the ledger's JSON": text("data/claims/claims.json", "true", "false"),
    "a verdict in the ledger's CSV": text("data/claims/claims.csv", "yes", "no"),
    # Texts for programs.
    "a page as plain text": text(f"{QUESTION}/index.txt", "365", "356"),
    "a sentence in a plain text": appended(f"{QUESTION}/index.txt", "The year has 400 days.\n"),
    "the list of pages for programs": text("llms.txt", "days", "nights"),
    "the instructions to robots": text("robots.txt", "Allow", "Disallow"),
    "a date in the feed": text("feed.xml", "<updated>20", "<updated>19"),
    "a title in the feed": text("feed.xml", "<title>", "<title>Not: "),
    "an address in the feed": text("feed.xml", "https://example.org", "https://example.com"),
    "an address in the sitemap": text("sitemap.xml", "example.org", "example.com"),
    "a date in the sitemap": text("sitemap.xml", "<lastmod>20", "<lastmod>19"),
    "the compressed sitemap": lambda site: (site / "sitemap.xml.gz").write_bytes(b"\x1f\x8b"),
    "a text in the search": text("search/search_index.json", "365", "356"),
    "a title in the search": text("search/search_index.json", '"title":"', r"\g<0>Not: "),
    "an oEmbed response": text("embed/month-lengths/oembed.json", "example.org", "example.com"),
    # Frames.
    "a bar in a frame": text("embed/month-lengths/index.html", '(<path d="M[\\d.]+,)(\\d)', r"\g<1>1\2"),
    "a title in a frame": text("embed/month-lengths/index.html", "<h1>", "<h1>Not: "),
    "a frozen chart of today": text("embed/year-lengths/*/index.html", "<h1>", "<h1>Not: "),
    "the helper of frames": appended("assets/embed.js", "\ngo();"),
    "the list of frozen charts": lambda site: (site / FROZEN).write_text("{}"),
    "a frozen chart of the past that is gone": lambda site: shutil.rmtree(site / OLD),
    "a frozen chart that nobody published": smuggled,
    "a script in a frozen chart": carried("</figure>", "<script>go()</script></figure>"),
    "a link in a frozen chart": carried('href="https://example.org/[^"]*"', 'href="https://example.com/"'),
    "a picture in a frozen chart": carried("</figure>", '<img src="a.png"></figure>'),
    "the heading of a frozen chart": carried("<h1>", "<h1>Not: "),
    "the policy of a frozen chart": carried("default-src 'self'", "default-src *"),
    # Scripts, styles, and what browsers obey.
    "a script": appended("assets/charts.*.js", "\ngo();"),
    "the program of the search": appended("assets/search-worker.*.js", "\ngo();"),
    "the charts' runtime": appended("assets/vega.*.js", "\ngo();"),
    "an added script": added("assets/more.js", "go();"),
    "a service worker": added("sw.js", "self.onfetch = go;"),
    "a style": appended("assets/style.*.css", "\narticle { display: none }"),
    "a style from elsewhere": appended("assets/style.*.css", "\n@import '//example.com/a.css';"),
    "a script in a page": page(ARTICLE, f"<script>go()</script>{ARTICLE}"),
    "a script in a page's head": page(HEAD, f"<script>go()</script>{HEAD}"),
    "an inline script": page("dataset.mdColorScheme = ", "dataset.mdColorScheme=", "."),
    "a page without its policy": page('http-equiv="Content-Security-Policy"', 'name="x"'),
    "a looser policy": page("object-src 'none'", "object-src *"),
    "an order to go elsewhere": page(HEAD, f'<meta http-equiv="refresh" content="0;url=//example.com">{HEAD}'),
    "a form that sends": page(ARTICLE, f'<form action="/x"><button>Go</button></form>{ARTICLE}'),
    "a frame in a page": page(ARTICLE, f'<iframe srcdoc="x"></iframe>{ARTICLE}'),
    # Files that are not the site's.
    "an added page": added("more/index.html", "<!doctype html><title>x</title>"),
    "an added file": added("data/more.csv"),
    "an added folder of settings": added(".well-known/security.txt"),
    "a page that is gone": gone(f"{QUESTION}/index.html"),
    "two pages": exchange(f"{MONTHS}/index.html", f"{YEARS}/index.html"),
    "the page for errors": text("404.html", "<body", "<body hidden"),
    "the icon": text("assets/favicon.svg", "#|fill", "x"),
    # The list itself.
    "the commit in the list": data(MANIFEST, lambda said: said.update(commit="0" * 40)),
    "a dataset's checksum in the list": data(MANIFEST, lambda said: said["datasets"].update(month_lengths="x")),
    "the versions in the list": data(MANIFEST, lambda said: said["made_by"].update(mkdocs="0")),
    "a list that is none": lambda site: (site / MANIFEST).write_text("[" * 10_000),
    "no list": gone(MANIFEST),
}  # fmt: skip


def found(genuine: Published, site: Path) -> list[str]:
    differences = made_again.differences(site, genuine.made, genuine.content)
    return [f"{problem.path}: {problem.message}" for problem in differences]


def test_nothing_is_wrong_with_the_genuine_site(genuine):
    assert found(genuine, genuine.site) == []


@pytest.mark.parametrize("falsify", FALSIFIED.values(), ids=FALSIFIED)
def test_what_is_falsified_is_found(genuine, falsify, tmp_path):
    site = tmp_path / "site"
    shutil.copytree(genuine.site, site, copy_function=os.link)
    _unlink(site, genuine.site)
    listed = json.loads((site / MANIFEST).read_bytes())["files"]
    falsify(site)
    own = hash_of((site / MANIFEST).read_bytes()) if (site / MANIFEST).exists() else ""
    on_list = own != hash_of((genuine.site / MANIFEST).read_bytes())
    files = {name: hash_of(path.read_bytes()) for name, path in manifest.files(site).items()}
    files.pop(MANIFEST, None)
    assert files != listed or on_list, "the list does not show it"
    if not on_list:
        adjust(site)
    without = [line for line in found(genuine, site) if MANIFEST not in line or on_list]
    assert without, "it is not found without the list"


def _unlink(site: Path, genuine: Path) -> None:
    """Gives a copy of a site its own files."""
    for name, content in tree(genuine).items():
        (site / name).unlink()
        (site / name).write_bytes(content)


# What browsers would run or load, found on a page by itself ---------------------------------------

PAGE = (
    b"<!doctype html><html><head><meta charset=utf-8><title>x</title></head>"
    b"<body>%s<article><p>x</p></article></body></html>"
)
OBEYED = {
    "an order": ('<meta http-equiv="Refresh" content="0;url=/x">', 'an order, "Refresh: 0;url=/x"'),
    "a form": ('<form action="/x"></form>', '<form> has "action"'),
    "a button": ('<button formaction="/x">x</button>', '<button> has "formaction"'),
    "a document": ('<p srcdoc="x">x</p>', '<p> has "srcdoc"'),
    "a frame": ('<iframe src="/x"></iframe>', "an element <iframe>"),
    "an object": ('<object data="/x"></object>', "an element <object>"),
    "a base": ('<base href="/x">', "an element <base>"),
    "an old link in a drawing": ('<svg><a xlink:href="/x">x</a></svg>', '<a> has "xlink:href"'),
    "a moving drawing": ('<svg><animate attributeName="href" to="x"/></svg>', "<animate>"),
    "a note to another server": ('<a href="/x" ping="/y">x</a>', '<a> has "ping"'),
    "an event": ('<p onpointerenter="go()">x</p>', '"onpointerenter" of <p> is run'),
    "a program": ('<a href="JavaScript:go()">x</a>', "is run as a script"),
    "a program in a form": ('<svg><a href=" java\nscript:go()">x</a></svg>', "is run as a script"),
    "a hidden program": ('<a href="data:text/html,x">x</a>', "is run as a script"),
    "a picture": ('<img src="//example.com/x">', "loads //example.com/x from another origin"),
    "a picture by its scheme": ('<img src="https:/\\example.com/x">', "from another origin"),
    "a preloaded picture": (
        '<link rel="preload" imagesrcset="a 1x, https://example.com/b 2x">', "https://example.com/b"
    ),
    "a name to look up": ('<link rel="dns-prefetch" href="//example.com">', "from another origin"),
    "a drawing elsewhere": ('<svg><use href="https://example.com/#x"/></svg>', "another origin"),
    "a fill elsewhere": ('<svg><path fill="url(//example.com/#x)"/></svg>', "another origin"),
    "a style": ("<p style=\"background: url('//example.com/x')\">x</p>", "another origin"),
    "a script": ("<script>go()</script>", "policy"),
}  # fmt: skip


def protected(extra: str) -> html.HtmlElement:
    """Returns a page with a right policy, to whose body something was added afterwards."""
    source = PAGE % b""
    made = html.document_fromstring(source, parser=security_policy.PARSER)
    security_policy.protect(made, source)
    text = html.tostring(made, encoding="utf-8").replace(b"<body>", b"<body>" + extra.encode())
    return html.document_fromstring(text, parser=security_policy.PARSER)


def test_a_page_with_its_policy_is_left_alone():
    links = '<a href="https://example.com/">x</a><a title="javascript: a language" href="x">x</a>'
    assert [said for _, said in browser.run_or_loaded(protected(links))] == []


@pytest.mark.parametrize(("extra", "message"), OBEYED.values(), ids=OBEYED)
def test_what_a_browser_would_obey_is_found(extra, message):
    said = [said for _, said in browser.run_or_loaded(protected(extra))]
    assert len(said) == 1, said
    assert message in said[0]


@pytest.mark.parametrize(
    ("style", "message"),
    [
        ("a { background: u\\72l(https://example.com/x) }", "loads https://example.com/x"),
        ("a { background: \\75 rl('x.png') }", "behind escapes"),
        ("@\\69mport 'x.css';", "behind escapes"),
        ("a { background: image-set('x.png' 1x) }", "image-set("),
        ("a { background: -webkit-image-set(url(x.png) 1x) }", "image-set("),
        ("@import/**/'//example.com/x.css';", "loads //example.com/x.css"),
        ('a { src: url( "HTTPS://example.com/x" ) }', "loads HTTPS://example.com/x"),
    ],
)
def test_a_style_that_loads_is_found_however_it_is_written(style, message):
    assert [said for said in styles.loaded(style) if message in said], list(styles.loaded(style))


def test_a_style_that_loads_nothing_from_elsewhere_is_left_alone():
    style = """/* see https://example.com */ a { background: url("data:image/svg+xml,<svg
    xmlns='http://www.w3.org/2000/svg'/>"); src: url(font.woff) } b::before { content: "\\201c" }"""
    assert list(styles.loaded(style)) == []


# A published site ---------------------------------------------------------------------------------


def served(site: Path) -> dict[str, bytes]:
    return {name.removesuffix("index.html"): content for name, content in tree(site).items()}


def test_the_command_proves_a_published_site_and_finds_what_differs_there(published):
    with serving({}) as server:
        made = run("--root", published.root, "site", SITE_URL=f"{server.address}/")
        assert made.returncode == 0, made.stderr
        server.files |= served(published.site)
        good = run("--root", published.root, "verify", server.address)
        assert good.returncode == 0, good.stderr
        assert "files are what the sources make" in good.stdout
        server.files["index.txt"] += b"More."
        server.files["more.html"] = b"<p>More"
        said = json.loads(server.files[MANIFEST])
        said["files"]["more.html"] = hash_of(b"<p>More")
        server.files[MANIFEST] = json.dumps(said).encode()
        del server.files["robots.txt"]
        bad = run("--root", published.root, "verify", server.address)
    assert bad.returncode == 1
    for place in ("index.txt:", "more.html:", f"{MANIFEST}:", "robots.txt: is missing."):
        assert f"{server.address}/{place}" in bad.stderr


def test_a_published_list_that_leads_out_of_the_site_is_refused(published):
    files = {"files": {"../../etc/passwd": "sha256:0"}}
    with serving({MANIFEST: json.dumps(files).encode()}) as server:
        done = run("--root", published.root, "verify", server.address)
    assert done.returncode == 1
    assert 'has a strange name: "../../etc/passwd"' in done.stderr
