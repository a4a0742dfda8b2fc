"""A sentence that contradicts its own numbers and tests is found; one that agrees passes.

In the sentences below ⟦formula⟧ is a fact, ⟦words ← test⟧ is a claim, and ⟦column year⟧ is a cell.
"""

import json
import re
import shutil
from collections.abc import Iterator
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
from tests.support import place

# The trade of Peru with Chile: imports peak in 2014 and fall from 2018 to 2020.
TRADE = """year,imports,exports
2010,1500,900
2011,1900,1100
2012,2300,1200
2013,2700,1250
2014,2900,1400
2015,2600,1300
2016,2400,1150
2017,2500,1180
2018,1800,1000
2019,1200,800
2020,600,500
"""
HARVEST = """year,country,harvest
2019,World,1200
2019,Peru,180
2019,Chile,240
2019,Bolivia,90
2020,World,1300
2020,Peru,200
2020,Chile,230
2020,Bolivia,95
"""
PRICES = """month,price,barley
2020-01,210,180
2020-02,190,175
2020-03,120,110
2020-04,150,130
"""
SALES = """year,country,sales,months,share,office
2018,Peru,80,12,40,Customs
2019,Peru,70,12,30,Customs
2020,Peru,60,7,25,Port authority
"""
COUNTS = """year,basis,entries
2019,general entries,70
2019,entries for consumption,60
2020,general entries,50
2020,entries for consumption,45
"""
GOODS = """year,code,output,goods
2020,11,40,Bread and cakes
2020,12,30,Dairy products
2020,13,20,Primary metals
"""
SURVEYS = """year,cumulative,stock,priced,balance,grain,bread,kind
2019,85,40,30,4,12,8,target
2020,92,41,31,5,13,9,held
"""
AVERAGES = """first_year,last_year,country,output
2017,2019,Peru,300
2018,2020,Peru,310
"""
INVESTMENT = """year,inflows
2018,40
2019,-20
2020,-30
"""
SILVER = """edition,country,silver
2023,Peru,110
2023,Other,40
2024,Peru,98
2024,Other,45
"""
RANKS = """year,imports,imports_and_exports
2019,20,23
2020,19,22
"""
DEFINITIONS = """
words:
  Peruvians: Peru
  World: the world
series:
  imports: {of: trade.imports, says: "Peru's imports from Chile"}
  exports: {of: trade.exports, says: "Peru's exports to Chile"}
  harvest: {of: harvests.harvest, says: "wheat harvested in {country}"}
  price: {of: prices.price, says: the price of wheat}
  invested: {of: investment.inflows, says: "net inflows of investment into Peru"}
  silver: {of: reserves.silver, says: "silver reserves of {country}"}
  entered: {of: counts.entries, says: "goods by {basis}"}
  lent: {of: surveys.stock, says: "Peru's loans to Chile"}
  sold: {of: sales.sales, says: "sales of {country}"}
numbers:
  peak_year: when(highest(imports))
  both: sum(harvest[country=Peru|Chile, 2020])
  share_of_both: share(sum(harvest[country=Peru|Chile, 2020]), harvest[country=World, 2020])
  peru_part: share(harvest[country=Peru, 2020], harvest[country=World, 2020])
  peru_2019: harvest[country=Peru, 2019]
  peru_2020: harvest[country=Peru, 2020]
  chile_2020: harvest[country=Chile, 2020]
  bolivia_2020: harvest[country=Bolivia, 2020]
  part_of_chile: share(harvest[country=Chile, 2019], harvest[country=World, 2019])
  imports_part: share(imports[2020], imports[2020] + exports[2020])
  fat_years: share(count(imports > exports, 2010..2014), count(imports > 0, 2010..2014))
  chile_by_peru: times(harvest[country=Chile, 2020], harvest[country=Peru, 2020])
claims:
  chile_first: >-
    harvest[country=Chile, 2020] > harvest[country=Peru, 2020] and harvest[country=Chile, 2020] >
    harvest[country=Bolivia, 2020]
  peru_second: rank(harvest[country=Peru, 2020], harvest[country!=World]) = 2
  twice_by_2014: >-
    imports[2010] < 2 * exports[2010] and imports[2014] > 2 * exports[2014]
  chain: >-
    harvest[country=Chile, 2020] > harvest[country=Peru, 2020] > harvest[country=Bolivia, 2020]
  bolivia_last: >-
    harvest[country=Bolivia, 2020] < harvest[country=Peru, 2020] and harvest[country=Bolivia, 2020]
    < harvest[country=Chile, 2020]
  fell_to_2020: falls(imports, 2019..2020) and imports[2014] > 10 USD million
"""

