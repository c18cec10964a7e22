"""The figures of the brief: one query each, named by the id that stands beside the figure.

"Now" is the last day with documents, so that a snapshot of the past reads as it would have then. What is no public issue is
left out from Q2 on, what the models are unsure of (tidak-yakin) is no sector and no tone, and what is withheld is counted but
never listed.
"""

from __future__ import annotations

SPAN = "with span as (select max(published_on) as last_on from mart_documents), "
WEEKS = (
    SPAN + "d as (select m.*, m.published_on > span.last_on - 7 as is_this_week, "
    "m.published_on > span.last_on - 14 and m.published_on <= span.last_on - 7 as is_last_week "
    "from mart_documents as m cross join span where coalesce(m.relevance_slug, '') <> 'tidak') "
)
WITH_SECTOR = "from d inner join dim_sectors as s on d.sector_slug = s.sector_slug "
NAMED = "d.sector_slug not in ('lainnya', 'tidak-yakin') "
NEGATIVE_SHARE = (
    "cast(count(*) filter (where is_this_week and sentiment_slug = 'negatif') as double) "
    "/ nullif(count(*) filter (where is_this_week and sentiment_slug <> 'tidak-yakin'), 0) as negative_share"
)
CRITICAL_SHARE = (
    "cast(count(*) filter (where is_this_week and stance_slug = 'menolak') as double) "
    "/ nullif(count(*) filter (where is_this_week and stance_slug in ('mendukung', 'menolak', 'netral')), 0) as critical_share"
)

QUERIES: dict[str, str] = {
    "Q1": SPAN + "totals as (select count(*) as document_count, count(distinct source_slug) as source_count, "
    "min(published_on) as first_on, count(*) filter (where sentiment_slug is null) as unread_count, "
    "count(*) filter (where sentiment_slug = 'tidak-yakin') as unsure_count, "
    "count(*) filter (where relevance_slug = 'tidak') as irrelevant_count, "
    "count(*) filter (where is_withheld) as withheld_count, "
    "count(*) filter (where province_code is null) as unplaced_count from mart_documents) "
    "select totals.*, span.last_on, span.last_on - 6 as week_on from totals cross join span",
    "Q2": WEEKS + "select s.sector_name, count(*) filter (where is_this_week) as this_week, "
    "count(*) filter (where is_last_week) as last_week, "
    "count(*) filter (where is_this_week and sentiment_slug = 'negatif') as negative_count, "
    f"{NEGATIVE_SHARE}, {CRITICAL_SHARE}, "
    "count(distinct province_code) filter (where is_this_week) as province_count "
    f"{WITH_SECTOR}where {NAMED}group by s.sector_name having count(*) filter (where is_this_week) > 0 "
    "order by this_week desc, s.sector_name limit 5",
    "Q3": WEEKS + "select s.sector_name, d.title, d.channel_slug, d.outlet_name, d.published_on "
    f"{WITH_SECTOR}where {NAMED}and is_this_week and not d.is_withheld "
    "and d.channel_slug in ('berita', 'rilis') and d.title is not null "
    "qualify row_number() over (partition by s.sector_name order by d.published_at desc, d.document_id) <= 2 "
    "order by s.sector_name, d.published_at desc, d.document_id",
    "Q4": WEEKS + "select r.province_name, count(*) filter (where is_this_week) as this_week, "
    f"count(*) filter (where is_last_week) as last_week, {NEGATIVE_SHARE} "
    "from d inner join dim_regions as r on d.province_code = r.region_code group by r.province_name "
    "having count(*) filter (where is_this_week) > 0 order by this_week desc, r.province_name limit 5",
    "Q5": WEEKS + "select s.sector_name, count(*) filter (where is_this_week) as this_week, "
    f"count(*) filter (where is_last_week) as last_week {WITH_SECTOR}"
    "where d.channel_slug = 'pengaduan' and d.sector_slug <> 'tidak-yakin' group by s.sector_name "
    "having count(*) filter (where is_this_week) > count(*) filter (where is_last_week) "
    "order by this_week - last_week desc, this_week desc, s.sector_name limit 5",
    "Q6": WEEKS + "select d.title, d.outlet_name, d.published_on from d "
    "where is_this_week and d.channel_slug = 'cek-fakta' and not d.is_withheld "
    "order by d.published_at desc, d.document_id limit 5",
    "Q7": "select source_slug, state_slug, document_count, quarantined_count, last_published_at, last_error "
    "from mart_source_health order by state_slug <> 'sehat' desc, source_slug",
}
