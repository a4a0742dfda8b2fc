# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # How the numbers are made
#
# This page is a notebook: text with the code that it talks about, and below each piece of code what
# it printed when the site was built. It follows one chart from its publisher to the page, computes
# two numbers of the front page again without any of this site's code, and takes a closer look at
# the claim that was hardest to check. You can run it yourself: the data are in the folder `data/`
# of the site's repository, and the code is all on this page.

# %% [markdown]
# ## From the publisher to the page
#
# A dataset is a CSV file, and an entry in `data/datapackage.json` that says where it came from. This
# is the one behind the chart of trade by year.

# %%
import hashlib
import json
from pathlib import Path

import pandas as pd

data = Path("data")
package = json.loads((data / "datapackage.json").read_text())
entry = next(r for r in package["resources"] if r["name"] == "us_russia_trade_annual")
for key in ("title", "basis", "vintage", "retrieved", "processing"):
    print(f"{key:10}", entry[key])
for publisher, address in dict.fromkeys((s["publisher"], s["path"]) for s in entry["sources"]):
    print("source    ", publisher, address)

# %% [markdown]
# The entry holds a checksum of the file. A file that was changed by accident no longer fits it, and
# the site is not built.

# %%
content = (data / entry["path"]).read_bytes()
print("sha256:" + hashlib.sha256(content).hexdigest() == entry["hash"])

# %% [markdown]
# The file has one row a year. Amounts are in the unit that the entry states.

# %%
trade = pd.read_csv(data / entry["path"], index_col="year")
print({f["name"]: f.get("unit", "") for f in entry["schema"]["fields"]})
trade.tail()

# %% [markdown]
# A chart is a function that takes datasets and returns a description of a drawing, in a language
# named Vega-Lite. The site's build turns that into the picture on the page, before anybody opens it.
# This is what the description of the trade chart's first line looks like.

# %%
from charts import Project

project = Project(Path())
spec = project.spec("trade-history")
line = next(layer for layer in spec["layer"] if layer["mark"].get("type") == "line")
print(json.dumps({"mark": line["mark"], "y": line["encoding"]["y"]["field"]}, indent=1))

# %% [markdown]
# ## Two numbers of the front page, computed again
#
# First: by how much did U.S. imports from Russia fall from the last full year before the invasion of
# Ukraine to 2024? Take both cells, and divide.

# %%
before, after = trade.loc[2021, "imports"], trade.loc[2024, "imports"]
fall = 1 - after / before
print(f"{before:,.1f} -> {after:,.1f} million dollars: a fall of {fall:.1%}")

# %% [markdown]
# Second: how much of all U.S. goods trade was with Russia in 2025? Exports and imports count
# together, for Russia as for the whole world.

# %%
partners = pd.read_csv(data / "us_trade_by_partner_annual.csv")
world = partners.query("year == 2025 and partner == 'World'")[["exports", "imports"]].sum().sum()
russia = trade.loc[2025, ["exports", "imports"]].sum()
share = russia / world
print(f"{russia:,.1f} of {world:,.1f} million dollars: {share:.3%}")

# %% [markdown]
# The site computes the same two numbers with code of its own, which remembers the cells that went
# in. If the two ways disagreed, this page would not have been built.

# %%
ledger = project.ledger
for name, ours in (("imports_fall_2021_2024", fall), ("russia_share_2025", share)):
    receipt = ledger.fact(name)
    assert abs(float(receipt.value) - ours) < 1e-9, name
    print(f"{receipt.text:>6}  {receipt.value.formula}")

# %% [markdown]
# ## Which figure of U.S. investment in Russia to believe
#
# For the end of 2017 there are several official answers to what seems to be one question: how much
# have Americans invested in Russia?

# %%
answers = pd.read_csv(data / "investment_definitions_2017.csv").set_index("publisher")
answers[["definition", "investment"]]

# %% [markdown]
# They lie far apart. Before choosing, see whether each holds together. The
# United Nations body UNCTAD gives a total and a share besides its amount: they should agree.

# %%
unctad = answers.loc["UNCTAD"]
print(
    f"{unctad.investment} of {unctad.total} is {unctad.investment / unctad.total:.2%};",
    f"the report says {unctad.share}%",
)

# %% [markdown]
# The Bank of Russia counts by the country that the money came through last. A year later its figure
# for the United States is about the same, so it is no slip of one year. And it shows where the rest
# may be hidden: Cyprus, a small island, holds far more than the United States or China.

# %%
through = pd.read_csv(data / "russia_inward_investment_2018.csv", index_col="investor").investment
print(through.to_string())
print(f"Cyprus alone: {through['Cyprus'] / through['All countries']:.0%} of everything")

# %% [markdown]
# Could American money in such places explain the gap? The amount that is missing from the Bank of
# Russia's count has to fit into what came through third countries, and it does, with much room.

# %%
missing = unctad.investment - answers.loc["Bank of Russia", "investment"]
print(
    f"missing: {missing:.1f} billion dollars, {missing / through['Cyprus']:.0%} of what",
    "came through Cyprus alone",
)

# %% [markdown]
# So the answers do not contradict each other. They answer different questions:
#
# - What did the Bank of Russia see arrive directly from the United States? The smallest number.
# - What do U.S. companies have on their books in Russia, as the Department of Commerce asks them? The
#   one in the middle.
# - What belongs to Americans in the end, whichever way it came? The largest, which is an estimate.
#
# For the question whether Americans have much to lose in Russia, the last is the one to ask, and its
# method the only one that looks for it. But it is an estimate, and all three were read in a press
# report because the study itself was not at hand; that is why this site prints none of them without
# saying so.
#
# A fourth number is often set beside them: what companies told the American Chamber of Commerce that
# they had spent in Russia over the years. It is a sum of past spending. What was sold, lost or
# written off is still in it, so it can't be compared with the others at all.

# %%
survey = pd.read_csv(data / "amcham_investment_surveys.csv")
survey[["year", "investment", "note"]]