WRONG = r"""
From 2010 to 2020 imports averaged ⟦highest(imports[2010..2020])⟧.
From 2010 to 2020 imports were ⟦lowest(imports[2010..2020])⟧ a year on average.
By 2020 Peru kept only ⟦fall(imports, 2018, 2020)⟧ of its imports of 2018.
In 2020 imports ran at ⟦fall(imports, 2018, 2020)⟧ of their level in 2018.
In 2020 ⟦fall(imports, 2018, 2020)⟧ of the imports of 2018 remained.
In 2020 ⟦imports[2020] / imports[2018]⟧ of the imports of 2018 had disappeared.
Imports of 2020 came to ⟦imports[2018] - imports[2020]⟧.
In 2020 Peru bought goods from Chile for ⟦imports[2018] - imports[2020]⟧.
Since then ⟦imports passed those of 2014 ← never(imports > imports[2014], 2015..2020)⟧.
In each year ⟦did imports exceed those of 2014 ← never(imports > imports[2014], 2015..2020)⟧.
By 2020 ⟦imports had regained that level ← never(imports > imports[2014], 2015..2020)⟧.
Then ⟦imports fell below 2019’s ← never(imports < imports[2019], 2010..2018)⟧.
In 2020 Chile ranked ⟦ranks.imports[2020]⟧ among all trading partners of Peru.
In 2020 Chile was ⟦ranks.imports[2020]⟧ of Peru's trade partners.
In 2020 Chile came ⟦ranks.imports[2020]⟧ in total trade.
In 2020 Chile was Peru's ⟦ranks.imports[2020]⟧ largest trading partner.
In 2020 Chile ranked ⟦ranks.imports_and_exports[2020]⟧ among the suppliers of Peru.
In 2020 Chile came ⟦ranks.imports_and_exports[2020]⟧ in imports.
In 2024 Peru's yearly output of silver is estimated at ⟦silver[edition=2024, country=Peru]⟧.
In 2020 ⟦more money came in than left ← invested[2020] < 0⟧.
In 2020 ⟦more capital flowed into Peru than left it ← invested[2020] < 0⟧.
In 2020 ⟦less money went out than came in ← invested[2020] < 0⟧.
In 2018 ⟦more poured out than entered ← invested[2018] > 0⟧.
In 2020 ⟦inflows exceeded outflows ← invested[2020] < 0⟧.
In 2018 ⟦outflows were larger than the inflows ← invested[2018] > 0⟧.
Gross inflows of investment into Peru came to ⟦invested[2018]⟧ in 2018.
Without Peru, the world harvested ⟦harvests.harvest[country=World, 2019]⟧ in 2019.
Leave Peru out, and the world harvested ⟦harvests.harvest[country=World, 2019]⟧ in 2019.
Peru, Chile and Bolivia harvested ⟦sum(harvests.harvest[country=Peru|Chile, 2019])⟧ in 2019.
Of both, ⟦neither fell in 2020 ← imports[2020] < imports[2019] and exports[2020] < exports[2019]⟧.
In each of these years, ⟦sum(imports[2010..2014])⟧ came in.
From 2017 on ⟦imports rose while exports rose ← falls(imports, 2018) and rises(exports, 2017)⟧.
By 2020 imports were down to ⟦fall(imports, 2018, 2020)⟧ of what they had been.
Were imports larger in 2016 than in 2015?\n\nYes. They were ⟦imports 2016⟧, after ⟦imports 2015⟧.
Trade with Chile peaked at ⟦highest(imports)⟧.
Peru's trade with Chile fell by ⟦fall(exports, 2018, 2020)⟧ in two years.
Over 2020 as a whole, a ton cost ⟦prices.price[2020-03]⟧.
For all of 2020, the price was ⟦prices.price[2020-03]⟧.
## Imports surge again\n\nPeru imported ⟦imports 2017⟧ in 2017 and ⟦imports 2020⟧ in 2020.
## A comeback of imports\n\nPeru imported ⟦imports 2017⟧ in 2017 and ⟦imports 2020⟧ in 2020.
## Did imports rise?\n\nYes. They went from ⟦imports 2017⟧ in 2017 to ⟦imports 2020⟧ in 2020.
In 2020 imports and exports came to ⟦exports 2020⟧ and ⟦imports 2020⟧, respectively.
In 2020 exports ⟦either('rose', 'fell', exports[2020] < exports[2019])⟧.
In an average year from 2010 to 2014, when all was well, it was ⟦sum(imports[2010..2014])⟧.
In percentage points, imports fell by ⟦fall(imports, 2017, 2020)⟧.
From 2015 to 2019 imports ⟦fell in every single year ← imports[2019] < imports[2015]⟧.
From 2015 to 2019 imports ⟦fell year after year ← imports[2019] < imports[2015]⟧.
From 2015 to 2019 imports ⟦shrank steadily ← imports[2019] < imports[2015]⟧.
In 2014 imports were ⟦larger than exports for the first time ← imports[2014] > exports[2014]⟧.
In 2014 imports were ⟦larger than in any other year ← imports[2014] > imports[2013]⟧.
In 2014 imports were ⟦above those of any year to this day ← is_highest(imports, 2014, 2010..2016)⟧.
In 2014 imports were ⟦less than a billion ← imports[2014] > 1 USD billion⟧.
In 2020 imports were ⟦to the cent those of 2019 ← about(exports[2018], exports[2010], 20%)⟧.
Imports were ⟦above those of 2014 again ← never(imports > imports[2014], 2015..2020)⟧.
Peru usually imported goods for ⟦highest(imports)⟧.
Peru never imported more than ⟦highest(imports[2015..2020])⟧.
Add up the imports of these years, and they give ⟦mean(imports[2010..2014])⟧.
From 2010 to 2014 imports were ⟦imports 2014⟧ altogether.
Imports fell by ⟦fall(imports, 2017, 2020)⟧ a year.
Imports fell by ⟦fall(imports, 2017, 2020)⟧ within a year.
Imports fell by ⟦imports 2020⟧.
In 2018 imports fell. That year they were ⟦imports 2019⟧.
2019 was a bad year for imports: ⟦imports 2018⟧.
Most of the imports, ⟦share(exports[2020], imports[2020] + imports[2019])⟧, went back.
# Years and months
In 2019 imports came to ⟦imports 2018⟧.
Imports came to ⟦imports 2020⟧ in 2019.
By the end of 2019, imports had shrunk to ⟦imports 2020⟧.
From 2014 to 2019 imports fell by ⟦fall(imports, 2018, 2020)⟧.
Imports fell by ⟦fall(imports, 2018, 2020)⟧ from 2014 to 2020.
Since 2014 imports have fallen by ⟦fall(imports, 2018, 2020)⟧.
In March 2020 a tonne cost ⟦prices.price[2020-01]⟧.
In 2016, imports were ⟦the largest of all ← is_highest(imports, 2014)⟧.
Back in 2013, before the tariff, imports came to ⟦imports 2019⟧.
As late as 2018, imports came to ⟦imports 2019⟧.
At ⟦imports 2018⟧, imports in 2019 were small.
The 2018 total was ⟦imports 2019⟧.
Chile's 2018 sales came to ⟦imports 2019⟧.
Compared with 2014, imports in 2020 were ⟦fall(imports, 2018, 2020)⟧ lower.
In 2020 imports were ⟦less than half ← imports[2020] < 50% * imports[2018]⟧ of those in 2014.
## What 2016 brought\n\nImports came to ⟦imports 2014⟧.
Between 2014 and 2020 imports fell by ⟦fall(imports, 2018, 2020)⟧.
Imports fell by ⟦fall(imports, 2018, 2020)⟧ in 2018.
In 2018 imports fell by ⟦fall(imports, 2018, 2020)⟧.
In March 2019 imports came to ⟦imports 2019⟧.
Imports came to ⟦imports 2019⟧ in March 2019.
| Flow | Imports in 2016 |\n| --- | --- |\n| All | ⟦imports 2014⟧ |
Imports in the first nine months of 2019 came to ⟦imports 2019⟧.
Between January and June 2019 imports came to ⟦imports 2019⟧.
On March 1, 2019, imports came to ⟦imports 2019⟧.
From 2018 to 2020 imports added up to ⟦imports 2020⟧.
Imports from 2018 to 2020 averaged ⟦imports 2020⟧.
The average of 2018 to 2020 was ⟦imports 2020⟧.
In 2018 imports came to ⟦imports 2018⟧; a year later, to ⟦imports 2020⟧.
The figure for 2019 (⟦imports 2018⟧) is final.
In 2014: ⟦imports 2014⟧\n\nIn 2016: ⟦imports 2014⟧
Imports were never as high as in 2013, when they came to ⟦imports 2014⟧.
Of the ⟦exports 2014⟧ that Peruvian firms earned in Chile in 2015, half was copper.
Imports averaged ⟦imports 2020⟧ from 2018 to 2020.
By 2020 Peruvians had bought ⟦imports 2020⟧ of goods since the tariff.
In every month of 2019, imports came to ⟦imports 2019⟧.
Imports came to ⟦imports 2018⟧ in 2018, more than the ⟦imports 2017⟧ of 2017.
Imports came to ⟦imports 2019⟧ in 2019, above the ⟦imports 2018⟧ of the year before.
Imports fell to ⟦imports 2017⟧ in 2017 after ⟦imports 2016⟧ the year before.
Up ⟦fall(imports, 2018, 2020)⟧ on 2018, imports were at a low in 2020.
By ⟦fall(imports, 2018, 2020)⟧, imports grew from 2018 to 2020.
The trade gap of ⟦imports 2019⟧ in 2019 was small.
Trade with Chile came to ⟦imports 2019⟧ in 2019.
In euros, imports were ⟦imports 2019⟧ in 2019.
Peru, which sold Chile goods for ⟦imports 2019⟧ in 2019, grows wheat.
Peruvian deliveries to Chile were worth ⟦imports 2019⟧ in 2019.
Imports reached ⟦imports 2019⟧ last year.
Goods for ⟦imports 2019⟧ were bought from Peru in 2019.
Imports of services came to ⟦imports 2019⟧ in 2019.
Peru bought ⟦imports 2019⟧ of Chilean services in 2019.
Peru's sales to Chile and its imports: Chilean exports to Peru dropped to ⟦exports 2019⟧ in 2019.
In 2019 exports and imports were ⟦imports 2019⟧ and ⟦exports 2019⟧.
Imports multiplied, by ⟦fall(imports, 2018, 2020)⟧, from 2018 to 2020.
2019's imports were ⟦imports 2018⟧.
Imports in 2018 were ⟦times(imports[2018], imports[2020])⟧ those of 2019.
In the first half of 2019 imports came to ⟦imports 2019⟧.
| Year | Imports |\n| --- | --- |\n| 2016 | ⟦imports 2014⟧ |
| Flow | 2016 |\n| --- | --- |\n| Imports | ⟦imports 2014⟧ |
---\ntitle: Imports in 2019\ndescription: Imports came to ⟦imports 2018⟧.\n---\n
# Changes
Imports rose by ⟦fall(imports, 2018, 2020)⟧.
There was a drop of ⟦rise(imports, 2010, 2014)⟧ in imports.
Imports were ⟦fall(imports, 2018, 2020)⟧ higher in 2020 than in 2018.
Imports fell to ⟦fall(imports, 2018, 2020)⟧.
Imports fell by ⟦change(imports, 2018, 2020)⟧.
Imports did not fall by ⟦fall(imports, 2018, 2020)⟧.
Imports rose from ⟦imports 2018⟧ to ⟦imports 2020⟧.
Imports jumped to ⟦imports 2020⟧ in 2020.
Imports jumped to ⟦imports[2020]⟧ in 2020.
Imports grew to ⟦imports 2020⟧ from ⟦imports 2018⟧.
Imports fell to ⟦imports[2018]⟧ in 2018 from ⟦imports 2020⟧ in 2020.
Imports went from ⟦imports 2018⟧ to ⟦imports 2020⟧, a gain.
Imports were ⟦fall(imports, 2018, 2020)⟧ in 2020.
The increase in imports was ⟦fall(imports, 2018, 2020)⟧.
Imports were ⟦imports 2019⟧ larger than exports in 2019.
Imports lost ⟦imports[2020] / imports[2018]⟧ of their value.
Imports fell by ⟦share(imports[2020], imports[2018])⟧.
Imports peaked at ⟦imports 2013⟧ in 2013.
Imports were lowest in ⟦peak_year⟧.
On average they came to ⟦sum(imports[2018..2020])⟧.
# Who, and from whom
Peru's exports to Chile came to ⟦imports 2019⟧ in 2019.
Peru sold Chile goods for ⟦imports 2019⟧ in 2019.
Chile bought Peruvian goods for ⟦imports 2019⟧ in 2019.
Imports from Brazil came to ⟦imports 2019⟧ in 2019.
Bolivian imports fell by ⟦fall(imports, 2018, 2020)⟧ from 2018 to 2020.
Chile harvested ⟦harvest[country=Peru, 2020]⟧ in 2020.
In 2020 the harvest of Peruvians was ⟦harvest[country=Bolivia, 2020]⟧.
Exports peaked in ⟦peak_year⟧.
In 2019 the trade deficit was ⟦imports 2019⟧.
Goods worth ⟦imports 2019⟧ came from Peru in 2019.
Goods worth ⟦exports 2019⟧ went to Peru in 2019.
In 2019 Chilean buyers paid ⟦imports 2019⟧ for Peru's goods.
Exports made up ⟦share(imports[2019], imports[2019] + exports[2019])⟧ of trade in 2019.
## Exports\n\nThey came to ⟦imports 2019⟧ in 2019.
In 2019 Peru ⟦sold more than it bought ← imports[2019] > exports[2019]⟧.
In 2019 Chile ⟦bought more from Peru than it sold ← imports[2019] > exports[2019]⟧.
Chilean purchases came to ⟦imports 2019⟧ in 2019.
Peru shipped goods worth ⟦imports 2019⟧ to Chile in 2019.
Chile received ⟦imports 2019⟧ of Peruvian goods in 2019.
# Units, signs, words twice
Imports came to ⟦imports 2019⟧ a month in 2019.
Imports per head came to ⟦imports 2019⟧ in 2019.
Imports came to ⟦imports 2019⟧ million.
Imports came to $⟦imports 2019⟧.
Imports came to ⟦imports 2019⟧ euros.
Imports came to ⟦imports 2019⟧ rubles.
Imports came to nearly $ ⟦imports 2019⟧.
Imports fell by ⟦fall(imports, 2018, 2020)⟧ percent.
Imports fell by −⟦fall(imports, 2018, 2020)⟧.
A tonne cost ⟦prices.price[2020-01]⟧ a tonne.
Imports were worth⟦imports 2019⟧.
Imports fell by more than ⟦fall(imports, 2013, 2020)⟧ from 2013 to 2020.
The table lists the the imports.
Peru bought less and and sold more.
The the ⟦the peak ← is_highest(imports, 2014)⟧ came early.
# The words of a claim
Imports ⟦rose three years in a row ← falls(imports, 2018..2020)⟧.
Imports ⟦fell for four years ← falls(imports, 2018..2020)⟧.
Imports ⟦fell three months in a row ← falls(imports, 2018..2020)⟧.
Imports ⟦have fallen since 2012 ← falls(imports, 2018..2020)⟧.
In 2014 imports were ⟦the smallest ever ← is_highest(imports, 2014)⟧.
In 2014 imports ⟦were lower than ever ← is_highest(imports, 2014)⟧.
In 2014 imports were ⟦the second-highest ← is_highest(imports, 2014)⟧.
Imports were ⟦the highest on record ← is_highest(imports, 2016, 2016..2016)⟧.
In 2020 imports were ⟦less than a third ← imports[2020] < 50% * imports[2018]⟧ of those of 2018.
In 2020 imports were ⟦more than half ← imports[2020] < 50% * imports[2018]⟧ of those of 2018.
Peru ⟦is the largest buyer ← falls(imports, 2018..2020)⟧.
Imports ⟦from Bolivia fell ← falls(imports, 2018..2020)⟧.
Exports ⟦fell three years in a row ← falls(imports, 2018..2020)⟧.
# No, and today
It is not true that imports ⟦fell three years in a row ← falls(imports, 2018..2020)⟧.
It isn't so that imports ⟦fell three years in a row ← falls(imports, 2018..2020)⟧.
Hardly anyone believes that imports ⟦fell three years in a row ← falls(imports, 2018..2020)⟧.
Nothing shows that imports ⟦fell three years in a row ← falls(imports, 2018..2020)⟧.
Nobody can say that imports ⟦fell three years in a row ← falls(imports, 2018..2020)⟧.
Imports never ⟦fell three years in a row ← falls(imports, 2018..2020)⟧.
Today imports come to ⟦imports 2018⟧.
Imports are now ⟦fall(imports, 2014, 2019)⟧ below their peak.
# The order of two numbers
The ⟦imports 2018⟧ of 2018 dwarfed the ⟦imports 2014⟧ of 2014.
The ⟦imports 2018⟧ of 2018 pale beside the ⟦imports 2019⟧ of 2019.
Set against ⟦imports 2018⟧ in 2018, imports of ⟦imports 2019⟧ in 2019 look like growth.
Imports went from ⟦imports 2016⟧ in 2016 down to ⟦imports 2017⟧ in 2017.
Imports inched up from ⟦imports 2018⟧ in 2018 to ⟦imports 2019⟧ in 2019.
At ⟦imports 2018⟧ in 2018, imports edged higher to ⟦imports 2019⟧ in 2019.
In 2018 Peru bought ⟦imports 2018⟧, which had expanded to ⟦imports 2019⟧ by 2019.
Imports fell below exports in 2019: ⟦imports 2019⟧ against ⟦exports 2019⟧.
Imports of 2018, ⟦imports 2018⟧, were dwarfed by those of 2019, ⟦imports 2019⟧.
In 2019 imports cost ⟦imports 2019⟧ and exports more, ⟦exports 2019⟧.
Imports, with ⟦imports 2019⟧, cost less in 2019 than exports, with ⟦exports 2019⟧.
Imports edged down to ⟦imports 2017⟧ in 2017 after ⟦imports 2016⟧ in 2016.
Imports went up to ⟦imports 2019⟧ in 2019, from ⟦imports 2018⟧ in 2018.
Imports became bigger: the bill went from ⟦imports 2018⟧ in 2018 to ⟦imports 2019⟧ in 2019.
A year of decline, with purchases going from ⟦imports 2016⟧ in 2016 to ⟦imports 2017⟧ in 2017.
# Rounded to the other side
Between 2018 and 2020 imports fell by more than ⟦fall(imports, 2018, 2020)⟧.
More than ⟦fall(imports, 2018, 2020)⟧ of the imports of 2018 were gone by 2020.
# No change, and who overtook whom
Imports ⟦collapsed ← imports[2018] = imports[2019] * 1.5⟧.
Exports ⟦surpassed those of 2019 ← exports[2020] < exports[2019]⟧ in 2020.
# Who trades
Exporters in Peru sold ⟦imports 2019⟧ to Chile in 2019.
Chilean goods for ⟦exports 2019⟧ found buyers in 2019.
Chilean clients paid ⟦imports 2019⟧ in 2019.
Trade shrank to ⟦imports 2019⟧ in 2019.
# A year of which months are missing, and another whole
In the whole of 2020 Peru sold ⟦sold[country=Peru, 2020]⟧.
Over the full year 2020 sales came to ⟦sold[country=Peru, 2020]⟧.
In 2020 Peru sold ⟦sales.share[country=Peru, 2020]⟧ of the world's wheat.
In 2020 wheat worth ⟦share(imports[2020], imports[2019])⟧ of all its exports came in.
# The other end, and another base
Imports had their busiest year in ⟦when(lowest(imports))⟧.
Peru is the ⟦rank(harvest[country=Peru, 2020], harvest[country!=World, 2020])⟧ smallest.
In April 2020 wheat cost ⟦rise(price, 2020-03, 2020-04)⟧ more than in January.
Imports shrank to ⟦times(imports[2014], imports[2010])⟧ what they had been in 2010.
Between 2014 and 2020, as tariffs rose, imports fell by ⟦fall(imports, 2018, 2020)⟧.
In the calendar years 2017, 2018, 2019 and 2020 imports added up to ⟦sum(imports[2018..2020])⟧.
From 2018 to 2020 Peru bought ⟦mean(imports[2018..2020])⟧ of Chilean goods in all.
Imports ⟦have fallen each year ← falls(imports, 2018..2019)⟧ since the tariff.
Here is the figure in barrels: in 2020 it was ⟦harvest[country=Peru, 2020]⟧.
From January to December 2020 Peru sold ⟦sold[country=Peru, 2020]⟧.
Over the whole of 2020, January to December, sales came to ⟦sold[country=Peru, 2020]⟧.
In the twelve months of 2020 Peru sold ⟦sold[country=Peru, 2020]⟧ of wheat.
Peru sold ⟦sold[country=Peru, 2020]⟧ throughout 2020.
# What is paid and what is weighed
Chile's wheat was worth ⟦harvest[country=Chile, 2020]⟧ in 2020.
The bill for Chile's wheat, paid by Bolivia, was ⟦harvest[country=Chile, 2020]⟧ in 2020.
Growers earned ⟦harvest[country=Chile, 2020]⟧ in 2020.
By value, Chile harvested ⟦harvest[country=Chile, 2020]⟧ of wheat in 2020.
By weight, imports came to ⟦imports 2019⟧.
The goods weighed ⟦imports 2019⟧ in 2019.
In 2019 Peru bought ⟦imports 2019⟧ of goods by weight.
The value of Chile's harvest fell by ⟦fall(harvest[country=Chile], 2019, 2020)⟧ from 2019 to 2020.
# How the rows are counted
By entries for consumption, it was ⟦entered[basis=general entries, 2020]⟧ in 2020.
In 2020 ⟦entered[basis=entries for consumption, 2020]⟧ came as general entries.
The edition published in 2024 gives Peru ⟦silver[edition=2023, country=Peru]⟧.
It gives Peru ⟦silver[edition=2024, country=Peru]⟧ in the 2023 edition.
# Of a day, a week or a person
Day by day, Peru bought ⟦imports 2019⟧ of goods in 2019.
On an average day of 2019 Peru bought goods for ⟦imports 2019⟧.
Weekly imports came to ⟦imports 2019⟧ in 2019.
In 2019 Peru bought goods for ⟦imports[2019] / 12⟧ in an average week.
In 2019 Peru bought goods for ⟦imports[2019] / 52⟧ a day.
In 2020 the average Chilean produced ⟦harvest[country=Chile, 2020]⟧ of wheat.
# Parts of years, windows of months and editions
In the second quarter of 2020 wheat imports cost ⟦prices.price[2020-04]⟧.
Between February and April 2020 wheat became ⟦rise(price, 2020-03, 2020-04)⟧ dearer.
In March 2020 alone wheat cost ⟦sum(price[2020-01..2020-03])⟧.
From January to March 2020 the price totaled ⟦mean(price[2020-01..2020-03])⟧.
From 2018 to 2020 imports were above exports in ⟦count(imports > exports, 2010..2020)⟧ of the years.
# Names and numbers in a row
In 2020 Peru and Chile grew ⟦harvest[country=Chile, 2020]⟧ and ⟦harvest[country=Peru, 2020]⟧.
In 2020 they took ⟦harvest[country=Peru, 2020]⟧ of wheat from Bolivia.
Peru lost ground in its trade with Chile: from ⟦imports 2016⟧ in 2016 to ⟦imports 2017⟧ in 2017.
# Records, runs and denials
Imports ⟦reached a record in 2016 ← is_highest(imports, 2014)⟧.
Imports ⟦fell in both years ← falls(imports, 2018..2020)⟧.
No reading of the customs bears out that imports ⟦fell each year ← falls(imports, 2018..2020)⟧.
# Spent, single years, ratios, ranks, keys and what was kept up
In 2020 Peru spent ⟦harvest[country=Peru, 2020]⟧ on its fields.
In one year imports fell by ⟦fall(imports, 2018, 2020)⟧.
Peru grew ⟦times(harvest[country=Chile, 2020], harvest[country=Peru, 2020])⟧ as much as Chile.
Peru is the ⟦rank(harvest[country=Peru, 2020], harvest[country!=World, 2020])⟧ largest importer.
Harvests ⟦were larger than Bolivia's ← harvest[country=Chile, 2020] > harvest[country=Peru, 2020]⟧.
Imports kept growing in 2020, to ⟦imports 2020⟧.
# Whose number it is
In 2019 the port authority put sales at ⟦sold[country=Peru, 2019]⟧.
# A question and its answer
Did Peru buy more than it sold in 2020? No: it bought ⟦imports 2020⟧, and sold ⟦exports 2020⟧.
# Another column's name
In January 2020 a tonne of barley cost ⟦prices.price[2020-01]⟧.
Barley traded at ⟦prices.price[2020-01]⟧ in January 2020.
# A unit that the data don't have
In 2020 they rose by ⟦harvests.harvest[country=Peru, 2020]⟧ dollars.
# The whole window
Between 2015 and 2020 they bought ⟦sum(imports[2018..2020])⟧, all told.
Imports lost ⟦fall(imports, 2018, 2020)⟧, barely a dent, between 2018 and 2019.
# Denied, and told as of now
It would be wrong to say that imports ⟦fell each year ← falls(imports, 2018..2020)⟧.
As we write, imports stand at ⟦imports 2018⟧.
# Denied anywhere in its clause, or behind it
At no point between 2018 and 2020 had imports ⟦fallen ← falls(imports, 2018..2020)⟧.
The figures do not bear out that imports ⟦fell each year ← falls(imports, 2018..2020)⟧.
The decade ended without imports having ⟦fallen ← falls(imports, 2018..2020)⟧.
Neither imports nor exports ⟦fell each year ← falls(imports, 2018..2020)⟧.
Imports failed to ⟦fall each year ← falls(imports, 2018..2020)⟧.
That imports ⟦fell each year ← falls(imports, 2018..2020)⟧ is a myth.
Imports ⟦fell each year ← falls(imports, 2018..2020)⟧, which is not true.
Imports ⟦did not fall ← falls(imports, 2018..2020)⟧ from 2018 to 2020.
In 2014 imports were ⟦no longer the largest ← is_highest(imports, 2014)⟧.
There is scant evidence that imports ⟦fell each year ← falls(imports, 2018..2020)⟧.
The notion that imports ⟦fell each year ← falls(imports, 2018..2020)⟧ does not hold up.
Imports were far from having ⟦fallen ← falls(imports, 2018..2020)⟧ by 2020.
The tariff kept imports from ⟦falling ← falls(imports, 2018..2020)⟧.
To this day Chile sells goods for ⟦imports 2018⟧ a year.
# Part of what is tested is left out, or added up
Except in 2019, imports ⟦fell each year ← falls(imports, 2018..2020)⟧.
Imports ⟦fell in two of the three years ← falls(imports, 2018..2020)⟧.
Chile ⟦cut more than both combined ← harvest[country=Chile, 2020] > harvest[country=Peru, 2020]⟧.
In 2016 imports were ⟦the lowest on record ← lowest_since(imports, 2016, 2012)⟧.
Imports ⟦fell from 2019 to 2020 ← imports[2018] > imports[2020]⟧.
# Times of a number
Goods bought from Chile in 2019 were worth ⟦imports 2018⟧, customs say.
Peru sold goods worth ⟦exports 2014⟧ to Chile in 2013, a year of drought.
In the first quarter of 2020 a tonne cost ⟦prices.price[2020-04]⟧.
As things stand, imports run at ⟦imports 2018⟧ a year.
In the last full year, imports were ⟦imports 2018⟧.
Over 2018–2019, imports fell by ⟦fall(imports, 2018, 2020)⟧.
March 2020 brought a price of ⟦prices.price[2020-01]⟧.
# Two numbers in an order
Imports, up from ⟦imports 2018⟧ in 2018, reached ⟦imports 2019⟧ in 2019.
Imports were larger in 2020, at ⟦imports 2020⟧, than in 2019, at ⟦imports 2019⟧.
Peru bought less in 2014 (⟦imports 2014⟧) than in 2013 (⟦imports 2013⟧).
Fewer goods came in 2019 (⟦imports 2019⟧) than in 2020 (⟦imports 2020⟧).
From 2018 to 2020 imports were revised upward by ⟦fall(imports, 2018, 2020)⟧.
Peru raised its imports of Chilean wine from ⟦imports 2018⟧ in 2018 to ⟦imports 2019⟧ in 2019.
Imports have risen since the tariff, from ⟦imports 2018⟧ in 2018 to ⟦imports 2020⟧ in 2020.
# A sum, and what it covers
In 2020 wheat imports averaged ⟦sum(imports[2018..2020])⟧.
From 2018 to 2020 Peru lost ⟦0 - sum(imports[2018..2020])⟧ a year.
In 2019 Peru bought ⟦sum(imports[2018..2020])⟧ of goods.
Between 2014 and 2018 imports shrank to ⟦times(imports[2020], imports[2014])⟧ their size.
A tonne rose by ⟦rise(price, 2020-03, 2020-04)⟧ in March 2020.
For a barrel of wheat buyers paid ⟦prices.price[2020-01]⟧ in January 2020.
In 2020 Peru had ⟦share_of_both⟧ of all.
In 2020 Peru and Chile each had ⟦both⟧ of wheat.
In 2020 Peru and Chile together had ⟦harvest[country=Peru, 2020]⟧ of wheat.
In 2024 the continent had ⟦silver[edition=2024, country=Other]⟧ of silver.
# Places, records and limits of a test
In 2020 Peru was ⟦the largest grower ← peru_second⟧.
In 2020 Peru was ⟦the largest grower ← chile_first⟧.
In 2019 imports ⟦reached their highest level ← is_highest(imports, 2014)⟧.
Since 2014 ⟦no year was lower ← highest(imports[2015..]) < imports[2014]⟧.
Since 2012 imports have stayed ⟦under 3 billion ← highest(imports[2015..]) < 3000 USD million⟧.
Its imports ⟦were the lowest ever ← lowest(imports[2012..2014]) > highest(imports[2010..2011])⟧.
Imports ⟦more than doubled ← 1.9 * imports[2010] < imports[2014] < 2 * imports[2010]⟧.
From 2012 to 2020 imports ⟦fell each year ← falls(imports, 2018..2020)⟧.
Imports ⟦fell from 2016 to 2019 ← fell_to_2020⟧.
By 2010 imports ⟦had passed twice the exports ← twice_by_2014⟧.
# What comes in, and what goes out
In 2019 Peru attracted ⟦0 - invested[2019]⟧ of investment.
In 2018 investors withdrew ⟦invested[2018]⟧ from Peru.
Investors ⟦put in more than they took out ← always(invested < 0, 2019..2020)⟧.
From 2019 to 2020 investors brought ⟦0 - sum(invested[2019..2020])⟧ into Peru.
# Editions
The newest edition puts the silver of Peru at ⟦silver[edition=2023, country=Peru]⟧.
In the list of 2024 Peru has ⟦silver[edition=2023, country=Peru]⟧ of silver.
# Labels and running times
- Imports in 2018: ⟦imports 2019⟧
In the past twelve months imports came to ⟦imports 2018⟧.
This year's imports so far: ⟦imports 2018⟧.
It was not until 2016 that imports reached ⟦imports 2014⟧.
In 2018, a year before the tariff, imports were ⟦imports 2019⟧.
How much did imports grow from 2018 to 2020? By ⟦fall(imports, 2018, 2020)⟧.
With a plus of ⟦fall(imports, 2018, 2020)⟧, imports did well.
Imports fell by ⟦fall(imports, 2018, 2020)⟧ to 2019.
A barrel of wheat cost ⟦prices.price[2020-01]⟧ in January 2020.
Imports grew to ⟦imports 2018⟧ in 2018.
In 2020 the harvest of the whole world was ⟦harvest[country=Chile, 2020]⟧.
Imports stood at ⟦imports 2014⟧ in the year of the flood, 2015.
The port earned dollars ⟦silver[edition=2024, country=Peru]⟧ with it.
In April 2020 alone imports came to ⟦sum(imports[2018..2020])⟧.
A positive balance of ⟦invested[2019]⟧ shows that investors came back.
Net investment of ⟦0 - invested[2019]⟧ flowed into Peru in 2019.
The share of imports was ⟦fall(imports, 2018, 2020)⟧ in 2020.
In 2020 Peru grew ⟦harvest[country=Peru, 2020]⟧; Chile's was ⟦harvest[country=Peru, 2020]⟧.
The most recent survey counts ⟦imports 2018⟧.
Trade in 2018:\n\n- bought: ⟦imports 2019⟧
In 2020 Peru and Chile, in that order, ⟦grew more than others ← chain⟧.
In 2019 Peru ran a surplus of ⟦imports[2019] - exports[2019]⟧ with Chile.
Peru's exports to Chile came to ⟦imports[2019] + exports[2019]⟧ in 2019.
Goods for ⟦imports 2019⟧ were sold by Peru to Chile in 2019.
Imports rose by ⟦share_of_both⟧ in 2020.
In 2020 Chile ⟦had a smaller harvest than Peru ← chain⟧.
Imports ⟦fell in every year from 2017 to 2020 ← falls(imports, 2018..2020)⟧.
How much did Peru buy in 2018? It was ⟦imports 2019⟧.
In 2020 Peru grew ⟦harvest[country=Peru, 2020]⟧, and Chile ⟦harvest[country=Peru, 2020]⟧.
# The sides of a test
Imports ⟦were more than a tenth ← exports[2020] < 10% * imports[2010] * 9⟧.
The share ⟦stayed above a tenth ← always(exports / imports < 95%, 2010..2020)⟧.
In 2018 imports ⟦fell ← falls(imports, 2019..2020)⟧.
Imports ⟦were more in 2020 than in 2014 ← about(imports[2014], imports[2013], 10%)⟧.
Peru ⟦had a surplus ← always(imports > exports, 2010..2020)⟧ with Chile.
Chile ⟦had a deficit ← always(imports > exports, 2010..2020)⟧ with Peru.
Net investment ⟦was positive ← always(invested < 0, 2019..2020)⟧.
Imports peaked ⟦after that year ← when(highest(imports[2010..2016])) < 2016⟧.
Peru ⟦grew more than anyone ← chain⟧.
Bolivia's harvest ⟦was larger than either ← bolivia_last⟧.
Peru ⟦was among the first ten ← rank(harvest[country=Peru, 2020], harvest[country!=World]) <= 4⟧.
The worst year ⟦was 2014 ← is_highest(imports, 2014)⟧.
# A part for the whole, a rise for a fall
In 2020 a tonne of wheat cost ⟦prices.price[2020-01]⟧.
Imports collapsed in 2017, to ⟦imports 2017⟧.
In 2014 imports hit a low of ⟦imports 2014⟧.
At their peak in 2013 imports came to ⟦imports 2014⟧.
Barley in 2020: ⟦prices.price[2020-01]⟧.
# How something is counted
At purchasing power, Peru bought ⟦imports 2019⟧ of goods in 2019.
Adjusted for inflation, imports came to ⟦imports 2019⟧ in 2019.
Peru mined ⟦silver[edition=2024, country=Peru]⟧ of silver.
Its reserves of wheat were ⟦harvest[country=Peru, 2020]⟧ in 2020.
# From one sentence to the next
In 2018 imports came to ⟦imports 2018⟧. A year later they were ⟦imports 2018⟧.
Chile grew ⟦chile_by_peru⟧ what Bolivia's fields gave.
# Who is quoted
The study by {{ source("trade") }} reports {{ quoted("$3 billion", source="python-datetime") }}.
According to {{ source("trade") }}, it was {{ quoted("$3 billion", source="python-datetime") }}.
{{ source("trade") }} puts the sum at {{ quoted("$3 billion", source="python-datetime") }}.
# The opposite of what is counted
In ⟦count(imports > imports[2016], 2010..2015)⟧ of the years from 2010 to 2015, imports were lower.
Imports were below those of 2016 in ⟦count(imports > imports[2016], 2010..2015)⟧ of the years.
From 2018 to 2020 investment was positive in ⟦count(invested < 0, 2018..2020)⟧ years.
In ⟦count(invested < 0, 2018..2020)⟧ years investors put more money in than they took out.
The two moved in opposite directions in ⟦count(same_direction(imports, exports), 2011..2020)⟧ years.
# The part of a share, the other of a ratio
Chile grew ⟦chile_by_peru⟧ as much wheat as Bolivia in 2020.
In 2020 Chile had a harvest ⟦chile_by_peru⟧ as large as that of Bolivia.
From 2018 to 2019 Peru lost ⟦fall(sales.share[country=Peru], 2018, 2019)⟧ of Chile's imports.
In 2014 imports were ⟦times(imports[2014], imports[2010])⟧ as large as in 2011.
In 2014 imports were ⟦times(imports[2014], imports[2010])⟧ as high as they had been in 2012.
The median of the imports from 2010 to 2014 was ⟦mean(imports[2010..2014])⟧.
# What is paid, what is held
Peru's bill for it came to ⟦harvest[country=Peru, 2020]⟧ in 2020.
Peru's wheat had in 2020 a turnover of ⟦harvest[country=Peru, 2020]⟧.
In dollars, Peru's harvest was ⟦rise(harvest[country=Peru], 2019, 2020)⟧ larger in 2020.
Counted in euros, Peru's harvest rose by ⟦rise(harvest[country=Peru], 2019, 2020)⟧ in 2020.
By the edition of 2024 the mines of Peru yielded ⟦silver[edition=2024, country=Peru]⟧ of silver.
The edition of 2024 puts Peru's yearly output of silver at ⟦silver[edition=2024, country=Peru]⟧.
In the edition of 2024, Peru dug up about ⟦silver[edition=2024, country=Peru]⟧.
In the edition of 2024, Peruvian dealers got rid of ⟦silver[edition=2024, country=Peru]⟧.
# What "it" and "the two" stand for
Peru harvested ⟦peru_2019⟧. In 2020 it had ⟦chile_2020⟧.
Peru had ⟦peru_2019⟧; its harvest was ⟦chile_2020⟧ later.
In 2019 Peru had ⟦peru_2019⟧, and a year later it had ⟦chile_2020⟧.
In 2020 Peru had ⟦peru_part⟧. Its share in 2019 was ⟦part_of_chile⟧ of the world's harvest.
Chile had ⟦chile_2020⟧, Bolivia ⟦bolivia_2020⟧. Together they had ⟦both⟧ in 2020.
In 2020 Chile had ⟦chile_2020⟧ and Bolivia ⟦bolivia_2020⟧. Between them that is ⟦both⟧.
Chile had ⟦chile_2020⟧, Bolivia ⟦bolivia_2020⟧. The two together had ⟦share_of_both⟧ of it in 2020.
# The whole of a share
In 2020 Peru grew ⟦peru_part⟧ of what Chile harvested.
In 2020 Peru grew ⟦peru_part⟧ of Bolivia's production.
Of all the wheat that Bolivia harvested in 2020, Peru grew ⟦peru_part⟧.
In 2020 imports were ⟦imports_part⟧ of Bolivia's trade.
In 2020 imports were ⟦imports_part⟧ of world trade.
In 2019 Peru sold ⟦sales.share[country=Peru, 2019]⟧ of all the wheat that Bolivia bought.
In 2019 Peru sold ⟦sales.share[country=Peru, 2019]⟧ of its wheat exports.
In 2019 Peru's part was ⟦sales.share[country=Peru, 2019]⟧ of Chile's sales.
In 2020 Peru grew ⟦peru_part⟧ of the world's reserves.
In 2020 the wheat of Peru was ⟦peru_part⟧ of its economy.
Of the money, ⟦fat_years⟧ was saved.
# How much a share is
In 2020 nearly all of the wheat, ⟦peru_part⟧, grew in Peru.
In 2020 practically everything grew in Peru: it had ⟦peru_part⟧.
In 2020 the wheat came exclusively from Peru, which grew ⟦peru_part⟧.
In 2020 hardly any of it (⟦share_of_both⟧) grew in Peru and Chile.
In 2020 a tiny part of the trade, ⟦imports_part⟧, was imports.
Imports have vanished completely: they fell by ⟦fall(imports, 2018, 2020)⟧ from 2018 to 2020.
Imports have all but dried up: they fell by ⟦fall(imports, 2018, 2020)⟧ from 2018 to 2020.
Imports ⟦have always fallen ← falls(imports, 2018..2020)⟧.
# Who publishes it
According to the IMF, imports were ⟦imports 2020⟧ in 2020.
Imports were ⟦imports 2020⟧ in 2020, the Office of Grain Prices says.
By the World Bank's count, ⟦peru_part⟧ of the wheat grew in Peru in 2020.
OECD figures show that imports fell by ⟦fall(imports, 2018, 2020)⟧ from 2018 to 2020.
# Who earns, pays, lends and owes
In 2020 Peru earned ⟦imports 2020⟧.
In 2020 Chilean firms spent ⟦imports 2020⟧.
In 2020 goods worth ⟦imports 2020⟧ were bought by Chilean firms.
In 2020 ⟦exports 2020⟧ of goods went to Peru from Chile.
In 2019 Chile had lent Peru ⟦surveys.stock[2019]⟧.
In 2019 Peru owed Chile ⟦surveys.stock[2019]⟧.
# The titles of codes
Bread came to ⟦goods.output[code=12, 2020]⟧ in 2020.
In 2020 they sold ⟦goods.output[code=13, 2020]⟧ of dairy products.
Primary metals made up ⟦share(goods.output[code=11, 2020], sum(goods.output[2020]))⟧ in 2020.
Dairy products came to ⟦sum(goods.output[code=11|13, 2020])⟧ in 2020.
# Claims of several things
In 2020 ⟦only imports fell ← falls(imports, 2020) and falls(exports, 2020)⟧.
In 2020 ⟦one of the two fell ← falls(imports, 2020) and falls(exports, 2020)⟧.
In 2020 ⟦both imports and exports fell ← falls(imports, 2020)⟧.
In 2020 ⟦both imports and exports fell ← falls(imports, 2020) or falls(exports, 2020)⟧.
In 2020 ⟦imports rose and exports fell ← falls(imports, 2020) and falls(exports, 2020)⟧.
In 2017 ⟦imports fell and exports rose ← rises(imports, 2017) and rises(exports, 2017)⟧.
In 2020 ⟦Chile grew more than Peru, but not Bolivia ← chile_first⟧.
Imports ⟦fell in most of the years ← falls(imports, 2018..2020)⟧ from 2018 to 2020.
In 2020 ⟦Bolivia came before Chile ← chain⟧.
In 2020 ⟦Peru and then Chile were the first ← chain⟧.
In 2020 ⟦most grew in Peru, then in Chile ← chain⟧.
In 2020 ⟦Chile grew more than Peru and Bolivia together ← chain⟧.
"""

