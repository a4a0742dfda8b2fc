"""Finds the words that compare: "fell", "a record high", "most of", "bought nothing"."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass

from charts.generator.check import change_verbs

_DOWN = (
    f"(?:{change_verbs.past(-1)}"
    "|(?:went|gone|going) into (?:free fall|freefall|a tailspin|decline|reverse)"
    "|(?:went|gone|came|wound) down|lost (?:ground|altitude|steam|weight)|dried up|disappeared"
    "|(?:tailed|trailed|dropped) off|(?:died|petered|fizzled) (?:down|away|out)|halved)"
)
_UP = (
    f"(?:{change_verbs.past(1)}"
    "|bounced back|picked up|took off|went through the roof|(?:went|gone|came|shot) up"
    "|gained (?:ground|steam|weight|momentum)|(?:doubled|tripled|quadrupled)(?! as)|improved)"
)
_DOING_DOWN = f"(?:{change_verbs.doing(-1)})"
_DOING_UP = f"(?:{change_verbs.doing(1)})"
_IS = "(?:is|are|was|were|been|kept|keeps?|started|began|goes on|went on|go on)"
_FALL = "(?:fall|drop|decline|decrease|slump|plunge|collapse|slide|dip|contraction|downturn)"
_RISE = "(?:rise|increase|jump|surge|climb|growth|rebound|gain|recovery|boom|upturn|upswing)"
_ADVERB = (
    "(?:(?:still|again|now|steadily|sharply|all but|well|far|even|only|barely|slightly|also|both"
    "|rapidly|way|back|once more) )?"
)
_WHEN = r"(?= (?:in|on|since|from|again|sharply|slightly|this|last|year)\b|[.,;:!)]|$)"
# Superlatives by their form; "the rest" and "the West" are none.
_MOST = (
    r"(?:(?!(?:rest|west|forest|interest|test|contest|request|protest|quest|guest|harvest|priest"
    r"|arrest|latest|nearest|closest|earliest|honest|invest|suggest|manifest|conquest|unrest"
    r"|oldest|youngest|longest|shortest|modest|(?:mid|north|south)(?:west|east)|best|first)\b)"
    r"[a-z]{2,}est|best(?! known| guess| efforts)"
    r"|most (?:expensive|valuable|important|costly|lucrative|dependent|goods|of)"
    r"|top|main|chief|number one|leading|principal|foremost)"
)
# Comparatives by their form; "rather than" and "other than" are none.
_THAN = (
    r"(?:more|less|fewer|worse|better|further|higher|lower|larger|smaller|bigger|cheaper|dearer"
    r"|greater|costlier|weaker|stronger|poorer|richer|(?!(?:rather|other|either|neither|later|earlier"
    r"|sooner|longer|older|younger|harder|easier|over|under|ever|never|after|closer|nearer|safer)\b)"
    r"[a-z]{3,}er(?= (?:[a-z0-9.']+ ){0,6}than\b))"
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
_DOES = r"(?:away|again|every|each|in \d{4}|year (?:after|by|on) year)"
# In the present, nouns have the same forms, but not these.
_DOES_DOWN = (
    f"(?:{change_verbs.present(-1)}) {_DOES}"
    "|(?:plummets?|dwindles?|shrinks?|flatlines?|stagnates?|collapses|vanish(?:es)?)"
)
_DOES_UP = (
    f"(?:{change_verbs.present(1)}) {_DOES}|(?:soars?|skyrockets?|mushrooms?|balloons?|swells)"
)
_GO = f"(?:dry up|disappear|go (?:up|down)|pick up|{change_verbs.base(-1)}|{change_verbs.base(1)})"
_MOVING = f"(?:{change_verbs.doing(-1)}|{change_verbs.doing(1)})"
# "Down went the price."
_WENT = "(?:went|came|goes|comes)"
_SAW = "(?:saw|seen|had|suffered|posted|recorded|showed|brought|marked|registered|took)"
_A = "(?:an?|the|another|this|that|its|their)(?: (?!of)[a-z]+){0,2}?"

_PATTERNS = {
    "down": f"{_DOWN}|{_DOWN_NOW}|{_DOES_DOWN}|^(?:down|lower|falling|shrinking)$",
    "up": f"{_UP}|{_UP_NOW}|{_DOES_UP}|^(?:up|higher|rising|growing)$",
    "moving": (
        f"(?<!the )(?:{_MOVING}|(?:cheap|dear|high|low|weak|strong|small|larg|great|bigg|wid"
        "|narrow|rich|poor|thinn)er|fewer|less|more)(?= [a-z]+)(?!(?: [a-z]+){0,6} than)"
    ),
    "twice": r"(?P<once>[a-z]+er|worse|better|more|less) and (?P=once)",
    "went": f"^(?:down|up) {_WENT}",
    "did": (
        "(?:(?:stepp|ramp)ed up|(?:cut|scaled|pared) (?:back|down)|boosted|slashed|reduced|raised"
        "|lowered|expanded|trimmed|curtailed|(?:doubled|halved|tripled)(?= (?:its|their)))"
        "(?= (?:(?:on )?(?:its|their|the|his) )?[a-z]+)"
    ),
    "fall": (
        rf"^an? (?:[a-z]+ )?(?:{_FALL}|{_RISE}|high|low|record)$|"
        f"{_A} {_FALL} (?:in|of)|{_SAW} {_A} {_FALL}|the (?:bottom|floor) (?:fell|dropped) out of"
    ),
    "saw": f"(?:saw|seen|watched) (?:(?!an?\\b)[a-z'.]+ ){{1,7}}?{_GO}",
    "rise": f"{_A} {_RISE} (?:in|of)|{_SAW} {_A} {_RISE}",
    "record": (
        r"(?:all time|record|historic|multi year|decade|post war|postwar|new) (?:highs?|lows?"
        r"|peaks?)"
        r"|record (?:years?|months?|quarter|amounts?|sums?|volumes?|levels?|imports|exports|trade"
        r"|sales|numbers?|output)|(?:hit|set|broke|broken|break(?:s|ing)?|reached|marked|is|are"
        r"|was|were|at) (?:(?:an?|the|its|their) )?(?:new |all time )*records?"
        r"(?: (?:highs?|lows?))?"
        r"|on record|peak(?:ed|s)"
        r"|bottomed out|hit (?:rock )?bottom"
        r"|(?:reached|passed|past|saw|had) (?:its|their|an?|the) (?:peak|high|low|bottom|trough)"
        r"|(?:never|not) (?:been |stood |was |were )*(?:so|as|that|since been)? ?(?:higher"
        r"|lower|larger"
        r"|smaller|high|low|large|small|little|weak|strong|much|more|less)"
        r"|(?:rarely|seldom|hardly ever) (?:(?!than\b)[a-z.]+ ){1,6}?(?:so|as) [a-z]+"
        r"|not since (?:[a-z]+ )?\d{4}|for the first time (?:since|in (?!\d))"
        r"|only in (?:[a-z]+ )?\d{4} (?:did|was|were|had|has)"
        r"|few (?:[a-z]+ ){1,4}(?:as|so) [a-z]+ as"
        r"|never (?:(?!than\b)[a-z.]+ ){1,6}?(?:so|as) (?:little|much|low|high|few|many)"
        rf"|(?:not once|in no (?:other )?(?:year|month|quarter|decade)|at no (?:time|point))"
        rf"(?: (?!than\b)[a-z0-9.']+){{1,9}} (?:{_THAN}|exceed(?:ed)?|{_TRADED}|{_DOWN}|{_UP}|fall"
        rf"|rise)|{_THAN} than ever|unprecedented|(?:{_MOST}|least|most)(?: [a-z]+)? (?:since|ever)"
    ),
    "superlative": (
        rf"(?<!\bat )(?<!in )(?:the|its|their|his|our|[a-z.]+'s?|by far) (?:single |second "
        rf"|third "
        rf"|world's |far )?{_MOST}(?!\s*(?:of all worlds|known|possible|way|part|guess))"
        rf"|(?:is|are|was|were|became|remains?|remained|stood) (?:the )?(?:by far )?{_MOST}"
        rf"|(?:among|one of) (?:the|its|their|[a-z.]+'s?) (?:[a-z.']+ ){{0,2}}?{_MOST}"
        rf"|the {_THAN}(?= (?:partner|buyer|seller|supplier|market|customer|exporter|importer"
        r"|producer|economy|investor)s?\b)"
        r"|(?:the )?(?:most|least)(?= (?:of (?:any|all)|in (?:\d{4}|any|all|the)|among|by far"
        r"|to any)\b)"
        r"|(?:ranks?|ranked|came|comes|is|was|stands?|stood) (?:first|last|top)(?= (?:among|in"
        r"|of)\b)"
        rf"|no (?:other )?[a-z]+ {_TRADED} (?:[a-z]+ )?(?:as much|more|less|so much)|far and away"
        r"|the (?:most|least)(?= (?:in|to|for|from|by|among|on)\b|[.,;:]|$)"
        r"|(?:lost|gained|won|took|kept|held) (?:its|their|the|first|top) (?:place|lead|crown|spot"
        r"|rank|top|edge|first place)"
        r"|(?:is|are|was|were|become|became|remains?|remained) (?:the|its|their) "
        r"(?:mainstay|backbone|bedrock|staple|pillar|lifeline)"
        r"|(?:tops?|heads?|leads?|led|headed) the (?:list|table|ranking|field|pack|way)"
        r"|the [a-z]+er of the two|dominate[sd]?|tower(?:s|ed)(?: over| above)?"
        r"|more than (?:any|anyone|anybody|all) (?:other|others|else)?"
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
        "|outpaced?s?|outgrew|outran|outdid|outperform(?:s|ed)?|outnumber(?:s|ed)?|outweigh(?:s|ed)?|dwarf(?:s|ed)?|eclipse[sd]?|outrank(?:s|ed)?"
        "|(?!out(?:side|set|look|put|let|come|right|lin|law|er|flow|break|stand|lay|post|rage|back|liv))"
        r"out[a-z]{3,}"
        "|(?:left|leaves?) (?:[a-z]+ ){1,4}(?:in (?:its|their) wake|behind|in the dust|trailing)"
        "|(?:gave|gives?|given) way to|made way for|displaced|supplanted|at the expense of"
        "|trail(?:s|ed)|lag(?:s|ged)(?: far)? behind|pulled ahead|(?:is|was|are|were|stood"
        "|came) (?:well "
        "|far )?(?:ahead of|behind)"
        "|(?:been|is|are|was|were|stayed|remained|stood|runs?|ran|lies?|lay|sits?|sat|dipped) "
        "(?:well |far |always |just )?(?:below|above)"
        "|caught up with|matched|equalled|rivall?ed|topped"
        "|(?:above|below|beneath|over|under|at) (?:its|their|the) (?:[a-z0-9.]+ ){0,2}?(?:levels?"
        "|peak|average|height|low|high|mark)|(?:above|below) (?:those|what|where)"
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
        rf"|(?:an? )?(?:tiny|small|large|minor|major|mere|{_MOVING}) (?:part|share|fraction"
        r"|slice) of"
        r"|an? (?:fraction|sliver|shadow|trickle) of|(?:is|are|was|were|be|been|remains?"
        r"|remained|become|became) (?:(?:now|still|only|just|but|(?:little|no) more than) )?"
        r"(?:an? (?:rounding error|drop in the (?:ocean|bucket)|trickle|footnote|sideshow|blip)"
        r"|(?:an? )?(?:[a-z]+ )?(?:negligible|insignificant|minuscule|tiny|marginal|trivial)"
        r"(?: one)?)|(?:amounts?|amounted) to (?:an? )?(?:rounding error|trickle|nothing|little)"
        r"|mostly|mainly|chiefly|predominantly|overwhelmingly"
        r"|almost (?:entirely|exclusively|wholly|only)|(?:consist(?:s|ed)?|made up) (?:largely"
        r"|entirely"
        r"|wholly|only) of|(?<!the )(?<!at )most(?= [a-z])"
    ),
    "ended": (
        rf"(?:is|are|was|were|been) no longer {_PASSIVE}|no longer (?:buys?|sells?|imports?"
        r"|exports?|ships?|mines?|sends?|reach(?:es)?|flows?|arrives?|comes?|goes|takes?"
        r"|receives?|gets?|supplies|supply|delivers?|accounts?)|(?:has|have|had) yet to [a-z]+"
        r"|(?:given|gave|giving) up|abandoned|weaned|gone are the days|those days are (?:over|gone)"
        r"|used to (?:be|buy|sell|supply|import|export)"
        r"|(?:stopped|ceased|quit|gave up) (?:buying|selling"
        r"|importing|exporting|shipping|mining|sending)"
    ),
    "nothing": (
        rf"nothing (?:was|were|has been|is) (?:{_PASSIVE}|left of)"
        rf"|(?:hardly|barely|scarcely|almost|virtually|practically|next to) (?:anything|nothing)"
        rf" (?:was|were|has been|is) {_PASSIVE}"
        rf"|(?:hardly any|no) [a-z]+(?: [a-z]+)? (?:was|were|is|are|has been|have been) {_PASSIVE}|"
        rf"{_TRADED} (?:(?!(?:and|of|or) )[a-z.]+ ){{0,3}}?{_NEAR}(?:nothing|none)"
        rf"|{_BE}{_NEAR}{_ZERO}(?! (?:of the|but|to do|more than a|new))"
        rf"|(?:barely|hardly|scarcely) (?:ever )?{_TRADED}(?: any)?"
        rf"|{_TRADED} {_NEAR}no(?= [a-z])|(?:was|were|is|are|been|saw|left|almost|virtually"
        rf"|had) {_NEAR}"
        r"(?:hardly any |no)(?= (?:more |[a-z]+ )?)|no [a-z]+(?: [a-z]+)? (?:at all|whatsoever"
        r"|in \d{4}"
        r"|came|went|left|arrived|flowed)|(?:stopped|ceased|dried up|vanished|disappeared"
        r"|c[ao]me to (?:an end"
        r"|a halt|a stop|nothing|naught)|ground to a halt)(?= (?:in|after|when|altogether"
        r"|completely"
        r"|entirely|since|at|by|for good|on|once|with|from)\b|[.,;:]|$)"
    ),
    "same": (
        r"(?:was|were|is|are|been|stayed|remained|held|kept|stays?|remains?|holds?"
        r"|went) (?:almost |virtually "
        r"|largely |broadly |roughly |about |more or less |fairly |quite |at )*(?:flat|steady"
        r"|stable"
        r"|unchanged|constant|sideways|the same|(?:in )?balanced?|even|level with"
        r"|on (?:a )?par with"
        r"|comparable (?:to|with)|equal to|similar to|in line with|(?:what|where|as [a-z]+ as) "
        r"(?:it|they|that) (?:had been|was|were|stood))|(?:did not|hardly|barely|has not"
        r"|have not) changed?"
        r"|stagnated|levell?ed off|plateaued|flatlined|stabili[sz]ed"
    ),
    "bare": (
        r"(?:is|are|was|were|became|become|remains?|remained|looks?|looked|grew|turned|stayed) "
        r"(?:(?:even|far|much|still|slightly|somewhat|now|also) )?(?:scarcer?|abundant"
        r"|plentiful|lean|meager|(?:higher|lower|larger|smaller|bigger|wider|narrower|weaker"
        r"|stronger|cheaper|dearer|poorer|richer|thinner|fewer|greater)(?! than| to))"
    ),
    "balance": (
        r"in (?:[a-z.]+'?s?|its|their) favou?r|(?:run|ran|running|runs|had|has|have|posted|recorded"
        r"|saw|enjoys?|enjoyed) (?:an? |the |its |their )?(?:[a-z]+ ){0,2}?(?:deficits?"
        r"|surplus(?:es)?)"
    ),
    "trend": (
        r"year after year|month after month|ever since|ever (?:more|less|[a-z]+er)|increasingly"
        rf"|{_TRADED} (?:much |far |even |still )?(?:more|less|fewer)"
        r"(?=[,.;]| still| again| and\b| of\b| each| every|$)|without (?:a )?(?:break"
        r"|exception|interruption)"
    ),
}  # fmt: skip
# A sentence's words have single spaces between them; hyphens count as spaces.
_PLAIN = str.maketrans(string.ascii_uppercase + "-\u2011’", string.ascii_lowercase + "  '")
_COMPARING = re.compile("|".join(rf"\b(?P<{kind}>{p})\b" for kind, p in _PATTERNS.items()))
# "fell out", "rose to the occasion": nothing has become more or less.
_IDIOM = re.compile(
    r"[a-z ]{0,40}\bno (?:longer|more than|dataset|figures?|data|numbers?|rows?|records?|breakdown"
    r"|table"
    r"|doubt|reason|need|one|matter|signs?|way|return|common|claim|test|line|part|place"
    r"|estimate|public"
    r"|secret|explanation|answer|rule|law|treaty|reports?|count|register|series|other)\b"
    r"|(?:fallen|fell|grown|grew|dropped|slipped|rose|risen|picked up) (?:out\b|apart|under"
    r"|within|into"
    r"|short|silent|ill|behind|for\b|up\b|down as\b|down in history|tired|old"
    r"|through|off the|the phone|to the occasion)"
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
