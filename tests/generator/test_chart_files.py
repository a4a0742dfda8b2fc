"""A chart goes out into the world as files that say what they show, whose it is and how old."""

import base64
import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import altair
import jsonschema
import numpy as np
import pytest
import vl_convert
from lxml import etree
from PIL import Image
from playwright.sync_api import Page

from charts.generator.base.problems import ProblemsError
from charts.generator.base.processes import Workers
from charts.generator.draw.glyphs import FONTS
from charts.generator.draw.svg import VEGA_LITE
from charts.generator.draw.typefaces import SANS, SERIF, Typeface
from charts.generator.export import chart_files, downloads, layout
from charts.generator.export.layout import CARD_SIZE, Words
from charts.generator.export.png import COLOURS, UNSEEN, pngs
from charts.generator.numbers.formats import NO_BREAK
from charts.generator.pages.blocks import Pictures
from charts.generator.pages.content import Content
from charts.generator.project import Project
from charts.generator.site.verify import verify
from tests.conftest import Tab
from tests.support import ROOT, article, edit, pixels, set_address, tree

MONTHS = "month-lengths"
YEARS = "year-lengths"
SITE = "https://example.org/explainer/"

Boxes = Callable[..., list[dict[str, Any]]]

# A page that has the fonts of pictures, or only what this machine has.
PAGE = """<!doctype html><style>{fonts} body {{ margin: 0 }} svg {{ display: block }}</style>"""
PAPER = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="30"><rect width="200" height="30" '
    'fill="white"/><g xml:space="preserve" font-family="{}" font-size="12">{}</g></svg>'
)
TEXTS = """async (svg) => {
  document.body.innerHTML = svg;
  document.body.getBoundingClientRect();  // asks for the fonts
  await document.fonts.ready;
  const box = (text, words) => {
    const { left, top, right, bottom } = text.getBoundingClientRect();
    return { text: words, left, top, right, bottom };
  };
  return [...document.querySelectorAll("text")].flatMap((text) => {
    if (text.x.baseVal.numberOfItems < 2) return [box(text, text.textContent)];
    return [...text.textContent].map((digit, at) => {  // with places of their own
      const range = document.createRange();
      range.setStart(text.firstChild, at);
      range.setEnd(text.firstChild, at + 1);
      return box(range, digit);
    });
  });
}"""


def png(svg: str, scale: float = 1) -> bytes:
    return pngs(svg, scale)[0]


def folder(project: Project, name: str) -> Path:
    return project.site / "charts" / name


def described(project: Project, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder(project, name) / f"{name}.json").read_text())
    return found


def rows_of(project: Project, name: str) -> list[dict[str, str]]:
    with (folder(project, name) / f"{name}.csv").open(newline="") as lines:
        return list(csv.DictReader(lines))


def remade(project: Project) -> list[str]:
    """Makes what has to be made, as the next build would, and says for which folders."""
    fresh = Project(project.root)
    pictures = Pictures(fresh.draw()[0], fresh.runtime.name)
    before = {path: path.stat().st_mtime_ns for path in (project.build / "files").rglob("*.png")}
    with Workers() as workers:
        downloads.Downloads(Content(fresh), pictures, workers).publish(project.site)
    after = {path: path.stat().st_mtime_ns for path in (project.build / "files").rglob("*.png")}
    changed = {path.parent for path, at in after.items() if before.get(path) != at}
    return sorted(path.relative_to(project.build / "files").as_posix() for path in changed)


@pytest.fixture
def boxes(blank: Tab) -> Boxes:
    """Sets a stand-alone SVG in a browser, and returns the box of each of its texts."""
    opened: dict[bool, Page] = {}

    def measured(svg: str, with_fonts: bool = True) -> list[dict[str, Any]]:
        data = base64.b64encode((FONTS / "Gelasio-Bold.ttf").read_bytes()).decode()
        font = (
            "@font-face { font-family: Gelasio; font-weight: bold; "
            f"src: url(data:font/ttf;base64,{data}) }}"
        )
        if with_fonts not in opened:
            opened[with_fonts] = blank()
            opened[with_fonts].set_content(PAGE.format(fonts=font if with_fonts else ""))
        found: list[dict[str, Any]] = opened[with_fonts].evaluate(TEXTS, svg)
        return found

    return measured


