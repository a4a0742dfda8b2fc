"""Others can find a page, and show what it says: in searches, in feeds and where it is shared."""

import copy
import datetime
import functools
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import etree, html
from playwright.sync_api import Page

from charts.generator.pages.addresses import dataset_page
from charts.generator.pages.content import Content
from charts.generator.project import Project
from charts.generator.site import json_ld
from charts.generator.site.build import build_site
from charts.generator.site.feed import entries
from tests.conftest import once
from tests.support import edit, set_address, typed

ADDRESS = "https://example.org/explainer/"
EDITOR = "https://github.example/owner/name/edit/main/docs/"
QUESTION = "questions/relations/index.html"
CHART = "charts/trade-history/index.html"


@pytest.fixture(scope="module")
def addressed(built: Project, shared: Path) -> Iterator[Project]:
    """The explainer as it is published: it knows its address and that of its repository."""

    def make(root: Path) -> None:
        shutil.copytree(built.root, root, ignore=shutil.ignore_patterns("site"))
        list(build_site(Project(root)))

    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SITE_URL", ADDRESS)
        environment.setenv("EDIT_URI", EDITOR)
        yield Project(once(shared / "addressed", make))


def pages(project: Project) -> dict[str, html.HtmlElement]:
    """The pages that readers reach, by their addresses below the root; tests only read them."""
    return parsed(project.site)


@functools.cache
def parsed(site: Path) -> dict[str, html.HtmlElement]:
    """Reads those pages, once for all tests."""
    found = {
        path.parent.relative_to(site).as_posix().removeprefix("."): html.parse(path)
        for path in sorted(site.rglob("index.html"))
    }
    own = {path: page.getroot() for path, page in found.items() if page.xpath("//article")}
    assert len(own) > 40
    return own


def said(text: object) -> str:
    """A text as it was typed, in one line."""
    return typed(" ".join(str(text).split()))


def meta(page: html.HtmlElement, name: str) -> str:
    (content,) = page.xpath("//meta[@property=$name or @name=$name]/@content", name=name)
    return str(content)


def linked(page: html.HtmlElement, kind: str) -> list[str]:
    return [str(href) for href in page.xpath("//link[@rel='alternate'][@type=$k]/@href", k=kind)]


# What is shown of a page that is shared -----------------------------------------------------------


def test_every_page_says_what_is_shown_where_it_is_shared(addressed):
    for path, page in pages(addressed).items():
        address = ADDRESS + (f"{path}/" if path else "")
        own = path.startswith(("questions/", "charts/"))
        assert said(page.findtext(".//title")).startswith(said(meta(page, "og:title"))), path
        assert meta(page, "og:description") == meta(page, "description"), path
        assert meta(page, "og:url") == address, path
        assert page.xpath("//link[@rel='canonical']/@href") == [address], path
        assert meta(page, "og:type") == ("article" if own else "website"), path
        assert meta(page, "og:image") == f"{address if own else ADDRESS}card.png", path
        assert meta(page, "og:image:alt") == meta(page, "og:title"), path
        assert [meta(page, f"og:image:{side}") for side in ("width", "height")] == ["1200", "630"]
        assert meta(page, "twitter:card") == "summary_large_image", path


def test_without_an_address_nothing_says_one(built):
    for path, page in pages(built).items():
        assert page.xpath("//meta[@property='og:url'] | //link[@rel='canonical']") == [], path
        assert linked(page, "application/atom+xml") == [], path
        own = path.startswith(("questions/", "charts/"))
        card = urljoin(f"/{path}/", meta(page, "og:image")) if path else meta(page, "og:image")
        assert card.strip("/") == (f"{path}/card.png" if own else "card.png"), path
    files = {path.name for path in built.site.iterdir()}
    assert not {"feed.xml", "sitemap.xml", "sitemap.xml.gz"} & files


def test_only_the_page_of_a_chart_names_a_description_for_embedding_it(addressed):
    kind = "application/json+oembed"
    for path, page in pages(addressed).items():
        of_chart = re.fullmatch(r"charts/([\w-]+)", path)
        expected = [f"{ADDRESS}embed/{of_chart[1]}/oembed.json"] if of_chart else []
        assert linked(page, kind) == expected, path


def test_every_page_names_its_text_and_the_feed(addressed):
    for path, page in pages(addressed).items():
        assert linked(page, "text/plain") == ["index.txt"], path
        assert linked(page, "application/atom+xml") == [f"{ADDRESS}feed.xml"], path


