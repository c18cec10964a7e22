"""Addresses of persons on the net: e-mail, accounts that a text mentions, links to profiles."""

from __future__ import annotations

import re

from warehouse.privacy.mask import Group, Mask
from warehouse.privacy.words import COMMON

EMAIL = (r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}", "[surel]")
SITES = r"(?:twitter|x|instagram|tiktok|threads|facebook|fb|bsky)\.(?:com|net|app)/"
CONTACTS = r"(?:t|telegram)\.me/|linktr\.ee/|linkedin\.com/in/|line\.me/ti/p/|youtube\.com/(?:c|user)/|reddit\.com/u(?:ser)?/"
PHONE_LINKS = (r"(wa\.me/|phone=|tel:)\+?\d+", r"\1[telepon]")
ACCOUNT_LINKS = (
    r"(" + SITES + r"(?:profile/)?)@?[A-Za-z0-9._:-]+(/(?:status|p|reel|video|post|posts)/)",
    r"\1_\2",
)
MAIL_HOSTS = "gmail|yahoo|hotmail|outlook|ymail|rocketmail|icloud|proton(?:mail)?"
ACCOUNT_HINT = (
    rf"@|＠|%40|(?i:[\[({{<] ?(?:at|et) ?[\])}}>]|\b(?:{MAIL_HOSTS})\b|wa\.me/|phone=|tel:|{SITES}|{CONTACTS}|\bu/[a-z]"
    r"|\b(?:ig|insta|instagram|twitter|tiktok|fb|facebook|telegram|threads|line|discord|akun|username)\b[ :=])"
)
"""Stands wherever one of the masks may find something; for RE2."""

URL_HINT = (
    rf"@|%40|(?:^|[^0-9A-Za-z])(?:\+?62|0)8[0-9]{{8,11}}\b|\b[0-9]{{16}}\b|(?i:wa\.me/|phone=|tel:"
    rf"|{SITES}(?:profile/)?(?:@|_?[a-z0-9])|{CONTACTS})"
)
URL_PHONE = re.compile(r"(?<![0-9A-Za-z])(?:\+?62|0)8\d{8,11}\b")
"""Narrow: ids of articles are long numbers, too."""

HANDLE = re.compile(r"(?<!%)[@\uff20](?!\d{1,3}(?:\.\d{3})+\b)\w(?:[\w.·-]*\w)?(?:@[\w.-]*\w)*")
"""Names behind an @, with their host where they name one; not prices (@15.000)."""
HANDLE_OR_MAIL = re.compile(rf"({EMAIL[0]})|{HANDLE.pattern}")
AT = r"\s{0,2}[\[({<]\s?(?:at|et|@)\s?[\])}>]\s{0,2}|\s?(?:@|\uff20|%40)\s?|\s(?:at|et)\s"
DOT = r"\s{0,2}[\[({<]\s?(?:dot|titik|\.)\s?[\])}>]\s{0,2}|\s?[.,]\s?|\s(?:dot|titik)\s"
LOCAL = r"[A-Za-z0-9](?:[A-Za-z0-9_%+-]|\.(?=[A-Za-z0-9])|\s(?:dot|titik)\s){0,63}"
KNOWN_MAIL = re.compile(
    rf"(?i)(?<![A-Za-z0-9]){LOCAL}(?:{AT}|\s)(?:{MAIL_HOSTS})\b(?:(?:{DOT}|\s)(?:com?|net|id|me)\b(?:(?:{DOT})id\b)?)?"
)
HIDDEN_MAIL = re.compile(
    rf"(?i)(?<![A-Za-z0-9]){LOCAL}(?:\s{{0,2}}[\[({{<]\s?(?:at|et|@)\s?[\])}}>]\s{{0,2}}"
    rf"|%40)[a-z0-9-]+(?:(?:{DOT})(?!dan\b|atau\b)[a-z]{{2,10}}\b){{1,3}}"
)
PROFILE = re.compile(
    rf"(?i)(\b(?:{SITES}(?:profile/|profile\.php\?id=|people/)?|{CONTACTS}))"
    r"(?!(?:profile|people|search|hashtag|explore|i|intent|share|sharer|groups|watch|events|story|photo|photos|reel|reels"
    r"|p|status|home|tag|discover"
    r"|login|permalink|help|about|privacy|tos)\b"
    r"|_(?![A-Za-z0-9]))[@~+]?[A-Za-z0-9_][A-Za-z0-9._-]*(?<![.])(?![A-Za-z0-9]*\.php)"
)
MENTION = re.compile(r"(?<![A-Za-z0-9])(/u/|u/(?=[A-Za-z-]*[0-9_.][A-Za-z0-9]))[A-Za-z][A-Za-z0-9_.-]{2,}(?<![.])")
"""Without a slash before it, `u/` is also short for *untuk*."""
NAMED_ACCOUNT = re.compile(
    r"(?i)(\b(?:akun\s)?(?:ig|insta|instagram|twitter|tiktok|fb|facebook|telegram|threads|line|discord|akun"
    r"|username)(?:ku|nya)?"
    r"(?:\s(?:saya|sy|ku|akun|id|ig|fb|twitter|tiktok|kami))?(\s?[:=]\s?|\s))(?!https?:)([A-Za-z0-9_](?:[A-Za-z0-9_]"
    r"|\.(?=[A-Za-z0-9_])){2,29})"
)