def cut(boxes: list[dict[str, Any]], svg: str) -> list[str]:
    """Returns the texts that reach beyond their picture."""
    width, height = size(svg)
    return [
        box["text"]
        for box in boxes
        if min(box["left"], box["top"], width - box["right"], height - box["bottom"]) < -0.1
    ]


def overlapping(boxes: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [
        (one["text"], other["text"])
        for one, other in combinations(boxes, 2)
        if min(one["right"], other["right"]) - max(one["left"], other["left"]) > 2
        and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 2
    ]


def size(svg: str) -> list[float]:
    return [float(number) for number in str(etree.fromstring(svg).get("viewBox")).split()[2:]]


# What there is ----------------------------------------------------------------------------------


def test_every_chart_has_every_face(built):
    for name in built.drawings:
        endings = [".svg", "-dark.svg", ".png", "-2x.png", ".csv", ".vl.json", ".json", ".zip"]
        expected = {name + ending for ending in endings} | {"card.png"}
        assert expected <= {path.name for path in folder(built, name).iterdir()}


def test_every_question_and_the_overview_have_a_card(built):
    questions = [path.stem for path in (ROOT / "docs" / "questions").glob("*.md")]
    assert questions
    for place in [*(f"questions/{name}" for name in questions), "."]:
        assert (built.site / place / "card.png").is_file(), place


# Pictures ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("with_fonts", [True, False], ids=["own fonts", "fonts of this machine"])
def test_no_text_of_a_picture_is_cut_off_or_overlaps_another(built, boxes, with_fonts):
    for name in built.drawings:
        svg = (folder(built, name) / f"{name}.svg").read_text()
        found = boxes(svg, with_fonts)
        assert len(found) > 5
        assert (name, cut(found, svg), overlapping(found)) == (name, [], [])


@pytest.mark.parametrize("with_fonts", [True, False], ids=["own fonts", "fonts of this machine"])
@pytest.mark.parametrize("longest", [1, 4, 30, 90])
def test_a_picture_is_as_high_as_its_words_need(small_built, boxes, longest, with_fonts):
    drawn = (small_built.built / MONTHS / "desktop.svg").read_text()
    text = "February is the shortest of all months, WWW MMM 2024. " * longest
    words = Words(text, text, "alt", text, text, text)
    svg = layout.picture(MONTHS, words, drawn, small_built.palettes["default"])
    found = boxes(svg, with_fonts)
    assert (cut(found, svg), overlapping(found)) == ([], [])
    assert " ".join(box["text"] for box in found).count("WWW MMM") == 5 * longest


@pytest.mark.parametrize("title", ["Short?", "How long is a year, and why? " * 4, "Wide " * 60])
def test_a_card_holds_its_words_beside_the_drawing(small_built, boxes, title):
    drawn = (small_built.built / MONTHS / "phone.svg").read_text()
    foot = "A bureau, another bureau, and a third one with a long name"
    asks = "How long is the shortest month?"
    svg = layout.card("The site", asks, title, foot, drawn, small_built.palettes["default"])
    found = boxes(svg)
    assert (cut(found, svg), overlapping(found)) == ([], [])
    assert size(svg) == list(CARD_SIZE)


def test_a_picture_shows_title_subtitle_notes_sources_and_site(built, boxes):
    name = "trade-history"
    svg = (folder(built, name) / f"{name}.svg").read_text()
    shown = " ".join(box["text"] for box in boxes(svg)).replace(NO_BREAK, " ")
    about = described(built, name)
    for text in ("title", "subtitle", "notes", "credit", "site"):
        assert about[text] in shown


def test_a_picture_has_a_name_and_a_description_for_those_who_do_not_see_it(small_built):
    root = etree.parse(folder(small_built, MONTHS) / f"{MONTHS}.svg").getroot()
    about = described(small_built, MONTHS)
    named = {
        element.get("id"): str(element.text).replace(NO_BREAK, " ")
        for element in root
        if element.get("id")
    }
    labels = str(root.get("aria-labelledby")).split()
    assert root.get("role") == "img"
    assert [named[label] for label in labels] == [about["title"], about["alt"]]


@pytest.mark.parametrize(("ending", "scheme"), [(".svg", "default"), ("-dark.svg", "slate")])
def test_a_stand_alone_picture_needs_no_style_sheet(built, ending, scheme):
    for name in built.drawings:
        svg = (folder(built, name) / f"{name}{ending}").read_text()
        assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
        assert "var(" not in svg
        colours = set(re.findall(r"#[0-9a-fA-F]{3,8}\b", re.sub(r">[^<]*<", "><", svg)))
        assert colours <= set(built.palettes[scheme].values())


def test_text_of_a_page_is_never_markup_in_a_picture(small_built):
    drawn = (small_built.built / MONTHS / "desktop.svg").read_text()
    words = Words("<b>&", "</svg>", "<script>", "]]>", '"', "'")
    svg = layout.picture(MONTHS, words, drawn, small_built.palettes["default"])
    tags = {etree.QName(element).localname for element in etree.fromstring(svg).iter()}
    assert not {"b", "script"} & tags
    assert "<b>&" in "".join(etree.fromstring(svg).itertext())


@pytest.mark.parametrize(("ending", "scale"), [(".png", 1), ("-2x.png", 2)])
def test_a_png_is_the_light_picture_in_its_size(built, ending, scale):
    for name in built.drawings:
        image = pixels((folder(built, name) / f"{name}{ending}").read_bytes())
        width, height = size((folder(built, name) / f"{name}.svg").read_text())
        assert image.shape[:2] == (round(height * scale), round(width * scale))
        paper = built.palettes["default"]["--chart-paper"]
        assert "#" + bytes(image[0, 0, :3]).hex() == paper
        # A colour that was lost would come out black, and the theme has no black.
        assert image[..., :3].any(axis=2).all()


@pytest.mark.parametrize("scale", [1, 2])
def test_a_png_weighs_little_and_looks_as_another_painter_paints_it(small_built, scale):
    svg = (folder(small_built, MONTHS) / f"{MONTHS}.svg").read_text()
    drawn, packed = vl_convert.svg_to_png(svg, scale=scale), png(svg, scale)
    # Painters shade the edges of letters differently, and nothing else.
    assert abs(pixels(drawn).astype(int) - pixels(packed)).mean() < 2
    assert len(packed) < len(drawn) / 3


def test_a_png_of_more_colours_than_a_palette_holds_has_the_nearest():
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="20"><linearGradient id="g">'
        '<stop offset="0" stop-color="#000"/><stop offset="1" stop-color="#fff"/></linearGradient>'
        '<linearGradient id="r"><stop offset="0" stop-color="#100"/><stop offset="1" '
        'stop-color="#f00"/></linearGradient><rect width="600" height="10" fill="url(#g)"/>'
        '<rect y="10" width="600" height="10" fill="url(#r)"/></svg>'
    )
    drawn, packed = pixels(vl_convert.svg_to_png(svg)), pixels(png(svg))
    assert len(np.unique(drawn.reshape(-1, 4), axis=0)) > max(COLOURS)
    assert abs(drawn.astype(int) - packed).max() <= UNSEEN


