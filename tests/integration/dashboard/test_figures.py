"""Figures on the page equal those that SQL gives on the published marts, under every filter."""

from __future__ import annotations

import pytest

from tests.integration.dashboard.reading import number, share
from warehouse.metrics import read_metrics

LAST_30 = "published_on > date '2026-09-04' - 30"
EARLIER_30 = "published_on > date '2026-09-04' - 60 and published_on <= date '2026-09-04' - 30"
FILTERS = {
    "": LAST_30,
    "hari=7": "published_on > date '2026-09-04' - 7",
    "hari=92": "true",
    "dari=2026-08-10&sampai=2026-08-16": "published_on between '2026-08-10' and '2026-08-16'",
    "sektor=kesehatan": f"{LAST_30} and sector_slug = 'kesehatan'",
    "provinsi=35": f"{LAST_30} and province_code = '35'",
    "kanal=berita": f"{LAST_30} and channel_slug = 'berita'",
    "hari=92&sektor=perhubungan&provinsi=31&kanal=pengaduan": "sector_slug = 'perhubungan' and province_code = '31' "
    "and channel_slug = 'pengaduan'",
}
MENTIONS, NEGATIVE, CRITICAL, COVERAGE = (
    read_metrics()[slug].expression_sql for slug in ("penyebutan", "porsi-negatif", "porsi-menolak", "cakupan")
)


@pytest.mark.parametrize("chosen", FILTERS)
def test_key_figures_equal_the_catalogue_under_every_filter(open_page, marts, chosen):
    page = open_page(chosen)
    query = f"select {MENTIONS}, {NEGATIVE}, {CRITICAL} from mart_mentions_daily where {FILTERS[chosen]}"
    mentions, negative, critical = marts.execute(query).fetchone()
    assert (page.figure("Penyebutan"), page.figure("Porsi negatif")) == (number(mentions), share(negative))
    assert page.figure("Porsi menolak") == share(critical)


def test_an_agency_brings_its_own_figures(open_page, marts):
    agency = marts.execute("select agency_slug from mart_agency_mentions_daily group by 1 order by 1 limit 1").fetchone()[0]
    page = open_page().choose("instansi", agency)
    where = f"{LAST_30} and agency_slug = '{agency}'"
    query = f"select {MENTIONS}, {NEGATIVE}, {CRITICAL} from mart_agency_mentions_daily where {where}"
    mentions, negative, critical = marts.execute(query).fetchone()
    assert [page.figure(name) for name in ("Penyebutan", "Porsi negatif", "Porsi menolak")] == [
        number(mentions), share(negative), share(critical),
    ]  # fmt: skip


def test_changes_are_against_the_days_before(open_page, marts):
    earlier, share_then = marts.execute(f"select {MENTIONS}, {NEGATIVE} from mart_mentions_daily where {EARLIER_30}").fetchone()
    page = open_page()
    assert page.change("Penyebutan").endswith(f"dari {number(earlier)}")
    assert page.change("Porsi negatif").endswith(f"dari {share(share_then)}")
    assert "tanpa pembanding" in open_page("hari=92").change("Penyebutan")


def test_coverage_is_that_of_the_catalogue(open_page, marts):
    query = f"select {COVERAGE} from mart_coverage_daily where scope_slug = 'semua' and {LAST_30}"
    assert open_page().figure("Cakupan") == share(marts.execute(query).fetchone()[0])


def test_open_alerts_are_counted(open_page, marts):
    count = marts.execute("select count(*) from mart_alerts where is_open").fetchone()[0]
    assert open_page().figure("Peringatan terbuka") == number(count)
    assert count > 0
