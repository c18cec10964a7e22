"""Agencies: the dated registry, names in texts, who would have to act, and routers learned from dispositions."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pyarrow as pa
import pytest

from ml.agencies import COLUMNS, AgencyReader
from ml.agencies.registry import Registry
from ml.agencies.router_files import load_router, obtain_router, save_router
from ml.agencies.routing import LEAST_EXAMPLES, learn_router, train_router
from warehouse.errors import InputError
from warehouse.schemas import AGENCIES, CLEANED, PLACES
from warehouse.seeds import read_seed
from warehouse.settings import ROOT

NOW = dt.date(2026, 1, 5)
SURABAYA = "35.78"
LAMPS = [f"lampu jalan nomor {n} padam, gelap" for n in range(LEAST_EXAMPLES)]
BINS = [f"sampah di gang {n} belum diangkut" for n in range(LEAST_EXAMPLES)]
ROUTED = [*LAMPS, *BINS], ["Dinas Perhubungan"] * LEAST_EXAMPLES + ["Bagian Kebersihan Kota"] * LEAST_EXAMPLES


@pytest.fixture(scope="module")
def reader() -> AgencyReader:
    return AgencyReader()


def documents(*texts: str, day: dt.date | None = NOW, channel: str = "berita", region: str | None = None,
              province: str | None = None) -> pa.Table:  # fmt: skip
    rows = [
        {**dict.fromkeys(COLUMNS), "document_id": str(i), "input_hash": f"h{i}", "clean_text": text, "published_on": day,
         "channel_slug": channel, "given_region_code": region, "given_province_code": province}
        for i, text in enumerate(texts)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, pa.schema([CLEANED.field(name) for name in COLUMNS]))


def rows_of(reader: AgencyReader, text: str, role: str, **options) -> list[dict]:
    return [row for row in reader.read(documents(text, **options)).to_pylist() if row["role_slug"] == role]


def named(reader: AgencyReader, text: str, **options) -> list[str]:
    return [row["agency_slug"] for row in rows_of(reader, text, "disebut", **options)]


def acting(reader: AgencyReader, text: str, **options) -> list[str]:
    return [row["agency_slug"] for row in rows_of(reader, text, "berwenang", **options)]


@pytest.mark.parametrize(
    ("day", "slug"), [(dt.date(2024, 10, 20), "kominfo"), (dt.date(2024, 10, 21), "komdigi"), (None, "komdigi")]
)
def test_kominfo_is_komdigi_from_the_day_it_was_renamed(reader, day, slug):
    (row,) = rows_of(reader, "Kominfo tutup situs", "disebut", day=day)
    assert row["agency_slug"] == slug
    assert "'Kominfo'" in row["reason"]


def test_a_new_name_before_its_day_is_the_predecessor(reader):
    assert named(reader, "Kementerian Kehutanan padamkan api", day=dt.date(2020, 1, 1)) == ["klhk"]


def test_names_change_twice(reader):
    assert named(reader, "Kemendikbud umumkan libur", day=dt.date(2021, 1, 1)) == ["kemendikbud"]
    assert named(reader, "Kemendikbud umumkan libur", day=dt.date(2023, 1, 1)) == ["kemendikbudristek"]
    assert named(reader, "Kemendikbud umumkan libur") == ["kemendikdasmen"]


def test_every_dated_agency_meets_its_successor_the_next_day():
    registry = Registry()
    for agency in registry.agencies.values():
        if agency.valid_to and agency.successor_slug:
            assert registry.on(agency.slug, agency.valid_to) == agency.slug
            heir = registry.on(agency.slug, agency.valid_to + dt.timedelta(days=1))
            assert registry.agencies[heir].valid_to is None or registry.agencies[heir].valid_to > agency.valid_to
        if agency.valid_from and agency.valid_to:
            assert agency.valid_from < agency.valid_to


def test_no_agency_is_itself_before_its_first_day():
    registry = Registry()
    for agency in registry.agencies.values():
        if agency.valid_from:
            assert registry.on(agency.slug, agency.valid_from - dt.timedelta(days=1)) != agency.slug


def test_the_registry_holds_the_cabinet():
    rows = [row for row in read_seed("agencies").to_pylist() if row["valid_to"] is None]
    kinds = [row["type_slug"] for row in rows]
    # 7 coordinating ministries; 41 ministries of 2024, less BUMN (2025-10), and haji (2025-09)
    assert kinds.count("kemenko") == 7
    assert kinds.count("kementerian") == 41


def test_seeds_refer_to_what_exists():
    agencies = read_seed("agencies").to_pylist()
    slugs, sectors = {row["agency_slug"] for row in agencies}, set(read_seed("sectors")["sector_slug"].to_pylist())
    assert len(slugs) == len(agencies)
    for row in agencies:
        assert {row["parent_slug"], row["predecessor_slug"], row["successor_slug"]} <= slugs | {None}
        assert set(row["sector_slugs"].split("|")) <= sectors
    for name in ("agency_aliases", "agency_mandates"):
        assert set(read_seed(name)["agency_slug"].to_pylist()) <= slugs


def test_every_office_and_ministry_has_its_words():
    counts: dict[str, int] = {}
    for row in read_seed("agency_mandates").to_pylist():
        counts[row["agency_slug"]] = counts.get(row["agency_slug"], 0) + 1
    least = {"perangkat-daerah": 40, "kementerian": 15, "kemenko": 10}
    for row in read_seed("agencies").to_pylist():
        if row["valid_to"] is None:
            assert counts[row["agency_slug"]] >= least.get(row["type_slug"], 1), row["agency_slug"]


def test_words_that_are_also_names_need_their_capitals(reader):
    assert named(reader, "MA tolak kasasi, LAN diam") == ["ma", "lan"]
    assert named(reader, "ma, lan aku mau ke bin kantor pu") == []


def test_initials_of_a_person_are_no_agency(reader):
    assert named(reader, "Pria berinisial MA dan rekannya BI (31) ditahan") == []


def test_capitals_tell_nothing_where_all_is_in_capitals(reader):
    assert named(reader, "KAMI MAU BIN AJAIB ITU SELALU ADA, KATA KPK") == ["kpk"]


def test_a_ministry_of_another_country_is_not_ours(reader):
    assert named(reader, "Menteri Keuangan AS temui Menkeu") == ["kemenkeu"]


def test_the_region_beside_an_office_is_its_region(reader):
    text = "Dinas Perumahan dan Kawasan Permukiman serta Pertanahan Kota Surabaya dan Dishub Kabupaten Bogor"
    assert named(reader, text) == ["dinas-perumahan@35.78", "dinas-perhubungan@32.01"]


def test_city_and_regency_of_one_name_are_told_by_the_word_of_office(reader):
    assert named(reader, "Pemkot Bandung dan Pemkab Bandung") == ["pemda-32.73", "pemda-32.04"]


def test_a_shared_name_without_a_word_takes_the_given_region(reader):
    assert named(reader, "Dishub Bandung razia") == ["dinas-perhubungan"]
    assert named(reader, "Dishub Bandung razia", region="32.04") == ["dinas-perhubungan@32.04"]


def test_an_office_without_a_place_stands_at_the_given_region(reader):
    assert named(reader, "sudah ke dispendukcapil", region=SURABAYA) == ["dinas-dukcapil@35.78"]


def test_the_region_beside_wins_over_the_given_one_for_what_is_named(reader):
    assert named(reader, "Dishub Kota Bogor", region=SURABAYA) == ["dinas-perhubungan@32.71"]


def test_a_national_abbreviation_beside_a_region_is_the_office_there(reader):
    assert named(reader, "PUPR Banten tambal jalan") == ["dinas-pekerjaan-umum@36"]


def test_a_government_without_a_region_is_not_named(reader):
    assert named(reader, "pemkot diminta bergerak") == []


def test_a_kecamatan_is_a_place_until_its_office_is_named(reader):
    assert named(reader, "kebakaran di Kecamatan Gubeng") == []
    assert named(reader, "camat menolak warga", region=SURABAYA) == ["kecamatan@35.78"]


def test_mentions_share_the_score_and_rank_by_place_in_the_text(reader):
    rows = rows_of(reader, "KPK dan Polri, lalu KPK lagi, KPK terus", "disebut")
    assert [(row["agency_slug"], row["rank"], row["score"]) for row in rows] == [("kpk", 1, 0.75), ("polri", 2, 0.25)]


def test_the_reason_tells_words_mandate_and_place(reader):
    row = rows_of(reader, "KTP dan aktanya belum jadi", "berwenang", channel="pengaduan", region=SURABAYA)[0]
    assert row["agency_slug"] == "dinas-dukcapil@35.78"
    assert row["reason"] == (
        "menyebut 'ktp' dan 'akta' (mandat Dinas Kependudukan dan Pencatatan Sipil); tempat: Kota Surabaya"
    )


def test_a_complaint_goes_to_the_region_and_news_to_the_ministry(reader):
    text = "jalan rusak dan jembatan ambrol"
    assert acting(reader, text, channel="pengaduan", region=SURABAYA)[0] == "dinas-pekerjaan-umum@35.78"
    assert acting(reader, text)[0] == "kemen-pu"


def test_mandates_follow_the_agency_of_the_day(reader):
    assert acting(reader, "judi online dan pemblokiran situs", day=dt.date(2023, 1, 1))[0] == "kominfo"


def test_a_text_that_concerns_nobody_has_no_owner(reader):
    assert acting(reader, "Resep sambal untuk akhir pekan") == []


def test_there_are_three_owners_at_most_with_scores_between_0_and_1(reader):
    text = "banjir, sampah, lampu jalan, pkl, bansos, ktp, sekolah, puskesmas, pdam"
    rows = rows_of(reader, text, "berwenang", channel="pengaduan", region=SURABAYA)
    assert [row["rank"] for row in rows] == [1, 2, 3]
    assert all(0 < row["score"] <= 1 for row in rows)


def test_the_only_region_of_a_text_is_where_it_would_be_acted_upon(reader):
    place = {**dict.fromkeys(PLACES.names), "document_id": "0", "region_code": "31.73.01"}
    read = reader.read(documents("Sampah menumpuk di pasar"), pa.Table.from_pylist([place], PLACES)).to_pylist()
    assert "dinas-lingkungan-hidup@31.73" in [row["agency_slug"] for row in read]


def places_read(*codes: str) -> pa.Table:
    rows = [{**dict.fromkeys(PLACES.names), "document_id": "0", "region_code": code} for code in codes]
    return pa.Table.from_pylist(rows, PLACES)


@pytest.mark.parametrize(
    ("province", "codes", "place"),
    [
        ("35", ("35.73",), "35.73"),
        ("35", ("35.73.01", "35"), "35.73"),
        ("35", ("35.73", "32.73"), "35.73"),
        ("35", ("35.73", "35.78"), "35"),
        ("35", ("32.73",), "35"),
        ("35", (), "35"),
    ],
)
def test_within_a_given_province_its_only_regency_that_the_text_names_acts(reader, province, codes, place):
    given = documents("Jalan berlubang dekat pasar", channel="pengaduan", province=province)
    rows = [row for row in reader.read(given, places_read(*codes)).to_pylist() if row["role_slug"] == "berwenang"]
    assert rows[0]["agency_slug"] == f"dinas-pekerjaan-umum@{place}"


def test_the_region_beside_an_office_tells_within_a_given_province_only(reader):
    text = "Sudah lapor Dishub Kota Malang, jalan berlubang tetap dibiarkan"
    assert "dinas-pekerjaan-umum@35.73" in acting(reader, text, channel="pengaduan", province="35")
    assert "dinas-pekerjaan-umum@32" in acting(reader, text, channel="pengaduan", province="32")


@pytest.mark.parametrize(
    ("text", "day", "heir", "absent"),
    [
        ("Rombongan haji telantar di Mina", dt.date(2023, 6, 5), "kemenag", "bp-haji"),
        ("Dividen BUMN masuk kas negara", dt.date(2022, 5, 5), "kemen-bumn", "danantara"),
        ("Menteri BUMN rombak direksi", dt.date(2024, 10, 5), "kemen-bumn", "danantara"),
    ],
)
def test_before_an_agency_began_whoever_did_its_work_has_to_act(reader, text, day, heir, absent):
    owners = acting(reader, text, day=day)
    assert owners[0] == heir
    assert absent not in owners


def test_an_agency_that_nobody_came_before_cannot_act_before_its_first_day(reader):
    text = "Murid keracunan makan bergizi gratis"
    before, after = (acting(reader, text, day=day) for day in (dt.date(2021, 12, 5), NOW))
    assert "bgn" not in before
    assert "bgn" in after
    assert acting(reader, text, day=None) == after


def test_an_agency_that_a_text_announces_is_named_but_does_not_act_yet(reader):
    announced = {"day": dt.date(2024, 8, 1)}
    text = "Badan Gizi Nasional segera dibentuk"
    assert named(reader, text, **announced) == ["bgn"]
    assert "bgn" not in acting(reader, text, **announced)


def test_rows_keep_the_schema_and_the_order_whatever_else_is_read(reader):
    texts = ["KPK geledah kantor", "", "mati listrik lagi"]
    together = reader.read(documents(*texts))
    assert together.schema.equals(AGENCIES)
    alone = [row for i in range(3) for row in reader.read(documents(*texts).slice(i, 1)).to_pylist()]
    assert together.to_pylist() == alone


def test_an_empty_table_gives_no_rows(reader):
    assert reader.read(documents()).num_rows == 0


def test_a_router_ranks_what_it_learned(reader):
    router = train_router(*ROUTED)
    (first, second), _ = router.rank(["lampu jalan padam", "sampah menumpuk"])
    assert first[0] == "Dinas Perhubungan"
    assert first[1] + second[1] == pytest.approx(1)
    assert router.rank([]) == []


def test_a_surer_router_decides_complaints_of_its_region_only(reader):
    taught = AgencyReader(learn_router(*ROUTED, region_code=SURABAYA))
    text = "kapan diangkut di gang 3, belum juga"
    row = rows_of(taught, text, "berwenang", channel="pengaduan", region=SURABAYA)[0]
    assert row["reason"].startswith("pengaduan serupa dulu diteruskan ke Bagian Kebersihan Kota")
    elsewhere = rows_of(taught, text, "berwenang", channel="pengaduan", region="32.73")
    assert not any("diteruskan" in row["reason"] for row in elsewhere)
    assert taught.version != reader.version


def test_past_routings_are_named_as_the_registry_names_them():
    taught = AgencyReader(learn_router(*ROUTED, region_code=SURABAYA))
    assert acting(taught, LAMPS[0], channel="pengaduan", region=SURABAYA)[0] == "dinas-perhubungan@35.78"


def test_too_few_dispositions_teach_nothing():
    assert learn_router(LAMPS, ["Dinas Perhubungan"] * len(LAMPS)) is None
    assert learn_router([*LAMPS, "sampah", None], [*["Dinas Perhubungan"] * len(LAMPS), "DLH", "DLH"]) is None


def test_learning_does_not_depend_on_the_order():
    texts, given = ROUTED
    assert learn_router(texts, given).version == learn_router(texts[::-1], given[::-1]).version


def test_a_router_is_the_same_after_saving_and_loading(tmp_path):
    router = learn_router(*ROUTED, region_code=SURABAYA)
    path = save_router(router, tmp_path)
    loaded = load_router(path)
    assert loaded.version == router.version
    assert path.name == f"router-{router.version}.npz"
    assert loaded.region_code == SURABAYA
    assert loaded.rank(LAMPS) == router.rank(LAMPS)


def test_the_last_router_is_obtained_and_a_stale_one_left_aside(tmp_path):
    assert obtain_router(tmp_path) is None
    router = learn_router(*ROUTED)
    save_router(replace(router, region_code="32.73"), tmp_path)
    save_router(router, tmp_path)
    assert obtain_router(tmp_path).version == router.version
    save_router(replace(router, seeds="of another lexicon"), tmp_path)
    assert obtain_router(tmp_path) is None


def test_a_broken_router_says_what_to_do(tmp_path):
    path = tmp_path / "router-0.npz"
    path.write_bytes(b"no archive")
    with pytest.raises(InputError, match="learn it again"):
        load_router(path)


def test_the_gold_set_is_read_well(reader):
    gold = [json.loads(line) for line in (ROOT / "tests/gold/agencies.jsonl").read_text().splitlines()]
    right = owned = total = 0
    for row in gold:
        options = {"day": dt.date.fromisoformat(row["published_on"]), "channel": row["channel_slug"],
                   "region": row["given_region_code"]}  # fmt: skip
        right += set(named(reader, row["text"], **options)) == set(row["named"])
        if row["owners"]:
            total += 1
            owned += bool(set(row["owners"]) & {slug.partition("@")[0] for slug in acting(reader, row["text"], **options)})
    assert len(gold) >= 150
    assert right / len(gold) >= 0.95
    assert owned / total >= 0.95