def test_a_png_has_as_few_colours_as_do(small_built):
    few = Image.open(io.BytesIO(png((folder(small_built, MONTHS) / f"{MONTHS}.svg").read_text())))
    counts = [count for count in few.histogram() if count]
    assert len(counts) == min(COLOURS)
    assert counts == sorted(counts, reverse=True)  # which packs better


def test_letters_of_other_fonts_do_not_go_through_a_pdf():
    # Of fonts of emoji, none can be made.
    svg = PAPER.format(SANS.family, '<text x="9" y="20">😀</text>')
    assert abs(pixels(vl_convert.svg_to_png(svg)).astype(int) - pixels(png(svg))).max() <= UNSEEN


@pytest.mark.parametrize(("anchor", "place"), [("start", 0.0), ("middle", 0.5), ("end", 1.0)])
def test_a_flag_is_painted_apart_from_the_words_beside_it(anchor, place):
    # No font has both, and the painter takes a text from one.
    parts = ["To ", "🇷🇺", " by 2024"]
    widths = [SANS.width(part, 12) for part in parts]
    left = 100 - sum(widths) * place
    apart = "".join(
        f'<text x="{left + sum(widths[:i])}" y="20">{part}</text>' for i, part in enumerate(parts)
    )
    whole = f'<text x="100" y="20" text-anchor="{anchor}">{"".join(parts)}</text>'
    drawn = [pixels(png(PAPER.format(SANS.family, words))) for words in (whole, apart)]
    assert (drawn[0] == drawn[1]).all()


