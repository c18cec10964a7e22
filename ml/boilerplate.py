"""What outlets put between and behind sentences: links to other articles, prompts to share and follow, the newsroom's marks.

Every step takes a text and gives it back without one kind of it. A substring test goes before every costly pattern.
"""

from __future__ import annotations

import re

LONGEST_LINE = 160
"""Characters of the longest line or sentence that is taken for a link to another article."""
START = r"(?:^|(?<=[.!?:;\"”'’)\]] ))[(>*•]{0,2} ?"
"""Where a sentence or a line begins."""

_LOOK = r"(?:baca|simak|lihat|tonton|saksikan|dengarkan|cek)"
_WHAT = r"(?:juga|pula|berita|artikel|video|selengkapnya)"
_LABEL = (
    rf"(?:(?i:{_LOOK} {_WHAT}(?: (?:berita|artikel|video))?\s?(?::|(?=[\"“'‘])))"
    r"|B(?:aca|ACA)\s?:|(?:Baca Juga|BACA JUGA)(?= [A-Z0-9])|(?:Baca [Jj]uga|BACA JUGA)(?=\n)"
    r"|(?i:pilihan editor|(?:berita|artikel) terkait)\s?:) ?"
)
_READ_MORE = re.compile(START + _LABEL, re.M)
_ANOTHER = re.compile(r"\s*" + _LABEL)
_READ_MORE_SIGNS = (":", '"', "'", "“", "‘", "ca Juga", "ca juga\n", "CA JUGA")
_READ_MORE_WORDS = ("baca", "simak", "lihat", "tonton", "saksikan", "dengarkan", "cek", "pilihan editor", "terkait")
_QUOTED = re.compile(r"[\"“'‘][^\"“”\n]{2,150}[\"”'’](?=[\s:.)]|$) ?[:.)]?")
_SENTENCE = re.compile(r"[^\n]{0,160}?(?:[.!?](?=\s|$)|$)", re.M)
_NEXT_LINE = re.compile(rf"[^\S\n]*\n\s*([^a-z\s][^\n]{{0,{LONGEST_LINE}}})(?=\n|$)")
_WORD = re.compile(r"\S+")
_SMALL = frozenset(
    "di ke dari yang dan untuk pada dengan atau dalam soal usai saat hingga sampai akan tak tidak bagi oleh demi jadi vs agar "
    "karena ini itu para kepada jika bila serta tanpa sejak lewat atas tentang terkait seperti".split()
)
"""Words that headlines write small."""

