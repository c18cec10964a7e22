"""What single words tell: names that people bear, words of the language, names of places, words of ministries."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import orjson
from spacy.lang.id._tokenizer_exceptions_list import ID_BASE_EXCEPTIONS
from spacy.lang.id.stop_words import STOP_WORDS

from ml.entities.words import PhraseBook, split_words
from warehouse.seeds import read_seed

LISTS = Path(__file__).parent / "lists"
TEXTS = Path(__file__).parent / "texts"
EXAMPLES = Path(__file__).parent.parent / "examples"

PORTFOLIO = frozenset(
    "keuangan negara negeri dalam luar pertahanan agama hukum hak asasi manusia imigrasi pemasyarakatan pendidikan "
    "dasar menengah tinggi sains teknologi kebudayaan kesehatan sosial ketenagakerjaan tenaga kerja pelindungan "
    "perlindungan pekerja migran perindustrian perdagangan energi sumber daya mineral pekerjaan umum perumahan "
    "kawasan permukiman desa pembangunan tertinggal transmigrasi perhubungan komunikasi digital informatika informasi "
    "pertanian kehutanan kelautan perikanan agraria tata ruang perencanaan nasional pendayagunaan aparatur reformasi "
    "birokrasi badan usaha milik kependudukan keluarga lingkungan hidup investasi hilirisasi koperasi usaha mikro "
    "kecil pariwisata ekonomi kreatif pemberdayaan perempuan anak pemuda olahraga haji umrah sekretaris sekretariat "
    "kabinet koordinator bidang politik keamanan perekonomian masyarakat pangan kemaritiman infrastruktur kewilayahan "
    "riset inovasi kepala wakil daerah provinsi kabupaten kota republik indonesia ri dan serta kebersihan pertamanan "
    "pemadam kebakaran satpol pp pamong praja catatan sipil pekerjaan bina marga cipta karya penataan pelayanan "
    "terpadu satu pintu penanaman modal perpustakaan kearsipan ketahanan peternakan perkebunan penanggulangan bencana "
    "kesatuan bangsa kepegawaian pengembangan sdm kesejahteraan rakyat pemerintahan humas reskrim reserse kriminal "
    "lantas lalu lintas narkoba polres polresta polrestabes polda polsek kodim korem kodam dinas kementerian "
    "direktorat jenderal pajak bea cukai kebijakan fiskal anggaran kekayaan badan gizi pengawas obat makanan "
    "narkotika pusat statistik intelijen siber sandi tenaga listrik ketenagalistrikan umum gas bumi minyak batubara "
    "mk ma kpk kpu bawaslu dpr dprd mpr dpd komisi fraksi selaku ojk bi bps bnpb bpbd bmkg bgn bpom bnn bnpt bkn ikn "
    "polri tni ad al au i ii iii iv v vi vii viii ix xi xii xiii metro".split()
)
RANKS = frozenset(
    "h hj hm kh dr drs dra ir prof pol purn tni jenderal letjen mayjen brigjen kolonel letkol mayor kapten komjen "
    "irjen kombes akbp kompol akp iptu ipda aiptu aipda bripka brigadir briptu bripda laksamana laksdya laksda "
    "marsekal marsdya marsda letnan lettu letda serka sertu polisi kgphaa tgb tuanku haji kiai kyai".split()
)

FIRM_WORDS = frozenset(
    "sejahtera makmur abadi jaya sentosa mandiri nusantara persada utama karya sumber bina cipta mitra bumi agung sinar mulia "
    "lestari perkasa bahari tani rakyat sehat cerdas harapan bangsa pelita kasih permai rejeki tirta surya cahaya mega prima "
    "global energi anugerah indah putra raya sakti".split()
)
"""Words that firms and foundations are called by; people bear some of them too."""


@cache
def given_names() -> frozenset[str]:
    return frozenset((LISTS / "given.txt").read_text(encoding="utf-8").split())


@cache
def names() -> frozenset[str]:
    """Given and family names that people in Indonesia, and people in its news, bear; those of people in office among them."""
    family = (LISTS / "family.txt").read_text(encoding="utf-8").split()
    officials = {word for name in read_seed("officials")["person_name"].to_pylist() for word in split_words(name).lowers}
    return given_names() | frozenset(family) | {word for word in officials if len(word) > 3}


@cache
def common_words() -> frozenset[str]:
    """Words of the language: what our own sentences write in lower case, and the base words of spaCy's Indonesian."""
    found = set(STOP_WORDS) | PORTFOLIO
    for exception in ID_BASE_EXCEPTIONS:
        found.update(word for word in split_words(exception).lowers if len(word) > 2)
    for path in sorted(EXAMPLES.glob("*.jsonl")):
        for line in path.read_bytes().splitlines():
            found.update(_lower_case(orjson.loads(line)["text"]))
    for path in sorted(TEXTS.glob("*.txt")):
        found.update(_lower_case(path.read_text(encoding="utf-8")))
    return frozenset(found)


def _lower_case(text: str) -> set[str]:
    """Words in lower case of a text that has capitals: where it has none, names are without them too."""
    words = split_words(text)
    return {form for form in words.forms if form.islower() and len(form) > 1} if set(words.styles) != {"kecil"} else set()


@cache
def strong_names() -> frozenset[str]:
    """Names that are no words besides."""
    return names() - common_words()


@cache
def region_names() -> dict[str, str]:
    """Code of a region → its name in lower case, without its kind."""
    return {row["region_code"]: row["short_name"].lower() for row in read_seed("regions").to_pylist()}


@cache
def places() -> PhraseBook:
    """Provinces, regencies and cities by every name, countries and cities of the world."""
    found = [(line, "dunia") for line in (LISTS / "world.txt").read_text(encoding="utf-8").splitlines() if line]
    for row in read_seed("regions").to_pylist():
        found += [(row["short_name"], row["region_code"]), (row["region_name"], row["region_code"])]
    found += [(row["alias"], row["region_code"]) for row in read_seed("region_aliases").to_pylist()]
    return PhraseBook(found)
