"""What a chart shows is whole: every row has its place, every label its room, and the table all."""

import re
from pathlib import Path

import pytest
from lxml import html

from charts.generator.base.problems import MistakeError, ProblemsError
from charts.generator.check.kept import check
from charts.generator.draw import labels
from charts.generator.pages.blocks import Blocks, Pictures
from charts.generator.pages.content import Content
from charts.generator.project import Project
from charts.generator.site import chart_preview
from tests.support import edit

MODULE = Path("charts/gallery/year_lengths.py")
NAME = "year-lengths"

HEAD = '''"""A chart."""

import altair as alt
import pandas as pd

from charts import Chart, Screen, frame

YEARS = alt.X("year:Q").axis(format="d").scale(zero=False)


def draw(year_lengths: pd.DataFrame, screen: Screen) -> Chart:
    rows = year_lengths.assign(extra=year_lengths["days"] - 365)
    chart = {}
    return frame(chart, screen, 320, left=70, right=70, top=70, bottom=80)
'''


def write(chart: str) -> None:
    """Writes a module that draws a chart with margins for any labels."""
    MODULE.write_text(HEAD.replace("{}", chart))


def refusal(project: Project) -> str:
    with pytest.raises(ProblemsError) as caught:
        project.draw([NAME])
    said = str(caught.value)
    assert said.startswith(f"{MODULE}:")
    assert f'chart "{NAME}": ' in said
    assert "Traceback" not in said
    return said


def table(project: Project) -> list[list[str]]:
    """The table of the chart as its page shows it."""
    content = Content(project)
    pictures = Pictures(project.draw([NAME])[0], "vega.js")
    figure = Blocks(content, content.chart_pages[NAME], pictures).ending()
    found = html.fromstring(str(figure))
    return [[cell.text_content() for cell in row] for row in found.iter("tr")]


# Rows without a place ---------------------------------------------------------------------------


def test_zero_on_a_log_axis_is_refused_with_the_rows(small):
    write('alt.Chart(rows).mark_line().encode(x=YEARS, y=alt.Y("extra:Q").scale(type="log"))')
    said = refusal(small)
    assert "rows are not drawn: year 1995, extra 0; " in said
    assert "A log axis has a place for numbers above zero" in said


@pytest.mark.parametrize("way", ["normalize", "center"])
@pytest.mark.parametrize("mark", ["bar", "area"])
def test_amounts_below_zero_that_are_stacked_as_shares_are_refused_with_the_rows(small, mark, way):
    stacked = (
        f"alt.Chart(rows.assign(less=0 - rows['extra'])).transform_fold(['less', 'days'])"
        f".mark_{mark}().encode(x=YEARS, y=alt.Y('value:Q').stack('{way}').title('Days'), "
        "color=alt.Color('key:N').legend(None))"
    )
    write(stacked)
    said = refusal(small)
    assert "rows are drawn as if above zero: year 1996, value -1" in said
    assert "What is below zero is no share of a whole" in said
    write(stacked.replace("0 - ", "0 * "))
    Project(small.root).draw([NAME])


def test_a_value_beyond_a_set_domain_is_refused_with_its_row(small):
    write('alt.Chart(rows).mark_point().encode(x=YEARS.scale(domain=[1995, 2023]), y="extra:Q")')
    assert 'a row is not drawn: year 2024, extra 1. They are beyond the domain of the axis "x"' in (
        refusal(small)
    )


@pytest.mark.parametrize(
    "mark", ["mark_bar()", "mark_area()", "mark_rule()", "mark_line(clip=True)"]
)
def test_every_kind_of_mark_is_asked_where_it_is(small, mark):
    write(f'alt.Chart(rows).{mark}.encode(x=YEARS, y=alt.Y("days:Q").scale(domain=[0, 200]))')
    assert "30 rows are not drawn" in refusal(small)


def test_a_name_that_the_domain_of_an_axis_does_not_list_is_refused(small):
    write('alt.Chart(rows).mark_point().encode(x=YEARS, y=alt.Y("kind:N").scale(domain=["leap"]))')
    assert 'The domain of the axis "y" does not list them' in refusal(small)


def test_a_name_that_would_get_the_colour_of_another_is_refused(small):
    write(
        'alt.Chart(rows).mark_point().encode(x=YEARS, y="days:Q", color=alt.Color("kind:N")'
        '.legend(None).scale(domain=["leap"], range=["red"]))'
    )
    assert "they would share a colour" in refusal(small)


def test_an_empty_cell_is_no_row_without_a_place(small):
    write(
        'alt.Chart(rows.assign(days=rows["days"].where(rows["kind"] == "leap")))'
        '.mark_point().encode(x=YEARS, y=alt.Y("days:Q").scale(zero=False))'
    )
    assert small.draw([NAME])[1] == [NAME]


