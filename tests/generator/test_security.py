"""Nothing runs on a page but the site's own scripts, and no text can become part of the markup."""

import json
import re
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html
from playwright.sync_api import Browser, BrowserContext, Page, Route

from charts.generator.check import front_matter
from charts.generator.check.check import check
from charts.generator.data.datasets import stamp
from charts.generator.pages.content import Content
from charts.generator.project import Project
from charts.generator.site import security_policy
from charts.generator.site.asset_versions import Assets
from charts.generator.site.build import build_site
from charts.generator.site.postprocess import outward
from charts.generator.site.verify import verify
from charts.generator.site.verify.statements import remnants
from tests.conftest import SECOND, once
from tests.lighthouse import serving
from tests.support import edit, set_address, typed, until

# Keeps what the policy refused, from the first moment on.
WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) =>
  window.refused.push([effectiveDirective, blockedURI, sample]));
"""


@pytest.fixture(scope="module")
def watched(browser: Browser) -> Iterator[BrowserContext]:
    """A reader whose browser says what a page's policy refused."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        context.add_init_script(WATCH)
        yield context


def refused(page: Page) -> list[list[str]]:
    found: list[list[str]] = page.evaluate("refused")
    return found


# The policy ---------------------------------------------------------------------------------------


def rules(page: Path) -> dict[str, list[str]]:
    (content,) = html.parse(page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    parts = [rule.split() for rule in content.split(";")]
    return {name: values for name, *values in parts}


def test_every_page_has_a_policy_that_allows_no_inline_code(built):
    pages = sorted(built.site.rglob("*.html"))
    assert len(pages) > 40
    for page in pages:
        found = rules(page)
        assert found["default-src"] == ["'self'"], page
        framed = "embed" in page.parts or MOVED in page.read_text()  # it carries its style with it
        assert found["style-src"][0] == found["script-src"][0] == "'self'", page
        assert len(found["style-src"]) == 1 + framed, page
        hashes = found["script-src"][1:] + found["style-src"][1:]
        assert hashes, page
        assert all(re.fullmatch(r"'sha256-[\w+/]{43}='", value) for value in hashes), page
        assert found["object-src"] == found["base-uri"] == ["'none'"], page


def test_the_policy_comes_before_all_that_it_rules(built):
    for page in built.site.rglob("*.html"):
        encoding, first = html.parse(page).xpath("//head/*")[:2]
        assert encoding.get("charset") == "utf-8", page
        assert first.get("http-equiv") == "Content-Security-Policy", page


def test_the_policy_refuses_no_frame_anything(built, watched, pages):
    # On other pages it would be an error in the console, of which there is none.
    every = (path.relative_to(built.site).as_posix() for path in built.site.rglob("*.html"))
    framed = {path.removesuffix("index.html") for path in every} - set(pages)
    with serving(built.site) as site:
        page = watched.new_page()
        found = {}
        for path in sorted(framed):
            page.goto(site + path)
            found[path] = refused(page)
        page.close()
    assert len(found) >= len(built.drawings)
    assert {path: what for path, what in found.items() if what} == {}


def test_the_policy_refuses_nothing_that_a_reader_does(built, watched):
    with serving(built.site) as site:
        page = watched.new_page()
        page.goto(f"{site}questions/relations/")
        picture = page.locator(".chart-picture").first
        picture.hover()
        picture.locator(".chart-live svg").wait_for()
        picture.focus()
        page.keyboard.press("ArrowRight")
        page.locator(".chart-tip").first.wait_for()
        page.locator("article a.number").first.hover()
        page.locator(".receipt-card").wait_for()
        before = page.evaluate("document.body.dataset.mdColorScheme")
        page.locator(".tool--scheme").click()
        until(page, f"document.body.dataset.mdColorScheme !== '{before}'")
        page.locator(".tool--search").click()
        page.keyboard.type("imports")
        page.locator(".search__found li").first.wait_for()
        assert refused(page) == []
        page.close()


# What an attacker, or an editor, might bring into a page; each would set `hacked`.
CODE = {
    "a script": "<script>hacked = true</script>",
    "a script that pretends to stand outside": "</article><script>hacked = true</script>",
    "an event": '<img src="/none.png" onerror="hacked = true">',
    "an address": '<a id="now" href="javascript:void(hacked = true)">x</a>',
}


def protected(text: str) -> str:
    page = html.document_fromstring(text)
    security_policy.protect(page, text.encode())
    return html.tostring(page, encoding="unicode", doctype="<!doctype html>")


@pytest.mark.parametrize("code", CODE.values(), ids=CODE)
def test_what_was_brought_into_a_page_is_not_run(code, watched):
    own = "<script>ours = true</script>"
    text = f"<article>{code}</article>"
    whole = f"<head><meta charset=utf-8></head><body>{own}{text}</body>"
    page = watched.new_page()
    for served, hacked in ((whole, True), (protected(whole), False)):
        page.unroute_all()
        page.route("**/*", partial(answer, served))
        page.goto("http://explainer.test/")
        if page.locator("#now").count():
            page.locator("#now").click()
        until(page, "Boolean(window.hacked)" if hacked else "refused.length > 0")
        assert page.evaluate("[window.ours, Boolean(window.hacked)]") == [True, hacked]
    assert refused(page) != []
    page.close()


def answer(page: str, route: Route) -> None:
    """Serves a page, and nothing else."""
    if route.request.is_navigation_request():
        route.fulfill(body=page, content_type="text/html")
    else:
        route.abort()


def test_a_file_opened_from_a_disk_has_its_styles(built, watched):
    page = watched.new_page()
    page.goto((built.site / "index.html").as_uri())
    heading = page.locator("h1")
    assert heading.evaluate("h => getComputedStyle(h).fontFamily").startswith("Gelasio")
    page.close()


ADDRESS = "https://example.org/explainer/"
MOVED = "<title>This chart has moved"

# Hostile words ------------------------------------------------------------------------------------

MARKUP = (
    "\"'><img src=x onerror=hacked=true></script></title></article><script>hacked=true</script>"
    "]]>--> &lt;b&gt; *em* `code` [link](javascript:hacked=true) {: onclick=hacked=true } \u202eabc"
)


def hostile(value: Any) -> Any:
    """Puts the markup behind every text that readers see, at any depth."""
    seen = ("title", "description", "basis", "publisher", "unit", "read_from")
    if isinstance(value, list):
        return [f"{v}{MARKUP}" if isinstance(v, str) else hostile(v) for v in value]
    if not isinstance(value, dict):
        return value
    return {
        key: f"{inner}{MARKUP}"
        if key in seen and isinstance(inner, str)
        else inner
        if key == "primaryKey"
        else hostile(inner)
        for key, inner in value.items()
    }


# One label, and a tiny one: a longer label than the drawing has room for is refused.
SVG_LABELS = (
    '    first = points.transform_filter("datum.year == 1995")\n'
    '    labels = first.mark_text(fontSize=1, align="left")\n'
    '    labels = labels.encode(text="kind:N", tooltip=["kind:N", "year:Q"])\n'
)
FACT = '''

@fact(series=["year_lengths.kind"], window=("1995", "1995"))
def first_kind(year_lengths: Table) -> Quantity:
    """The first {series}, {window}. MARKUP"""
    return year_lengths.cell("kind", year=1995)
'''


@pytest.fixture(scope="module")
def attacked(shared: Path) -> Project:
    """The tiny explainer with markup in every cell, title, label, name and correction, built."""
    return Project(once(shared / "attacked", build_attacked))


def build_attacked(root: Path) -> None:
    shutil.copytree(SECOND, root, ignore=shutil.ignore_patterns("__pycache__"))
    package = root / "data" / "datapackage.json"
    described = json.loads(package.read_text())
    del described["resources"][1]["schema"]["fields"][1]["constraints"]["enum"]
    described["resources"] = hostile(described["resources"])
    package.write_text(json.dumps(described))
    cells = root / "data" / "year_lengths.csv"
    quoted = '"common' + MARKUP.replace('"', '""') + '"'
    cells.write_text(cells.read_text().replace("common", quoted))
    stamp(root / "data", [])
    gallery = root / "charts" / "gallery" / "year_lengths.py"
    edit(gallery, "    return frame(points.encode(x=x, y=y)", f"{SVG_LABELS}    return frame(points.encode(x=x, y=y) + labels.encode(x=x, y=y)")  # fmt: skip # noqa: E501
    facts = root / "charts" / "facts" / "length.py"
    raw = FACT.replace("MARKUP", MARKUP.replace("\\", "\\\\").replace("{", "{{").replace("}", "}}"))
    facts.write_text(facts.read_text() + raw)
    (root / "docs" / "sources.yml").write_text(
        json.dumps(
            {
                "python-datetime": {
                    "publisher": f"Python{MARKUP}",
                    "title": f"datetime{MARKUP}",
                    "date": f"2024{MARKUP}",
                    "url": 'https://docs.python.org/"><script>hacked=true</script>',
                }
            }
        )
    )
    words = json.dumps(MARKUP, ensure_ascii=False)
    page = root / "docs" / "questions" / "length.md"
    edit(page, "question: How long is a year?", f"question: {words}")
    edit(page, "  {{ fact(\"leap_year\") }}, {{ fact", f"  {MARKUP} {{{{ fact(\"leap_year\") }}}}, {{{{ fact")  # fmt: skip # noqa: E501
    edit(
        page, "{{ references() }}", 'It begins with {{ fact("first_kind") }}.\n\n{{ references() }}'
    )
    for key, text in (("title", "Leap years have"), ("subtitle", "Days in each year since 1995")):
        chart = root / "docs" / "charts" / "year-lengths.md"
        edit(chart, f"{key}: {text}", f"{key}: >-\n  {MARKUP} {text}")
    edit(chart, "alt: >-\n", f"alt: >-\n  {MARKUP}\n")
    edit(chart, "columns:\n", f"notes: {words}\ncolumns:\n")
    correction = {
        "date": "DATE",
        "page": "questions/length.md",
        "before": MARKUP,
        "after": MARKUP,
        "why": MARKUP,
    }
    listed = json.dumps([correction], ensure_ascii=False).replace('"DATE"', "2024-11-02")
    (root / "docs" / "about.md").write_text(
        f"---\ntitle: {words}\ndescription: {words}\ncorrections: {listed}\n---\n\n"
        "{{ corrections() }}\n\n{{ bibliography() }}\n"
    )
    set_address(root / "mkdocs.yml", ADDRESS)
    project = Project(root)
    with pytest.MonkeyPatch.context() as patched:
        # The check refuses markup in front matter; here it stands for what a check may miss.
        patched.setattr(front_matter, "_MARKUP", re.compile(r"(?!)"))
        list(build_site(project))


@pytest.fixture
def attack(attacked: Project, watched: BrowserContext) -> Iterator[Page]:
    """A tab in which that site stands at its address."""
    page = watched.new_page()

    def answer(route: Route) -> None:
        path = attacked.site / route.request.url.removeprefix(ADDRESS).partition("?")[0]
        route.fulfill(path=path / "index.html" if path.is_dir() else path)

    page.route(f"{ADDRESS}**", answer)
    yield page
    page.close()


# Whether words have run, and how many articles, elements and programs they have made of a page.
BROUGHT_IN = """[Boolean(window.hacked), ...[
  "article, main > figure",
  "img, article script, article em, article code em",
  "[onclick], [onerror], [href^='javascript:']",
].map((selector) => document.querySelectorAll(selector).length)]"""


def test_hostile_words_run_nothing_and_add_no_element(attacked, attack):
    pages = sorted(attacked.site.rglob("index.html"))
    assert len(pages) == 16
    for path in pages:
        attack.goto(f"{ADDRESS}{path.parent.relative_to(attacked.site).as_posix()}/")
        assert attack.evaluate(BROUGHT_IN) == [False, 1, 0, 0], path
        assert refused(attack) == [], path


def test_hostile_words_are_read_as_they_are_written(attacked):
    words = typed(" ".join(MARKUP.split()))
    question = html.parse(attacked.site / "questions" / "length" / "index.html")
    (answer,) = question.xpath("//div[@class='answer']/p[1]")
    chart = html.parse(attacked.site / "charts" / "year-lengths" / "index.html")
    about = html.parse(attacked.site / "about" / "index.html")
    places = [
        answer,
        *question.xpath("//h1 | //title | //a[@data-fact='fact:first_kind'] | //article//cite"),
        *chart.xpath("//h1 | //p[@class='chart-subtitle'] | //span[@class='chart-alt']"),
        *chart.xpath("//p[@class='chart-notes'] | //tbody/tr[1]/td[1] | //title"),
        *about.xpath("//h1 | //del | //ins | //title | //dl/dd[last()]"),
    ]
    said = [typed(" ".join(element.text_content().split())) for element in places]
    assert len(said) >= 15
    assert [text for text in said if words not in text] == []
    (description,) = chart.xpath("//meta[@name='description']/@content")
    (shared,) = chart.xpath("//meta[@property='og:title']/@content")
    assert words in typed(" ".join(description.split()))
    assert words in typed(" ".join(shared.split()))


def test_a_live_chart_and_a_receipt_show_hostile_words_as_text(attack):
    attack.goto(f"{ADDRESS}charts/year-lengths/")
    assert attack.locator(".chart-desktop svg text", has_text="onerror=hacked").count() > 0
    attack.locator(".chart-picture").focus()
    attack.locator(".chart-live svg").wait_for()
    attack.keyboard.press("Home")
    attack.locator(".chart-tip", has_text="onerror=hacked").wait_for()
    assert attack.locator("figure").locator("img, em, script, b").count() == 0
    attack.goto(f"{ADDRESS}questions/length/")
    attack.locator("a.number[href$='#fact-first-kind']").hover()
    attack.locator(".receipt-card", has_text="onerror=hacked").wait_for()
    assert attack.locator(".receipt-card").locator("img, em, script, b").count() == 0
    assert not attack.evaluate("Boolean(window.hacked)")
    assert refused(attack) == []


def test_hostile_words_stay_text_in_structured_data_feed_and_twins(attacked):
    words = " ".join(MARKUP.split())
    described = (attacked.site / "data" / "month_lengths" / "index.html").read_text()
    (said,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', described)
    first = json.loads(said)
    assert first["name"] == f"Days in each month{MARKUP}"
    feed = etree.fromstring((attacked.site / "feed.xml").read_bytes())
    titles = [" ".join(str(title.text).split()) for title in feed.iter("{*}title")]
    assert f"Correction: {words}" in titles
    assert words in (attacked.site / "questions" / "length" / "index.txt").read_text()


def test_braces_in_a_cell_are_shown_and_run_nothing(small):
    cells = small.data / "year_lengths.csv"
    package = small.data / "datapackage.json"
    package.write_text(package.read_text().replace('"common",\n', '"common", "{{ x }}",\n'))
    edit(cells, "1995,common", "1995,{{ x }}")
    stamp(small.data, ["year_lengths"])
    list(build_site(Project(small.root)))
    table = html.parse(small.site / "charts" / "year-lengths" / "index.html").getroot()
    assert "{{ x }}" in [cell.text_content() for cell in table.iter("td")]


def test_a_macro_that_no_cell_holds_is_still_the_rest_of_a_template():
    page = html.fromstring("<div><p>{{ x }} and\n {{ x }}</p><p title='{{ x }} {{ y }}'></p></div>")
    found = [said for _, said in remnants(page, lambda: ["{{ x }}"])]
    assert found == ['a template left "{{" in the page.']


# What an editor is told ---------------------------------------------------------------------------

REFUSED = {
    "a script": (
        "<script>go()</script>", 1,
        "a page runs no scripts; delete this one.",
    ),
    "a script in a sentence": (
        "See <SCRIPT>go()</SCRIPT> here.", 5,
        "a page runs no scripts; delete this one.",
    ),
    "an event of a tag": (
        'Press <b title="a > b" onclick="go()">here</b>.', 24,
        'a page runs no scripts, and "onclick" is one; delete it.',
    ),
    "an event in braces": (
        "[here](../index.md){ onclick=go() }", 22,
        'a page runs no scripts, and "onclick" is one; delete it.',
    ),
    "a link to a program": (
        "[here](javascript:go())", 8,
        'a link that begins with "javascript:" leads nowhere: a page runs no scripts. '
        "Link to a page.",
    ),
    "an address in a tag": (
        'Press <a href="JavaScript:go()">here</a>.', 16,
        'a link that begins with "JavaScript:" leads nowhere: a page runs no scripts. '
        "Link to a page.",
    ),
    "a style": (
        '<p style="color: red">Red</p>', 4,
        'a style in a page has no effect; use a class, "{ .name }", and style the class in '
        "docs/assets/style.css.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "column", "advice"), REFUSED.values(), ids=REFUSED)
def test_an_editor_is_told_what_a_page_may_not_hold(text, column, advice, small):
    page = small.docs / "questions" / "length.md"
    edit(page, "{{ references() }}", f"{text}\n\n{{{{ references() }}}}")
    line = page.read_text().split(text)[0].count("\n") + 1
    (found,) = check(small).problems
    assert str(found) == f"docs/questions/length.md:{line}:{column}: {advice}"


@pytest.mark.parametrize(
    "text",
    ["`<script>`", '```html\n<b onclick="go()">\n```', "`[here](javascript:go())`", "On = it."],
)
def test_code_that_a_page_only_shows_is_left_alone(text, small):
    edit(
        small.docs / "questions" / "length.md",
        "{{ references() }}",
        f"{text}\n\n{{{{ references() }}}}",
    )
    assert check(small).problems == []


def test_a_source_has_an_address_of_the_web(small):
    edit(small.sources, "https://docs", "javascript:docs")
    (found,) = check(small).problems
    assert 'source "python-datetime": "url" should begin with https://; found "javascript:' in str(
        found
    )


def test_a_licence_has_an_address_of_the_web(small):
    package = small.data / "datapackage.json"
    package.write_text(package.read_text().replace('"path": "https://creative', '"path": "data:'))
    found = check(Project(small.root)).problems
    assert len(found) == 2
    assert "the path of a licence should begin with https://" in str(found[0])


TAMPERED = {
    "a script": ("<script>go()</script>", "there is a script in the text of the page."),
    "an event": ('<b onclick="go()">x</b>', '"onclick" of <b> is run as a script.'),
    "an address": (
        '<a href="java&#10;script:go()">x</a>',
        'the address "java\nscript:go()" is run as a script.',
    ),
}


@pytest.mark.parametrize(("code", "message"), TAMPERED.values(), ids=TAMPERED)
def test_verification_finds_what_would_run(code, message, published):
    page = published.site / "questions" / "length" / "index.html"
    edit(page, "</article>", f"{code}</article>")
    (found,) = verify(Content(published), published.site).problems
    assert found.message == message


# Links out of the site, and the versions of files -------------------------------------------------


def test_every_link_out_of_the_site_gives_no_hold_on_it(built):
    links = [
        link
        for page in built.site.rglob("*.html")
        for link in html.parse(page).xpath("//a[starts-with(@href, 'http')]")
    ]
    assert len(links) > 100
    assert [link.get("href") for link in links if "noopener" not in link.get("rel", "")] == []


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ('<a href="https://a.org/">', "noopener"),
        ('<a href="//a.org/">', "noopener"),
        ('<a rel="license" href="http://a">', "license noopener"),
        ('<a rel="noopener" href="http://a">', "noopener"),
        ('<a title="a > b" href="http://a">', "noopener"),
        ('<a href="../data/">', None),
        ('<a id="here">', None),
    ],
)
def test_only_links_out_of_the_site_are_marked(link, expected):
    page = html.fragment_fromstring(f"<p>{link}</a></p>")
    outward(page)
    assert page.xpath("./a")[0].get("rel") == expected


def test_pages_ask_for_the_version_of_our_files_that_they_were_built_with(built):
    for page in built.site.rglob("*.html"):
        parts = html.parse(page).xpath("//script/@src | //link[@rel='stylesheet']/@href")
        own = [part for part in parts if re.search(r"assets/[\w-]+\.[\w.]*(js|css)$", part)]
        versions = {part.split(".")[-2] for part in own}
        if page.match("embed/*/*/index.html"):
            assert own == [], "what is frozen asks for nothing"
            continue
        if MOVED in page.read_text():
            assert own == [], "a page at a former address carries what it needs"
            continue
        assert len(own) >= (1 if "embed" in page.parts else 2), page
        assert len(versions) == 1, page
        assert re.fullmatch("[0-9a-f]{8}", versions.pop()), page


def test_a_change_of_one_file_changes_the_version_of_all(published):
    def asked() -> list[str]:
        page = html.parse(published.site / "charts" / "year-lengths" / "index.html")
        found = page.xpath("//script/@src | //link[@rel='stylesheet']/@href")
        return [part for part in found if re.search(r"\.[0-9a-f]{8}\.(js|css)$", part)]

    before = asked()
    own = published.docs / "assets" / "style.css"
    own.parent.mkdir()
    own.write_text(".new { margin: 0 }\n")
    list(build_site(Project(published.root)))
    after = asked()
    names = [[re.sub(r"\.[0-9a-f]{8}\.", ".", part) for part in parts] for parts in (before, after)]
    assert names[0] == names[1]
    assert {"../../assets/style.css", "../../assets/charts.js"} <= set(names[0])
    assert not set(before) & set(after)
    (style,) = (published.site / "assets").glob("style.*.css")
    assert style.read_text().endswith(".new{margin: 0}")


def test_a_script_imports_the_version_that_it_was_built_with():
    assets = Assets(("charts.js", "share.js"), "0a1b2c3d")
    script = 'import { a } from "./share.js";\nimport("./other.js");\nfetch("share.js");\n'
    assert assets.in_script(script) == script.replace("./share.js", "./share.0a1b2c3d.js")


# What a stranger's page may say -----------------------------------------------------------------

# Ways out of a template that have worked elsewhere, each writing the file `escaped` if it runs.
OUT = "__import__('os').system('touch escaped')"
ESCAPES = [
    "fact.__func__.__globals__",
    "fact.__globals__['__builtins__']['open']('escaped', 'w')",
    "fact.__self__.ledger.datasets.clear()",
    "fact('leap_year').__class__.__mro__[1].__subclasses__()",
    "''.__class__.__mro__[1].__subclasses__()",
    "().__class__.__bases__[0].__subclasses__()",
    "cycler.__init__.__globals__.os.popen('touch escaped').read()",
    "joiner.__init__.__globals__.os.system('touch escaped')",
    "namespace.__init__.__globals__.os.system('touch escaped')",
    "lipsum.__globals__['os'].system('touch escaped')",
    "self.__init__.__globals__.__builtins__",
    "self._TemplateReference__context",
    "config.items()",
    "request.application.__globals__",
    "''|attr('__class__')",
    "fact|attr('__func__')|attr('__globals__')",
    "['open']|map(attribute='__class__')|list",
    "fact(**{'name': 'leap_year'})",
    "fact(*['leap_year'])",
    "('%s' % fact).format(fact)",
    f'fact("{OUT}")',
    f'claim("{OUT}", "words")',
    'fact("fact.__globals__")',
    "fact(\"sum(year_lengths.days[year=__import__('os')])\")",
    "(lambda: fact)()",
    "[fact for _ in (1,)][0]('leap_year')",
    "fact if 1 else 2",
    "range(999999999)|list",
]


@pytest.mark.parametrize("escape", ESCAPES)
def test_no_macro_of_a_page_runs_code(small: Project, escape, monkeypatch):
    monkeypatch.chdir(small.root)
    edit(small.docs / "index.md", "{{ questions() }}", f"{{{{ {escape} }}}} {{{{ questions() }}}}")
    before = {path for path in small.root.rglob("*") if "build" not in path.parts}
    report = check(small)
    after = {path for path in small.root.rglob("*") if "build" not in path.parts}
    assert any(found.path.endswith("index.md") for found in report.problems)
    assert after == before
    assert small.datasets