def test_other_forms_of_a_page_cost_a_reader_no_request(tab):
    page = tab()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload(wait_until="networkidle")
    assert any("assets/charts." in url for url in asked)
    assert [url for url in asked if re.search(r"sitemap|index\.txt|search_index", url)] == []


# Where a page is edited ---------------------------------------------------------------------------


def test_every_page_leads_to_its_file_in_the_editor_of_github(addressed):
    for path, page in pages(addressed).items():
        links = page.xpath("//a[@class='edit']/@href")
        if not (addressed.docs / f"{path}.md").exists() and path.startswith("data/"):
            assert links == []  # nobody wrote it
            continue
        (link,) = links
        assert (addressed.docs / link.removeprefix(EDITOR)).is_file(), path
        assert link.endswith((".md", "about/method.py"))


def test_without_an_address_of_the_repository_no_page_leads_there(built):
    assert html.parse(built.site / "index.html").xpath("//a[@class='edit']") == []


# Structured data ----------------------------------------------------------------------------------

# What Google's documentation and schema.org ask of each type; more may stand there.
REQUIRED = {
    "Article": {"headline", "image", "dateModified", "author", "publisher", "url", "abstract"},
    "FAQPage": {"mainEntity"},
    "Question": {"name", "acceptedAnswer"},
    "Answer": {"text"},
    "DataCatalog": {"name", "description", "url", "dataset", "publisher"},
    "Dataset": {"name", "description", "url", "license", "creator", "distribution", "dateModified"},
    "DataDownload": {"contentUrl", "encodingFormat"},
    "ImageObject": {"contentUrl", "creator", "creditText", "caption"},
    "Organization": {"name"},
    "PropertyValue": {"name", "description"},
    "ClaimReview": {"claimReviewed", "reviewRating", "url", "author", "itemReviewed"},
    "Rating": {"alternateName", "ratingExplanation"},
    "Claim": {"author", "appearance"},
    "CreativeWork": {"url", "headline", "datePublished"},
}
ADDRESSES = {"url", "contentUrl", "license", "isBasedOn"}
WORDS = {"headline", "abstract", "text", "caption", "unitText", "claimReviewed", "reviewBody"}
WORDS |= {"alternateName", "ratingExplanation"}


def data(page: html.HtmlElement) -> dict[str, Any]:
    """Reads the structured data of a page; empty where it has none."""
    found = [
        json.loads(text) for text in page.xpath("//script[@type='application/ld+json']/text()")
    ]
    assert len(found) <= 1
    return found[0] if found else {}


