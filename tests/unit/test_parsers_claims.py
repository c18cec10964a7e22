"""Claims: ClaimReview blocks of pages, and verdicts in headlines."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingestion.parsers.claimreview import has_claim_review, parse_claim_reviews
from ingestion.parsers.claims import add_claim, read_claim

FEEDS = Path(__file__).parents[1] / "fixtures" / "feeds"
URL = "https://luruskankabar.example/klaim"


def reviews(name: str):
    return parse_claim_reviews((FEEDS / name).read_bytes(), URL)


def block(json: str) -> bytes:
    return f'<html><script type="application/ld+json">{json}</script></html>'.encode()


def test_a_review_gives_claim_claimant_and_verdict():
    ((record,), broken) = reviews("klaim.html")
    assert broken == []
    assert record == {
        "ref": f"{URL}#1",
        "title": "Keliru, air galon dilarang mulai Desember",
        "text": "Tidak ada aturan yang melarang.",
        "url": "https://luruskankabar.example/klaim/1",
        "outlet": "Luruskan Kabar",
        "author": None,
        "published_at": "2026-11-20T09:00:00+07:00",
        "updated_at": None,
        "claim_text": "Air galon dilarang mulai Desember 2026",
        "claimant": "Akun Pengunggah",
        "claimed_at": "2026-11-18",
        "claim_rating": "Keliru",
        "version": record["version"],
    }


def test_reviews_in_graphs_arrays_and_other_objects_are_found_in_their_order():
    records, _ = reviews("klaim_graph.html")
    assert [record["claim_text"] for record in records] == [
        "Bendungan Wening retak",
        "Sekolah libur sebulan",
        "Pasar dibongkar",
    ]
    assert [record["ref"] for record in records] == [f"{URL}#1", f"{URL}#2", f"{URL}#3"]
    assert [record["claim_rating"] for record in records] == ["2/5", "Menyesatkan", "3"]
    assert records[0]["claimant"] == "Laman Tanpa Nama"


def test_a_person_who_reviews_is_an_author_and_never_an_outlet():
    _, by_person, _ = reviews("klaim_graph.html")[0]
    assert (by_person["author"], by_person["outlet"]) == ("Penulis Satu", "Luruskan Kabar")
    ((record,), _) = parse_claim_reviews(block('{"@type": "ClaimReview", "author": "Penulis Dua"}'), URL)
    assert (record["author"], record["outlet"]) == ("Penulis Dua", None)


def test_a_review_that_is_no_json_is_told_and_other_blocks_are_not():
    _, broken = reviews("klaim_graph.html")
    assert [each.reason for each in broken] == ["a ClaimReview block that is no JSON"]


@pytest.mark.parametrize(
    "json",
    [
        '{"@type": "ClaimReview", "claimReviewed": "Pasar tutup",}',
        '// <![CDATA[\n{"@type": "ClaimReview", "claimReviewed": "Pasar\ntutup"}\n// ]]>',
        '<!-- {"@type": ["ClaimReview"], "claimReviewed": {"@value": "Pasar tutup"}} -->',
        "{&quot;@type&quot;: &quot;ClaimReview&quot;, &quot;claimReviewed&quot;: &quot;Pasar tutup&quot;}",
        '[[{"a": {"b": [{"@type": "http://schema.org/ClaimReview", "claimReviewed": ["Pasar tutup", "x"]}]}}]]',
    ],
)
def test_careless_json_is_read(json):
    ((record,), _) = parse_claim_reviews(block(json), URL)
    assert record["claim_text"] == "Pasar tutup"


def test_values_of_the_wrong_type_leave_their_field_empty():
    json = '{"@type": "ClaimReview", "claimReviewed": {"x": 1}, "itemReviewed": "teks", "reviewRating": 7, "author": [3]}'
    ((record,), _) = parse_claim_reviews(block(json), URL)
    assert (record["claim_text"], record["claimant"], record["claim_rating"], record["outlet"]) == (None, None, None, None)


def test_json_nested_without_end_is_told():
    records, broken = parse_claim_reviews(block("[" * 200_000 + "ClaimReview"), URL)
    assert (records, len(broken)) == ([], 1)


def test_a_mended_verdict_makes_another_version():
    before, after = (
        parse_claim_reviews(block(f'{{"@type": "ClaimReview", "reviewRating": {{"alternateName": "{word}"}}}}'), URL)[0][0]
        for word in ("Keliru", "Benar")
    )
    assert before["ref"] == after["ref"]
    assert before["version"] != after["version"]


def test_the_word_alone_is_no_review():
    assert not has_claim_review(b"<html><p>ClaimReview</p></html>")


@pytest.mark.parametrize(
    ("title", "claim", "rating"),
    [
        ("[SALAH] Vaksin Flu Mengandung Keping Pelacak", "Vaksin Flu Mengandung Keping Pelacak", "SALAH"),
        ("[HOAKS] Bantuan Dipotong", "Bantuan Dipotong", "HOAKS"),
        ("[HOAX]: Bantuan Dipotong", "Bantuan Dipotong", "HOAX"),
        ("[PENIPUAN] Undian Bank", "Undian Bank", "PENIPUAN"),
        ("[ Disinformasi ] Foto Lama", "Foto Lama", "Disinformasi"),
        ("[MANIPULASI] Video Pidato", "Video Pidato", "MANIPULASI"),
        ("[BENAR] Jembatan Ditutup", "Jembatan Ditutup", "BENAR"),
        ("[KLARIFIKASI] Jadwal Ujian", "Jadwal Ujian", "KLARIFIKASI"),
        ("[SATIRE] Hujan Uang", "Hujan Uang", "SATIRE"),
        ("SALAH: Jembatan Runtuh", "Jembatan Runtuh", "SALAH"),
        ("Hoaks! Jembatan Runtuh", "Jembatan Runtuh", "Hoaks"),
        ("Cek Fakta: Benarkah Bantuan Dipotong?", "Benarkah Bantuan Dipotong?", None),
        ("CEK FAKTA: Hoaks! “Jembatan Runtuh”", "Jembatan Runtuh", "Hoaks"),
        ("(SALAH) Jembatan Runtuh", "Jembatan Runtuh", "SALAH"),
    ],
)
def test_the_verdict_of_a_headline_is_read_in_the_reviewers_own_word(title, claim, rating):
    assert read_claim(title) == (claim, rating)


@pytest.mark.parametrize(
    "title", ["Salah Paham di Rapat Desa", "Benar-benar Deras", "[FOTO] Banjir", "", "[SALAH]", "[SALAH] “”"]
)
def test_a_headline_without_verdict_claims_nothing(title):
    assert read_claim(title) is None


def test_a_record_without_title_stays_as_it_is():
    assert add_claim({"title": None}) == {"title": None}
