"""What stands beside a name of a person: cues to read by, and for each the hint where to look for it."""

from __future__ import annotations

import re

SHORT_HONORIFICS = "bpk|sdr|sdri|hj|ust|tn|ny|nn|alm|almh"
"""A point behind these ends no sentence."""
HONORIFICS = (
    r"pa[k']|bapak|bapa|ibu|bu|saudara|saudari|mas|mbak|mba|mbah|haji|hajah|kak|kakak|bang|abang|kang|teh|cak|ning|gus"
    r"|ustadz?|ustaz"
    r"|ustadzah|pakde|bude|paklik|bulik|teteh|kyai|kiai|om|tante|eyang|adik|dik|dek|ananda|adinda|tuan|nyonya|nona|almarhum(?:ah)?|mendiang|bidan|suster|"
    + SHORT_HONORIFICS
)
TITLED = r"h|bp|dr|drg|drs|dra|ir|prof|kh|k\.h|nn|ny|tn|ust"
"""Titles that are honorifics only with a point and a capital behind them."""
FAINT_HONORIFICS = r"uda|mang|bli|mbok|jeng"
"""Words of other meanings as well: honorifics only before what is surely a name."""
ROLES = (
    r"pelapor|terlapor|pemohon|pengadu|pengirim|korban|tersangka|terduga(?: pelaku)?|terdakwa|terpidana|pelaku|saksi"
    r"|pasien|siswa|siswi|pelajar|mahasiswa|mahasiswi|santri"
    r"|guru|tetangga(?: saya)?|anak saya|istri saya|suami saya|ibu saya|ayah saya|bapak saya|adik saya|kakak saya"
    r"|karyawan|pegawai|petugas|penghuni|pemilik|sopir|warga"
    r"|(?:ketua|kepala|sekretaris|bendahara|pengurus)(?: (?:\[RT/RW\]|rt|rw|lingkungan|dusun|kampung|takmir|panitia))+"
    r"|(?:pak|bapak|bu|ibu)(?: (?:\[RT/RW\]|rt|rw))+"
    r"|kader|buruh|pedagang|nelayan|petani|pengemudi|pensiunan"
)
CLOSE_ROLES = (
    r"anak saya|istri saya|suami saya|ibu saya|ayah saya|bapak saya|adik saya|kakak saya|tetangga saya"
    r"|(?:ketua|kepala|sekretaris|bendahara|pengurus)(?: (?:\[RT/RW\]|rt|rw|lingkungan|dusun|kampung|takmir|panitia))+"
    r"|(?:pak|bapak|bu|ibu)(?: (?:\[RT/RW\]|rt|rw))+"
)
STRONG_ROLES = r"pelapor|terlapor|pemohon|pengadu|pengirim|korban|tersangka|terduga(?: pelaku)?|terdakwa|saksi|pasien"
SELF = (
    r"(?:saya|sy|aku|gua|gue|gw|lengkap|pelapor|pemohon|pengadu|korban|anak(?: saya)?|istri(?: saya)?|suami(?: saya)?"
    r"|ibu(?: saya)?|ayah|bapak|orang ?tua|kepala keluarga|sesuai ktp|di ktp|panggilan|siswa|pasien|peserta|penerima"
    r"|pemilik|pengirim|terlapor|tersangka)"
)
LEAD = r"[\s:=,.\-\"'“”(*]{0,4}"
STRONG_CUE = re.compile(
    rf"(?i)(?<![\w\[])(?:nama(?:\s{SELF}){{1,2}}(?:\s?(?:adalah|yaitu|ialah|itu))?|nama(?:\slengkap)?\s?[:=]|namaku"
    rf"|nama\s?(?:adalah|yaitu)|bernama|dengan nama"
    r"|atas\snama|a\.\s?n\.?|a/n|\ban\.|ttd\.?|tertanda|perkenalkan(?:,)?(?:\snama)?\ssaya|saya yang bernama|sebut saja"
    r"|panggil saja"
    r"|(?:hormat|salam hormat|salam|regards)(?: saya| kami)?\s?,|wassalam(?:u'?alaikum)?\s?[,\n]|hormat (?:saya|kami)\b"
    rf"|(?:{STRONG_ROLES})\s?[:=]|dilaporkan oleh|dikirim oleh)(?:(?<=[:=.,\n])|(?![\w\]])){LEAD}"
)
HONORIFIC_CUE = re.compile(
    rf"(?i)(?<![\w\[])(?:(?:{SHORT_HONORIFICS}|(?-i:[Bb]p))(?![\w\]'’])\.?|(?:{HONORIFICS}|{FAINT_HONORIFICS})(?![\w\]'’]))"
    r"\s{1,2}(?=[a-zà-ÿ])"
    rf"|(?<![\w\[])(?:{SHORT_HONORIFICS}|{TITLED}|pak|bapak|bu|ibu)\.\s?(?=(?-i:[A-ZÀ-Þ]))"
)
FAINT_CUE = re.compile(rf"(?i)(?:{FAINT_HONORIFICS})\s|(?:pak|bapak|bu|ibu)\.|(?<=/)")
"""Shows only sure names: the word has other meanings, a point behind it ends a sentence, "Bapak/Ibu" greets an office."""
FAMILY = re.compile(r"(?i)\bkel\.?\s$")
"""Before an honorific it is short for a family, not for a quarter."""
ROLE_LEAD = r"(?![\w\]])[\s:(]{1,3}(?:(?:yakni|yaitu|adalah|atas nama|bernama|ini|tersebut)[\s:]{1,2})?"
ROLE_CUE = re.compile(
    rf"(?<![\w\[])(?:(?i:{STRONG_ROLES}|{CLOSE_ROLES}),?{ROLE_LEAD}(?=[A-Za-zÀ-ÿ])|(?i:{ROLES}){ROLE_LEAD}(?=[A-ZÀ-Þ]))"
)
SELF_CUE = re.compile(r"(?i)(?<![\w\[])(?:saya|sy|aku)(?![\w\]]),?\s(?=[a-zà-ÿ])")
RESIDENT = re.compile(
    r"(?i)[\s,]{1,3}(?:\(|usia|umur|warga|dari\b|alamat|tinggal|domisili|asal\b|yang (?:tinggal|beralamat)|beralamat"
    r"|penduduk|rt\b|\[RT/RW\]|nik\b|di (?:jl|jalan))"
)
AGED = re.compile(
    r"(?i)\s?\(\s?[1-9]\d?(?:\s?(?:tahun|thn|th))?\s?\)|,?\s(?:usia|umur|berusia|berumur)\s?\d|,\s?[1-9]\d?\s(?:tahun|thn"
    r"|th)\b|,\swarga\b|\swarga\s(?:jl|jalan|kel|desa|dusun|rt|\[RT)"
)
PARENT_CUE = re.compile(r"(?i)\s(?:bin|binti)\s(?=[a-zà-ÿ])")
OPEN_CUE = re.compile(r"(?<![A-Za-zÀ-ÿ'’.-])[A-ZÀ-Þ][A-Za-zÀ-ÿ'’.-]*(?:\s[A-ZÀ-Þ][A-Za-zÀ-ÿ'’.-]*)+")
TOKEN = re.compile(r"[A-Za-zÀ-ÿ](?:[A-Za-zÀ-ÿ'’`-]*[A-Za-zÀ-ÿ])?\.?")
DEGREES = re.compile(
    r"(?:,?\s?(?:(?:S|M|A|Sp|Dr)\.\s?[A-Z][A-Za-z]{0,4}\b\.?|S[HE]\b|S(?:Pd|Kom|Sos|Psi|Ag|Kep|TP?)\b|M[MT]\b|MSi\b|Ph\.?D\b))+"
)
NEIGHBOURHOOD = re.compile(r"(?i)\b(?:rt|rw|lingkungan|dusun|kampung|takmir|panitia|paguyuban|karang)\b")
BACK = re.compile(r"[\w.’'/-]+\s*$")
CLOSE_ROLE = re.compile(rf"(?i)(?:{STRONG_ROLES}|{CLOSE_ROLES})\b")
"""Behind these two unknown words with capitals are a name, too."""
SPECIAL = frozenset({"bin", "binti", "al", "el"})
LONGEST_NAME = 5


