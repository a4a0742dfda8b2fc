"""Keeps libraries from loading what nothing here uses."""

from __future__ import annotations

import sys

# jsonschema loads it, where it is installed, to know a kind of addresses that no schema here has.
# It compiles a grammar for that, which takes longer than the rest of a small build.
_UNUSED = "rfc3987_syntax"


def lighten() -> None:
    """Let the import of what is unused fail, which its users allow for."""
    sys.modules.setdefault(_UNUSED, None)  # type: ignore[arg-type]
