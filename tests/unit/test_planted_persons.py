"""What is a person's own is planted in many writing styles; nothing of it may be written, and ordinary text stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pytest

from ingestion.contract import TEXT_COLUMNS, Batch, apply_contract
from ingestion.kinds import Chunk
from ingestion.kinds.files import Entry
from warehouse.privacy import masking
from warehouse.privacy.accounts import ACCOUNTS
from warehouse.privacy.homes import HOMES
from warehouse.privacy.names import NAMES
from warehouse.privacy.numbers import NUMBERS

KEY, AS_OF = b"kunci uji", datetime(2026, 11, 21, 5)
PLACES = (
    "{} Lampu jalan di depan pasar padam sejak kemarin malam.",
    "Sudah lapor ke kantor kelurahan, {}, tetapi belum ada jawaban sampai sekarang.",
    "Got mampet dan air masuk ke teras warga setiap hujan. Terima kasih. {}",
    "tolong ditindak ya kak {}\njalannya rusak parah",
)
KEYED = {"document_id", "content_hash", "quarantine_id", "author_id", "source_slug", "address", "reason_slug"}

IDENTITIES = ("3578164507820003", "5171021912950007")
IDENTITY_STYLES = (
    "NIK {n}", "NIK: {n}", "NIK{n}", "no ktp {n}", "nomor KTP saya {n}", "No.KK {n}", "KK : {g4}", "ktp {d4}", "{p4}",
    "NIK {g6}", "{d6}", "N.I.K. {n}", "nik={n}", "({n})", "NIK {u}", "NIK {prov}", "nik {spelled}",
    "no. induk kependudukan {n}", "BPJS {n13}", "kartu BPJS kesehatan no. {n13}", "KIS saya {n13}", "SIM C {n12}",
    "nomor SIM: {n12}", "paspor {pass}", "No. Paspor: {pass}", "NPWP {npwp}", "npwp {n15}", "rekening BCA {n10}",
    "no rek mandiri a.n. sendiri {n13}", "NIP {n} 01",
)  # fmt: skip
PHONES = ("081357924680", "085648213579")
PHONE_STYLES = (
    "{n}", "hp {n}", "HP{n}", "wa {s4}", "telp {d4}", "{p4}", "{odd}", "+62{x}", "+62 {xs}", "62{x}", "+62 (0) {xs}",
    "(+62){x}", "({h}) {t}", "{spelled}", "WA {xs}", "hub {x}", "{h}/{t}", "{h} - {m} - {e}", "{letters}", "{words}",
    "wa.me/62{x}", "tel:{n}", "https://api.contoh.id/send?phone=62{x}", "no hp saya adalah {n}", "call/wa: {n}",
    "{h}\u00a0{m}\u00a0{e}", "{h}\u2011{m}\u2011{e}", "0062{x}", "[{n}]",
)  # fmt: skip
MAILS = ("sekarwangi.77", "dirgantoro_p")
MAIL_STYLES = (
    "{n}@contoh.id", "{u}@CONTOH.CO.ID", "<{n}@gmail.com>", "mailto:{n}@contoh.id", "{n}[at]gmail.com",
    "{n} [at] gmail [dot] com", "{n}(at)contoh.id", "{n} (at) contoh (dot) co (dot) id", "{n} at gmail dot com",
    "{n} et yahoo titik com", "{n}%40contoh.id", "https://contoh.id/?surel={n}%40contoh.id", "{n} @ gmail . com",
    "{n}@gmail", "{n}@gmail,com", "{n} @gmail.com", "email:{n}@contoh.id", "surel saya {n}+aduan@contoh.id",
    "{n}{{at}}contoh.id", "{n}\uff20gmail.com", "{n}<at>contoh.id", "e-mail = {n}@mail.contoh.or.id;",
)  # fmt: skip
HANDLES = ("sekarwangi_77", "dirgantoro.p")
HANDLE_STYLES = (
    "@{n}", "(@{n})", "cc @{n},", "RT @{n}:", "@{u}", "via @{n}!", "\uff20{n}", "IG: @{n}", "IG: {n}", "ig {n}",
    "instagram saya : {n}", "akun tiktok {n}", "twitter={n}", "https://instagram.com/{n}", "https://www.tiktok.com/@{n}",
    "x.com/{n}", "https://x.com/{n}/status/17", "fb.com/{n}", "https://www.facebook.com/{n}", "t.me/{n}",
    "https://threads.net/@{n}", "linktr.ee/{n}", "u/{n}", "@{n}@sosial.contoh.id", "https://bsky.app/profile/{n}",
    "linkedin.com/in/{n}",
)  # fmt: skip
HOMES_PLANTED = (("37", "46"), ("14", "29"))
HOME_STYLES = (
    "RT {a} RW {b}", "RT.{a}/RW.{b}", "rt{a}/rw{b}", "rt 0{a} rw 0{b}", "RT {a}/{b}", "RT/RW 0{a}/0{b}", "RT/RW: {a}-{b}",
    "Rt. {a}", "rw {b}", "R.T. {a} R.W. {b}", "RT{a}RW{b}", "RT: {a}, RW: {b}", "RT ke {a}", "RT no {a}",
    "er te {a} er we {b}", "RT={a}", "(RT.{a})(RW.{b})", "RW {b} RT {a}", "Rukun Tetangga {a} Rukun Warga {b}",
    "rt {a} dan rw {b}", "RT-{a}", "RT_{a} RW_{b}", "Jl. Melati No. {a}", "gang 3 no {a}", "blok C2 no. {a}", "blok C/{a}",
    "rumah saya nomor {a}", "Jalan Kenanga {a}, Sukolilo", "perumahan asri blok d no {a}", "no rumah {a}",
)  # fmt: skip
KNOWN_NAMES = ("Sulistyowati Handoko", "Nur'aini Tampubolon", "Yohanes Manurung")
STRANGE_NAMES = ("Zevrandi Qoltamu", "Wirjakenta Drumolo")
CUED_STYLES = (
    "nama saya {n}", "nama saya {low} warga Rungkut", "Nama: {n}", "NAMA: {u}", "nama lengkap : {n}", "Nama pelapor {n}",
    "atas nama {n}", "a.n. {n}", "a/n {low}", "an. {n}", "bernama {n}", "dengan nama {low}", "perkenalkan saya {n}",
    "hormat saya, {n}", "Hormat kami\n{n}", "ttd {n}", "ttd. {n}, S.H.", "pelapor: {n}", "korban {n}",
    "korban bernama {low}", "saya {n} warga Gubeng", "saya, {n}, tinggal di sini", "Bapak {n}", "Bpk. {n}", "Pak {n}",
    "Ibu {n}", "Sdri. {n}", "Sdr {n}", "Mbak {n}", "H. {n}", "Hj. {n}, M.Pd", "dr. {n}", "ketua RT Pak {n}", "ketua RT {n}",
    "{n} (45)", "{n} (45 tahun)", "{n}, 45 tahun,", "tersangka {n}", "anak saya {n} sakit", "Pengirim : {n}",
    "mendiang {n}", "almarhum {n}", "nama saya adalah {n}",
)  # fmt: skip
KNOWN_STYLES = (
    "{n}", "{u}", "pak {low}", "bu {low}", "{n}.", "({n})", "tadi {n} datang", "{n} bin {n}", "mas {low}", "warga {n}",
    "saya {n}", "saya {low} dari Gubeng", "siswa {n}", "{n} berusia 40", "{n}, S.Pd.",
)  # fmt: skip
IN_THE_NEWS = (
    "korban {n}",
    "tersangka {n}",
    "{n} (45)",
    "{n} (45 tahun)",
    "{n}, 45 tahun,",
    "atas nama {n}",
    "bernama {n}",
    "saksi {n}",
    "warga {n}",
)


class Planted(NamedTuple):
    """`told` finds what is left of the secret in a text."""

    style: str
    text: str
    told: Callable[[str], bool]


def groups_of(number: str, *sizes: int) -> list[str]:
    ends = [sum(sizes[: i + 1]) for i in range(len(sizes))]
    return [number[end - size : end] for size, end in zip(sizes, ends, strict=True)]


def digits_told(secret: str, least: int) -> Callable[[str], bool]:
    """Whether `least` digits of the secret in a row are told, whatever stands between them and for them."""
    words = {word: str(i) for i, word in enumerate("nol satu dua tiga empat lima enam tujuh delapan sembilan".split())}
    parts = [secret[i : i + least] for i in range(len(secret) - least + 1)]

    def told(text: str) -> bool:
        text = re.sub("|".join(words), lambda found: words[found[0]], text.lower())
        digits = re.sub(r"\D", "", text.translate(str.maketrans("oil", "011")))
        return any(part in digits for part in parts)

    return told


def words_told(*secrets: str) -> Callable[[str], bool]:
    return lambda text: any(
        re.search(rf"(?<![a-z0-9]){re.escape(secret.lower())}(?![a-z0-9])", text.lower()) for secret in secrets
    )


def identities() -> Iterator[Planted]:
    for n in IDENTITIES:
        forms = {
            "n": n,
            "n15": n[:15],
            "n13": n[:13],
            "n12": n[:12],
            "n10": n[:10],
            "pass": f"A{n[:7]}",
            "u": "_".join(groups_of(n, 6, 6, 4)),
            "g4": " ".join(groups_of(n, 4, 4, 4, 4)),
            "d4": "-".join(groups_of(n, 4, 4, 4, 4)),
            "p4": ".".join(groups_of(n, 4, 4, 4, 4)),
            "g6": " ".join(groups_of(n, 6, 6, 4)),
            "d6": "-".join(groups_of(n, 6, 6, 4)),
            "prov": " ".join(groups_of(n, 2, 2, 2, 6, 4)),
            "spelled": " ".join(n),
            "npwp": f"{n[:2]}.{n[2:5]}.{n[5:8]}.{n[8]}-{n[9:12]}.{n[12:15]}",
        }
        for style in IDENTITY_STYLES:
            yield Planted(style, style.format(**forms), digits_told(n, 6))


def phones() -> Iterator[Planted]:
    names = "nol satu dua tiga empat lima enam tujuh delapan sembilan".split()
    for n in PHONES:
        h, m, e = groups_of(n, 4, 4, 4)
        forms = {
            "n": n,
            "x": n[1:],
            "h": h,
            "m": m,
            "e": e,
            "t": f"{m} {e}",
            "s4": f"{h} {m} {e}",
            "d4": f"{h}-{m}-{e}",
            "p4": f"{h}.{m}.{e}",
            "odd": f"{n[:4]}-{n[4:7]}-{n[7:]}",
            "xs": f"{n[1:4]} {m} {e}",
            "spelled": " ".join(n),
            "words": " ".join(names[int(d)] for d in n),
            "letters": n.replace("0", "O").replace("1", "I"),
        }
        for style in PHONE_STYLES:
            yield Planted(style, style.format(**forms), digits_told(n[1:], 6))


def accounts(secrets: tuple[str, ...], styles: tuple[str, ...]) -> Iterator[Planted]:
    for n in secrets:
        for style in styles:
            yield Planted(style, style.format(n=n, u=n.upper()), words_told(n))


def homes() -> Iterator[Planted]:
    for a, b in HOMES_PLANTED:
        for style in HOME_STYLES:
            yield Planted(style, style.format(a=a, b=b), words_told(a, b, f"0{a}", f"0{b}"))
    for style in ("RT XIV", "RT XIV/ RW XII", "rt tujuh", "RW sepuluh"):
        yield Planted(style, style, words_told("xiv", "xii", "tujuh", "sepuluh"))


def names(known: tuple[str, ...], styles: tuple[str, ...]) -> Iterator[Planted]:
    for n in known:
        for style in styles:
            yield Planted(style, style.format(n=n, low=n.lower(), u=n.upper()), words_told(*n.split()))


PLANTED = {
    "identity": list(identities()),
    "phone": list(phones()),
    "mail": list(accounts(MAILS, MAIL_STYLES)),
    "handle": list(accounts(HANDLES, HANDLE_STYLES)),
    "home": list(homes()),
    "name": [*names(KNOWN_NAMES + STRANGE_NAMES, CUED_STYLES), *names(KNOWN_NAMES, KNOWN_STYLES)],
}


def written(batch: Batch) -> Iterator[tuple[int, str]]:
    """Every string that would be written, with the number of its record; without keyed hashes."""
    for table, number in ((batch.documents, "like_count"), (batch.quarantine, "record_number")):
        for row in table.to_pylist():
            yield from (
                (row[number], str(value)) for name, value in row.items() if isinstance(value, str) and name not in KEYED
            )


def hold(texts: list[str], channel: str = "pengaduan") -> Batch:
    """The contract over one record a text, which has it in every column; every third is put aside for its date."""
    count = len(texts)
    columns = {name: texts for name in TEXT_COLUMNS if name != "channel"}
    table = pa.table(
        {
            **columns,
            "channel": [channel] * count,
            "likes": list(range(count)),
            "url": [None] * count,
            "ref": [f"{text} {i}" for i, text in enumerate(texts)],
            "published_at": ["31/02/2026" if i % 3 == 2 else "2026-11-20" for i in range(count)],
            "catatan": texts,
            "riwayat": [{"isi": [text], "ke": None} for text in texts],
        }
    )
    entry = Entry(slug="a", kind="files", folder=Path(), channel=channel, description="", path="*.csv")
    return apply_contract(Chunk(table, range(count)), entry, "a.csv", AS_OF, KEY)


def survivors(planted: list[Planted], channel: str = "pengaduan") -> list[tuple[str, str]]:
    """Style and text of whatever tells its secret."""
    pairs = [(plant, place.format(plant.text)) for plant in planted for place in PLACES]
    batch = hold([text for _, text in pairs], channel)
    assert batch.documents.num_rows + batch.quarantine.num_rows == len(pairs)
    return [(pairs[i][0].style, text) for i, text in written(batch) if pairs[i][0].told(text)]


@pytest.mark.parametrize("kind", PLANTED)
def test_nothing_that_is_a_persons_own_is_written(kind):
    assert len({plant.style for plant in PLANTED[kind]}) >= 20
    assert survivors(PLANTED[kind]) == []


@pytest.mark.parametrize("channel", ["berita", "rilis", "cek-fakta"])
def test_names_of_victims_and_suspects_are_not_written_in_the_news_either(channel):
    assert survivors(list(names(KNOWN_NAMES, IN_THE_NEWS)), channel) == []


@pytest.mark.parametrize(
    ("group", "kind"),
    [(ACCOUNTS, "mail"), (ACCOUNTS, "handle"), (NUMBERS, "identity"), (NUMBERS, "phone"), (HOMES, "home"), (NAMES, "name")],
)
def test_without_its_mask_the_secrets_would_be_found(group, kind, monkeypatch):
    others = tuple(one for one in masking.groups(False) if one is not group)
    monkeypatch.setattr(masking, "groups", lambda is_public: others)
    monkeypatch.setattr(masking, "_mask_short", masking._mask_long)
    found = {style for style, _ in survivors(PLANTED[kind])}
    assert len(found) >= 0.8 * len({plant.style for plant in PLANTED[kind]})