def test_hindi_is_painted_apart_from_latin_letters_and_its_words_together():
    words = png(PAPER.format(SANS.family, '<text x="9" y="20">नमस्ते जी - Delhi</text>'))
    first = SANS.width("नमस्ते जी ", 12)
    parts = f'<text x="9" y="20">नमस्ते जी </text><text x="{9 + first}" y="20">- Delhi</text>'
    assert (pixels(words) == pixels(png(PAPER.format(SANS.family, parts)))).all()


def test_cards_have_the_size_that_other_sites_ask_for_and_load_quickly(built):
    cards = list(built.site.rglob("card.png"))
    assert len(cards) > len(built.drawings)
    for card in cards:
        assert pixels(card.read_bytes()).shape[:2] == (CARD_SIZE[1], CARD_SIZE[0])
        assert card.stat().st_size <= 120 * 1024, card


@pytest.mark.parametrize("face", [SANS, SERIF], ids=["sans", "serif"])
def test_words_are_as_wide_as_they_are_taken_to_be(boxes, face: Typeface):
    letters = "".join(face.letters)
    for text in [letters, "On balance the U.S. imported 67% of the rare earths", "WAVE To. Ty"]:
        root = etree.Element("svg", xmlns=layout.SVG, width="9000", height="90")
        line = etree.SubElement(root, "text", y="60")
        for key, value in {"family": face.family, "weight": face.weight, "size": "40"}.items():
            line.set(f"font-{key}", value)
        line.text = text
        (box,) = boxes(etree.tostring(root, encoding="unicode"))
        measured = box["right"] - box["left"]
        # Kerning saves a little, and adds hardly anything.
        assert 0.9 * face.width(text, 40) < measured < 1.01 * face.width(text, 40)


# Vega-Lite --------------------------------------------------------------------------------------


def specification(project: Project, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder(project, name) / f"{name}.vl.json").read_text())
    return found


def test_a_number_stays_with_its_unit_where_a_line_ends():
    for room in range(150, 400, 7):
        lines = SERIF.lines("Imports peaked at $34.6\u00a0billion in 2011", 20, room)
        assert not any(line.endswith("$34.6") for line in lines)


def test_the_numbers_of_a_picture_stay_with_their_units(built):
    drawn = (built.site / "charts" / "trade-history" / "trade-history.svg").read_text()
    assert "$34.6\u00a0billion" in drawn


def test_the_specification_is_valid_and_draws_without_the_site(built):
    (path,) = (Path(altair.__file__).parent / "vegalite").glob("v*/schema/vega-lite-schema.json")
    schema = jsonschema.Draft7Validator(json.loads(path.read_text()))
    for name in built.drawings:
        spec = specification(built, name)
        assert [error.message for error in schema.iter_errors(spec)] == []
        assert "var(" not in json.dumps(spec)
        assert spec["$schema"].startswith(
            f"https://vega.github.io/schema/vega-lite/v{VEGA_LITE.split('.')[0]}"
        )


def test_the_specification_shows_title_subtitle_and_sources_above_the_drawing(built, boxes):
    for name in built.drawings:
        svg = vl_convert.vegalite_to_svg(specification(built, name), vl_version=VEGA_LITE)
        found = boxes(svg)
        about = described(built, name)
        # Lines of one text follow each other without a space.
        shown = re.sub(r"\s", "", "".join(box["text"] for box in found))
        assert cut(found, svg) == []
        for text in ("title", "subtitle", "credit"):
            assert about[text].replace(" ", "") in shown, name


