"""Finds words that deny what is tested, and words such as "today" beside a time that stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from charts.generator.check.agreement.bound_scope import BoundScope
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.periods import period
from charts.generator.check.agreement.times import times
from charts.generator.check.sentence_scope import Bound, Sentence
from charts.generator.numbers.expressions import Call

_DENIED = re.compile(
    r"\b(?:it|this|that)(?:['’]s| is| was| isn['’]t| wasn['’]t)(?: \w+)?? (?:not |never |no )?"
    r"(?:true|so|the case|right|correct|false|untrue|wrong|incorrect|a myth|a lie|longer so) that\b"
    r"|\b(?:nobody|no one|none|few|(?:hardly|scarcely) any(?:one|body))"
    r"(?: can| could| would| will| should)? (?:says?|said|claims?|claimed"
    r"|believes?|thinks?) that\b"
    r"|\b(?:nothing|no (?:data|dataset|figures?|evidence|number)s?) (?:here )?(?:shows?|suggests?"
    r"|proves?|says?|supports? (?:the idea |the claim )?|indicates?) that\b"
    r"|\bno [a-z]+(?: [\w ]{0,40}?)? (?:bears? (?:it |this )?out|confirms?|shows?|suggests?|proves?"
    r"|supports?|implies|indicates?) that\b"
    r"|\bthere is no (?:evidence|sign|proof) that\b|\bcontrary to the \w+ that\b"
    r"|\b(?:myth|false claim|mistaken belief|lie) (?:is )?that\b"
    r"|\b(?:false|untrue|wrong|incorrect|mistaken|an? (?:mistake|myth|error|exaggeration|stretch)"
    r"|misleading|inaccurate|absurd|nonsense|premature|unfair|too (?:much|early|soon)) to"
    r" (?:say|think|claim|believe|conclude|suppose|assume|write|argue|speak|state|maintain|assert)"
    r"(?:,? that\b|,)",
    re.I,
)
_FALSE = re.compile(
    r"not|n['’]t|nothing|false|untrue|wrong|incorrect|myth|lie\b|mistake|misleading|inaccurate|no\b"
    r"|nobody|none|few|contrary|hardly|error|exaggeration|stretch|absurd|nonsense|premature"
    r"|unfair|too\b",
    re.I,
)
_JUST_BEFORE = re.compile(
    r"(?:\b(?:not|never|no longer|hardly|scarcely|cannot|neither|nor|far from)|n['’]t)"
    r"(?: (?:been|be|have|had|really|quite|actually|yet|even|once|all|always|to|at)){0,3} $", re.I,
)  # fmt: skip
# What ends a clause: a "not" behind it denies nothing that follows.
_CLAUSE = re.compile(
    r"[,;:()–—]|\b(?:but|while|whereas|although|though|because|since|when|where|if|unless|until"
    r"|before|after|which|who|whose|than|as)\b|\band\b", re.I,
)  # fmt: skip
_JOINS = re.compile(r"\b(?:between|both|either|from|neither)\b[^,;:]{1,40}$", re.I)
_DENIES = re.compile(
    r"\b(?:not|never|cannot|neither|nor|hardly|scarcely|nobody|nothing|none|nowhere"
    r"|no(?! (?:other|single|country|partner|buyer|seller|supplier|customer|exporter|importer)\b)"
    r"|fail(?:s|ed|ing)? to|refus(?:es?|ed) to|far from|den(?:y|ies|ied)"
    r"|disput(?:es?|ed)|refut(?:es?|ed)"
    r"|disprov(?:es?|ed)|contradict(?:s|ed)?|rul(?:es?|ed) out)\b|n['’]t\b"
    r"|\b(?:scant|little|scarce|hardly any) (?:evidence|sign|proof|support|indication)\b"
    r"|\b(?:keeps?|kept|stops?|stopped|prevents?|prevented|deterred|barred) [^,;]{1,40} from $"
    r"|\bwithout (?:[\w.’'-]+ ){0,4}?(?:having|ever|being)\b", re.I,
)  # fmt: skip
_NO_DENIAL = re.compile(
    r"\b(?:not (?:only|just|merely|least|surpris\w+|for nothing|long|even)"
    r"|no (?:doubt|wonder|surprise|secret|question|denying|matter|exception|coincidence|accident"
    r"|more|less|fewer|later|sooner|reason)"
    r"|(?:no ?body|no one|none|few|nothing) (?:den|disput|contradict|refut)\w+"
    r"|(?:not|n['’]t) (?:den|disput|contradict|refut)\w+|not without)\b", re.I,
)  # fmt: skip
# "Those that do not border it": denied is what the clause inside says.
_INNER = re.compile(r"\b(?:that|those|who|which|what|whoever)(?: [\w’']+)? $", re.I)
# "That imports fell is a myth."
_TITLED = re.compile(
    r"^(?:That|Whether|The (?:idea|claim|notion|belief|story|view|report|rumou?r|assertion|charge"
    r"|talk|theory|legend|myth) (?:that|of)|(?:Claims|Reports|Talk|Rumou?rs|Stories) (?:that|of))\b"
)
_REFUTED = re.compile(
    r"[^.;:]{0,60}? (?:is|are|was|were|remains?|proved|looks?|sounds?) (?:(?:a|an|the|simply|just"
    r"|plainly|quite|pure|sheer|stuff of) )*(?:myths?|legends?|fiction|lies?|fairy tales?|untrue"
    r"|false|wrong|mistaken|incorrect|nonsense|fantasy|unfounded|baseless|not (?:so|true|right"
    r"|the case|what|borne out)|n['’]t (?:so|true))\b"
    r"|[^.;:]{0,40}? (?:do(?:es)?|did|will|would) ?(?:not|n['’]t) (?:hold (?:up|water|true|good)"
    r"|stand up|survive|withstand|add up)\b|[^.;:]{0,40}? (?:falls?|fell) (?:apart|flat)\b"
    r"|,? which (?:is|was) (?:false|untrue|wrong|not true|not so|not the case)\b", re.I,
)  # fmt: skip
_DENIED_NUMBER = re.compile(
    r"(?:\b(?:not|never)|n['’]t) (?:come|came|amount(?:ed)?|reach(?:ed)?|total(?:ed|led)?|cost"
    r"|been|be)(?: (?:to|at|only|just))* $|\b(?:was|were|is|are) (?:not|never) (?:at )?$", re.I,
)  # fmt: skip
_VERB = r"(?:is|are|has|have|stands?|buys?|sells?|takes?|comes?)"
_NEWEST = r"(?:figure|number|year|month|data|reading|count|value|survey|report|estimate|poll)s?"
_NOW = re.compile(
    r"\b(?:[Aa]s we (?:write|speak)|[Aa]s (?:things|matters|it) stands?"
    r"|[Aa]t the time of writing|[Aa]s of (?:now|this writing)"
    r"|(?:[Ii]n|[Oo]ver|[Dd]uring) the (?:past|last|latest) (?:twelve|six|three|ten|few)"
    r" (?:months|years)|(?<!the )[Tt]his year['’]s(?= (?:imports|exports|trade|sales|purchases"
    r"|output|total|figure|price)s?\b)|[Aa]t last count|[Tt]o this day"
    r"|[Tt]oday|[Nn]owadays|[Cc]urrently|[Aa]t present|[Aa]t the moment|[Rr]ight now"
    r"|[Tt]hese days|[Pp]resently|[Ss]o far this year|[Tt]o date|(?<!the )[Tt]his (?:year|month)"
    r"|(?<!the )(?<!that )(?<![Ii]ts )(?<!his )(?<!her )(?<!their )(?<!['’]s )"
    r"(?<!s['’] )[Ll]ast (?:year|month)(?! (?:of|in|before|found|for|with|that|whose"
    rf"|covered|on record))|{_VERB} (?:now|still)"
    rf"|[Nn]ow (?:{_VERB}|[a-z]+s(?= ))|[Ss]till (?:{_VERB}|[a-z]+s)"
    r"|(?:^|, )[Nn]ow,?(?= \w+ (?:is|are|comes?|stands?)\b)"
    r"|[Ii]n the (?:last|latest|newest|past|most recent) (?:full|complete|calendar|whole) (?:year"
    r"|month|quarter)(?! (?:of|in|before|for|with|that|when|covered|on record"
    r"|(?:the|these|those|our) (?:data|figures|series|table|numbers)))"
    rf"|(?:^|[Tt]he )[Ll]atest {_NEWEST}|[Tt]he (?:newest|most recent) {_NEWEST})\b"
)
_EDITION = re.compile(
    r"\b(?:newest|latest|most recent|current|last) (?:edition|list|release|report|issue|survey"
    r"|ranking|table|version|yearbook)\b", re.I,
)  # fmt: skip
_OWN_TIME = re.compile(r" (?:in|of|from|for|during) (?:\w+ )?\d{4}\b")
_FUTURE = re.compile(r"^['’]s\b|^ of (?:19|20)\d\d|^ (?:that|when|in the data)\b")


def denied(sentence: Sentence, scopes: dict[Bound, BoundScope]) -> Iterator[tuple[str, int]]:
    """Yield where a sentence denies the words of a claim, or a number, with its place."""
    for bound in sentence.bound:
        before = sentence.before(bound)
        scope = scopes.get(bound)
        if scope is None:
            continue
        if bound.macro == "claim":
            found = _JUST_BEFORE.search(before) or _leading(before)
            found = found or _in_clause(before)
            if refuted := _refuted(before, sentence.after(bound)):
                yield (
                    f'"{bound.words}" is what the data confirm, and the sentence goes on: '
                    f'"{refuted}"; bind words that are true as they stand, or test the opposite.',
                    bound.offset,
                )
            elif found:
                yield (
                    f'"{found[0].strip()}" before "{bound.words}" denies what the data confirm; '
                    "bind words that are true as they stand, or test the opposite.",
                    bound.offset,
                )
        elif scope.value is not None and not scope.is_date:
            found = _DENIED_NUMBER.search(before) or _leading(before)
            if found and not re.match(
                r",? (?:but|any ?more|any longer|until|again)\b", sentence.after(bound)
            ):
                yield (
                    f'"{found[0].strip()}" before "{bound.words}" denies the number; say what is '
                    "true of it.",
                    bound.offset,
                )


def _in_clause(before: str) -> re.Match[str] | None:
    """Return what denies the words that follow, anywhere in their clause: "at no time had it"."""
    start = 0
    for end in _CLAUSE.finditer(before):
        joined = end[0].lower() == "and" and _JOINS.search(before[: end.start()])
        if not joined:
            start = end.end()
    clause = before[start:]
    if _NO_DENIAL.search(clause):
        return None
    found = list(_DENIES.finditer(clause))
    # Two of them affirm, except "neither … nor".
    if len({match[0].lower() for match in found} - {"nor"}) != 1:
        return None
    return None if _INNER.search(clause[: found[0].start()]) else found[0]


def _refuted(before: str, after: str) -> str:
    """Return the words behind a claim that call it false."""
    found = _REFUTED.match(after)
    aside = found and re.match(r",? which ", found[0])
    return found[0].strip(" ,") if found and (aside or _TITLED.search(before)) else ""


def _leading(before: str) -> re.Match[str] | None:
    for found in _DENIED.finditer(before):
        if _FALSE.search(found[0]) and not re.search(r"[;:]| but ", before[found.end() :]):
            return found
    return None


# "$3 billion of goods last year"
_BESIDE = re.compile(r"(?: (?:worth|of|in|from|to|goods|imports|exports|[A-Z][\w.]+)){0,5} ?")


def outdated(
    sentence: Sentence, scopes: dict[Bound, BoundScope]
) -> Iterator[tuple[str, int]]:  # fmt: skip
    """Yield where "today" or "this year" stands beside a period that stays, with its place."""
    found = _NOW.search(sentence.typed)
    if not found or _FUTURE.match(sentence.typed, found.end()):
        return
    for bound in sentence.bound:
        scope = scopes.get(bound)
        if scope is None or scope.moves or scope.is_date or not scope.years or not _dated(scope):
            continue
        if _OWN_TIME.match(sentence.after(bound)):
            continue
        named = [t for t in times(sentence.typed) if found.end() < t.start < bound.start]
        between = sentence.text[min(found.end(), bound.end) : max(found.start(), bound.start)]
        if (
            named
            or not _BESIDE.fullmatch(sentence.text, bound.end, max(bound.end, found.start()))
            or re.search(
                r"[;:]| but | while |, (?:from|after|down|up|against)\b", between.removesuffix(": ")
            )
        ):
            continue
        yield (
            f'the sentence says "{found[0].strip(", ")}", but "{bound.words}" is of '
            f"{period(scope)} ({about(scope)}) and stays there; name the period, or write "
            '"latest" in its place.',
            bound.offset,
        )


def superseded(sentence: Sentence, scopes: dict[Bound, BoundScope]) -> Iterator[tuple[str, int]]:
    """Yield where "the newest edition" stands beside a number of an older one, with its place."""
    found = _EDITION.search(sentence.typed)
    if not found:
        return
    for bound, scope in scopes.items():
        for cell in bound.cells if scope.is_level else ():
            dataset = scope.datasets[cell.dataset]
            for name, text in cell.key:
                newest = max(dataset.columns[name])
                if dataset.roles.get(name) == "basis" and text.isdigit() and text < newest:
                    yield (
                        f'the sentence says "{found[0]}", but "{bound.words}" is of {text}, and '
                        f"the data go up to {newest}; take that, or say which one you mean.",
                        bound.offset,
                    )


_SINCE = re.compile(
    r"\b(?:has|have)\b[^.;:]{0,70}\bsince (?:then|the|\d{4}|[A-Z])"
    r"|\bsince (?:then|the|\d{4}|[A-Z])[^.;:]{0,70}\b(?:has|have)\b", re.I,
)  # fmt: skip
_UNTIL = re.compile(r"\b(?:until|through|up to|to|by|and|of|in) (?:[A-Z][a-z]+ )?(\d{4})\b")


def lapsed(sentence: Sentence, scopes: dict[Bound, BoundScope]) -> Iterator[tuple[str, int]]:
    """Yield where "have fallen each year since" stands on a test that ends before the data do."""
    if not _SINCE.search(sentence.text):
        return
    for bound, scope in scopes.items():
        node = scope.node
        if not scope.is_test or scope.moves or not isinstance(node, Call):
            continue
        if node.name not in ("falls", "rises", "always", "never", "same"):
            continue
        last = max(
            (each.dataset.span[-1] for each in scope.subjects if each.dataset.span), default=""
        )
        tested = max(scope.years, default="")
        if not tested or last[:4] <= tested or tested in _UNTIL.findall(sentence.text):
            continue
        yield (
            f'the sentence says "since", but the words are tested only to {tested} '
            f"({bound.words}), and the data go on to {last[:4]}. Say until when, or test the rest.",
            bound.offset,
        )


def _dated(scope: BoundScope) -> bool:
    return any(subject.dataset.period for subject in scope.subjects)
