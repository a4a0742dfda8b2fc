"""The words that say what an explainer's data measure, and which places they have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from charts.generator.data.datasets import NUMBERS, Dataset
from charts.generator.numbers.series_words import Series

_SHORT = re.compile(r"\b(?:[A-Z]\.){2,}")  # an abbreviation, of a country perhaps
_WORD = re.compile(r"[A-Za-z][\w.’'-]*")
# Words of titles and nouns that measure nothing by themselves.
_COMMON = (
    "a above abroad act all among an and answer answers as at bank basis below billion by "
    "calculated chapter code common companies company complete count countries country "
    "covered cumulative currency data date day days definition direct dollars duty-free each "
    "edition estimate event extra figure figures firm firms first for foreign free from full "
    "fund general goods group imported in index into investor investors its kind label last "
    "law less level line lines long long-term longer means measure million month months more "
    "most name names national net not note number numbers of off on or other our over own "
    "page part partner partners payment people per percent period place position primary "
    "range rank ranks rate reading readings reported row rows series served short short-term "
    "shown single source stated status survey tax term text that the their this title to "
    "together tonnes total trading treasury trillion under unit units up usd use user value "
    "with within without world year years"
)
# What is measured, as a verb.
_MEASURED = [
    (noun, form)
    for noun, verb in (("imports", "imported"), ("exports", "exported"))
    for form in (verb, verb.capitalize())
]
# What any series can be called.
_GENERAL = (
    "balance deficit deliveries demand flows growth output prices purchases revenues sales "
    "shipments spending supply surplus turnover volumes"
)


class Vocabulary:
    """What the words of a sentence name: a measure of the data, or a place."""

    def __init__(
        self,
        datasets: Mapping[str, Dataset],
        series: Mapping[str, Series],
        words: Mapping[str, str],
    ) -> None:
        titles = [item.says for item in series.values()]
        for dataset in datasets.values():
            named = {column for column, field in dataset.fields.items() if field.is_amount}
            titles += [dataset.fields[column].title for column in named]
        measures = set(_GENERAL.split()) | {name for name in series if name.isalpha()}
        measures |= {word for title in titles for word in _words(title)}
        called = {re.sub(r"^the ", "", said) for said in words.values()}
        called |= {name for name in words if name[:1].isupper()}
        called |= {form for name in called if name.isalpha() and name.islower()
                   for form in _forms(name)}  # fmt: skip
        names = {re.escape(name) for name in {*_places(datasets), *called}}
        # A name that ends in a vowel can become an adjective.
        names |= {
            rf"{name[:-1]}[a-z]{{1,4}}" for name in names if name.isalpha() and name[-1] in "ay"
        }
        names |= {re.escape(short) for title in titles for short in _SHORT.findall(title)}
        self._places = _any(names, r"(?![a-z])")
        measures -= {word for word in measures if self._places.fullmatch(word.capitalize())}
        measures = {form for word in measures.difference(_COMMON.split()) for form in _forms(word)}
        measures |= {form for noun, form in _MEASURED if noun in measures}
        self._measures = _any(measures, r"\b")

    def measures(self, text: str) -> bool:
        """Return whether a text names what the data measure."""
        return self._measures.search(text) is not None

    def has(self, text: str) -> bool:
        """Return whether a text names what the data measure, or a place of theirs."""
        return self.measures(text) or self._places.search(text) is not None


def _words(title: str) -> Iterable[str]:
    """Return the words of a title that measure something: in small letters, no places."""
    title = re.sub(r"\{\w+\}|\([^)]*\)", " ", title)
    for number, word in enumerate(_WORD.findall(title)):
        word = re.sub(r"[’']s$", "", word).strip(".")
        plain = word.lower()
        name = word[:1].isupper() and number > 0
        acronym = word.isupper() and len(word) > 1 and "." not in word
        if len(plain) > 2 and "." not in plain and (acronym or not name):
            yield word if acronym else plain


def _places(datasets: Mapping[str, Dataset]) -> Iterable[str]:
    """Return the values of key columns that are names."""
    for dataset in datasets.values():
        for column in dataset.key:
            field = dataset.fields[column]
            if field.type in NUMBERS or dataset.is_period(column):
                continue
            for value in dataset.distinct(column):
                if value[:1].isupper() and len(value) > 2 and value.count(" ") < 3:
                    yield value


def _forms(word: str) -> Iterable[str]:
    """Return a word as it is, as one or several, and with a capital."""
    forms = {word}
    if word.endswith("ies"):
        forms.add(word[:-3] + "y")
    elif word.endswith("s") and not word.endswith(("ss", "us")):
        forms.add(word[:-1])
    elif word.endswith("y") and word[-2] not in "aeiou":
        forms.add(word[:-1] + "ies")
    elif not word.endswith(("s", "ed", "ing")):
        forms.add(word + "s")
    return {form for each in forms for form in (each, each[:1].upper() + each[1:])}


def _any(words: Iterable[str], end: str) -> re.Pattern[str]:
    """Return a pattern for any of some words; none matches nothing."""
    return re.compile(rf"\b(?:{'|'.join(sorted(words, key=len, reverse=True)) or '(?!)'}){end}")