STRONG_HINT = (
    r"(?i:\b(?:nama(?:ku)?|bernama|a\. ?n|a/n|ttd|tertanda|hormat saya|hormat kami|salam|regards|perkenalkan|sebut"
    r"|panggil|dilaporkan|dikirim|wassalam(?:u'?alaikum)?)\b|\ban\.|\b(?:" + STRONG_ROLES + r")\s?[:=])"
)
HONORIFIC_HINT = (
    rf"(?i:\b(?:{HONORIFICS}|{FAINT_HONORIFICS}|bp)\b\.?\s{{1,2}}[a-zÀ-ÿ])"
    rf"|(?i:\b(?:{SHORT_HONORIFICS}|{TITLED}|pak|bapak|bu|ibu)\.)\s?[A-ZÀ-Þ]"
)
ROLE_HINT = (
    rf"(?i:\b(?:{STRONG_ROLES}|{CLOSE_ROLES}))[\s,:(]|(?i:\b(?:{ROLES}))[\s,:(]{{1,3}}(?i:(?:yakni|yaitu|adalah|atas nama"
    rf"|bernama|ini|tersebut)[\s:]{{1,2}})?[A-ZÀ-Þ]"
)
SELF_HINT = (
    r"(?i:\b(?:saya|sy|aku)),?\s(?:[A-ZÀ-Þ]|[a-zÀ-ÿ'-]+\s[a-zÀ-ÿ]|[a-z'-]+\s(?:[a-z'-]+\s){0,4}(?i:\(|usia|umur|warga|dari|alamat|tinggal"
    r"|domisili|asal|yang|beralamat|penduduk|rt|\[RT|nik|di)"
    r"|[a-z' -]{3,40},\s?(?i:usia|umur|warga|dari|alamat|tinggal|domisili|asal|rt|\[RT|nik))"
)
AGED_HINT = (
    r"\( ?[1-9][0-9]?(?: ?(?i:tahun|thn|th))? ?\)|(?i:\b(?:usia|umur|berusia|berumur)\s[0-9]|, ?[1-9][0-9]?\s(?:tahun|thn"
    r"|th)\b|\swarga\s(?:jl|jalan|kel|desa|dusun|rt|\[RT)|, ?warga\b)"
)
PARENT_HINT = r"(?i:\s(?:bin|binti)\s)"
OPEN_HINT = r"\b[A-ZÀ-Þ][A-Za-zÀ-ÿ'’.-]{0,30}\s[A-ZÀ-Þ]"
"""Stands wherever two words with a capital adjoin."""