def things(value: Any) -> Iterator[dict[str, Any]]:
    """Finds all that is described, at any depth."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        value = list(value.values())
    for inner in value if isinstance(value, list) else []:
        yield from things(inner)


def test_each_kind_of_page_says_what_it_is(addressed):
    kinds = {path: data(page).get("@type") for path, page in pages(addressed).items()}
    assert kinds.pop("") == "FAQPage"
    assert kinds.pop("data") == "DataCatalog"
    reviews = data(pages(addressed)["data/claims"])["@graph"]
    assert {review["@type"] for review in reviews} == {"ClaimReview"}
    described = {dataset_page(name) for name in addressed.datasets}
    for path, kind in kinds.items():
        folder, _, name = path.partition("/")
        expected = {"questions": "Article", "charts": "Dataset"}.get(folder) if name else None
        expected = "Dataset" if f"{path}/" in described else expected
        assert kind == expected, path


def test_structured_data_have_what_search_engines_ask_for(addressed):
    seen = set()
    for path, page in pages(addressed).items():
        found = data(page)
        assert not found or found["@context"] == "https://schema.org", path
        for thing in things(found):
            seen.add(thing["@type"])
            lacking = {key for key in REQUIRED[thing["@type"]] if not thing.get(key)}
            assert lacking == set(), (path, thing["@type"])
    assert seen == set(REQUIRED)


def test_descriptions_of_datasets_have_the_length_that_a_search_for_datasets_takes(addressed):
    found = [
        t for p in pages(addressed).values() for t in things(data(p)) if t["@type"] == "Dataset"
    ]
    assert len(found) > 70
    assert [t["name"] for t in found if not 50 <= len(t["description"]) <= 5000] == []


def test_dates_and_periods_are_written_as_iso_8601_has_them(addressed):
    period = r"\d{4}(-\d\d(-\d\d)?)?"
    covered = 0
    for page in pages(addressed).values():
        for thing in things(data(page)):
            if "dateModified" in thing:
                datetime.date.fromisoformat(thing["dateModified"])
            if "temporalCoverage" in thing:
                covered += 1
                assert re.fullmatch(f"{period}(/{period})?", thing["temporalCoverage"]), thing
    assert covered > 30


def test_addresses_in_structured_data_lead_to_something(addressed):
    for path, page in pages(addressed).items():
        for thing in things(data(page)):
            for key in ADDRESSES & set(thing):
                for address in thing[key] if isinstance(thing[key], list) else [thing[key]]:
                    parts = urlsplit(address)
                    assert parts.scheme in ("https", "http"), (path, address)
                    if not address.startswith(ADDRESS):
                        continue
                    file = addressed.site / address.removeprefix(ADDRESS).partition("#")[0]
                    file = file / "index.html" if file.is_dir() else file
                    assert file.is_file(), (path, address)
                    if parts.fragment:
                        assert html.parse(file).xpath("//*[@id=$id]", id=parts.fragment), address


def test_structured_data_say_what_the_page_says(addressed):
    for path, page in pages(addressed).items():
        (article,) = copy.deepcopy(page).iter("article")
        for block in article.iter("p"):
            block.tail = f" {block.tail or ''}"  # or their words would run together
        shown = said(article.text_content())
        for thing in things(data(page)):
            if thing["@type"] in ("Organization", "CreativeWork"):
                continue  # the site itself, a publisher, or a text of another site
            texts = [thing[key] for key in WORDS & set(thing)]
            texts += [thing["name"]] if thing["@type"] in ("Question", "Dataset") else []
            for text in texts if thing["@type"] != "Answer" else []:
                assert said(text) in shown, (path, text)


def test_a_dataset_is_described_in_the_words_of_the_catalogue(addressed):
    found = pages(addressed)
    for name in addressed.datasets:
        page = found[dataset_page(name).rstrip("/")]
        thing = data(page)
        assert (thing["identifier"], thing["url"]) == (name, ADDRESS + dataset_page(name))
        (description,) = page.xpath("//p[@class='dataset-says']/text()")
        basis = page.xpath("//h2[@id='before-you-use-it']/following::li[1]")[0].text_content()
        assert said(thing["description"]) == said(f"{description} {basis}")
        published = addressed.datasets[name].publishers
        assert [creator["name"] for creator in thing["creator"]] == published


def test_the_questions_are_listed_with_the_answers_of_their_pages(addressed):
    found = pages(addressed)
    cards = {
        said(
            " ".join(
                part.text_content() for part in card.xpath("./p[starts-with(@class, 'card__')]")
            )
        )
        for card in found[""].find_class("card")
    }
    for question in data(found[""])["mainEntity"]:
        page = found[question["acceptedAnswer"]["url"].removeprefix(ADDRESS).rstrip("/")]
        answer = page.xpath("//div[@class='answer']/p[not(@class='dateline')]")
        shown = " ".join(part.text_content() for part in answer)
        text = said(question["acceptedAnswer"]["text"])
        assert said(shown).startswith(text)
        assert text in cards
        (heading,) = page.xpath("//h1")
        assert said(question["name"]) == said(heading.text_content())


def test_every_claim_that_data_have_tested_is_reviewed_with_the_verdict_and_words_of_the_page(
    addressed,
):
    page = pages(addressed)["data/claims"]
    reviews = {review["url"]: review for review in data(page)["@graph"]}
    shown = 0
    for section in page.xpath("//section[@class='finding']"):
        (verdict,) = (sign.get("data-verdict") for sign in section.find_class("verdict"))
        address = f"{ADDRESS}data/claims/#{section.get('id')}"
        if not section.xpath(".//details[@class='plain']"):
            assert address not in reviews
            continue
        shown += 1
        review = reviews[address]
        assert review["reviewRating"]["alternateName"] == verdict
        words = section.find("details/summary")
        assert said(words.text_content()) == said(f"{review['claimReviewed']} {verdict}")
        (body,) = section.find_class("finding-data")
        assert said(body.text_content()) == said(review["reviewBody"])
        (text,) = section.xpath(".//p[@class='finding-by']/a")
        assert review["itemReviewed"]["appearance"]["url"] == text.get("href")
        assert review["itemReviewed"]["author"]["name"] == said(text.text_content())
    assert shown == len(reviews) > 20


def test_nobody_is_named_as_the_author_of_a_claim_but_the_publishers_of_the_texts(addressed):
    reviews = data(pages(addressed)["data/claims"])["@graph"]
    authors = {json.dumps(review["itemReviewed"]["author"]) for review in reviews}
    texts = addressed.datasets["claims"].descriptor["sources"]
    published = [{"@type": "Organization", "name": text["publisher"]} for text in texts]
    assert authors == {json.dumps(author) for author in published}


def test_no_text_can_close_structured_data():
    made = json_ld.script({"name": "</script><script>go()</script> & <!-- \u2028"})
    element = html.fragment_fromstring(str(made))
    assert json.loads(element.text or "")["name"] == "</script><script>go()</script> & <!-- \u2028"


# The feed -----------------------------------------------------------------------------------------

CORRECTED = """\
corrections:
  - date: 2025-02-03
    page: questions/length.md
    before: A year has "365" days & nights.
    after: A year has <366> days.
    why: It was a leap year.
