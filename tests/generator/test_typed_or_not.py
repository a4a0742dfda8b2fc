"""What an editor can't type and what they can, in sentences as news copy has them."""

import re
import time
from pathlib import Path

import pytest

from charts.generator.check.links import broken
from charts.generator.check.published_files import unchecked
from charts.generator.check.typed.typed_numbers import lint
from charts.generator.check.unsafe_markup import unsafe_markup
from charts.generator.pages.markdown_page import LONGEST, Page, read

GUIDE = Path(__file__).parents[2] / "docs/about/editing.md"

TYPED = """
    Imports of aluminium dropped 42% in 2023.
    Trade with Russia shrank by roughly nine-tenths.
    Russia supplied almost a quarter of U.S. uranium.
    Washington froze about $300bn of reserves.
    Exports had quadrupled by the end of the decade.
    The two-way trade was worth EUR 12bn.
    In May 90 tankers called at Primorsk.
    By June 30 refineries had been hit.
    Since January 40% of exports have gone east.
    Nearly one in ten barrels came from Russia.
    The central bank raised its rate to 21 percent.
    Growth slowed to 0.7 per cent.
    The rouble weakened to 100 to the dollar.
    Some 1,500 companies stayed.
    Around 2000 companies stayed.
    Moscow sold 1900 tonnes of gold.
    The fleet numbers 2010 vessels.
    Output fell to 1990.
    More than 2000 people were listed.
    A Treasury list names 2050 entities.
    It lists 2022 individuals and 14 firms.
    The fund holds EUR500m.
    It paid CNY2bn for the stake.
    The deal is worth GBP3m.
    The fine was Rs200.
    Russia is a Top-10 exporter.
    It is No. 1 in palladium.
    It is the No.2 supplier.
    The market is down-40.
    Sales are up 12.
    Prices rose 3-fold.
    Exports grew 2.5x.
    Volumes sextupled in a year.
    Sales septupled.
    Revenue quintupled after the war.
    They lost a couple of million barrels.
    A couple of percent is all that is left.
    A handful of billion remains frozen.
    Scores of banks were cut off.
    Dozens of tankers changed flags.
    Hundreds of cargoes were rerouted.
    The deficit is in double digits.
    Inflation is back in single digits.
    It earned a six-figure sum.
    Trade is at a decade low.
    Prices hit a multi-year high.
    The rouble fell to a seven-month low.
    Imports reached a thirty-year low.
    It was the eleventh-largest partner.
    Russia was its twenty-third biggest market.
    Norway ranks second.
    Canada is first among suppliers.
    Kazakhstan came third in uranium.
    Russia is only ninth among partners.
    In titanium it is number two.
    It is one of the top three suppliers.
    Two in three Americans disagree.
    Three out of four firms stayed.
    Four of the five banks were cut off.
    Seven of ten barrels go to Asia.
    Prices fell by a half.
    Half the fleet is idle.
    Half a billion dollars was lost.
    Oil makes up well over half.
    The other half went to China.
    Roughly half was gas.
    Only a third remained.
    It lost a full third of its value.
    A fifth of the palladium is Russian.
    Less than a tenth remains.
    One-eighth of imports was fertilizer.
    Five-sixths of sales went to Europe.
    The share is two and a half percent.
    It takes one and a half years.
    Sales went up tenfold.
    The increase was threefold.
    There has been a fourfold increase in prices.
    The share doubled.
    Exports nearly tripled.
    Trade will double by 2030.
    It sells twice as much.
    Twice the amount was bought.
    Gas cost three times more.
    Deliveries grew by a factor of ten.
    It is several times larger.
    Imports are many times higher than exports.
    Prices halved overnight.
    The tax would halve profits.
    It fell four years running.
    They fell for three straight years.
    Trade dropped in five of the last six years.
    It rose for the fourth year in a row.
    Two years later it had vanished.
    Over the past ten years trade declined.
    Within three months sales stopped.
    Twelve countries joined the price cap.
    Five banks left.
    Three refineries closed.
    At least six tankers were seized.
    Fewer than ten ships remain.
    Imports are close to zero.
    Sales fell to nil.
    The tariff is zero percent.
    Exports were almost zero.
    Eleven rounds of sanctions followed.
    Fourteen packages were adopted.
    Twenty-seven states agreed.
    A hundred and forty flights were cancelled.
    Two hundred thousand people left.
    A dozen governments objected.
    Half a dozen banks remain.
    Several hundred firms left.
    Several thousand Americans live there.
    A million barrels a day were lost.
    Millions of tonnes were rerouted.
    Tens of billions were frozen.
    Multibillion-dollar deals collapsed.
    The ratio is ten to one.
    Trade split fifty-fifty.
    They sold ½ of their stakes.
    It rose ¾ of a point.
    There were ④ cases.
    It bought \uff15 billion of it.
    It bought \u0665 tankers.
    They lost ha\u00adlf of it.
    They lost t\u200bwo-thirds of it.
    They lost two—thirds of it.
    They lost h\u0430lf of it.
    It cost 3 000 dollars.
    It weighs 10³ tonnes.
    It fell by <b>4</b>0%.
    Prices dou**bled** again.
    It lost 3&#48; billion.
    ## Russia Loses Half of Its Buyers
    ## Oil Exports Doubled in 2023
    ## Why Twenty Banks Left Moscow
    ## Half a Billion Dollars Is Gone
    WHY EXPORTS TRIPLED
    Exports rose from two to seven billion.
    The count rose from three to nine.
    Growth was 5.
    It makes 30 flights a week.
    Only 3 remained.
    It has 12 members.
    The index stood at 105.
    They met 14 times.
    The average is 45.
    The pipeline carries 55 bcm a year.
    It is 1,200 km long.
    The temperature fell to -50.
    A 35% tariff was set.
    A 20-percent tariff was set.
    A 40-ship convoy sailed.
    The $60 cap holds.
    The price cap is 60 dollars.
    A 10-fold rise followed.
    The 3.5 million workers left.
    Russia has 5,580 warheads.
    It was 1/3 of the total.
    The odds are 50/50.
    It was 2 out of 3.
    Russia ranks 4th.
    It is the 3rd largest buyer.
    The 15 biggest firms left.
    The top 20 firms left.
    Sales reached 2019 units.
    It has some 1940 branches.
    It employs 1850 people.
    One-half of it went there.
    One percent of imports is Russian.
    Less than one percent remains.
    Oil lost ten dollars.
    The bulk of the oil goes to India.
    Gas takes the lion's share.
    It is now a small fraction of that.
    In Russia 12 plants closed.
    In Moscow 40 shops closed.
    Gazprom lost 40.
    Imports from China 45, from India 30.
    On March 8 5000 tonnes left.
    In April 2 reactors stopped.
    In November 15 tankers were sanctioned.
    They hold 30 June futures.
    It fell from 12 to 3.
    It shipped 60kg of platinum.
    It made 5m barrels.
    It cost US$5.
    It cost C$7 and A$9.
    It cost ₽500.
    It cost 500₽.
    The share is in the mid-40s.
    The price is in the high 60s.
    Sub-40 prices hurt.
    It has five-and-a-half plants.
    It owns three quarters of the shares.
    The gap is two orders of magnitude.
    Every second barrel is Russian.
    Every fifth tanker is old.
    It has eighteen icebreakers.
    Nineteen were sold.
    Thirteen percent was gas.
    Its debt is thirty trillion roubles.
    They took on forty-five people.
    Russia is the third supplier of titanium.
    The number of visas fell by four-fifths.
    Prices are a third higher.
    It is a quarter of the price.
    Sales fell by a fifth since 2021.
    It lost three fourths of its value.
    Between 1800 and 2000 ships were sold.
    Between 2030 and 2050 tankers are on the list.
    The list added five more.
    Another ministry named three more in May.
    A baker's dozen of firms left.
    A brace of tankers was seized.
    A trio of banks left.
    Every second ingot came from Siberia.
    Every tenth visa was refused.
    It buys the hundredth part of what it did.
    Peru is last but one among the buyers.
    It is next to last in the table.
    It is the penultimate supplier on the list.
    It is third from last.
    The share lies in the low forties.
    The price was in the mid-twenties.
    A three-digit number of firms left.
    All but three of the banks left.
    A cool million was paid.
    It sank by a good third.
    It was a tie for fifth.
    The hundredth tanker was listed.
    Each core needs 2020 fuel rods.
    In Q2 15 permits were given.
    In Q3 2000 permits were given.
    Deliveries of potash were Mt7.
    It cost USDm5.
    The pier has Ⅻ berths.
    It went from eleventh to sixth.
    It slipped to eighth.
    It is in the bottom third.
    It was outnumbered five to two.
    On 3 May 14 ships sailed.
    These 1950 houses burned.
    It stands at 2024.
    It is #2 in nickel.
    Chile, #1 in copper, sells it.
    It became the #3 buyer of the grade.
    The fine was Kč750, or zł140.
    On October 9, 2100 barrels leaked.
    COP750 is not much.
    The share is four per mille.
    It is third of ten.
    For every ton sold, three are bought.
    Five more years of decline followed.
    It is the seventh year of decline.
    A third consecutive fall came.
    It cost 三十 million.
    It was the third year of decline in a row.
"""

