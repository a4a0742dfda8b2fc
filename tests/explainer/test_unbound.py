"""A comparison that names the data and is bound to no test is a warning, with a test to paste."""

from pathlib import Path

import pytest

from charts.generator.check.sentence_scope import sentences
from charts.generator.check.unbound.unbound import Unbound
from charts.generator.pages.content import Content
from charts.generator.pages.evaluator import Evaluator
from charts.generator.pages.markdown_page import Page
from charts.generator.project import Project
from tests.support import ROOT

UNBOUND = [
    "No other country buys as much American LNG as the Netherlands.",
    "Russia remains a leading supplier of crude oil to the United States.",
    "U.S. trade with Russia has returned to its prewar level.",
    "China is now the larger partner.",
    "Imports outran exports by far in 2024.",
    "Imports beat exports every year.",
    "Hardly anything was sold to Russia in 2024.",
    "The trade deficit widened in 2021.",
    "Imports fell in 2025.",
    "In 2024 U.S. exports to Russia collapsed.",
    "Exports have dropped since 2021.",
    "U.S. trade with Russia shrank further in 2023.",
    "Aluminum shipments from Russia dwindled after the tariff.",
    "In 2022, imports from Russia plunged.",
    "Oil prices soared in 2022.",
    "Russian LNG sales to Europe grew again in 2024.",
    "Imports hit a record low in 2024.",
    "Exports reached a record high in 2012.",
    "Russia was the largest supplier of aluminum.",
    "China is the biggest buyer of Russian crude.",
    "China became Russia's top customer for oil.",
    "India overtook Europe as a buyer of crude.",
    "Imports exceeded exports every year.",
    "The United States bought more from Russia than it sold there in 2023.",
    "Most of the imports in 2025 were chemicals.",
    "The bulk of Russian crude goes to Asia.",
    "The majority of U.S. imports from Russia was oil.",
    "Russian oil exports went mainly to Europe.",
    "In 2024 the United States imported nothing from Russia.",
    "There was no trade at all in 2023.",
    "Imports stopped after the invasion.",
    "Exports were close to zero in 2024.",
    "The share of the dollar in reserves has fallen since 2017.",
    "Imports were flat in 2023.",
    "The price of Brent stayed the same in 2023.",
    "Exports have risen ever since 2021.",
    "Trade declined year after year.",
    "Year after year, Americans sell Russia less.",
    "Since 2021 the United States and Russia have moved closer together in their votes.",
    "Since 2020 not a barrel of Venezuelan crude has reached the United States.",
    "Imports were down by half.",
    "Imports are at their lowest since 1993.",
    "Imports in 2024 were lower than in 2023.",
    "Russia smelted more aluminum than the United States.",
    "The EU buys less Russian gas than China.",
    "Cargo on the Northern Sea Route has never been higher.",
    "Europe took almost all of the crude.",
    "Russia has the largest reserves of rare earths.",
    "Foreign investment in Russia dried up after 2022.",
    "There was a sharp fall in imports in 2022.",
    "Imports saw a steep decline after the sanctions.",
    "The rise in exports in 2025 was brief.",
    "Trade is recovering.",
    "Imports keep falling.",
    "U.S. imports of Russian crude were up in 2021.",
    "Imports peaked in 2011.",
    "Russia's GDP grew faster than that of the United States.",
    "The deficit was the largest since 2011.",
    "No country bought as much Russian oil as China.",
    "Russia's share in U.S. trade is smaller than ever.",
    "Prices were higher in 2022 than in 2021.",
    "Sales to Russia have all but vanished; exports were nil in 2024.",
    "Exports to Russia slumped in March 2022.",
    "Imports surged in June 2021.",
    "Russia bought hardly any American goods in 2024, and exports sank.",
    "U.S. LNG exports outstripped those of Qatar.",
    "American LNG dwarfed Russian LNG in 2023.",
    "Treasury holdings tumbled in 2018.",
    "Russia's holdings of Treasuries were largest in 2010.",
    "The dollar was the leading currency of Russian exports.",
    "Offshore wealth swelled until 2014.",
    "Chemicals made up the lion's share of imports.",
    "Fertilizers were the main import from Russia in 2024.",
    "Titanium imports were unchanged in 2024.",
    "Palladium imports rose sharply.",
    "Russia remained a minor partner, and trade never recovered.",
    "The yuan overtook the dollar in Russia's reserves.",
    "Gold was the largest part of the reserves.",
    "Imports from China rose while those from Russia fell.",
    "Exports to the EU climbed in 2025.",
    "Russia sold less oil to Europe in 2025 than in 2021.",
    "Mexico is a larger partner than Russia.",
    "Russia ranked last among the partners in trade.",
    "Investment in Russia reached its peak in 2008.",
    "Net inflows turned negative and investment plummeted in 2022.",
    "In 2025 both imports and exports increased.",
    "Trade went up in 2025.",
    "Trade was down in 2024.",
    "The invasion was followed by a collapse of trade.",
    "Crude exports to India jumped after 2022.",
    "Pipeline gas to Europe shrank to a fraction of what it was.",
    "The EU's imports of Russian LNG did not change in 2023.",
    "Rare earth production has increased every year.",
    "China mines more rare earths than any other country.",
    "China mines most of the world's rare earths.",
    "Nearly all uranium comes from Russia.",
    "All the palladium that carmakers use comes from Russia.",
    "Russia sells nearly everything to China.",
    "Exports have been below imports every year since 1992.",
    "The United States imports most rare earths from China.",
    "Russian rare earth output is tiny, and production stagnated.",
    "Russia's reserves are smaller than those of Brazil.",
    "Norway outranks Russia as a supplier of aluminum.",
    "The number of ships in the Northwest Passage has grown.",
    "Exports remained steady from 2022 to 2024.",
    "Imports rebounded in 2021.",
    "There were no imports of oil in 2024.",
    "Since 2022 there has been no trade in oil.",
    "Imports in 2022 were the smallest in a decade.",
    "Exports hit bottom in 2024.",
    "Trade in both directions contracted in 2022.",
    "In July 2022 imports dropped again.",
    "The United States sold Russia next to nothing in 2024.",
    "U.S. goods trade with Russia is less than with Ukraine.",
    "Imports outweighed exports in 2021.",
    "Canada supplies more crude than Russia ever did.",
    "Imports of crude oil came to a halt in 2022.",
    "Nothing was imported in 2023.",
    "Hardly anything was exported in 2024.",
    "No oil was bought in 2023.",
    "Hardly any crude was imported in 2022.",
    "Russian oil is no longer sold in America.",
    "The United States no longer imports Russian crude.",
    "The United States stopped buying Russian oil.",
    "U.S. imports went into free fall.",
    "Exports to India took off in 2022.",
    "Not once since 2022 were exports to Russia higher than in 2024.",
    "Never did Americans buy so little from Russia as in 2024.",
    "Trade with Russia was balanced in 2024.",
    "Russian oil no longer reaches the United States.",
    "Russia ranks among the smallest partners of the United States.",
    "Every year since 1992 the United States has run a deficit with Russia.",
    "The bottom fell out of exports in 2022.",
    "Trade with Russia is a rounding error for the United States.",
    "The dollar has lost ground in Russia's reserves.",
    "Imports are back above their level of 2023.",
    "India barely bought any Russian crude before the war.",
    "Imports in 2024 were about what they had been in 1994.",
    "What happened to American exports? They collapsed.",
    "Rarely had so little Russian merchandise crossed the ocean in a month.",
    "Down went the dollar's share in the reserves of the Bank of Russia.",
    "No country takes more Russian crude than China.",
    "Canada supplies far and away the most foreign crude.",
    "The months after March 2022 saw American purchases from Russia dry up.",
    "By 2025 chemicals had become the mainstay of what Russia sells to Americans.",
    "There was more trade with Russia in 1992 than in 2024.",
    "With every year since the invasion, fewer Russian goods have landed in American ports.",
    "Japan has all but given up Russian crude.",
    "American LNG has left Russian LNG in its wake.",
    "Smaller deficits with Russia came with smaller imports in 2023.",
    "Sales to the EU soar while those to Russia flatline.",
    "India stepped up its purchases of Russian oil.",
    "Russian smelters outproduce American ones.",
    "Not since 1993 had a month of imports been so lean.",
    "The gap in GDP is narrower at purchasing power.",
    "Imports from Russia, the greater of the two flows, matter more.",
    "In the chart, the line of exports runs well below that of imports after 1994.",
]
INNOCENT = [
    "There is no denying that imports matter.",
    "The Treasury dropped the banker from its list after an appeal.",
    "The wheat sale of 1972 went down as the Great Grain Robbery.",
    'Imports fell in {{ claim("falls(imports, 2022..2024)", "each of the years 2022 to 2024") }}.',
    "Deficits are no losses.",
    "Nothing was agreed at the summit in 2021.",
    "The company no longer exists.",
    "They stopped talking to each other.",
    "A plane took off from Moscow.",
    "The table lists imports and exports by year.",
    "Did imports fall in 2025?",
    "Imports are goods that cross the border into the United States.",
    "If imports fell, the tariff would be the reason.",
    "The article says that imports fell.",
    "The memo writes that Russia was the largest buyer.",
    "According to the memo, most of the imports were oil.",
    "The ban on Russian oil was signed in March 2022.",
    "Sanctions stopped the sale of aircraft parts.",
    "The United States bans imports of Russian aluminum.",
    "Customs officers count imports at the border.",
    "It fell.",
    "In the spring of 2022 they left.",
    "The ruble fell ill of reputation, they joked.",
    "Governments rose and fell.",
    "Russia and the United States signed a treaty.",
    "Oil is sold in dollars.",
    "The price of oil depends on demand.",
    "Exports are counted at the port of loading.",
    "Whether exports will grow, nobody knows.",
    "Imports could rise if the ban were lifted.",
    "Most readers know the story of the sanctions.",
    "Most of these firms never worked in Russia.",
    "The largest city of Russia is Moscow.",
    "The Bank of Russia publishes its reserves.",
    "Russia’s central bank no longer publishes its reserves.",
    "No figures for imports after 2025 were found.",
    "There is no dataset of Russian exports of titanium.",
    "Nothing in the data shows who owns the buyer.",
    "The Census Bureau revises imports every year.",
    "The same method counts imports and exports.",
    "A fall in imports is not yet a sign of weakness.",
    "Higher prices make imports dearer.",
    "More about imports is on the next page.",
    "Imports are shown in blue, exports in orange.",
    "The highest bar shows imports in 2011.",
    "Each point is a year; the higher, the more oil cost.",
    "The chart's line for Russia ends in 2018.",
    "Exports to Russia need a licence.",
    "The Treasury put sanctions on Rusal in April 2018.",
    "Rusal is a producer of aluminum.",
    "The sanctions of 2014 named banks and oil firms.",
    "The talks in Riyadh were about trade.",
    "U.S. and Russian officials met in Alaska.",
    "The trade ministers of both countries spoke.",
    "The data on imports come from the Census Bureau.",
    "See the glossary for what imports are.",
    "Russia is a member of the Eurasian union.",
    "China has a border with Russia.",
    "Oil flows through the pipeline to China.",
    "LNG is gas that is cooled until it is liquid.",
    "Goods trade leaves out services.",
    "General imports include goods in warehouses.",
    "The share is of all U.S. trade.",
    "The memo predicted that trade would decline.",
    "The author expects exports to grow.",
    "Analysts doubt that oil will recover.",
    "Putin said that aluminum prices would fall.",
    "“Imports fell to nothing,” he wrote.",
    'The article calls trade "nearly nothing".',
    "The sanctions act was passed by most of the Senate.",
    "All the documents that the ministries sent are listed under the sources.",
    "Most people who follow the talks know the names.",
    "Russian firms must ask before they export gas.",
    "Trade with Russia is regulated by three laws.",
    "Some imports need a waiver.",
    "Enriched uranium arrives under a waiver.",
    "To grow exports, a firm needs buyers.",
    "To fall under the rule, imports must be of aluminum.",
    "A rise in prices would help Russia.",
    "The invasion began in February 2022.",
    "Two states share the reserves of the Arctic shelf.",
    "Exports and imports together make trade.",
    "The dollar is the currency of the United States.",
    "Reserves in gold are kept in Moscow.",
    "A company may hold shares in a Russian firm.",
    "The months after the invasion are shaded.",
    "The series on imports begins in 1992.",
    "Russia is the largest country by area.",
    "Figures on Russian exports are no longer published by Moscow.",
    "The Northern Sea Route runs along the coast of Russia.",
    "Ships need ice class for the Northern Sea Route.",
    "The peak of Elbrus is in Russia.",
    "The memo draws trade from 1992 to 2020.",
    "Its authors ask why trade is so small.",
    "We compare imports with the price of oil.",
    "The test compares imports in 2024 with those of 2021.",
    "Numbers on investment differ by definition.",
    "Never add imports of one basis to those of another.",
    "The Harmonized System sorts imports into chapters.",
    "Russia holds talks on rare earths.",
    "Reserves are what can be mined at a profit.",
    "The first shipment of LNG left in 2016.",
    "Oil from Russia had its own grade, Urals.",
    "Fertilizers are made from gas.",
    "Palladium is used in catalysts.",
    "Exporters are paid in roubles or yuan.",
    "No one knows where the oil was burned.",
    "Deals on energy need the consent of both governments.",
    "The United States and Russia have no trade treaty.",
    "A tariff is a tax on imports.",
    "Russia’s rank as a supplier is counted among all partners.",
    "Imports by sea are weighed at the port.",
    'Imports {{ claim("imports[2022] < imports[2021]", "fell in 2022") }}.',
    'Imports fell by {{ fact("fall(imports, 2021, 2022)") }} in 2022.',
    'In 2022 imports were {{ fact("fall(imports, 2021, 2022)") }} lower than the year before.',
    '{{ source("moscow-times-2025") }} has it that imports fell in 2022.',
    "The record of the Geneva talks shows that Russia rose to the occasion.",
    "The Northwest Passage is longer for ships from Russia.",
    "In 1972 the deal with Russia went down in history.",
    "The higher a line, the more trade other countries would need.",
    "The invasion has outlived two presidents of the United States and their trade policy.",
    "Aluminum imports became dearer to insure.",
]


