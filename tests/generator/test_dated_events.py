"""The day of one event is not told as that of another.

In the sentences below ⟦flood⟧ is the date of the event of that name.
"""

import json
import re
import shutil
from pathlib import Path

import pytest

from charts.generator.check.agreement.agreement import Agreement
from charts.generator.check.sentence_scope import sentences
from charts.generator.data.datasets import stamp
from charts.generator.pages.content import Content
from charts.generator.pages.evaluator import Evaluator
from charts.generator.pages.markdown_page import Page
from charts.generator.project import Project
from tests.conftest import SECOND

EVENTS = """event,date,kind,label,short_label
flood,2015-03-02,weather,"The Rimac bursts its banks, and Lima is under water",Flood of Lima
frost,2016-07-11,weather,The coldest night in Puno,Frost in Puno
olive-ban,2017-05-04,trade,"Decree 14: ban on olives, figs and almonds from Chile",Olives banned
wine-duty,2018-01-09,trade,"Decree 20: duty on wine of Chile",Duty on wine
harbor-sanctions,2018-04-06,trade,Callao Harbor Company listed,Callao sanctioned
harbor-delisted,2019-01-27,trade,Sanctions on Callao Harbor lifted,Callao delisted
coal-ban,2018-11-02,trade,"Chile restricts imports of coal from Peru and Bolivia",Coal restricted
wheat-cap,2019-06-01,trade,Chile and Bolivia cap the price of wheat,Price cap
strike,2019-09-13,work,"Dockers stop work in Arica and Iquique",Dockers' strike
"""
SALES = """month,sales
2015-02,10
2015-03,9
2015-04,5
2016-06,6
2016-07,5
2016-08,4
"""
WRONG = """
On ⟦coal-ban⟧ Peru restricted imports of coal from Chile.
Bolivia restricted Chilean coal on ⟦coal-ban⟧.
The frost came to Puno on ⟦flood⟧.
Lima was flooded on ⟦strike⟧.
The ban on olives and figs dates from ⟦wine-duty⟧.
Dockers laid down their tools on ⟦olive-ban⟧.
On ⟦frost⟧ the neighbors capped the price of wheat.
⟦wheat-cap⟧ was the day on which Chilean olives were banned.
The Callao Harbor Company was sanctioned on ⟦harbor-delisted⟧.
The sanctions on Callao were lifted on ⟦harbor-sanctions⟧.
Since the strike of ⟦flood⟧, ships have waited.
- Frost in Puno: ⟦wine-duty⟧
| Event | Day |\\n| --- | --- |\\n| Frost in Puno | ⟦wine-duty⟧ |
Weeks after the frost, on ⟦flood⟧ the dockers went on strike.
In June 2015 the water came, on ⟦flood⟧.
The olives were banned in 2016, on ⟦olive-ban⟧.
In the month after the frost they sold ⟦1 months after flood⟧.
"""
RIGHT = """
On ⟦coal-ban⟧ Chile restricted imports of coal from Peru and Bolivia.
Chile restricted Peruvian coal on ⟦coal-ban⟧.
The frost came to Puno on ⟦frost⟧.
The river came over its banks on ⟦flood⟧, long before the strike.
Weeks after the frost the ministry struck, on ⟦olive-ban⟧.
Weeks after the strike the ministry acted on ⟦wine-duty⟧.
Wine was taxed on ⟦wine-duty⟧ and olives banned on ⟦olive-ban⟧.
Callao came off the list on ⟦harbor-delisted⟧.
Callao was put on the list on ⟦harbor-sanctions⟧, and off it on ⟦harbor-delisted⟧.
The minister tried something new on ⟦wheat-cap⟧.
In March 2015 the water came, on ⟦flood⟧.
In the month after the flood they sold ⟦1 months after flood⟧, and the strike was far away.
"""


@pytest.fixture(scope="module")
def evaluator(tmp_path_factory: pytest.TempPathFactory) -> Evaluator:
    """A tiny explainer with the datasets above."""
    root = tmp_path_factory.mktemp("events") / "explainer"
    shutil.copytree(SECOND, root)
    package = root / "data" / "datapackage.json"
    content = json.loads(package.read_text())
    like = content["resources"][1]
    fields: list[dict[str, object]] = [
        {"name": name, "title": name.title(), "type": "string", "description": name}
        for name in ("event", "date", "kind", "label", "short_label")
    ]
    fields[0] |= {"role": "event", "constraints": {"required": True}}
    month = fields[0] | {"name": "month", "title": "Month", "type": "yearmonth"}
    del month["role"]
    sales = {"name": "sales", "title": "Sales", "type": "number", "description": "Sales"}
    for name, text, key, columns in [
        ("events", EVENTS, "event", fields),
        ("sales", SALES, "month", [month, sales | {"unit": "tonnes"}]),
    ]:
        (root / "data" / f"{name}.csv").write_text(text)
        schema = {"primaryKey": [key], "fields": columns}
        path = {"name": name, "path": f"{name}.csv", "title": name.title(), "schema": schema}
        content["resources"].append(like | path)
    package.write_text(json.dumps(content))
    stamp(root / "data", [])
    return Evaluator(Content(Project(root)))


def said(evaluator: Evaluator, text: str) -> list[str]:
    """Returns what is said against a page."""
    text = re.sub(r"⟦(\d+ months after [\w-]+)⟧", r'{{ fact("sum(sales.sales[\1])") }}', text)
    text = re.sub(r"⟦([\w-]+)⟧", r'{{ value("events", "date", event="\1") }}', text)
    page = Page(Path("new.md"), text, text)
    _, mistakes = evaluator.evaluate(page)
    assert not mistakes, mistakes
    read = [(sentence, False) for sentence in sentences(page, evaluator)]
    agreement = Agreement(evaluator.content.project.ledger)
    return [problem.message for problem in agreement.problems(page, read)]


@pytest.mark.parametrize("line", WRONG.strip().splitlines())
def test_a_date_told_as_that_of_another_event_is_a_mistake(evaluator, line):
    assert said(evaluator, line.replace(r"\n", "\n"))


@pytest.mark.parametrize("line", RIGHT.strip().splitlines())
def test_a_date_told_as_that_of_its_own_event_passes(evaluator, line):
    assert said(evaluator, line) == []


def test_the_message_names_both_events(evaluator):
    (message,) = said(evaluator, "The frost came to Puno on ⟦flood⟧.")
    assert "“Frost in Puno”" in message
    assert "“Flood of Lima”" in message
