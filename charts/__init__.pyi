"""What the modules of an explainer may import from `charts`; charts/README.md has an example each.

Everything else below `charts.generator` is the generator's own and may change at any time.
"""

# Numbers and claims: charts/facts/
# Drawings: charts/gallery/
from .generator.base.http_client import Client as Client
from .generator.base.http_client import FetchError as FetchError
from .generator.base.http_client import api_key as api_key
from .generator.data.refresh import month_served as month_served
from .generator.draw.chart_theme import COUNTERPART as COUNTERPART
from .generator.draw.chart_theme import FAINT as FAINT
from .generator.draw.chart_theme import INK as INK
from .generator.draw.chart_theme import MUTED as MUTED
from .generator.draw.chart_theme import PAPER as PAPER
from .generator.draw.chart_theme import QUIET as QUIET
from .generator.draw.chart_theme import SMALL as SMALL
from .generator.draw.chart_theme import SUBJECT as SUBJECT
from .generator.draw.chart_theme import TEXT as TEXT
from .generator.draw.chart_theme import Chart as Chart
from .generator.draw.chart_theme import Screen as Screen
from .generator.draw.chart_theme import frame as frame
from .generator.draw.forms import AXIS as AXIS
from .generator.draw.forms import BILLIONS as BILLIONS
from .generator.draw.forms import SIDE as SIDE
from .generator.draw.forms import STACK as STACK
from .generator.draw.forms import Series as Series
from .generator.draw.forms import Values as Values
from .generator.draw.forms import bars as bars
from .generator.draw.forms import columns as columns
from .generator.draw.forms import grouped as grouped
from .generator.draw.forms import lines as lines
from .generator.draw.forms import months as months
from .generator.draw.forms import places as places
from .generator.draw.forms import room as room
from .generator.draw.forms import stacks as stacks
from .generator.draw.forms import upright as upright
from .generator.draw.forms import values as values
from .generator.draw.forms import yearly as yearly
from .generator.draw.forms import years as years
from .generator.draw.interaction import dots as dots
from .generator.draw.interaction import nearest as nearest
from .generator.draw.interaction import switches as switches
from .generator.numbers.entries import claim as claim
from .generator.numbers.entries import fact as fact
from .generator.numbers.entries import finding as finding
from .generator.numbers.formats import money as money
from .generator.numbers.formats import rank as rank
from .generator.numbers.quantities import Label as Label
from .generator.numbers.quantities import Quantity as Quantity
from .generator.numbers.quantities import Table as Table
from .generator.numbers.quantities import rank_among as rank_among
from .generator.numbers.quantities import total as total
from .generator.numbers.text_claims import DIFFERS as DIFFERS
from .generator.numbers.text_claims import HOLDS as HOLDS
from .generator.numbers.text_claims import OUTDATED as OUTDATED
from .generator.numbers.text_claims import REVISED as REVISED
from .generator.numbers.text_claims import ROUNDED as ROUNDED
from .generator.numbers.text_claims import UNCHECKABLE as UNCHECKABLE
from .generator.numbers.text_claims import compare as compare
from .generator.numbers.text_claims import then_and_now as then_and_now
from .generator.project import Project as Project
