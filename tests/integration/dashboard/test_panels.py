"""Rows of every panel equal those that SQL gives on the published marts."""

from __future__ import annotations

from tests.integration.dashboard.reading import number, share
from warehouse.metrics import read_metrics

LAST_30 = "published_on > date '2026-09-04' - 30"
MENTIONS, VOICE, NEGATIVE, CRITICAL, HEAT = (
    read_metrics()[slug].expression_sql for slug in ("penyebutan", "porsi-suara", "porsi-negatif", "porsi-menolak", "panas")
)


def test_days_tell_volume_tone_and_coverage(open_page, marts):
    query = f"""
        select sum(mention_count), sum(negative_count), sum(neutral_count), sum(positive_count),
            sum(mention_count - negative_count - neutral_count - positive_count), {NEGATIVE}, any_value(c.coverage_share),
            any_value(c.state_slug) in ('kurang', 'sunyi')
        from mart_mentions_daily inner join mart_coverage_daily as c using (published_on)
        where c.scope_slug = 'semua' and {LAST_30} group by published_on order by published_on
    """
    expected = [
        [*map(number, row[:5]), share(row[5]), share(row[6]), "ya" if row[7] else "tidak"]
        for row in marts.execute(query).fetchall()
    ]
    assert [row[1:] for row in open_page().rows("volume")] == expected
    assert [row[-1] for row in expected].count("ya") == 1


def test_without_copies_each_text_counts_once(open_page, marts):
    counts = "sum(original_count), sum(negative_original_count)"
    query = f"select {counts} from mart_mentions_daily where {LAST_30} group by published_on"
    expected = sorted((number(original), number(negative)) for original, negative in marts.execute(query).fetchall())
    assert sorted((row[1], row[2]) for row in open_page("hitungan=asli").rows("volume")) == expected


def test_sectors_equal_sql_and_keep_their_place_when_one_is_chosen(open_page, marts):
    query = f"""
        select s.sector_name, {MENTIONS}, {VOICE}, {NEGATIVE},
            sum(mention_count) filter (where published_on > date '2026-09-04' - 7),
            coalesce(sum(mention_count) filter (
                where published_on > date '2026-09-04' - 14 and published_on <= date '2026-09-04' - 7), 0)
        from mart_mentions_daily inner join dim_sectors as s using (sector_slug) where {LAST_30} group by s.sector_name
    """
    expected = {row[0]: row[1:] for row in marts.execute(query).fetchall()}
    for chosen in ("", "sektor=kesehatan"):
        rows = open_page(chosen).rows("sektor")
        assert {row[0]: row[1:4] for row in rows} == {
            name: [number(mentions), share(voice), share(negative)]
            for name, (mentions, voice, negative, *_) in expected.items()
        }
        assert {row[0]: row[4].split()[-1] for row in rows} == {
            name: number(abs(now - then)) if now != then else "tetap" for name, (*_, now, then) in expected.items()
        }


def test_tiles_equal_sql_and_small_provinces_are_drawn_to_the_nation(open_page, marts):
    query = f"""
        with n as (select {NEGATIVE} as share from mart_mentions_daily where {LAST_30})
        select province_code, {MENTIONS}, (sum(negative_count) + 20 * any_value(n.share))
            / (sum(negative_count + neutral_count + positive_count) + 20)
        from mart_mentions_daily cross join n where {LAST_30} and province_code <> '00' group by province_code
    """
    expected = {code: (number(mentions), share(drawn, 0)) for code, mentions, drawn in marts.execute(query).fetchall()}
    read = "tiles => Object.fromEntries(tiles.map(tile => [tile.dataset.code, tile.querySelector('.tile-value').textContent]))"
    mentions = open_page().page.eval_on_selector_all(".tile", read)
    assert len(mentions) == 38
    assert {code: value for code, value in mentions.items() if value != "0"} == {code: row[0] for code, row in expected.items()}
    shares = open_page("peta=negatif").page.eval_on_selector_all(".tile", read)
    assert {code: shares[code].replace("\u00a0", " ") for code in expected} == {code: row[1] for code, row in expected.items()}


