"""What columns are called, in Indonesian and English, by what the contract calls them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

KNOWN_AS = {
    "published_at": "published at, published, tanggal terbit, tanggal publikasi, waktu terbit, tanggal laporan, tanggal masuk, "
    "tanggal laporan masuk, tanggal dan waktu, tanggal, tgl, waktu, date, datetime, created at, created time, timestamp, "
    "post date, posted at, publish date, terbit",
    "title": "title, judul, judul berita, judul laporan, judul aduan, headline, perihal, subject, tajuk",
    "text": "text, isi, isi berita, isi laporan, isi aduan, isi pengaduan, isi pesan, konten, content, full text, teks, body, "
    "message, pesan, caption, tweet, unggahan, post, uraian, deskripsi, description, snippet, kutipan, komentar, keterangan, "
    "mention, ringkasan",
    "url": "url, link, tautan, permalink, alamat tautan, post url, link berita, source url",
    "ref": "ref, id, no laporan, nomor laporan, nomor tiket, no tiket, nomor, tracking id, kode laporan, kode, tweet id, "
    "post id, mention id, id laporan, id post, no",
    "author": "author, penulis, akun, nama akun, account, username, user name, screen name, handle, nama pelapor, pelapor, "
    "pengirim, nama pengguna, influencer, wartawan, reporter",
    "outlet": "outlet, media, nama media, publisher, situs, site name, nama situs, source, sumber, domain",
    "channel": "channel, kanal",
    "province": "province, provinsi, propinsi, state",
    "region": "region, wilayah, kabupaten kota, kab kota, kabupaten, kota, daerah, city, area, lokasi",
    "agency": "agency, instansi, instansi tujuan, instansi terdisposisi, opd, skpd, perangkat daerah, unit kerja, dinas",
    "topic": "topic, topik, kategori, category, bidang, tema, rubrik",
    "status": "status, status laporan, status aduan",
    "updated_at": "updated at, diperbarui, tanggal diperbarui, terakhir diubah, last updated",
    "disposed_at": "disposed at, tanggal disposisi, waktu disposisi",
    "answered_at": "answered at, tanggal jawaban, tanggal tanggapan, tanggal tindak lanjut",
    "closed_at": "closed at, tanggal selesai, tanggal ditutup, tanggal laporan ditutup",
    "likes": "likes, like, suka, jumlah suka, like count, favorites, favorite count, reactions, reaksi",
    "shares": "shares, share, bagikan, dibagikan, jumlah bagikan, retweets, retweet, retweet count, reposts, share count",
    "replies": "replies, reply, balasan, komentar, jumlah komentar, comments, comment count, reply count",
    "views": "views, view, tayangan, jumlah tayangan, dilihat, ditonton, view count, impressions, impresi",
}
WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


UNSAFE_WITHIN = ("ref", "channel")
"""An id of something else than the record would make one document of many."""


def exact_names(header: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(contract column, column of the header) for names that are known as they stand, the likeliest first."""
    said = _words(header)
    for contract, aliases in _aliases():
        for alias in aliases:
            yield from ((contract, name) for name, words in said.items() if words == alias)


def names_within(header: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """(contract column, column of the header, known name) for names that hold a known one among others."""
    said = _words(header)
    for contract, aliases in _aliases():
        for alias in aliases if contract not in UNSAFE_WITHIN else ():
            within = re.compile(rf"\b{alias}\b")
            yield from ((contract, name, alias) for name, words in said.items() if within.search(words))


def _words(header: Sequence[str]) -> dict[str, str]:
    """The words of each name in small letters: of `IsiLaporan`, `isi_laporan` and `Isi Laporan` the same."""
    return {name: " ".join(WORDS.findall(name)).lower() for name in header}


def _aliases() -> Iterator[tuple[str, list[str]]]:
    return ((contract, [alias.strip() for alias in names.split(",")]) for contract, names in KNOWN_AS.items())
