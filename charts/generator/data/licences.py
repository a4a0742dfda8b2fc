"""The licences under which data are often published, by their names in SPDX's list."""

from __future__ import annotations

from charts.generator.base.problems import MistakeError

_CC = "https://creativecommons.org"
_ODC = "https://opendatacommons.org/licenses"

# Their titles and addresses.
KNOWN = {
    "CC0-1.0": ("CC0 1.0, no rights reserved", f"{_CC}/publicdomain/zero/1.0/"),
    "CC-BY-4.0": ("Creative Commons Attribution 4.0", f"{_CC}/licenses/by/4.0/"),
    "CC-BY-3.0": ("Creative Commons Attribution 3.0", f"{_CC}/licenses/by/3.0/"),
    "CC-BY-3.0-IGO": ("Creative Commons Attribution 3.0 IGO", f"{_CC}/licenses/by/3.0/igo/"),
    "CC-BY-SA-4.0": (
        "Creative Commons Attribution-ShareAlike 4.0",
        f"{_CC}/licenses/by-sa/4.0/",
    ),
    "CC-BY-NC-4.0": (
        "Creative Commons Attribution-NonCommercial 4.0",
        f"{_CC}/licenses/by-nc/4.0/",
    ),
    "CC-BY-NC-SA-3.0-IGO": (
        "Creative Commons Attribution-NonCommercial-ShareAlike 3.0 IGO",
        f"{_CC}/licenses/by-nc-sa/3.0/igo/",
    ),
    "DL-DE-BY-2.0": (
        "Data licence Germany – attribution – version 2.0",
        "https://www.govdata.de/dl-de/by-2-0",
    ),
    "OGL-UK-3.0": (
        "Open Government Licence v3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
    "ODC-By-1.0": ("Open Data Commons Attribution License 1.0", f"{_ODC}/by/1-0/"),
    "ODbL-1.0": ("Open Database License 1.0", f"{_ODC}/odbl/1-0/"),
    "PDDL-1.0": ("Public Domain Dedication and License 1.0", f"{_ODC}/pddl/1-0/"),
    "MIT": ("MIT License", "https://opensource.org/license/mit"),
}


def read(text: str) -> dict[str, str]:
    """Return a licence as a resource lists it: one that is known, or words with their address.

    >>> read("Terms of use https://example.org/terms")
    {'title': 'Terms of use', 'path': 'https://example.org/terms'}

    Raises:
        MistakeError: if it is neither.
    """
    known = {name.lower(): name for name in KNOWN}
    if name := known.get("-".join(text.lower().split())):
        title, path = KNOWN[name]
        return {"name": name, "title": title, "path": path}
    *words, address = text.split() or [""]
    if words and address.startswith(("https://", "http://")):
        return {"title": " ".join(words), "path": address}
    raise MistakeError(
        f'the licence "{text}" is none of {", ".join(KNOWN)}; write the name of other terms before '
        'their address, as in "Terms of use https://example.org/terms".'
    )
