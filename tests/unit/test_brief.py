from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache

import orjson
import pytest
from tiny_briefs import exhibit_home, rendered

from reports.brief.audience import agency_audience, region_audience
from reports.brief.editions import Written, write_briefs
from reports.brief.wording import format_date, format_hours, format_list, format_number, format_share, format_time, one_line
from tests.fixtures.exhibit import SNAPSHOT
from tests.fixtures.exhibit_documents import WITHHELD_WORDS
from warehouse.access import OTHER_VERSION, open_marts
from warehouse.errors import InputError
from warehouse.layout import Layout, prepare_home
from warehouse.metrics import metric_query, read_metrics

CLAIMS = "Klaim yang diperiksa: hoaks dan yang belum diputus"
LAST_WEEK = {"published_on": "published_on between date '2026-08-29' and date '2026-09-04'"}


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Layout:
    return exhibit_home(tmp_path_factory.mktemp("brief"))


@cache
def brief_of(layout: Layout, agencies: tuple[str, ...] = (), regions: tuple[str, ...] = ()) -> Written:
    """The brief of one audience, the national one unless told."""
    return write_briefs(layout, agencies, regions, has_national=not (agencies or regions))[0]


def text_of(layout: Layout, **audience) -> str:
    return (brief_of(layout, **audience).folder / "brief.md").read_text()


def changed(tmp_path, changes: str) -> str:
    return text_of(exhibit_home(tmp_path / "home", changes))


