"""Names that are words or persons as well: whether the place is meant."""

from __future__ import annotations

from ml.places.mentions import Mention
from ml.places.signals import OFFICES, PREPOSITIONS
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
    return capital or led if reading == "kapital" else capital and led


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