INNOCENT = """
    It rests on Decision 2014/512/CFSP.
    The ban is in Regulation 833/2014, as amended by 2022/328.
    Resolution ES-11/1 was adopted on 2 March 2022.
    It was document A/RES/68/262.
    Its office was at Kuznetsky Most 21/5 in Moscow.
    They drove there in a 4x4.
    Boeing's 737 uses titanium.
    Between 1992 and 2021 people moved freely.
    Between 1950 and 2000, ships were built there.
    No more came of it.
    On 24 February 2022 Russia invaded Ukraine.
    On February 24, 2022, Russia invaded Ukraine.
    Since 24 Feb. 2022 trade has been restricted.
    On March 8 the president banned imports.
    By June 30, the waiver had expired.
    In late March 2022 the rouble recovered.
    The ban of 8 March 2022 remains.
    The order was signed on the 15th of April.
    On the 15th, the order was signed.
    Between 2014 and 2021 trade recovered.
    From 2014 to 2016 the rouble fell.
    The years 2009–2013 were good.
    The 1998 default and the 2008 crisis hurt.
    In the 1970s the Soviet Union bought grain.
    In the late 1980s and early 1990s it collapsed.
    The mid-1990s were hard.
    The post-2014 sanctions are still in force.
    The pre-2022 level is far away.
    The 2022–23 winter was mild.
    The fiscal year 2023 ended in September.
    In FY23 the budget grew.
    In Q4 2023 it slowed.
    The first quarter of 2024 was weak.
    The second quarter was better.
    Data through 2024Q3 are final.
    It happened in the 20th century.
    A 19th-century treaty bought Alaska.
    The twentieth century ended.
    In 1867 Russia sold Alaska.
    The war of 1812 is another matter.
    The 2020s began with a pandemic.
    The Jackson–Vanik amendment dates from 1974.
    See Section 301 of the Trade Act.
    Under section 232, tariffs were set.
    Article 7 applies.
    Articles 30 and 36 apply.
    Chapter 27 of the tariff covers fuels.
    HS 2709 is crude oil.
    HS codes 2709 and 2710 are oil.
    Heading 7202 covers ferroalloys.
    See page 14.
    See pp. 12–14 of the report.
    Figure 3 shows the trend.
    Table 2 lists the partners.
    See note 5 below.
    Executive Order 14024 was signed.
    E.O. 14066 bans oil imports.
    General License 8 covers energy.
    General License 13 expired.
    Public Law 117-110 ended normal trade.
    31 C.F.R. part 587 has the rules.
    19 U.S.C. 2432 is the statute.
    Directive 4 bans dealings with the central bank.
    Council Regulation (EU) 2022/576 bans coal.
    UN Security Council Resolution 2231 expired.
    See issue #1 on GitHub.
    There is none in every fourth century, nor in every third decade.
    The delegates of COP28 met again at COP 29.
    On October 9, 2021 ships waited.
    The G7 and the G20 met.
    The G-7 price cap holds.
    The P5+1 talks failed.
    The E3 objected.
    The EU-27 and the BRICS met.
    OPEC+ cut output.
    Nord Stream 1 and Nord Stream 2 were damaged.
    Nord Stream 2 never opened.
    Arctic LNG 2 was sanctioned.
    Sakhalin-2 stayed open.
    Turkstream 2 was planned.
    Power of Siberia 2 is planned.
    The Boeing 787 uses titanium.
    Boeing 737s need titanium.
    The Su-35 and the MiG-31 are built there.
    An Il-76 landed.
    S-400 systems were sold.
    The RD-180 engine powered the Atlas V.
    The Proton-M and the Soyuz 2 are rockets.
    It uses 5G networks.
    COVID-19 cut travel.
    The Covid-19 pandemic cut travel.
    The 90-day pause ended.
    The 30-day waiver expired.
    A 30-year bond was issued.
    The 10-year Treasury note rose.
    The ten-year plan was approved.
    A two-year extension of New START was agreed.
    The five-day week is the norm.
    The talks went on 24/7.
    The minister, a 58-year-old engineer, signed.
    At 78, Jane Doe returned.
    She was 47 years old.
    After 9/11 they cooperated.
    The office opens at 9:30.
    It opens at 9 a.m. and closes at 5 p.m.
    The deadline was 12:01 a.m. on May 25.
    Call +7 495 555 0100.
    Call (202) 555-0133.
    Write to press2@example.org.
    See https://example.org/2024/05/12/report for more.
    See www.census.gov/foreign-trade/balance/c4621.html for more.
    It is in version 3.1 of the file.
    Use Python 3.12 or newer.
    Windows 11 shows it as well.
    The file trade-2024.csv has it.
    The ISO 3166 code is RU.
    See RFC 4180.
    The U-235 isotope is fissile.
    Uranium-235 is fissile.
    CO2 and H2O are molecules.
    CO₂ and m² are written so.
    The B-1 visa is for business.
    The H-1B programme goes on.
    A 10-K filing names it.
    The S&P 500 fell.
    The FTSE 100 and the Nikkei 225 fell.
    Rule 144A allows it.
    One of the firms left.
    No one knows.
    One day it may change.
    On the one hand it helped; on the other it hurt.
    It was one thing to say so.
    One reason is price.
    Each one matters.
    At first nobody noticed.
    First, prices fell.
    The first sanctions came in 2014.
    It was the first to leave.
    For the first time, it sold gas.
    For the second time, talks failed.
    On second thoughts, it stayed.
    Second, the data end in 2024.
    In the first place, it is legal.
    In the second half of 2022 it slowed.
    First-hand accounts differ.
    A second-hand tanker was bought.
    Third parties sell it on.
    Third countries re-export it.
    The third sector is small.
    A third reading is possible.
    The Third World was another market.
    The Second World War ended.
    World War II began.
    The Four Seasons hotel closed.
    The Big Three carmakers left.
    The Seven Sisters ruled the market.
    The Group of Seven set a cap.
    The Five Eyes shared it.
    The Twelve Apostles are rocks.
    Both countries gained.
    The two countries do not trust each other.
    Two countries, one market.
    The two sides met.
    Two questions remain.
    Three things matter here.
    There are four readings of this.
    There are two kinds of data.
    It has two parts.
    These three charts show it.
    The four charts below show it.
    The text has three sections.
    The six-party talks ended.
    A two-way street.
    It is a one-way trade.
    A three-way deal failed.
    A four-point plan was proposed.
    A five-star hotel closed.
    The two-state solution failed.
    A one-sided view.
    Half-truths abound.
    The half-life of plutonium is long.
    It was half-finished.
    They met halfway.
    The first half was weak.
    Half the battle is data.
    That is half the story.
    Half an hour later it ended.
    Half a century of trade ended.
    A quarter of a century passed.
    A quarter-century passed.
    The quarter ended badly.
    Headquarters moved.
    It is published every quarter.
    A two-thirds majority is needed.
    A three-fifths vote is needed.
    A double standard.
    A double-edged tool.
    They redoubled their efforts.
    They doubled down.
    The plant doubles as a museum.
    Think twice.
    Once bitten, twice shy.
    They met twice a year.
    It was twice delayed.
    The purpose is twofold.
    A twofold purpose.
    A threefold task remains.
    Nine times out of ten it works.
    They tried a thousand times over.
    A thousand thanks.
    It is the million-dollar question.
    It was the eleventh hour.
    Cloud nine.
    Back to square one.
    Phase one of the deal.
    Day one was calm.
    Chapter one is short.
    Zero tolerance is the rule.
    A zero-sum game.
    The axis starts at zero.
    Net zero is the aim.
    Ground zero.
    A decade later it resumed.
    Decades of trade ended.
    A couple of questions remain.
    A handful of people know.
    A few firms stayed.
    Several banks stayed.
    A pair of sanctions bills failed.
    The sole supplier is Russia.
    A single supplier remained.
    Billionaires were sanctioned.
    The billionaire Oleg Deripaska sued.
    Percentages are rounded.
    Values are in billion roubles.
    Figures are in thousand tonnes.
    Quarterly data are used.
    Monthly data since 1992 are used.
    Since 2009 the series is monthly.
    As of 2024, it holds.
    Until 1991 it was the Soviet Union.
    By 2030 it may change.
    The 2024 election mattered.
    The 2018 tariffs hit steel.
    2014 sanctions hit oil firms.
    In 2014 sanctions hit oil firms.
    2022 was a turning point.
    1. Open the file.
    - In 2024: the latest year.
    Washington, DC 20230, is the address.
    1401 Constitution Avenue is the address.
    Flight SU100 was cancelled.
    Flight 1492 crashed.
    The Kursk K-141 sank.
    The 38th parallel divides Korea.
    The 75th anniversary passed.
    The 117th Congress passed it.
    The 14th package of sanctions was adopted.
    The twelfth package was adopted.
    The 5th Fleet sailed.
    42nd Street is busy.
    The fourth generation of reactors.
    The VVER-1200 is a reactor.
    It runs on Windows NT 4.0.
    The MT103 message is standard.
    The Fortune 500 firms left.
    [1] and [2] are the notes.
    (1) prices, (2) amounts.
    Channel 5 reported it.
    The year 1917 changed everything.
    Born in 1952, he joined in 1975.
    Putin (born 1952) signed it.
    The years after 2022 differ.
    Trade data for 2023 and 2024 differ.
    In 2021, 2022 and 2023 it fell.
    January 2022 to December 2024 is covered.
    Nov. 5 was election day.
    Tuesday, 5 November 2024, was election day.
    05.11.2024 was election day.
    2024-11-05 was election day.
    11/5/2024 was election day.
    The 5 November election decided it.
    The May 9 parade was held.
    May 9 is a holiday.
    On 1 May it is warm.
    On May Day they marched.
    The 25th Amendment was discussed.
    They are at sixes and sevens.
    The nine-dash line is disputed.
    Two wrongs make no right.
    Twenty-twenty hindsight.
    Fifth-generation jets are costly.
    One-off payments ended.
    A one-time waiver.
    It was a one-in-a-lifetime chance.
    The one-China policy.
    The Antonov An-124 carried pumps.
    The program 60 Minutes reported on it.
    The meter measures NO2 and PM2.5.
    Centrifuges part uranium-238 from uranium-235.
    The Sukhoi Superjet 100 flies with French parts.
    The Voyager 1 probe.
    7-Eleven is a company.
    The handbook has the ISBN 978-3-16-148410-0.
    The ISSN is ISSN 0317-8471.
    The second-hand market for ships is opaque.
    H5N1 spread.
    The 3+3 platform met.
    ECCN 9A991 covers parts.
    A level-3 alert was given.
    IEC 60601-1 is a norm.
    The vote is held every four years.
    Every second Tuesday they met.
    Every second counts.
    The last but one chapter is short.
    The penultimate chapter is short.
    The mid-nineties were hard.
    He was in his mid-thirties.
    A trio for piano was played.
    The ministry published 2023 figures.
    In Q3 2023 banks lost money.
    The film 28 Days Later.
    The 3M22 and the 9M729 are missiles.
    The Tu-22M3 and the S-300PMU2.
    U3O8 is yellow.
    The Core i7 and the x86.
    The 2+4 treaty.
    Vol. 8, no. 2, pp. 1-20.
    The ISIN US0378331005.
    The CAS number 7440-06-4.
    The IMO 9737187.
    It is UTC+3 there.
    The top third of the page is white.
    At ten to five they left.
    The sign 一带一路 hung there.
"""


