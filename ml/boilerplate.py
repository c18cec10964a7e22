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
    r"|B(?:aca|ACA)\s?:|(?:Baca Juga|BACA JUGA)(?= [A-Z0-9])|(?i:pilihan editor|(?:berita|artikel) terkait)\s?:) ?"
)
_READ_MORE = re.compile(START + _LABEL, re.M)
_ANOTHER = re.compile(r"\s*" + _LABEL)
_READ_MORE_SIGNS = (":", '"', "'", "“", "‘", "ca Juga", "CA JUGA")
_READ_MORE_WORDS = ("baca", "simak", "lihat", "tonton", "saksikan", "dengarkan", "cek", "pilihan editor", "terkait")
_QUOTED = re.compile(r"[\"“'‘][^\"“”\n]{2,150}[\"”'’](?=[\s:.)]|$) ?[:.)]?")
_SENTENCE = re.compile(r"[^\n]{0,160}?(?:[.!?](?=\s|$)|$)", re.M)
_WORD = re.compile(r"\S+")
_SMALL = frozenset(
    "di ke dari yang dan untuk pada dengan atau dalam soal usai saat hingga sampai akan tak tidak bagi oleh demi jadi vs agar "
    "karena ini itu para kepada jika bila serta tanpa sejak lewat atas tentang terkait seperti".split()
)
"""Words that headlines write small."""

_PROMPTS = (
    r"bagikan (?:artikel|berita|konten|postingan) ini|bagikan ?:?$|iklan$|advertisement\b|scroll (?:ke bawah|to continue)",
    r"(?:ikuti|follow) (?:kami|terus|saluran|channel|kanal|akun|berita|update|perkembangan|informasi)\b"
    r"(?=[^\n]{0,120}(?:whats ?app|google news|telegram|instagram|facebook|tiktok|youtube|medsos|media sosial))",
    r"dapatkan (?:update|informasi|berita|kabar) (?=[^\n]{0,80}(?:pilihan|breaking|setiap hari|terbaru|terkini))",
    r"(?:download|unduh|install|instal) aplikasi (?:kami|[\w.]{2,20}\.com|berita)\b",
    r"(?:mari )?(?:bergabung|gabung)(?:lah)? (?:di|dengan|ke) (?:grup|channel|saluran|kanal) (?:telegram|whatsapp)",
    r"cek berita (?:dan|&) artikel|baca (?:berita|artikel) (?:selengkapnya|lainnya|tanpa iklan)",
    r"(?:artikel|berita) ini (?:telah |sudah |pernah )?(?:tayang|terbit|dimuat) (?:sebelumnya )?(?:di|pada)\b",
    r"(?:baca|simak|lihat|info) selengkapnya (?:di|klik|pada)\b|klik (?:di sini|disini)|halaman selanjutnya\b",
    r"jangan lupa (?:like|subscribe)|(?:like|subscribe) (?:dan|&) (?:subscribe|share|komen|like)",
    r"saksikan (?:live streaming|terus|siaran langsung)",
    r"dilarang keras mengambil konten|(?:copyright|hak cipta) ?(?:©|@|\(c\)|\d{4})|© ?\d{4}|all rights reserved",
    r"(?:kirimkan|berikan) apresiasi (?:spesial|sekarang)|dalam segala situasi, [\w.]{2,30} berkomitmen",
    r"click here to get|temukan kami di",
)
_PROMPT = re.compile(rf"{START}(?i:{'|'.join(_PROMPTS)})[^\n]{{0,250}}?(?:[.!?](?=\s|$)|$)", re.M)
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
    """Where a link to another article ends: with its line, its quotation marks, or its headline."""
    line_end = text.find("\n", found.end())
    has_line = line_end >= 0 or text.rfind("\n", 0, found.end()) >= 0
    line_end = line_end if line_end >= 0 else len(text)
    if quoted := _QUOTED.match(text, found.end()):
        return quoted.end()
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
    parts = _PROMPT.split(text)
    return _joined(parts) if len(parts) > 1 else text


def drop_newsroom_marks(text: str) -> str:
    """ "[Gambas:Video 20detik]", "(abc/def)" at the end of a line, "Editor: …", "Pewarta: …"."""
    cut = _GAMBAS.sub("", text) if "[" in text else text
    if any(map(cut.__contains__, _ROLE_WORDS)):
        cut = _CREDITS.sub("", cut)
    if ")" in cut:
        cut = _INITIALS.sub("", cut)
        cut = _SHORT_INITIALS.sub("", cut) if len(cut) >= ARTICLE else cut
    return cut if cut == text else cut.strip()
