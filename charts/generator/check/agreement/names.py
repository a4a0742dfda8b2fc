"""Finds the names of places, and of other values of key columns, in a text.

What names a place comes from the data, from the locale's list of territories, and from `words` in
`docs/definitions.yml`: two words with the same meaning there name the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from charts.generator.check.agreement.bound_scope import Subject
from charts.generator.data.datasets import Dataset
from charts.generator.numbers.formats import LOCALE

# How an adjective is made of the name of a place: Nigerian, Chinese, Polish, Omani.
_ENDINGS = ("n", "an", "ian", "ese", "ish", "i")
# Who lives there, and adjectives, where no ending makes them.
_CALLED = {
    "Argentina": "Argentine Argentines", "Belgium": "Belgian Belgians", "Czechia": "Czech Czechs",
    "Denmark": "Danish Danes Dane", "Finland": "Finnish Finns Finn", "France": "French",
    "Greece": "Greek Greeks", "Iceland": "Icelandic Icelanders", "Ireland": "Irish",
    "Israel": "Israeli Israelis", "Netherlands": "Dutch Holland", "New Zealand": "Kiwis",
    "Norway": "Norwegian Norwegians", "Philippines": "Filipino Filipinos", "Poland": "Poles Pole",
    "Portugal": "Portuguese", "Saudi Arabia": "Saudi Saudis", "Spain": "Spanish Spaniards",
    "Sweden": "Swedish Swedes Swede", "Switzerland": "Swiss", "Thailand": "Thai Thais",
    "Türkiye": "Turkey Turkish Turks", "United Arab Emirates": "Emirati Emiratis Emirates",
    "United Kingdom": "Britain British Britons Briton",
}  # fmt: skip
UNION = str(LOCALE.territories["EU"])
# The parts of the world, such as Europe and Asia.
REGIONS = {str(name) for code, name in LOCALE.territories.items() if code.isdigit()}
# Countries of the past, which statistics still have.
_FORMER = {"Soviet Union": "Soviet Soviets USSR", "Yugoslavia": "Yugoslav Yugoslavs",
           "Czechoslovakia": "Czechoslovak Czechoslovaks"}  # fmt: skip
_ASIDE = re.compile(
    r"(?:^|, )(?:after|before|since|despite|under|unlike|like|besides|by|at|behind)\b[^,]*$",
    re.I,
)
_CAPITAL = re.compile(r"\b[A-Z][\w.]*(?:-\d+)?")


@dataclass(frozen=True)
class Named:
    """A name in a text, and what it means."""

    start: int
    end: int
    meaning: str


class Names:
    """The names that an explainer's texts may use.

    Args:
        words: what readers call values; see `Definitions.words`.
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = words
        self._found: dict[str, list[Named]] = {}
        self._columns: dict[tuple[str, str], dict[str, str]] = {}

    @cached_property
    def places(self) -> dict[str, str]:
        """Return what each name of a place means."""
        found: dict[str, str] = {}
        for code, name in LOCALE.territories.items():
            if code.isalpha() and code not in ("ZZ", "EZ", "QO", "XA", "XB", "UN"):
                found |= dict.fromkeys([*_forms(name), *_CALLED.get(name, "").split()], name)
                initials = "".join(word[0] for word in name.split())
                if initials == code:
                    dotted = "".join(f"{letter}." for letter in code)
                    found |= dict.fromkeys((code, dotted), name)
        for name, called in _FORMER.items():
            found |= dict.fromkeys([name, *called.split()], name)
        for word, said in self.words.items():
            if word[:1].isupper() and _plain(said) in found:
                found[word] = found[_plain(said)]
        return found

    @cached_property
    def _called(self) -> dict[str, list[str]]:
        """Return the names of each place."""
        found: dict[str, list[str]] = {}
        for name, means in self.places.items():
            found.setdefault(means, []).append(name)
        return found

    def meaning(self, value: str) -> str:
        """Return what a value means: the same for "EU-27" and "EU"."""
        said = _plain(self.words.get(value, value))
        return self.places.get(said, said)

    def values(self, subjects: Iterable[Subject]) -> set[str]:
        """Return what the values of keys that subjects name mean."""
        return {
            self.meaning(value)
            for subject in subjects
            for values in subject.keys.values()
            for value in values
        }

    def find_places(self, text: str) -> list[Named]:
        """Return the places that a text names."""
        if text not in self._found:
            self._found[text] = self._places_of(text)
        return self._found[text]

    def _places_of(self, text: str) -> list[Named]:
        words = list(_CAPITAL.finditer(text))
        found: list[Named] = []
        at = 0
        while at < len(words):
            for size in (3, 2, 1):
                last = min(at + size, len(words)) - 1
                start, end = words[at].start(), words[last].end()
                said = text[start:end]
                for form in (said, said.rstrip("."), re.sub(r"['’]s?$", "", said)):
                    if last == at + size - 1 and form in self.places:
                        found.append(Named(start, start + len(form), self.places[form]))
                        at = last
                        break
                else:
                    continue
                break
            at += 1
        return found

    def find_values(self, text: str, dataset: Dataset, column: str) -> list[Named]:
        """Return the values of a key column that a text names, as `meaning`s."""
        key = (dataset.name, column)
        if key not in self._columns:
            self._columns[key] = self._column(dataset, column)
        lower = text.lower()
        found = [
            Named(start, start + len(form), meaning)
            for form, meaning in self._columns[key].items()
            if form in lower
            for start in _words(form, lower)
        ]
        # "Other metals" are not "metals".
        return sorted(
            (n for n in found if not any(o.start <= n.start < n.end <= o.end and o != n
                                         and o.end - o.start > n.end - n.start for o in found)),
            key=lambda named: named.start,
        )  # fmt: skip

    def find_titles(self, text: str, column: str, title: str) -> list[Named]:
        """Return where a text names a column: by its title, other words for it, or in capitals."""
        forms = {title, *(word for word, said in self.words.items() if said == title)}
        found = [(form.lower(), text.lower()) for form in forms] + [(column.upper(), text)]
        return [
            Named(start, start + len(form), title)
            for form, within in found
            for start in _words(form, within)
        ]

    def _column(self, dataset: Dataset, column: str) -> dict[str, str]:
        left = dataset.totals(column) | dataset.rests(column)
        values = [text for text in dataset.distinct(column) if text not in left]
        forms = {form.lower(): self.meaning(v) for v in values for form in self._surfaces(v)}
        return {form: means for form, means in forms.items() if re.search(r"[a-z]{2}", form)}

    def _surfaces(self, value: str) -> Iterator[str]:
        said = self.meaning(value)
        yield value
        yield said
        if len(bare := re.sub(r"^(?:[A-Z]\.){2,} ", "", value)) < len(value):
            yield bare  # "the Department of Labor"
        for name in (value, said):
            yield from self._called.get(self.places.get(name, ""), ())
        if re.fullmatch(r"[a-z]+", said):
            yield f"{said}s"
        if re.fullmatch(r"[A-Za-z ]+s", said):
            yield said[:-1]


def is_aside(clause: str, named: Named) -> bool:
    """Return whether a name only places the sentence: "After the war in Georgia, …"."""
    return "," in clause[named.end :] and bool(_ASIDE.search(clause[: named.start]))


def _forms(name: str) -> Iterable[str]:
    """Return the name of a place and what may be adjectives of it."""
    yield name
    if " " not in name:
        stems = {name, re.sub(r"[aeiouy]+$", "", name), re.sub(r"[aeiouy]$", "", name)}
        adjectives = [stem + ending for stem in stems for ending in _ENDINGS if len(stem) > 2]
        yield from adjectives
        yield from (f"{word}s" for word in adjectives if word.endswith(("n", "i")))
        if name.endswith("any"):
            yield name[:-1]


def _words(form: str, text: str) -> Iterator[int]:
    """Yield where a form stands in a text as words of their own."""
    at = text.find(form)
    while at >= 0:
        end = at + len(form)
        before, after = text[at - 1 : at], text[end : end + 1]
        if not (before.isalnum() or before == "-" or after.isalnum() or after == "-"):
            yield at
        at = text.find(form, end)


def _plain(text: str) -> str:
    return text.removeprefix("the ")