def mask_handles(text: str) -> str:
    """The text with the accounts that it mentions as `@_`; e-mail addresses stay as they are."""
    return HANDLE_OR_MAIL.sub(lambda found: found[1] or "@_", text) if "@" in text or "\uff20" in text else text


def mask_url(url: str) -> str:
    """An address without the account whose page it is, and without numbers of persons."""
    url = mask_handles(HIDDEN_MAIL.sub("[surel]", _EMAIL.sub("[surel]", url)))
    url = URL_PHONE.sub("[telepon]", re.sub(r"\b\d{16}\b", "[nomor-identitas]", url))
    return PROFILE.sub(r"\1_", _ACCOUNT_LINKS.sub(r"\1_\2", _PHONE_LINKS.sub(r"\1[telepon]", url)))


_EMAIL, _PHONE_LINKS, _ACCOUNT_LINKS = (re.compile(mask[0], re.ASCII) for mask in (EMAIL, PHONE_LINKS, ACCOUNT_LINKS))


def _mail(found: re.Match) -> str:
    """A word before the name of a mail host is an account only if something joins the two."""
    first, joint = found[0].split()[0], re.search(rf"(?i)(?:{AT})(?:{MAIL_HOSTS})", found[0])
    return "[surel]" if joint or (re.search(r"[._0-9]", first) and " " in found[0]) else found[0]


def _named(found: re.Match) -> str:
    """Behind a colon any word that is no word of the language; else one that only an account can be."""
    lead, joint, account = found.groups()
    is_account = re.search(r"[_0-9]|[a-z]\.[a-z]", account) and re.search(r"[A-Za-z]", account)
    if is_account or (joint.strip() and account.islower() and account not in COMMON):
        return f"{lead}@_"
    return found[0]


def _mask_links(text: str) -> str:
    return PROFILE.sub(r"\1_", _ACCOUNT_LINKS.sub(r"\1_\2", _PHONE_LINKS.sub(r"\1[telepon]", text)))


ACCOUNTS = Group(
    ACCOUNT_HINT,
    (
        Mask(r"[A-Za-z0-9._%+-]@[A-Za-z0-9]", lambda text: _EMAIL.sub("[surel]", text)),
        Mask(rf"(?i:\b(?:{MAIL_HOSTS})\b)", lambda text: KNOWN_MAIL.sub(_mail, text)),
        Mask(r"(?i:[\[({<]\s?(?:at|et|@)\s?[\])}>]|%40)", lambda text: HIDDEN_MAIL.sub("[surel]", text)),
        Mask("[@\uff20]", mask_handles),
        Mask(rf"(?i:wa\.me/|phone=|tel:|{SITES}|{CONTACTS})", _mask_links),
        Mask(r"u/[A-Za-z]", lambda text: MENTION.sub(r"\1_", text)),
        Mask(
            r"(?i:\b(?:ig|insta|instagram|twitter|tiktok|fb|facebook|telegram|threads|line|discord|akun|username))",
            lambda text: NAMED_ACCOUNT.sub(_named, text),
        ),
    ),
)
