"""Finds the words that compare: "fell", "a record high", "most of", "bought nothing"."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass

_DOWN = (
    "(?:fell|fallen|dropped|declined|decreased|shrank|shrunk|sank|slid|slumped|plunged|plummeted"
    "|tumbled|collapsed|dwindled|dipped|crashed|contracted|cratered|evaporated|weakened|slowed|slipped"
    "|withered|narrowed|nosedived"
    "|(?:went|gone|going) into (?:free fall|freefall|a tailspin|decline|reverse)"
    "|went down|gone down|came down|lost ground|fell away|thinned)"
)
_UP = (
    "(?:rose|risen|grew|grown|increased|climbed|jumped|surged|soared|rebounded|rallied|swelled"
    "|rocketed|skyrocketed|ballooned|mushroomed|bounced back|picked up|crept up|expanded|boomed"
    "|recovered|took off|went through the roof|went up|gone up|came up|gained ground|strengthened"
    "|shot up|edged up|widened)"
)
_DOING_DOWN = (
    "(?:fall|dropp|declin|decreas|shrink|sink|slid|slump|plung|plummet|tumbl|collaps|dwindl)ing"
)
_DOING_UP = "(?:ris|grow|increas|climb|jump|surg|soar|rebound|swell|rocket|expand|boom|recover)ing"
_IS = "(?:is|are|was|were|been|kept|keeps?|started|began|goes on|went on|go on)"
_FALL = "(?:fall|drop|decline|decrease|slump|plunge|collapse|slide|dip|contraction|downturn)"
_RISE = "(?:rise|increase|jump|surge|climb|growth|rebound|gain|recovery|boom|upturn|upswing)"
_ADVERB = (
    "(?:(?:still|again|now|steadily|sharply|all but|well|far|even|only|barely|slightly|also|both"
    "|rapidly|way|back|once more) )?"
)
_WHEN = r"(?= (?:in|on|since|from|again|sharply|slightly|this|last|year)\b|[.,;:!)]|$)"
_MOST = (
    "(?:largest|biggest|greatest|highest|lowest|smallest|weakest|strongest|busiest|cheapest"
    "|dearest"
    "|most expensive|costliest|top|main|chief|number one|leading|principal|foremost|worst|best"
    "|steepest"
    "|sharpest|fastest|slowest|deepest|heaviest|poorest|richest)"
)
_THAN = (
    "(?:more|less|fewer|higher|lower|larger|smaller|bigger|cheaper|dearer|greater|costlier|weaker"
    "|stronger|faster|slower|poorer|richer|heavier|lighter|worse|better|further)"
)
_TRADED = (
    "(?:bought|buys?|sold|sells?|imported|imports?|exported|exports?|shipped|sent|sends?"
    "|took|takes?|purchased|delivered|supplied|supplies|mined|mines|produced|produces|received"
    "|held|holds?|ordered|spent|invested)"
)
_PASSIVE = "(?:bought|sold|imported|exported|shipped|mined|delivered|produced|sent|purchased)"
_NEAR = "(?:(?:almost|virtually|practically|next to|close to|nearly|at|down to|near|about) )*"
_ZERO = "(?:zero|nil|nothing|nought|naught|none)"
_BE = (
    "(?:(?:is|are|was|were|stood|stands?|came|amounted|fell|dropped|shrank|sank|went|fallen"
    "|dropped"
    "|be|been|remains?|remained)(?: to| at)? )"
)
_DOWN_NOW = rf"{_IS} {_ADVERB}{_DOING_DOWN}|(?:is|are|was|were) {_ADVERB}down{_WHEN}"
_UP_NOW = rf"{_IS} {_ADVERB}{_DOING_UP}|(?:is|are|was|were) {_ADVERB}up{_WHEN}"
_DOES_DOWN = (
    r"(?:falls?|drops?|declines?|shrinks?|sinks?|plunges?) (?:away|again|every|each|in \d{4})"
)
_DOES_UP = r"(?:rises?|grows?|climbs?|increases?|soars?) (?:again|every|each|in \d{4})"
_SAW = "(?:saw|seen|had|suffered|posted|recorded|showed|brought|marked|registered|took)"
_A = "(?:an?|the|another|this|that|its|their)(?: (?!of)[a-z]+){0,2}?"

_PATTERNS = {
    "down": f"{_DOWN}|{_DOWN_NOW}|{_DOES_DOWN}",
    "up": f"{_UP}|{_UP_NOW}|{_DOES_UP}",
    "fall": f"{_A} {_FALL} (?:in|of)|{_SAW} {_A} {_FALL}",
    "rise": f"{_A} {_RISE} (?:in|of)|{_SAW} {_A} {_RISE}",
    "record": (
        r"(?:all time|record|historic|multi year|decade|post war|postwar|new) (?:highs?|lows?"
        r"|peaks?)"
        r"|record (?:years?|months?|quarter|amounts?|sums?|volumes?|levels?|imports|exports|trade"
        r"|sales|numbers?|output)|(?:hit|set|broke|reached|marked|is|are|was|were|at) (?:an? "
        r"|the |its "
        r"|their )?(?:new |all time )*records?(?: (?:highs?|lows?))?|on record|peak(?:ed|s)"
        r"|bottomed out|hit (?:rock )?bottom"
        r"|(?:reached|passed|past|saw|had) (?:its|their|an?|the) (?:peak|high|low|bottom|trough)"
        r"|(?:never|not) (?:been |stood |was |were )*(?:so|as|that|since been)? ?(?:higher"
        r"|lower|larger"
        r"|smaller|high|low|large|small|little|weak|strong|much|more|less)"
        rf"|{_THAN} than ever|unprecedented|(?:{_MOST}|least|most)(?: [a-z]+)? (?:since|ever)"
    ),
    "superlative": (
        rf"(?<!\bat )(?<!in )(?:the|its|their|his|our|[a-z.]+'s?|by far) (?:single |second "
        rf"|third "
        rf"|world's |far )?{_MOST}(?!\s*(?:of all worlds|known|possible|way|part|guess))"
        rf"|(?:is|are|was|were|became|remains?|remained|stood) (?:the )?(?:by far )?{_MOST}"
        rf"|the {_THAN}(?= (?:partner|buyer|seller|supplier|market|customer|exporter|importer"
        r"|producer|economy|investor)s?\b)"
        r"|(?:the )?(?:most|least)(?= (?:of (?:any|all)|in (?:\d{4}|any|all|the)|among|by far"
        r"|to any)\b)"
        r"|(?:ranks?|ranked|came|comes|is|was|stands?|stood) (?:first|last|top)(?= (?:among|in"
        r"|of)\b)"
        r"|no (?:other )?[a-z]+ (?:bought|sold|took|sent|mined|produced|made|held|imported"
        r"|exported)"
        r" (?:as much|more|less)|more than (?:any|anyone|anybody|all) (?:other|others|else)?"
    ),
    "than": (
        rf"{_THAN}(?! (?:years?|months?|days?|weeks?"
        rf"|times?)\b)(?: (?!than\b)[a-z0-9.']+){{0,6}} than(?! (?:once|ever|expected|usual|likely"
        rf"|just|words"
        rf"|enough|that\.|a (?:year|month|day|week|name|sign))\b)|twice as|(?:just |nearly "
        rf"|almost |about "
        rf"|half )?as (?:much|many|large|high|big|low|small|little) (?:[a-z]+ )?as"
    ),
    "exceeded": (
        "exceed(?:s|ed)?|beats?|surpass(?:es|ed)?|overt(?:ook|akes|aken)|outs(?:old|ells)|outstrip(?:s"
        "|ped)?"
        "|outpaced?s?|outgrew|outran|outdid|outperform(?:s|ed)?|outnumber(?:s|ed)?|outweigh(?:s|ed)?|dwarf(?:s|ed)?|eclipsed|outrank(?:s|ed)?"
        "|outproduce[sd]"
        "|trail(?:s|ed)|lag(?:s|ged)(?: far)? behind|pulled ahead|(?:is|was|are|were|stood"
        "|came) (?:well "
        "|far )?(?:ahead of|behind)"
        "|(?:been|was|were|stayed|remained|stood) (?:well |far |always )?(?:below|above)"
        "|caught up with|matched|equalled|rivall?ed|topped"
    ),
    "part": (
        r"(?<!at )(?<!the )most of"
        r"|^(?:all(?: of)? the|most)(?= [a-z]+ (?:that|which|comes?|came|go|goes|went)\b)"
        r"|(?:the )?(?:vast |great |overwhelming |large "
        r"|clear )?(?:bulk|majority"
        r"|lion's share|greater part|better part|largest part) of|(?:took|had|has|makes?|made"
        r"|got|with"
        r"|won|kept|holds?|held) (?:up )?(?:the )?(?:bulk|lion's share|majority|most)"
        r"|(?:almost|nearly|virtually|practically) (?:all|everything)(?! the same)|hardly any"
        r"|(?:an? )?(?:tiny|small|large|growing|shrinking|minor|major|mere) (?:part|share"
        r"|fraction|slice) of"
        r"|an? (?:fraction|sliver|shadow) of|mostly|mainly|chiefly|predominantly|overwhelmingly"
        r"|almost (?:entirely|exclusively|wholly|only)|(?:consist(?:s|ed)?|made up) (?:largely"
        r"|entirely"
        r"|wholly|only) of|(?<!the )(?<!at )most(?= [a-z])"
    ),
    "ended": (
        rf"(?:is|are|was|were|been) no longer {_PASSIVE}|no longer (?:buys?|sells?|imports?"
        r"|exports?|ships?|mines?|sends?)|(?:stopped|ceased|quit|gave up) (?:buying|selling"
        r"|importing|exporting|shipping|mining|sending)"
    ),
    "nothing": (
        rf"nothing (?:was|were|has been|is) (?:{_PASSIVE}|left of)"
        rf"|(?:hardly|barely|scarcely|almost|virtually|practically|next to) (?:anything|nothing)"
        rf" (?:was|were|has been|is) {_PASSIVE}"
        rf"|(?:hardly any|no) [a-z]+(?: [a-z]+)? (?:was|were|is|are|has been|have been) {_PASSIVE}|"
        rf"{_TRADED} (?:(?!(?:and|of|or) )[a-z.]+ ){{0,3}}?{_NEAR}(?:nothing|none)"
        rf"|{_BE}{_NEAR}{_ZERO}(?! (?:of the|but|to do|more than a|new))"
        rf"|{_TRADED} {_NEAR}no(?= [a-z])|(?:was|were|is|are|been|saw|left|almost|virtually"
        rf"|had) {_NEAR}"
        r"(?:hardly any |no)(?= (?:more |[a-z]+ )?)|no [a-z]+(?: [a-z]+)? (?:at all|whatsoever"
        r"|in \d{4}"
        r"|came|went|left|arrived|flowed)|(?:stopped|ceased|dried up|vanished|disappeared"
        r"|c[ao]me to (?:an end"
        r"|a halt|a stop|nothing|naught)|ground to a halt)(?= (?:in|after|when|altogether"
        r"|completely"
        r"|entirely|since|at|by|for good|on|once|with)\b|[.,;:]|$)"
    ),
    "same": (
        r"(?:was|were|is|are|been|stayed|remained|held|kept|stays?|remains?|holds?"
        r"|went) (?:almost |virtually "
        r"|largely |broadly |roughly |about |more or less |fairly |quite |at )*(?:flat|steady"
        r"|stable"
        r"|unchanged|constant|sideways|the same)|(?:did not|hardly|barely|has not"
        r"|have not) changed?"
        r"|stagnated|levelled off|plateaued"
    ),
    "trend": (
        r"year after year|month after month|ever since|without (?:a )?(?:break|exception"
        r"|interruption)"
    ),
}  # fmt: skip
# A sentence's words have single spaces between them; hyphens count as spaces.
_PLAIN = str.maketrans(string.ascii_uppercase + "-\u2011’", string.ascii_lowercase + "  '")
_COMPARING = re.compile("|".join(rf"\b(?P<{kind}>{p})\b" for kind, p in _PATTERNS.items()))
# "fell out", "rose to the occasion": nothing has become more or less.
_IDIOM = re.compile(
    r"[a-z ]*\bno (?:longer|more than|dataset|figures?|data|numbers?|rows?|records?|breakdown"
    r"|table"
    r"|doubt|reason|need|one|matter|signs?|way|return|common|claim|test|line|part|place"
    r"|estimate|public"
    r"|secret|explanation|answer|rule|law|treaty|reports?|count|register|series|other)\b"
    r"|(?:fallen|fell|grown|grew|dropped|slipped|rose|risen|picked up) (?:out\b|apart|under"
    r"|within|into"
    r"|short|silent|ill|behind|for\b|up\b|tired|old|through|off the|the phone|to the occasion)"
)


@dataclass(frozen=True)
class Compared:
    """Words that compare: how they are written, where, and of which kind."""

    words: str
    start: int
    end: int
    kind: str


def find(text: str) -> Iterator[Compared]:
    """Return the words of a text that compare.

    >>> [(c.words, c.kind) for c in find("Imports fell; most of it was coal.")]
    [('fell', 'down'), ('most of', 'part')]
    """
    lower = text.translate(_PLAIN)
    for match in _COMPARING.finditer(lower):
        if match.lastgroup != "ended" and _IDIOM.match(lower, match.start()):
            continue
        words = text[match.start() : match.end()]
        yield Compared(" ".join(words.split()), match.start(), match.end(), match.lastgroup or "")
