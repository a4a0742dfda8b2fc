"""A chart is drawn from a valid specification, alike on every machine, or refused with a reason."""

import json
import re
from pathlib import Path

import altair
import pytest

from charts.generator.base.problems import ProblemsError
from charts.generator.draw import faster_altair, labels, svg
from tests.support import edit

MODULE = Path("charts/gallery/year_lengths.py")


def test_the_versions_of_altair_and_of_what_draws_are_the_same():
    major, minor, _ = altair.SCHEMA_VERSION.removeprefix("v").split(".")
    assert f"{major}.{minor}" == svg.VEGA_LITE


def test_what_altair_makes_of_words_and_values_is_the_same_with_its_tables_kept():
    def drawn():
        bars = altair.Chart({"values": [{"year": 2023, "days": 365}]}).mark_bar()
        colour = altair.condition("datum.days > 365", altair.value("red"), altair.value("blue"))
        encoded = bars.encode(x="year:O", y=altair.value(3), y2={"value": 0}, color=colour)
        return altair.layer(encoded, bars.mark_text().encode(text="days:Q")).to_dict()

    with faster_altair.judged_whole():
        ours = [drawn() for _ in range(2)]
    assert ours == [drawn()] * 2


def test_a_chart_of_layers_with_a_choice_gives_the_same_specification_without_whole_copies():
    def drawn():
        bars = altair.Chart(altair.Data(values=[{"year": 2023, "days": 365}])).mark_bar()
        chosen = altair.selection_point(name="chosen", fields=["year"])
        across = altair.X("year:O").axis(None).scale(zero=False)
        layers = altair.layer(bars.encode(across).add_params(chosen), bars.mark_text())
        return altair.vconcat(layers, bars.encode(across))

    with faster_altair.judged_whole():
        chart = drawn()
        ours = [faster_altair.specification(chart) for _ in range(2)]
    assert ours == [drawn().to_dict()] * 2


def test_a_whole_specification_is_judged_as_altair_judges_its_parts():
    drawn = {"data": {"values": []}, "mark": "bar", "encoding": {"x": {"field": "a"}}}
    assert faster_altair.valid(drawn)
    assert not faster_altair.valid(drawn | {"mark": {"type": "bar", "sise": 40}})
    assert not faster_altair.valid(drawn | {"encoding": {"x": {"field": "a", "type": "wide"}}})


# What is refused --------------------------------------------------------------------------------

