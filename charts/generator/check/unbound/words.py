"""Finds the words that compare: "fell", "a record high", "most of", "bought nothing"."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass

from charts.generator.check import change_verbs

_DOWN = (
    rf"(?:{change_verbs.past(-1)}|(?:went|gone|going) into (?:free fall|freefall|a tailspin"
    rf"|decline|reverse)|(?:went|gone|came|wound) down|lost (?:ground|altitude|steam|weight)"
    rf"|dried up|disappeared|(?:tailed|trailed|dropped) off|(?:died|petered|fizzled) (?:down|away"
    rf"|out)|halved)"
)
_UP = (
    rf"(?:{change_verbs.past(1)}|bounced back|picked up|took off|went through the roof|(?:went"
    rf"|gone|came|shot) up|gained (?:ground|steam|weight|momentum)|(?:doubled|tripled"
    rf"|quadrupled)(?! as)|improved)"
)
_DOING_DOWN = f"(?:{change_verbs.doing(-1)})"
_DOING_UP = f"(?:{change_verbs.doing(1)})"
_IS = "(?:is|are|was|were|been|kept|keeps?|started|began|goes on|went on|go on)"
_FALL = "(?:fall|drop|decline|decrease|slump|plunge|collapse|slide|dip|contraction|downturn)"
_RISE = "(?:rise|increase|jump|surge|climb|growth|rebound|gain|recovery|boom|upturn|upswing)"
_ADVERB = (
    r"(?:(?:still|again|now|steadily|sharply|all but|well|far|even|only|barely|slightly|also|both"
    r"|rapidly|way|back|once more) )?"
)
_WHEN = r"(?= (?:by|in|on|since|from|again|sharply|slightly|this|last|year)\b|[.,;:!)]|$)"
# Superlatives by their form; "the rest" and "the West" are none.
_MOST = (
    r"(?:(?!(?:rest|west|forest|interest|test|contest|request|protest|quest|guest|harvest|priest"
    r"|arrest|latest|nearest|closest|earliest|honest|invest|suggest|manifest|conquest|unrest"
    r"|oldest|youngest|newest|longest|shortest|modest|(?:mid|north|south)(?:west|east)|best"
    r"|first)\b)[a-z]{2,}est|best(?! known| guess| efforts)|most (?:expensive|valuable|important"
    r"|costly|lucrative|dependent|goods|of)|top|main|chief|number one|leading|principal|foremost)"
)
# Comparatives by their form; "rather than" and "other than" are none.
_THAN = (
    r"(?:more|less|fewer|worse|better|further|higher|lower|larger|smaller|bigger|cheaper|dearer"
    r"|greater|costlier|weaker|stronger|poorer|richer|(?!(?:rather|other|either|neither|later"
    r"|earlier|sooner|longer|older|younger|harder|easier|over|under|ever|never|after|closer|nearer"
    r"|number|member|order|power|paper|water|matter|border|offer|consider|remember|answer"
    r"|safer)\b)[a-z]{3,}er(?= (?:[a-z0-9.']+ ){0,6}than\b))"
)
# Who comes and what is told is no trade: "no envoy arrived", "no vote took place".
_NO_GOODS = (
    r"(?:news|words?|votes?|laws?|bills?|agreements?|deals?|talks|delegations?|envoys?|ministers?"
    r"|meetings?|summits?|reports?|decisions?|changes?|rules?|visits?|visitors?|debates?|hearings?"
    r"|officials?|diplomats?|ambassadors?|captains?|crews?|sailors?|soldiers?|troops|tourists?"
    r"|students?|people|persons?|man|men|woman|women|citizens?|letters?|messages?|answers?|orders?"
    r"|sanctions?|bans?|rumou?rs?|elections?|exchanges?|negotiations?|conversations?"
    r"|attempts?|efforts?|compromises?|consensus|verdicts?|rulings?|cases?|suits?|lawsuits?"
    r"|presidents?|leaders?|politicians?|journalists?|teams?|athletes?|artists?|planes?|flights?"
    r"|aircraft|jets?|spy|spies|agents?|warships?|missiles?|drones?|investigators?|inspectors?)"
)
_TRADED = (
    r"(?:bought|buys?|sold|sells?|imported|imports?|exported|exports?|shipped|sent|sends?|took"
    r"|takes?|purchased|delivered|supplied|supplies|mined|mines|produced|produces|received|held"
    r"|holds?|ordered|spent|invested)"
)
_PASSIVE = "(?:bought|sold|imported|exported|shipped|mined|delivered|produced|sent|purchased)"
_NEAR = "(?:(?:almost|virtually|practically|next to|close to|nearly|at|down to|near|about) )*"
_ZERO = "(?:zero|nil|nothing|nought|naught|none)"
_BE = (
    r"(?:(?:is|are|was|were|stood|stands?|came|amounted|fell|dropped|shrank|sank|went|fallen"
    r"|dropped|be|been|remains?|remained)(?: to| at)? )"
)
_DOWN_NOW = rf"{_IS} {_ADVERB}{_DOING_DOWN}|(?:is|are|was|were) {_ADVERB}down{_WHEN}"
_UP_NOW = rf"{_IS} {_ADVERB}{_DOING_UP}|(?:is|are|was|were) {_ADVERB}up{_WHEN}"
_DOES = r"(?:away|again|every|each|in \d{4}|year (?:after|by|on) year)"
# In the present, nouns have the same forms, but not these.
_DOES_DOWN = (
    rf"(?:{change_verbs.present(-1)}) {_DOES}"
    rf"|(?:plummets?|dwindles?|shrinks?|flatlines?|stagnates?|collapses|vanish(?:es)?)"
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
        rf"(?<!the )(?:{_MOVING}|(?:cheap|dear|high|low|weak|strong|small|larg|great|bigg|wid"
        rf"|narrow|rich|poor|thinn)er|fewer|less|more)(?= [a-z]+)(?!(?: [a-z]+){{0,6}} than)"
    ),
    "twice": r"(?P<once>[a-z]+er|worse|better|more|less) and (?P=once)",
    "went": f"^(?:down|up) {_WENT}",
    "did": (
        r"(?:(?:stepp|ramp)ed up|(?:cut|scaled|pared) (?:back|down)|boosted|slashed|reduced|raised"
        r"|lowered|expanded|trimmed|curtailed|(?:doubled|halved|tripled)(?= (?:its"
        r"|their)))(?= (?:(?:on )?(?:its|their|the|his) )?[a-z]+)"
    ),
    "fall": (
        rf"^an? (?:[a-z]+ )?(?:{_FALL}|{_RISE}|high|low|record)$|{_A} {_FALL} (?:in|of)"
        rf"|{_SAW} {_A} {_FALL}|the (?:bottom|floor) (?:fell|dropped) out of"
    ),
    "saw": f"(?:saw|seen|watched) (?:(?!an?\\b)[a-z'.]+ ){{1,7}}?{_GO}",
    "rise": f"{_A} {_RISE} (?:in|of)|{_SAW} {_A} {_RISE}",
    "record": (
        rf"(?:all time|record|historic|multi year|decade|post war|postwar|new) (?:highs?|lows?"
        rf"|peaks?)"
        rf"|record (?:years?|months?|quarter|amounts?|sums?|volumes?|levels?|imports|exports|trade"
        rf"|sales|numbers?|output)"
        rf"|(?:hit|set|broke|broken|break(?:s|ing)?|reached|marked|is|are|was|were|at) (?:(?:an?"
        rf"|the|its|their) )?(?:new |all time )*records?(?: (?:highs?|lows?))?"
        rf"|on record|peak(?:ed|s)|bottomed out|hit (?:rock )?bottom"
        rf"|(?:reached|passed|past|saw|had) (?:its|their|an?|the) (?:peak|high|low|bottom|trough)"
        rf"|(?:never|not) (?:been |stood |was |were )*(?:so|as|that|since been)? ?(?:higher|lower"
        rf"|larger|smaller|high|low|large|small|little|weak|strong|much|more|less)"
        rf"|(?:rarely|seldom|hardly ever) (?:(?!than\b)[a-z.]+ ){{1,6}}?(?:so|as) [a-z]+"
        rf"|not since (?:[a-z]+ )?\d{{4}}|for the first time (?:since|in (?!\d))"
        rf"|only in (?:[a-z]+ )?\d{{4}} (?:did|was|were|had|has)"
        rf"|few (?:[a-z]+ ){{1,4}}(?:as|so) [a-z]+ as"
        rf"|never (?:(?!than\b)[a-z.]+ ){{1,6}}?(?:so|as) (?:little|much|low|high|few|many)"
        rf"|(?:not once|in no (?:other )?(?:year|month|quarter|decade)|at no (?:time"
        rf"|point))(?: (?!than\b)[a-z0-9.']+){{1,9}} (?:{_THAN}|exceed(?:ed)?|{_TRADED}|{_DOWN}"
        rf"|{_UP}|fall|rise)"
        rf"|{_THAN} than ever|unprecedented|(?:{_MOST}|least|most)(?: [a-z]+)? (?:since|ever)"
    ),
    "superlative": (
        rf"(?<!\bat )(?<!in )(?:the|its|their|his|our|[a-z.]+'s?|by far) (?:single |second |third "
        rf"|world's |far )?{_MOST}(?!\s*(?:of all worlds|known|possible|way|part|guess))"
        rf"|(?:is|are|was|were|became|remains?|remained|stood) (?:the )?(?:by far )?{_MOST}"
        rf"|(?:among|one of) (?:the|its|their|[a-z.]+'s?) (?:[a-z.']+ ){{0,2}}?{_MOST}"
        r"|an? (?:leading|major|main|top|chief|principal|key|big|large|minor) (?:partner|buyer"
        r"|seller|supplier|market|customer|exporter|importer|producer|investor|source|destination)s?"
        rf"|the {_THAN}(?= (?:partner|buyer|seller|supplier|market|customer|exporter|importer"
        rf"|producer|economy|investor)s?\b)"
        rf"|(?:the )?(?:most|least)(?= (?:of (?:any|all)|in (?:\d{{4}}|any|all|the)|among|by far"
        rf"|to any)\b)"
        rf"|(?:ranks?|ranked|came|comes|is|was|stands?|stood) (?:first|last|top)(?= (?:among|in"
        rf"|of)\b)"
        rf"|no (?:other )?[a-z]+ {_TRADED} (?:[a-z]+ )?(?:as much|more|less|so much)|far and away"
        rf"|the (?:most|least)(?= (?:in|to|for|from|by|among|on)\b|[.,;:]|$)"
        rf"|(?:lost|gained|won|took|kept|held) (?:its|their|the|first|top) (?:place|lead|crown"
        rf"|spot|rank|top|edge|first place)"
        rf"|(?:is|are|was|were|become|became|remains?|remained) (?:the|its|their) (?:mainstay"
        rf"|backbone|bedrock|staple|pillar|lifeline)"
        rf"|(?:tops?|heads?|leads?|led|headed) the (?:list|table|ranking|field|pack|way)"
        rf"|the [a-z]+er of the two|dominate[sd]?|tower(?:s|ed)(?: over| above)?"
        rf"|more than (?:any|anyone|anybody|all) (?:other|others|else)?"
    ),
    "than": (
        rf"{_THAN}(?! (?:years?|months?|days?|weeks?"
        rf"|times?)\b)(?: (?!than\b)[a-z0-9.']+){{0,6}} than(?! (?:once|ever|expected|usual|likely"
        rf"|just|words|enough|that\.|a (?:year|month|day|week|name|sign))\b)"
        rf"|twice as"
        rf"|(?:just |nearly |almost |about |half )?as (?:much|many|large|high|big|low|small"
        rf"|little) (?:[a-z]+ )?as"
    ),
    "exceeded": (
        r"exceed(?:s|ed)?|beats?|surpass(?:es|ed)?|overt(?:ook|akes|aken)|dwarf(?:s|ed)?"
        r"|eclipse[sd]?"
        r"|(?!out(?:side|set|look|put|let|come|right|lin|law|er|flow|break|stand|lay|post|rage"
        r"|back|liv))out[a-z]{3,}"
        r"|(?:left|leaves?) (?:[a-z]+ ){1,4}(?:in (?:its|their) wake|behind|in the dust|trailing)"
        r"|(?:gave|gives?|given) way to|made way for|displaced|supplanted|at the expense of"
        r"|trail(?:s|ed)|lag(?:s|ged)(?: far)? behind|pulled ahead"
        r"|(?:is|was|are|were|stood|came) (?:well |far )?(?:ahead of|behind)"
        r"|(?:been|is|are|was|were|stayed|remained|stood|runs?|ran|lies?|lay|sits?|sat"
        r"|dipped) (?:well |far |always |just )?(?:below|above)"
        r"|(?:moved|grown|grew|drawn|drew|drifted|come|came|gone|went) (?:ever |much |even )?"
        r"(?:closer|nearer|further apart|apart)"
        r"|caught up with|matched|equalled|rivall?ed|topped"
        r"|(?:above|below|beneath|over|under|at) (?:its|their|the) (?:[a-z0-9.]+ ){0,2}?(?:levels?"
        r"|peak|average|height|low|high|mark)"
        r"|(?:above|below) (?:those|what|where)"
        r"|(?:returned|recovered|rebounded|back|restored) to (?:its|their|the)"
        r" (?:[a-z0-9.]+ ){0,2}?"
        r"(?:levels?|peak|average|heights?|highs?|lows?)"
    ),
    "part": (
        rf"(?<!at )(?<!the )most of"
        rf"|^(?:all(?: of)? the|most)(?= [a-z]+ (?:that|which|comes?|came|go|goes|went)\b)"
        rf"|(?:the )?(?:vast |great |overwhelming |large |clear )?(?:bulk|majority|lion's share"
        rf"|greater part|better part|largest part) of"
        rf"|(?:took|had|has|makes?|made|got|with|won|kept|holds?|held) (?:up )?(?:the )?(?:bulk"
        rf"|lion's share|majority|most)"
        rf"|(?:almost|nearly|virtually|practically) (?:all|everything)(?! the same)|hardly any"
        rf"|(?:an? )?(?:tiny|small|large|minor|major|mere|{_MOVING}) (?:part|share|fraction"
        rf"|slice) of"
        rf"|an? (?:fraction|sliver|shadow|trickle) of"
        rf"|(?:is|are|was|were|be|been|remains?|remained|become|became) (?:(?:now|still|only|just"
        rf"|but|(?:little|no) more than) )?(?:an? (?:rounding error|drop in the (?:ocean|bucket)"
        rf"|trickle|footnote|sideshow|blip)|(?:an? )?(?:[a-z]+ )?(?:negligible|insignificant"
        rf"|minuscule|tiny|marginal|trivial)(?: one)?)"
        rf"|(?:amounts?|amounted) to (?:an? )?(?:rounding error|trickle|nothing|little)|mostly"
        rf"|mainly|chiefly|predominantly|overwhelmingly"
        rf"|almost (?:entirely|exclusively|wholly|only)"
        rf"|(?:consist(?:s|ed)?|made up) (?:largely|entirely|wholly|only) of"
        rf"|(?<!the )(?<!at )most(?= [a-z])"
    ),
    "ended": (
        rf"(?:is|are|was|were|been) no longer {_PASSIVE}"
        rf"|no longer (?:buys?|sells?|imports?|exports?|ships?|mines?|sends?|reach(?:es)?|flows?"
        rf"|arrives?|comes?|goes|takes?|receives?|gets?|supplies|supply|delivers?|accounts?)"
        rf"|(?:has|have|had) yet to [a-z]+|(?:given|gave|giving) up|abandoned|weaned"
        rf"|gone are the days|those days are (?:over|gone)"
        rf"|used to (?:be|buy|sell|supply|import|export)"
        rf"|(?:stopped|ceased|quit|gave up) (?:buying|selling|importing|exporting|shipping|mining"
        rf"|sending)"
    ),
    "nothing": (
        rf"nothing (?:was|were|has been|is) (?:{_PASSIVE}|left of)"
        rf"|(?:hardly|barely|scarcely|almost|virtually|practically|next to) (?:anything"
        rf"|nothing) (?:was|were|has been|is) {_PASSIVE}"
        rf"|not (?:an?|one)(?: single)? [a-z]+(?: of)?(?: [a-z.]+){{0,3}} (?:(?:was|were|has been) "
        rf"{_PASSIVE}|(?:has |had )?(?:reached|arrived|come|came|left|crossed|gone|went|flowed))"
        rf"|(?:hardly any|not (?:an?|one|any)|no|zero)(?: single| more)?"
        rf"(?! (?:[a-z.]+ )?{_NO_GOODS}\b)(?: (?!(?:and|or|but|than|that"
        rf"|which|who|is|are|was|were|has|have|had)\b)[a-z.']+){{1,5}} (?:(?:ever|has|have|had) )*"
        rf"(?:reach(?:es|ed)|cross(?:es|ed)|enter(?:s|ed)|arrive[sd]?|land(?:s|ed)|flow(?:s|ed)?"
        rf"|sailed|docked|changed hands|(?:found|made) (?:its|their) way|made it|got (?:to|into"
        rf"|through|past)|came (?:from|to|in|out)|went (?:to|from|into|out)|left for|moved (?:to"
        rf"|from|between)|passed (?:between|through)|took place)"
        rf"|(?:hardly any|no) [a-z]+(?: [a-z]+)? (?:was|were|is|are|has been|have been) {_PASSIVE}"
        rf"|{_TRADED} (?:(?!(?:and|of|or) )[a-z.]+ ){{0,3}}?{_NEAR}(?:nothing|none)"
        rf"|{_BE}{_NEAR}{_ZERO}(?! (?:of the|but|to do|more than a|new))"
        rf"|(?:barely|hardly|scarcely) (?:ever )?{_TRADED}(?: any)?|{_TRADED} {_NEAR}no(?= [a-z])"
        rf"|(?:was|were|is|are|been|saw|left|almost|virtually|had) {_NEAR}(?:hardly any "
        rf"|no)(?= (?:more |[a-z]+ )?)"
        rf"|no [a-z]+(?: [a-z]+)? (?:at all|whatsoever|in \d{{4}}|came|went|left|arrived|flowed)"
        rf"|(?:stopped|ceased|dried up|vanished|disappeared|c[ao]me to (?:an end|a halt|a stop"
        rf"|nothing|naught)|ground to a halt)(?= (?:in|after|when|altogether|completely|entirely"
        rf"|since|at|by|for good|on|once|with|from)\b|[.,;:]|$)"
    ),
    "same": (
        r"(?:was|were|is|are|been|stayed|remained|held|kept|stays?|remains?|holds?"
        r"|went) (?:almost |virtually |largely |broadly |roughly |about |more or less |fairly "
        r"|quite |at )*(?:flat|steady|stable|unchanged|constant|sideways|the same"
        r"|(?:in )?balanced?|even|level with|on (?:a )?par with|comparable (?:to|with)|equal to"
        r"|similar to|in line with|(?:what|where|as [a-z]+ as) (?:it|they|that) (?:had been|was"
        r"|were|stood))"
        r"|(?:did not|hardly|barely|has not|have not) changed?|stagnated|levell?ed off|plateaued"
        r"|flatlined|stabili[sz]ed"
    ),
    "bare": (
        r"(?:is|are|was|were|became|become|remains?|remained|looks?|looked|grew|turned"
        r"|stayed) (?:(?:even|far|much|still|slightly|somewhat|now|also) )?(?:scarcer?|abundant"
        r"|plentiful|lean|meager|(?:higher|lower|larger|smaller|bigger|wider|narrower|weaker"
        r"|stronger|cheaper|dearer|poorer|richer|thinner|fewer|greater)(?! than| to))"
    ),
    "balance": (
        r"in (?:[a-z.]+'?s?|its|their) favou?r"
        r"|(?:run|ran|running|runs|had|has|have|posted|recorded|saw|enjoys?|enjoyed) (?:an? |the "
        r"|its |their )?(?:[a-z]+ ){0,2}?(?:deficits?|surplus(?:es)?)"
    ),
    "trend": (
        rf"year after year|month after month|ever since|ever (?:more|less|[a-z]+er)|increasingly"
        rf"|{_TRADED} (?:much |far |even |still )?(?:more|less|fewer)(?=[,.;]| still| again| and\b"
        rf"| of\b| each| every|$)"
        rf"|without (?:a )?(?:break|exception|interruption)"
    ),
}  # fmt: skip
# A sentence's words have single spaces between them; hyphens count as spaces.
_PLAIN = str.maketrans(string.ascii_uppercase + "-\u2011’", string.ascii_lowercase + "  '")
_COMPARING = re.compile("|".join(rf"\b(?P<{kind}>{p})\b" for kind, p in _PATTERNS.items()))
# "fell out", "rose to the occasion": nothing has become more or less.
_IDIOM = re.compile(
    r"[a-z ]{0,40}\bno (?:longer|more than|dataset|figures?|data|numbers?|rows?|records?|breakdown"
    r"|table|doubt|reason|need|one|matter|signs?|way|return|common|claim|test|line|part|place"
    r"|estimate|public|secret|explanation|answer|rule|law|treaty|reports?|count|register|series"
    r"|denying|question|dispute|mistaking"
    r"|other(?! [a-z]+ (?:buys?|bought|sells?|sold|takes?|took|imports?|imported|exports?|exported"
    r"|supplie[sd]|has|had|holds?|held|produces?|produced)))\b"
    r"|(?:went|gone|going) down (?:as|in history)\b"
    r"|(?:fallen|fell|grown|grew|dropped|slipped|rose|risen|picked up) (?:out\b|apart|under|within"
    r"|into|(?:the|a|an|his|her) [a-z]+ (?:from|of)|him\b|them\b"
    r"|short|silent|ill|behind|for\b|up\b|down as\b|down in history|tired|old|through|off the"
    r"|the phone|to the occasion)"
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
