"""Says what day it is: the only place that asks the machine's clock."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from charts.generator.base.problems import MistakeError

# The environment variable that names another day, such as 2026-12-31. It is not the standard's
# SOURCE_DATE_EPOCH: a build sets that one to the day on which the site last changed.
VARIABLE = "CHARTS_TODAY"


def today() -> date:
    """Return the day in UTC, or the one that CHARTS_TODAY names.

    Raises:
        MistakeError: if CHARTS_TODAY names no day.
    """
    named = _named()
    try:
        return date.fromisoformat(named) if named else datetime.now(UTC).date()
    except ValueError:
        message = f'{VARIABLE} should be a day such as 2026-12-31; found "{named}".'
        raise MistakeError(message) from None


def told() -> str:
    """Return the day, and whose clock says so: `2026-12-31, by CHARTS_TODAY`."""
    return f"{today()}, by {VARIABLE if _named() else 'the clock of this machine'}"


def _named() -> str:
    return os.environ.get(VARIABLE, "").strip()