def test_asking_leaves_no_trace_in_the_drawing(small):
    write('alt.Chart(rows).mark_line().encode(x=YEARS, y="days:Q")')
    drawn = small.draw([NAME])[0][NAME]
    for file in ("phone.svg", "desktop.svg", "live-phone.json"):
        assert "probe" not in drawn.text(file) and "lost" not in drawn.text(file)


# Labels -----------------------------------------------------------------------------------------


def test_a_label_that_is_cut_off_is_refused_with_the_margin_that_it_needs(small):
    edit(MODULE, 'format="d")\n    points', 'format=",.5f")\n    points')
    said = refusal(small)
    assert '"365.00000" and "366.00000" are cut off at the left' in said
    (room,) = set(re.findall(r"left=(\d+)", said))
    edit(MODULE, "160, 30,", f"160, {room},")
    assert Project(small.root).draw([NAME])[1] == [NAME]


def test_a_label_that_vega_would_shorten_is_refused_instead(small):
    long = "a year with a name that is far longer than an axis has room for"
    write(f'alt.Chart(rows.assign(kind="{long}")).mark_tick().encode(x=YEARS, y="kind:N")')
    assert f'"{long}" and "kind" are cut off at the left' in refusal(small)


def test_labels_that_overlap_are_refused_with_both(small):
    write(
        'alt.Chart(rows).mark_bar().encode(x=alt.X("year:O").axis(labelAngle=0, '
        'labelOverlap=False), y="days:Q")'
    )
    assert 'labels overlap: "1995" and "1996"' in refusal(small)


def test_a_fault_of_one_width_only_names_it(small):
    write(
        'alt.Chart(rows[-14:]).mark_bar().encode(x=alt.X("year:O").axis(labelAngle=0, '
        'labelOverlap=False), y="days:Q")'
    )
    assert refusal(small).endswith("(Drawn for: phone.)")


@pytest.mark.parametrize(
    ("one", "other", "covers"),
    [
        ('<text x="10" y="20">Long</text>', '<text x="20" y="22">Label</text>', True),
        ('<text x="10" y="20">Long</text>', '<text x="60" y="20">Label</text>', False),
        ('<text x="10" y="20">Long</text>', '<text x="10" y="40">Label</text>', False),
        (
            '<text transform="translate(30,60) rotate(-45)">Slanted</text>',
            '<text transform="translate(50,60) rotate(-45)">Slanted</text>',
            False,
        ),
        (
            '<text transform="translate(30,60) rotate(-90)">Upright</text>',
            '<text x="0" y="50">A line across</text>',
            True,
        ),
    ],
)
def test_two_labels_overlap_if_their_letters_meet_at_any_angle(one, other, covers):
    found = labels.labels(f'<svg viewBox="0 0 200 200" font-size="12px">{one}{other}</svg>')
    assert found[0].covers(found[1]) is covers


@pytest.mark.parametrize("text", ["Октябрь 2024", "二月有二十九天", "شباط فبراير"])
def test_letters_of_other_alphabets_have_a_width(text):
    assert 0.35 * 12 * len(text) < labels.width(text, 12) < 1.01 * 12 * len(text)


@pytest.mark.parametrize(("written", "like"), [
    ("🇷🇺", "⌚"), ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", "⌚"), ("👩\u200d🔬", "⌚"), ("👍🏽", "⌚"), ("1\ufe0f\u20e3", "⌚"),
    ("Cafe\u0301", "Café"), ("\u1112\u1161\u11ab", "한"), ("न\u0947", "न"),
])  # fmt: skip
def test_what_readers_see_as_one_letter_is_as_wide_as_one(written, like):
    assert labels.width(f"{written} A", 12) == labels.width(f"{like} A", 12)


def test_bars_below_zero_have_their_amounts_beside_them_and_long_names_go_over_lines(small):
    MODULE.write_text(
        "import altair as alt\nimport pandas as pd\nfrom charts import Chart, Screen, bars\n\n\n"
        "def draw(year_lengths: pd.DataFrame, screen: Screen) -> Chart:\n"
        "    rows = year_lengths.groupby('kind', as_index=False).agg(days=('days', 'mean'))\n"
        "    rows['days'] = [-120.5, 80.0]\n"
        "    rows['kind'] = ['One of two names that are long', 'Another name, as long as that']\n"
        "    rows['kind'] += ', and much longer than a phone has room for'\n"
        "    rows['_label'] = ['-120.5', '80']\n"
        "    return bars(rows, 'kind', 'days', [alt.Tooltip('days:Q')], screen)\n"
    )
    found = {each.text: each for each in labels.labels(
        small.draw([NAME])[0][NAME].text("phone.svg")
    )}  # fmt: skip
    assert found["-120.5"].corners[1][0] < found["80"].corners[0][0]
    assert not any(text.endswith("room for") and "long" in text for text in found)


