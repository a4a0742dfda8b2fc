"""Warns of comparisons that no test confirms: "imports fell", "the largest buyer", "most of it".

A comparison counts if its clause names what the data measure or a place of theirs. Which words do
so comes from the data and `docs/definitions.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from charts.generator.base.problems import Problem
from charts.generator.check import periods
from charts.generator.check.sentence_scope import Sentence
from charts.generator.check.unbound import words
from charts.generator.check.unbound.claim_offers import Offers
from charts.generator.check.unbound.vocabulary import Vocabulary
from charts.generator.check.unbound.words import Compared
from charts.generator.data.datasets import Dataset
from charts.generator.numbers.ledger import Ledger, Receipt

# Whoever says so, it is not this site.
_SAID = re.compile(
    r"(?i)(?<!be )\b(?:says?|said|writes?|wrote|argue[sd]?|claim(?:s|ed)?|expect(?:s|ed)?"
    r"|predict(?:s|ed)?"
    r"|(?:article|memo|text|report|study|author)s? (?:gives?|gave|has|have|puts?|sees?|names?)"
    r"|forecasts?|believe[sd]?|thinks?|thought|doubts?|hope[sd]?|fear(?:s|ed)?|warn(?:s|ed)?"
    r"|promise[sd]?|suggest(?:s|ed)?|according to|insist(?:s|ed)?|assert(?:s|ed)?|told|denie[sd]"
    r"|holds that|puts it|in the words of|in its words|quote[sd]?|call(?:s|ed) (?:it|such|this"
    r"|that)"
    r"|concede[sd]?|concludes?d?|maintains? that|reckons?|assum(?:es?|ed)|imagine[sd]?)\b"
)
# What may be, or is asked; what explains how to read a chart.
_MAY = re.compile(
    r"(?i)\b(?:would|could|might|may|can|cannot|will|shall"
    r"|(?:should|must)(?! be (?:said|noted|added))|need not|if|unless|whether"
    r"|likely to|expected to|meant to|supposed to|in order to|so as to|does not mean|suppose"
    r"|imagine|as though|as if|can[’']t|won[’']t)\b"
)
_ABOUT_DRAWING = re.compile(
    r"\b(?:lines?|bars?|columns?|points?|dots?|circles?|rings?|axis|axes|chart|colou?rs?|drawn"
    r"|panel"
    r"|shaded|plotted|diagonal)\b"
)
_GENERIC = re.compile(
    r"^(?:A|An|Each|Every|Any) (?!few\b|record\b|majority\b)[a-z]+(?: of [a-z ]+)? (?:is|are"
    r"|means|holds|has|takes)\b"
)
_PARTS = re.compile(
    r"[;:—(]| – |,? (?:while|whereas|because|although|though|unless)\b"
    r"|, (?:and|but|so|yet|or|as|where|when|the)\b|, (?=(?:[a-z]+ ){0,3}(?:it|they|he|she) )"
)
# Before a word that is no verb: "to grow", "a grown man".
_NO_VERB = re.compile(r"\b(?:to|an?|the|of|any) \Z")
# What is large or small without being in the data: "the country's largest company".
_NO_MEASURE = re.compile(
    r"(?: [\w.’'-]+){0,2}? (?:compan(?:y|ies)|firms?|banks?|cit(?:y|ies)|ports?|islands?|plants?"
    r"|pipelines?|refiner(?:y|ies)|states?|rivers?|fields?|newspapers?|part(?:y|ies))\b"
)
# Who trades, what is done with goods, and the goods themselves: where no measure is named.
_GOODS = re.compile(
    r"\b(?:buy|sell|import|export|ship|bought|sold|imported|exported|shipped|goods|merchandise)\b"
)
_BOUGHT = re.compile(
    r"\b(?:bought|buys?|sold|sells?|shipped|sent|imported|exported|mined"
    r"|earn(?:s|ed)?|spend|spends|spent|pays?|paid)\b"
)
_TRADERS = re.compile(
    r"\b(?:suppliers?|buyers?|customers?|partners?|markets?|exporters?|importers?|producers?"
    r"|sellers?"
    r"|consumers?|investors?|creditors?|destinations?|sources?|econom(?:y|ies)|miners?|users?)\b"
)
_BEATS = re.compile(r"(?i)overt(?:ook|akes|aken)|outs[a-z]+|surpass(?:es|ed)?|exceed(?:s|ed)?")
# What stands for what the sentence before is about.
_THEY = re.compile(r"(?:They|It|Both|Neither|These|Those|This|That)\b")
# "Slipped in the ranking of buyers": among what something is more or less than before.
_PLACED = re.compile(r" (?:in|among|behind|ahead of|down|up|from) (?:the|its|their|[A-Z])")
# "Nearly all uranium comes from Peru."
_MOVED = re.compile(
    r"\b(?:comes?|came|coming|go|goes|went|going|flow(?:s|ed)?|arrive[sd]?) (?:from|to)\b"
)
# "No wheat from Peru crossed the border in 2020."
_NONE_CAME = re.compile(
    r"(?i)(?:hardly any|not (?:an?|one|any)|no|zero) .* (?:reach\w*|cross\w*|enter\w*|arriv\w*"
    r"|land\w*|flow\w*|sailed|docked|hands|way|it|to|into|from|between|through|for|in|out)\Z"
)
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]|\u2018[^’]*’(?!\w)")


# "Imports fell in {{ claim(…, "each year") }}": the claim goes on.
_ON = re.compile(r" (?:in|for|by|over|during) ")


class Unbound:
    """Finds the comparisons of sentences that no test confirms, and offers tests for them."""

    def __init__(self, ledger: Ledger, datasets: Mapping[str, Dataset]) -> None:
        self.vocabulary = Vocabulary(datasets, ledger.series, ledger.writer.words)
        self.offers = Offers(ledger, datasets)

    def problems(self, sentence: Sentence, before: str = "") -> Iterator[Problem]:
        """Return a warning for each comparison of a sentence that is not bound to the data.

        Args:
            sentence: the sentence.
            before: the sentence before, which says what "they" are.
        """
        for compared in self.compared(sentence, before):
            yield sentence.page.problem(
                self.offers.advice(sentence, compared), sentence.place(compared.start)
            )

    def compared(self, sentence: Sentence, before: str = "") -> Iterator[Compared]:
        """Return the comparisons of a sentence that are about the data and not bound to them."""
        text = sentence.typed
        stands = _THEY.match(text) or before.endswith(":")
        told = " ".join(filter(None, (before if stands else "", *_heads(sentence))))
        if text.endswith("?") or not self.vocabulary.has(f"{told} {text}"):
            return
        found = list(words.find(text))
        if not found or _is_said(sentence) or _GENERIC.match(text):
            return
        allowed = sentence.page.meta.get("allowed")
        exempt = [*(allowed if isinstance(allowed, dict) else ())]
        quotes = [match.span() for match in _QUOTED.finditer(text)]
        for compared, start, end in _clauses(text, found):
            clause = text[start:end]
            if (
                _MAY.search(text, start, compared.start)
                or _is_of_drawing(compared, clause)
                or any(a <= compared.start < b for a, b in quotes)
                or any(str(words).lower() in clause.lower() for words in exempt)
                or not self._is_about_data(text, compared, start, end, told)
                or _is_bound(sentence, compared, start, end)
            ):
                continue
            yield compared
            return  # one warning a sentence: its mending changes the rest

    def _is_about_data(
        self, text: str, compared: Compared, start: int, end: int, told: str
    ) -> bool:
        """Return whether a comparison is said of what the data measure, or of their places."""
        before, after = text[start : compared.start], text[compared.end : end]
        if told:
            before = f"{told} {before}"
        kind, vocabulary = compared.kind, self.vocabulary
        if kind in ("down", "up"):
            # Its subject comes first: "The peso fell behind in payments" is about the payments.
            moved = _PLACED.match(after) and vocabulary.has(before[-40:])
            measured = vocabulary.measures(before[-90:] + (after[:50] if moved else ""))
            return measured and not _NO_VERB.search(before)
        if kind in ("fall", "rise"):
            saw = not compared.words.lower().endswith((" in", " of"))
            return (saw and vocabulary.measures(before)) or (
                vocabulary.measures(after[:50]) and _is_told(text[start:end])
            )
        if kind == "did":
            return vocabulary.has(before) and vocabulary.measures(after[:40])
        if kind in ("same", "bare"):
            return vocabulary.measures(before[-60:])
        if kind == "trend":
            if re.search(r"\bwhat (?:\w+ ){1,3}$", before):  # what is counted, not that it is so
                return False
            if _BOUGHT.search(compared.words) and vocabulary.has(before):
                return True
            sold = _GOODS.search(after[:60]) and vocabulary.has(after[:60])
            return bool(sold) or vocabulary.measures(before[-60:] + after[:30])
        if kind == "saw":
            return vocabulary.measures(compared.words)
        if kind == "moving":
            goods = vocabulary.has(after[:20]) and _GOODS.search(after[:30])
            return bool(vocabulary.measures(after[:20]) or goods) and _is_told(text[start:end])
        if kind == "twice":
            return vocabulary.measures(before + after) or (
                vocabulary.has(before + after) and _GOODS.search(before + after) is not None
            )
        if kind == "record":
            clause = text[start:end]
            return vocabulary.measures(clause) or (
                vocabulary.has(clause) and _GOODS.search(clause) is not None
            )
        if kind == "went":
            return vocabulary.measures(after[:60])
        if kind == "balance":
            return vocabulary.has(text[start:end])
        if kind == "ended":
            if not _BOUGHT.search(compared.words):
                return vocabulary.measures(before[-60:] + after[:60])
            return vocabulary.has(before) and vocabulary.has(before + after)
        if kind == "nothing":
            flow = re.match(
                r"(?:(?:barely|hardly|scarcely) )?(?:bought|sold|import|export|shipped|sent|purchas"
                r"|took|bu|sell)",
                compared.words,
            )
            if flow:
                return vocabulary.has(before)
            if re.fullmatch(r"(?:is|are) no", compared.words.lower()):
                return vocabulary.measures(after[:30])  # "Deficits are no losses."
            told_where = vocabulary.has(after[:40]) or any(periods.find(after))
            if told_where and _NONE_CAME.match(compared.words) and vocabulary.has(compared.words):
                return True
            place = re.search(r" (?:was|were|is|are|been) \w+$", compared.words) and after[:30]
            return vocabulary.measures(before[-40:] + compared.words + after[:30]) or (
                bool(place) and vocabulary.has(str(place))
            )
        if kind == "part":
            words = compared.words.lower()
            if words == "most":
                return vocabulary.measures(after[:22])
            if words.endswith("of") and not after.startswith((" it", " them")):
                return vocabulary.measures(compared.words + after[:60])
            bought = _BOUGHT.search(before + after) or _MOVED.search(before + after)
            trader = bought or _TRADERS.search(before + after)
            return vocabulary.measures(before + after) or (
                trader is not None and vocabulary.has(before + after)
            )
        if kind == "exceeded" and vocabulary.has(after[:30]) and _BEATS.fullmatch(compared.words):
            return True
        if kind in ("than", "exceeded"):
            about = before + compared.words
            return vocabulary.has(about) and (
                vocabulary.measures(about)
                or vocabulary.has(after)
                or _BOUGHT.search(before) is not None
                or _TRADERS.search(before) is not None
                or re.match(r" (?:any|(?:it|they) (?:had |have |has )?ever\b)", after) is not None
            )
        if kind == "superlative" and _NO_MEASURE.match(after):
            return False
        return vocabulary.measures(before + after) or (
            vocabulary.has(before + after)
            and (_TRADERS.search(text, start, end) or _BOUGHT.search(text, start, end)) is not None
        )


def _is_of_drawing(compared: Compared, clause: str) -> bool:
    """Return whether words say how to read a chart: "the highest bar", "a line that falls"."""
    named = _ABOUT_DRAWING.search(clause) is not None
    dated = any(periods.find(clause)) and compared.kind not in ("superlative", "record")
    return named and not dated


def _heads(sentence: Sentence) -> Iterator[str]:
    """Return what a cell of a table stands beside and under: "Exports" for "down"."""
    if sentence.kind == "cell":
        yield from (sentence.row, sentence.column)


def _is_told(clause: str) -> bool:
    """Return whether a clause tells of something that happened: it has a period."""
    return (
        any(periods.find(clause))
        or re.search(r"\b(?:was|were|had|came|saw|brought|meant|led|made|[a-z]+ed)\b", clause)
        is not None
    )


def _is_said(sentence: Sentence) -> bool:
    """Return whether somebody else says it: in a sentence with a source, or with "says"."""
    return any(bound.macro in ("source", "quoted") for bound in sentence.bound) or bool(
        _SAID.search(sentence.typed)
    )


def _clauses(text: str, found: Sequence[Compared]) -> Iterator[tuple[Compared, int, int]]:
    """Return each comparison with the start and end of its clause."""
    cuts = [0, *(match.start() for match in _PARTS.finditer(text)), len(text)]
    for compared in found:
        start = max(cut for cut in cuts if cut <= compared.start)
        end = min(cut for cut in cuts if cut >= compared.end)
        # What begins with a conjunction may have its subject before it.
        yield compared, start, end


def _is_bound(sentence: Sentence, compared: Compared, start: int, end: int) -> bool:
    """Return whether a number beside a comparison carries it: "fell by 90%", "90% lower than"."""
    text = sentence.typed
    kind = compared.kind
    numbers = [b for b in sentence.bound if isinstance(b.result, Receipt)]
    if any(
        b.macro == "claim"
        and (b.end + 2 >= compared.start >= b.start or b.start - 2 <= compared.end <= b.end)
        for b in sentence.bound
    ):
        return True
    claims = [b for b in sentence.bound if b.macro == "claim"]
    if any(_ON.fullmatch(text[compared.end : max(compared.end, b.start)]) for b in claims):
        return True
    first, stop = text.rfind(";", 0, compared.start) + 1, text.find(";", compared.end)
    last = stop if stop >= 0 else len(text)
    behind = [b for b in numbers if compared.end <= b.start < last]
    beside = [*behind, *(b for b in numbers if 0 <= compared.start - b.end <= 12)]
    joined = [b for b in beside if not text[b.end : compared.start].startswith(",")]
    if kind in ("down", "up", "fall", "rise", "nothing"):
        return bool(beside)
    if kind == "balance" and any(text[compared.end : b.start] == " of " for b in behind):
        return True
    if kind == "moving" and any(b.end <= compared.start for b in claims):
        return True
    if kind in ("than", "exceeded", "same", "part", "moving"):
        # One cell alone confirms no comparison, but two numbers show theirs.
        around = [b for b in numbers if first <= b.start < last]
        return any(len(b.read) > 1 for b in joined) or len(around) > 1
    if kind in ("bare", "did"):
        return any(len(b.read) > 1 for b in numbers if first <= b.start < last)
    if kind in ("record", "superlative"):
        return any(len(b.read) > len(b.cells) or "rank" in b.name for b in numbers)
    return False
