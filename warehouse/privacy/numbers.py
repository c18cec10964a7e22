"""Numbers that are a person's own: identity cards, tax, insurance, phones, bank accounts, number plates."""

from __future__ import annotations

import re
from collections.abc import Callable

from warehouse.privacy.mask import Group, Mask

SEPARATORS = "[ .()/_\u00a0\u2010-\u2015-]"
"""Between the digits of a number that is written in groups."""
JOINT = SEPARATORS + "{0,3}"
APART = r"(?<![0-9])(?<![0-9][.,])"
"""No digit before, and no point of a larger figure."""
BEFORE = r"(^|[^0-9.,]|^[.,]|[^0-9][.,])"
"""The same for RE2, which cannot look behind."""

IDENTITY_NUMBERS = (
    BEFORE + r"(?:\d{4}[ .-]?\d{4}[ .-]?\d{4}[ .-]?\d{4}"
    r"|\d{6}[ .-]\d{6}[ .-]\d{4}|\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3})\b",
    r"\1[nomor-identitas]",
)
NUMBER_HINT = (
    "(?:^|[^0-9])[0-9](?:[ .()/_\u00a0\u2010-\u2015-]{0,3}[0-9]){6,15}(?:[^0-9]|$)"
    r"|(?i:\bnip\b)|\b[Oo][ .-]?8|\b0[ .-]?8[0-9 .-]{0,7}[IilLOoSsB][0-9 .-]"
    r"|(?i:\b(?:nol|kosong|dua)[ ,.-]{1,3}(?:de)?lapan\b|\bplat|\bnopol|\bno\.? ?pol|nomor polisi|tnkb|pas+port?\b)"
)
"""Stands wherever one of the masks may find something, and not on the long ids of posts; for RE2."""

YEARS = re.compile(r"(?:19|20)\d\d(?:\D{1,3}(?:19|20)\d\d)+")
DATE = re.compile(r"[0-3]?\d[ ./-][01]?\d[ ./-](?:19|20)\d\d|(?:19|20)\d\d[ ./-][01]?\d[ ./-][0-3]?\d")
SUM = re.compile(r"\d{1,3}(?:[. ]\d{3}){2,}|[1-9]\d{3,8}000")
"""A sum of money, as figures are grouped in Indonesian."""
HOTLINE = re.compile(r"0?(?:1500\d{3}|14\d{3}|80[04]\d+)")

GROUPED_NIK = re.compile(
    APART
    + r"(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])"
    + rf"(?:{JOINT}\d){{4}}{JOINT}(?:[04]{JOINT}[1-9]|[1256]{JOINT}\d|[37]{JOINT}[01]){JOINT}(?:0{JOINT}[1-9]|1{JOINT}[0-2])"
    + rf"(?:{JOINT}\d){{6}}(?![0-9])"
)
SPELLED_NIK = re.compile(APART + r"\d(?:[ .-]\d){15}(?![0-9])")
NAMES_OF_NUMBERS = (
    r"n\.?i\.?k|e-?ktp|ktp|k\.?k|kartu keluarga|npwp|sim(?: [abc]\d?)?|bpjs(?: kesehatan| ketenagakerjaan)?|kis|jkn|nip"
    r"|nisn?|nim|nrp"
    r"|nomor induk(?: \w+)?|identitas|id ?pel(?:anggan)?|nomor pelanggan|paspor|passport"
)
BANKS = "bca|bri|bni|btn|bsi|mandiri|cimb(?: niaga)?|danamon|permata|jatim|bjb|jago|seabank|dki|jateng|mega|panin|ocbc"
BETWEEN = (
    r"(?:[^0-9A-Za-z\[\n]{0,3}\b(?:no|nomor|nomer|nmr|kartu|card|peserta|rekening|rek|bank|ktp|nik|saya|sy|ku|nya|kami"
    r"|anak|istri|suami"
    r"|ibu|bapak|sendiri|a\.n|adalah|yaitu|ini|di|ke|atas|admin|petugas|langsung|aja|saja|hp|wa|telp|"
    + BANKS
    + r")\b\.?){0,4}[^0-9A-Za-z\[\n]{0,4}"
)
"""What people write between the name of a number and the number."""
CALLED_IDENTITY = re.compile(rf"(?i)(\b(?:{NAMES_OF_NUMBERS})(?:ku|nya)?(?![a-z]){BETWEEN})(\d(?:{JOINT}\d){{7,17}})(?![0-9])")
PASSPORT = re.compile(rf"(?i)(\bpas+port?(?:ku|nya)?\b{BETWEEN})([a-z]{{1,2}}[ -]?\d{{6,7}})(?![0-9])")
CALLED_ACCOUNT = re.compile(
    rf"(?i)(\b(?:no ?rek|norek|rek(?:ening)?|virtual account|va|{BANKS})(?:ku"
    rf"|nya)?\b{BETWEEN})(\d(?:{JOINT}\d){{7,17}})(?![0-9])"
)
PLATE = re.compile(
    r"(?i)(\b(?:plat|nopol|no\.? ?pol|nomor polisi|tnkb)(?:isi|nya|e)?\b"
    r"(?:[^0-9A-Za-z\n]{0,3}\b(?:nomor|nomer|no|motor|mobil|kendaraan|truk|polisi|nya|saya|sy|adalah|hitam|putih|merah"
    r"|kuning)\b\.?){0,3}"
    r"[^0-9A-Za-z\n]{0,3})\b([a-z]{1,2}[ .-]{0,2}\d{1,4}[ .-]{0,2}(?:[a-z]{1,3}\b)?)"
)