FIELDS = "There are: days, extra, kind, year."
REFUSED = {
    "unknown dataset": (
        "def draw(year_lengths", "def draw(year_length",
        '9:10: draw() asks for a dataset: there is no dataset "year_length"; did you mean '
        '"year_lengths"? There are: month_lengths, year_lengths.',
    ),
    "misspelt field": (
        '"year:Q"', '"yaer:Q"',
        f'9:1: chart "year-lengths": there is no field "yaer"; did you mean "year"? {FIELDS}',
    ),
    "misspelt field in a tooltip": (
        "encode(x=x, y=y)", 'encode(x=x, y=y, tooltip=["dais:Q"])',
        f'9:1: chart "year-lengths": there is no field "dais"; did you mean "days"? {FIELDS}',
    ),
    "misspelt field in an expression": (
        "alt.Chart(rows)", 'alt.Chart(rows).transform_filter("datum.dais > 365")',
        f'9:1: chart "year-lengths": there is no field "dais"; did you mean "days"? {FIELDS}',
    ),
    "misspelt field of an aggregate": (
        '"days:Q"', '"mean(dais):Q"',
        f'9:1: chart "year-lengths": there is no field "dais"; did you mean "days"? {FIELDS}',
    ),
    "unknown column": (
        'year_lengths["days"]', 'year_lengths["dais"]',
        '10:1: chart "year-lengths": there is no column "dais"; did you mean "days"? There are: '
        "year, kind, days.",
    ),
    "unknown column among others": (
        "year_lengths.assign", 'year_lengths[["year", "dais"]].assign',
        '10:1: chart "year-lengths": there is no column "dais"; did you mean "days"? There are: '
        "year, kind, days.",
    ),
    "unknown column of groups": (
        'year_lengths["days"]', 'year_lengths.groupby("year")["dais"]',
        '10:1: chart "year-lengths": there is no column "dais"; did you mean "days"? There are: '
        "year, kind, days.",
    ),
    "unknown columns of groups": (
        'year_lengths["days"]', 'year_lengths.groupby("year")[["dais", "days"]]',
        '10:1: chart "year-lengths": there is no column "dais"; did you mean "days"? There are: '
        "year, kind, days.",
    ),
    "misspelt property": (
        "size=40", "sise=40",
        "13:1: chart \"year-lengths\": SchemaValidationError: `MarkDef` has no parameter named "
        "'sise'",
    ),
    "unknown colour": (
        "color=COUNTERPART", 'color="var(--chart-inc)"',
        '9:1: chart "year-lengths": there is no colour "--chart-inc"; did you mean '
        '"--chart-ink"? There are: --chart-subject, --chart-counterpart, --chart-quiet, '
        "--chart-ink, --chart-muted, --chart-faint, --chart-paper.",
    ),
    "nothing returned": (
        "return frame", "frame",
        '9:1: chart "year-lengths": TypeError: draw() returned NoneType, not an Altair chart',
    ),
    "no data": (
        "alt.Chart(rows)", "alt.Chart()",
        '9:1: chart "year-lengths": its rows are missing or empty. Give the chart its rows as '
        "`data=`: its table and its CSV show them.",
    ),
    "no rows": (
        "alt.Chart(rows)", "alt.Chart(rows[:0])",
        '9:1: chart "year-lengths": its rows are missing or empty. Give the chart its rows as '
        "`data=`: its table and its CSV show them.",
    ),
    "no mark": (
        "alt.Chart(rows)", 'alt.Chart(rows).transform_filter("datum.days > 999")',
        '9:1: chart "year-lengths": it draws nothing with marks: look at the data and the '
        "fields of that layer.",
    ),
    "no draw()": (
        "def draw", "def drow",
        "1:1: a chart module needs a function draw(), with datasets as its parameters.",
    ),
    "no Python": (
        "    points = ", "    points = = ",
        "13:14: this is not valid Python: invalid syntax.",
    ),
    "an import that fails": (
        "import pandas as pd", "import pandas as pd\nimport nowhere",
        "5:1: ModuleNotFoundError: No module named 'nowhere'",
    ),
    "code that fails": (
        "    rows = ", "    1 / 0\n    rows = ",
        '10:1: chart "year-lengths": ZeroDivisionError: division by zero',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), REFUSED.values(), ids=REFUSED)
def test_a_chart_that_can_not_be_right_is_refused_with_file_and_line(small, old, new, expected):
    edit(MODULE, old, new)
    with pytest.raises(ProblemsError) as caught:
        small.draw()
    assert str(caught.value) == f"{MODULE}:{expected}"


def test_a_field_that_a_transform_makes_may_be_used(small):
    edit(MODULE, "alt.Chart(rows)", 'alt.Chart(rows).transform_calculate(half="datum.days / 2")')
    edit(MODULE, "encode(x=x, y=y)", 'encode(x=x, y=y, tooltip=["half:Q"])')
    assert small.draw()[1] == ["year-lengths"]


def test_the_names_of_charts_are_read_without_running_them(small):
    edit(MODULE, "import pandas as pd", "import pandas as pd\nraise SystemExit")
    assert list(small.drawings) == ["month-lengths", "year-lengths"]
    assert small.drawings["year-lengths"].datasets == ["year_lengths"]


def test_the_switches_of_a_chart_are_handed_to_the_page_and_not_made_twice(small):
    edit(MODULE, "alt.Chart(rows)", 'alt.Chart(rows).add_params(alt.param(name="leap", '
         'value=True, bind=alt.binding_checkbox(name="Leap years")))')  # fmt: skip
    built = small.draw()[0]["year-lengths"]
    assert built.controls == [
        {
            "signal": "leap",
            "name": "leap",
            "label": "Leap years",
            "kind": "checkbox",
            "value": True,
        }
    ]
    signals = json.loads(built.text("live-phone.json"))["signals"]
    assert [signal for signal in signals if signal["name"] == "leap"] == [
        {"name": "leap", "value": True}
    ]
    assert re.findall("bind", built.text("live-phone.json")) == []