_NOTICES = (
    r"iklan$|advertisement\b|scroll to continue|bagikan ?:?$",
    r"dilarang keras mengambil konten|(?:copyright|hak cipta) ?(?:©|@|\(c\)|\d{4})|© ?\d{4}|all rights reserved",
    r"(?:kirimkan|berikan) apresiasi (?:spesial|sekarang)|dalam segala situasi, [\w.]{2,30} berkomitmen",
    r"click here to get",
)
"""What only newsrooms write: the sentence goes, whatever it says further."""
_PROMPTS = (
    r"bagikan (?:artikel|berita|konten|postingan) ini|scroll ke bawah",
    r"(?:ikuti|follow) (?:kami|terus|saluran|channel|kanal|akun|berita|update|perkembangan|informasi)\b"
    r"(?=[^\n]{0,120}(?:whats ?app|google news|telegram|instagram|facebook|tiktok|youtube|medsos|media sosial))",
    r"dapatkan (?:update|informasi|berita|kabar) (?=[^\n]{0,80}(?:pilihan|breaking|setiap hari|terbaru|terkini))",
    r"(?:download|unduh|install|instal) aplikasi (?:kami|[\w.]{2,20}\.com|berita)\b",
    r"(?:mari )?(?:bergabung|gabung)(?:lah)? (?:di|dengan|ke) (?:grup|channel|saluran|kanal) (?:telegram|whatsapp)",
    r"cek berita (?:dan|&) artikel|baca (?:berita|artikel) (?:selengkapnya|lainnya|tanpa iklan)",
    r"(?:artikel|berita) ini (?:telah |sudah |pernah )?(?:tayang|terbit|dimuat) (?:sebelumnya )?(?:di|pada)\b",
    r"(?:baca|simak|lihat|info) selengkapnya (?:di|klik|pada)\b|klik (?:di sini|disini)|halaman selanjutnya\b",
    r"jangan lupa (?:like|subscribe)|(?:like|subscribe) (?:dan|&) (?:subscribe|share|komen|like)",
    r"saksikan (?:live streaming|terus|siaran langsung)|temukan kami di",
)
"""What citizens write as well: the sentence goes where it says nothing of its own (`_is_prompt`)."""
_PROMPT = re.compile(
    rf"{START}(?i:(?P<notice>{'|'.join(_NOTICES)})|(?:{'|'.join(_PROMPTS)}))(?P<rest>[^\n]{{0,250}}?)(?:[.!?](?=\s|$)|$)", re.M
)
_PROMPTING = frozenset(
    """di ke dari dan atau untuk agar supaya biar yang pada dengan oleh lewat melalui via sini disini ini bawah atas berikut
    anda kamu kalian kami kita mu sahabat teman temanmu kawan keluarga kerabat saudara pembaca orang semua para ya yuk
    juga serta hanya langsung segera sekarang terus selalu silakan silahkan cara caranya kemudian lalu telah sudah pernah
    baca membaca lihat melihat simak menyimak tonton menonton saksikan menyaksikan klik unduh mengunduh download install
    ikuti mengikuti follow subscribe like share komen komentar bagikan membagikan gabung bergabung join dapatkan mendapatkan
    mendapat temukan aktifkan lonceng notifikasi melanjutkan lanjut jangan lupa ketinggalan lewatkan melewatkan
    berita artikel konten video foto informasi info kabar update updates perkembangan breaking news pilihan terbaru terkini
    terpopuler menarik viral penting lain lainnya selengkapnya lengkap harian setiap tiap hari seputar tentang judul sumber
    halaman selanjutnya berikutnya tayang terbit dimuat sebelumnya saluran channel kanal grup group akun aplikasi app
    link tautan laman situs website web bio profil whatsapp wa telegram instagram ig facebook fb tiktok youtube google
    twitter threads media medsos sosial resmi official play store ponsel hp gratis live streaming siaran pukul wib wita wit
    malam siang sore pagi nanti besok""".split()
)
"""Words in which prompts go on; names beside them have capitals."""
_COMPLAINING = frozenset("error eror gagal rusak mati lambat lemot tolong mohon".split())
_MOST_OF_ITS_OWN = 1
_TERM = re.compile(r"\w+(?:\.\w+)*")
_PROMPT_WORDS = tuple(
    "bagikan,iklan,advertisement,scroll,ikuti ,follow ,dapatkan,aplikasi,gabung,cek berita,tayang,terbit,dimuat,selengkapnya,"
    "klik di,like,subscribe,saksikan,dilarang keras,copyright,hak cipta,©,rights reserved,apresiasi,berkomitmen,click here,"
    "temukan kami,selanjutnya,baca berita,baca artikel".split(",")
)

_ROLE_WORDS = (
    "Editor Pewarta Reporter Penulis Uploader Fotografer Penerjemah Kontributor EDITOR PEWARTA REPORTER PENULIS".split()
)
_ROLES = f"(?:{'|'.join(_ROLE_WORDS)})"
_NAME = r"[A-Z][\w.'’*@/-]*[,&]?"
_CREDITS = re.compile(
    rf"{START}(?:{_ROLES}\s?:\s?{_NAME}(?: (?!{_ROLES}\s?:)(?:dan|{_NAME})){{0,6}}(?: |$))+$|^{_ROLES}$", re.M
)
_GAMBAS = re.compile(r" ?\[Gambas ?:[^\]\n]{0,60}\]", re.I)
_INITIALS = re.compile(
    r"(?<=[.!?\"”'’)\]\s]) ?\((?:[a-zA-Z]{2,10}(?:/[a-zA-Z]{2,10}){1,4}|(?:[A-Z][a-z]{2,3}/)?[A-Z]{1,2}-\d{1,2}|\*+)\)[ .]?$",
    re.M,
)
_SHORT_INITIALS = re.compile(r"(?<=[.!?\"”])\s?\([a-z]{3}\)$", re.M)
ARTICLE = 300
"""Characters from which on three letters in brackets at the end are a writer's initials and no aside."""