def test_channels_equal_sql_day_by_day(open_page, marts):
    query = f"""
        select published_on, channel_name, sum(mention_count)
        from mart_mentions_daily inner join dim_channels using (channel_slug) where {LAST_30} group by all order by all
    """
    names = [name for (name,) in marts.execute("select channel_name from dim_channels order by 1").fetchall()]
    counts = {(on, name): count for on, name, count in marts.execute(query).fetchall()}
    days = sorted({on for on, _ in counts})
    assert [row[1:] for row in open_page().rows("kanal")] == [
        [number(counts.get((on, name), 0)) for name in names] for on in days
    ]


def test_agencies_equal_sql_within_the_days(open_page, marts):
    query = f"""
        select max(agency_name), {MENTIONS}, {NEGATIVE}, {CRITICAL} from mart_agency_mentions_daily
        where published_on > date '2026-09-04' - 7 group by agency_slug
    """
    expected = [
        [name, number(mentions), share(negative), share(critical)]
        for name, mentions, negative, critical in marts.execute(query).fetchall()
    ]
    assert sorted(open_page("hari=7").rows("instansi")) == sorted(expected)


def test_issues_stand_by_heat_as_sql_orders_them(open_page, marts):
    query = f"""
        with heats as (select issue_id, {HEAT} as heat from mart_issue_hours group by issue_id)
        select i.label, h.heat, i.document_count, i.original_count, i.negative_share
        from mart_issues as i inner join heats as h using (issue_id)
        where i.last_published_at >= timestamp '2026-08-05 17:00:00' order by h.heat desc
    """
    expected = [
        [label, number(heat, 1), f"{number(documents)} {number(originals)} asli", share(negative)]
        for label, heat, documents, originals, negative in marts.execute(query).fetchall()
    ]
    rows = open_page().rows("isu")
    assert [[row[2], row[3], row[4]] for row in rows] == [row[1:] for row in expected]
    assert all(row[0].startswith(label) for row, (label, *_) in zip(rows, expected, strict=True))


def test_alerts_sources_complaints_and_claims_are_all_there(open_page, marts):
    page = open_page("hari=92")
    assert page.page.locator("[data-alert]").count() == marts.execute("select count(*) from mart_alerts").fetchone()[0]
    sources = marts.execute("select source_slug, document_count from mart_source_health").fetchall()
    assert sorted((row[0], row[5]) for row in page.rows("sumber")) == sorted((slug, number(count)) for slug, count in sources)
    complaints = """
        select s.sector_name, coalesce(sum(mention_count) filter (where published_on > date '2026-09-04' - 7), 0),
            coalesce(sum(mention_count) filter (where published_on <= date '2026-09-04' - 7), 0)
        from mart_mentions_daily inner join dim_sectors as s using (sector_slug)
        where channel_slug = 'pengaduan' and published_on > date '2026-09-04' - 14 group by 1
    """
    expected = sorted([name, number(now), number(then)] for name, now, then in marts.execute(complaints).fetchall())
    assert sorted(row[:3] for row in page.rows("pengaduan")) == expected
    claims = "select count(*) from mart_claims where not is_withheld and published_on > date '2026-09-04' - 30"
    assert len(page.rows("hoaks")) == marts.execute(claims).fetchone()[0]


def test_forecasts_follow_the_days_that_were_measured(open_page, marts):
    query = """
        select target_on, expected, low, high from mart_issue_forecasts
        where is_latest and current_issue_id = 'semua' and measure_slug = 'volume' order by target_on
    """
    expected = [[number(value, 1) for value in row[1:]] for row in marts.execute(query).fetchall()]
    rows = open_page("ramalan=semua:volume").rows("prakiraan")
    assert [row[2:] for row in rows[-7:]] == expected
    assert all(row[1] != "–" for row in rows[:-7])
