"""The English verbs that say that something became more or less, in all their forms."""

from __future__ import annotations

from collections.abc import Iterable

_DOWN = (
    "collapse contract crash crater dwindle decline decrease deflate diminish dip drop droop "
    "ease ebb erode evaporate fade fall fray implode lessen melt narrow nosedive plummet plunge "
    "recede sag shrink shrivel sink slide slip slow slump subside taper thin tumble vanish wane "
    "weaken wither worsen"
)
_UP = (
    "accelerate balloon boom bounce broaden burgeon climb creep deepen edge escalate expand "
    "explode grow heighten increase inflate jump leap mount mushroom rally rebound "
    "recover rise rocket skyrocket snowball soar spike strengthen surge swell widen"
)
# What says no way by itself: "inched down", "went up".
_GO = "come drift edge get go head inch move nudge pull push tick trend"
# What somebody does to something, or what has an object: "lost a third", "doubled".
_CUT = "curtail cut halve lose lower reduce shed slash trim"
_ADDED = "advance boost double gain lift multiply quadruple raise triple"

# The past, and the participle where it is another form.
_IRREGULAR = {
    "fall": ("fell", "fallen"), "shrink": ("shrank", "shrunk"), "sink": ("sank", "sunk"),
    "slide": ("slid",), "creep": ("crept",), "grow": ("grew", "grown"), "rise": ("rose", "risen"),
    "leap": ("leapt", "leaped"), "swell": ("swelled", "swollen"), "cut": ("cut",),
    "lose": ("lost",), "shed": ("shed",), "nosedive": ("nosedived", "nosedove"),
    "come": ("came", "come"), "get": ("got",), "go": ("went", "gone"),
}  # fmt: skip
_DOUBLED = {"cut", "dip", "drop", "ebb", "get", "sag", "shed", "slip", "thin", "trim"}


def _stem(verb: str) -> str:
    if verb in _DOUBLED:
        return verb + verb[-1]
    return verb.removesuffix("e")


def _past(verb: str) -> tuple[str, ...]:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    return (f"{verb[:-1]}ied",) if verb.endswith(("ly", "ry")) else (f"{_stem(verb)}ed",)


def _present(verb: str) -> tuple[str, ...]:
    if verb.endswith(("ly", "ry")):
        return verb, f"{verb[:-1]}ies"
    return verb, f"{verb}{'es' if verb.endswith(('ch', 'go', 'sh', 'ss')) else 's'}"


def _any(forms: Iterable[str]) -> str:
    return "|".join(sorted(forms, key=lambda form: (-len(form), form)))


def past(way: int) -> str:
    """Return a pattern for what fell or rose by itself: "fell", "grown"."""
    verbs = (_UP if way > 0 else _DOWN).split()
    return _any({form for verb in verbs for form in _past(verb)})


def base(way: int) -> str:
    """Return a pattern for "fall" and "grow"."""
    return _any((_UP if way > 0 else _DOWN).split())


def doing(way: int) -> str:
    """Return a pattern for what falls or rises by itself: "falling", "growing"."""
    verbs = (_UP if way > 0 else _DOWN).split()
    return _any({f"{_stem(verb)}ing" for verb in verbs})


def present(way: int) -> str:
    """Return a pattern for "falls" and "fall", "grows" and "grow"."""
    verbs = (_UP if way > 0 else _DOWN).split()
    return _any({form for verb in verbs for form in _present(verb)})


def going() -> str:
    """Return a pattern for all forms of verbs that a word behind them gives a way: "edged"."""
    verbs = _GO.split()
    forms = {form for verb in verbs for form in (*_past(verb), *_present(verb))}
    return _any(forms | {f"{_stem(verb)}ing" for verb in verbs})


def every(way: int) -> str:
    """Return a pattern for all forms, also of verbs that take an object: "lost", "doubling"."""
    verbs = (f"{_UP} {_ADDED}" if way > 0 else f"{_DOWN} {_CUT}").split()
    forms = {form for verb in verbs for form in (*_past(verb), *_present(verb))}
    return _any(forms | {f"{_stem(verb)}ing" for verb in verbs})