def test_the_specification_holds_the_rows_of_the_csv(small_built):
    for name in (MONTHS, YEARS):
        spec = specification(small_built, name)
        rows = spec["datasets"][spec["data"]["name"]]
        table = rows_of(small_built, name)
        assert len(rows) == len(table) > 0
        for row, line in zip(rows, table, strict=True):
            assert {key: str(row[key])[:7] for key in line} == {k: v[:7] for k, v in line.items()}


def test_the_specification_says_where_it_comes_from_and_under_which_terms(small_built):
    meta = specification(small_built, MONTHS)["usermeta"]
    assert meta["license"]["path"] == "https://creativecommons.org/licenses/by/4.0/"
    assert [dataset["name"] for dataset in meta["data"]] == ["month_lengths"]


# What describes them ----------------------------------------------------------------------------


def test_the_description_says_what_the_page_says(small_built):
    about = described(small_built, MONTHS)
    assert about["title"] == "February has 28 days, in most years"
    assert about["subtitle"] == "Days in each month of 2023 and 2024"
    assert about["page"] == f"charts/{MONTHS}/"
    assert about["key"] == small_built.fingerprints[MONTHS]
    page = article(folder(small_built, MONTHS) / "index.html").text_content()
    assert about["citation"] in " ".join(page.split())


def test_the_description_has_the_columns_of_the_csv_with_types_and_units(built):
    for name in built.drawings:
        about = described(built, name)
        rows = rows_of(built, name)
        assert [column["name"] for column in about["columns"]] == list(rows[0])
        assert about["rows"] == len(rows)
    units = {c["name"]: c.get("unit") for c in described(built, "trade-history")["columns"]}
    assert units["imports"] == "USD million"


def test_the_description_names_vintage_sources_and_terms_of_each_dataset(built):
    for name, drawing in built.drawings.items():
        data = described(built, name)["data"]
        assert [dataset["name"] for dataset in data] == drawing.datasets
        for dataset in data:
            assert dataset["vintage"] and dataset["sources"] and dataset["licenses"]


def test_the_description_lists_the_files_with_their_sizes(small_built):
    about = described(small_built, MONTHS)
    for file in about["files"]:
        path = folder(small_built, MONTHS) / file["path"]
        assert path.stat().st_size == file["bytes"]
    assert {file["mediatype"] for file in about["files"]} >= {"text/csv", "image/svg+xml"}


def test_the_package_holds_every_face_with_a_readme_and_the_terms(built):
    for name in built.drawings:
        with zipfile.ZipFile(folder(built, name) / f"{name}.zip") as package:
            held = {entry: package.read(entry) for entry in package.namelist()}
        listed = {file["path"] for file in described(built, name)["files"]}
        assert set(held) == listed | {f"{name}.json", "README.txt", "LICENSE.txt"}
        for entry in set(held) - {"README.txt", "LICENSE.txt"}:
            assert held[entry] == (folder(built, name) / entry).read_bytes()
        readme, terms = (
            " ".join(held[text].decode().split()) for text in ("README.txt", "LICENSE.txt")
        )
        about = described(built, name)
        assert about["title"] in readme and about["citation"] in readme
        for column in about["columns"]:
            assert f"- {column['name']}: {column['title']}" in readme
        for dataset in about["data"]:
            assert all(terms_of["title"] in terms for terms_of in dataset["licenses"])
            assert all(source["path"] in readme for source in dataset["sources"])


def test_an_explainer_that_names_no_terms_is_not_built(small):
    lines = small.config.read_text().splitlines(keepends=True)
    small.config.write_text("".join(line for line in lines if "license:" not in line))
    with pytest.raises(ProblemsError, match="under which terms may others use the charts"):
        remade(small)


def test_with_an_address_the_files_name_the_page_in_full(small):
    set_address(small.config, SITE)
    small.site.mkdir()
    remade(small)
    about = described(small, MONTHS)
    assert about["page"] == f"{SITE}charts/{MONTHS}/"
    assert about["data"][0]["file"] == f"{SITE}data/month_lengths.csv"
    assert about["page"] in (folder(small, MONTHS) / f"{MONTHS}.svg").read_text()


# What is made anew ------------------------------------------------------------------------------


def test_a_second_build_makes_nothing_anew(small):
    assert remade(small) == []