def page(text: str) -> Page:
    return Page(Path("docs/page.md"), "page.md", f"---\ntitle: A page\n---\n\n{text}\n")


def lines(table: str) -> list[str]:
    return [line.strip() for line in table.strip().split("\n")]


@pytest.mark.parametrize("sentence", lines(TYPED), ids=ascii)
def test_a_number_that_somebody_typed_is_found(sentence):
    assert lint(page(sentence))


@pytest.mark.parametrize("sentence", lines(INNOCENT), ids=ascii)
def test_a_sentence_that_counts_nothing_passes(sentence):
    assert lint(page(sentence)) == []


def table(head: str, cell: str) -> Page:
    return page(f"| Port | {head} |\n| --- | --- |\n| Callao | {cell} |")


@pytest.mark.parametrize("head", ["Ships that called", "Number of permits", "Mine workers"])
def test_a_cell_that_looks_like_a_year_counts_what_its_head_names(head):
    assert lint(table(head, "2044")) and lint(table(head, "**1988**"))


@pytest.mark.parametrize("head", ["Year", "Opened", "Sanctions", "Years", "Ships built", "Since"])
def test_a_cell_with_a_year_under_a_head_of_times_passes(head):
    assert lint(table(head, "1988")) == []


def examples(column: int) -> list[str]:
    """Return the examples of a column of the guide's table of what may be typed."""
    table = GUIDE.read_text().partition("| you may type |")[2].partition("\n\n")[0]
    cells = [row.split("|")[column] for row in table.split("\n")[2:]]
    return [example for cell in cells for example in re.findall("[“`](.+?)[”`]", cell)]