"""


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory, small_built: Project) -> Project:
    """The tiny explainer with an address and a correction, built; its charts are drawn."""
    root = tmp_path_factory.mktemp("corrected") / "explainer"
    shutil.copytree(small_built.root, root, ignore=shutil.ignore_patterns("site"))
    set_address(root / "mkdocs.yml", ADDRESS)
    (root / "docs" / "about.md").write_text(
        f"---\ntitle: Corrections\ndescription: What was wrong.\n{CORRECTED}---\n\n"
        "{{ corrections() }}\n"
    )
    project = Project(root)
    list(build_site(project))
    return project


def feed(project: Project) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Reads a feed: what it says of itself, and its entries."""
    atom = "{http://www.w3.org/2005/Atom}"
    root = etree.fromstring((project.site / "feed.xml").read_bytes())
    assert root.tag == f"{atom}feed"

    def fields(element: etree._Element) -> dict[str, str]:
        links = {
            link.get("rel", ""): link.get("href", "") for link in element.findall(f"{atom}link")
        }
        own = [child for child in element if child.tag not in (f"{atom}link", f"{atom}entry")]
        return links | {str(e.tag).removeprefix(atom): said(e.xpath("string()")) for e in own}

    return fields(root), [fields(entry) for entry in root.iter(f"{atom}entry")]


def test_the_feed_tells_of_corrections_pages_and_data_the_newest_first(corrected):
    about, news = feed(corrected)
    assert about == {
        "id": ADDRESS,
        "title": "How long is a year?",
        "subtitle": "A tiny explainer about the calendar.",
        "updated": "2025-02-03T00:00:00Z",
        "author": "How long is a year?",
        "self": f"{ADDRESS}feed.xml",
        "alternate": ADDRESS,
    }
    assert news == [
        {
            "id": f"{ADDRESS}about/#2025-02-03-length",
            "title": "Correction: How long is a year?",
            "updated": "2025-02-03T00:00:00Z",
            "alternate": f"{ADDRESS}about/#2025-02-03-length",
            "summary": 'Before: A year has "365" days & nights. After: A year has <366> days. '
            "Why: It was a leap year.",
        },
        {
            "id": f"{ADDRESS}questions/length/#updated-2024-12-31",
            "title": "How long is a year?",
            "updated": "2024-12-31T00:00:00Z",
            "alternate": f"{ADDRESS}questions/length/",
            "summary": "Most years have 365 days. A leap year has 366 days, 0.27% more.",
        },
        {
            "id": f"{ADDRESS}data/#retrieved-2024-12-31",
            "title": "New data: 2 datasets",
            "updated": "2024-12-31T00:00:00Z",
            "alternate": f"{ADDRESS}data/",
            "summary": "Days in each month (December 2024); Days in each year (December 2024).",
        },
    ]


def test_the_feed_has_what_atom_asks_for(addressed):
    about, news = feed(addressed)
    for element in (about, *news):
        assert {"id", "title", "updated", "alternate"} <= set(element)
        datetime.datetime.fromisoformat(element["updated"])
    assert len(news) >= len(list((addressed.docs / "questions").glob("*.md"))) + 1
    assert len({entry["id"] for entry in news}) == len(news)
    assert about["updated"] == max(entry["updated"] for entry in news)