MOBILE = re.compile(
    r"\(?" + APART + rf"(?:(?:\+|00)?62{JOINT}(?:0{JOINT})?|0{SEPARATORS}?\(?)8[1-9](?:{JOINT}\d){{6,10}}(?![0-9])"
)
SPACED_MOBILE = re.compile(APART + r"(?:\+?6[ .-]{1,3}2|0)[ .-]{1,3}8[ .-]{1,3}[1-9](?:[ .-]{1,3}\d){6,10}(?![0-9])")
LETTERED_MOBILE = re.compile(
    APART + rf"(?<![A-Za-z])[0Oo][ .-]?8[0-9IilLOoSsB](?:{JOINT}[0-9IilLOoSsB]){{6,10}}(?![0-9A-Za-z])"
)
DIGIT_WORDS = r"(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|lapan|sembilan|\d)"
SPOKEN_MOBILE = re.compile(
    rf"(?i)\b(?:(?:plus\W{{1,3}})?enam\W{{1,3}}dua|nol|kosong)\W{{1,3}}(?:de)?lapan(?:\W{{1,3}}{DIGIT_WORDS}){{6,12}}\b"
)
LANDLINE = re.compile(
    APART + r"(?:\(0[2-9]\d{1,2}\)|0[2-7]\d{1,2}[ .-]|\+62[ -]?\(?[2-7]\d{1,2}\)?[ -])[ .-]{0,2}"
    r"(?:\d{5,8}|\d{3,4}[ .-]\d{2,4}(?:[ .-]\d{2,4})?)(?![0-9])"
)
CALLED_PHONE = re.compile(
    r"(?i)(\b(?:wa|whats ?app|hp|handphone|telp?|tlp|tlpn?|telp(?:on|n)?|telepon|telephone|ponsel|phone|call|hub(?:ungi)?"
    r"|kontak|contact"
    rf"|cp|sms|no ?hp|no ?wa)(?:ku|nya)?\b{BETWEEN})(\(?\+?\d(?:{JOINT}\d){{6,12}})(?![0-9])"
)
OWN_PHONE = re.compile(
    rf"(?i)(\b(?:no|nomor|nomer|nmr)\.?\s?(?:saya|sy|ku|aku|kami|pribadi)(?:\s(?:adalah|yaitu|ini))?[\s:=]{{1,3}})"
    rf"(8[1-9](?:{JOINT}\d){{7,10}})(?![0-9])"
)


def _mask_identity(text: str) -> str:
    text = _IDENTITY.sub(
        lambda found: found[0] if YEARS.fullmatch(found[0].strip(" .,:;()")) else f"{found[1]}[nomor-identitas]", text
    )
    return GROUPED_NIK.sub("[nomor-identitas]", SPELLED_NIK.sub("[nomor-identitas]", text))


def _mask_mobile(text: str) -> str:
    return MOBILE.sub(lambda found: found[0] if SUM.fullmatch(found[0]) else "[telepon]", text)


def _mask_lettered(text: str) -> str:
    return LETTERED_MOBILE.sub(lambda found: "[telepon]" if sum(map(str.isdigit, found[0])) > 3 else found[0], text)


def _mask_plate(text: str) -> str:
    return PLATE.sub(lambda found: f"{found[1]}[nopol]" + " " * found[2].endswith(" "), text)


_IDENTITY = re.compile(IDENTITY_NUMBERS[0], re.ASCII)


def _called(pattern: re.Pattern, mask: str) -> Callable[[str], str]:
    """Masks what a cue calls a number of a person, unless it is a sum, a date or a hotline."""

    def change(found: re.Match) -> str:
        number = found[2]
        digits = re.sub(r"\D", "", number)
        is_other = SUM.fullmatch(number) or DATE.search(number) or YEARS.fullmatch(number) or HOTLINE.fullmatch(digits)
        return found[0] if is_other else found[1] + mask

    return lambda text: pattern.sub(change, text)


NUMBERS = Group(
    NUMBER_HINT,
    (
        Mask(f"[0-9](?:{JOINT}[0-9]){{14}}", _mask_identity),
        Mask(rf"(?i:\b(?:{NAMES_OF_NUMBERS}))", _called(CALLED_IDENTITY, "[nomor-identitas]")),
        Mask(r"(?i:\bpas+port?)", lambda text: PASSPORT.sub(r"\1[nomor-identitas]", text)),
        Mask(rf"(?i:\b(?:no ?rek|norek|rek|virtual account|va|{BANKS}))", _called(CALLED_ACCOUNT, "[rekening]")),
        Mask(r"(?i:\bplat|\bnopol|\bno\.? ?pol|nomor polisi|tnkb)", _mask_plate),
        Mask(rf"(?:62|0){JOINT}\(?0?{JOINT}\(?8[1-9]", _mask_mobile),
        Mask(r"[02][ .-]{1,3}8[ .-]{1,3}[1-9]", lambda text: SPACED_MOBILE.sub("[telepon]", text)),
        Mask(r"0[2-9][0-9]|\+62", lambda text: LANDLINE.sub("[telepon]", text)),
        Mask(r"[Oo][ .-]?8|0[ .-]?8[0-9 .()/_-]{0,16}[IilLOoSsB]", _mask_lettered),
        Mask(r"(?i:(?:de)?lapan)", lambda text: SPOKEN_MOBILE.sub("[telepon]", text)),
        Mask(
            r"(?i:\b(?:wa|whats|hp|hand|te?l|tlp|ponsel|phone|call|hub|kont|cont|cp|sms|no ?hp|no ?wa))",
            _called(CALLED_PHONE, "[telepon]"),
        ),
        Mask(r"(?i:\b(?:no|nomor|nomer|nmr)\b)|(?i:\bno(?:mor|mer)?ku)", _called(OWN_PHONE, "[telepon]")),
    ),
)
