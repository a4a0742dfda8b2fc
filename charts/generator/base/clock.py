"""Says what day it is: the only place that asks the machine's clock."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

# The standard variable that fixes the time of a build, in seconds since 1970:
# https://reproducible-builds.org/specs/source-date-epoch/
VARIABLE = "SOURCE_DATE_EPOCH"


def today() -> date:
    """Return the day in UTC, or the one that SOURCE_DATE_EPOCH names."""
    fixed = os.environ.get(VARIABLE, "").strip()
    now = datetime.fromtimestamp(int(fixed), UTC) if fixed.isdigit() else datetime.now(UTC)
    return now.date()