def test_new_words_make_the_files_of_that_chart_anew(small):
    edit(small.docs / "charts" / f"{MONTHS}.md", "in most years", "as a rule")
    assert remade(small) == [f"charts/{MONTHS}"]
    assert described(small, MONTHS)["title"] == "February has 28 days, as a rule"


def test_a_new_question_makes_the_card_of_that_page_anew(small):
    edit(small.docs / "questions" / "length.md", "question: How long", "question: Just how long")
    assert remade(small) == ["questions/length"]


def test_the_overview_names_the_chart_of_its_card(small):
    edit(small.docs / "index.md", "pinned:", "chart: year-lengths\npinned:")
    assert remade(small) == ["."]


def test_new_code_makes_every_file_anew(small, monkeypatch):
    monkeypatch.setattr("charts.generator.export.downloads._code", lambda: "other")
    assert remade(small) == [".", f"charts/{MONTHS}", f"charts/{YEARS}", "questions/length"]


def test_files_that_were_not_finished_are_made_again(small):
    ((small.build / "files") / "charts" / MONTHS / chart_files.MADE).unlink()
    assert remade(small) == [f"charts/{MONTHS}"]


def test_files_made_apart_are_the_same_bytes(small):
    before = tree(small.build / "files")
    shutil.rmtree(small.build / "files")
    remade(small)
    assert tree(small.build / "files") == before


# What verify finds ------------------------------------------------------------------------------


def test_verify_finds_nothing_wrong_with_what_was_just_built(published):
    assert verify(Content(published), published.site).problems == []


ENDINGS = [".svg", "-dark.svg", ".png", "-2x.png", ".csv", ".vl.json"]
FILES = [f"{MONTHS}.png", f"{MONTHS}.json", f"{MONTHS}.zip", "card.png"]


def spoilt(built: Project, root: Path, spoil: Callable[[Path], None]) -> list[tuple[str, str]]:
    """What verify finds in a copy of a built explainer once files of a chart are spoilt."""
    shutil.copytree(built.root, root)
    project = Project(root)
    spoil(folder(project, MONTHS))
    found = verify(Content(project), project.site).problems
    return [(Path(problem.path).name, problem.message) for problem in found]


@pytest.fixture(scope="module")
def changed(
    small_built: Project, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[str, str]]:
    """What verify finds once a byte is added to every face of a chart."""

    def spoil(faces: Path) -> None:
        for ending in ENDINGS:
            path = faces / f"{MONTHS}{ending}"
            path.write_bytes(path.read_bytes() + b" ")

    return spoilt(small_built, tmp_path_factory.mktemp("changed") / "explainer", spoil)


@pytest.fixture(scope="module")
def missing(
    small_built: Project, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[str, str]]:
    """What verify finds once files of a chart are gone."""

    def spoil(faces: Path) -> None:
        for file in FILES:
            (faces / file).unlink()

    return spoilt(small_built, tmp_path_factory.mktemp("missing") / "explainer", spoil)


@pytest.mark.parametrize("ending", ENDINGS)
def test_verify_finds_a_face_that_was_changed(changed, ending):
    said = "is not the file that the chart's description lists."
    assert (f"{MONTHS}{ending}", said) in changed


@pytest.mark.parametrize("file", FILES)
def test_verify_finds_a_face_that_is_missing(missing, file):
    (found,) = [said for path, said in missing if path == file and "is missing" in said]
    assert found


def test_verify_finds_faces_with_words_of_yesterday(published):
    edit(published.docs / "charts" / f"{MONTHS}.md", "Days in each month of", "The days of")
    messages = [problem.message for problem in verify(Content(published), published.site).problems]
    assert "the subtitle is not the one on the page; build the site again." in messages


def test_verify_finds_a_package_with_other_files_than_the_published_ones(published):
    package = folder(published, MONTHS) / f"{MONTHS}.zip"
    with zipfile.ZipFile(io.BytesIO(package.read_bytes())) as opened:
        held = {name: opened.read(name) for name in opened.namelist()}
    with zipfile.ZipFile(package, "w") as opened:
        for name, content in held.items():
            opened.writestr(name, b"month,days\n" if name.endswith(".csv") else content)
    (found,) = verify(Content(published), published.site).problems
    assert found.message == f"the {MONTHS}.csv in it is not the published one."