# What can't become a drawing ----------------------------------------------------------------------


def test_a_chart_without_a_frame_is_refused_with_what_to_return(small):
    write('alt.Chart(rows).mark_bar().encode(x=YEARS, y="days:Q")')
    edit(
        MODULE,
        "return frame(chart, screen, 320, left=70, right=70, top=70, bottom=80)",
        "return chart",
    )
    assert "its size is not fixed" in (said := refusal(small))
    assert "return `frame(chart, screen, height, left, right, top, bottom)`" in said


@pytest.mark.parametrize(
    ("chart", "expected"),
    [
        (
            'alt.Chart("https://example.org/rows.csv").mark_line().encode(x=YEARS, y="days:Q")',
            'it would load "https://example.org/rows.csv" when it is read.',
        ),
        (
            'alt.Chart(rows).mark_point().encode(x=YEARS, y="days:Q").interactive()',
            "needs the pointer's place on the drawing",
        ),
        (
            'alt.Chart(rows).mark_point().encode(x=YEARS, y="days:Q").add_params('
            'alt.selection_point(fields=["kind"], bind="legend"))',
            "can't be worked by touch or by keyboard",
        ),
        (
            'alt.Chart(rows).mark_point().encode(x=YEARS, y="days:Q").add_params('
            'alt.param("q", value="", bind=alt.binding(input="text", name="Search")))',
            'is bound to a "text" input, which pages do not have',
        ),
        (
            'alt.Chart(rows).mark_point().encode(x=YEARS, y="days:Q").add_params('
            'alt.param("up", value=3, bind=alt.binding_range(name="Up to")))',
            'the control "Up to" has no ends',
        ),
        (
            'alt.Chart(rows).mark_point().encode(x=YEARS, y="days:Q", row="kind:N")',
            "the frame can't say how large each plot",
        ),
        (
            'alt.Chart(rows).mark_point().encode(x=YEARS, y="days:Q")'
            '.transform_calculate(z="datum.days +* 2")',
            "Vega can't draw it: Unexpected token *.",
        ),
        (
            'alt.Chart(rows.assign(days=2**60)).mark_point().encode(x=YEARS, y="days:Q")',
            "which browsers round",
        ),
        (
            'alt.Chart(rows.assign(at=pd.Timestamp("2024-01-01", tz="UTC"))).mark_point()'
            '.encode(x="at:T", y="days:Q")',
            "its times are those of each reader's own time zone",
        ),
        (
            "alt.Chart(pd.DataFrame({'x': range(20000), 'y': [i * i % 977 for i in range(20000)]}))"
            ".mark_line().encode(x='x:Q', y='y:Q')",
            "Largest Triangle Three Buckets",
        ),
        (
            "alt.Chart(pd.DataFrame({'x': range(20000), 'y': [i * i % 977 for i in range(20000)]}))"
            ".mark_point().encode(x='x:Q', y='y:Q')",
            '`thin(rows, "X", "Y", method="grid")`',
        ),
    ],
)  # fmt: skip
def test_what_could_not_work_on_a_page_is_refused_with_the_way_out(small, chart, expected):
    write(chart)
    assert expected in refusal(small)


def test_a_drawing_that_is_too_heavy_is_told_once_in_numbers_by_a_check_and_by_a_build(small):
    write(
        "alt.Chart(pd.DataFrame({'x': range(20000), 'y': [i * i % 977 for i in range(20000)]}))"
        ".mark_line().encode(x='x:Q', y='y:Q')"
    )
    said = refusal(small)
    heavy = re.search(
        r"its drawings add (\d+) KB, compressed, to each page that shows it \((\d+) for a phone, "
        r"(\d+) for a desktop\), and each may add 48: of its (2\d,\d+) points on lines, "
        r"about (\d+,\d00) fit",
        said,
    )
    assert heavy, said
    both, phone, desktop = map(int, heavy.groups()[:3])
    assert both - 1 <= phone + desktop <= both
    assert said.count("its drawings add") == 1
    assert said in map(str, check(Project(small.root)).problems)