@pytest.fixture(scope="module")
def evaluator() -> Evaluator:
    return Evaluator(Content(Project(ROOT)))


def warnings(evaluator: Evaluator, text: str) -> list[str]:
    project = evaluator.content.project
    unbound = Unbound(project.ledger, project.datasets)
    page = Page(Path("new.md"), f"{text}.md", text)  # a name of its own, as pages are kept by it
    found, before = [], ""
    for sentence in sentences(page, evaluator):
        found += [str(problem) for problem in unbound.problems(sentence, before)]
        before = sentence.typed
    return found


@pytest.mark.parametrize("text", UNBOUND)
def test_a_comparison_that_nothing_tests_is_warned_of(evaluator, text):
    assert len(warnings(evaluator, text)) == 1


@pytest.mark.parametrize("text", INNOCENT)
def test_words_that_compare_nothing_or_are_bound_or_reported_are_left_alone(evaluator, text):
    assert warnings(evaluator, text) == []


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("Imports fell in 2022.", "imports[2022] < imports[2021]"),
        ("Imports fell from 2021 to 2024.", "imports[2024] < imports[2021]"),
        ("Imports fell steadily from 2021 to 2024.", "falls(imports, 2022..2024)"),
        ("Exports reached a record low in 2023.", "is_lowest(exports, 2023)"),
        ("Imports hit a record high in 2011.", "is_highest(imports, 2011)"),
        ("Imports in 2022 were lower than in 2021.", "imports[2022] < imports[2021]"),
        ("Imports exceeded exports in 2022.", "imports[2022] > exports[2022]"),
        ("Exports fell in March 2022.", "exports_m[2022-03] < exports_m[2022-02]"),
    ],
)
def test_the_test_to_paste_is_tried_on_the_data_first(evaluator, text, formula):
    holds = evaluator.content.project.ledger.claim(formula).holds
    (warning,) = warnings(evaluator, text)
    assert formula in warning
    assert ("the data say otherwise" in warning) is not holds


def test_what_the_data_refute_is_told(evaluator):
    (warning,) = warnings(evaluator, "Imports rose in 2022.")
    assert "nothing tests" in warning
    assert "the data say otherwise" in warning


def test_an_exception_with_a_reason_is_left_alone(evaluator):
    front = "---\ntitle: A\ndescription: B\nallowed:\n  fell in 2022: a test\n---\n\n"
    text = f"{front}Imports fell in 2022.\n"
    assert warnings(evaluator, text) == []


def test_the_words_of_a_document_without_such_data_compare_nothing(small):
    evaluator = Evaluator(Content(small))
    assert warnings(evaluator, "Imports fell in 2022, and Russia was the largest buyer.") == []
    assert len(warnings(evaluator, "The length of a month fell in 2024.")) == 1
