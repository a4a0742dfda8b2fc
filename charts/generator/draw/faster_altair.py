"""Does fast what Altair does slowly, with the same result.

Altair judges each part of a chart with a validator in Python, hashes the schemas of its 570 classes
again for each encoding that is a word or a dict, writes a docstring whenever an encoding's property
is set, and copies a layered chart to its last word whenever it is touched.
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
    hashes_again = schemapi._FromDict
    with (
        _instead(schemapi, "_FromDict", lambda classes: _table(hashes_again, tuple(classes))),
        _instead(schemapi._PropertySetter, "__get__", _bound),
        schemapi.debug_mode(False),
    ):
        yield


def specification(chart: Any) -> dict[str, Any]:
    """Return the specification of a chart, unjudged.

    No other code runs meanwhile that could change what a copy shares with its original.
    """
    copied = schemapi._deep_copy
    with _instead(schemapi, "_deep_copy", lambda part, by_ref: copied(part, by_ref | _UNCHANGED)):
        spec: dict[str, Any] = chart.to_dict(validate=False)
    return spec


_UNCHANGED = {"data", "encoding", "mark", "transform"}  # to_dict() names views and sorts params


def _bound(setter: Any, encoding: Any, owner: type) -> Any:
    """Bind a property's setter to an encoding, without the documentation that an editor shows."""
    setter.obj, setter.cls = encoding, owner
    return setter


@contextmanager
def _instead(owner: Any, name: str, stand_in: Any) -> Iterator[None]:
    own = getattr(owner, name)
    setattr(owner, name, stand_in)
    try:
        yield
    finally:
        setattr(owner, name, own)


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
