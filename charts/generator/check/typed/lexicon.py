"""The words that numbers in English are made of, and the words around them that tell numbers."""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(words.split())


def _inflected(stems: str, *endings: str) -> frozenset[str]:
    return frozenset(stem + ending for stem in stems.split() for ending in endings)


# Cardinals --------------------------------------------------------------------------------------

SMALL = word_set("two three four five six seven eight nine ten")
TEENS = word_set("eleven twelve") | _inflected("thir four fif six seven eigh nine", "teen")
TENS = _inflected("twen thir for fif six seven eigh nine", "ty")
SCALE = _inflected("m b tr quadr quint", "illion") | word_set(
    "hundred thousand dozen score lakh crore bn mn"
)
SCALES = frozenset(f"{scale}s" for scale in SCALE) | {"tens"}
SMALL_ANY = SMALL | {"one"}
MANY = SMALL_ANY | TEENS | TENS
CARDINAL = MANY | (SCALE - {"score", "bn", "mn"})
MULTI = frozenset(f"multi{size}illion" for size in ("m", "b", "tr"))
ZERO = word_set("zero nought naught nil")

# The tens as a range: the low forties, the mid-twenties.
TENS_RANGES = frozenset(f"{ten[:-1]}ies" for ten in TENS) | {"teens"}

# Fractions and ordinals -------------------------------------------------------------------------

_REGULAR = _inflected("four six seven ten thirteen fourteen fifteen sixteen hundred thousand", "th")
_REGULAR |= _inflected("seventeen eighteen nineteen million billion eleven", "th")
_REGULAR |= word_set("fifth eighth ninth twelfth") | frozenset(f"{ten[:-1]}ieth" for ten in TENS)
PART = _REGULAR | word_set("third quarter")
PARTS = frozenset(f"{part}s" for part in PART) | {"halves"}
ORDINAL = _REGULAR | word_set("second third")
UNIT_ORDINAL = word_set("first second third fourth fifth sixth seventh eighth ninth")

# Multiples --------------------------------------------------------------------------------------

_TUPLE = "quadrupl quintupl sextupl septupl octupl nonupl decupl"
MULTIPLE = _inflected(f"doubl tripl trebl {_TUPLE}", "e")
MULTIPLIED = _inflected(f"doubl tripl trebl {_TUPLE}", "ed", "es", "ing")
HALVED = _inflected("halv", "e", "es", "ed", "ing")
FOLD = frozenset(f"{number}fold" for number in MANY | SCALE) | {"severalfold", "manyfold"}
SMALL_FOLD = word_set("twofold threefold fourfold")
TWICE = word_set("twice thrice")

# What a number measures or counts ---------------------------------------------------------------

_POWER = frozenset(f"{size}{unit}" for size in ("", "kilo", "mega", "giga", "tera") for unit in (
    "watt", "watts", "joule", "joules", "hertz"))  # fmt: skip
PERCENT = word_set("percent pct percentage")
MONEY = word_set(
    "dollar dollars cent cents rouble roubles ruble rubles euro euros yuan renminbi pound pounds"
    " yen rupee rupees franc francs lira liras dirham dirhams kopecks pence"
)
UNIT = (
    MONEY
    | PERCENT
    | _POWER
    | word_set(
        "points basis ton tons tonne tonnes barrel barrels gallon gallons liter liters litre"
        " litres bushels cubic miles mile kilometer kilometers kilometre kilometres meters metres"
        " kilogram kilograms kilos grams carats ounces degrees hectares acres feet inches bps"
    )
)
COUNTED = word_set(
    "people worker workers employee employees company companies firm firms bank banks ship ships"
    " tanker tankers vessel vessels cargo cargoes shipment shipments voyage voyages soldier"
    " soldiers troops refinery refineries mine mines smelter smelters plant plants factory"
    " factories well wells oilfields fields reactor reactors terminal terminals pipelines port"
    " ports train trains aircraft planes jets helicopters containers wagons trucks lorries cars"
    " jobs deaths casualties billionaires oligarchs executives investors customers clients users"
    " households families contracts orders licences licenses entities individuals subsidiaries"
    " brands stores shops restaurants airlines insurers traders lenders exporters importers"
    " producers suppliers sellers buyers consumers shareholders owners citizens residents"
    " migrants students drones missiles tanks earths elements minerals metals regions provinces"
)
# Two of them are mostly those that the text is about.
STATES = word_set("country countries nation nations economies states governments")
TIME = word_set("year month week day decade quarter")
TIMES = frozenset(f"{time}s" for time in TIME)
STREAK = word_set("consecutive straight successive")
LATER = word_set(
    "later earlier ago before after since old older longer shorter sooner apart ahead behind more"
    " running straight"
)
EXTREME = word_set(
    "low lows high highs record records peak peaks trough fall drop decline rise run streak slump"
    " slide growth gain gains loss losses increase best worst minimum maximum average total lowest"
    " highest old"
)
_RANK = "larg bigg great high low small rich poor wealthi long short old young new busi strong weak"
MOST = _inflected(f"{_RANK} fast slow cheap heavi deep clos", "est") | word_set(
    "most least best worst leading main top"
)
MORE = _inflected(f"{_RANK} fast slow cheap heavi deep few", "er") | word_set("more less")
RANKED = word_set(
    "supplier suppliers buyer buyers seller sellers exporter exporters importer importers"
    " producer producers customer customers partner partners market markets source destination"
    " economy consumer consumers holder holders investor investors trader lender creditor employer"
)

# "A third …" that is no share.
OTHERS = word_set("party parties country countries person time option state part parts reading")

# What stands before a number --------------------------------------------------------------------

APPROXIMATE = word_set(
    "about almost nearly around roughly under over only just least most some than approximately"
    " virtually"
)
MODAL = word_set("to would will could may might can must should shall")
CHANGE = _inflected(
    "grow fall climb jump soar plunge drop decline sink shrink slump slid slide tumble plummet rise"
    " surge dip edge rocket swell increase decrease expand contract gain lose add shed cut reduce"
    " widen narrow slip crash rebound recover",
    *("", "s", "ed", "d", "ing"),
) | word_set(
    "fell fallen rose risen grew grown lost sank shrank shrunk slid swollen losing rising"
    " declining reducing narrowing increasing decreasing dropped slipped shedding cutting sliding"
    " plunging surging edging declined up down fewer went"
)
LEAD = (
    APPROXIMATE
    | MODAL
    | CHANGE
    | word_set(
        "in into within for after during by from past last previous next more less another every"
        " each further full good mere whole sold bought took takes owns holds held won supplied"
    )
)
BE = word_set("is are was were be been being remains remained stays stayed became becomes ranked")
DEFINITE = word_set("the these those its their his her our both all any other such")
FUNCTION = word_set(
    "of in on at by to from with as and or but nor for than that which who when while where since"
    " after before until if because the a an this these those its their his her is are was were be"
    " been has have had do does did will would can could may might must not no it they he she we i"
    " you there so then"
)
# A share ends its clause, or one of these words follows; that excludes "by a third party".
ENDING = word_set(
    "in on at as to from since between after before within over during and or but when while this"
    " last compared with year by of"
)