def test_coasts_are_drawn_as_steps_from_point_to_point_to_a_tenth_of_a_pixel():
    coast = "M10.04,20L10.33,20.61L10.33,20.62L9.5,20ZM1,1L2,2"
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><g class="mark-shape">'
        f'<path d="{coast}" fill="red"/></g><g><path d="{coast}" fill="red"/></g></svg>'
    )
    land, other = re.findall(r' d="([^"]+)"', svg.slim(drawn))
    assert land == "M10,20l.3,.6l-.8-.6ZM1,1l1,1"
    assert other == coast


LOOKS = {
    "lines": ('<line transform="translate(0,{0})" x2="5" y2="0" stroke="red"/>', "M0,1h5M0,3h5"),
    "ticks": ('<line transform="translate({0},0)" x2="0" y2="5" stroke="red"/>', "M1,0v5M3,0v5"),
    "slopes": (
        '<line transform="translate({0},0)" x2="2" y2="5" stroke="red"/>',
        "M1,0l2,5M3,0l2,5",
    ),
    "bars": ('<path d="M{0},2h1v4h-1Z" fill="red"/>', "M1,2h1v4h-1ZM3,2h1v4h-1Z"),
    "squares": (
        '<path transform="translate({0},4)" d="M-1,-1h2v2h-2Z" fill="red"/>',
        "M0,3h2v2h-2ZM2,3h2v2h-2Z",
    ),
    "dots": (
        '<path transform="translate({0},4)" d="M2,0A2,2,0,1,1,-2,0A2,2,0,1,1,2,0" fill="red"/>',
        "M3,4a2,2,0,1,1,-4,0a2,2,0,1,1,4,0M5,4a2,2,0,1,1,-4,0a2,2,0,1,1,4,0",
    ),
}
OUTLINED = {
    "bars": '<path d="M{0},2h1v4h-1Z" fill="red" stroke="blue"/>',
    "dots": (
        '<path transform="translate({0},4)" d="M.5,0A.5,.5,0,1,1,-.5,0A.5,.5,0,1,1,.5,0" '
        'fill="red" stroke="blue"/>'
    ),
}


def drawn_twice(mark: str, other: str) -> list[str]:
    marks = mark.format(1) + other.format(3)
    text = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><g>{marks}</g></svg>'
    return re.findall(r"<(?:path|line) [^>]*>", svg.slim(text))


@pytest.mark.parametrize("kind", LOOKS)
def test_marks_that_follow_one_another_and_look_alike_are_one_path(kind):
    mark, outline = LOOKS[kind]
    (path,) = drawn_twice(mark, mark)
    assert f' d="{outline}"' in path
    assert re.findall(' (?:fill|stroke)="red"', path)


@pytest.mark.parametrize("kind", LOOKS)
def test_marks_that_look_different_or_shine_through_stay_apart(kind):
    mark, _ = LOOKS[kind]
    assert len(drawn_twice(mark, mark.replace("red", "blue"))) == 2
    faint = mark.replace("/>", ' fill-opacity="0.5"/>')
    assert len(drawn_twice(faint, faint)) == 2


@pytest.mark.parametrize("kind", OUTLINED)
def test_marks_with_outlines_of_another_colour_are_one_path_where_they_are_apart(kind):
    thin = OUTLINED[kind].replace("/>", ' stroke-width="0.75"/>')
    thick = OUTLINED[kind].replace("/>", ' stroke-width="2"/>')
    assert len(drawn_twice(thin, thin)) == 1
    assert len(drawn_twice(thick, thick)) == 2
    same = thick.replace("blue", "red")
    assert len(drawn_twice(same, same)) == 1


def slimmed(marks: str) -> str:
    text = f'<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99">{marks}</svg>'
    return svg.slim(text).partition(">")[2].removesuffix("</svg>")