@pytest.mark.parametrize("example", examples(1))
def test_what_the_guide_says_may_be_typed_passes(example):
    assert lint(page(f"It says: {example}.")) == []


@pytest.mark.parametrize("example", examples(2))
def test_what_the_guide_says_may_not_be_typed_is_found(example):
    assert lint(page(f"It says: {example}."))


# Time --------------------------------------------------------------------------------------------

ENDLESS = [
    "by the ", "12 ", "1", "1,", "1.", "a-", "-", "[", "]", "[a](b.md) ", "[a][b] ", "`", "`a ",
    "{{", "{%", "{# ", "{% raw %}", "{a=\"", "\"", "'", " ", "\u00a0", "<", "<a ", "<a \"", "<!--",
    "<?", "&", "&#49;", "*", "half ", "a half of ", "In March 12 ", "hundred and ", "one in ",
    "The Half ", "A.A.", "a@", "https://", "No. 5 and ", "1 000 ", "fact(\"",
]  # fmt: skip


@pytest.mark.parametrize("part", ENDLESS, ids=ascii)
def test_twice_the_text_takes_no_more_than_twice_the_time(part):
    def seconds(size: int) -> float:
        long = page("x " + (part * size)[:size])
        assert long.blocks
        times = []
        for _ in range(2):
            start = time.process_time()
            lint(long), broken(long, {}, ()), [*unsafe_markup(long)]
            times.append(time.process_time() - start)
        return min(times)

    # A quadratic search takes sixteen times as long for four times the text.
    assert seconds(24_000) < 9 * seconds(6_000) + 0.1


def test_a_page_that_is_too_long_is_refused(tmp_path):
    (tmp_path / "long.md").write_text("by the " * (LONGEST // 7 + 1))
    with pytest.raises(Exception, match=f"a page has at most {LONGEST:,}; divide it"):
        read(tmp_path)


@pytest.mark.parametrize("name", ["a.markdown", "a.MD", "b/a.html", "a.txt", "a.ipynb"])
def test_a_text_that_nobody_would_check_is_refused(name):
    (problem,) = unchecked(Path("docs"), [name, "a.csv", "robots.txt", "CNAME", "a.svg"])
    assert problem.path == f"docs/{name}" and "only pages that end in .md" in problem.message
