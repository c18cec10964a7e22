"""Names that are words or persons as well: whether the place is meant."""

from __future__ import annotations

from ml.places.mentions import Mention
from ml.places.signals import AREA, OFFICES, PREPOSITIONS
from ml.places.tokens import Tokens

_PERSON = frozenset(
    """presiden demokrat cikeas ahy yudhoyono susilo bambang ani ibas jenderal ketum partai era zaman rezim kabinet jokowi
    megawati mega soeharto habibie prabowo museum keluarga politik pepo lavani""".split()
)
_TITLES = frozenset("pak bapak presiden era zaman rezim jenderal keluarga museum".split())
_SPEAKS = frozenset(
    """menilai mengatakan berkata bicara berbicara minta meminta sebut menyebut ungkap mengungkap mengungkapkan ajak mengajak
    ingatkan mengingatkan cerita bercerita melukis lukis tulis menulis bertemu temui terima menerima kritik mengkritik hadir
    hadiri menghadiri puji memuji cuit jawab menjawab titip pesan berpesan kenang dukung mendukung akui mengakui tegaskan
    menegaskan sampaikan menyampaikan usul usulkan singgung komentari tekankan menekankan""".split()
)
_CITY_PARTS = frozenset("barat timur utara selatan pusat kota".split())
_CITY_WORDS = frozenset("surabaya suroboyo sidoarjo gresik sda plat arek macet banjir gubeng wonokromo rungkut".split())
_CITY_LEADS = frozenset("di se area wilayah warga kota sekitar pemkot polrestabes daerah arah".split())
_NEAR = 8
_EVENTS = frozenset({"gempa", "banjir"})
_VERBS = frozenset({"serang", "buru"})
"""Names that headlines write for what people do: "Warga Serang Polisi", "Gempa Serang Turki"."""
_AS_WORD = {
    "malang": frozenset("benar nasib sungguh nasibmu nasibku nasibnya".split()),
    "medan": frozenset("licin curam becek berlumpur berbatu menanjak".split()),
}
"""Words behind which the name is a word: bad luck, terrain."""
_UNLUCKY = frozenset("seorang seekor sepasang nasib nyawa nahas".split())


def is_meant(tokens: Tokens, mention: Mention, types: frozenset[str]) -> bool:
    """Whether the place is meant; `types` is what a word beside the name tells of its type."""
    reading = mention.name.reading
    if types or reading in ("", "provinsi", "pulau"):
        return True
    if reading == "sebutan":
        return False
    if reading == "tokoh":
        return not is_person(tokens, mention)
    before = tokens.before(mention.first)
    if reading == "preposisi":
        return before in PREPOSITIONS
    capital = tokens.is_capital(mention.first)
    led = before in PREPOSITIONS or before in OFFICES
    if reading == "kapital":
        return led or (capital and not _is_word(tokens, mention))
    return capital and (led or _is_led_by_noun(tokens, mention, before))


def _is_led_by_noun(tokens: Tokens, mention: Mention, before: str) -> bool:
    """ "Warga Pati", "Wilayah Serang", "Gempa Palu": what has no place of its own stands before it."""
    low = tokens.lows[mention.first]
    if before in _EVENTS:
        return low not in _VERBS and low != "batu"
    is_object_behind = tokens.after(mention.stop) != "" and tokens.is_capital(mention.stop)
    return before in AREA and not (before == "warga" and low in _VERBS and is_object_behind)


def _is_word(tokens: Tokens, mention: Mention) -> bool:
    """Whether a capital name is its word at the beginning of a sentence: "Malang benar nasibnya", "Malang, seorang ibu"."""
    low = tokens.lows[mention.first]
    if tokens.after(mention.stop) in _AS_WORD.get(low, ()):
        return True
    is_exclaimed = low == "malang" and tokens.before(mention.first) == "" and tokens.gap(mention.stop) == ", "
    return is_exclaimed and tokens.lows[mention.stop] in _UNLUCKY


def is_person(tokens: Tokens, mention: Mention) -> bool:
    """Whether "SBY" is Susilo Bambang Yudhoyono and not Surabaya."""
    before, after = tokens.before(mention.first), tokens.after(mention.stop)
    if after in _CITY_PARTS or before in _CITY_LEADS:
        return False
    near = set(tokens.lows[max(0, mention.first - _NEAR) : mention.stop + _NEAR])
    if before in _TITLES or after in _SPEAKS or near & _PERSON:
        return True
    in_capitals = tokens.text[tokens.starts[mention.first] : tokens.ends[mention.stop - 1]].isupper()
    return in_capitals and tokens.has_case and before not in PREPOSITIONS and not near & _CITY_WORDS