@pytest.mark.parametrize(
    "chart",
    [
        'alt.Chart(rows).mark_point().encode(x=YEARS, y="days:Q").properties(width=60, height=80)'
        '.facet("kind:N", columns=2)',
        "alt.hconcat(*[alt.Chart().mark_point().encode(x=alt.X('year:Q').axis(values=[2010], "
        "format='d').scale(zero=False), y='days:Q').properties(width=40, height=80)] * 2, "
        "data=rows)",
        'alt.Chart(rows).mark_point().encode(x=YEARS, y=alt.Y(alt.repeat("repeat"), '
        'type="quantitative")).properties(width=90, height=40)'
        '.repeat(["days", "extra"], columns=1)',
        'alt.Chart(alt.Data(values=[{"year": 2023, "days": 1}, {"year": 2024, "days": 2}]))'
        '.mark_line().encode(x=alt.X("year:Q").axis(None), y="days:Q")',
        'alt.Chart(rows.rename(columns={"days": "days.all"})).mark_point()'
        '.encode(x=YEARS, y=alt.Y("days\\\\.all:Q").scale(zero=False))',
        'alt.Chart(rows).mark_boxplot().encode(x="kind:N", y=alt.Y("year:Q").scale(zero=False))',
    ],
    ids=["facet", "concatenation", "repetition", "values", "dotted field", "box"],
)
def test_what_altair_documents_is_drawn_at_the_size_of_the_frame(small, chart):
    write(chart)
    drawn = small.draw([NAME])[0][NAME]
    for file, width in (("phone.svg", 344), ("desktop.svg", 688)):
        assert f'viewBox="0 0 {width} 320"' in drawn.text(file)


# The table --------------------------------------------------------------------------------------


def test_the_table_of_an_average_has_the_average(small):
    write('alt.Chart(rows).mark_bar().encode(x="kind:N", y="mean(days):Q")')
    assert table(small) == [["Kind", "Average: Length, days"], ["common", "365"], ["leap", "366"]]


def test_the_table_of_a_histogram_has_its_steps_and_counts(small):
    write('alt.Chart(rows).mark_bar().encode(x=alt.X("year:Q").bin(step=10), y="count()")')
    head, *rows = table(small)
    assert head == ["Year, from", "Year, to below", "Number"]
    assert sum(int(row[2]) for row in rows) == 30


def test_a_filter_of_the_chart_is_one_of_the_table(small):
    write(
        'alt.Chart(rows).transform_filter("datum.days > 365").mark_point().encode(x=YEARS, '
        'y="days:Q")'
    )
    assert {row[1] for row in table(small)[1:]} == {"366"}


MELTED = (
    'alt.Chart(rows.assign(half=rows["days"] / 2).melt("year", ["days", "half"], "part", '
    '"amount")).mark_line().encode(x=YEARS, y=alt.Y("amount:Q"{}), detail="part:N", '
    'tooltip=[alt.Tooltip("part:N", title="Part of the year"), '
    'alt.Tooltip("amount:Q", title="Length, days")])'
)


def test_columns_that_the_module_makes_are_in_the_table_with_the_words_of_the_chart(small):
    write(MELTED.replace("{}", ""))
    head, first, *_ = table(small)
    assert head == ["Year", "Part of the year", "Length, days"]
    assert first == ["1995", "days", "365.0"]


def test_a_column_without_words_is_refused_and_named(small):
    write(MELTED.replace("{}", "").replace(', title="Length, days"', ""))
    with pytest.raises(MistakeError, match=r'no words for what is drawn, "amount": say what it is'):
        table(small)


def test_words_of_the_page_come_before_those_of_the_chart(small):
    write(MELTED.replace("{}", ""))
    edit(
        small.docs / "charts" / f"{NAME}.md", "sources:", "columns: {amount: Days of it}\nsources:"
    )
    assert table(small)[0] == ["Year", "Part of the year", "Days of it"]


def test_a_long_table_ends_with_where_the_rest_is(small):
    write(
        "alt.Chart(pd.DataFrame({'x': range(900), 'y': range(900)})).mark_line()"
        ".encode(x=alt.X('x:Q').title('Step'), y=alt.Y('y:Q').title('Sum'))"
    )
    content = Content(small)
    pictures = Pictures(small.draw([NAME])[0], "vega.js")
    figure = str(Blocks(content, content.chart_pages[NAME], pictures).ending())
    assert "The first 500 of 900 rows" in figure
    assert figure.count("<tr>") == 501


# One chart while it is edited -------------------------------------------------------------------


def test_the_preview_of_a_chart_shows_both_widths_light_and_dark(small):
    assert chart_preview.page(small, NAME).count("<svg") == 4


def test_the_preview_of_a_chart_says_what_is_wrong_with_it(small):
    edit(MODULE, "size=40", "sise=40")
    said = chart_preview.page(Project(small.root), NAME)
    assert "<svg" not in said
    assert f"{MODULE}:13:1" in said