RIGHT = r"""
The highest average from 2010 to 2020 was ⟦highest(imports[2010..2020])⟧.
In the best year from 2010 to 2020 imports were ⟦highest(imports[2010..2020])⟧.
By 2020 ⟦fall(imports, 2018, 2020)⟧ of the imports of 2018 were gone.
In 2020 imports ran at ⟦imports[2020] / imports[2018]⟧ of their level in 2018.
The fall came to ⟦fall(imports, 2018, 2020)⟧ of the imports of 2018.
The difference between 2018 and 2020 was ⟦imports[2018] - imports[2020]⟧.
In 2020 Peru bought ⟦imports[2018] - imports[2020]⟧ less from Chile than in 2018.
In 2014 imports were ⟦times(imports[2014], imports[2010])⟧ as large as in 2010.
# The part of a share, the other of a ratio
Chile grew ⟦chile_by_peru⟧ as much wheat as Peru in 2020.
In 2020 Chile grew ⟦chile_by_peru⟧ as much wheat as Bolivia did, added to that of Peru.
From 2018 to 2019 Peru lost ⟦fall(sales.share[country=Peru], 2018, 2019)⟧ of its share.
From 2018 to 2019 Peru lost ⟦fall(sales.share[country=Peru], 2018, 2019)⟧ of its market share.
# What is left out, or denied
By 2020 imports made up ⟦imports[2020] / imports[2018]⟧ of what they had been.
It was not Peru that harvested ⟦chile_2020⟧ in 2020, nor Bolivia.
# What is paid, what is held
Peru was paid for ⟦harvest[country=Peru, 2020]⟧ in 2020.
Peru's bill for a shipment of ⟦harvest[country=Peru, 2020]⟧ is not known.
The contracts are in dollars, and Peru's harvest was ⟦harvest[country=Peru, 2020]⟧ in 2020.
By the edition of 2024 Peru could yield ⟦silver[edition=2024, country=Peru]⟧ of silver.
By the edition of 2024 Peru has mined little of its ⟦silver[edition=2024, country=Peru]⟧ of silver.
By the edition of 2024 Peru sold some and held ⟦silver[edition=2024, country=Peru]⟧ of silver.
By the edition of 2024 Peru mined silver from reserves of ⟦silver[edition=2024, country=Peru]⟧.
By the edition of 2024 Peru sold its silver down to ⟦silver[edition=2024, country=Peru]⟧.
# What "it" and "the two" stand for
Peru harvested ⟦peru_2019⟧. In 2020 it had ⟦peru_2020⟧.
Peru had ⟦peru_2019⟧. To its south, Chile had ⟦chile_2020⟧.
In 2020 Peru had ⟦peru_2020⟧, but its neighbor had ⟦chile_2020⟧.
In 2020 Peru had ⟦peru_2020⟧. Chile did better: it had ⟦chile_2020⟧.
Chile did well, and Peru had ⟦peru_2019⟧. In 2020 it had ⟦chile_2020⟧.
Peru had ⟦peru_2020⟧ in 2020. In all, it was ⟦harvest[country=World, 2020]⟧.
Peru had ⟦peru_2020⟧, Chile ⟦chile_2020⟧. Together they had ⟦both⟧ in 2020.
Chile had ⟦chile_2020⟧, Bolivia ⟦bolivia_2020⟧. Together, Peru and Chile had ⟦both⟧ in 2020.
# Net and gross, with and without
⟦In no year did imports pass those of 2014 ← never(imports > imports[2014], 2015..2020)⟧.
Imports ⟦have yet to regain the level of 2014 ← never(imports > imports[2014], 2015..2020)⟧.
Imports ⟦failed to return to that level ← never(imports > imports[2014], 2015..2020)⟧.
In 2020 Chile ranked ⟦ranks.imports[2020]⟧ among all trading partners by imports.
In imports Chile came ⟦ranks.imports[2020]⟧ in 2020 among the trading partners of Peru.
In 2020 Chile ranked ⟦ranks.imports_and_exports[2020]⟧ among all trading partners of Peru.
In 2020 Chile came ⟦ranks.imports_and_exports[2020]⟧ in imports and exports together.
In 2020 ⟦more money left than came in ← invested[2020] < 0⟧.
In 2020 ⟦more capital went out than flowed into Peru ← invested[2020] < 0⟧.
In 2020 ⟦less money came in than went out ← invested[2020] < 0⟧.
In 2018 ⟦more came in than was withdrawn ← invested[2018] > 0⟧.
In 2020 ⟦outflows exceeded inflows ← invested[2020] < 0⟧.
Imports ⟦fell in both 2019 and 2020 ← falls(imports, 2019..2020)⟧.
Net inflows of investment into Peru came to ⟦invested[2018]⟧ in 2018.
Peru counted in, the world harvested ⟦harvests.harvest[country=World, 2019]⟧ in 2019.
Peru and Chile, without Bolivia, had ⟦sum(harvests.harvest[country=Peru|Chile, 2019])⟧ in 2019.
In 2020 it ⟦was lower from February to March ← highest(price[2020-02..2020-03]) < price[2020-01]⟧.
By 2020 imports were down to ⟦imports[2020] / imports[2018]⟧ of what they had been.
Were imports larger in 2016 than in 2015?\n\nNo. They were ⟦imports 2016⟧, after ⟦imports 2015⟧.
Trade with Chile was ⟦imports[2020] + exports[2020]⟧.
Peru's trade with Chile was small: it imported ⟦imports 2020⟧.
Up over 2019, the price was ⟦prices.price[2020-03]⟧ in March 2020.
A volume of ⟦imports 2020⟧ was imported.
## Imports collapse\n\nPeru imported ⟦imports 2017⟧ in 2017 and ⟦imports 2020⟧ in 2020.
## No comeback of imports\n\nPeru imported ⟦imports 2017⟧ in 2017 and ⟦imports 2020⟧ in 2020.
## Did imports rise?\n\nNo. They went from ⟦imports 2017⟧ in 2017 to ⟦imports 2020⟧ in 2020.
In 2020 imports and exports came to ⟦imports 2020⟧ and ⟦exports 2020⟧, respectively.
In 2020 exports ⟦either('fell', 'rose', exports[2020] < exports[2019])⟧.
In an average year of five, Peru imported ⟦mean(imports[2010..2014])⟧.
In 2019 imports ⟦fell, as in each year before ← falls(imports, 2018..2019)⟧.
From 2015 to 2019 imports ⟦fell ← imports[2019] < imports[2015]⟧.
Imports were ⟦more than in any other year ← is_highest(imports, 2014)⟧, in 2014.
Imports came to ⟦more than exports ← imports[2014] > exports[2014]⟧ in 2014.
In 2014 imports were ⟦above the billion ← imports[2014] > 1 USD billion⟧.
In 2014 imports were ⟦no lower than a billion ← imports[2014] > 1 USD billion⟧.
Imports usually came to ⟦mean(imports[2010..2014])⟧.
On average over five years imports, added up and divided, were ⟦mean(imports[2010..2014])⟧.
From 2010 to 2014 imports were ⟦sum(imports[2010..2014])⟧ altogether.
From 2017 to 2020 imports fell by ⟦fall(imports, 2017, 2020)⟧, and exports too.
Imports fell by ⟦fall(imports, 2019, 2020)⟧ within a year.
Exports peaked ⟦the same year as imports did ← when(highest(exports)) = when(highest(imports))⟧.
In 2018 imports fell. That year they were ⟦imports 2018⟧.
2019 was a bad year for imports: ⟦imports 2019⟧.
Most imports of two years, ⟦share(imports[2019], imports[2019] + imports[2020])⟧, came first.
# Whole years, wholes, ends and bases as the data have them
In 2020 Peru spent ⟦imports 2020⟧ on Chilean goods.
In two years imports fell by ⟦fall(imports, 2018, 2020)⟧.
Chile grew ⟦times(harvest[country=Chile, 2020], harvest[country=Peru, 2020])⟧ as much as Peru.
Peru is the ⟦rank(harvest[country=Peru, 2020], harvest[country!=World, 2020])⟧ largest producer.
Chile ⟦had more than Peru ← harvest[country=Chile, 2020] > harvest[country=Peru, 2020]⟧.
Imports kept falling in 2020, to ⟦imports 2020⟧.
Between March and April 2020 wheat became ⟦rise(price, 2020-03, 2020-04)⟧ dearer.
From January to March 2020 the price was ⟦mean(price[2020-01..2020-03])⟧ on average.
From 2010 to 2020 imports were above exports in ⟦count(imports > exports, 2010..2020)⟧ of the years.
In 2020 Peru and Chile grew ⟦harvest[country=Peru, 2020]⟧ and ⟦harvest[country=Chile, 2020]⟧.
In 2020 they took ⟦harvest[country=Bolivia, 2020]⟧ of wheat from Bolivia.
Peru gained ground in its trade with Chile: from ⟦imports 2016⟧ in 2016 to ⟦imports 2017⟧ in 2017.
Imports ⟦reached a record in 2014 ← is_highest(imports, 2014)⟧.
From Chile they bought ⟦imports 2019⟧ in 2019.
In 2019 customs put sales at ⟦sold[country=Peru, 2019]⟧.
Before the port authority counted, customs put sales of 2019 at ⟦sold[country=Peru, 2019]⟧.
Did Peru buy more than it sold in 2020? Yes: it bought ⟦imports 2020⟧, and sold ⟦exports 2020⟧.
Did Peru sell more than it bought in 2020? Not quite: it sold ⟦exports 2020⟧ of ⟦imports 2020⟧.
In the whole of 2019 Peru sold ⟦sold[country=Peru, 2019]⟧.
From January to December 2019 Peru sold ⟦sold[country=Peru, 2019]⟧.
From January to July 2020, not through to December, Peru sold ⟦sold[country=Peru, 2020]⟧.
By value imports fell, and by weight the harvest came to ⟦harvest[country=Chile, 2020]⟧ in 2020.
The value of imports fell while the harvest came to ⟦harvest[country=Chile, 2020]⟧ in 2020.
In 2020 Chile paid for ⟦harvest[country=Chile, 2020]⟧ of wheat.
At a cost that nobody knows, Chile harvested ⟦harvest[country=Chile, 2020]⟧ in 2020.
A tonne was worth ⟦prices.price[2020-01]⟧ in January 2020.
In 2019 Peru bought goods for ⟦imports[2019] / 12⟧ a month.
In an average week of 2019 Peru bought goods for ⟦imports[2019] / 52⟧.
Every day counts, and in 2019 imports came to ⟦imports 2019⟧.
The monthly bulletin says that imports came to ⟦imports 2019⟧ in 2019.
What the average Chilean eats grew, and in 2020 Chile harvested ⟦harvest[country=Chile, 2020]⟧.
By general entries, it was ⟦entered[basis=general entries, 2020]⟧ in 2020.
In 2020 it was ⟦entered[basis=general entries, 2020]⟧, but less for consumption.
The 2023 edition gives Peru ⟦silver[edition=2023, country=Peru]⟧.
In the first seven months of 2020, not the full year, Peru sold ⟦sold[country=Peru, 2020]⟧.
From January to July 2020 Peru sold ⟦sold[country=Peru, 2020]⟧, and more in all of 2019.
In 2020 Peru had ⟦sales.share[country=Peru, 2020]⟧ of Chile's imports.
Imports had their quietest year in ⟦when(lowest(imports))⟧.
Peru is the ⟦rank(harvest[country=Peru, 2020], harvest[country!=World, 2020])⟧ largest.
In April 2020 wheat cost ⟦rise(price, 2020-03, 2020-04)⟧ more than in March.
Imports swelled to ⟦times(imports[2014], imports[2010])⟧ what they had been in 2010.
Between 2018 and 2020, as tariffs rose, imports fell by ⟦fall(imports, 2018, 2020)⟧.
In the calendar years 2018, 2019 and 2020 imports added up to ⟦sum(imports[2018..2020])⟧.
From 2018 to 2020 Peru bought ⟦sum(imports[2018..2020])⟧ of Chilean goods in all.
Since the tariff imports ⟦have fallen each year ← falls(imports, 2018..2020)⟧.
Since the tariff and until 2019 imports ⟦have fallen each year ← falls(imports, 2018..2019)⟧.
Here is the figure in tonnes: in 2020 it was ⟦harvest[country=Peru, 2020]⟧.
That year they ⟦bought more than they put in ← imports[2020] > exports[2020]⟧ in each month.
# A way by the word behind the verb, a heading before a colon, and columns by their names
Imports edged down to ⟦imports 2019⟧ in 2019 after ⟦imports 2018⟧ in 2018.
Imports went up to ⟦imports 2017⟧ in 2017, from ⟦imports 2016⟧ in 2016.
Imports became smaller: the bill went from ⟦imports 2018⟧ in 2018 to ⟦imports 2019⟧ in 2019.
Sales were no longer larger: imports went from ⟦imports 2018⟧ in 2018 to ⟦imports 2019⟧ in 2019.
The price of barley and of wheat: wheat cost ⟦prices.price[2020-01]⟧ in January 2020.
In January 2020, at a price of ⟦prices.barley[2020-01]⟧, barley was cheap.
In January 2020 barley had a price of ⟦prices.barley[2020-01]⟧.
Unlike barley, wheat cost ⟦prices.price[2020-01]⟧ in January 2020.
# Years and months
In 2019, a year of drought, imports came to ⟦imports 2019⟧.
Imports came to ⟦imports 2019⟧ in 2019 and to ⟦imports 2020⟧ in 2020.
Sanctions came in 2018; two years later imports were ⟦imports 2020⟧.
When sanctions came in 2018, few thought that imports could fall to ⟦imports 2020⟧.
In 2014: ⟦imports 2014⟧\n\nIn 2016: ⟦imports 2016⟧
Imports were never as high as in 2014, when they came to ⟦imports 2014⟧.
Of the ⟦exports 2014⟧ that Peruvian firms earned in Chile in 2014, half was copper.
By 2020 Peruvians had bought ⟦imports[2018] + imports[2019] + imports[2020]⟧ of goods since 2018.
Imports came to ⟦imports 2018⟧ in 2018, less than the ⟦imports 2017⟧ of 2017.
Imports fell to ⟦imports 2018⟧ in 2018 after ⟦imports 2017⟧ the year before.
Down ⟦fall(imports, 2018, 2020)⟧ on 2018, imports were at a low in 2020.
By ⟦fall(imports, 2018, 2020)⟧, imports shrank from 2018 to 2020.
Trade with Chile came to ⟦imports[2019] + exports[2019]⟧ in 2019.
Peru, which bought goods for ⟦imports 2019⟧ from Chile in 2019, grows wheat.
Goods for ⟦imports 2019⟧ were bought from Chile in 2019.
Peru bought ⟦imports 2019⟧ of Chilean goods in 2019.
In 2019 exports and imports were ⟦exports 2019⟧ and ⟦imports 2019⟧.
Imports shrank, by ⟦fall(imports, 2018, 2020)⟧, from 2018 to 2020.
Firms that had paid ⟦imports 2018⟧ for goods in 2018 looked elsewhere after the tariff.
In 2018 a tariff came, yet imports were ⟦imports 2019⟧ a year later.
From 2018 to 2020 imports fell by ⟦fall(imports, 2018, 2020)⟧.
In 2020 imports were ⟦fall(imports, 2018, 2020)⟧ below those of 2018.
From 2018 to 2020 they added up to ⟦sum(imports[2018..2020])⟧.
In March 2020 a tonne cost ⟦prices.price[2020-03]⟧, in April ⟦prices.price[2020-04]⟧.
In 2014 imports were ⟦the largest of all ← is_highest(imports, 2014)⟧.
Back in 2013, before the tariff, imports came to ⟦imports 2013⟧.
In 2018 a tariff came, and imports, after a good year, came to ⟦imports 2019⟧ a year later.
At ⟦imports 2019⟧, imports in 2019 were small.
At ⟦imports 2019⟧, imports were smaller than the tariff of 2018 had promised.
The 2019 total was ⟦imports 2019⟧.
The 2018 tariff was still in force when imports came to ⟦imports 2019⟧.
Compared with 2018, imports in 2020 were ⟦fall(imports, 2018, 2020)⟧ lower.
In 2020 imports were ⟦less than half ← imports[2020] < 50% * imports[2018]⟧ of those in 2018.
## What 2016 brought\n\nImports came to ⟦imports 2016⟧.
---\ntitle: Imports in 2019\ndescription: Imports came to ⟦imports 2019⟧.\n---\n
---\ntitle: What the tariff of 2018 did\ndescription: Imports came to ⟦imports 2019⟧.\n---\n
## Before and after 2016\n\nImports came to ⟦imports 2014⟧ at first.
| Year | Imports |\n| --- | --- |\n| 2016 | ⟦imports 2016⟧ |
Between 2018 and 2020 imports fell by ⟦fall(imports, 2018, 2020)⟧.
Between 2018 and 2020 imports fell to ⟦imports 2020⟧.
Imports fell by ⟦fall(imports, 2018, 2020)⟧ in 2020.
In 2018, before the tariff, nobody feared a fall of ⟦fall(imports, 2018, 2020)⟧ by 2020.
In March 2019, when the tariff came, few thought that imports would come to ⟦imports 2019⟧.
By December 2019 imports had come to ⟦imports 2019⟧.
From 2018 to 2020 imports fell to ⟦imports 2020⟧.
From 2018 to 2020 the lowest figure was ⟦imports 2020⟧.
In 2018 imports came to ⟦imports 2018⟧; two years later, to ⟦imports 2020⟧.
The tariff came in 2018; two years later imports were ⟦imports 2020⟧.
The figure for 2019 (⟦imports 2019⟧) is final.
2019's imports were ⟦imports 2019⟧.
Imports in 2018 were ⟦times(imports[2018], imports[2020])⟧ those of 2020.
On March 1, 2019, a tariff came; in that year imports were ⟦imports 2019⟧.
In 2020 imports fell to ⟦imports 2020⟧ from ⟦imports 2018⟧ two years before.
In the first quarter of 2020 a tonne cost ⟦prices.price[2020-03]⟧.
| Flow | Imports in 2016 |\n| --- | --- |\n| All | ⟦imports 2016⟧ |
| 2018 | Change to 2020 |\n| --- | --- |\n| ⟦imports 2018⟧ | ⟦change(imports, 2018, 2020)⟧ |
# Changes
Imports fell by ⟦fall(imports, 2018, 2020)⟧, after they had risen by ⟦rise(imports, 2010, 2014)⟧.
Far from rising, imports fell by ⟦fall(imports, 2018, 2020)⟧.
From 2018 to 2020 imports fell by ⟦fall(imports, 2018, 2020)⟧, more than exports.
Whether imports rise again or not, the loss of ⟦fall(imports, 2018, 2020)⟧ is large.
The rise of ⟦rise(imports, 2010, 2014)⟧ made up for no later fall.
Imports fell from ⟦imports 2018⟧ in 2018 to ⟦imports 2020⟧ in 2020.
Imports peaked at ⟦imports 2014⟧ in ⟦peak_year⟧.
Imports fell to ⟦imports 2020⟧ in 2020.
Imports fell to ⟦imports[2020]⟧ in 2020 from ⟦imports 2018⟧ two years before.
Imports fell to ⟦imports[2020] / imports[2018]⟧ of what they had been.
Imports went from ⟦imports 2018⟧ to ⟦imports 2020⟧, a loss.
The change in imports was ⟦change(imports, 2018, 2020)⟧ from 2018 to 2020.
Imports were ⟦fall(imports, 2018, 2020)⟧ lower in 2020 than in 2018.
Imports in 2020 were down ⟦fall(imports, 2018, 2020)⟧.
The loss of imports from 2018 to 2020 was ⟦fall(imports, 2018, 2020)⟧.
Imports were ⟦imports[2019] - exports[2019]⟧ larger than exports in 2019.
Imports were ⟦imports[2020] / imports[2018]⟧ of what they had been.
Never before had imports fallen so fast: by ⟦fall(imports, 2018, 2019)⟧ in a year.
They averaged ⟦mean(imports[2018..2020])⟧ a year.
# Who, and from whom
Peru's imports from Chile came to ⟦imports 2019⟧ in 2019, its exports to ⟦exports 2019⟧.
Peru bought goods for ⟦imports 2019⟧ and sold goods for ⟦exports 2019⟧ in 2019.
Chile sold Peru goods for ⟦imports 2019⟧ in 2019.
Chilean exports to Peru came to ⟦imports 2019⟧ in 2019.
Peruvian purchases came to ⟦imports 2019⟧ in 2019.
Goods shipped from Chile to Peru came to ⟦imports 2019⟧ in 2019.
Chile shipped Peru goods worth ⟦imports 2019⟧ in 2019.
Peru received ⟦imports 2019⟧ of Chilean goods in 2019.
Unlike exports, imports still came to ⟦imports 2019⟧.
While Brazil bought more, Peruvian imports from Chile fell by ⟦fall(imports, 2018, 2020)⟧.
After the war in Bolivia, imports from Chile came to ⟦imports 2019⟧.
Chile harvested ⟦harvest[country=Chile, 2020]⟧ in 2020, Peru ⟦harvest[country=Peru, 2020]⟧.
Chile, not Peru, came first, with ⟦harvest[country=Chile, 2020]⟧.
Imports peaked in ⟦peak_year⟧.
In 2019 the trade deficit was ⟦imports[2019] - exports[2019]⟧.
Goods worth ⟦imports 2019⟧ came from Chile in 2019.
Goods worth ⟦exports 2019⟧ went to Chile in 2019.
In 2019 Peruvian buyers paid ⟦imports 2019⟧ for Chile's goods.
Exports made up ⟦share(exports[2019], imports[2019] + exports[2019])⟧ of trade in 2019.
## Imports\n\nThey came to ⟦imports 2019⟧ in 2019.
In 2019 Peru ⟦bought more than it sold ← imports[2019] > exports[2019]⟧.
In 2019 Chile ⟦sold more to Peru than it bought ← imports[2019] > exports[2019]⟧.
In 2019 Peru ⟦sold less than it bought ← imports[2019] > exports[2019]⟧.
# Units, signs, words
They averaged ⟦imports[2019] / 12⟧ a month in 2019.
Imports came to about ⟦imports 2019⟧, in dollars of the day.
Imports (goods only) were worth ⟦imports 2019⟧.
Imports fell by nearly ⟦fall(imports, 2013, 2020)⟧ from 2013 to 2020.
A tonne cost ⟦prices.price[2020-01]⟧ in January 2020.
The ⟦peak ← is_highest(imports, 2014)⟧ came early.
All that that tariff had had to do was to hold; it cost ⟦imports 2019⟧.
# The words of a claim
Imports ⟦fell three years in a row ← falls(imports, 2018..2020)⟧.
Imports ⟦fell for a third straight year ← falls(imports, 2018..2020)⟧ in 2020.
Imports ⟦did not rise in any year ← falls(imports, 2018..2020)⟧.
Imports ⟦fell every year from 2018 to 2020 ← falls(imports, 2018..2020)⟧.
Imports ⟦have never been higher ← is_highest(imports, 2014)⟧ than in 2014.
In 2020 imports were ⟦less than half ← imports[2020] < 50% * imports[2018]⟧ of those of 2018.
Imports ⟦fell by more than half ← imports[2020] < 50% * imports[2018]⟧ from 2018 to 2020.
Imports of 2018 were ⟦more than twice ← imports[2020] < 50% * imports[2018]⟧ those of 2020.
Chile ⟦harvested more than Bolivia ← harvest[country=Chile, 2020] > harvest[country=Bolivia, 2020]⟧.
Chilean sales to Peru ⟦fell three years in a row ← falls(imports, 2018..2020)⟧.
# No, and today
It is not true that imports recovered; they ⟦fell each year ← falls(imports, 2018..2020)⟧.
Imports were not large, but they ⟦fell three years in a row ← falls(imports, 2018..2020)⟧.
Today's ministers remember 2018, when imports came to ⟦imports 2018⟧.
Today imports come to ⟦imports latest⟧, against ⟦imports 2018⟧ in 2018.
Peru now buys less; in 2014 it had bought goods for ⟦imports 2014⟧.
The ⟦imports 2014⟧ of 2014 dwarfed the ⟦imports 2018⟧ of 2018.
Set against ⟦imports 2018⟧ in 2018, imports of ⟦imports 2019⟧ in 2019 look like a collapse.
Imports exceeded exports in 2019: ⟦imports 2019⟧ against ⟦exports 2019⟧.
In 2019 imports cost ⟦imports 2019⟧ and exports less, ⟦exports 2019⟧.
Imports of 2019, ⟦imports 2019⟧, were not more than those of 2018, ⟦imports 2018⟧.
In 2018 imports were ⟦imports 2018⟧, and exports, lower than in 2017, ⟦exports 2018⟧.
Between 2018 and 2020 imports fell by nearly ⟦fall(imports, 2018, 2020)⟧.
Chilean goods for ⟦imports 2019⟧ found buyers in 2019.
Importers in Peru paid ⟦imports 2019⟧ in 2019.
Between 2018 and 2020 they bought ⟦sum(imports[2018..2020])⟧, all told.
Exports ⟦fell short of those of 2019 ← exports[2020] < exports[2019]⟧ in 2020.
# Denied is something else
Neither tariffs nor bans kept imports from ⟦falling ← falls(imports, 2018..2020)⟧.
Imports, down from ⟦imports 2018⟧ in 2018, reached ⟦imports 2019⟧ in 2019.
March 2020 brought a price of ⟦prices.price[2020-03]⟧.
Exports did not matter, but imports ⟦fell each year ← falls(imports, 2018..2020)⟧ from 2018 to 2020.
Not only exports but also imports ⟦fell each year ← falls(imports, 2018..2020)⟧ from 2018 to 2020.
There is no doubt that imports ⟦fell each year ← falls(imports, 2018..2020)⟧ from 2018 to 2020.
Nobody disputes that imports ⟦fell each year ← falls(imports, 2018..2020)⟧ from 2018 to 2020.
Without a tariff, imports ⟦fell each year ← falls(imports, 2018..2020)⟧ from 2018 to 2020.
Firms that do not grow wheat bought less: imports ⟦fell each year ← falls(imports, 2018..2020)⟧.
Imports ⟦did not rise ← falls(imports, 2018..2020)⟧ from 2018 to 2020.
Except in 2017, when they rose, imports ⟦fell each year ← falls(imports, 2018..2020)⟧.
Imports ⟦fell in all of the three years ← falls(imports, 2018..2020)⟧ to 2020.
In 2016 imports were ⟦the lowest since 2012 ← lowest_since(imports, 2016, 2012)⟧.
In 1991, in its last year, the ministry counted imports of ⟦imports 2018⟧ for 2018.
Imports were larger in 2019, at ⟦imports 2019⟧, than in 2020, at ⟦imports 2020⟧.
Peru bought more in 2014 (⟦imports 2014⟧) than in 2013 (⟦imports 2013⟧).
From 2018 to 2020 imports were revised downward by ⟦fall(imports, 2018, 2020)⟧.
In the last full year before the tariff, imports were ⟦imports 2018⟧.
Peru cut its imports of Chilean wine from ⟦imports 2018⟧ in 2018 to ⟦imports 2019⟧ in 2019.
Imports have fallen since the tariff, from ⟦imports 2018⟧ in 2018 to ⟦imports 2020⟧ in 2020.
# Sums, parts, places and limits as they are
From 2018 to 2020 imports averaged ⟦mean(imports[2018..2020])⟧.
By 2020 Peru had bought ⟦sum(imports[2018..2020])⟧ of goods.
Between 2014 and 2020 imports shrank to ⟦times(imports[2020], imports[2014])⟧ their size.
A tonne rose by ⟦rise(price, 2020-03, 2020-04)⟧ in April 2020.
In 2020 Peru and Chile had ⟦share_of_both⟧ of it.
In 2020 Peru, with Chile, had ⟦share_of_both⟧.
In 2020 Peru and Chile together had ⟦both⟧ of wheat.
In 2024 all others had ⟦silver[edition=2024, country=Other]⟧ of silver.
In 2020 Peru was ⟦the second largest ← peru_second⟧.
In 2014 imports ⟦reached their highest level ← is_highest(imports, 2014)⟧.
Since 2014 ⟦no year was higher ← highest(imports[2015..]) < imports[2014]⟧.
Since 2014 imports have stayed ⟦under 3 billion ← highest(imports[2015..]) < 3000 USD million⟧.
Imports ⟦nearly doubled ← 1.9 * imports[2010] < imports[2014] < 2 * imports[2010]⟧.
From 2018 to 2020 imports ⟦fell each year ← falls(imports, 2018..2020)⟧.
By 2014 imports ⟦had passed twice the exports ← twice_by_2014⟧.
In 2019 investors withdrew ⟦0 - invested[2019]⟧ from Peru.
In 2018 Peru attracted ⟦invested[2018]⟧ of investment.
Investors ⟦took out more than they put in ← always(invested < 0, 2019..2020)⟧.
The newest edition puts the silver of Peru at ⟦silver[edition=2024, country=Peru]⟧.
In 2020 a tonne of wheat cost ⟦prices.price[2020-01]⟧ at its peak.
Imports collapsed in 2019, to ⟦imports 2019⟧.
In 2016 imports hit a low of ⟦imports 2016⟧.
At their peak in 2014 imports came to ⟦imports 2014⟧.
In 2019 imports ⟦fell ← falls(imports, 2019..2020)⟧.
Peru ⟦had a deficit ← always(imports > exports, 2010..2020)⟧ with Chile.
Chile ⟦had a surplus ← always(imports > exports, 2010..2020)⟧ with Peru.
Net investment ⟦was negative ← always(invested < 0, 2019..2020)⟧.
Imports peaked ⟦before that year ← when(highest(imports[2010..2016])) < 2016⟧.
Chile ⟦grew more than anyone ← chain⟧.
Bolivia's harvest ⟦was smaller than either ← bolivia_last⟧.
The best year ⟦was 2014 ← is_highest(imports, 2014)⟧.
It was not until 2014 that imports reached ⟦imports 2014⟧.
In 2018, a year before the tariff, imports were ⟦imports 2018⟧.
How much did imports fall from 2018 to 2020? By ⟦fall(imports, 2018, 2020)⟧.
A tonne of wheat cost ⟦prices.price[2020-01]⟧ in January 2020.
For a tonne of wheat buyers paid ⟦prices.price[2020-01]⟧ in January 2020.
Imports fell to ⟦imports 2018⟧ in 2018.
Imports stood at ⟦imports 2015⟧ in the year of the flood, 2015.
A negative balance of ⟦invested[2019]⟧ shows that investors left.
In 2020 Peru grew ⟦harvest[country=Peru, 2020]⟧; Chile's was ⟦harvest[country=Chile, 2020]⟧.
Peru bought Chilean goods for ⟦imports 2019⟧ and sold Peruvian ones for ⟦exports 2019⟧ in 2019.
Trade in 2019:\n\n- bought: ⟦imports 2019⟧\n\nIt bought ⟦imports 2018⟧ before.
In 2020 Chile and Peru, in that order, ⟦grew more than others ← chain⟧.
In 2019 Peru ran a deficit of ⟦imports[2019] - exports[2019]⟧ with Chile.
Trade with Chile came to ⟦imports[2019] + exports[2019]⟧ in 2019.
In 2020 Peru ⟦had a smaller harvest than Chile ← chain⟧.
How much did Peru buy in 2018? It was ⟦imports 2018⟧.
In 2020 Peru grew ⟦harvest[country=Peru, 2020]⟧, and Chile ⟦harvest[country=Chile, 2020]⟧.
The reserves of Peru were ⟦silver[edition=2024, country=Peru]⟧, by the edition of 2024.
At the exchange rates of the day, Peru bought ⟦imports 2019⟧ of goods in 2019.
In 2018 imports came to ⟦imports 2018⟧. A year later they were ⟦imports 2019⟧.
Chile grew ⟦chile_by_peru⟧ what Peru's fields gave.
# Who is quoted, what is counted, and who is counted in
{{ source("trade") }} cites {{ quoted("$3 billion", source="python-datetime") }}.
{{ source("trade") }} is silent; a study has {{ quoted("$3 billion", source="python-datetime") }}.
{{ source("trade") }} reports what it found, {{ quoted("$3 billion", source="python-datetime") }}.
{{ source("python-datetime") }} puts it at {{ quoted("$3 billion", source="python-datetime") }}.
In ⟦count(imports > imports[2016], 2010..2015)⟧ of the years from 2010 to 2015, imports were higher.
Imports of 2016 were less than in ⟦count(imports > imports[2016], 2010..2015)⟧ of these years.
From 2018 to 2020 investment was negative in ⟦count(invested < 0, 2018..2020)⟧ years, not positive.
In ⟦count(invested < 0, 2018..2020)⟧ years investors took out more money than they put in.
Together in ⟦count(same_direction(imports, exports), 2011..2020)⟧ years, they diverged in the rest.
Peru counted in, the world harvested ⟦harvest[country=World, 2020]⟧ of wheat in 2020.
In 2018, the ministry's last year, imports were ⟦imports 2018⟧.
# The whole of a share
In 2020 Peru grew ⟦peru_part⟧ of what the world harvested, and of what Chile did, more.
Of all the wheat that the world grew in 2020, Peru grew ⟦peru_part⟧.
In 2020 imports were ⟦imports_part⟧ of Peru's trade with Chile.
In 2019 Peru sold ⟦sales.share[country=Peru, 2019]⟧ of all the wheat that Chile bought.
In 2019 Peru had ⟦sales.share[country=Peru, 2019]⟧ of Chile's imports.
In 2020 Peru brought in ⟦peru_part⟧ of the world's harvest.
Of these years, ⟦fat_years⟧ were fat.
# How much a share is
In 2020 a small part of the wheat, ⟦peru_part⟧, grew in Peru.
In 2020 hardly any grew elsewhere: they had ⟦share_of_both⟧.
Once nearly all of it came from Peru, which grew ⟦peru_part⟧ in 2020.
All of it goes by road; ⟦peru_part⟧ of it grew in Peru in 2020.
Most grew in the world's plains in 2020 and a small share, ⟦peru_part⟧, in Peru.
Imports ⟦have fallen in each year ← falls(imports, 2018..2020)⟧ from 2018 to 2020.
# Who publishes it
The Office of Grain Prices reported ⟦prices.price[2020-03]⟧ in March 2020.
The IMF says otherwise, but imports were ⟦imports 2020⟧ in 2020.
Peru joined the WTO, and imports were ⟦imports 2020⟧ in 2020.
Unlike the OECD, the Office of Grain Prices put it at ⟦prices.price[2020-03]⟧ in March 2020.
# Who earns, pays, lends and owes
In 2020 Chile earned ⟦imports 2020⟧ in Peru.
In 2020 Peruvian firms spent ⟦imports 2020⟧, and Chile was paid ⟦imports 2020⟧.
In 2020 goods worth ⟦imports 2020⟧ were bought by Peruvian firms.
In 2020 ⟦exports 2020⟧ of goods went to Chile from Peru.
In 2019 Peru had lent Chile ⟦surveys.stock[2019]⟧, and Chile owed Peru ⟦surveys.stock[2019]⟧.
In 2019 Chile had loans from Peru of ⟦surveys.stock[2019]⟧.
# The titles of codes
Bread came to ⟦goods.output[code=11, 2020]⟧ in 2020.
Behind bread, milk came to ⟦goods.output[code=12, 2020]⟧ in 2020.
For the bread queue there were ⟦goods.output[code=12, 2020]⟧ in 2020.
Bread and metals came to ⟦sum(goods.output[code=11|13, 2020])⟧ in 2020.
# Claims of several things
In 2020 ⟦not only imports fell, but exports too ← falls(imports, 2020) and falls(exports, 2020)⟧.
In 2020 ⟦neither rose ← falls(imports, 2020) and falls(exports, 2020)⟧.
In 2020 ⟦at least one of them fell ← falls(imports, 2020) or falls(exports, 2020)⟧.
Imports ⟦fell in all three years ← falls(imports, 2018..2020)⟧ from 2018 to 2020.
Imports ⟦fell every year, sometimes by far ← falls(imports, 2018..2020)⟧ from 2018 to 2020.
In 2020 ⟦Bolivia came after Peru and Chile ← chain⟧.
In 2020 ⟦Chile and then Peru were the first ← chain⟧.
In 2020 ⟦most grew in Chile, then in Peru, then in Bolivia ← chain⟧.
In 2020 ⟦Chile was ahead of Peru, and Peru ahead of Bolivia ← chain⟧.
"""