def _headline_end(text: str, start: int) -> int:
    """Where a headline that runs into the next sentence ends: before the capital word that a small content word follows."""
    ends = [start]
    for word in _WORD.finditer(text, start):
        bare = word[0].strip("\"“”'‘’(),:;")
        if bare[:1].islower() and bare not in _SMALL:
            sentence = _SENTENCE.match(text, start)
            return ends[-2] if len(ends) > 2 else (sentence.end() if sentence else start)
        ends.append(word.end())
        if word[0][-1] in ".!?":
            break
    return ends[-1]


def _link_end(text: str, found: re.Match[str]) -> int:
    """Where a link to another article ends: with its line, the line below its label, its quotation marks, or its headline."""
    line_end = text.find("\n", found.end())
    has_line = line_end >= 0 or text.rfind("\n", 0, found.end()) >= 0
    line_end = line_end if line_end >= 0 else len(text)
    if quoted := _QUOTED.match(text, found.end()):
        return quoted.end()
    if (below := _NEXT_LINE.match(text, found.end())) and not below[1].rstrip(" \"'”’)").endswith("."):
        return below.end()  # a paragraph of the article ends in a full stop, a headline does not
    starts_line = found.start() == 0 or text[found.start() - 1] == "\n"
    if starts_line and has_line and line_end - found.start() <= LONGEST_LINE:
        return line_end
    return min(_headline_end(text, found.end()), line_end)


def drop_links(text: str) -> str:
    """ "Baca juga: …", "Simak Video '…':", "Pilihan Editor: …"."""
    if not any(map(text.__contains__, _READ_MORE_SIGNS)) or not any(map(text.lower().__contains__, _READ_MORE_WORDS)):
        return text
    kept, position = [], 0
    while found := _READ_MORE.search(text, position):
        kept.append(text[position : found.start()])
        while found:
            position = max(_link_end(text, found), found.end())
            found = _ANOTHER.match(text, position)
    return _joined([*kept, text[position:]]) if kept else text


def _joined(parts: list[str]) -> str:
    """The parts with one space where one was cut out between two."""
    return " ".join(filter(None, (part.strip(" ") for part in parts))).replace(" \n", "\n").replace("\n ", "\n")


def drop_prompts(text: str) -> str:
    """ "Bagikan artikel ini", "Ikuti kami di WhatsApp Channel …", "Artikel ini telah tayang di …": sentences to the reader."""
    lower = text.lower()
    if not any(map(lower.__contains__, _PROMPT_WORDS)):
        return text
    kept, position = [], 0
    for found in filter(_is_prompt, _PROMPT.finditer(text)):
        kept.append(text[position : found.start()])
        position = found.end()
    return _joined([*kept, text[position:]]) if kept else text


def _is_prompt(found: re.Match[str]) -> bool:
    """ "Klik di sini untuk membaca berita lainnya", unlike "Klik di sini muncul error saat bayar pajak"."""
    if found["notice"]:
        return True
    rest, _, _ = found["rest"].partition(" dengan judul ")
    own = [term for term in _TERM.findall(rest) if term.lower() not in _PROMPTING and not term[0].isdigit()]
    said = own if rest.isupper() else [term for term in own if not term[0].isupper()]
    return len(said) <= _MOST_OF_ITS_OWN and _COMPLAINING.isdisjoint(map(str.lower, own))


def drop_newsroom_marks(text: str) -> str:
    """ "[Gambas:Video 20detik]", "(abc/def)" at the end of a line, "Editor: …", "Pewarta: …"."""
    cut = _GAMBAS.sub("", text) if "[" in text else text
    if any(map(cut.__contains__, _ROLE_WORDS)):
        cut = _CREDITS.sub("", cut)
    if ")" in cut:
        cut = _INITIALS.sub("", cut)
        cut = _SHORT_INITIALS.sub("", cut) if len(cut) >= ARTICLE else cut
    return cut if cut == text else cut.strip()