def test_a_page_that_is_updated_again_is_new_in_the_feed(small):
    before = entries(Content(small))
    edit(small.docs / "questions" / "length.md", "2024-12-31", "2025-03-01")
    after = entries(Content(Project(small.root)))
    assert len(before) == len(after)
    assert [entry.id for entry in set(after) - set(before)] == [
        "questions/length/#updated-2025-03-01"
    ]


def test_pages_that_tell_of_news_lead_to_the_feed(addressed, built):
    for path in ("index.html", "about/corrections/index.html"):
        leads = "//article//a[contains(@href, 'feed.xml')]/@href"
        (link,) = html.parse(addressed.site / path).xpath(leads)
        assert (addressed.site / path).parent.joinpath(link).resolve().is_file()
        assert html.parse(built.site / path).xpath(leads) == []


# What crawlers read -------------------------------------------------------------------------------


def test_the_sitemap_lists_every_page_with_the_day_on_which_an_editor_updated_it(addressed):
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    sitemap = etree.fromstring((addressed.site / "sitemap.xml").read_bytes())
    listed = {
        url.findtext("s:loc", namespaces=space): url.findtext("s:lastmod", namespaces=space)
        for url in sitemap.findall("s:url", space)
    }
    assert set(listed) == {ADDRESS + (f"{path}/" if path else "") for path in pages(addressed)}
    content = Content(addressed)
    for page in content.pages.values():
        updated = page.meta.get("updated")
        assert listed[ADDRESS + page.url] == (str(updated) if updated else None), page.name


def test_robots_may_read_everything_and_are_told_of_the_sitemap(addressed, built):
    everything = "User-agent: *\nAllow: /\n"
    assert (built.site / "robots.txt").read_text() == everything
    told = f"{everything}\nSitemap: {ADDRESS}sitemap.xml\n"
    assert (addressed.site / "robots.txt").read_text() == told


# The search ---------------------------------------------------------------------------------------


def find(page: Page, words: str) -> list[str]:
    """Types into the search; gives the addresses of what it finds."""
    page.keyboard.press("/")
    field = page.get_by_role("searchbox")
    field.fill("")
    page.locator(".search__count", has_text="Type to start").wait_for()
    field.fill(words)
    page.locator(".search__count", has_text="page").wait_for()
    links = page.locator(".search__found a").all()
    return [str(link.get_attribute("href")) for link in links]


def test_a_search_finds_a_computed_number_however_it_is_typed(tab, built):
    answer = html.parse(built.site / QUESTION).xpath("//div[@class='answer']//a[@class='number']")
    shown = [said(number.text_content()) for number in answer]
    (money, *_) = [text for text in shown if re.fullmatch(r"\$\d+\.\d billion", text)]
    page = tab()
    for entered in (money, money.partition(" ")[0], money.partition(" ")[0].strip("$")):
        found = find(page, entered)
        assert any("questions/relations/" in address for address in found), entered


def test_the_search_knows_no_insides_of_charts(built):
    index = json.loads((built.site / "search" / "search_index.json").read_text())
    texts = " ".join(entry["text"] for entry in index["docs"])
    for inside in ("viewBox", "svg", "Vega-Lite JSON", "role-mark"):
        assert inside not in texts
    for name in built.drawings:
        table = html.parse(built.site / "charts" / name / "index.html").xpath("//figure//tbody/tr")
        rows = [said(" ".join(row.itertext())) for row in table]
        assert not [row for row in rows if len(row.split()) > 3 and row in texts], name


# A page that is not there -------------------------------------------------------------------------


def test_a_missing_page_leads_on_from_any_depth(addressed):
    page = html.parse(addressed.site / "404.html").getroot()
    assert said(page.findtext(".//title")).startswith("Page not found")
    links = page.xpath("//article//a/@href | //link/@href | //script/@src")
    assert len(links) > 15
    for link in links:
        path = urlsplit(link).path
        assert path.startswith("/explainer/"), link
        file = addressed.site / path.removeprefix("/explainer/")
        assert (file / "index.html" if file.is_dir() else file).is_file(), link
    # The text after a character that is written as an entity, not the entity itself.
    assert "&" not in "".join(page.xpath("//article//a/text()"))
    listed = {
        link.removeprefix("/explainer/").removeprefix(".")
        for link in page.xpath("//article//a/@href")
    }
    assert {"", "charts/", "data/", "about/corrections/"} <= listed
    assert {page.url for page in Content(addressed).questions} <= listed