def cases(text: str) -> Iterator[str]:
    for line in text.strip().splitlines():
        if not line.startswith("# "):
            yield line.replace(r"\n", "\n")


def written(text: str) -> str:
    """Writes the macros of a sentence out."""

    def macro(match: re.Match[str]) -> str:
        words, _, test = match[1].partition(" ← ")
        if test:
            return f'{{{{ claim("{test}", "{words}") }}}}'
        if cell := re.fullmatch(r"(imports|exports) (\d{4}|latest)", match[1]):
            year = cell[2] if cell[2].isdigit() else f'"{cell[2]}"'
            return f'{{{{ value("trade", "{cell[1]}", year={year}) }}}}'
        return f'{{{{ fact("{match[1]}") }}}}'

    return re.sub("⟦(.+?)⟧", macro, text)


def described(name: str, key: dict[str, str], column: str, unit: str, like: dict) -> dict:  # type: ignore[type-arg]
    fields = [
        {"name": k, "title": k, "type": t, "description": k, "constraints": {"required": True}}
        for k, t in key.items()
    ]
    fields += [
        {"name": c, "title": c.title(), "type": "number", "unit": unit, "description": c}
        for c in column.split()
    ]
    if name == "harvests":
        fields[1]["totals"] = ["World"]
    for field in fields:
        if field["name"] == "months":
            field |= {"role": "coverage", "unit": "months", "type": "integer"}
        if field["name"] == "stock":
            field |= {"description": "Stock at the end of the year"}
        if field["name"] == "priced":
            field |= {"description": "At purchasing power and the prices of 2015"}
        if field["name"] == "balance":
            field |= {"description": "Net of what was taken out, as estimated for immediate owners"}
        if field["name"] == "grain":
            field |= {"description": "Wheat and rye flour sold abroad"}
        if field["name"] == "bread":
            field |= {"description": "Bread sold abroad, without rolls"}
        if field["name"] in ("kind", "goods"):
            field |= {"type": "string"}
            del field["unit"]
        if field["name"] == "basis":
            field |= {"role": "basis"}
        if name == "ranks" and field["name"] != "year":
            field |= {"title": f"Rank in {str(field['name']).replace('_', ' ')} of Peru"}
        if field["name"] == "office":
            field |= {"type": "string"}
            del field["unit"]
        if field["name"] == "share":
            field |= {"unit": "percent", "description": "Share in the imports of Chile"}
    schema = {"primaryKey": list(key), "fields": fields}
    title = "Trade in goods" if name == "trade" else name.title()
    return like | {"name": name, "path": f"{name}.csv", "title": title, "schema": schema}


