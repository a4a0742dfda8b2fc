"""How many steps the Collatz problem takes."""

import pandas as pd

from charts import Chart, Screen, histogram


def draw(collatz: pd.DataFrame, screen: Screen) -> Chart:
    titles = ("Steps", "Numbers")
    return histogram(collatz["steps"], 20, titles, screen, every=2, left=46)
