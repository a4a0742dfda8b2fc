"""Says what day it is: the only place that asks the machine's clock."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

# The environment variable that names another day, such as 2026-12-31. It is not the standard's
# SOURCE_DATE_EPOCH: a build sets that one to the day on which the site last changed.
VARIABLE = "CHARTS_TODAY"


def today() -> date:
    """Return the day in UTC, or the one that CHARTS_TODAY names."""
    named = os.environ.get(VARIABLE, "").strip()
    return date.fromisoformat(named) if named else datetime.now(UTC).date()
