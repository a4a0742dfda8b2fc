"""Holds who buys and who sells, in a sentence, against what a number's column is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from charts.generator.check.agreement.bound_scope import BoundScope, Subject
from charts.generator.check.agreement.changes import about
from charts.generator.check.agreement.comparing_words import NEGATIONS
from charts.generator.check.agreement.names import Names
from charts.generator.numbers.expressions import Call, Comparison, Node, Operation

_BUYING = (
    r"imports?|imported|importing|purchas(?:e|es|ed|ing)|bought|buys?|buying|received|receives"
)
_SELLING = (
    r"exports?|exported|exporting|sales|sold|sells?|selling|shipped|ships|shipping|sent|sends"
    r"|supplied|supplies|delivered|delivers|deliver(?:y|ies)|shipments?"
)
_FLOW = re.compile(rf"\b(?:(?P<buying>{_BUYING})|(?P<selling>{_SELLING}))\b", re.I)
_NOUNS = {"import", "imports", "export", "exports", "purchases", "sales", "delivery", "deliveries",
          "shipment", "shipments"}  # fmt: skip
_BUYERS = re.compile(r"\b(?:buyers?|customers?|clients?|purchasers?)\b", re.I)
_SELLERS = re.compile(r"\b(?:suppliers?|sellers?|vendors?)\b", re.I)
_OF = re.compile(r" (?:worth )?of (?:[\w.’'-]+ ){0,2}?(?:imports|exports)\b")
_OTHER_SIDE = re.compile(r"\b(?:in|after|before|since|on|against|with|from|to) (?:the )?$", re.I)
_PART = re.compile(r"\b(?:share|rank|place|part|position|weight)\b")
_SERVICES = re.compile(
    r"\b(?:imports|exports|trade|sales|purchases) (?:of|in) services\b"
    r"|(?<=\ufffc) (?:worth )?of (?:[\w.’'-]+ ){0,2}?services\b"
    r"|\bservices? (?:imports|exports|trade)\b", re.I,
)  # fmt: skip
# "Goods worth 3 million came from Peru": who sells, and who buys.
_MOVED = re.compile(
    r" (?:came|arrived|went|flowed|travell?ed|(?:was|were) (?:sent|brought|bought|imported"
    r"|purchased|sold|shipped|exported|delivered)(?: by (?:the )?[A-Z][\w.]*(?: [A-Z][\w.]*)*)?)"
    r" (?P<way>from|to) (?:the )?"
)
_GOODS = re.compile(r"\b(?:goods|products|shipments|cargo(?:es)?|wares)\b[\w ]{0,20} $", re.I)
_MADE = re.compile(r"(?:['’]s?)? (?:goods|products|merchandise|wares|commodities)\b")
_TRADER = re.compile(
    r"(?:['’]s?)? (?:(?P<buying>buyers?|importers?|customers?|consumers?|clients?|purchasers?)"
    r"|(?P<selling>sellers?|exporters?|suppliers?|producers?))\b"
)
_TRADER_OF = re.compile(
    r"\b(?:(?P<buying>buyers|importers|customers|consumers|clients|purchasers)"
    r"|(?P<selling>sellers|exporters|suppliers|producers)) (?:in|from|of) (?:the )?", re.I,
)  # fmt: skip
_BALANCE = re.compile(
    r"(?P<word>\b(?:balance|deficit|surplus|turnover|trade gap|trade(?= with| between))"
    r"|(?:^|[;:,] )(?:(?:total|all|overall) )?trade)(?: of trade| (?:with|between) [\w. ]+?)?"
    r"(?: (?:was|were|came to|stood at|amounted to|reached|of|at|[a-z]+ (?:back |again )?to))"
    r"(?: (?:about|nearly|only|just|some))? $", re.I,
)  # fmt: skip
_TO_WHOM = re.compile(r" the [A-Z]| [A-Z][\w.]*(?<!n)(?<!ish)(?<!ese)(?![\w.])")
_TO = re.compile(r"(?:[\w’'-]+ ){0,3}(?:to|from)(?: the)?")


@dataclass(frozen=True)
class Flow:
    """Who buys and who sells in a column, as its noun says: "imports of Peru from Chile"."""

    buying: bool
    owner: str
    partner: str


@dataclass(frozen=True)
class Sides:
    """Who a clause says buys or sells, and from or to whom; empty where it does not say.

    `start` is where the clause names the owner of the word, "Peru's exports", or the word itself.
    `owns` says that it does so with an apostrophe.
    """

    owner: str = ""
    partner: str = ""
    start: int = 0
    owns: bool = False


def flow(clause: str, scope: BoundScope, names: Names) -> str:
    """Say where a clause says "exports" of imports, or the other way round."""
    words = list(_FLOW.finditer(clause))
    balance = _BALANCE.search(clause)
    if not words and not balance:
        return ""
    subjects: Iterable[Subject] = scope.subjects
    if isinstance(scope.node, Call) and scope.node.name == "share":
        subjects = scope.read(scope.node.arguments[0])  # the part, and not the whole
    flows = {known for subject in subjects if (known := flow_of(subject, names))}
    added = isinstance(scope.node, Operation) and scope.node.sign == "+"
    if added and len({known.buying for known in flows}) == 2:
        return _of_both(words, scope)
    if len({known.buying for known in flows}) != 1:
        return ""
    if balance and not any(isinstance(node, Operation) for node in scope.nodes):
        shown = balance["word"].strip(" ,;:")
        return (
            f'the sentence says "{shown}", but {scope.bound.words} is one side of it: '
            f"{about(scope)}. Change the word, or take both sides."
        )
    if not words:
        return ""
    if len({bool(word["buying"]) for word in words}) > 1 and len(words) > 1:
        # "bought more than it sold": the last word alone does not say which is meant.
        return ""
    word = words[-1]
    told = next(iter(flows))
    sides = _sides(clause, word, names)
    owner, partner = sides.owner, sides.partner
    same = bool(word["buying"]) == told.buying
    verb = word[0].lower() not in _NOUNS
    if same and verb and not told.owner and told.partner:
        wrong = owner == told.partner
    elif same:
        if not told.owner or not told.partner or told.owner == told.partner:
            return ""
        # "Peruvian imports" may be goods from Peru; "Peruvian purchases" are Peru's.
        owns = verb or sides.owns or word[0].lower() == "purchases"
        wrong = owner == told.partner and (
            partner == told.owner or (owns and partner != told.partner)
        )
        bought_by = _TO_WHOM.match(
            clause, word.end()
        )  # "sold the Swiss", but not "sold Swiss ones"
        wrong = wrong or bool(bought_by and partner == told.owner and owner != told.owner)
    elif (owner and owner == told.partner) or (partner and partner == told.owner):
        wrong = False
    elif owner or partner:
        wrong = (bool(told.owner) and owner == told.owner) or (
            bool(told.partner) and partner == told.partner
        )
    else:
        wrong = not verb
    if not wrong:
        return ""
    shown = clause[sides.start : word.end()]
    return (
        f'the sentence says "{shown}", but {scope.bound.words} is of {about(scope)}. Change the '
        "word, or take the other number."
    )


def _of_both(words: Sequence[re.Match[str]], scope: BoundScope) -> str:
    """Say where imports and exports together are called by the name of one of them."""
    if not words or len({bool(word["buying"]) for word in words}) != 1:
        return ""
    if words[-1][0].lower() not in _NOUNS:
        return ""
    return (
        f'the sentence says "{words[-1][0]}", but {scope.bound.words} is of both ways: '
        f"{about(scope)}. Change the word, or take the other number."
    )


_TRADE = re.compile(
    r"\b(?P<trade>trade|commerce|turnover)(?: (?:with|between|of) (?:[\w.’'-]+ ?){1,6}?)?"
    r" (?:peaked|bottomed out|was|came to|totall?ed|amounted to|reached|stood at|hit|fell|rose|grew"
    r"|dropped|shrank|declined|increased)(?: [a-z]+){0,4},? $", re.I,
)  # fmt: skip


def one_way(clause: str, scope: BoundScope) -> str:
    """Say where imports alone, or exports alone, are called trade."""
    found = _TRADE.search(clause)
    if not found or is_buying(scope.says) is None or ways(clause):
        return ""
    if re.search(r"\b(?:trade|balance|deficit|surplus|both)\b", scope.says, re.I):
        return ""
    return (
        f'the sentence says "{found["trade"]}", but {scope.bound.words} is of one way alone: '
        f"{about(scope)}. Change the word, or add up both."
    )


_NEVER = re.compile(rf"\b(?:{NEGATIONS}|no|rarely)\b|n['’]t", re.I)
_ORDERED = re.compile(
    rf"\b(?:(?P<buying>{_BUYING})|(?P<selling>{_SELLING})) (?:[\w.]+ ){{0,3}}?(?P<way>more|less)"
    rf"(?: [\w.]+){{0,4}}? than (?:it |they |the \w+ )?(?:(?P<b>{_BUYING})|(?P<s>{_SELLING}))\b",
    re.I,
)


def order(sentence: str, scope: BoundScope, names: Names) -> str:
    """Say where "sold more than it bought" is bound to a test of the opposite."""
    found = _ORDERED.search(sentence)
    tests = [node for node in scope.nodes if isinstance(node, Comparison)]
    if not found or len(tests) != 1 or len(tests[0].signs) != 1 or _NEVER.search(sentence):
        return ""
    if tests[0].signs[0][0] not in "<>" or bool(found["buying"]) == bool(found["b"]):
        return ""
    more = tests[0].signs[0][0] == ">"
    buys_more = _buys_more(sentence[: found.start()], tests[0].terms, more, scope, names)
    said_to_buy_more = bool(found["buying"]) == (found["way"].lower() == "more")
    if buys_more is None or said_to_buy_more == buys_more:
        return ""
    return _opposite(found[0], scope)


def _buys_more(
    before: str, terms: Sequence[Node], more: bool, scope: BoundScope, names: Names
) -> bool | None:
    """Return whether the place that was named last buys more than it sells.

    Args:
        before: the words before.
        terms: what is compared: imports with exports, or the other way round.
        more: whether the first is more.
        scope: what they are about.
        names: the names of places.

    Returns:
        None if the terms are of something else, or if the place is no party to them.
    """
    sides = [
        {known for subject in scope.read(term) if (known := flow_of(subject, names))}
        for term in terms
    ]
    if any(len(side) != 1 for side in sides):
        return None
    (first,), (second,) = sides
    # "The Chilean deficit with Peru" is Chile's.
    places = [p for p in names.find_places(before) if not _TOWARDS.search(before[: p.start])]
    party = places[-1].meaning if places else first.owner
    if first.buying == second.buying or party not in (first.owner, first.partner):
        return None
    owner_buys_more = first.buying == more
    return owner_buys_more if party == first.owner else not owner_buys_more


def _opposite(said: str, scope: BoundScope) -> str:
    return (
        f'the sentence says "{said}", but what is tested is the opposite: {about(scope)}. '
        "Change the words, or the test."
    )


_ROLE = r"(?:(?P<{0}s>suppliers?|sellers?|exporters?)|(?P<{0}b>buyers?|customers?|importers?))"
_AS_ROLES = re.compile(
    r"\b(?P<way>more|less|fewer|further|deeper|harder|faster|higher|lower)\b[^,;]{0,30}? as an? "
    rf"{_ROLE.format('a')} than as an? {_ROLE.format('c')}\b", re.I,
)  # fmt: skip


def roles(scope: BoundScope) -> str:
    """Say where "more as a buyer than as a seller" is bound to a test of the opposite."""
    found = _AS_ROLES.search(scope.bound.words)
    tests = [node for node in scope.nodes if isinstance(node, Comparison)]
    if not found or len(tests) != 1 or tests[0].signs[0] not in "<>":
        return ""
    sides = []
    for term in tests[0].terms[:2]:
        says = " ".join(subject.says for subject in scope.read(term))
        sides.append((bool(_SELLERS.search(says)), bool(_BUYERS.search(says))))
    if sorted(sides) != [(False, True), (True, False)]:
        return ""
    seller_more = sides[0][0] == (tests[0].signs[0] == ">")
    said = bool(found["as"]) == (found["way"].lower() not in ("less", "fewer", "lower"))
    if bool(found["as"]) == bool(found["cs"]) or said == seller_more:
        return ""
    return _opposite(found[0], scope)


_TOWARDS = re.compile(r"\b(?:with|against|towards?|over) (?:the )?$")
_NET = re.compile(r"\b(?:(?P<down>deficits?)|(?P<up>surplus(?:es)?))\b", re.I)


def balance(before: str, scope: BoundScope, names: Names) -> str:
    """Say where more imports than exports are called a surplus, or vice versa."""
    words = scope.bound.words if scope.is_test else before[: -len(scope.bound.words)][-40:]
    found = _NET.search(words)
    if not found or _NEVER.search(words):
        return ""
    match scope.node:
        case Comparison(signs=(sign,), terms=(one, other)) if sign[0] in "<>":
            more = sign[0] == ">"
        case Call(name="always", arguments=(Comparison(signs=(sign,), terms=(one, other)), *_)):
            more = sign[0] == ">"
        case Operation(sign="-", left=one, right=other) if scope.value:
            more = scope.value > 0
        case _:
            return ""
    buys_more = _buys_more(before, (one, other), more, scope, names)
    if buys_more is None or buys_more == bool(found["down"]):
        return ""
    return (
        f'the sentence says "{found[0]}", but {scope.bound.words} is the opposite: {about(scope)}. '
        "Change the words, or the formula."
    )


def goods_of(after: str) -> str:
    """Return what a number is said to be of: "$3.0 billion of imports"."""
    found = _OF.match(after)
    return found[0] if found else ""


def is_flow(title: str) -> bool:
    """Return whether the title of a column says who buys or sells."""
    return _FLOW.search(title) is not None


def is_buying(text: str) -> bool | None:
    """Return whether a text is about buying; None if it is about neither, or about selling too."""
    found = {bool(word["buying"]) for word in _FLOW.finditer(text)}
    return found.pop() if len(found) == 1 else None


def ways(text: str) -> list[bool]:
    """Return for each word of a text that says so whether it is about buying."""
    return [bool(word["buying"]) for word in _FLOW.finditer(text)]


def flow_of(subject: Subject, names: Names) -> Flow | None:
    """Return who buys and who sells in a column; None where its noun does not say."""
    for said in reversed(subject.says.split("; ")):
        words = list(_FLOW.finditer(said))
        if len({bool(word["buying"]) for word in words}) != 1:
            continue
        for key, values in subject.keys.items():
            said = said.replace(f"{{{key}}}", names.meaning(values[0]) if len(values) == 1 else "")
        word = next(iter(_FLOW.finditer(said)))
        owner = partner = ""
        places = names.find_places(said)
        for place in places:
            link = said[: place.start].removesuffix("the ").rstrip().rpartition(" ")[2]
            if link in ("from", "to"):
                partner = place.meaning
            elif place.end <= word.start() and any(
                place.start < other.start < word.start() for other in places
            ):
                partner = place.meaning  # "Peru's share in Chile's imports"
            elif place.end <= word.start() or link == "of":
                # "Imports of Peruvian silver": goods, and whose they are.
                behind = place.start > word.end() and re.match(r" [a-z]", said[place.end :])
                if behind and not owner:
                    continue
                if behind:
                    partner = place.meaning
                else:
                    owner = owner or place.meaning
        named = [names.meaning(v[0]) for v in subject.keys.values() if len(v) == 1]
        if not partner:
            others = (each for each in named if each in names.places.values() and each != owner)
            partner = next(others, "")
        return Flow(bool(word["buying"]), owner, partner)
    return None


def _sides(clause: str, word: re.Match[str], names: Names) -> Sides:
    """Return who a clause says buys or sells."""
    sides = Sides(start=word.start())
    noun = word[0].lower() in _NOUNS
    for place in names.find_places(clause):
        if place.end <= word.start():
            between = clause[place.end : word.start()]
            if _PART.search(between):  # "Peru's share in the imports"
                sides = replace(sides, partner=place.meaning)
                continue
            near = len(between.split()) <= (4 if noun else 5)
            apart = re.search(r"[,;]|\band\b", between)
            if near and not apart and not _OTHER_SIDE.search(clause[: place.start]):
                owns = between.startswith(("'", "’"))
                sides = replace(sides, owner=place.meaning, start=place.start, owns=owns)
            continue
        gap = clause[word.end() : place.start].strip()
        of = re.fullmatch(r"(?:of|by)(?: the)?", gap)
        if _TO.fullmatch(gap) or (not noun and gap in ("", "the")):
            if gap.startswith("from") and word["selling"]:
                sides = replace(sides, owner=sides.owner or place.meaning)
            else:
                sides = replace(sides, partner=sides.partner or place.meaning)
        elif of and not (noun and re.match(r" [a-z]", clause[place.end :])):
            sides = replace(sides, owner=sides.owner or place.meaning)
    return sides


def moved(clause: str, after: str, scope: BoundScope, names: Names) -> str:
    """Say where goods come from the buyer or go to the seller, or buyers are called sellers."""
    flows = {known for subject in scope.subjects if (known := flow_of(subject, names))}
    if len(flows) != 1:
        return ""
    (told,) = flows
    buyer, seller = (told.owner, told.partner) if told.buying else (told.partner, told.owner)
    if not buyer or not seller or buyer == seller:
        return ""
    wrong = ""
    found = _MOVED.match(after) if _GOODS.search(clause) else None
    for place in names.find_places(after) if found else []:
        if found and place.start == found.end():
            if place.meaning == (buyer if found["way"] == "from" else seller):
                wrong = after[: place.end].strip()
            break
    for place in names.find_places(clause):
        trader = _TRADER.match(clause, place.end)
        if trader and place.meaning == (seller if trader["buying"] else buyer):
            wrong = clause[place.start : trader.end()]
    for found in _TRADER_OF.finditer(clause):  # "exporters in Peru"
        for place in names.find_places(clause[found.end() :])[:1]:
            if not place.start and place.meaning == (seller if found["buying"] else buyer):
                wrong = clause[found.start() : found.end() + place.end]
    near = after[: end.start()] if (end := re.search(r"[,;:.]| and | but ", after)) else after
    for text in (clause, near):  # "Peruvian goods" are sold by Peru
        for place in names.find_places(text):
            said, made = text[place.start : place.end], _MADE.match(text, place.end)
            adjective = re.search(r"(?:n|ese|ish)$", said) and said not in names.places.values()
            if made and adjective and place.meaning == buyer:
                wrong = text[place.start : made.end()]
    if not wrong:
        return ""
    return (
        f'the sentence says "{wrong}", but {scope.bound.words} is of {about(scope)}. Change the '
        "words, or take the other number."
    )


_BOTH = re.compile(
    rf"\b(?P<one>{_BUYING}|{_SELLING}) and (?P<two>{_BUYING}|{_SELLING})(?: [\w ]{{1,30}}?)??"
    r" (?:was|were|came to|stood at|amounted to|totall?ed|reached) $", re.I,
)  # fmt: skip


def both(before: str, between: str, scopes: Sequence[BoundScope], names: Names) -> str:
    """Say where "exports and imports were" stands before the imports, and then the exports."""
    found = _BOTH.search(before) if between == " and " else None
    told = [{f.buying for s in scope.subjects if (f := flow_of(s, names))} for scope in scopes]
    if not found or any(len(each) != 1 for each in told):
        return ""
    said = [re.fullmatch(_BUYING, found[name], re.I) is not None for name in ("one", "two")]
    if said[0] == said[1] or [*map(min, told)] != [not way for way in said]:
        return ""
    return (
        f'the sentence says "{found["one"]} and {found["two"]}", but {scopes[0].bound.words} is of '
        f"{about(scopes[0])}. Change the order of the words, or of the numbers."
    )


def goods(clause: str, after: str, scope: BoundScope) -> str:
    """Say where a sentence says "services" of what the data call goods."""
    found = _SERVICES.search(f"{clause}\ufffc{after}")
    titles = " ".join(f"{s.says} {s.dataset.title}" for s in scope.subjects).lower()
    if not found or "service" in titles or "goods" not in titles:
        return ""
    return (
        f'the sentence says "{found[0].strip()}", but {scope.bound.words} is of goods: '
        f"{about(scope)}. Change the words, or take another number."
    )


_OF_ALL = re.compile(
    r" of (?:all |the |its |their |total ){1,3}(?:[\w.’'-]+ ){0,2}?(?:(?P<buying>imports"
    r"|purchases)|exports|sales)\b(?! (?:from|to) )"
)
_OF_SIDE = re.compile(
    r" of (?:all |the |its |their |total |[A-Z][\w.’'-]* ){0,3}(?:(?P<buying>imports)|exports)\b"
    r"(?! and\b)"
)
_OF_WORLD = re.compile(r" of (?:all )?(?:the world['’]s|the world|global|worldwide)\b")


def whole(after: str, scope: BoundScope, names: Names) -> str:
    """Say where a share of imports is called one of exports, or one of all that the world has."""
    if scope.format != "percent":
        return ""
    wrong = ""
    node = scope.node
    of_all = _OF_ALL.match(after)
    if of_all and isinstance(node, Call) and node.name == "share":
        flows = {flow_of(subject, names) for subject in scope.read(node.arguments[-1])}
        sides = {known.buying for known in flows if known}
        if len(sides) == 1 and sides != {bool(of_all["buying"])}:
            wrong = of_all[0].strip()
    if scope.is_level and (side := _OF_SIDE.match(after)):
        (subject,) = scope.subjects
        title = subject.field.title
        titled = {bool(word["buying"]) for word in _FLOW.finditer(title)}
        if titled and titled != {bool(side["buying"])}:
            wrong = side[0].strip()
    if (world := _OF_WORLD.match(after)) and scope.is_level:
        (cell,) = scope.bound.cells
        dataset = scope.datasets[cell.dataset]
        field = dataset.fields[cell.column]
        row = dataset.row(cell.key)
        texts = [column[row] for column in dataset.columns.values()]
        said = " ".join([scope.says, dataset.title, field.description, *texts]).lower()
        if re.search(r"\b(?:imports|exports|trade)\b", said) and not re.search("world|glob", said):
            wrong = world[0].strip()
    if not wrong:
        return ""
    return (
        f'the sentence says "{wrong}", but {scope.bound.words} is a share of something else: '
        f"{about(scope)}. Change the words, or take the other number."
    )


_SENT = re.compile(
    rf" (?:{_SELLING}|made|makes|produced|took|takes)(?: (?:about|nearly|only|just|some|over"
    r"|almost))* "
)
_OF_ITS = re.compile(
    r" of (?:its|their)\b(?! (?:\w+ )?(?:imports|purchases|needs?|supply|supplies|demand"
    r"|consumption|market|use)\b)"
)


def of_its_own(clause: str, after: str, scope: BoundScope, names: Names) -> str:
    """Say where a part of what others have is called one of its own: "sent 9% of its coal"."""
    node, places = scope.node, names.find_places(clause)
    if not places or not _OF_ITS.match(after) or not isinstance(node, Call) or node.name != "share":
        return ""
    who = places[-1]
    if not _SENT.fullmatch(clause, who.end):
        return ""
    part, whole = (
        {(column, names.meaning(v)) for s in scope.read(each) for column, vs in s.keys.items()
         for v in vs}
        for each in (node.arguments[0], node.arguments[-1])
    )  # fmt: skip
    mine = {column for column, value in part if value == who.meaning}
    if not mine or any(value == who.meaning for _, value in whole):
        return ""
    if not any(column in mine for column, _ in whole):
        return ""
    return (
        f'the sentence says "{after.split(",")[0].strip()[:40]}", but {scope.bound.words} is a '
        f"share of something else: {about(scope)}. Change the words, or the formula."
    )


_AMONG = re.compile(r" (?:place |position |rank )?(?:among|of|in) (?:[^,;.]|(?<=[A-Z])\.){0,40}")


def role(clause: str, after: str, scope: BoundScope) -> str:
    """Say where a clause says "buyer" of a seller, or the other way round."""
    behind = _AMONG.match(after)
    clause += behind[0] if behind else ""
    says = " ".join(subject.says for subject in scope.subjects)
    buyer, seller = (bool(pattern.search(says)) for pattern in (_BUYERS, _SELLERS))
    if not (buyer or seller) and scope.format == "rank" and scope.is_level:
        (subject,) = scope.subjects
        title = subject.field.title
        sides = {bool(word["buying"]) for word in _FLOW.finditer(title)}
        if len(sides) == 2 and not (_BUYERS.search(clause) and _SELLERS.search(clause)):
            one = _BUYERS.search(clause) or _SELLERS.search(clause)
            return _of_another_side(one[0], scope) if one else ""
        buyer, seller = False in sides, True in sides  # whose goods are bought sells them
    if buyer == seller:
        return ""
    wrong, right = (_SELLERS, _BUYERS) if buyer else (_BUYERS, _SELLERS)
    found = wrong.search(clause)
    return _of_another_side(found[0], scope) if found and not right.search(clause) else ""


def _of_another_side(said: str, scope: BoundScope) -> str:
    return (
        f'the sentence says "{said}", but {scope.bound.words} is of {about(scope)}. Change '
        "the word, or take the other number."
    )
