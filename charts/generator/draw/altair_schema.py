"""Altair's schema of Vega-Lite: judges a specification, and finds the classes of its parts, fast.

Altair itself does both with a validator in Python, and hashes the schemas of its 570 classes again
for each encoding that is a word or a dict: together half of the time that a drawing takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import quote

import altair as alt
from altair.utils import schemapi
from jsonschema_rs import Draft7Validator


def valid(spec: dict[str, Any]) -> bool:
    """Return whether a specification is valid against the schema that Altair ships."""
    return _validator().is_valid(spec)


@contextmanager
def judged_whole() -> Iterator[None]:
    """Let Altair make charts without a look at each part; `valid` judges the whole."""
    own: Any = schemapi
    hashes_again = own._FromDict
    own._FromDict = lambda classes: _table(hashes_again, tuple(classes))
    try:
        with schemapi.debug_mode(False):
            yield
    finally:
        own._FromDict = hashes_again


_table = cache(lambda hashes_again, classes: hashes_again(classes))  # from schemas to classes


@cache
def _validator() -> Draft7Validator:
    # Patterns of colours and addresses are a matter of taste for a validator; Altair leaves them.
    return Draft7Validator(_quoted(alt.load_schema()), validate_formats=False)


def _quoted(part: Any) -> Any:
    """Return a schema whose references are addresses, as the standard wants them."""
    if isinstance(part, dict):
        return {
            key: quote(value, safe="#/") if key == "$ref" else _quoted(value)
            for key, value in part.items()
        }
    return [_quoted(each) for each in part] if isinstance(part, list) else part
