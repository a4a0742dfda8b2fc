"""Files of the publishers' shapes, made from what we hold and one period more.

They are not the publishers' figures: a period that is not out yet repeats the one before it. One
module a publisher, as in `data/fetch/`.
"""

import importlib
import pkgutil
from functools import cache

from tests.publishers import Sample

SAMPLES: dict[str, Sample] = {}
FORMS: list[str] = []
KEYS: dict[str, str] = {}

for found in pkgutil.iter_modules(__path__):
    module = importlib.import_module(f"{__name__}.{found.name}")
    SAMPLES |= module.SAMPLES
    FORMS += module.FORMS
    KEYS |= module.KEYS


@cache
def files() -> dict[str, bytes]:
    """Returns the files of all publishers; to write them takes a second."""
    found: dict[str, bytes] = {}
    tables = {id(sample.table): sample for sample in SAMPLES.values()}
    for sample in tables.values():  # one table may serve several datasets
        found |= sample.files()
    return found