@pytest.fixture(scope="module")
def evaluator(tmp_path_factory: pytest.TempPathFactory) -> Evaluator:
    """A tiny explainer with the datasets above."""
    root = tmp_path_factory.mktemp("agreement") / "explainer"
    shutil.copytree(SECOND, root)
    package = root / "data" / "datapackage.json"
    content = json.loads(package.read_text())
    like = content["resources"][1]
    for name, text, key, column, unit in [
        ("trade", TRADE, {"year": "integer"}, "imports exports", "USD million"),
        ("harvests", HARVEST, {"year": "integer", "country": "string"}, "harvest", "tonnes"),
        (
            "sales",
            SALES,
            {"year": "integer", "country": "string"},
            "sales months share office",
            "tonnes",
        ),
        ("counts", COUNTS, {"year": "integer", "basis": "string"}, "entries", "tonnes"),
        (
            "surveys",
            SURVEYS,
            {"year": "integer"},
            "cumulative stock priced balance grain bread kind",
            "USD billion",
        ),
        (
            "averages",
            AVERAGES,
            {"first_year": "integer", "last_year": "integer", "country": "string"},
            "output",
            "tonnes",
        ),
        (
            "goods",
            GOODS,
            {"year": "integer", "code": "string"},
            "output goods",
            "tonnes",
        ),
        ("ranks", RANKS, {"year": "integer"}, "imports imports_and_exports", "rank"),
        ("investment", INVESTMENT, {"year": "integer"}, "inflows", "USD million"),
        ("reserves", SILVER, {"edition": "integer", "country": "string"}, "silver", "tonnes"),
        ("prices", PRICES, {"month": "yearmonth"}, "price barley", "USD per tonne"),
    ]:
        (root / "data" / f"{name}.csv").write_text(text)
        content["resources"].append(described(name, key, column, unit, like))
        if name == "prices":
            (source,) = like["sources"]
            source = source | {"publisher": "Office of Grain Prices"}
            content["resources"][-1]["sources"] = [source]
        if name == "reserves":
            edition, country, _ = content["resources"][-1]["schema"]["fields"]
            edition["role"], country["rests"] = "basis", ["Other"]
    package.write_text(json.dumps(content))
    stamp(root / "data", [])
    (root / "docs" / "definitions.yml").write_text(DEFINITIONS)
    return Evaluator(Content(Project(root)))


