"""Words beside a name: those that tell a city from a regency, and those that tell that no place is meant."""

from __future__ import annotations

from ml.places.mentions import Mention
from ml.places.tokens import Tokens

CITY = frozenset("kota pemkot walikota wawali walkot wawalkot kotamadya kodya polrestabes kapolrestabes".split())
REGENCY = frozenset("kabupaten kab pemkab bupati wabup cabup".split())
POLICE = frozenset("polres polresta kapolres kapolresta mapolres mapolresta wakapolres wakapolresta".split())
"""Police of a regency, unless "Kota" follows: Polresta Bogor Kota."""
PROVINCE = frozenset("provinsi prov propinsi pemprov gubernur wagub cagub polda kapolda kejati".split())
_NO_PLACE_AFTER = frozenset(
    """jalan jl jln jalanan gang gg raya lingkar arteri bank bpd bahasa suku etnis
    orang wong urang marga sungai kali gunung selat laut samudra bukit danau bengawan
    nasi soto sate bakso bakmi mie mi indomie kopi batik keripik harimau gajah badak radar tribun kapal km kri kmp argo
    persib persija persikad persikas persiku persitara perserang persekabpas arema persebaya psm psms psis persik
    persis persita persikabo persela persiraja persipura psbs pss persikota persijap deltras persewar psps persiba psim
    persipal persekat persibo sriwijaya semen kedubes""".split()
)
"""Before a name: a street, a bank, a people, a water, a dish, a paper, a ship or a football club bears it."""
_NO_PLACE_BEFORE = frozenset("united fc nugini leste melintang post ekspres".split())
"""Behind a name: it is part of another name."""
_RURAL = frozenset("desa dusun kades kadus nagari gampong gunung curug".split())
"""Shortly before a name: what lies in regencies and hardly in cities."""
_RURAL_NEAR = 3
PREPOSITIONS = frozenset("di ke dari asal se d".split())
OFFICES = frozenset(
    """dprd rsud bpbd kejari kodim kpu bawaslu dishub dinkes disdik dinsos pn lapas bps baznas bandara terminal stasiun
    pulau pelabuhan universitas uin iain stain polsek tol jaksa""".split()
)
DISTRICT = frozenset(
    "kecamatan kec camat polsek kapolsek mapolsek koramil danramil puskesmas distrik kapanewon kemantren".split()
)
VILLAGE = frozenset("desa kel kelurahan dusun kampung kp nagari gampong lurah kades dukuh perum perumahan komplek".split())
AREA = PREPOSITIONS | frozenset("kawasan warga wilayah daerah sekitar".split())
_AND = frozenset("dan maupun serta atau".split())


def told_types(tokens: Tokens, mention: Mention) -> frozenset[str]:
    """Types that a word beside the name tells: kota, kabupaten or provinsi; both for "Kota dan Kabupaten"; none."""
    word = tokens.before(mention.first)
    if word == "metro":
        word = tokens.before(mention.first - 1)
    if word in POLICE:
        return frozenset({"kota" if tokens.after(mention.stop) == "kota" else "kabupaten"})
    told = _type_of(word)
    if told is None:
        return frozenset({"kabupaten"}) if _is_rural(tokens, mention) else frozenset()
    joined = tokens.before(mention.first - 1)
    other = _type_of(tokens.before(mention.first - 2)) if joined in _AND else None
    return frozenset({told, other} if other else {told})


def _type_of(word: str) -> str | None:
    if word in CITY:
        return "kota"
    if word in REGENCY:
        return "kabupaten"
    return "provinsi" if word in PROVINCE else None


def _is_rural(tokens: Tokens, mention: Mention) -> bool:
    """ "Desa Cimandala Bogor", "Gunung Puntang Bandung": one or two words between, and no break."""
    for index in range(mention.first - 1, mention.first - 1 - _RURAL_NEAR, -1):
        if not tokens.before(index + 1):
            return False
        if tokens.lows[index] in _RURAL:
            return index < mention.first - 1 and tokens.is_capital(mention.first)
    return False


def bears_the_name(tokens: Tokens, mention: Mention) -> bool:
    """Whether something else than the place bears the name: a street, a club, a dish, a people."""
    return tokens.before(mention.first) in _NO_PLACE_AFTER or tokens.after(mention.stop) in _NO_PLACE_BEFORE