def test_a_group_that_only_moves_its_marks_leaves_the_moving_to_them():
    marks = (
        '<g fill="none" transform="translate(40,60)"><g transform="translate(0.5,-0.5)">'
        '<text transform="translate(2,20)" fill="red">1</text>'
        '<text transform="rotate(-90)" fill="red">2</text>'
        '<path d="M1,1h7v7Z" fill="red"/></g></g>'
    )
    assert slimmed(marks) == (
        '<text fill="red" transform="translate(42.5,79.5)">1</text>'
        '<text fill="red" transform="translate(40.5,59.5)rotate(-90)">2</text>'
        '<path d="M1,1h7v7Z" fill="red" transform="translate(40.5,59.5)"/>'
    )


def test_a_group_that_does_more_than_move_its_marks_stays():
    mark = '<path d="M1,1h7v7Z" fill="red"/>'
    for does in ('opacity="0.5"', 'transform="scale(2)"', 'transform="translate(1,2)" fill="red"'):
        assert slimmed(f"<g {does}>{mark}</g>") == f"<g {does}>{mark}</g>"
    inner = f'<g fill="none">{mark}</g>'
    assert inner in slimmed(f'<g fill="red">{inner}</g>')


AXIS = (
    '<line x2="0" y2="5" stroke="red"/><line transform="translate(80,0)" x2="0" y2="5" '
    'stroke="red"/><text transform="translate(0,{0})" font-size="12px" fill="red">1992</text>'
    '<line x2="80" y2="0" stroke="red"/>'
)


def test_the_line_of_an_axis_is_one_path_with_its_ticks_where_no_label_is_near():
    assert re.findall(' d="([^"]+)"', slimmed(AXIS.format(20))) == ["M0,0v5M80,0v5M0,0h80"]
    assert slimmed(AXIS.format(20)).endswith("1992</text>")
    for down in (11, 3, -4):  # the paper around letters would cover the line, or no longer
        assert slimmed(AXIS.format(down)).endswith('<line x2="80" y2="0" stroke="red"/>')


def test_digits_that_follow_one_another_and_look_alike_are_one_text_and_stay_labels():
    label = '<text transform="translate({},{})" font-size="12px" fill="red">{}</text>'
    texts = [(1, 5, "1"), (9, 7, "2"), (50, 5, "10"), (70, 5, "3")]
    drawn = slimmed("".join(label.format(*each) for each in texts))
    assert re.findall("<text.+?</text>", drawn) == [
        '<text font-size="12px" fill="red" x="1 9" y="5 7">12</text>',
        label.format(50, 5, "10"),
        label.format(70, 5, "3"),
    ]
    apart = slimmed(label.format(1, 5, "1") + label.format(9, 7, "2").replace("red", "blue"))
    assert apart.count("<text") == 2

    def boxes(text: str) -> list[labels.Label]:
        return labels.labels(f"<svg>{text}</svg>")

    assert boxes(drawn) == boxes("".join(label.format(*each) for each in texts))


def test_the_first_line_of_a_text_has_no_element_of_its_own():
    text = '<text fill="red"><tspan>From</tspan><tspan x="0" dy="14">here</tspan></text>'
    assert slimmed(text) == '<text fill="red">From<tspan x="0" dy="14">here</tspan></text>'
    lines = labels.labels(f"<svg>{slimmed(text)}</svg>")
    assert [line.text for line in lines] == ["From", "here"]
    assert lines[1].corners[0][1] - lines[0].corners[0][1] == 14


def test_the_names_of_clip_paths_do_not_tell_what_was_drawn_before():
    def drawn(number: int, width: int = 9) -> str:
        return svg.slim(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="9">'
            f'<defs><clipPath id="clip{number}"><rect width="9" height="9"/></clipPath></defs>'
            f'<g clip-path="url(#clip{number})"><path d="M1,1h7v7Z" fill="red"/></g></svg>'
        )

    assert drawn(0) == drawn(7)
    (name,) = re.findall(r'id="(.+?)"', drawn(0))
    assert f'clip-path="url(#{name})"' in drawn(0)
    assert name not in drawn(0, 10)