def said(evaluator: Evaluator, text: str) -> list[tuple[str, str]]:
    """Returns what is said against a page, and its line and column."""
    page = Page(Path("new.md"), text, text)
    _, mistakes = evaluator.evaluate(page)
    assert not mistakes, mistakes
    agreement = Agreement(evaluator.content.project.ledger)
    read = [(sentence, False) for sentence in sentences(page, evaluator)]
    return [(p.message, f"{p.line}:{p.column}") for p in agreement.problems(page, read)]


@pytest.mark.parametrize("text", list(cases(WRONG)))
def test_a_sentence_that_contradicts_its_macros_is_a_mistake(evaluator, text):
    assert said(evaluator, written(text))


@pytest.mark.parametrize("text", list(cases(RIGHT)))
def test_a_sentence_that_agrees_with_its_macros_passes(evaluator, text):
    assert said(evaluator, written(text)) == []


def test_the_message_has_both_sides_and_the_place(evaluator):
    text, at = place("In 2020 imports\nrose by ⌖⟦fall(imports, 2018, 2020)⟧.")
    ((message, where),) = said(evaluator, written(text))
    assert 'the sentence says "rose"' in message
    assert "fall: 67%" in message
    assert "2018 to 2020" in message
    assert where == at


def test_words_in_the_definitions_add_names_of_places(evaluator):
    text = written("Peruvians harvested ⟦harvest[country=Chile, 2020]⟧ in 2020.")
    ((message, _),) = said(evaluator, text)
    assert "Peruvians" in message