def section(text: str, title: str) -> str:
    return re.split(r"^## ", text.split(f"## {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def value(layout: Layout, query: str):
    with open_marts(layout) as marts:
        return marts.execute(query).fetchall()[0][-1]


def test_a_brief_begins_with_what_to_do_and_ends_with_its_queries(home):
    titles = re.findall(r"^## (.*)$", text_of(home), re.MULTILINE)
    assert titles == [
        "Yang perlu ditindak dahulu",
        "Pekan ini",
        "Isu pekan ini",
        CLAIMS,
        "Pengaduan yang naik",
        "Cakupan dan batasnya",
        "Kueri",
    ]


def test_the_gravest_issue_without_a_release_is_what_to_act_on_first(home):
    first = section(text_of(home), "Yang perlu ditindak dahulu").strip().split("\n")[0]
    assert first.startswith(
        "- **air keran keruh Malang:** Siapkan pernyataan resmi: 61 jam sejak dokumen pertama, belum ada siaran"
    )
    assert first.endswith("Oleh: Humas Kementerian Pekerjaan Umum. [B2, B9]")


def test_an_issue_tells_what_since_when_where_who_how_and_what_to_do(home):
    issue = section(text_of(home), "Isu pekan ini").split("### ")[1]
    assert issue.startswith("1\\. air keran keruh Malang (krisis)")
    leads = re.findall(r"^\*\*(.*?):\*\*", issue, re.MULTILINE)
    assert leads == [
        *("Apa", "Sejak kapan", "Di mana", "Siapa yang bersuara", "Nada dan sikap", "Pernyataan resmi"),
        *("Prakiraan", "Pernah terjadi", "Yang dapat dilakukan"),
    ]
    assert "98 dokumen, 91 di antaranya bukan salinan. Saat menjadi krisis: Dokumen asli 24 jam terakhir" in issue
    assert "Dokumen pertama 2 September 2026 pukul 09.00 WIB" in issue
    assert "krisis sejak 3 September 2026 pukul 21.00 WIB" in issue
    assert "Kota Malang (98)" in issue
    assert "28 pengaduan, 28 unggahan, dan 42 berita. Terbanyak: Harian Brantas (14)" in issue
    assert "Nada negatif 82 %, sikap menolak 41 %" in issue
    assert "Pertama 2 September 2026 pukul 22.20 WIB, 13 jam setelah dokumen pertama. Siaran pers: 0." in issue
    assert "19 dokumen pada 5 September 2026 (14–26)" in issue
    assert "Mirip “seragam sekolah Lampung”" in issue
    assert "Ramai luar biasa; jalankan pedoman komunikasi krisis instansi." in issue


def test_at_most_five_issues_stand_there_the_gravest_first(home):
    states = re.findall(r"^### \d\\\. .* \((\w+)\)$", text_of(home), re.MULTILINE)
    assert states == ["krisis", "siaga", "waspada", "waspada", "pascakrisis"]


def test_an_issue_that_was_calm_all_week_is_left_out(home):
    assert "seragam sekolah Lampung (normal)" not in text_of(home)


@pytest.mark.parametrize(("kept", "is_told"), [(2, False), (3, True)])
def test_a_normal_issue_needs_three_documents_this_week(tmp_path, kept, is_told):
    changes = (
        "delete from mart_issue_documents where issue_id = 'i-antrean' and document_id not in (select document_id "
        f"from mart_issue_documents where issue_id = 'i-antrean' order by published_at desc limit {kept})"
    )
    text = text_of(exhibit_home(tmp_path / "home", changes), agencies=("kemenkes",))
    assert ("antrean puskesmas Banda Aceh (normal)" in text) == is_told


def test_a_release_of_earlier_weeks_is_no_statement_of_this_week(tmp_path):
    earlier = (
        "update mart_issues set release_count = 1 where issue_id = 'i-air'; "
        "update mart_issue_documents set channel_slug = 'rilis', published_on = date '2026-08-20' where document_id = "
        "(select min(document_id) from mart_issue_documents where issue_id = 'i-air')"
    )
    assert "belum ada siaran pers pekan ini. Oleh" in changed(tmp_path, earlier)


def test_a_release_of_this_week_is_to_be_kept_up_to_date(tmp_path):
    text = changed(
        tmp_path,
        "update mart_issue_documents set channel_slug = 'rilis' where document_id = "
        "(select min(document_id) from mart_issue_documents where issue_id = 'i-air')",
    )
    assert "pekan ini ada 1 siaran pers, tetapi isu masih krisis." in text


def test_only_claims_that_were_found_false_call_for_a_clarification(home, tmp_path):
    said = "klaim dalam isu ini pekan ini diputus salah, palsu, menyesatkan, atau penipuan."
    assert re.search(rf"Sebarkan klarifikasi lewat kanal resmi: [1-9]\d* {said}", text_of(home))
    open_verdicts = "update mart_claims set verdict_slug = 'belum-terbukti'"
    assert "Sebarkan klarifikasi" not in changed(tmp_path, open_verdicts)


def test_what_officials_have_said_is_told_with_its_title_and_hour(home):
    text = text_of(home, agencies=("kemenkes",))
    assert "Pertama 30 Agustus 2026 pukul 03.00 WIB, 6 jam setelah dokumen pertama. Siaran pers: 3." in text
    assert re.search(r"^- “Antrean puskesmas Banda Aceh: kabar ke-\d+” \(Kementerian Kesehatan, .* WIB\) \[B5\]$", text, re.M)


def test_an_issue_that_no_official_spoke_of_says_since_when(tmp_path):
    text = changed(tmp_path, "delete from mart_issue_events where issue_id = 'i-air'")
    assert "Belum ada, 61 jam sejak dokumen pertama. Siaran pers: 0." in text
    assert "61 jam sejak dokumen pertama, belum ada siaran pers pekan ini. Oleh" in text


def test_every_query_stands_beside_a_figure_and_in_full(home):
    text = text_of(home)
    queries = re.findall(r"^### (B\d+): [^\n]*\n\n```sql\n(.*?)\n```$", text, re.MULTILINE | re.DOTALL)
    assert [query_id for query_id, _ in queries] == [f"B{number}" for number in range(1, 15)]
    for query_id, _ in queries:
        assert re.search(rf"\[([^\]]*, )?{query_id}[,\]]", text), query_id


@pytest.mark.parametrize("audience", [{}, {"agencies": ("komdigi",)}, {"regions": ("35",)}, {"regions": ("Kota Bandung",)}])
def test_the_queries_that_are_shown_give_the_facts_again(home, audience):
    folder = brief_of(home, **audience).folder
    facts = orjson.loads((folder / "facts.json").read_bytes())["facts"]
    queries = re.findall(r"^### (B\d+): .*?```sql\n(.*?)\n```$", (folder / "brief.md").read_text(), re.MULTILINE | re.DOTALL)
    with open_marts(home) as marts:
        for query_id, query in queries:
            result = marts.execute(query)
            names = [column[0] for column in result.description]
            rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
            assert orjson.loads(orjson.dumps(rows)) == facts[query_id], query_id
    assert all(not rows for query_id, rows in facts.items() if query_id not in dict(queries))


@pytest.mark.parametrize(
    ("audience", "where"),
    [
        ({}, {}),
        ({"agencies": ("komdigi",)}, {"agency_slug": "agency_slug = 'komdigi'"}),
        ({"regions": ("35",)}, {"province_code": "province_code = '35'"}),
    ],
)
@pytest.mark.parametrize(
    ("metric", "column"),
    [("penyebutan", "mention_count"), ("porsi-negatif", "negative_share"), ("porsi-menolak", "critical_share")],
)
def test_figures_of_the_week_are_those_of_the_metric_catalogue(home, audience, where, metric, column):
    content = brief_of(home, **audience).content
    expected = value(home, metric_query(read_metrics()[metric], where=LAST_WEEK | where))
    assert expected
    assert content.facts["B1"][0][column] == pytest.approx(expected)


def test_a_regency_counts_its_own_documents(home):
    week = brief_of(home, regions=("73.71",)).content.facts["B1"][0]
    own = "select count(*) from mart_documents where region_code = '73.71' and relevance_slug <> 'tidak' and "
    assert week["mention_count"] == value(home, own + LAST_WEEK["published_on"])


def test_an_audience_is_shown_the_issues_that_concern_it(home):
    text = text_of(home, regions=("Makassar",))
    assert re.findall(r"^### \d\\\. (.*)$", text, re.MULTILINE) == ["antrean solar nelayan Makassar (waspada)"]
    assert "17 dokumen menyangkut Kota Makassar." in text


def test_an_audience_that_nobody_wrote_of_has_a_short_and_honest_brief(home):
    text = text_of(home, agencies=("dinas-kesehatan@35.73",))
    assert "Dinas Kesehatan Kota Malang · edisi 1" in text
    assert "- Jangan simpulkan bahwa keadaan tenang: pekan ini belum ada dokumen isu publik yang terkumpul." in text
    assert "Tidak ada isu pekan ini. [B2]" in text
    assert "### B3" not in text


@pytest.mark.parametrize(
    ("choose", "name", "message"),
    [
        (agency_audience, "kemenkess", "There is no agency 'kemenkess'; did you mean kemenkes"),
        (agency_audience, "x' or 'a' = 'a", "There is no agency"),
        (region_audience, "Bandung", "several regions; give the code of one: 32.04 .*32.73"),
        (region_audience, "Atlantis", "There is no region 'Atlantis'"),
        (region_audience, "Jabarr", "There is no region 'Jabarr'; did you mean Jabar"),
    ],
)
def test_an_audience_that_is_not_known_is_refused_with_a_way_out(home, choose, name, message):
    with open_marts(home) as marts, pytest.raises(InputError, match=message):
        choose(marts, name)


def test_a_region_is_found_by_its_code_or_its_name(home):
    with open_marts(home) as marts:
        assert region_audience(marts, "35.73") == region_audience(marts, "kota malang")
        assert region_audience(marts, "jawa timur").slug == "wilayah-35"


@pytest.mark.parametrize(
    ("name", "code"),
    [("Jabar", "32"), ("DIY", "34"), ("ntt", "53"), ("DKI", "31"), (" jogja ", "34"), ("Takengon", "11.04")],
)
def test_a_region_is_found_by_what_people_call_it(home, name, code):
    with open_marts(home) as marts:
        assert region_audience(marts, name) == region_audience(marts, code)


def test_what_is_withheld_is_counted_and_never_listed(tmp_path):
    text = changed(
        tmp_path,
        f"update mart_documents set title = '{WITHHELD_WORDS}' where is_withheld; "
        f"update mart_claims set is_withheld = true, title = '{WITHHELD_WORDS}' where verdict_slug = 'salah' and "
        "published_on = date '2026-09-04'; "
        f"update mart_documents set channel_slug = 'rilis', title = '{WITHHELD_WORDS}', is_withheld = true "
        "where document_id in (select document_id from mart_issue_documents where issue_id = 'i-air')",
    )
    assert WITHHELD_WORDS not in text
    assert re.search(r"[1-9]\d* peka, dihitung tanpa ditampilkan", text)
    assert re.search(r"klaim diperiksa pekan ini, selain yang terbukti benar; [1-9]\d* tidak ditampilkan", text)


def test_a_claim_names_the_issue_that_its_check_lies_in(home):
    claims = section(text_of(home), CLAIMS)
    assert "10 klaim diperiksa pekan ini, selain yang terbukti benar." in claims
    assert "(salah, Periksa Fakta Bersama, 4 September 2026); dalam isu “tautan undian palsu” [B10]" in claims


def test_claims_that_are_all_withheld_are_still_counted(home, tmp_path):
    claims = section(changed(tmp_path, "update mart_claims set is_withheld = true, title = null"), CLAIMS)
    assert claims.strip() == "10 klaim diperiksa pekan ini, selain yang terbukti benar; 10 tidak ditampilkan. [B10]"
    assert (
        brief_of(Layout(tmp_path / "home")).content.facts["B10"][0]["false_count"]
        == brief_of(home).content.facts["B10"][0]["false_count"]
        > 0
    )


def test_what_turned_out_true_is_no_hoax(tmp_path):
    assert "Tidak ada klaim yang diperiksa pekan ini" in changed(tmp_path, "update mart_claims set verdict_slug = 'benar'")


def test_a_verdict_that_is_not_mapped_is_told_in_the_words_of_the_reviewer(tmp_path):
    text = changed(tmp_path, "update mart_claims set verdict_slug = 'tak-dipetakan', claim_rating = 'Kurang konteks'")
    assert "(Kurang konteks, Periksa Fakta Bersama, 4 September 2026)" in text
    assert "Sebarkan klarifikasi atas" not in text


def test_complaints_that_rise_are_told_with_the_hours_of_the_response(home, tmp_path):
    rows = section(text_of(home), "Pengaduan yang naik")
    assert re.search(r"^\| Infrastruktur dan permukiman \| \d+ \| \d+ \| \d+ dari \d+ \| \d+ jam \| \d+ jam \|$", rows, re.M)
    assert "Tidak ada sektor yang pengaduannya naik." in changed(tmp_path, "delete from mart_complaints")


def test_coverage_and_silent_sources_are_told(tmp_path, home):
    end = section(text_of(home), "Cakupan dan batasnya")
    assert "**Semua sumber:** cakupan pekan ini 91 %." in end
    assert "| radar\\_losari | gagal | sunyi |" in end
    assert "| Sumber | Keadaan | Hari penuh terakhir | Dokumen terakhir |" in end
    low = changed(
        tmp_path,
        "update mart_coverage_daily set state_slug = 'kurang' where scope_slug = 'semua' and published_on = '2026-09-03'",
    )
    assert "Kurang pada 3 September 2026." in low


def test_a_source_is_silent_by_its_last_whole_day(tmp_path):
    text = changed(
        tmp_path,
        "update mart_source_health set silence_yesterday_state_slug = 'sunyi' where source_slug = 'kabar_nusa'; "
        "update mart_source_health set silence_yesterday_state_slug = 'cukup', silence_state_slug = 'sunyi' "
        "where source_slug = 'warta_negeri'",
    )
    assert "| kabar\\_nusa | sehat | sunyi |" in text
    assert "| warta\\_negeri |" not in text


def test_a_province_is_told_of_the_coverage_of_its_own_sources(home):
    assert "**Sumber di provinsi ini:** cakupan pekan ini" in text_of(home, regions=("35",))


def test_documents_that_no_model_has_read_are_told(tmp_path):
    text = changed(tmp_path, "update mart_documents set sentiment_slug = null, stance_slug = null, relevance_slug = null")
    assert "Nada negatif – (–), sikap menolak – (–). [B1]" in text
    week = "select count(*) from mart_documents where " + LAST_WEEK["published_on"]
    assert f"{value(Layout(tmp_path / 'home'), week)} belum terbaca model" in text
    assert "None" not in text


def test_forecasts_that_are_not_shown_are_not_told(tmp_path):
    text = changed(
        tmp_path, "delete from mart_issue_forecasts; delete from mart_issue_analogues; delete from mart_issue_outlooks"
    )
    assert not re.search("Prakiraan:|Pernah terjadi:|Peluang:", text)


def test_empty_marts_give_a_brief_that_says_so(tmp_path):
    text = text_of(exhibit_home(tmp_path / "home", is_empty=True))
    assert f"Nasional · edisi 1 · belum ada dokumen · potret {SNAPSHOT}" in text
    assert "Pekan ini belum ada dokumen isu publik yang terkumpul." in text
    assert "Cakupan belum dapat diukur." in text
    assert "None" not in text


def test_before_the_first_snapshot_there_is_no_brief_to_write(tmp_path):
    with pytest.raises(InputError, match="Nothing is published"):
        write_briefs(prepare_home(tmp_path / "home"))


@pytest.mark.parametrize(
    ("changes", "audience", "lacking"),
    [
        ("drop table mart_claims", {}, "mart_claims"),
        ("drop table mart_document_agencies", {"agencies": ("kemenkes",)}, "mart_document_agencies"),
        ("alter table dim_regions drop column short_name", {"regions": ("35",)}, "short_name"),
    ],
)
def test_a_snapshot_without_what_a_brief_is_made_of_is_told_with_the_way_out(tmp_path, changes, audience, lacking):
    with pytest.raises(InputError, match=rf"{OTHER_VERSION}\n.*{lacking}"):
        text_of(exhibit_home(tmp_path / "home", changes), **audience)


def test_the_markdown_is_well_formed(home):
    page = rendered(text_of(home))
    assert page.tags.count("h1") == 1
    assert page.tags.count("h2") == 7
    assert page.tags.count("table") == 2
    assert page.tags.count("pre") == 14


def test_dates_numbers_and_hours_are_written_the_indonesian_way():
    assert format_date(date(2026, 8, 1)) == "1 Agustus 2026"
    assert format_time(datetime(2026, 8, 1, 18, 5)) == "2 Agustus 2026 pukul 01.05 WIB"
    assert format_number(1234567) == "1.234.567"
    assert format_number(-0.2) == "0"
    assert (format_share(0.125), format_share(1.0), format_share(None)) == ("12 %", "100 %", "–")
    assert [format_hours(n) for n in (None, 0.5, 71, 73)] == ["–", "kurang dari 1 jam", "71 jam", "3 hari"]
    assert [format_list(list("abc")[:n]) for n in range(4)] == ["", "a", "a dan b", "a, b, dan c"]


def test_a_long_title_is_cut_between_words():
    text = one_line("kata " * 60)
    assert len(text) <= 110
    assert text.endswith("kata…")
    assert len(one_line("x" * 500)) <= 110