def test_numbers_of_two_bases_are_not_set_against_each_other_in_silence(evaluator):
    one = '{{ value("counts", "entries", year=2019, basis="general entries") }}'
    other = '{{ value("counts", "entries", year=2020, basis="entries for consumption") }}'
    ((message, _),) = said(evaluator, f"It went from {one} in 2019 to {other} in 2020.")
    assert "two ways to count" in message
    assert not said(evaluator, f"On another basis it went from {one} in 2019 to {other} in 2020.")


SPANS_WRONG = """
In 2020 alone firms put ⟦surveys.cumulative 2020⟧ into Peru.
In the course of 2020 firms put ⟦surveys.cumulative 2020⟧ into Peru.
Firms said in 2020 that in that year they had put ⟦surveys.cumulative 2020⟧ into Peru.
In the course of 2020 firms brought ⟦surveys.stock 2020⟧ to Peru.
In 2020 firms put ⟦surveys.stock 2020⟧ of fresh money into Peru.
In 2020 alone Peru delivered ⟦averages.output 2018 2020⟧.
From 2018 to 2019 Peru delivered ⟦averages.output 2018 2020⟧.
# What is counted together
In 2020 Peru sold ⟦surveys.grain 2020⟧ of wheat, and wheat only.
Wheat alone, flour not counted, brought in ⟦surveys.grain 2020⟧ in 2020.
Flour alone brought ⟦surveys.grain 2020⟧ in 2020.
In 2020 Peru sold bread for ⟦surveys.bread 2020⟧, rolls included.
Rolls alone brought ⟦surveys.bread 2020⟧ in 2020.
# How it is counted
At the prices of 2019 it was ⟦surveys.priced 2020⟧ in 2020.
Converted at the market's exchange rates, it was ⟦surveys.priced 2020⟧ in 2020.
Before anything that was taken out is subtracted, it was ⟦surveys.balance 2020⟧ in 2020.
By the ultimate owner it was ⟦surveys.balance 2020⟧ in 2020.
The final count of 2020 was ⟦surveys.balance 2020⟧.
An inventory in 2019 showed ⟦surveys.stock 2019⟧.
In 2019 the fund owned ⟦surveys.stock 2019⟧ of wheat.
The rules set targets of ⟦surveys.stock 2019⟧ for wheat and ⟦surveys.stock 2020⟧ for barley.
"""
SPANS_RIGHT = """
By 2020 firms had put ⟦surveys.cumulative 2020⟧ into Peru.
In that year firms had ⟦surveys.cumulative 2020⟧ in all.
At the end of 2020 firms had ⟦surveys.stock 2020⟧ in Peru, fresh money and old.
In 2020 alone Peru bought goods for ⟦imports 2020⟧.
From 2018 to 2020 Peru delivered ⟦averages.output 2018 2020⟧ a year.
# What is counted together
In 2020 Peru sold wheat and flour for ⟦surveys.grain 2020⟧ in all.
Peru sold wheat, and not wheat alone, with flour, for ⟦surveys.grain 2020⟧ in 2020.
In 2020 Peru sold bread alone for ⟦surveys.bread 2020⟧, rolls not counted.
# How it is counted
At the prices of 2015 it was ⟦surveys.priced 2020⟧ in 2020.
By the immediate owner it was ⟦surveys.balance 2020⟧ in 2020, an estimate.
No target but what was there: it was ⟦surveys.stock 2020⟧ in 2020.
An inventory in 2020 showed ⟦surveys.stock 2020⟧.
In 2019 the fund was to hold ⟦surveys.stock 2019⟧ of wheat; in 2020 it held ⟦surveys.stock 2020⟧.
The rules set a target of ⟦surveys.stock 2019⟧ for wheat, and in 2020 it was ⟦surveys.stock 2020⟧.
"""


def spanned(text: str) -> str:
    """Writes the cells of datasets that are of a year, or of the years from one to another."""
    text = re.sub(
        r"⟦(\w+)\.(\w+) (\d+) (\d+)⟧",
        r'{{ value("\1", "\2", first_year=\3, last_year=\4, country="Peru") }}',
        text,
    )
    return written(re.sub(r"⟦(\w+)\.(\w+) (\d+)⟧", r'{{ value("\1", "\2", year=\3) }}', text))


@pytest.mark.parametrize("text", list(cases(SPANS_WRONG)))
def test_what_many_years_brought_is_not_told_of_one(evaluator, text):
    assert said(evaluator, spanned(text))


@pytest.mark.parametrize("text", list(cases(SPANS_RIGHT)))
def test_a_total_of_many_years_and_a_stock_may_be_told_as_such(evaluator, text):
    assert said(evaluator, spanned(text)) == []
